import type { InputError } from '../core/errors.ts'
import { makeConversion, parseQuantity, UnitError } from '../core/unit.ts'
import { ExpressionError, parseConstant } from '../expression/constant.ts'

/** A number, then a unit: an error in it is one of units. Anything else is taken for an expression. */
const looksLikeQuantity = /^\s*[+-]?[\d.,]+(?:[eE][+-]?\d+)?\s*[A-Za-zµμΩΩ°℃%]/

const looksLikeSum = /[-+*/^()]/

/** Whether a text is a unit that is known. */
export function isUnit(text: string): boolean {
  try {
    makeConversion(text.trim(), text.trim())
    return true
  } catch (error) {
    if (error instanceof UnitError) return false
    throw error
  }
}

/**
 * The number of a NumberText in the unit wanted. A constant expression without unit is in that unit.
 * @param errors an error is added and NaN given where the text cannot be read
 */
export function resolveNumber(value: unknown, unit: string, path: string, errors: InputError[]): number {
  if (typeof value === 'number') {
    if (Number.isFinite(value)) return value
    errors.push({ path, message: `${value} is not a number an experiment can have; write a finite one` })
    return Number.NaN
  }
  if (typeof value !== 'string') {
    errors.push({ path, message: 'must be a number, or a text like "15 cm" or "8/3"' })
    return Number.NaN
  }
  try {
    return parseConstant(value)
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error
    try {
      const number = parseQuantity(value, unit)
      if (Number.isFinite(number)) return number
      errors.push({ path, message: `"${value}" is not a finite number` })
    } catch (unitError) {
      if (!(unitError instanceof UnitError)) throw unitError
      const wanted = unit === '1' ? 'it has no unit' : `it is in ${unit}`
      const rest = value.slice(error.column - 1)
      if (looksLikeSum.test(value) && rest !== '' && isUnit(rest))
        errors.push({ path, message: `"${value}": an expression has no unit of its own; write one number with its unit ("15 cm"), or the expression alone (${wanted})` }) // biome-ignore format: one sentence
      else if (looksLikeQuantity.test(value))
        errors.push({ path, message: `"${value}": ${unitError.message} (${wanted})` })
      else errors.push({ path, message: `"${value}": ${error.message}`, line: 1, column: error.column })
    }
    return Number.NaN
  }
}
