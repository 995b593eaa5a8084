import { formatPath } from '../../core/path.ts'
import type { ExpressionError } from '../expression-error.ts'
import type { FieldEquations } from './field-equations.ts'

/** Conditions of one unknown on one side: one, or a list for equations of higher order. */
export type ConditionText = string | readonly string[]

/** Partial differential equations as they were typed. */
export interface FieldText {
  readonly equations: readonly string[]
  /** In the order x, y, z; `r` alone where the solution is symmetric about the origin. */
  readonly axes: readonly { readonly name: string; readonly isPeriodic: boolean }[]
  /** Dimension of space where the axis is `r`. */
  readonly radialDimension?: number
  /** Names. */
  readonly parameters: readonly string[]
  /** By side: `x-`, `x+`, `x` for both, `inside` for the edge of the region; for one unknown, or by its name. `periodic` an axis. */
  readonly boundary: Readonly<Record<string, ConditionText | Readonly<Record<string, ConditionText>>>>
  /** The condition that keeps the points of the region. */
  readonly inside?: string
  /** Whether the region is painted or imported: its edge then has conditions too. */
  readonly hasRegion?: boolean
  /** Expressions by the name of the column they give. */
  readonly observe?: Readonly<Record<string, string>>
}

/** Which text an error belongs to, from the top of the document: `['problem', 'equations', 0]`. */
export type FieldPlace = readonly (string | number)[]

/** What is wrong with one of the texts, and where in it. */
export interface FieldTextError {
  /** `problem.equations.0`, `problem.boundary.x-.u.1`, `problem.domain.inside`, `observe.total`, `problem.parameters.D`. */
  readonly path: string
  readonly place: FieldPlace
  readonly message: string
  /** Counted from 1; `to` is the column behind the last character. */
  readonly column: number
  readonly to: number
}

export interface FieldReading {
  /** Absent where anything is wrong. */
  readonly equations?: FieldEquations
  readonly errors: readonly FieldTextError[]
}

export type SayField = (place: FieldPlace, error: ExpressionError) => void

/** An error as it is listed. */
export function fieldTextError(place: FieldPlace, error: ExpressionError): FieldTextError {
  return { path: formatPath(place), place, message: error.message, column: error.column, to: error.to + 1 }
}
