/** A matrix, row by row. */
export interface Dense {
  readonly rows: number
  readonly columns: number
  readonly values: Float64Array
}

/** Zeros. */
export function denseZeros(rows: number, columns: number): Dense {
  return { rows, columns, values: new Float64Array(rows * columns) }
}

/** a b. */
export function denseProduct(a: Dense, b: Dense): Dense {
  const out = denseZeros(a.rows, b.columns)
  for (let i = 0; i < a.rows; i++)
    for (let k = 0; k < a.columns; k++) {
      const factor = a.values[i * a.columns + k]
      if (factor === 0) continue
      for (let j = 0; j < b.columns; j++) out.values[i * b.columns + j] += factor * b.values[k * b.columns + j]
    }
  return out
}

/** One above the other. */
export function stackDense(a: Dense, b: Dense): Dense {
  const out = denseZeros(a.rows + b.rows, a.columns)
  out.values.set(a.values)
  out.values.set(b.values, a.values.length)
  return out
}

/** a^(−1) by elimination with pivots in rows scaled to 1; undefined where it is singular. */
export function denseInverse(a: Dense): Dense | undefined {
  const n = a.rows
  const work = a.values.slice()
  const out = denseZeros(n, n)
  for (let i = 0; i < n; i++) {
    let largest = 0
    for (let j = 0; j < n; j++) largest = Math.max(largest, Math.abs(work[i * n + j]))
    if (!(largest > 0)) return undefined
    for (let j = 0; j < n; j++) work[i * n + j] /= largest
    out.values[i * n + i] = 1 / largest
  }
  for (let p = 0; p < n; p++) {
    let best = p
    for (let i = p + 1; i < n; i++) if (Math.abs(work[i * n + p]) > Math.abs(work[best * n + p])) best = i
    if (Math.abs(work[best * n + p]) < 1e-14) return undefined
    for (const values of [work, out.values]) {
      if (best === p) continue
      const kept = values.slice(p * n, (p + 1) * n)
      values.copyWithin(p * n, best * n, (best + 1) * n)
      values.set(kept, best * n)
    }
    const pivot = 1 / work[p * n + p]
    for (let j = 0; j < n; j++) {
      work[p * n + j] *= pivot
      out.values[p * n + j] *= pivot
    }
    for (let i = 0; i < n; i++) {
      const factor = work[i * n + p]
      if (i === p || factor === 0) continue
      for (let j = p; j < n; j++) work[i * n + j] -= factor * work[p * n + j]
      for (let j = 0; j < n; j++) out.values[i * n + j] -= factor * out.values[p * n + j]
    }
  }
  return out
}

/** view[out …] ← a · view[x …]. */
export function applyDense({ rows, columns, values }: Dense, view: Float64Array, x: number, out: number): void {
  for (let i = 0; i < rows; i++) {
    let sum = 0
    const row = i * columns
    for (let j = 0; j < columns; j++) sum += values[row + j] * view[x + j]
    view[out + i] = sum
  }
}
