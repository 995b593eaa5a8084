/** A value's factor at a distance from the point in question, in spacings. */
export interface StencilWeight {
  readonly at: number
  readonly factor: number
}

/**
 * Factors of the values at `nodes` (any distances, in spacings) in the derivative at 0, for spacing 1: exact for polynomials through
 * them. Fornberg, Math. Comp. 51 (1988) 699.
 */
export function fornbergWeights(derivative: number, nodes: readonly number[]): readonly number[] {
  const count = nodes.length
  const weights = Array.from({ length: count }, () => new Array<number>(derivative + 1).fill(0))
  weights[0][0] = 1
  let product = 1
  for (let i = 1; i < count; i++) {
    let next = 1
    for (let j = 0; j < i; j++) {
      const gap = nodes[i] - nodes[j]
      next *= gap
      if (j === i - 1)
        for (let m = Math.min(i, derivative); m >= 0; m--)
          weights[i][m] =
            (product * ((m > 0 ? m * weights[i - 1][m - 1] : 0) - nodes[i - 1] * weights[i - 1][m])) / next
      for (let m = Math.min(i, derivative); m >= 0; m--)
        weights[j][m] = (nodes[i] * weights[j][m] - (m > 0 ? m * weights[j][m - 1] : 0)) / gap
    }
    product = next
  }
  return weights.map((row) => asFraction(row[derivative]))
}

/** Central weights of a derivative to an order of accuracy, zeros left out; ascending. */
export function centralWeights(derivative: number, order: number): readonly StencilWeight[] {
  if (derivative === 0) return [{ at: 0, factor: 1 }]
  const reach = Math.floor((derivative + 1) / 2) + order / 2 - 1
  const nodes = Array.from({ length: 2 * reach + 1 }, (_, i) => i - reach)
  return fornbergWeights(derivative, nodes).flatMap((factor, i) => (factor === 0 ? [] : [{ at: nodes[i], factor }]))
}

/** Weights half a spacing beyond 0, of the values (derivative 0) or of their slope, from as many nodes as the order. */
export function faceWeights(derivative: 0 | 1, order: number): readonly StencilWeight[] {
  const nodes = Array.from({ length: order }, (_, i) => i + 1 - order / 2)
  const weights = fornbergWeights(
    derivative,
    nodes.map((at) => at - 0.5),
  )
  return nodes.map((at, i) => ({ at, factor: weights[i] }))
}

/** What a value beyond an end is made from: values from the end inwards, and derivatives there times powers of the spacing. */
export interface GhostWeights {
  readonly nodes: readonly number[]
  readonly derivatives: readonly number[]
}

/**
 * The polynomial through `count` values 0, 1, … inwards whose `derivatives` at the end are given, continued to −1, …, −ghosts.
 * One slope and two values: u₋₁ = u₁ − 2h u′.
 */
export function ghostWeights(count: number, derivatives: readonly number[], ghosts: number): readonly GhostWeights[] {
  const size = count + derivatives.length
  // Row i of the transposed system: Σ_r w_r L_r(x^i) = (−j)^i, with L_r the conditions.
  const matrix = Array.from({ length: size }, (_, i) => [
    ...Array.from({ length: count }, (_, node) => node ** i),
    ...derivatives.map((m) => (m === i ? factorial(i) : 0)),
  ])
  return Array.from({ length: ghosts }, (_, j) => {
    const solution = solve(
      matrix.map((row) => [...row]),
      Array.from({ length: size }, (_, i) => (-1 - j) ** i),
    ).map(asFraction)
    return { nodes: solution.slice(0, count), derivatives: solution.slice(count) }
  })
}

const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1))

/** Elimination with pivots; the matrices are small and well behaved. */
function solve(matrix: number[][], rightSide: number[]): number[] {
  const size = rightSide.length
  for (let k = 0; k < size; k++) {
    let pivot = k
    for (let i = k + 1; i < size; i++) if (Math.abs(matrix[i][k]) > Math.abs(matrix[pivot][k])) pivot = i
    ;[matrix[k], matrix[pivot]] = [matrix[pivot], matrix[k]]
    ;[rightSide[k], rightSide[pivot]] = [rightSide[pivot], rightSide[k]]
    for (let i = k + 1; i < size; i++) {
      const factor = matrix[i][k] / matrix[k][k]
      if (factor === 0) continue
      for (let j = k; j < size; j++) matrix[i][j] -= factor * matrix[k][j]
      rightSide[i] -= factor * rightSide[k]
    }
  }
  for (let k = size - 1; k >= 0; k--) {
    for (let j = k + 1; j < size; j++) rightSide[k] -= matrix[k][j] * rightSide[j]
    rightSide[k] /= matrix[k][k]
  }
  return rightSide
}

/** Weights are fractions with small denominators: rounding of their computation goes, so that what cancels does so exactly. */
function asFraction(value: number): number {
  for (const denominator of [1, 5760, 10080]) {
    const numerator = Math.round(value * denominator)
    if (Math.abs(value * denominator - numerator) < 1e-7) return numerator / denominator
  }
  return value
}
