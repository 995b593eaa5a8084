import type { ColumnRole } from '../data/dataset.ts'

/** A number in the unit the problem declares, or a text with its own unit or a constant expression (`"15 cm"`, `"8/3"`). */
export type NumberText = number | string

export interface ProblemSection {
  readonly id: string
  readonly parameters?: Readonly<Record<string, NumberText | boolean>>
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

export interface StudySection {
  readonly type: 'time' | 'steady' | 'eigenvalues'
  readonly count?: number
  readonly near?: NumberText
}

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
  readonly method?: Readonly<Record<string, NumberText | boolean>>
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
