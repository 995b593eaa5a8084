import { dot, reduceToTriangle, singularValues } from './factor.ts'
import { type LossName, lossAt } from './loss.ts'

/** A combination of parameters that the data do not determine: changing all by these weights together changes no residual. */
export interface BlindDirection {
  /** One weight a parameter, Euclidean length 1 in units of each parameter's own effect. */
  readonly weights: readonly number[]
}

export interface Uncertainty {
  /** Symmetric, columns; Infinity on the diagonal of a parameter in a blind direction. */
  readonly covariance: readonly Float64Array[]
  /** Degrees of freedom of each parameter's variance (Welch and Satterthwaite where several groups of residuals contribute). */
  readonly freedom: Float64Array
  /** Standard deviation of the residuals of each group, in units of the weighted residuals. */
  readonly groupStd: Float64Array
  /** Residuals of each group less the parameters they carry. */
  readonly groupFreedom: Float64Array
  readonly blind: readonly BlindDirection[]
}

/** Singular values below this part of the largest, columns scaled to length 1, are blind directions. */
const blindTolerance = 1e-10

/**
 * The covariance of fitted parameters, to first order: Cov = J⁺ Σ J⁺ᵀ, where Σ is diagonal with one variance a group of residuals, estimated
 * from that group's own residuals and the parameters it carries (trace of its block of the hat matrix). With one group this is the
 * textbook s²(JᵀJ)⁻¹. For a robust loss s² becomes Σψ²/(ν·mean(ψ′)²) (Huber, Annals of Statistics 1 (1973) 799).
 * Works on the singular values of J with columns scaled to length 1, never on JᵀJ.
 * @param jacobian columns at the solution, weighted as the residuals
 * @param groupOf group of each residual, from 0; all 0 where absent
 */
export function estimateUncertainty(
  jacobian: readonly Float64Array[],
  residuals: Float64Array,
  options: { readonly groupOf?: ArrayLike<number>; readonly loss?: LossName; readonly lossScale?: number } = {},
): Uncertainty {
  const n = jacobian.length
  const m = residuals.length
  const lengths = jacobian.map((column) => Math.sqrt(dot(column, column)) || 1)
  const groups = rowsOfGroups(options.groupOf, m)
  // One triangle a group: R'R of a group is J'J of its rows.
  const triangles = groups.map((rows) => {
    const { columns } = reduceToTriangle(jacobian, residuals, rows)
    return columns.map((column, j) => column.map((value) => value / (lengths[j] ?? 1)))
  })
  const stacked = jacobian.map((_, j) => {
    const column = new Float64Array(n * groups.length)
    triangles.forEach((triangle, g) => {
      column.set(triangle[j] ?? column, g * n)
    })
    return column
  })
  const triangle = reduceToTriangle(stacked, new Float64Array(n * groups.length))
  const svd = singularValues(triangle.columns)
  const threshold = blindTolerance * (svd.values[0] ?? 0)
  const seen = [...svd.values.keys()].filter((k) => (svd.values[k] ?? 0) > threshold)
  const blind = [...svd.values.keys()]
    .filter((k) => !seen.includes(k))
    .map((k) => ({ weights: [...(svd.right[k] ?? [])] }))
  // W turns J into orthonormal columns Q = J W, so that every sum below is well conditioned.
  const whiten = seen.map((k) => (svd.right[k] ?? new Float64Array(n)).map((v) => v / (svd.values[k] ?? 1)))
  const grams = triangles.map((own) => gramMatrix(whiten, own))
  const { groupStd, groupFreedom } = spreadOfGroups(
    residuals,
    grams,
    options.groupOf,
    options.loss ?? 'linear',
    options.lossScale ?? 1,
  )
  const covariance = Array.from({ length: n }, () => new Float64Array(n))
  const shares = Array.from({ length: n }, () => new Float64Array(groups.length))
  for (let g = 0; g < groups.length; g++) {
    const variance = (groupStd[g] ?? 0) ** 2
    const gram = grams[g]
    if (!gram || variance === 0) continue
    // W G Wᵀ, one column after the other.
    for (let b = 0; b < n; b++) {
      const half = gram.map((row) => {
        let sum = 0
        whiten.forEach((w, l) => {
          sum += (row[l] ?? 0) * (w[b] ?? 0)
        })
        return sum
      })
      const column = covariance[b]
      for (let a = 0; a < n; a++) {
        let sum = 0
        for (let k = 0; k < half.length; k++) sum += (whiten[k]?.[a] ?? 0) * (half[k] ?? 0)
        const value = (variance * sum) / ((lengths[a] ?? 1) * (lengths[b] ?? 1))
        if (column) column[a] = (column[a] ?? 0) + value
        if (a === b) (shares[a] ?? half)[g] = value
      }
    }
  }
  for (const { weights } of blind)
    weights.forEach((weight, j) => {
      const column = covariance[j]
      if (column && Math.abs(weight) > 1e-3) column[j] = Number.POSITIVE_INFINITY
    })
  const freedom = Float64Array.from(shares, (share) => {
    let total = 0
    let squares = 0
    share.forEach((value, g) => {
      total += value
      squares += (value * value) / Math.max(groupFreedom[g] ?? 0, 1e-9)
    })
    return squares > 0 ? (total * total) / squares : groupFreedom.reduce((sum, value) => sum + value, 0)
  })
  return { covariance, freedom, groupStd, groupFreedom, blind }
}

