import { factorSmall, solveSmall } from '../small-dense.ts'

/**
 * The solution of A x = b by Gauss's elimination with partial pivoting; undefined where a column has no pivot. `matrix` is n × n row by
 * row. The oracle for the kernels of dense.ts and banded.ts.
 */
export function solveReference(matrix: ArrayLike<number>, rightSide: ArrayLike<number>): number[] | undefined {
  const factors = factorSmall(matrix, rightSide.length)
  return factors.sign === 0 || !Number.isFinite(factors.most) ? undefined : [...solveSmall(factors, rightSide)]
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
