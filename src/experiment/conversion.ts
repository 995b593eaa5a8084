import type { InputError } from '../core/errors.ts'
import { isSameDimension, makeConversion, parseUnit, UnitError } from '../core/unit.ts'

/** How many of `to` one of `from` is; 1 and not the same where the two measure different kinds of quantities. */
export function conversionOf(
  from: string,
  to: string,
  path: string,
  errors: InputError[],
): { factor: number; isSame: boolean } {
  try {
    if (!isSameDimension(parseUnit(from), parseUnit(to))) return { factor: 1, isSame: false }
    const convert = makeConversion(from, to)
    return { factor: convert(1) - convert(0), isSame: true }
  } catch (error) {
    if (!(error instanceof UnitError)) throw error
    errors.push({ path, message: error.message })
    return { factor: 1, isSame: false }
  }
}
