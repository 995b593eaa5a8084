import type { InputError } from '../../core/errors.ts'
import type { Experiment } from '../../experiment/experiment.ts'
import { parsePath } from '../../experiment/path.ts'
import { timeUnitOf } from '../../experiment/resolve.ts'
import type { ParameterDescription } from '../../pde/problem.ts'
import { describeBody } from '../odes/bodies-logic.ts'
import { problemInFront } from '../problem-in-front.ts'
import { describeStudyField } from '../studies/study-fields.ts'

/** The fields of `time`, described as parameters are: the form draws both alike. */
export function describeTimes(experiment: Experiment): readonly ParameterDescription[] {
  const problem = problemInFront(experiment)
  const unit = problem ? timeUnitOf(experiment) : 's'
  const common = { kind: 'number', unit, required: false, group: 'Output' } as const
  const time = { ...common, ...(unit === 's' ? { otherUnits: ['min'] } : {}) }
  const end = problem?.time.to ?? 1000
  return [
    { ...time, name: 'from', label: 'From', help: 'First saved time.', default: 0, minimum: 0 },
    {
      ...time,
      name: 'to',
      label: 'To',
      help: 'Last saved time.',
      exclusiveMinimum: 0,
      slider: problem?.isTimeUnitFree
        ? { from: end / 100, to: end * 10, logarithmic: true }
        : { from: 10, to: 2000, logarithmic: true },
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
}

/** What is known of the value at a PATH: a parameter, a component's, a method's option, a time. */
export function describeParameter(experiment: Experiment, path: string): ParameterDescription | undefined {
  const problem = problemInFront(experiment)
  const [top, section, third, fourth, fifth] = parsePath(path)
  if (top === 'time') return describeTimes(experiment).find((description) => description.name === section)
  if (!problem) return undefined
  if (top === 'study') return describeStudyField(experiment, section)
  if (top === 'method') {
    const options = problem.methods.flatMap((method) => method.options)
    return options.find((option) => option.name === section)
  }
  if (section === 'parameters') return problem.parameters.find((parameter) => parameter.name === third)
  if (section === 'initial' && problem.id === 'n-body') return describeBody(third, fourth, fifth)
  if (section === 'initial') return problem.initial?.find((value) => value.name === third)
  if (section === 'program') return problem.program?.find((column) => column.name === third)
  if (section === 'components') return problem.components?.parameters.find((parameter) => parameter.name === fourth)
  return undefined
}

/** What is wrong as one sentence with its subject: "Outlet pressure must not be above the inlet pressure …". */
export function errorSentence(experiment: Experiment, { path, message, column }: InputError): string {
  const line = /^problem\.equations\.(\d+)$/.exec(path)?.[1]
  if (line !== undefined)
    return ended(`Line ${Number(line) + 1}${column === undefined ? '' : `, column ${column}`}: ${message}`)
  const label = path === '' ? undefined : describeParameter(experiment, path)?.label
  const component = /^problem\.components\.(\d+)/.exec(path)?.[1]
  const name = component === undefined ? undefined : experiment.problem.components?.[Number(component)]?.name
  const subject = label ? `${label}${name === undefined ? '' : ` of ${name}`}` : path
  const text = subject === '' ? message : `${subject} ${message}`
  return ended(text)
}

const ended = (text: string) => (/[.!?]$/.test(text) ? text : `${text}.`)

/** The first of many errors, and how many more there are: what a person reads in one go. */
export function errorSentences(experiment: Experiment, errors: readonly InputError[], most = 2): string {
  const said = errors.slice(0, most).map((error) => errorSentence(experiment, error))
  const more = errors.length - said.length
  return [...said, ...(more > 0 ? [`And ${more} more.`] : [])].join(' ')
}
