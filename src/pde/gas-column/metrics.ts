import type { ExactGasColumn } from './exact.ts'
import type { GasColumnModel } from './model.ts'

/** Top of an exact peak. */
export interface Apex {
  readonly time: number
  readonly height: number
}

const POINTS = 65

/**
 * Where the exact outlet is highest, found by narrowing a grid around the highest point; the middle of a flat top. Time to about
 * 1e-7 of the peak's width, height to rounding.
 */
export function findApex(model: GasColumnModel, exact: ExactGasColumn, component: number): Apex {
  const { mean, variance } = exact.moments(component)
  const reach = 4 * Math.sqrt(variance) + model.injection
  let from = Math.max(0, mean - reach)
  let to = mean + reach
  const times = new Float64Array(POINTS)
  const values = new Float64Array(POINTS)
  let best: Apex = { time: mean, height: 0 }
  for (let level = 0; level < 7; level++) {
    for (let i = 0; i < POINTS; i++) times[i] = from + ((to - from) * i) / (POINTS - 1)
    exact.outlet(component, times, values)
    const height = values.reduce((largest, value) => Math.max(largest, value), 0)
    if (!(height > 0)) return best
    const isTop = (value: number) => value >= height * (1 - 1e-13)
    const first = values.findIndex(isTop)
    const last = values.findLastIndex(isTop)
    best = { time: 0.5 * (times[first]! + times[last]!), height: Math.max(height, best.height) }
    if (last - first > 4) return best
    from = times[Math.max(0, first - 1)]!
    to = times[Math.min(POINTS - 1, last + 1)]!
  }
  return best
}

/**
 * Named results of the whole peaks, whatever times are saved: `retentionTime.NAME` (mean, s), `peakTime.NAME` (top, s),
 * `peakHeight.NAME` (mol/m³), `area.NAME` (mol s/m³), `standardDeviation.NAME` (s); all but the top in closed form.
 */
export function gasColumnMetrics(model: GasColumnModel, exact: ExactGasColumn): Record<string, number> {
  const metrics: Record<string, number> = {}
  model.components.forEach(({ name, concentration }, i) => {
    if (!(concentration > 0)) return
    const moments = exact.moments(i)
    const apex = findApex(model, exact, i)
    metrics[`retentionTime.${name}`] = moments.mean
    metrics[`peakTime.${name}`] = apex.time
    metrics[`peakHeight.${name}`] = apex.height
    metrics[`area.${name}`] = moments.area
    metrics[`standardDeviation.${name}`] = Math.sqrt(moments.variance)
  })
  return metrics
}
