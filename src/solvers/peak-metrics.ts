/** The numbers of one peak in a sampled curve. */
export interface PeakMetrics {
  /** Mean of the curve, Σ t c / Σ c by the trapezium rule, s. */
  readonly retentionTime: number
  /** Where the parabola through the highest sample and its neighbours is highest. */
  readonly peakTime: number
  readonly peakHeight: number
  /** ∫ c dt. */
  readonly area: number
}

/**
 * Area, mean and top of a curve sampled at `times` (ascending), `values[offset + i·stride]`. Undefined where nothing came out.
 */
export function peakMetrics(
  times: Float64Array,
  values: Float64Array,
  offset = 0,
  stride = 1,
  count = times.length,
): PeakMetrics | undefined {
  const at = (i: number) => values[offset + i * stride] ?? 0
  let area = 0
  let first = 0
  let top = 0
  for (let i = 0; i < count; i++) {
    if (at(i) > at(top)) top = i
    if (i === 0) continue
    const half = ((times[i] ?? 0) - (times[i - 1] ?? 0)) / 2
    area += half * (at(i) + at(i - 1))
    first += half * (at(i) * (times[i] ?? 0) + at(i - 1) * (times[i - 1] ?? 0))
  }
  const highest = at(top)
  if (!(highest > 0 && area > 0)) return undefined
  const t0 = times[top] ?? 0
  let peakTime = t0
  let peakHeight = highest
  if (top > 0 && top < count - 1) {
    // Newton's form of the parabola through three points.
    const a = (times[top - 1] ?? 0) - t0
    const b = (times[top + 1] ?? 0) - t0
    const left = (at(top - 1) - highest) / a
    const right = (at(top + 1) - highest) / b
    const curvature = (right - left) / (b - a)
    const slope = left - curvature * a
    if (curvature < 0) {
      const shift = Math.min(b, Math.max(a, -slope / (2 * curvature)))
      peakTime = t0 + shift
      peakHeight = highest + shift * (slope + curvature * shift)
    }
  }
  return { retentionTime: first / area, peakTime, peakHeight, area }
}

/** `retentionTime.NAME`, `peakTime.NAME`, `peakHeight.NAME`, `area.NAME` of every column of row-major samples. */
export function chromatogramMetrics(
  names: readonly string[],
  times: Float64Array,
  values: Float64Array,
  count = times.length,
): Record<string, number> {
  const metrics: Record<string, number> = {}
  names.forEach((name, c) => {
    const peak = peakMetrics(times, values, c, names.length, count)
    if (!peak) return
    metrics[`retentionTime.${name}`] = peak.retentionTime
    metrics[`peakTime.${name}`] = peak.peakTime
    metrics[`peakHeight.${name}`] = peak.peakHeight
    metrics[`area.${name}`] = peak.area
  })
  return metrics
}
