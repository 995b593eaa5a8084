import type { Experiment } from './experiment.ts'
import type { FreeVariable } from './fit-free.ts'
import { formatPath, parsePath, setPath } from './path.ts'
import { problemOf } from './resolve.ts'

/** The model's curves of one dataset at the times of one table. */
export interface CurveSource {
  /**
   * The curve of a component at these values of all free variables (in the model's unit), and its derivatives to the values of those that
   * change it. Arrays are the source's own and valid until the next call for the same component.
   */
  curve(component: number, values: Float64Array, wantsDerivatives: boolean): ComponentCurve
  /** How often the problem was run so far, where it is run at all. */
  readonly runs?: number
}

export interface ComponentCurve {
  readonly values: Float64Array
  /** By index of the variable; d model / d value (not its logarithm). */
  readonly derivatives: ReadonlyMap<number, Float64Array>
}

/** Whether a variable changes the document of a dataset: not where it is another's, or the dataset overrides it. */
export function isActive(variable: FreeVariable, dataset: number, experiment: Experiment): boolean {
  if (variable.target.length === 0) return false
  if (variable.dataset !== undefined) return variable.dataset === dataset
  const target = formatPath(variable.target)
  return !Object.keys(experiment.data?.[dataset]?.set ?? {}).some((key) => formatPath(parsePath(key)) === target)
}

/** The experiment as one dataset sees it: its overrides applied, everything that does not change a curve left out. */
export function documentOf(experiment: Experiment, dataset: number): Experiment {
  const { data, fit: _fit, sweep: _sweep, views: _views, study: _study, observe, ...others } = experiment
  // Of typed problems observed outputs are curves like the others.
  const rest = observe && problemOf(experiment).read ? { ...others, observe } : others
  return Object.entries(data?.[dataset]?.set ?? {}).reduce(
    (document: Experiment, [path, value]) => setPath(document, path, value),
    rest,
  )
}

/** The document with the free variables of a dataset at these values. */
export function withValues(
  document: Experiment,
  variables: readonly FreeVariable[],
  values: ArrayLike<number>,
  isUsed: (variable: FreeVariable) => boolean,
): Experiment {
  return variables.reduce(
    (changed, variable, j) =>
      isUsed(variable) ? setPath(changed, formatPath(variable.target), values[j] ?? variable.start) : changed,
    document,
  )
}

/** The section `time` that asks for these times, each once, and the row of each in the curve that comes out. */
export function timesOf(
  { time }: Experiment,
  times: Float64Array,
): { readonly time: NonNullable<Experiment['time']>; readonly rows: Int32Array } {
  const distinct = [...new Set(times)]
  const place = new Map(distinct.map((each, row) => [each, row]))
  const { from, unit } = time ?? {}
  return {
    time: { ...(from === undefined ? {} : { from }), ...(unit === undefined ? {} : { unit }), at: distinct },
    rows: Int32Array.from(times, (each) => place.get(each) ?? 0),
  }
}
