import { type InputError, InvalidInput, invalid } from '../core/errors.ts'
import { suggestName } from '../core/nearest.ts'
import { resolveNumber } from '../pde/number.ts'
import type { ParameterDescription, Problem } from '../pde/problem.ts'
import type { Experiment, FreeParameter } from './experiment.ts'
import type { MeasuredColumn } from './measured.ts'
import { formatPath, getAt, getPath, parsePath } from './path.ts'
import { problemOf } from './resolve.ts'

/** One number that the fit changes. */
export interface FreeVariable {
  /** As reported: the PATH, or `data.1.set["PATH"]` where it is local to a dataset. */
  readonly path: string
  /** Only this dataset has it; absent: all. */
  readonly dataset?: number
  /** Where it stands in the document of a run, split at the dots; empty for scale and offset, which the run does not see. */
  readonly target: readonly string[]
  readonly kind: 'problem' | 'component' | 'scale' | 'offset'
  /** Index of the component. */
  readonly component?: number
  /** Name of the parameter, or of the measured column. */
  readonly name: string
  readonly start: number
  readonly lower: number
  readonly upper: number
  /** The user gave an end. */
  readonly isBounded: boolean
  /** Fitted as its logarithm. */
  readonly isLog: boolean
  readonly unit: string
}

/** Reads `fit.free`: starts, bounds, units, logarithms, one variable a dataset where local. */
export function freeVariables(experiment: Experiment, columns: readonly MeasuredColumn[]): readonly FreeVariable[] {
  const problem = problemOf(experiment)
  const errors: InputError[] = []
  const variables = Object.entries(experiment.fit?.free ?? {}).flatMap(([path, free]) => {
    try {
      return variablesOf(path, free, experiment, problem, columns, errors)
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error
      errors.push(...error.errors.map((e) => ({ ...e, path: formatPath(['fit', 'free', path]) })))
      return []
    }
  })
  if (errors.length > 0) throw new InvalidInput(errors)
  if (variables.length === 0) throw invalid('fit.free', 'names nothing to fit; free at least one PATH')
  return variables
}

function variablesOf(
  path: string,
  free: FreeParameter,
  experiment: Experiment,
  problem: Problem,
  columns: readonly MeasuredColumn[],
  errors: InputError[],
): readonly FreeVariable[] {
  const segments = parsePath(path)
  const [first, second, third, name, leaf] = segments
  const dataset = Number(second)
  if (first === 'data' && third === 'columns' && name !== undefined && (leaf === 'scale' || leaf === 'offset')) {
    const column = columns.find((c) => c.dataset === dataset && c.column === name)
    if (!column)
      throw invalid('', `no measured column "${name}" in data ${second}${suggestName(name, columns.map((c) => c.column))}`) // biome-ignore format: one thought
    const unit =
      leaf === 'offset'
        ? column.unit
        : column.isCalibrated
          ? '1'
          : column.modelUnit === '1'
            ? column.unit
            : `${column.unit}/(${column.modelUnit})`
    const start = leaf === 'offset' ? column.offset : column.scale
    const base = { path, dataset, target: [], kind: leaf, name, unit } as const
    return [{ ...base, ...range(path, free, start, unit, undefined, errors) }]
  }
  if (first === 'data' && third === 'set' && name !== undefined && segments.length === 4) {
    if (!experiment.data?.[dataset]) throw invalid('', `there is no dataset ${second}`)
    return [inProblem(path, parsePath(name), free, experiment, problem, dataset, errors)]
  }
  if (first !== 'problem')
    throw invalid('', 'is not a number of the model, nor the scale or offset of a measured column')
  const datasets = [...new Set(columns.map((column) => column.dataset))]
  if (!free.local || datasets.length < 2)
    return [inProblem(path, segments, free, experiment, problem, undefined, errors)]
  return datasets.map((d) =>
    inProblem(formatPath(['data', d, 'set', path]), segments, free, experiment, problem, d, errors),
  )
}

