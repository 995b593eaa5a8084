import type { Stepper } from '../stepper.ts'
import { stepperDescriptions } from '../stepper-descriptions.ts'
import { dop853Method } from './dop853-coefficients.ts'
import { makeRungeKutta } from './runge-kutta.ts'

/** The method of choice for smooth, non-stiff systems at tight tolerances. */
export const dop853: Stepper = {
  ...stepperDescriptions.dop853,
  make: (system, tolerances) => makeRungeKutta(dop853Method, system, tolerances),
}
