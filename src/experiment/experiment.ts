import type { ColumnRole } from '../data/dataset.ts'

/** A number in the unit the problem declares, or a text with its own unit or a constant expression (`"15 cm"`, `"8/3"`). */
export type NumberText = number | string

/** A parameter of a typed problem in its long form: the range is that of its slider and of a scan. */
export interface ParameterSection {
  readonly value: NumberText
  readonly from?: NumberText
  readonly to?: NumberText
  readonly unit?: string
  readonly label?: string
}

export type ParameterText = NumberText | boolean | ParameterSection

/** What happens where `when` changes its sign: `record`, `stop`, or simultaneous assignments. */
export interface EventSection {
  readonly when: string
  readonly direction?: 'up' | 'down' | 'any'
  readonly do?: string | readonly string[]
}

export interface ProblemSection {
  readonly id: string
  readonly parameters?: Readonly<Record<string, ParameterText>>
  /** Typed problems: one line an equation or definition. */
  readonly equations?: readonly string[]
  /** Typed fields: `x`, `y`, `z` or `r` with `from`, `to`, `points`; `dimension` beside r; `inside` keeps a region. */
  readonly domain?: Readonly<Record<string, NumberText | Readonly<Record<string, NumberText>>>>
  /** Typed fields: by side (`x-`, `x+`, `x`, `inside`) `periodic` or conditions, one for all or by unknown. */
  readonly boundary?: Readonly<
    Record<string, string | readonly string[] | Readonly<Record<string, string | readonly string[]>>>
  >
  /** A value an unknown, of fields an expression of coordinates or a file; of n-body `masses`, and `positions` and `velocities` a list a body, or `random`. */
  readonly initial?: Readonly<
    Record<string, NumberText | readonly (NumberText | readonly NumberText[])[] | Readonly<Record<string, NumberText>>>
  >
  readonly events?: readonly EventSection[]
  /** Quantities that the equations conserve, watched during the run. */
  readonly invariants?: Readonly<Record<string, string>>
  readonly components?: readonly Readonly<Record<string, NumberText>>[]
  /** Columns as arrays (time, temperature, inletPressure, outletPressure), or a CSV file beside the experiment. */
  readonly program?: Readonly<Record<string, readonly NumberText[]>> | { readonly file: string }
}

export interface TimeSection {
  readonly from?: NumberText
  readonly to?: NumberText
  readonly samples?: number
  readonly spacing?: 'linear' | 'log'
  readonly at?: readonly NumberText[]
  /** Of typed problems: the unit of every time of the file; none by default. Other problems have seconds. */
  readonly unit?: string
}

/** Long form of a column's role; the short forms are `"x"`, `"y:benzene"`, `"sigma:benzene"`, `"ignore"`. */
export interface ColumnSection {
  readonly role: ColumnRole
  readonly of?: string
  readonly unit?: string
  readonly scale?: NumberText
  readonly offset?: NumberText
}

export interface DataSection {
  readonly file: string
  readonly sha256?: string
  /** How to read it, where the guess was changed by hand. */
  readonly options?: Readonly<Record<string, string | number>>
  readonly columns: Readonly<Record<string, string | ColumnSection>>
  readonly set?: Readonly<Record<string, NumberText | boolean>>
  /** Processing before the fit (a later version runs them). */
  readonly steps?: readonly Readonly<Record<string, unknown>>[]
}

export interface FreeParameter {
  readonly from?: NumberText
  readonly to?: NumberText
  readonly spacing?: 'linear' | 'log'
  /** One value a dataset instead of one for all. */
  readonly local?: boolean
}

export interface FitSection {
  readonly free: Readonly<Record<string, FreeParameter>>
  readonly loss?: 'linear' | 'huber' | 'cauchy'
  readonly starts?: number
}

export interface SweepSection {
  readonly over: Readonly<
    Record<
      string,
      | {
          readonly from: NumberText
          readonly to: NumberText
          readonly samples?: number
          readonly spacing?: 'linear' | 'log'
        }
      | { readonly values: readonly NumberText[] }
    >
  >
  readonly sampling?: 'grid' | 'random' | 'latin'
  readonly samples?: number
}

/** Which question is asked; the further fields are those of its type (studies.ts). */
export interface StudySection {
  readonly type: string
  readonly [field: string]: unknown
}

/** A field of `method`: `atol` may be one an unknown, `nonNegative` a list of names. */
export type MethodText = NumberText | boolean | readonly string[] | Readonly<Record<string, NumberText>>

export interface SurrogateSection {
  readonly id: string
  readonly network?: Readonly<Record<string, unknown>>
  readonly training?: Readonly<Record<string, unknown>>
  readonly budget?: { readonly seconds?: number; readonly steps?: number }
}

/** The file (contract 1), as written by people: units unresolved, defaults absent. The whole workbench edits this one value. */
export interface Experiment {
  readonly isoline: 1
  readonly $schema?: string
  readonly title?: string
  readonly notes?: string
  readonly authors?: readonly string[]
  readonly problem: ProblemSection
  readonly method?: Readonly<Record<string, MethodText>>
  readonly time?: TimeSection
  readonly study?: StudySection
  readonly observe?: Readonly<Record<string, string>>
  readonly data?: readonly DataSection[]
  readonly fit?: FitSection
  readonly sweep?: SweepSection
  readonly surrogate?: SurrogateSection
  /** Free for the workbench: which views are open and how. Never changes a number. */
  readonly views?: Readonly<Record<string, unknown>>
  readonly seed?: number
}
