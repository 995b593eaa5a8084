import type { Stepper } from '../stepper.ts'
import { stepperDescriptions } from '../stepper-descriptions.ts'
import { makeRungeKutta } from './runge-kutta.ts'

/** The classical method with a fixed step. */
export const rk4: Stepper = {
  ...stepperDescriptions.rk4,
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
