import type { FieldEquations } from '../../../expression/fields/field-equations.ts'

/** What of equations no kernel has; undefined where all is there. */
export function refuseGpu({
  equations,
  hasRegion = false,
}: {
  readonly equations: FieldEquations
  readonly hasRegion?: boolean
}): string | undefined {
  if (equations.algebraic.some((one) => one)) return 'kernels have no solver of constraints'
  if (equations.noise.some((one) => one !== undefined)) return 'kernels have no random numbers'
  if (equations.terms.some(({ kind }) => kind === 'integral'))
    return 'an integral over the domain needs all points at once'
  return hasRegion || equations.levelSet ? 'kernels are for whole boxes' : undefined
}
