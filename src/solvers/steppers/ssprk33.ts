import type { Stepper } from '../stepper.ts'
import { stepperDescriptions } from '../stepper-descriptions.ts'
import { makeRungeKutta } from './runge-kutta.ts'

/** Three Euler steps in convex combination: what an Euler step keeps (bounds, total variation), it keeps. */
export const ssprk33: Stepper = {
  ...stepperDescriptions.ssprk33,
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
