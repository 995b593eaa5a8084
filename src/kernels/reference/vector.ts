// Plain twins of the loops of explicit and implicit integrators and of the reductions, for tests: one value at a time, by definition.

type Numbers = ArrayLike<number>

/** start + factor · Σ coefficient · vector, value by value; a start left out is zero. */
export function combinationReference(
  vectors: readonly Numbers[],
  coefficients: readonly number[],
  factor = 1,
  start?: Numbers,
): number[] {
  return Array.from({ length: vectors[0]?.length ?? 0 }, (_, i) => {
    let sum = 0
    coefficients.forEach((coefficient, j) => {
      sum += coefficient * (vectors[j]?.[i] ?? 0)
    })
    return (start?.[i] ?? 0) + factor * sum
  })
}

/** 1 / (atol_i + rtol · max(|x_i|, |y_i|)): what an error is measured by. */
export function errorWeightsReference(x: Numbers, y: Numbers, rtol: number, atol: (i: number) => number): number[] {
  return Array.from(x, (value, i) => 1 / (atol(i) + rtol * Math.max(Math.abs(value), Math.abs(y[i] ?? 0))))
}

/** √(mean of (x_i w_i)²). */
export function weightedNormReference(x: Numbers, weights: Numbers): number {
  let squares = 0
  for (let i = 0; i < x.length; i++) squares += ((x[i] ?? 0) * (weights[i] ?? 0)) ** 2
  return Math.sqrt(squares / x.length)
}

/** Σ |x_i|^power, then the root: the norms 1 and 2. */
export function normReference(x: Numbers, power: 1 | 2): number {
  let sum = 0
  for (let i = 0; i < x.length; i++) sum += Math.abs(x[i] ?? 0) ** power
  return power === 1 ? sum : Math.sqrt(sum)
}

/** Σ terms to the last digit: what each addition rounds off is kept and added at the end (Neumaier, ZAMM 54 (1974) 39). */
export function sumReference(count: number, term: (j: number) => number): number {
  let [total, lost] = [0, 0]
  for (let j = 0; j < count; j++) {
    const value = term(j)
    const next = total + value
    lost += Math.abs(total) >= Math.abs(value) ? total - next + value : value - next + total
    total = next
  }
  return total + lost
}
