import { add, call, isNumber, multiply, number, subtract, zero } from '../../../expression/build.ts'
import { differentiate } from '../../../expression/differentiate.ts'
import type { Expression } from '../../../expression/expression.ts'
import { namesIn } from '../../../expression/names.ts'
import { simplifyExpression } from '../../../expression/simplify.ts'
import type { Transport } from './advective-form.ts'

/** Which of some things hang together, directly or through others: lists of them. */
function together(count: number, joined: (a: number, b: number) => boolean): readonly (readonly number[])[] {
  const group = Array.from({ length: count }, (_, i) => i)
  for (let a = 0; a < count; a++)
    for (let b = 0; b < count; b++) {
      if (!joined(a, b) || group[a] === group[b]) continue
      const from = group[b]
      for (let c = 0; c < count; c++) if (group[c] === from) group[c] = group[a] ?? 0
    }
  return [...new Set(group)].map((one) => group.flatMap((of, i) => (of === one ? [i] : [])))
}

/**
 * A bound of the size of the eigenvalues of a matrix that are all real: |m| + √((n − 1)/n (tr A² − n m²)), m their mean; what they are
 * exactly for n ≤ 2 (Wolkowicz, Styan, Linear Algebra Appl. 29, 1980, 471).
 */
function eigenvalueBound(matrix: readonly (readonly Expression[])[]): Expression {
  const n = matrix.length
  const trace = matrix.reduce<Expression>((sum, row, i) => add(sum, row[i] ?? zero), zero)
  if (n === 1) return call('abs', trace)
  const mean = multiply(number(1 / n), trace)
  // Σ (a_ii − m)² + Σ a_ij a_ji: without the cancellation of tr A² − n m².
  let square: Expression = zero
  matrix.forEach((row, i) => {
    row.forEach((entry, j) => {
      const other = matrix[j]?.[i] ?? zero
      if (i === j) square = add(square, multiply(subtract(entry, mean), subtract(entry, mean)))
      else square = add(square, multiply(entry, other))
    })
  })
  return add(
    call('abs', mean),
    call('sqrt', call('max', zero, multiply(number((n - 1) / n), simplifyExpression(square)))),
  )
}

/** Largest wave speed along an axis for the unknowns whose fluxes hang together. */
export interface WaveSpeed {
  readonly axis: number
  readonly rates: readonly number[]
  /** With its sign where there is one unknown, else a bound of sizes. */
  readonly value: Expression
  readonly isSigned: boolean
}

/** The speeds of the waves that fluxes make: the spectral radius of ∂flux/∂unknowns, block by block where it is triangular. */
export function waveSpeeds(fluxes: readonly Transport[], unknowns: readonly string[], rank: number): readonly WaveSpeed[] {
  const speeds: WaveSpeed[] = []
  for (let axis = 0; axis < rank; axis++) {
    const own = fluxes.filter((one) => one.axis === axis)
    const jacobian = own.map(({ value }) =>
      own.map(({ rate }) => simplifyExpression(differentiate(value, unknowns[rate] ?? ''))),
    )
    const depends = (a: number, b: number) => !isNumber(jacobian[a]?.[b] ?? zero, 0)
    const reach = own.map((_, a) => own.map((_, b) => a === b || depends(a, b)))
    for (let via = 0; via < own.length; via++)
      for (const row of reach)
        if (row[via]) for (let b = 0; b < own.length; b++) row[b] ||= reach[via]?.[b] ?? false
    for (const group of together(own.length, depends)) {
      const [only = 0, more] = group
      if (more === undefined) {
        speeds.push({ axis, rates: [own[only]?.rate ?? 0], value: jacobian[only]?.[only] ?? zero, isSigned: true })
        continue
      }
      const blocks = together(group.length, (a, b) => {
        const [i = 0, j = 0] = [group[a], group[b]]
        return (reach[i]?.[j] ?? false) && (reach[j]?.[i] ?? false)
      })
      const bounds = blocks.map((block) => {
        const places = block.map((k) => group[k] ?? 0)
        return eigenvalueBound(places.map((i) => places.map((j) => jacobian[i]?.[j] ?? zero)))
      })
      const value = bounds.reduce((most, one) => (isNumber(one, 0) ? most : isNumber(most, 0) ? one : call('max', most, one)), zero)
      speeds.push({ axis, rates: group.map((i) => own[i]?.rate ?? 0), value: simplifyExpression(value), isSigned: false })
    }
  }
  return speeds
} // biome-ignore format: one thought

/** Names that expressions use, in the order they come. */
export function namesOf(expressions: readonly Expression[]): readonly string[] {
  return [...new Set(expressions.flatMap((one) => [...namesIn(one)]))]
}
