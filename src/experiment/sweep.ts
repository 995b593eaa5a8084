import { type InputError, InvalidInput, invalid } from '../core/errors.ts'
import { linspace, logspace } from '../core/field.ts'
import { nearestName } from '../core/nearest.ts'
import { makeRandom, type Random } from '../core/random.ts'
import { resolveNumber } from '../pde/number.ts'
import type { Experiment, SweepSection } from './experiment.ts'
import type { Inputs } from './inputs.ts'
import { limits } from './limits.ts'
import { parseExperiment } from './parse.ts'
import { formatPath, parsePath, setPath } from './path.ts'
import { type Plan, plan } from './plan.ts'
import { listSweepPaths, type SweepPath } from './sweep-paths.ts'

/** One quantity that a sweep goes over. */
export interface SweepAxis {
  readonly path: string
  readonly unit: string
  /** For people. */
  readonly label: string
  readonly isLog: boolean
}

/** The points of a sweep: one row a run, one value an axis. */
export interface SweepPoints {
  readonly paths: readonly string[]
  readonly axes: readonly SweepAxis[]
  readonly rows: readonly (readonly number[])[]
}

interface Range extends SweepAxis {
  readonly values?: Float64Array
  readonly from: number
  readonly to: number
  readonly isInteger: boolean
}

type Over = SweepSection['over'][string] & {
  readonly samples?: number
  readonly spacing?: 'linear' | 'log'
  readonly values?: readonly (number | string)[]
  readonly from?: number | string
  readonly to?: number | string
}

/** The PATH as it is written in full: `rho` is `problem.parameters.rho`. */
function fullPath(path: string, at: string, errors: InputError[]): string | undefined {
  try {
    return formatPath(parsePath(path))
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error
    errors.push(...error.errors.map(({ message }) => ({ path: at, message })))
    return undefined
  }
}

const lastName = (path: string) => path.slice(path.lastIndexOf('.') + 1)

function readRange(
  known: readonly SweepPath[],
  path: string,
  over: Over,
  isGrid: boolean,
  errors: InputError[],
): Range | undefined {
  const at = `sweep.over[${JSON.stringify(path)}]`
  const full = fullPath(path, at, errors)
  if (full === undefined) return undefined
  const found = known.find((candidate) => candidate.path === full)
  if (!found) {
    const near = nearestName(
      lastName(full),
      known.map((each) => lastName(each.path)),
    )
    const meant = known.find((each) => lastName(each.path) === near)?.path
    const there = known
      .slice(0, 12)
      .map((each) => each.path)
      .join(', ')
    errors.push({
      path: at,
      message: `the experiment gives no number at this PATH; ${meant === undefined ? '' : `did you mean "${meant}"? `}there are ${there}`,
    }) // biome-ignore format: one error
    return undefined
  }
  const { unit, label, isInteger } = found
  const rounded = (values: Float64Array) => (isInteger ? values.map(Math.round) : values)
  if (over.values) {
    if (over.from !== undefined || over.to !== undefined || over.samples !== undefined)
      errors.push({ path: at, message: 'give either `values`, or `from`, `to` and `samples`' })
    const values = Float64Array.from(over.values, (value, i) => resolveNumber(value, unit, `${at}.values.${i}`, errors))
    const { from, to } = extentOf(values)
    return { path: full, unit, label, isInteger, values: rounded(values), from, to, isLog: false }
  }
  if (over.from === undefined || over.to === undefined) {
    errors.push({ path: at, message: 'give `from` and `to`, or `values`' })
    return undefined
  }
  const from = resolveNumber(over.from, unit, `${at}.from`, errors)
  const to = resolveNumber(over.to, unit, `${at}.to`, errors)
  const isLog = over.spacing === 'log'
  if (isLog && !(from > 0 && to > 0)) errors.push({ path: at, message: 'logarithmic spacing needs ends above 0' })
  const samples = over.samples ?? 11
  return {
    path: full,
    unit,
    label,
    isInteger,
    from,
    to,
    isLog,
    ...(isGrid ? { values: rounded(isLog ? logspace(from, to, samples) : linspace(from, to, samples)) } : {}),
  }
}

function extentOf(values: Float64Array): { readonly from: number; readonly to: number } {
  let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const value of values) {
    if (value < from) from = value
    if (value > to) to = value
  }
  return { from, to }
}

