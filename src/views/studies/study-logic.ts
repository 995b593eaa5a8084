import type { Quantity, Samples } from '../../core/field.ts'
import type { Experiment, StudySection } from '../../experiment/experiment.ts'
import { formatPath, setPath } from '../../experiment/path.ts'
import type { TypedOde } from '../../pde/problem.ts'
import { longForm } from '../odes/system-logic.ts'
import { numberText } from '../plots/number-text.ts'

/** A solution that was seen: what boxes and sections are guessed from. */
export interface Seen {
  readonly scalars: readonly Quantity[]
  readonly samples: Samples
}

/** What a first guess of a study's fields is made from. */
export interface StudyGround {
  readonly ode?: TypedOde
  readonly seen: readonly Seen[]
}

/** Lowest, highest and mean value of a scalar over all that was seen; undefined where it was not. */
function seenRange(
  seen: readonly Seen[],
  name: string,
): { readonly low: number; readonly high: number; readonly mean: number } | undefined {
  let [low, high, sum, count] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 0]
  for (const { scalars, samples } of seen) {
    const at = scalars.findIndex((scalar) => scalar.name === name)
    if (at < 0) continue
    for (let i = at; i < samples.values.length; i += scalars.length) {
      const value = samples.values[i] ?? Number.NaN
      if (!Number.isFinite(value)) continue
      low = Math.min(low, value)
      high = Math.max(high, value)
      sum += value
      count++
    }
  }
  return count > 0 ? { low, high, mean: sum / count } : undefined
}

/** A number of two figures away from the middle of a range. */
function outward(value: number, isUp: boolean): number {
  if (value === 0) return 0
  const unit = 10 ** (Math.floor(Math.log10(Math.abs(value))) - 1)
  return Number(((isUp ? Math.ceil(value / unit - 1e-9) : Math.floor(value / unit + 1e-9)) * unit).toPrecision(3))
}

export type BoxText = Readonly<Record<string, readonly [number, number]>>

/**
 * A box around the trajectories seen, half their width wider on each side and with zero in it: equilibria often lie beside an attractor or
 * at zero. Undefined where nothing was seen of an unknown.
 */
export function boxAround({ ode, seen }: StudyGround): BoxText | undefined {
  const unknowns = ode?.equations.unknowns ?? []
  const ranges = unknowns.map((name) => [name, seenRange(seen, name)] as const)
  if (ranges.length === 0 || ranges.some(([, range]) => !range)) return undefined
  return Object.fromEntries(
    ranges.map(([name, range]) => {
      const { low = 0, high = 0 } = range ?? {}
      const air = (high - low || Math.abs(high) || 1) / 2
      return [name, [outward(Math.min(0, low - air), false), outward(Math.max(0, high + air), true)]] as const
    }),
  )
}

const literal = (value: number) => Number(value.toPrecision(3))

/** A section through the middle of what was seen, `z - 23.5`: of the last unknown, which oscillates in most systems. */
export function guessedSection({ ode, seen }: StudyGround): string {
  const name = ode?.equations.unknowns.at(-1) ?? 'x'
  const mean = literal(seenRange(seen, name)?.mean ?? 0)
  return mean === 0 ? name : mean > 0 ? `${name} - ${mean}` : `${name} + ${-mean}`
}

/** The period of a driven system: of a parameter that is called like a frequency, else 2π. */
export function guessedPeriod(experiment: Experiment): number | string {
  const entries = Object.entries(experiment.problem.parameters ?? {})
  const frequency = entries.find(([name]) => /^(omega|w|frequency)$/i.test(name))
  const value = frequency ? Number(longForm(frequency[1]).value) : Number.NaN
  return Number.isFinite(value) && value !== 0 ? `2*pi/${value}` : '2*pi'
}

/** Whether the rates name the time. */
const isDriven = (experiment: Experiment) =>
  (experiment.problem.equations ?? []).some((line) => /(?<![A-Za-z0-9_])t(?![A-Za-z0-9_'(])/.test(line.slice(line.indexOf('=') + 1))) // biome-ignore format: one thought

/** The range a scan of a parameter begins with: its slider's, else from zero to twice its value. */
export function scanRange(
  experiment: Experiment,
  name: string,
): { readonly from: number | string; readonly to: number | string } {
  const { value, from, to } = longForm(experiment.problem.parameters?.[name])
  if (from !== undefined && to !== undefined) return { from, to }
  const number = Number(value)
  return Number.isFinite(number) && number !== 0 ? { from: Math.min(0, 2 * number), to: Math.max(0, 2 * number) } : { from: -1, to: 1 } // biome-ignore format: one choice
}

const needsParameter = ['bifurcation', 'continuation']
const takesBox = ['equilibria', 'continuation']

/** The parameter to begin with: that of the study before, else the first that has a range, else the first. */
function firstParameter(experiment: Experiment): string | undefined {
  const parameters = Object.entries(experiment.problem.parameters ?? {})
  const before = experiment.study?.parameter
  if (typeof before === 'string' && parameters.some(([name]) => name === before)) return before
  const ranged = parameters.find(([, given]) => longForm(given).from !== undefined)
  return (ranged ?? parameters[0])?.[0]
}

/** The section `study` of a type with what it needs to be answered, guessed from the problem and what was seen of it. */
function firstStudy(
  experiment: Experiment,
  type: string,
  ground: StudyGround,
  parameter = firstParameter(experiment),
): StudySection {
  const box = takesBox.includes(type) ? boxAround(ground) : undefined
  const scan = needsParameter.includes(type) && parameter !== undefined ? { parameter, ...scanRange(experiment, parameter) } : {} // biome-ignore format: one choice
  const driven = isDriven(experiment)
  const sampled =
    type === 'poincare'
      ? driven
        ? { period: guessedPeriod(experiment) }
        : { section: guessedSection(ground), direction: 'up' }
      : type === 'bifurcation' && driven
        ? { period: guessedPeriod(experiment) }
        : {}
  return { type, ...scan, ...(box ? { box } : {}), ...sampled }
}

/** The experiment with a study of that type; `time` is what stands in no file. */
export function withStudy(experiment: Experiment, type: string, ground: StudyGround, parameter?: string): Experiment {
  const { study: _, ...rest } = experiment
  return type === 'time' ? rest : { ...rest, study: firstStudy(experiment, type, ground, parameter) }
}

/** The experiment that scans, or continues in, another parameter: its range is that of the new one. */
export function withScanned(experiment: Experiment, parameter: string): Experiment {
  const { study } = experiment
  return study ? { ...experiment, study: { ...study, parameter, ...scanRange(experiment, parameter) } } : experiment
}

/** The experiment with a field of its study given, or taken away where there is nothing to say. */
export function withStudyField(experiment: Experiment, field: string, value: unknown): Experiment {
  const { type, [field]: _, ...rest } = experiment.study ?? { type: 'time' }
  const isGiven = value !== undefined && value !== ''
  return { ...experiment, study: { type, ...rest, ...(isGiven ? { [field]: value } : {}) } }
}

/** The experiment that begins at a state, to twelve figures. */
export function startingAt(experiment: Experiment, state: Readonly<Record<string, number>>): Experiment {
  return Object.entries(state).reduce(
    (document, [name, value]) =>
      setPath(document, formatPath(['problem', 'initial', name]), Number(value.toPrecision(12))),
    experiment,
  )
}

/** `x = 1.2, y = 0`. */
export function stateText(state: Readonly<Record<string, number>>, digits = 4): string {
  return Object.entries(state)
    .map(([name, value]) => `${name} = ${numberText(value, digits)}`)
    .join(', ')
}
