import type { EquationFacts } from '../../fields/equation-facts.ts'

/** Methods in time that need nothing but rates. */
export const referenceSteppers: readonly string[] = ['tsit5', 'dop853', 'rk4', 'ssprk33', 'rkc2']

/** Why the reference cannot serve; undefined where it can. */
export function refuseReference(facts: EquationFacts, hasRegion: boolean): string | undefined {
  if (facts.isTimeless || facts.hasAlgebraic) return 'it has rates and no solver of constraints'
  if (facts.hasNoise) return 'it is for equations without noise'
  return hasRegion ? 'it is for whole boxes' : undefined
}
