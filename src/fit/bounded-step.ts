import { dot, singularValues, type Triangle } from './factor.ts'

/** A step of the trust region, and what the quadratic model says it gains. */
export interface Step {
  readonly step: Float64Array
  /** ½(‖r‖² − ‖r + Jp‖²), above 0 where the step is downhill. */
  readonly gain: number
  /** ‖D p‖. */
  readonly length: number
  /** The full Gauss–Newton step of the parameters that may move: neither radius nor box cut it. */
  readonly isFull: boolean
}

/** Directions whose singular value is below this part of the largest are left alone: the data do not see them. */
const rankTolerance = 1e-13

/**
 * The minimiser of ½‖r + J p‖² over ‖D p‖ ≤ radius within the box low ≤ p ≤ high. The radius is kept by the damping λ of Moré (1978),
 * found from the singular values of J D⁻¹; the box by fixing, one after another, the components that would leave it, and solving for the
 * others again, so that a bound costs the free parameters nothing.
 * @param scale the diagonal of D, above 0
 * @param low high bounds on p; low ≤ 0 ≤ high
 */
export function boundedStep(
  { columns, rotated }: Triangle,
  scale: Float64Array,
  radius: number,
  low: Float64Array,
  high: Float64Array,
): Step {
  const n = columns.length
  const step = new Float64Array(n)
  const gradient = columns.map((column) => dot(column, rotated))
  // At a bound with the descent direction pointing out of the box: stays.
  let free = [...columns.keys()].filter((i) => {
    const g = gradient[i] ?? 0
    return !((low[i] ?? 0) >= 0 && g > 0) && !((high[i] ?? 0) <= 0 && g < 0) && (high[i] ?? 0) > (low[i] ?? 0)
  })
  const residual = rotated.slice()
  let damping: number | undefined
  let isFull = true
  while (free.length > 0) {
    const scaled = free.map((i) => (columns[i] ?? new Float64Array(n)).map((value) => value / (scale[i] ?? 1)))
    const svd = singularValues(scaled)
    const projected = svd.left.map((u) => dot(u, residual))
    damping ??= findDamping(svd.values, projected, radius)
    const trial = solve(svd.values, svd.right, projected, damping)
    if (damping > 0) isFull = false
    const leaving = free.filter((i, k) => {
      const p = (trial[k] ?? 0) / (scale[i] ?? 1)
      return p < (low[i] ?? 0) || p > (high[i] ?? 0)
    })
    if (leaving.length === 0) {
      free.forEach((i, k) => {
        step[i] = (trial[k] ?? 0) / (scale[i] ?? 1)
      })
      break
    }
    isFull = false
    for (const i of leaving) {
      const p = (trial[free.indexOf(i)] ?? 0) / (scale[i] ?? 1)
      const bound = (p < 0 ? low[i] : high[i]) ?? 0
      step[i] = bound
      const column = columns[i]
      if (column) for (let j = 0; j < n; j++) residual[j] = (residual[j] ?? 0) + (column[j] ?? 0) * bound
    }
    free = free.filter((i) => !leaving.includes(i))
  }
  const model = rotated.slice()
  let length = 0
  for (let i = 0; i < n; i++) {
    const p = step[i] ?? 0
    length = Math.hypot(length, p * (scale[i] ?? 1))
    const column = columns[i]
    if (p !== 0 && column) for (let j = 0; j < n; j++) model[j] = (model[j] ?? 0) + (column[j] ?? 0) * p
  }
  let gain = 0
  for (let j = 0; j < n; j++) gain += ((rotated[j] ?? 0) - (model[j] ?? 0)) * ((rotated[j] ?? 0) + (model[j] ?? 0))
  return { step, gain: 0.5 * gain, length, isFull }
}

/** p = −V (S² + λ)⁻¹ S Uᵀr; λ = 0 is the pseudo-inverse. */
function solve(
  values: Float64Array,
  right: readonly Float64Array[],
  projected: readonly number[],
  damping: number,
): Float64Array {
  const p = new Float64Array(values.length)
  const threshold = rankTolerance * (values[0] ?? 0)
  for (let k = 0; k < values.length; k++) {
    const s = values[k] ?? 0
    if (s <= threshold) continue
    const weight = ((projected[k] ?? 0) * s) / (s * s + damping)
    const direction = right[k]
    if (direction) for (let i = 0; i < p.length; i++) p[i] = (p[i] ?? 0) - weight * (direction[i] ?? 0)
  }
  return p
}

/** λ ≥ 0 with ‖p(λ)‖ = radius to 1 %, or 0 where the full step is short enough: Newton on 1/‖p‖ (Moré, 1978, section 5), safeguarded. */
function findDamping(values: Float64Array, projected: readonly number[], radius: number): number {
  const threshold = rankTolerance * (values[0] ?? 0)
  const terms: { s: number; c: number }[] = []
  values.forEach((s, k) => {
    if (s > threshold) terms.push({ s, c: s * (projected[k] ?? 0) })
  })
  const lengthAt = (damping: number) => Math.hypot(...terms.map(({ s, c }) => c / (s * s + damping)))
  if (terms.length === 0 || lengthAt(0) <= 1.01 * radius) return 0
  let low = 0
  let high = Math.hypot(...terms.map(({ c }) => c)) / radius
  let damping = Math.max(1e-3 * high, Number.MIN_VALUE)
  for (let iteration = 0; iteration < 60; iteration++) {
    const length = lengthAt(damping)
    if (Math.abs(length - radius) <= 0.01 * radius) break
    if (length > radius) low = damping
    else high = damping
    const slope = -terms.reduce((sum, { s, c }) => sum + (c * c) / (s * s + damping) ** 3, 0) / length
    const next = damping - ((length - radius) / radius) * (length / slope)
    damping = next > low && next < high ? next : low > 0 ? Math.sqrt(low * high) : 0.1 * high
  }
  return damping
}
