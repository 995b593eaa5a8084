/** A value or derivative at a place, in spacings. */
export interface Given {
  readonly at: number
  readonly order: number
}

const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1))

/** The derivative of x^power of an order at a place. */
function ofMonomial(power: number, { at, order }: Given): number {
  if (order > power) return 0
  return (factorial(power) / factorial(power - order)) * at ** (power - order)
}

/**
 * Factors of given values and derivatives in another one, exact for every polynomial with as many coefficients as are given: the linear
 * equations that say so, eliminated with pivots.
 */
export function taylorWeights(given: readonly Given[], wanted: Given): readonly number[] {
  const size = given.length
  const rows = Array.from({ length: size }, (_, power) => [
    ...given.map((one) => ofMonomial(power, one)),
    ofMonomial(power, wanted),
  ])
  for (let k = 0; k < size; k++) {
    let pivot = k
    for (let i = k + 1; i < size; i++) if (Math.abs(rows[i][k]) > Math.abs(rows[pivot][k])) pivot = i
    const [a, b] = [rows[k], rows[pivot]]
    rows[k] = b
    rows[pivot] = a
    for (let i = 0; i < size; i++) {
      if (i === k) continue
      const factor = rows[i][k] / rows[k][k]
      for (let j = k; j <= size; j++) rows[i][j] -= factor * rows[k][j]
    }
  }
  return rows.map((row, k) => row[size] / row[k])
}

/** Values at whole places from one to another. */
export function valuesFrom(first: number, last: number): readonly Given[] {
  return Array.from({ length: last - first + 1 }, (_, i) => ({ at: first + i, order: 0 }))
}
