import type { Experiment } from '../../experiment/experiment.ts'
import { timeUnitOf } from '../../experiment/resolve.ts'
import type { ParameterDescription } from '../../pde/problem.ts'
import { longForm, statesOf } from '../odes/system-logic.ts'

/** A field of a study as the form draws it. */
export type StudyField =
  | { readonly kind: 'number'; readonly description: ParameterDescription }
  | { readonly kind: 'choice'; readonly name: string; readonly label: string; readonly help: string; readonly choices: readonly (readonly [id: string, words: string])[]; readonly first: string }
  | { readonly kind: 'parameter'; readonly name: string; readonly label: string }
  | { readonly kind: 'unknown'; readonly name: string; readonly label: string }
  | { readonly kind: 'expression'; readonly name: string; readonly label: string; readonly placeholder: string }
  | { readonly kind: 'flag'; readonly name: string; readonly label: string; readonly first: boolean }
  | { readonly kind: 'box' | 'steppers' | 'tolerances' | 'names'; readonly name: string; readonly label: string } // biome-ignore format: one kind a line

/** How the attractor is sampled: what of `section`, `period` and `extrema` stands in the file. */
export const samplings = [
  ['extrema', 'at maxima or minima'],
  ['section', 'where a section is crossed'],
  ['period', 'once a period'],
] as const

export type Sampling = (typeof samplings)[number][0]

/** The sampling that a study asks for. */
export function samplingOf({ study }: Experiment): Sampling {
  if (study?.section !== undefined) return 'section'
  if (study?.period !== undefined) return 'period'
  return 'extrema'
}

const directions = [
  ['up', 'rising'],
  ['down', 'falling'],
  ['any', 'either way'],
] as const

function number(
  name: string,
  label: string,
  help: string,
  more: Partial<ParameterDescription> = {},
): Extract<StudyField, { kind: 'number' }> {
  return {
    kind: 'number',
    description: { name, label, help, kind: 'number', unit: '1', required: false, group: 'Study', ...more },
  }
}

const whole = (first: number, maximum: number, slider: readonly [number, number]) =>
  ({ kind: 'integer', default: first, minimum: 1, maximum, slider: { from: slider[0], to: slider[1], logarithmic: slider[1] > 100 * slider[0] } }) as const // biome-ignore format: record

/** Time from the first to the last saved one, as numbers; 10 where they are not to be read. */
function spanOf({ time }: Experiment): number {
  const span = Number(time?.at?.at(-1) ?? time?.to ?? 10) - Number(time?.at?.[0] ?? time?.from ?? 0)
  return Number.isFinite(span) && span > 0 ? span : 10
}

/** The unit of a parameter, '1' where it has none. */
export function parameterUnit(experiment: Experiment, name: unknown): string {
  const given = typeof name === 'string' ? experiment.problem.parameters?.[name] : undefined
  return longForm(given).unit ?? '1'
}

/**
 * The fields of the study in front, in the order of the form. Defaults are those of the engine (experiment/bindings/ode-studies.ts and
 * ode-time-studies.ts).
 */
