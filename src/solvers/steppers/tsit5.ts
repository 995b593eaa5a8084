import type { Stepper } from '../stepper.ts'
import { stepperDescriptions } from '../stepper-descriptions.ts'
import type { ExplicitTableau } from './explicit-runge-kutta.ts'
import { makeRungeKutta, type RungeKuttaMethod } from './runge-kutta.ts'

/**
 * Tsit5: order 5 with an embedded order 4, seven stages of which the last is the first of the next step.
 * For smooth, non-stiff systems. Tsitouras, Comput. Math. Appl. 62 (2011) 770, table 1.
 */
export const tsit5Tableau: ExplicitTableau = {
  id: 'tsit5',
  title: 'Tsit5, Runge–Kutta of order 5(4)',
  order: 5,
  embeddedOrder: 4,
  nodes: [0.0, 0.161, 0.327, 0.8999999999999999, 0.9800255409045104, 1.0, 0.9999999999999998],
  matrix: [
    [],
    [0.161],
    [-0.008480655492356989, 0.335480655492357],
    [2.8971530571054935, -6.359448489975075, 4.3622954328695815],
    [5.325864828439257, -11.748883564062828, 7.4955393428898365, -0.09249506636175525],
    [5.86145544294642, -12.92096931784711, 8.159367898576159, -0.071584973281401, -0.028269050394068383],
    [0.09646076681806523, 0.01, 0.4798896504144996, 1.379008574103742, -3.290069515436081, 2.324710524099774],
  ],
  weights: [
    0.09646076681806523, 0.01, 0.4798896504144996, 1.379008574103742, -3.290069515436081, 2.324710524099774, 0.0,
  ],
  embedded: [
    0.09468075576583945, 0.009183565540343254, 0.4877705284247616, 1.234297566930479, -2.7077123499835256,
    1.866628418170587, 0.015151515151515152,
  ],
}

/** As a method of the integrators, with its interpolant of order 4: coefficients of θ, θ², θ³, θ⁴ a stage (the same paper, p. 774). */
export const tsit5Method: RungeKuttaMethod = {
  order: 5,
  nodes: [0, 0.161, 0.327, 0.9, 0.9800255409045097, 1, 1],
  matrix: tsit5Tableau.matrix,
  weights: tsit5Tableau.weights,
  isFirstSameAsLast: true,
  error: { order: 5, weights: tsit5Tableau.weights.map((weight, j) => weight - tsit5Tableau.embedded[j]) },
  dense: {
    basis: 0,
    coefficients: [
      [1, -2.763706197274826, 2.9132554618219126, -1.0530884977290216],
      [0, 0.1317, -0.2234, 0.1017],
      [0, 3.9302962368947516, -5.941033872131505, 2.490627285651253],
      [0, -12.411077166933676, 30.33818863028232, -16.548102889244902],
      [0, 37.50931341651104, -88.1789048947664, 47.37952196281928],
      [0, -27.896526289197286, 65.09189467479366, -34.87065786149661],
      [0, 1.5, -4, 2.5],
    ],
  },
}

/** The method of choice for smooth, non-stiff systems at usual tolerances. */
export const tsit5: Stepper = {
  ...stepperDescriptions.tsit5,
  make: (system, tolerances) => makeRungeKutta(tsit5Method, system, tolerances),
}