function inProblem(
  path: string,
  target: readonly string[],
  free: FreeParameter,
  experiment: Experiment,
  problem: Problem,
  dataset: number | undefined,
  errors: InputError[],
): FreeVariable {
  const [, section, third, fourth] = target
  const isComponent = section === 'components'
  const name = (isComponent ? fourth : third) ?? ''
  const known =
    section === 'initial' ? problem.initial : isComponent ? problem.components?.parameters : problem.parameters
  const description = known?.find((p) => p.name === name)
  const isInside = section === 'parameters' || section === 'initial' || isComponent
  if (!description || !isInside || target.length !== (isComponent ? 4 : 3))
    throw invalid('', `is not a parameter of ${problem.id}${suggestName(name, (known ?? problem.parameters).map((p) => p.name))}`) // biome-ignore format: one thought
  if (description.kind !== 'number')
    throw invalid('', `${description.label} is not a continuous number; it cannot be fitted`)
  if (isComponent && getAt(experiment, target.slice(0, 3)) === undefined)
    throw invalid('', `there is no component ${third}`)
  const targetPath = formatPath(target)
  const overrides = dataset === undefined ? undefined : experiment.data?.[dataset]?.set
  const own = overrides && Object.entries(overrides).find(([key]) => formatPath(parsePath(key)) === targetPath)?.[1]
  const value = own ?? getPath(experiment, targetPath) ?? description.default
  if (value === undefined) {
    const choice = [...problem.choices, ...(problem.components?.choices ?? [])].find((c) => c.names.includes(name))
    throw invalid(
      '',
      choice
        ? `${name} is not given here but follows from the others (${choice.because}); free one of those, or give ${name} instead`
        : `${name} has no value to start from; give one in the problem`,
    )
  }
  const start = resolveNumber(value, description.unit, targetPath, errors)
  return {
    path,
    ...(dataset === undefined ? {} : { dataset }),
    target,
    kind: isComponent ? 'component' : 'problem',
    ...(isComponent ? { component: Number(third) } : {}),
    name,
    unit: description.unit,
    ...range(path, free, start, description.unit, description, errors),
  }
}

type Range = Pick<FreeVariable, 'start' | 'lower' | 'upper' | 'isBounded' | 'isLog'>

/** Bounds and logarithm: positive quantities are fitted as logarithms unless the file says `linear`. */
function range(
  path: string,
  free: FreeParameter,
  value: number,
  unit: string,
  description: ParameterDescription | undefined,
  errors: InputError[],
): Range {
  const at = (leaf: string) => formatPath(['fit', 'free', path, leaf])
  const read = (end: string | number | undefined, leaf: string) =>
    end === undefined ? undefined : resolveNumber(end, unit, at(leaf), errors)
  const from = read(free.from, 'from')
  const to = read(free.to, 'to')
  if (from !== undefined && to !== undefined && from >= to)
    errors.push({ path: at('from'), message: `must be below "to" = ${to}; here it is ${from}` })
  const minimum = description?.exclusiveMinimum ?? description?.minimum ?? Number.NEGATIVE_INFINITY
  const lower = Math.max(from ?? Number.NEGATIVE_INFINITY, minimum)
  const upper = Math.min(to ?? Number.POSITIVE_INFINITY, description?.maximum ?? Number.POSITIVE_INFINITY)
  const start = Math.min(Math.max(value, lower), upper)
  // A quantity that may be exactly 0 (tailing, diffusion) stays linear where it starts there.
  const isPositive = minimum >= 0 && start > 0
  if (free.spacing === 'log' && start <= 0)
    errors.push({ path: at('spacing'), message: `"log" needs a start value above 0; here it is ${start}` })
  const isLog = free.spacing === 'log' || (free.spacing !== 'linear' && isPositive)
  return { start, lower, upper, isBounded: from !== undefined || to !== undefined, isLog }
}
