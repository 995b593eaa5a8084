import type { CsrPattern } from '../ordering.ts'

/** The full matrix, row by row. */
export function fullMatrix({ rowStarts, columns }: CsrPattern, values: ArrayLike<number>): Float64Array {
  const n = rowStarts.length - 1
  const out = new Float64Array(n * n)
  for (let i = 0; i < n; i++)
    for (let k = rowStarts[i] ?? 0; k < (rowStarts[i + 1] ?? 0); k++) out[i * n + (columns[k] ?? 0)] = values[k] ?? 0
  return out
}

/**
 * The incomplete LU of a full matrix: Gauss's elimination that forgets every entry outside the pattern. L has a unit diagonal, which
 * is not stored.
 */
export function incompleteReference(pattern: CsrPattern, values: ArrayLike<number>): Float64Array {
  const n = pattern.rowStarts.length - 1
  const a = fullMatrix(pattern, values)
  const isIn = fullMatrix(pattern, new Float64Array(pattern.columns.length).fill(1))
  for (let k = 0; k < n; k++)
    for (let i = k + 1; i < n; i++) {
      if (!isIn[i * n + k]) continue
      const factor = (a[i * n + k] ?? 0) / (a[k * n + k] ?? 0)
      a[i * n + k] = factor
      for (let j = k + 1; j < n; j++)
        if (isIn[i * n + j]) a[i * n + j] = (a[i * n + j] ?? 0) - factor * (a[k * n + j] ?? 0)
    }
  return a
}
