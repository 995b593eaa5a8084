import { namesIn } from '../../expression/names.ts'
import type { OdeEquations } from '../../expression/ode-equations.ts'
import type { TypedOde } from '../../pde/problem.ts'
import type { BindingRequest, Prepared } from './binding.ts'
import type { StudyFields } from './study-fields.ts'

/** Prepares one study of a typed system. */
export type PrepareStudy = (ode: TypedOde, request: BindingRequest) => Prepared | { readonly refused: string }

/** Whether the rates name t. */
export function isDriven({ rates, definitions }: OdeEquations): boolean {
  return [...rates, ...definitions.map(({ value }) => value)].some((expression) => namesIn(expression).has('t'))
}

/** What every reader of a study tells beside the study's own settings. */
export interface StudyChoice {
  readonly stepper: string
  readonly why: readonly string[]
}

/** Reads a study of a typed system: what was chosen, for the plan and for what computes it. */
export type ReadStudy<T extends StudyChoice> = (ode: TypedOde, request: BindingRequest) => T

/** The decision on a study that needs no more than the reading of its fields. */
export function preparing(read: ReadStudy<StudyChoice>): PrepareStudy {
  return (ode, request) => {
    const { stepper, why } = read(ode, request)
    return { stepper, memoryBytes: 4e6 + 64 * ode.equations.unknowns.length ** 2, why }
  }
}

/** The parameter of a scan and its range: as given, else the range that the parameter has in the file. */
export function readParameterRange(ode: TypedOde, request: BindingRequest, fields: StudyFields) {
  const { parameters } = ode.equations
  if (parameters.length === 0) fields.say('parameter', 'the system has no parameters to vary; write a number of the equations as one') // biome-ignore format: one sentence
  const parameter = parameters.length === 0 ? -1 : fields.place('parameter', parameters, 'parameter')
  const name = parameters[parameter] ?? ''
  const range = request.ranges?.get(name)
  for (const end of ['from', 'to'] as const)
    if (parameter >= 0 && !range && !fields.has(end))
      fields.say(
        end,
        `is missing: the range of ${name}, here or as "from" and "to" beside its value in problem.parameters`,
      )
  const unit = request.units.get(name) ?? '1'
  const from = fields.number('from', range?.from ?? 0, unit)
  const to = fields.number('to', range?.to ?? 1, unit)
  if (from === to) fields.say('to', `must differ from "from" = ${from}`)
  return { parameter, name, from, to }
}
