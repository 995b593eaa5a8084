/**
 * Weights with which a polynomial is evaluated that takes a value at point 0 and given means over the cells [0,1], [1,2], …
 * (lengths in cells). Returns one row a functional: the weight of the point value, then those of `cells` means.
 */
export function inletPolynomial(cells: number, functionals: readonly (readonly number[])[]): number[][] {
  const n = cells + 1
  // Unknown weights v of Σ v·data = functional for all monomials: one linear system a functional, with the same matrix.
  const matrix: number[][] = []
  for (let power = 0; power < n; power++) {
    const row = [power === 0 ? 1 : 0]
    for (let cell = 0; cell < cells; cell++) row.push(meanOfPower(cell, power))
    matrix.push(row)
  }
  return functionals.map((values) => solveSmall(matrix, values.slice(0, n)))
}

/** Mean of x^power over [cell, cell + 1]. */
export function meanOfPower(cell: number, power: number): number {
  return ((cell + 1) ** (power + 1) - cell ** (power + 1)) / (power + 1)
}

/** Gauss elimination with pivoting, for a handful of unknowns at set-up. */
function solveSmall(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const n = right.length
  const rows = matrix.map((row, i) => [...row, right[i] ?? 0])
  for (let k = 0; k < n; k++) {
    let best = k
    for (let i = k + 1; i < n; i++) if (Math.abs(rows[i]?.[k] ?? 0) > Math.abs(rows[best]?.[k] ?? 0)) best = i
    const pivot = rows[best] ?? []
    rows[best] = rows[k] ?? []
    rows[k] = pivot
    for (let i = 0; i < n; i++) {
      const row = rows[i] ?? []
      if (i === k) continue
      const factor = (row[k] ?? 0) / (pivot[k] ?? 1)
      for (let j = k; j <= n; j++) row[j] = (row[j] ?? 0) - factor * (pivot[j] ?? 0)
    }
  }
  return rows.map((row, i) => (row[n] ?? 0) / (row[i] ?? 1))
}
