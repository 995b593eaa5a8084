/** Small dense factorisations that a fit needs. Matrices are lists of columns. */

/** R of J = QR (columns, each of length n) and the first n entries of Qᵀr. */
export interface Triangle {
  readonly columns: readonly Float64Array[]
  readonly rotated: Float64Array
}

/** Rows reduced at a time: small enough for the cache, and columns that are zero in a block of rows cost nothing there. */
const blockRows = 512

/**
 * Reduces an m × n Jacobian and a residual to n × n by Householder reflections, block by block of rows: what a step and a covariance need,
 * without squaring the condition number. Parameters of one measured column alone (zero elsewhere) are cheap. Where m < n the missing rows
 * are zero.
 * @param rows only these, where given (rising)
 */
export function reduceToTriangle(
  columns: readonly Float64Array[],
  residuals: Float64Array,
  rows?: readonly number[],
): Triangle {
  const n = columns.length
  const m = rows?.length ?? residuals.length
  // Rows of the triangles of all blocks so far, gathered until there are enough to reduce again.
  const room = Math.min(blockRows, Math.ceil(m / blockRows) * n) + n
  let gathered: Float64Array[] = Array.from({ length: n + 1 }, () => new Float64Array(room))
  let height = 0
  const compress = () => {
    const short = gathered.map((column) => column.slice(0, height))
    reflect(short.slice(0, n), short[n] ?? new Float64Array(height))
    gathered = short.map((column) => {
      const renewed = new Float64Array(room)
      renewed.set(column.subarray(0, Math.min(n, height)))
      return renewed
    })
    height = Math.min(n, height)
  }
  for (let first = 0; first < m; first += blockRows) {
    const count = Math.min(blockRows, m - first)
    const take = (column: Float64Array) =>
      rows ? pick(column, rows, first, count) : column.slice(first, first + count)
    const used: number[] = []
    const block: Float64Array[] = []
    columns.forEach((column, j) => {
      const part = take(column)
      if (isZero(part)) return
      used.push(j)
      block.push(part)
    })
    if (used.length === 0) continue
    const right = take(residuals)
    reflect(block, right)
    const kept = Math.min(used.length, count)
    if (height + kept > blockRows) compress()
    used.forEach((j, k) => {
      gathered[j]?.set((block[k] ?? right).subarray(0, kept), height)
    })
    gathered[n]?.set(right.subarray(0, kept), height)
    height += kept
  }
  compress()
  return {
    columns: gathered.slice(0, n).map((column) => column.slice(0, n)),
    rotated: (gathered[n] ?? new Float64Array(n)).slice(0, n),
  }
}

function pick(column: Float64Array, rows: readonly number[], first: number, count: number): Float64Array {
  const part = new Float64Array(count)
  for (let i = 0; i < count; i++) part[i] = column[rows[first + i] ?? 0] ?? 0
  return part
}

function isZero(values: Float64Array): boolean {
  for (let i = 0; i < values.length; i++) if (values[i] !== 0) return false
  return true
}

/** Householder reflections in place: an upper triangle, zeros below, and Qᵀr. */
function reflect(columns: readonly Float64Array[], right: Float64Array): void {
  const n = columns.length
  const m = right.length
  for (let k = 0; k < Math.min(n, m); k++) {
    const pivot = columns[k]
    if (!pivot) continue
    let largest = 0
    for (let i = k; i < m; i++) largest = Math.max(largest, Math.abs(pivot[i] ?? 0))
    if (largest === 0) continue
    let square = 0
    for (let i = k; i < m; i++) square += ((pivot[i] ?? 0) / largest) ** 2
    const head = pivot[k] ?? 0
    const norm = (head > 0 ? -1 : 1) * largest * Math.sqrt(square)
    // v = (x − norm e)/(−norm): its head is 1 + |x_k|/|norm|, between 1 and 2.
    for (let i = k; i < m; i++) pivot[i] = (pivot[i] ?? 0) / -norm
    const first = 1 + (pivot[k] ?? 0)
    pivot[k] = first
    for (let j = k + 1; j <= n; j++) {
      const target = j === n ? right : columns[j]
      if (!target) continue
      let sum = 0
      for (let i = k; i < m; i++) sum += (pivot[i] ?? 0) * (target[i] ?? 0)
      if (sum === 0) continue
      const factor = sum / first
      for (let i = k; i < m; i++) target[i] = (target[i] ?? 0) - factor * (pivot[i] ?? 0)
    }
    pivot.fill(0, k)
    pivot[k] = norm
  }
}

/** A = U·diag(values)·Vᵀ: `left` are the columns of U, `right` those of V, largest value first. */
export interface SingularValues {
  readonly values: Float64Array
  readonly left: readonly Float64Array[]
  readonly right: readonly Float64Array[]
}

/**
 * Singular values of a small matrix by one-sided Jacobi rotations: finds small singular values of matrices with graded columns to full
 * relative accuracy (Demmel and Veselić, 1992), which is what bad fits are made of. Left vectors of zero values are zero.
 */
export function singularValues(matrix: readonly Float64Array[]): SingularValues {
  const n = matrix.length
  const u = matrix.map((column) => column.slice())
  const v = matrix.map((_, j) => Float64Array.from({ length: n }, (_unused, i) => (i === j ? 1 : 0)))
  for (let sweep = 0; sweep < 40; sweep++) {
    let rotated = false
    for (let p = 0; p < n - 1; p++) {
      for (let q = p + 1; q < n; q++) {
        const a = u[p]
        const b = u[q]
        if (!a || !b) continue
        const alpha = dot(a, a)
        const beta = dot(b, b)
        const gamma = dot(a, b)
        if (gamma === 0 || Math.abs(gamma) <= 1e-16 * Math.sqrt(alpha * beta)) continue
        rotated = true
        const zeta = (beta - alpha) / (2 * gamma)
        const t = (zeta >= 0 ? 1 : -1) / (Math.abs(zeta) + Math.hypot(1, zeta))
        const cosine = 1 / Math.hypot(1, t)
        rotate(a, b, cosine, cosine * t)
        rotate(v[p], v[q], cosine, cosine * t)
      }
    }
    if (!rotated) break
  }
  const norms = u.map((column) => Math.sqrt(dot(column, column)))
  const order = norms.map((_, i) => i).sort((a, b) => (norms[b] ?? 0) - (norms[a] ?? 0))
  return {
    values: Float64Array.from(order, (i) => norms[i] ?? 0),
    left: order.map((i) => {
      const norm = norms[i] ?? 0
      return norm > 0 ? (u[i] ?? new Float64Array()).map((value) => value / norm) : new Float64Array(u[i]?.length ?? 0)
    }),
    right: order.map((i) => v[i] ?? new Float64Array(n)),
  }
}

function rotate(a: Float64Array | undefined, b: Float64Array | undefined, cosine: number, sine: number): void {
  if (!a || !b) return
  for (let i = 0; i < a.length; i++) {
    const x = a[i] ?? 0
    const y = b[i] ?? 0
    a[i] = cosine * x - sine * y
    b[i] = sine * x + cosine * y
  }
}

/** Σ aᵢbᵢ. */
export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0)
  return sum
}
