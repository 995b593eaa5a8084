// Small dense matrices in plain TypeScript, where a kernel's memory would cost more than it saves: Newton's method for a few unknowns,
// curves of equilibria, constraints at the start.

/** A matrix factored with partial pivoting: row by row in `values`, L below its unit diagonal, U above. */
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

function exchangeRows(values: Float64Array, n: number, a: number, b: number): void {
  for (let j = 0; j < n; j++) {
    const value = values[a * n + j]
    values[a * n + j] = values[b * n + j]
    values[b * n + j] = value
  }
}

/**
 * LU of the n × n matrix in `values`, in place. A zero pivot is replaced by the smallest that can still be divided by, so that inverse
 * iteration finds null vectors; `sign` is 0 then.
 */
export function factorInPlace(values: Float64Array, n: number): Factors {
  const order = new Int32Array(n)
  let [sign, logarithm, least, most, largest] = [1, 0, Number.POSITIVE_INFINITY, 0, 0]
  for (let i = 0; i < n; i++) order[i] = i
  for (let i = 0; i < n * n; i++) largest = Math.max(largest, Math.abs(values[i]))
  for (let k = 0; k < n; k++) {
    let at = k
    for (let i = k + 1; i < n; i++) if (Math.abs(values[i * n + k]) > Math.abs(values[at * n + k])) at = i
    if (at !== k) {
      sign = -sign
      exchangeRows(values, n, k, at)
      const place = order[k]
      order[k] = order[at]
      order[at] = place
    }
    const pivot = values[k * n + k]
    if (!(Math.abs(pivot) > 0)) {
      sign = 0
      values[k * n + k] = Number.EPSILON ** 2 * (largest || 1)
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

/** The same of a matrix that is kept. */
export function factorSmall(matrix: ArrayLike<number>, n: number): Factors {
  return factorInPlace(Float64Array.from(matrix), n)
}

/** x of A x = b; `out` may not be b. */
export function solveSmall(
  { n, values, order }: Factors,
  rightSide: ArrayLike<number>,
  out = new Float64Array(n),
): Float64Array {
  for (let i = 0; i < n; i++) {
    let sum = rightSide[order[i]]
    for (let j = 0; j < i; j++) sum -= values[i * n + j] * out[j]
    out[i] = sum
  }
  for (let i = n - 1; i >= 0; i--) {
    let sum = out[i]
    for (let j = i + 1; j < n; j++) sum -= values[i * n + j] * out[j]
    out[i] = sum / values[i * n + i]
  }
  return out
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
