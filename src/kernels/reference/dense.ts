/**
 * The solution of A x = b by Gauss's elimination with partial pivoting, as a textbook has it; undefined where a column has no
 * pivot. `matrix` is n × n row by row. The oracle for the kernels of dense.ts and banded.ts.
 */
export function solveReference(matrix: ArrayLike<number>, rightSide: ArrayLike<number>): number[] | undefined {
  const n = rightSide.length
  const rows = Array.from({ length: n }, (_, i) => [
    ...Array.from({ length: n }, (_, j) => matrix[i * n + j] ?? 0),
    rightSide[i] ?? 0,
  ])
  const at = (i: number, j: number) => rows[i]?.[j] ?? 0
  for (let k = 0; k < n; k++) {
    let pivot = k
    for (let i = k + 1; i < n; i++) if (Math.abs(at(i, k)) > Math.abs(at(pivot, k))) pivot = i
    if (at(pivot, k) === 0 || !Number.isFinite(at(pivot, k))) return undefined
    const [upper, lower] = [rows[pivot] ?? [], rows[k] ?? []]
    rows[k] = upper
    rows[pivot] = lower
    for (let i = k + 1; i < n; i++) {
      const factor = at(i, k) / at(k, k)
      rows[i] = (rows[i] ?? []).map((value, j) => (j < k ? value : value - factor * at(k, j)))
    }
  }
  const x = new Array<number>(n).fill(0)
  for (let i = n - 1; i >= 0; i--) {
    let sum = at(i, n)
    for (let j = i + 1; j < n; j++) sum -= at(i, j) * (x[j] ?? 0)
    x[i] = sum / at(i, i)
  }
  return x
}

/** The same for interleaved complex entries, as the real system of twice the size [[A, −B], [B, A]] (x, y) = (b, c). */
export function solveComplexReference(matrix: ArrayLike<number>, rightSide: ArrayLike<number>): number[] | undefined {
  const n = rightSide.length / 2
  const real = new Float64Array(4 * n * n)
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) {
      const [re, im] = [matrix[2 * (i * n + j)] ?? 0, matrix[2 * (i * n + j) + 1] ?? 0]
      real[2 * i * 2 * n + 2 * j] = re
      real[2 * i * 2 * n + 2 * j + 1] = -im
      real[(2 * i + 1) * 2 * n + 2 * j] = im
      real[(2 * i + 1) * 2 * n + 2 * j + 1] = re
    }
  return solveReference(real, rightSide)
}

/** A x, row by row. */
export function multiplyReference(matrix: ArrayLike<number>, x: ArrayLike<number>): number[] {
  const n = x.length
  return Array.from({ length: matrix.length / n }, (_, i) => {
    let sum = 0
    for (let j = 0; j < n; j++) sum += (matrix[i * n + j] ?? 0) * (x[j] ?? 0)
    return sum
  })
}
