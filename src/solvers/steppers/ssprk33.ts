import type { Stepper } from '../stepper.ts'
import { refuseMass } from './refuse.ts'
import { makeRungeKutta } from './runge-kutta.ts'

/** Three Euler steps in convex combination: what an Euler step keeps (bounds, total variation), it keeps. */
export const ssprk33: Stepper = {
  id: 'ssprk33',
  title: 'Strong-stability-preserving Runge–Kutta of order 3, fixed step',
  order: 3,
  kind: 'explicit',
  isAdaptive: false,
  isStiff: false,
  takesMass: false,
  help: 'For transport with limiters, where no step may create overshoots: it keeps what a step of explicit Euler of the same size keeps.',
  reference: 'C.-W. Shu, S. Osher, J. Comput. Phys. 77 (1988) 439',
  refuse: refuseMass,
  make: (system, tolerances) =>
    makeRungeKutta(
      {
        order: 3,
        nodes: [0, 1, 1 / 2],
        matrix: [[], [1], [1 / 4, 1 / 4]],
        weights: [1 / 6, 1 / 6, 2 / 3],
        isFirstSameAsLast: false,
      },
      system,
      tolerances,
    ),
}
