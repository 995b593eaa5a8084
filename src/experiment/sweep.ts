import { type InputError, InvalidInput, invalid } from '../core/errors.ts'
import { linspace, logspace } from '../core/field.ts'
import { makeRandom, type Random } from '../core/random.ts'
import { resolveNumber } from '../pde/number.ts'
import type { Experiment, SweepSection } from './experiment.ts'
import type { Inputs } from './inputs.ts'
import { limits } from './limits.ts'
import { listNumberPaths } from './number-paths.ts'
import { parseExperiment } from './parse.ts'
import { setPath } from './path.ts'
import { type Plan, plan } from './plan.ts'

/** The points of a sweep: one row a run, one value a PATH. */
export interface SweepPoints {
  readonly paths: readonly string[]
  readonly rows: readonly (readonly number[])[]
}

interface Range {
  readonly path: string
  readonly values?: Float64Array
  readonly from: number
  readonly to: number
  readonly isLog: boolean
}

type Over = SweepSection['over'][string] & {
  readonly samples?: number
  readonly spacing?: 'linear' | 'log'
  readonly values?: readonly (number | string)[]
  readonly from?: number | string
  readonly to?: number | string
}

function readRange(
  experiment: Experiment,
  path: string,
  over: Over,
  isGrid: boolean,
  errors: InputError[],
): Range | undefined {
  const at = `sweep.over[${JSON.stringify(path)}]`
  const known = listNumberPaths(experiment)
  const found = known.find((candidate) => candidate.path === path || candidate.path === `problem.parameters.${path}`)
  if (!found) {
    errors.push({
      path: at,
      message: `the experiment gives no number at this PATH; there are ${known
        .map((k) => k.path)
        .slice(0, 12)
        .join(', ')}`,
    })
    return undefined
  }
  if (over.values) {
    if (over.from !== undefined || over.to !== undefined || over.samples !== undefined)
      errors.push({ path: at, message: 'give either `values`, or `from`, `to` and `samples`' })
    const values = Float64Array.from(over.values, (value, i) =>
      resolveNumber(value, found.unit, `${at}.values.${i}`, errors),
    )
    return { path: found.path, values, from: Math.min(...values), to: Math.max(...values), isLog: false }
  }
  if (over.from === undefined || over.to === undefined) {
    errors.push({ path: at, message: 'give `from` and `to`, or `values`' })
    return undefined
  }
  const from = resolveNumber(over.from, found.unit, `${at}.from`, errors)
  const to = resolveNumber(over.to, found.unit, `${at}.to`, errors)
  const isLog = over.spacing === 'log'
  if (isLog && !(from > 0 && to > 0)) errors.push({ path: at, message: 'logarithmic spacing needs ends above 0' })
  const samples = over.samples ?? 11
  return {
    path: found.path,
    from,
    to,
    isLog,
    ...(isGrid ? { values: isLog ? logspace(from, to, samples) : linspace(from, to, samples) } : {}),
  }
}

function pick(range: Range, fraction: number): number {
  if (range.values)
    return range.values[Math.min(range.values.length - 1, Math.floor(fraction * range.values.length))] ?? range.from
  return range.isLog
    ? range.from * (range.to / range.from) ** fraction
    : range.from + fraction * (range.to - range.from)
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
  const ranges = entries.flatMap(([path, over]) => readRange(experiment, path, over, sampling === 'grid', errors) ?? [])
  if (errors.length > 0) throw new InvalidInput(errors)
  const total =
    sampling === 'grid' ? ranges.reduce((product, r) => product * (r.values?.length ?? 1), 1) : (sweep.samples ?? 100)
  if (total > limits.samples) throw invalid('sweep', `makes ${total} runs; ${limits.samples} are allowed`)
  const paths = ranges.map((range) => range.path)
  if (sampling === 'grid') {
    let rows: number[][] = [[]]
    for (const range of ranges) rows = rows.flatMap((row) => [...(range.values ?? [])].map((value) => [...row, value]))
    return { paths, rows }
  }
  const random = makeRandom(experiment.seed ?? 0)
  if (sampling === 'random')
    return { paths, rows: Array.from({ length: total }, () => ranges.map((range) => pick(range, random.uniform()))) }
  const columns = ranges.map((range) =>
    shuffled(total, random).map((stratum) => pick(range, (stratum + random.uniform()) / total)),
  )
  return { paths, rows: Array.from({ length: total }, (_, i) => columns.map((column) => column[i] ?? 0)) }
}

/** The plan of one point: its values set, without the sweep. */
export function planPoint(
  experiment: Experiment,
  inputs: Inputs,
  paths: readonly string[],
  row: readonly number[],
): Plan {
  const { sweep: _, ...single } = experiment
  const changed = paths.reduce((document, path, i) => setPath(document, path, row[i]), single)
  return plan(parseExperiment(changed), inputs)
}
