import type { Domain } from '../../core/domain.ts'
import type { FieldEquations, FieldSplit } from '../../expression/fields/field-equations.ts'
import type { SpaceOptions } from './discretised-fields.ts'

/** What is to be discretised, and what was named for it. */
export interface SpaceRequest {
  readonly equations: FieldEquations
  readonly split: FieldSplit
  /** In the order of `equations.parameters`. */
  readonly parameters: Float64Array
  readonly domain: Domain
  /** Part of the box only. */
  readonly hasRegion: boolean
  readonly levelSet?: Float64Array
  readonly space: string
  readonly stepper: string
  /** A question about rest, not about time: the Jacobian is needed, whole and sparse. */
  readonly isAtRest?: boolean
  readonly options: SpaceOptions
  readonly step?: number
  readonly rtol: number
  /** Length of the run in time. */
  readonly span: number
}