/** Rows of each group; undefined (all) where there is one. */
function rowsOfGroups(groupOf: ArrayLike<number> | undefined, m: number): readonly (readonly number[] | undefined)[] {
  const groups: number[][] = []
  for (let i = 0; i < m; i++) {
    const g = groupOf?.[i] ?? 0
    for (; groups.length <= g; ) groups.push([])
    groups[g]?.push(i)
  }
  return groups.length <= 1 ? [undefined] : groups
}

/** (R W)ᵀ(R W): what one group of rows adds to the unit matrix QᵀQ. */
function gramMatrix(whiten: readonly Float64Array[], triangle: readonly Float64Array[]): readonly Float64Array[] {
  const n = triangle.length
  const q = whiten.map((w) => {
    const column = new Float64Array(n)
    triangle.forEach((source, j) => {
      const weight = w[j] ?? 0
      for (let i = 0; i < n; i++) column[i] = (column[i] ?? 0) + weight * (source[i] ?? 0)
    })
    return column
  })
  return q.map((a) => Float64Array.from(q, (b) => dot(a, b)))
}

function spreadOfGroups(
  residuals: Float64Array,
  grams: readonly (readonly Float64Array[])[],
  groupOf: ArrayLike<number> | undefined,
  loss: LossName,
  lossScale: number,
): { readonly groupStd: Float64Array; readonly groupFreedom: Float64Array } {
  const groups = grams.length
  const counts = new Float64Array(groups)
  const squares = new Float64Array(groups)
  const slopes = new Float64Array(groups)
  residuals.forEach((r, i) => {
    const g = groupOf?.[i] ?? 0
    const z = (r / lossScale) ** 2
    const { first, second } = lossAt(loss, z)
    counts[g] = (counts[g] ?? 0) + 1
    squares[g] = (squares[g] ?? 0) + (r * first) ** 2
    slopes[g] = (slopes[g] ?? 0) + first + 2 * z * second
  })
  const groupFreedom = counts.map((count, g) => {
    const carried = grams[g]?.reduce((sum, column, k) => sum + (column[k] ?? 0), 0) ?? 0
    return Math.max(count - carried, 0)
  })
  const groupStd = squares.map((sum, g) => {
    const freedom = groupFreedom[g] ?? 0
    if (sum === 0) return 0
    if (freedom < 1e-6) return Number.NaN
    return Math.sqrt(sum / freedom) / ((slopes[g] ?? 1) / (counts[g] ?? 1))
  })
  return { groupStd, groupFreedom }
}

/** Row·Cov·rowᵀ: the variance of a linear combination. */
export function varianceOf(row: ArrayLike<number>, covariance: readonly Float64Array[]): number {
  let sum = 0
  covariance.forEach((column, b) => {
    const weight = row[b] ?? 0
    if (weight === 0) return
    for (let a = 0; a < column.length; a++) {
      const other = row[a] ?? 0
      if (other !== 0) sum += other * (column[a] ?? 0) * weight
    }
  })
  return Math.max(sum, 0)
}

/** T Cov Tᵀ for the rows of T: the covariance of quantities that depend (to first order) linearly on the parameters. */
export function transformCovariance(
  rows: readonly ArrayLike<number>[],
  covariance: readonly Float64Array[],
): readonly Float64Array[] {
  const half = rows.map((row) =>
    Float64Array.from({ length: covariance.length }, (_, b) => {
      let sum = 0
      const column = covariance[b]
      if (column) for (let a = 0; a < column.length; a++) if (row[a]) sum += (row[a] ?? 0) * (column[a] ?? 0)
      return sum
    }),
  )
  return rows.map((row) =>
    Float64Array.from(half, (h) => h.reduce((sum, value, b) => (row[b] ? sum + value * (row[b] ?? 0) : sum), 0)),
  )
}

/** Correlations from a covariance; NaN where a variance is zero or infinite, 1 on the diagonal. */
export function correlationOf(covariance: readonly Float64Array[]): readonly (readonly number[])[] {
  const deviations = covariance.map((column, j) => Math.sqrt(column[j] ?? 0))
  return covariance.map((column, b) =>
    Array.from(column, (value, a) => {
      if (a === b) return 1
      const product = (deviations[a] ?? 0) * (deviations[b] ?? 0)
      return Math.max(-1, Math.min(1, value / product))
    }),
  )
}
