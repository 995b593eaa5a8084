/** A small dense matrix factored by rows with partial pivoting; row by row in `values`, L below its unit diagonal, U above. */
export interface Factors {
  readonly n: number
  readonly values: Float64Array
  readonly order: Int32Array
  /** Sign of the determinant; 0 where a pivot is zero or not a number. */
  readonly sign: number
  /** Logarithm of the size of the determinant. */
  readonly logarithm: number
  /** Smallest and largest size of a pivot: their ratio is a rough inverse condition. */
  readonly least: number
  readonly most: number
}

/**
 * LU of an n × n matrix (kept). A zero pivot is replaced by the smallest that can still be divided by, so that inverse iteration
 * finds null vectors; `sign` is 0 then.
 */
export function factorSmall(matrix: ArrayLike<number>, n: number): Factors {
  const values = Float64Array.from(matrix)
  const order = Int32Array.from({ length: n }, (_, i) => i)
  let sign = 1
  let logarithm = 0
  let least = Number.POSITIVE_INFINITY
  let most = 0
  let norm = 0
  for (const value of values) norm = Math.max(norm, Math.abs(value))
  for (let k = 0; k < n; k++) {
    let at = k
    for (let i = k + 1; i < n; i++) if (Math.abs(values[i * n + k]) > Math.abs(values[at * n + k])) at = i
    if (at !== k) {
      sign = -sign
      for (let j = 0; j < n; j++) [values[k * n + j], values[at * n + j]] = [values[at * n + j], values[k * n + j]]
      ;[order[k], order[at]] = [order[at], order[k]]
    }
    const pivot = values[k * n + k]
    if (!(Math.abs(pivot) > 0)) {
      sign = 0
      values[k * n + k] = Number.EPSILON ** 2 * (norm || 1)
    } else sign *= Math.sign(pivot)
    const size = Math.abs(pivot)
    logarithm += Math.log(size)
    least = Math.min(least, size)
    most = Math.max(most, size)
    for (let i = k + 1; i < n; i++) {
      const part = values[i * n + k] / values[k * n + k]
      values[i * n + k] = part
      if (part !== 0) for (let j = k + 1; j < n; j++) values[i * n + j] -= part * values[k * n + j]
    }
  }
  return { n, values, order, sign, logarithm, least: n === 0 ? 1 : least, most: n === 0 ? 1 : most }
}

/** x of A x = b. */
export function solveSmall({ n, values, order }: Factors, rightSide: ArrayLike<number>): Float64Array {
  const x = Float64Array.from({ length: n }, (_, i) => rightSide[order[i]])
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) x[i] -= values[i * n + j] * x[j]
  for (let i = n - 1; i >= 0; i--) {
    for (let j = i + 1; j < n; j++) x[i] -= values[i * n + j] * x[j]
    x[i] /= values[i * n + i]
  }
  return x
}

/** x of Aᵀ x = b. */
function solveSmallTransposed({ n, values, order }: Factors, rightSide: ArrayLike<number>): Float64Array {
  const y = Float64Array.from(rightSide)
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) y[i] -= values[j * n + i] * y[j]
    y[i] /= values[i * n + i]
  }
  for (let i = n - 1; i >= 0; i--) for (let j = i + 1; j < n; j++) y[i] -= values[j * n + i] * y[j]
  const x = new Float64Array(n)
  for (let i = 0; i < n; i++) x[order[i]] = y[i]
  return x
}

/** The unit vectors v and w that A and Aᵀ shrink most, by inverse iteration: null vectors of a matrix that is singular. */
export function nullVectors(factors: Factors): { readonly right: Float64Array; readonly left: Float64Array } {
  let right = unit(Float64Array.from({ length: factors.n }, (_, i) => 1 + 0.3 * Math.cos(2 * i + 1)))
  let left = right
  for (let round = 0; round < 4; round++) {
    left = unit(solveSmallTransposed(factors, right))
    right = unit(solveSmall(factors, left))
  }
  return { right, left }
}

export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i]
  return sum
}

export function norm(a: ArrayLike<number>): number {
  return Math.sqrt(dot(a, a))
}

/** The vector with length 1. Entries may be so large that their squares are not numbers. */
export function unit(a: Float64Array): Float64Array {
  let largest = 0
  for (const value of a) largest = Math.max(largest, Math.abs(value))
  const scaled = a.map((value) => value / (largest || 1))
  const length = norm(scaled) || 1
  return scaled.map((value) => value / length)
}

/** A v of an n × n matrix. */
export function multiply(matrix: ArrayLike<number>, n: number, vector: ArrayLike<number>): Float64Array {
  const out = new Float64Array(n)
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) out[i] += matrix[i * n + j] * vector[j]
  return out
}
