import type { Domain } from '../../core/domain.ts'
import type { InputError } from '../../core/errors.ts'
import { parseUnit } from '../../core/unit.ts'
import type { FieldText } from '../../expression/fields/field-text.ts'
import { checkFieldUnits } from '../../expression/fields/field-units.ts'
import { isUnit } from '../number.ts'
import type { ProblemText, ReadContext } from '../problem.ts'
import { describeParameters } from '../typed-ode/parameters.ts'

const isGiven = (unit: string | undefined): unit is string => unit !== undefined && unit !== '1' && isUnit(unit)

/**
 * What does not fit in the units that the section gives: errors with column and remedy. Nothing where no unit is given.
 * @param text of which nothing is wrong
 * @param units of the unknowns, '1' where none is given
 */
export function unitErrors(
  section: ProblemText,
  text: FieldText,
  unknowns: readonly string[],
  units: readonly string[],
  { axes }: Domain,
  { timeUnit }: Pick<ReadContext, 'timeUnit'>,
): readonly InputError[] {
  const given = new Map(
    [...describeParameters(section), ...axes, ...unknowns.map((name, i) => ({ name, unit: units[i] }))].flatMap(
      ({ name, unit }) => (isGiven(unit) ? [[name, unit] as const] : []),
    ),
  )
  if (given.size === 0) return []
  const unitOf = (name: string) => {
    const unit = given.get(name)
    return unit === undefined ? undefined : parseUnit(unit)
  }
  const list = [...given].map(([name, unit]) => `${name} in ${unit}`).join(', ')
  return checkFieldUnits(text, unitOf, isGiven(timeUnit) ? timeUnit : undefined).map(({ path, message, column }) => ({
    path,
    message: `${message}. Correct a unit (${list}${isGiven(timeUnit) ? `, t in ${timeUnit}` : ''}) or the formula; what has no unit is not checked`,
    line: 1,
    column,
  }))
}
