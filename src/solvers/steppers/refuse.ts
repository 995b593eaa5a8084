import type { System } from '../system.ts'

/** Why a method for y' = f(t, y) cannot serve: there are algebraic unknowns. */
export function refuseMass(system: System): string | undefined {
  if (system.mass?.some((value) => value === 0))
    return 'it cannot hold algebraic constraints (0 = …); radau5, rodas5p and bdf can'
  if (system.mass?.some((value) => value !== 1)) return 'it cannot use a mass matrix; radau5, rodas5p and bdf can'
  return undefined
}
