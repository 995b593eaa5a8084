import type { InputError } from '../core/errors.ts'
import type { OdeEquations } from '../expression/ode-equations.ts'

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
  /** typed-ode: what was typed, read and checked. */
  readonly ode?: TypedOde
}

/** A system typed as text, ready to be compiled; parameters and initial values resolved. */
export interface TypedOde {
  readonly equations: OdeEquations
  /** In the order of `equations.parameters`. */
  readonly parameters: Float64Array
  /** In the order of `equations.unknowns`. */
  readonly initial: Float64Array
  /** Units in the order of `equations.unknowns`; '1' where none is given. */
  readonly units: readonly string[]
  readonly events: readonly {
    readonly direction: 'up' | 'down' | 'any'
    readonly action: 'record' | 'stop' | 'assign'
  }[]
}

/** The `problem` section as it stands in the file, for problems whose description follows from it. */
export type ProblemText = Readonly<Record<string, unknown>>

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
  /**
   * Problems typed as text: the description that follows from what was typed (its parameters with units and sliders, …). Never
   * throws: what cannot be read is said by `read`.
   */
  readonly specialise?: (section: ProblemText) => Problem
  /**
   * Problems typed as text: equations, initial values and events of the section read and checked, added to the values.
   * Errors carry the path of the text (`problem.equations.1`) and the column in it, from 1.
   */
  readonly read?: (
    section: ProblemText,
    parameters: ParameterValues,
  ) => { readonly ode?: TypedOde; readonly errors: readonly InputError[] }
  /** The equations that hold for these values: constant or variable velocity, competitive or not, … */
  equations(values: ProblemValues): readonly EquationText[]
  /** What is wrong beyond single fields (outlet pressure above inlet, …); paths from the top of the document. */
  check(values: ProblemValues): readonly InputError[]
  readonly references: readonly Reference[]
  /** A complete experiment document, as `new ID` prints it. */
  readonly example: Readonly<Record<string, unknown>>
}
