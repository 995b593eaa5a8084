import type { GasColumnModel } from './model.ts'

/** Why the exact solution does not hold for the model and what to do; undefined where it does. */
export function exactRefusal(model: GasColumnModel): string | undefined {
  if (!model.competitive) return undefined
  return 'with a capacity the components compete for the film (Langmuir isotherm), which has no exact solution; use the method "finite-volume", or leave the capacities out for a film far from full'
}
