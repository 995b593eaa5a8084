import { type InputError, InvalidInput } from '../../core/errors.ts'
import { suggestName } from '../../core/nearest.ts'
import { subtract } from '../../expression/build.ts'
import { checkExpression, numberScope } from '../../expression/check.ts'
import { ExpressionError } from '../../expression/constant.ts'
import { parseSides } from '../../expression/equation.ts'
import type { Expression } from '../../expression/expression.ts'
import type { OdeEquations } from '../../expression/ode-equations.ts'
import { parseExpression } from '../../expression/parse.ts'
import { resolveNumber } from '../../pde/number.ts'
import type { StudySection } from '../experiment.ts'
import { formatPath } from '../path.ts'

/** Reads the fields of a study one by one; what is wrong is kept and thrown together by `finish`. */
export interface StudyFields {
  readonly errors: InputError[]
  has(name: string): boolean
  /** A number, or the fallback where it is not given. */
  number(name: string, fallback: number, unit?: string): number
  integer(name: string, fallback: number): number
  text(name: string): string | undefined
  flag(name: string, fallback: boolean): boolean
  /** A name out of a list; its place, or −1 with an error. */
  place(name: string, names: readonly string[], what: string): number
  /** An expression of time and state; both sides of an equation give their difference. */
  expression(name: string, equations: OdeEquations): Expression | undefined
  say(name: string, message: string): void
  /** @throws InvalidInput where something was wrong */
  finish(): void
}

/** Reads the fields of a study one by one; what is wrong with them is said together by `finish`. */
export function readStudyFields(study: StudySection): StudyFields {
  const errors: InputError[] = []
  const path = (name: string) => formatPath(['study', name])
  const say = (name: string, message: string) => void errors.push({ path: path(name), message })
  const text = (name: string) => {
    const value = study[name]
    return typeof value === 'string' ? value : undefined
  }
  return {
    errors,
    has: (name) => study[name] !== undefined,
    number: (name, fallback, unit = '1') =>
      study[name] === undefined ? fallback : resolveNumber(study[name], unit, path(name), errors),
    integer(name, fallback) {
      const value = study[name]
      return typeof value === 'number' ? value : fallback
    },
    text,
    flag(name, fallback) {
      const value = study[name]
      return typeof value === 'boolean' ? value : fallback
    },
    place(name, names, what) {
      const value = text(name)
      if (value === undefined && study[name] !== undefined) {
        say(name, `must be one name here, of ${names.join(', ')}`)
        return -1
      }
      if (value === undefined) {
        say(name, `is missing: the name of ${what}, one of ${names.join(', ')}`)
        return -1
      }
      const index = names.indexOf(value.replace(/^problem\.(parameters|initial)\./, ''))
      if (index < 0)
        say(name, `there is no ${what} "${value}"${suggestName(value, names)}; there is ${names.join(', ')}`)
      return index
    },
    expression(name, equations) {
      const source = text(name)
      if (source === undefined) return undefined
      try {
        const isEquation = /(?<![<>=!])=(?!=)/.test(source)
        const sides = isEquation ? parseSides(source) : undefined
        const names = ['t', ...equations.unknowns, ...equations.parameters, ...equations.definitions.map((d) => d.name)]
        const parts = sides ? [sides.left, sides.right] : [parseExpression(source)]
        const wrong = parts.flatMap((part) => checkExpression(part, numberScope(names)))[0]
        if (wrong) throw wrong
        return sides ? subtract(sides.left, sides.right) : parts[0]
      } catch (error) {
        if (!(error instanceof ExpressionError)) throw error
        errors.push({ path: path(name), message: error.message, line: 1, column: error.column })
        return undefined
      }
    },
    say,
    finish() {
      if (errors.length > 0) throw new InvalidInput(errors)
    },
  }
}
