import { stepperDescriptions } from '../stepper-descriptions.ts'
import { compositionStepper } from './composition.ts'

const outer = 1 / (2 - Math.cbrt(2))

/** Yoshida's triple jump of Verlet steps. */
export const yoshida4 = compositionStepper(stepperDescriptions.yoshida4, [outer, 1 - 2 * outer, outer])
