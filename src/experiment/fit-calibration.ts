import type { FitObjective } from './fit-objective.ts'
import type { FitSpace } from './fit-space.ts'
import type { MeasuredColumn } from './measured.ts'

/**
 * θ with free scales, offsets and (of a column of one component) concentrations set to their best by linear regression of each measured
 * column on the model: they multiply or add, so no search is needed for a start.
 */
export function guessCalibration(
  objective: FitObjective,
  space: FitSpace,
  measured: readonly MeasuredColumn[],
  theta: Float64Array,
): Float64Array {
  const values = space.valuesAt(theta)
  let signals: readonly Float64Array[]
  try {
    signals = objective.signals(theta)
  } catch {
    // Values the model refuses: the search reports them with their reason.
    return theta
  }
  measured.forEach((column, c) => {
    const find = (kind: 'scale' | 'offset') =>
      space.variables.findIndex((v) => v.kind === kind && v.dataset === column.dataset && v.name === column.column)
    const [scaleAt, offsetAt] = [find('scale'), find('offset')]
    const loads = space.variables.flatMap((v, j) =>
      v.name === 'concentration' && v.component === column.scalar ? [j] : [],
    )
    const load = scaleAt < 0 && loads.length === 1 ? loads[0] : undefined
    if (scaleAt < 0 && offsetAt < 0 && load === undefined) return
    const scale = scaleAt >= 0 ? (values[scaleAt] ?? 1) : column.scale
    const offset = offsetAt >= 0 ? (values[offsetAt] ?? 0) : column.offset
    const model = (signals[c] ?? new Float64Array()).map((value) => (value - offset) / (scale || 1))
    const { slope, intercept } = regress(model, column.y, scaleAt >= 0 || load !== undefined ? undefined : scale, offsetAt >= 0 ? undefined : offset) // biome-ignore format: one call
    if (!Number.isFinite(slope) || !Number.isFinite(intercept)) return
    const [low, high] = [space.variables[scaleAt]?.lower ?? 0, space.variables[scaleAt]?.upper ?? 0]
    if (scaleAt >= 0 && slope !== 0) values[scaleAt] = Math.min(Math.max(slope, low), high)
    if (offsetAt >= 0) values[offsetAt] = intercept
    if (load !== undefined && slope / column.scale > 0) values[load] = ((values[load] ?? 1) * slope) / column.scale
  })
  return space.coordinatesOf(values)
}

/** y ≈ slope·m + intercept by least squares, either of them given or not. */
function regress(
  m: Float64Array,
  y: Float64Array,
  slope: number | undefined,
  intercept: number | undefined,
): { readonly slope: number; readonly intercept: number } {
  let [sm, sy, smm, smy] = [0, 0, 0, 0]
  m.forEach((value, i) => {
    sm += value
    sy += y[i] ?? 0
    smm += value * value
    smy += value * (y[i] ?? 0)
  })
  const n = m.length
  if (slope !== undefined) return { slope, intercept: intercept ?? (sy - slope * sm) / n }
  if (intercept !== undefined) return { slope: (smy - intercept * sm) / smm, intercept }
  const own = (n * smy - sm * sy) / (n * smm - sm * sm)
  return { slope: own, intercept: (sy - own * sm) / n }
}
