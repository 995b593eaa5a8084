import type { Expression } from '../expression.ts'
import { ExpressionError } from '../expression-error.ts'
import { elaborate, type Meaning } from './elaborate.ts'
import { rateName } from './evolution.ts'
import type { FieldLines } from './field-lines.ts'
import type { FieldNames } from './field-scope.ts'
import type { FieldValue, TermTable } from './field-terms.ts'
import type { FieldText, SayField } from './field-text.ts'

/** What conditions, regions and observed numbers are read with, once the equations are. */
export interface FieldContext {
  readonly text: FieldText
  readonly names: FieldNames
  readonly meaning: Meaning
  readonly table: TermTable
  readonly say: SayField
  /** Derivatives by time in the place of their names. */
  settle(expression: Expression): Expression
  readonly unknowns: readonly string[]
  /** In the order of the unknowns. */
  readonly rates: readonly Expression[]
  /** False where an equation could not be read: nothing is known of the order of the others then. */
  readonly isWhole: boolean
  /** The unknown that another is the derivative of by time. */
  velocityOf(name: string): string | undefined
}

/** The name of the velocity of an unknown of second order in time. */
export function velocityName(name: string): string {
  return `${name}_t`
}

/** What the lines of a problem have to do with the meaning of a name. */
export interface MeaningParts {
  readonly axes: readonly string[]
  readonly lines: FieldLines
  /** Names that stay as they are. */
  readonly bare: ReadonlySet<string>
  readonly held: readonly string[]
  readonly evolving: readonly string[]
  /** Of definitions, as they are read. */
  readonly values: ReadonlyMap<string, FieldValue>
  readonly table: TermTable
}

/** What names and calls mean in the equations. */
export function makeMeaning(parts: MeaningParts): Meaning {
  const { lines, bare, evolving, values } = parts
  const functions = new Map(lines.definitions.flatMap((line) => (line.inputs ? [[line.name, line] as const] : [])))
  const ofName = (name: string): FieldValue | undefined => (bare.has(name) ? { kind: 'name', name } : values.get(name))
  const timeDerivativeOf = (name: string, order: number, place: Expression): FieldValue => {
    const highest = evolving.includes(name) ? (lines.orders.get(name) ?? 0) : 0
    if (order === highest) return { kind: 'name', name: rateName(name) }
    if (order < highest) return { kind: 'name', name: velocityName(name) }
    const reason = parts.held.includes(name)
      ? `"${name}" is held by an equation without a derivative by time`
      : `"${name}" has no equation with a derivative by time`
    throw new ExpressionError(
      `${reason}, so ${name}_${'t'.repeat(order)} is not known`,
      place.span?.from ?? 0,
      place.span?.to,
    )
  }
  const meaning: Meaning = {
    axes: parts.axes,
    table: parts.table,
    valueOf: ofName,
    timeDerivativeOf,
    apply(name, inputs, place) {
      const line = functions.get(name)
      if (line?.inputs === undefined) return undefined
      const given = new Map(line.inputs.map((input, i) => [input, inputs[i]]))
      const inner: Meaning = { ...this, valueOf: (other, at) => given.get(other) ?? this.valueOf(other, at) }
      try {
        return elaborate(line.right, inner)
      } catch (error) {
        if (!(error instanceof ExpressionError)) throw error
        const head = `${name}(${line.inputs.join(', ')})`
        throw new ExpressionError(`in ${head}: ${error.message}`, place.span?.from ?? 0, place.span?.to)
      }
    },
  }
  return meaning
}
