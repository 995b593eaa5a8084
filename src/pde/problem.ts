import type { Domain } from '../core/domain.ts'
import type { InputError } from '../core/errors.ts'
import type { Expression } from '../expression/expression.ts'
import type { FieldEquations } from '../expression/fields/field-equations.ts'
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
  /** An integrator in time runs inside: `stepper` names one of the catalogue, `atol` may be one an unknown, `nonNegative` lists names. */
  readonly isStepped?: boolean
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
  /** n-body: masses and the state at the start. */
  readonly bodies?: Bodies
  /** typed-pde: what was typed, read and checked. */
  readonly fields?: TypedFields
}

/** Masses and the state of bodies in the plane or in space at the start; coordinates of one body side by side. */
export interface Bodies {
  readonly dimension: 2 | 3
  readonly masses: Float64Array
  readonly positions: Float64Array
  readonly velocities: Float64Array
  /** Observed outputs, where any are asked for: `unknowns` in the order of `coordinateNames`, with the values of its parameters. */
  readonly observed?: { readonly equations: OdeEquations; readonly parameters: Float64Array }
}

/** A system typed as text, ready to be compiled; parameters and initial values resolved. */
export interface TypedOde {
  readonly equations: OdeEquations
  /** In the order of `equations.parameters`. */
  readonly parameters: Float64Array
  /** In the order of `equations.unknowns`. */
  readonly initial: Float64Array
  /** Derivatives of initial values that are expressions to a parameter, by place of the unknown; what is not there is 0. */
  initialSlopes(parameter: string): ReadonlyMap<number, number>
  /** Units in the order of `equations.unknowns`; '1' where none is given. */
  readonly units: readonly string[]
  readonly events: readonly {
    readonly direction: 'up' | 'down' | 'any'
    readonly action: 'record' | 'stop' | 'assign'
  }[]
  /** `equations.outputs` are first the columns asked for in `observe`, this many, … */
  readonly observed: number
  /** … then the conserved quantities of `problem.invariants`, by name. */
  readonly invariants: readonly string[]
}

/** Partial differential equations typed as text, with everything resolved; plain data. */
export interface TypedFields {
  readonly equations: FieldEquations
  /** In the order of `equations.parameters`. */
  readonly parameters: Float64Array
  readonly domain: Domain
  /** In the order of `equations.unknowns`: pointwise in coordinates, parameters and the random numbers `normal` and `uniform`; or node values. */
  readonly initial: readonly (Expression | Float64Array)[]
  /** Painted or imported region: a value a node, negative inside. */
  readonly levelSet?: Float64Array
  /** In the order of `equations.unknowns`; '1' where none is given. */
  readonly units: readonly string[]
  /** `equations.observed` are first the columns asked for in `observe`, then the conserved quantities of `problem.invariants`, by name. */
  readonly invariants: readonly string[]
}

/** Numbers of a file that a problem names, as they were read. */
export interface FileNumbers {
  /** Of a table; '' where a unit is not known. */
  readonly columns: readonly { readonly name: string; readonly unit: string; readonly values: Float64Array }[]
  /** Arrays with their shape, slowest dimension first; of a picture the rows from above, its brightness from 0 to 1. */
  readonly arrays: readonly {
    readonly name: string
    readonly shape: readonly number[]
    readonly values: Float64Array
    readonly isPicture?: boolean
  }[]
}

/** The `problem` section as it stands in the file, for problems whose description follows from it. */
export type ProblemText = Readonly<Record<string, unknown>>

/** Sections of `problem` beside the parameters; the format knows their shapes (experiment/typed-sections.ts). */
export type TextSection =
  | 'equations'
  | 'initial'
  | 'events'
  | 'invariants'
  | 'bodies'
  | 'fieldEquations'
  | 'domain'
  | 'boundary'
  | 'initialFields'

/** What else of the file `Problem.read` sees. */
export interface ReadContext {
  readonly observe: Readonly<Record<string, string>>
  readonly seed: number
  /** Where time begins. */
  readonly from: number
  /** Of every time; absent or '1' where none is given. */
  readonly timeUnit?: string
  /** Files that the section names; undefined for one that is not there. */
  file(name: string): FileNumbers | undefined
}

/** What `Problem.read` gives: the part of the values that was typed, and what is wrong with it. */
export interface ReadText {
  readonly ode?: TypedOde
  readonly bodies?: Bodies
  readonly fields?: TypedFields
  readonly errors: readonly InputError[]
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
  /** Problems typed as text: the sections beside the parameters. The names of the parameters are then the user's own. */
  readonly sections?: readonly TextSection[]
  /** Initial values that are given as numbers, by their names in `problem.initial`: forms, fits and sweeps can name them. */
  readonly initial?: readonly ParameterDescription[]
  /** Where time has the unit that the file says (`time.unit`), none by default; else seconds. */
  readonly isTimeUnitFree?: boolean
  /** Nothing changes in time: there is one frame, at `time.from`. */
  readonly isTimeless?: boolean
  /** Default of `time`, seconds. */
  readonly time: { readonly from: number; readonly to: number; readonly samples: number }
  readonly methods: readonly MethodDescription[]
  /**
   * Problems typed as text: the description that follows from what was typed (its parameters with units and sliders, …). Never
   * throws: what cannot be read is said by `read`.
   */
  readonly specialise?: (section: ProblemText) => Problem
  /**
   * Problems typed as text: the section with what was written as in a textbook in the fields of the file; called when a file is read.
   * What cannot be placed is added to the errors.
   */
  readonly fromTextbook?: (section: ProblemText, errors: InputError[]) => ProblemText
  /**
   * Problems typed as text: equations, initial values, events and observed outputs read and checked, added to the values.
   * Errors carry the path of the text (`problem.equations.1`) and the column in it, from 1.
   */
  readonly read?: (section: ProblemText, parameters: ParameterValues, around: ReadContext) => ReadText
  /** The equations that hold for these values: constant or variable velocity, competitive or not, … */
  equations(values: ProblemValues): readonly EquationText[]
  /** What is wrong beyond single fields (outlet pressure above inlet, …); paths from the top of the document. */
  check(values: ProblemValues): readonly InputError[]
  readonly references: readonly Reference[]
  /** A complete experiment document, as `new ID` prints it. */
  readonly example: Readonly<Record<string, unknown>>
}
