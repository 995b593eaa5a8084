import type { LeastSquares } from '../fit/least-squares.ts'
import { baselineOf } from '../fit/peaks.ts'
import { noiseFromDifferences } from '../fit/residual-checks.ts'
import type { PreparedFit } from './fit-prepare.ts'

/** Parts of the area at which times are compared. */
const levels = Array.from({ length: 32 }, (_, i) => (i + 0.5) / 32)

/**
 * The fit of the times by which each part of a curve's area has passed (its quantiles), in place of the curve. Peaks that do not overlap give
 * a sum of squares that is flat and points nowhere; their quantiles differ by how far the peaks are apart (the squared Wasserstein distance),
 * so that one step leads there (spec 7.2). Areas do not matter, so a wrong scale does no harm. For starts only: noise moves its minimum.
 */
export function transportFit({ objective, space, measured }: PreparedFit, start: Float64Array): LeastSquares {
  const span = measured.map(({ x }) => (x.at(-1) ?? 1) - (x[0] ?? 0) || 1)
  const wanted = measured.map((column) => {
    const base = baselineOf(column.y)
    const threshold = 4 * (noiseFromDifferences(column.y) ?? 0)
    const sign = column.scale < 0 ? -1 : 1
    const above = column.y.map((value) => (sign * (value - base) > threshold ? sign * (value - base) : 0))
    return quantiles(column.x, integral(column.x, above))
  })
  const offsetOf = (model: Float64Array) => model.reduce((a, b) => (Math.abs(b) < Math.abs(a) ? b : a), Number.POSITIVE_INFINITY) // biome-ignore format: one thought
  /** Running integral of a model curve above its lowest level. */
  const areasOf = (model: Float64Array, x: Float64Array) => {
    const base = offsetOf(model)
    return integral(x, model.map((value) => Math.abs(value - base))) // biome-ignore format: one call
  }
  return {
    start,
    count: levels.length * measured.length,
    lower: space.lower,
    upper: space.upper,
    residuals(theta, out) {
      const plain = new Float64Array(objective.count)
      // Refused values come back as NaN.
      objective.residuals(theta, plain)
      if (!plain.every(Number.isFinite)) {
        out.fill(Number.NaN)
        return
      }
      objective.signals(theta).forEach((model, c) => {
        const times = quantiles(measured[c]?.x ?? model, areasOf(model, measured[c]?.x ?? model))
        levels.forEach((_, q) => {
          // A curve that left the window has no times: not a number, so the step is refused.
          out[c * levels.length + q] = ((times[q] ?? 0) - (wanted[c]?.[q] ?? 0)) / (span[c] ?? 1)
        })
      })
    },
    jacobian(theta, columns) {
      for (const column of columns) column.fill(0)
      const signals = objective.signals(theta)
      objective.signalDerivatives(theta).forEach((own, c) => {
        const model = signals[c]
        const x = measured[c]?.x
        if (!model || !x) return
        const base = offsetOf(model)
        const areas = areasOf(model, x)
        const total = areas.at(-1) ?? 0
        const highest = model.reduce((a, b) => Math.max(a, Math.abs(b - base)), 0)
        const times = quantiles(x, areas)
        for (const [k, derivative] of own) {
          const moved = integral(x, derivative)
          const all = moved.at(-1) ?? 0
          const target = columns[k]
          levels.forEach((level, q) => {
            const at = placeOf(x, times[q] ?? 0)
            const density = Math.max(Math.abs((model[at] ?? 0) - base), 0.01 * highest)
            // M(t)/M(∞) = level holds while θ moves: dt = −(∂M(t) − level·∂M(∞))/density.
            const change = -((moved[at] ?? 0) - level * all) / density
            if (target) target[c * levels.length + q] = total > 0 ? change / (span[c] ?? 1) : 0
          })
        }
      })
    },
  }
}

/** ∫ by the trapezoidal rule, up to each x. */
function integral(x: Float64Array, values: Float64Array): Float64Array {
  const out = new Float64Array(values.length)
  for (let i = 1; i < out.length; i++)
    out[i] = (out[i - 1] ?? 0) + 0.5 * ((x[i] ?? 0) - (x[i - 1] ?? 0)) * ((values[i] ?? 0) + (values[i - 1] ?? 0))
  return out
}

/** x at which each level of the area is reached; NaN where there is no area. */
function quantiles(x: Float64Array, areas: Float64Array): Float64Array {
  const total = areas.at(-1) ?? 0
  let i = 1
  return Float64Array.from(levels, (level) => {
    if (!(total > 0)) return Number.NaN
    while (i < areas.length - 1 && (areas[i] ?? 0) < level * total) i++
    const [low, high] = [areas[i - 1] ?? 0, areas[i] ?? 0]
    const part = high > low ? (level * total - low) / (high - low) : 0
    return (x[i - 1] ?? 0) + part * ((x[i] ?? 0) - (x[i - 1] ?? 0))
  })
}

/** Index of the point nearest to x = `at`. */
function placeOf(x: Float64Array, at: number): number {
  let [low, high] = [0, x.length - 1]
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if ((x[middle] ?? 0) <= at) low = middle
    else high = middle
  }
  return at - (x[low] ?? 0) < (x[high] ?? 0) - at ? low : high
}
