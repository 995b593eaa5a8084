import { inletVelocityOf, ratesOf } from '../../pde/gas-column/model.ts'
import type { ParameterValues } from '../../pde/problem.ts'

/**
 * The value, in the declared unit, of a parameter that is not given but follows from those that are (K from ka and kd, the
 * flow from the velocity); undefined where it does not follow yet. `radius` comes from the problem's parameters.
 */
export function derivedValue(name: string, section: ParameterValues): number | undefined {
  try {
    const value = compute(name, section)
    return value !== undefined && Number.isFinite(value) ? value : undefined
  } catch {
    // Too few are given: nothing follows.
    return undefined
  }
}

function compute(name: string, section: ParameterValues): number | undefined {
  if (name === 'ka' || name === 'kd' || name === 'K') return ratesOf(section)[name]
  if (name === 'inletVelocity') return inletVelocityOf(section)
  if (name === 'inletFlow' && typeof section.radius === 'number')
    return inletVelocityOf(section) * Math.PI * section.radius ** 2
  return undefined
}
