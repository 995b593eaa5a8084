import { stepperDescriptions } from '../stepper-descriptions.ts'
import { compositionStepper } from './composition.ts'

/** The Störmer–Verlet (leapfrog) method. */
export const verlet = compositionStepper(stepperDescriptions.verlet, [1])
