import type { Stepper } from '../stepper.ts'
import { stepperDescriptions } from '../stepper-descriptions.ts'
import { backwardDifferences, makeImexMultistep } from './imex-multistep.ts'

/** Backward differences on the stiff part, extrapolation of the rest. */
export const sbdf2: Stepper = {
  ...stepperDescriptions.sbdf2,
  make: (system) => makeImexMultistep(backwardDifferences, system),
}
