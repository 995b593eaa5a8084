import { parseUnit, UnitError } from '../../core/unit.ts'
import { checkOdeUnits, type OdeUnitError } from '../../expression/units.ts'
import type { TypedOde } from '../../pde/problem.ts'

const places = {
  rates: ({ equations }: TypedOde, index: number) => `the equation of ${equations.unknowns[index] ?? ''}`,
  definitions: ({ equations }: TypedOde, index: number) =>
    `the definition of ${equations.definitions[index]?.name ?? ''}`,
  events: (_: TypedOde, index: number) => `event ${index}`,
  outputs: ({ equations }: TypedOde, index: number) => `the output ${equations.outputs[index]?.name ?? ''}`,
}

const isShown = ({ where, index }: OdeUnitError, { observed }: TypedOde) => where !== 'outputs' || index < observed

/**
 * What does not fit in the units of a system, sentences for people; empty where the file gives time no unit. Warnings, not errors: the
 * numbers are computed as they are typed, and a constant in an equation may well carry a unit that is not written.
 * @param unitOf units of the parameters by name
 */
export function unitWarnings(ode: TypedOde, unitOf: ReadonlyMap<string, string>, timeUnit: string): readonly string[] {
  if (timeUnit === '1') return []
  const { unknowns } = ode.equations
  const find = (name: string) => {
    const unit = unitOf.get(name) ?? ode.units[unknowns.indexOf(name)] ?? '1'
    return unit === '1' ? undefined : parseUnit(unit)
  }
  try {
    return checkOdeUnits(ode.equations, find, timeUnit)
      .errors.filter((error) => isShown(error, ode))
      .map((error) => `warning: units in ${places[error.where](ode, error.index)}: ${error.error.message}`)
  } catch (error) {
    if (error instanceof UnitError) return []
    throw error
  }
}