function pick(range: Range, fraction: number): number {
  if (range.values)
    return range.values[Math.min(range.values.length - 1, Math.floor(fraction * range.values.length))] ?? range.from
  const value = range.isLog
    ? range.from * (range.to / range.from) ** fraction
    : range.from + fraction * (range.to - range.from)
  return range.isInteger ? Math.round(value) : value
}

function shuffled(count: number, random: Random): number[] {
  const order = Array.from({ length: count }, (_, i) => i)
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(random.uniform() * (i + 1))
    ;[order[i], order[j]] = [order[j] ?? 0, order[i] ?? 0]
  }
  return order
}

/**
 * The points of the `sweep` section: the grid (last PATH fastest), or `samples` random or Latin-hypercube points of the seed.
 * @throws InvalidInput
 */
export function sweepPoints(experiment: Experiment): SweepPoints {
  const { sweep } = experiment
  if (!sweep) throw invalid('sweep', 'is missing: { "over": { PATH: { "from", "to", "samples" } } }')
  const errors: InputError[] = []
  const sampling = sweep.sampling ?? 'grid'
  const entries = Object.entries(sweep.over)
  if (entries.length === 0) errors.push({ path: 'sweep.over', message: 'names no PATH' })
  if (sampling === 'grid' && sweep.samples !== undefined)
    errors.push({
      path: 'sweep.samples',
      message: 'is the total of random and latin sampling; a grid has `samples` for each PATH',
    })
  const known = listSweepPaths(experiment)
  const ranges = entries.flatMap(([path, over]) => readRange(known, path, over, sampling === 'grid', errors) ?? [])
  const twice = ranges.find(({ path }, i) => ranges.findIndex((range) => range.path === path) < i)
  if (twice) errors.push({ path: 'sweep.over', message: `names ${twice.path} twice; keep one of them` })
  if (errors.length > 0) throw new InvalidInput(errors)
  const total =
    sampling === 'grid' ? ranges.reduce((product, r) => product * (r.values?.length ?? 1), 1) : (sweep.samples ?? 100)
  if (total > limits.samples) throw invalid('sweep', `makes ${total} runs; ${limits.samples} are allowed`)
  const paths = ranges.map((range) => range.path)
  const axes = ranges.map(({ path, unit, label, isLog }) => ({ path, unit, label, isLog }))
  if (sampling === 'grid') {
    let rows: number[][] = [[]]
    for (const range of ranges) rows = rows.flatMap((row) => [...(range.values ?? [])].map((value) => [...row, value]))
    return { paths, axes, rows }
  }
  const random = makeRandom(experiment.seed ?? 0)
  if (sampling === 'random')
    return {
      paths,
      axes,
      rows: Array.from({ length: total }, () => ranges.map((range) => pick(range, random.uniform()))),
    }
  const columns = ranges.map((range) =>
    shuffled(total, random).map((stratum) => pick(range, (stratum + random.uniform()) / total)),
  )
  return { paths, axes, rows: Array.from({ length: total }, (_, i) => columns.map((column) => column[i] ?? 0)) }
}

/**
 * The experiment of one point: its values set, without the sweep.
 * @throws InvalidInput where the file cannot have such a value
 */
export function pointExperiment(experiment: Experiment, paths: readonly string[], row: readonly number[]): Experiment {
  const { sweep: _, ...single } = experiment
  return parseExperiment(paths.reduce((document, path, i) => setPath(document, path, row[i]), single))
}

/** The plan of one point. @throws InvalidInput */
export function planPoint(
  experiment: Experiment,
  inputs: Inputs,
  paths: readonly string[],
  row: readonly number[],
): Plan {
  return plan(pointExperiment(experiment, paths, row), inputs)
}

/**
 * The plan of the first point, after those at the ends of every axis were planned too: a range that leaves what is allowed is an error
 * before anything runs. What is wrong with a point between them is told in its row.
 * @throws InvalidInput
 */
export function planEnds(experiment: Experiment, inputs: Inputs, { paths, rows }: SweepPoints): Plan {
  const ends = new Set<readonly number[]>()
  for (const column of paths.keys()) {
    const at = (row: readonly number[]) => row[column] ?? 0
    for (const sign of [1, -1]) {
      const end = rows.reduce((best, row) => (sign * at(row) < sign * at(best) ? row : best))
      ends.add(end)
    }
  }
  for (const row of ends) planPoint(experiment, inputs, paths, row)
  return planPoint(experiment, inputs, paths, rows[0] ?? [])
}
