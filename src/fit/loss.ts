/** How residuals count: `linear` is least squares; `huber` and `cauchy` bound the pull of outliers. */
export type LossName = 'linear' | 'huber' | 'cauchy'

/** ρ, ρ′ and ρ″ at z, the squared residual over the squared scale. */
export interface LossValue {
  readonly rho: number
  readonly first: number
  readonly second: number
}

/**
 * The loss at z = (residual/scale)²; the cost of a fit is ½·scale²·Σ ρ(z). Same definitions as SciPy's `least_squares`:
 * linear ρ = z; huber ρ = z for z ≤ 1, else 2√z − 1; cauchy ρ = ln(1 + z). All have ρ ≈ z for small z.
 */
export function lossAt(name: LossName, z: number): LossValue {
  if (name === 'linear') return { rho: z, first: 1, second: 0 }
  if (name === 'cauchy') {
    const t = 1 + z
    return { rho: Math.log1p(z), first: 1 / t, second: -1 / (t * t) }
  }
  if (z <= 1) return { rho: z, first: 1, second: 0 }
  const root = Math.sqrt(z)
  return { rho: 2 * root - 1, first: 1 / root, second: -0.5 / (z * root) }
}

/** The scale, in standard deviations, at which the loss is 95 % efficient for normal errors (Holland and Welsch, 1977). */
export function tuningConstant(name: LossName): number {
  if (name === 'huber') return 1.345
  if (name === 'cauchy') return 2.385
  return 1
}

/** ½·scale²·Σ ρ((r/scale)²). */
export function costOf(name: LossName, scale: number, residuals: Float64Array): number {
  let sum = 0
  if (name === 'linear') {
    for (const r of residuals) sum += r * r
    return 0.5 * sum
  }
  const inverse = 1 / (scale * scale)
  for (const r of residuals) sum += lossAt(name, r * r * inverse).rho
  return 0.5 * scale * scale * sum
}

/**
 * Changes residuals and Jacobian columns in place so that Gauss–Newton on them is the (safeguarded) Gauss–Newton of the robust
 * cost: Jᵀr becomes the gradient exactly, JᵀJ its Hessian without the model's second derivatives (Triggs and others, 1999, section 4.3).
 */
export function applyLoss(
  name: LossName,
  scale: number,
  residuals: Float64Array,
  columns: readonly Float64Array[],
): void {
  if (name === 'linear') return
  const inverse = 1 / (scale * scale)
  for (let i = 0; i < residuals.length; i++) {
    const r = residuals[i] ?? 0
    const z = r * r * inverse
    const { first, second } = lossAt(name, z)
    const factor = Math.sqrt(Math.max(first + 2 * second * z, Number.EPSILON))
    residuals[i] = (r * first) / factor
    for (const column of columns) column[i] = (column[i] ?? 0) * factor
  }
}
