import type { ExpressionError } from './expression-error.ts'
import type { OdeEquations } from './ode-equations.ts'

/** A system as it was typed. */
export interface OdeText {
  readonly equations: readonly string[]
  /** Names. */
  readonly parameters: readonly string[]
  readonly events?: readonly { readonly when: string; readonly do?: string | readonly string[] }[]
  /** Expressions by the name of the column they give. */
  readonly outputs?: Readonly<Record<string, string>>
}

/** What is wrong with one of the texts, and where in it. */
export interface OdeTextError {
  readonly where: 'equations' | 'events' | 'outputs' | 'parameters'
  /** Place in the list; of `outputs` and `parameters` the name. */
  readonly index: number | string
  /** Of an event. */
  readonly part?: 'when' | 'do'
  /** Place in the list of assignments, where `do` is a list. */
  readonly item?: number
  readonly message: string
  /** Counted from 1; `to` is the column behind the last character. */
  readonly column: number
  readonly to: number
}

export interface OdeReading {
  /** Absent where anything is wrong. */
  readonly equations?: OdeEquations
  readonly errors: readonly OdeTextError[]
}

/** Which text an error belongs to. */
export type OdePlace = Pick<OdeTextError, 'where' | 'index' | 'part' | 'item'>

export type Say = (place: OdePlace, error: ExpressionError) => void

/** "a", "a and b", "a, b and c". */
export function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names[names.length - 1]}`
}
