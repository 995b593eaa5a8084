import type { StudyResult } from '../../core/simulation.ts'
import type { EventSet } from '../events.ts'
import type { System } from '../system.ts'
import { finite, type Study } from './study.ts'
import { makeTrajectory, type StepperChoice } from './trajectory.ts'

export interface PoincareOptions extends StepperChoice {
  readonly system: System
  readonly events?: EventSet
  readonly firstSection: number
  readonly from: number
  readonly to: number
  readonly transient: number
  readonly initial: Float64Array
  readonly unknowns: readonly string[]
  /** Stroboscopic instead of a section. */
  readonly period?: number
  /** Points at most. */
  readonly points: number
  /** The section in words, for the result. */
  readonly section: string
  readonly direction: string
}

/** Longest period looked for. */
const LONGEST_PERIOD = 64

/** After how many points the last ones repeat to a part of 1e-5 of the range; null where they do not. */
function periodOf(points: readonly Float64Array[]): number | null {
  if (points.length < 4) return null
  const size = points[0].length
  const scale = Float64Array.from({ length: size }, (_, i) => {
    const values = points.map((point) => point[i])
    const range = Math.max(...values.slice(-4 * LONGEST_PERIOD)) - Math.min(...values.slice(-4 * LONGEST_PERIOD))
    return Math.max(range, 1e-3 * Math.max(...values.slice(-4 * LONGEST_PERIOD).map(Math.abs)), 1e-9)
  })
  for (let period = 1; period <= LONGEST_PERIOD && 3 * period <= points.length; period++) {
    let repeats = true
    for (let back = 1; repeats && back <= 2 * period; back++) {
      const [a, b] = [points[points.length - back], points[points.length - back - period]]
      repeats = a.every((value, i) => Math.abs(value - b[i]) <= 1e-5 * scale[i])
    }
    if (repeats) return period
  }
  return null
}

/** The points where a solution crosses a section (or its states once a period), after the transient. */
export function makePoincareStudy(options: PoincareOptions): Study {
  const { from, to, transient, unknowns } = options
  const times: number[] = []
  const points: Float64Array[] = []
  let counts = { steps: 0, rejected: 0, evaluations: 0 }
  return {
    *run(): Generator<number, StudyResult> {
      times.length = 0
      points.length = 0
      const trajectory = makeTrajectory({
        ...options,
        point(_, time, state) {
          if (time < from + transient) return true
          times.push(time)
          points.push(state)
          return points.length < options.points
        },
      })
      for (let steps = 1; !trajectory.isDone; steps++) {
        trajectory.advance()
        if (steps % 16 !== 0) continue
        counts = { steps: trajectory.steps, rejected: trajectory.rejected, evaluations: trajectory.evaluations }
        yield Math.max((trajectory.time - from) / (to - from), points.length / options.points)
      }
      counts = { steps: trajectory.steps, rejected: trajectory.rejected, evaluations: trajectory.evaluations }
      const returns = times.slice(1).map((time, i) => time - times[i])
      return {
        type: 'poincare',
        ...(options.period === undefined
          ? { section: options.section, direction: options.direction }
          : { period: options.period }),
        transient,
        count: points.length,
        t: times,
        points: Object.fromEntries(unknowns.map((name, i) => [name, points.map((point) => finite(point[i]))])),
        repeatsAfter: periodOf(points),
        meanReturn: returns.length > 0 ? finite(returns.reduce((sum, value) => sum + value, 0) / returns.length) : null,
      }
    },
    counts: () => counts,
    metrics: () => ({ points: points.length, repeatsAfter: periodOf(points) ?? Number.NaN }),
  }
}
