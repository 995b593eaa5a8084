import type { Stepper } from '../stepper.ts'
import { stepperDescriptions } from '../stepper-descriptions.ts'
import { crankNicolson, makeImexMultistep } from './imex-multistep.ts'

/** Crank–Nicolson on the stiff part, Adams–Bashforth 2 on the rest. */
export const cnab2: Stepper = {
  ...stepperDescriptions.cnab2,
  make: (system) => makeImexMultistep(crankNicolson, system),
}