export function studyFieldsOf(experiment: Experiment): readonly StudyField[] {
  const { study } = experiment
  const time = { unit: timeUnitOf(experiment) }
  const span = spanOf(experiment)
  const unit = { unit: parameterUnit(experiment, study?.parameter) }
  const size = Math.max(1, statesOf(experiment.problem.equations ?? []).length)
  const range: readonly StudyField[] = [
    { kind: 'parameter', name: 'parameter', label: 'Over' },
    number('from', 'From', 'First value of the parameter. Default: the lower end of its slider.', unit),
    number('to', 'To', 'Last value of the parameter. Default: the upper end of its slider.', unit),
  ]
  const transient = (part: number) =>
    number('transient', 'Left out at first', 'Time until the attractor is reached; nothing is sampled before.', { ...time, default: part * span, minimum: 0, slider: { from: 0, to: span } }) // biome-ignore format: one field
  const box: StudyField = { kind: 'box', name: 'box', label: 'Box' }
  const starts = (first: number) =>
    number('starts', 'Starting points', 'Points of the box from which equilibria are searched; more make it surer that none is missed.', whole(first, 100_000, [20, 2000])) // biome-ignore format: one field
  const count = (first: number, most: number) =>
    number('count', 'How many', 'So many are computed.', whole(first, most, [1, Math.max(2, Math.min(size, 20))]))
  const section: StudyField = { kind: 'expression', name: 'section', label: 'Section', placeholder: 'z - 27' }
  const direction: StudyField = { kind: 'choice', name: 'direction', label: 'Crossed', help: 'Which crossings count.', choices: directions, first: 'up' } // biome-ignore format: record
  const period = number('period', 'Period', 'One point each so much time: the period of what drives the system.', {
    ...time,
    exclusiveMinimum: 0,
  })
  const sampling = samplingOf(experiment)
  const sampled: Readonly<Record<Sampling, readonly StudyField[]>> = {
    section: [section, direction],
    period: [period],
    extrema: [
      {
        kind: 'choice',
        name: 'extrema',
        label: 'Which',
        help: 'Which extrema of the unknown are drawn.',
        choices: [
          ['maxima', 'maxima'],
          ['minima', 'minima'],
          ['both', 'both'],
        ],
        first: 'maxima',
      },
    ],
  }
  switch (study?.type) {
    case 'eigenvalues':
      return [
        count(6, 10_000),
        number('near', 'Nearest to', 'Those nearest to this number first; without it those with the largest real part.', { slider: { from: -10, to: 10 } }), // biome-ignore format: one field
      ]
    case 'equilibria':
      return [box, starts(200)]
    case 'continuation':
      return [...range, box, starts(60)]
    case 'lyapunov':
      return [count(Math.min(size, 10), size), transient(0.1), number('interval', 'Between two orthonormalisations', 'Time after which the tangent vectors are made orthonormal again. Default: chosen on the way.', { ...time, exclusiveMinimum: 0, advanced: true })] // biome-ignore format: a list
    case 'poincare':
      return [
        ...sampled[sampling === 'period' ? 'period' : 'section'],
        transient(0.2),
        number('points', 'Points', 'The run ends after so many points.', whole(2000, 100_000, [100, 20_000])),
      ]
    case 'bifurcation':
      return [
        ...range,
        number('samples', 'Values', 'So many values of the parameter.', whole(200, 100_000, [50, 2000])),
        { kind: 'unknown', name: 'of', label: 'Drawn' },
        ...sampled[sampling],
        transient(0.5),
        number('points', 'Points a value', 'At most so many points at each value.', whole(60, 100_000, [10, 400])),
        { kind: 'choice', name: 'scan', label: 'Scanned', help: 'Up and down shows where two attractors live side by side.', choices: [['up', 'up'], ['down', 'down'], ['both', 'up and down']], first: 'up' }, // biome-ignore format: record
        { kind: 'flag', name: 'carry', label: 'Begin where the value before ended', first: true },
      ]
    case 'work-precision':
      return [
        { kind: 'steppers', name: 'steppers', label: 'Methods' },
        { kind: 'tolerances', name: 'tolerances', label: 'Tolerances' },
      ]
    case 'sensitivities':
      return [{ kind: 'names', name: 'of', label: 'To' }]
    default:
      return []
  }
}

/** What is known of a field `study.NAME`: for words, the inspector and errors. */
export function describeStudyField(experiment: Experiment, name: string | undefined): ParameterDescription | undefined {
  const field = studyFieldsOf(experiment).find((each) => (each.kind === 'number' ? each.description.name : each.name) === name) // biome-ignore format: one thought
  if (!field) return undefined
  if (field.kind === 'number') return field.description
  return { name: field.name, label: field.label, help: '', kind: 'text', unit: '1', required: false, group: 'Study' }
}
