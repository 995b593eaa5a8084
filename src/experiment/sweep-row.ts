import type { Quantity } from '../core/field.ts'

/** Curves of a point, thinned: for pictures, not for numbers. */
export interface SweepCurve {
  readonly times: readonly number[]
  /** One list a scalar, in the order of `SweepEvent.scalars`; as many as are kept. */
  readonly columns: readonly (readonly number[])[]
}

/** One point of a sweep, run. */
export interface SweepRow {
  /** Place of the point in the sweep, from 0. */
  readonly index: number
  readonly values: readonly number[]
  /** Finite numbers only; what a point does not have is absent. Empty where it failed. */
  readonly metrics: Readonly<Record<string, number>>
  /** Why the point failed. */
  readonly failure?: string
  readonly steps: number
  readonly rejected: number
  readonly evaluations: number
  /** Wall time of the point in ms: for the time left, no result. */
  readonly milliseconds: number
  readonly curve?: SweepCurve
}

/** How much of its curves each point keeps. */
export interface CurveBudget {
  /** 0: none. */
  readonly times: number
  readonly columns: number
}

const most = { times: 400, fewest: 20, columns: 8, numbers: 4_000_000 } as const

/**
 * What of each point's curves is kept, so that a sweep of any size stays below 4·10⁶ numbers: the first 8 scalars at up to 400 times, at
 * fewer times from 1111 points on, and nothing where 20 times each would be too much already (from 22 223 points on).
 */
export function curveBudget(points: number): CurveBudget {
  const times = Math.floor(most.numbers / (Math.max(1, points) * (most.columns + 1)))
  return { times: times < most.fewest ? 0 : Math.min(most.times, times), columns: most.columns }
}

/** Six digits are more than a picture shows. */
const forPicture = (value: number) => Number(value.toPrecision(6))

/** The saved times thinned evenly, first and last among them. */
export function thinCurve(
  scalars: readonly Quantity[],
  times: ArrayLike<number>,
  values: ArrayLike<number>,
  budget: CurveBudget,
): SweepCurve | undefined {
  const width = scalars.length
  if (budget.times === 0 || times.length < 2) return undefined
  const count = Math.min(budget.times, times.length)
  const places = Array.from({ length: count }, (_, i) => Math.round((i * (times.length - 1)) / (count - 1)))
  return {
    times: places.map((row) => forPicture(times[row] ?? 0)),
    columns: scalars
      .slice(0, budget.columns)
      .map((_, column) => places.map((row) => forPicture(values[row * width + column] ?? 0))),
  }
}
