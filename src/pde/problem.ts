import type { InputError } from '../core/errors.ts'

/** A value of a parameter after its unit is resolved: a number in the declared unit, a switch, or a choice. */
export type ParameterValue = number | boolean | string
export type ParameterValues = Readonly<Record<string, ParameterValue>>

/** One parameter as data: the form, the JSON Schema, the check and the report are all made from it. */
export interface ParameterDescription {
  readonly name: string
  /** For people, sentence case: "Inlet pressure". */
  readonly label: string
  /** LaTeX: `p_0`. */
  readonly symbol?: string
  readonly kind: 'number' | 'integer' | 'boolean' | 'choice' | 'text'
  /** Unit of numbers in the file; '1' where dimensionless. */
  readonly unit: string
  /** Units offered in the form beside the declared one (`mL/min`, `kPa`, `degC`). */
  readonly otherUnits?: readonly string[]
  readonly required: boolean
  readonly default?: ParameterValue
  readonly minimum?: number
  readonly exclusiveMinimum?: number
  readonly maximum?: number
  readonly choices?: readonly string[]
  /** One or two sentences for F1. */
  readonly help: string
  /** Heading in the form ("Column", "Carrier gas", "Injection"). */
  readonly group: string
  /** Folded away until asked for. */
  readonly advanced?: boolean
  /** Where the useful range is bounded: the slider's ends (in the declared unit) and whether it is logarithmic. */
  readonly slider?: { readonly from: number; readonly to: number; readonly logarithmic?: boolean }
}

/** Of these names exactly `count` are given; the others follow from them. */
export interface Choice {
  readonly names: readonly string[]
  readonly count: number
  /** The relation in words and LaTeX: "K = ka/kd". */
  readonly because: string
}

/** A line of the equation panel. */
export interface EquationText {
  readonly latex: string
  readonly caption: string
}

export interface MethodDescription {
  readonly id: string
  readonly title: string
  readonly help: string
  /** What may stand beside `id` in `method`. */
  readonly options: readonly ParameterDescription[]
}

export interface Reference {
  readonly text: string
  readonly url?: string
}

/** The problem section of a file with every unit resolved and default filled in. */
export interface ProblemValues {
  readonly parameters: ParameterValues
  readonly components: readonly ParameterValues[]
  /** gas-migration: the programme, columns by name in SI. */
  readonly program?: Readonly<Record<string, Float64Array>>
}

/** What holds, as data: one file or folder and one line in the catalogue each. */
export interface Problem {
  readonly id: string
  readonly title: string
  /** One sentence for the gallery. */
  readonly summary: string
  readonly parameters: readonly ParameterDescription[]
  readonly choices: readonly Choice[]
  /** Columns of the component table, where the problem has components; `name` first. */
  readonly components?: {
    readonly label: string
    readonly parameters: readonly ParameterDescription[]
    readonly choices: readonly Choice[]
  }
  /** Columns of a programme section, where the problem has one. */
  readonly program?: readonly ParameterDescription[]
  /** Default of `time`, seconds. */
  readonly time: { readonly from: number; readonly to: number; readonly samples: number }
  readonly methods: readonly MethodDescription[]
  /** The equations that hold for these values: constant or variable velocity, competitive or not, … */
  equations(values: ProblemValues): readonly EquationText[]
  /** What is wrong beyond single fields (outlet pressure above inlet, …); paths from the top of the document. */
  check(values: ProblemValues): readonly InputError[]
  readonly references: readonly Reference[]
  /** A complete experiment document, as `new ID` prints it. */
  readonly example: Readonly<Record<string, unknown>>
}
