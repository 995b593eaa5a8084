import type { Stepper } from '../stepper.ts'
import { refuseMass } from './refuse.ts'
import { makeRungeKutta } from './runge-kutta.ts'

/** The classical method with a fixed step. */
export const rk4: Stepper = {
  id: 'rk4',
  title: 'Classical Runge–Kutta of order 4, fixed step',
  order: 4,
  kind: 'explicit',
  isAdaptive: false,
  isStiff: false,
  takesMass: false,
  help: 'The method of textbooks, with a step you choose and no check of the error. For comparison and for steps set by something else.',
  reference: 'W. Kutta, Z. Math. Phys. 46 (1901) 435',
  refuse: refuseMass,
  make: (system, tolerances) =>
    makeRungeKutta(
      {
        order: 4,
        nodes: [0, 1 / 2, 1 / 2, 1],
        matrix: [[], [1 / 2], [0, 1 / 2], [0, 0, 1]],
        weights: [1 / 6, 1 / 3, 1 / 3, 1 / 6],
        isFirstSameAsLast: false,
      },
      system,
      tolerances,
    ),
}
