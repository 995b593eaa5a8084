import type { InputError } from '../../core/errors.ts'
import type { Experiment } from '../../experiment/experiment.ts'
import { parsePath } from '../../experiment/path.ts'
import { findProblem } from '../../pde/catalogue.ts'
import type { ParameterDescription } from '../../pde/problem.ts'

const seconds = { kind: 'number', unit: 's', otherUnits: ['min'], required: false, group: 'Output' } as const

/** The fields of `time`, described as parameters are: the form draws both alike. */
export const timeDescriptions: readonly ParameterDescription[] = [
  { ...seconds, name: 'from', label: 'From', help: 'First saved time. Default 0.', minimum: 0 },
  {
    ...seconds,
    name: 'to',
    label: 'To',
    help: 'Last saved time.',
    exclusiveMinimum: 0,
    slider: { from: 10, to: 2000, logarithmic: true },
  },
  {
    name: 'samples',
    label: 'Saved times',
    kind: 'integer',
    unit: '1',
    required: false,
    minimum: 2,
    maximum: 1_000_000,
    group: 'Output',
    help: 'How many times are saved, both ends included.',
    slider: { from: 101, to: 4001 },
  },
]

/** What is known of the value at a PATH: a parameter, a component's, a method's option, a time. */
export function describeParameter(experiment: Experiment, path: string): ParameterDescription | undefined {
  const problem = findProblem(experiment.problem.id)
  const [top, section, third, fourth] = parsePath(path)
  if (top === 'time') return timeDescriptions.find((description) => description.name === section)
  if (!problem) return undefined
  if (top === 'method') {
    const options = problem.methods.flatMap((method) => method.options)
    return options.find((option) => option.name === section)
  }
  if (section === 'parameters') return problem.parameters.find((parameter) => parameter.name === third)
  if (section === 'program') return problem.program?.find((column) => column.name === third)
  if (section === 'components') return problem.components?.parameters.find((parameter) => parameter.name === fourth)
  return undefined
}

/** What is wrong as one sentence with its subject: "Outlet pressure must not be above the inlet pressure …". */
export function errorSentence(experiment: Experiment, { path, message }: InputError): string {
  const label = path === '' ? undefined : describeParameter(experiment, path)?.label
  const component = /^problem\.components\.(\d+)/.exec(path)?.[1]
  const name = component === undefined ? undefined : experiment.problem.components?.[Number(component)]?.name
  const subject = label ? `${label}${name === undefined ? '' : ` of ${name}`}` : path
  const text = subject === '' ? message : `${subject} ${message}`
  return /[.!?]$/.test(text) ? text : `${text}.`
}
