import { add, isNumber, multiply, one } from '../../../expression/build.ts'
import type { Expression } from '../../../expression/expression.ts'

/** The series along an axis: of a periodic one, of zero slope at both ends, of zero value at both ends. */
export type AxisKind = 'fourier' | 'cosine' | 'sine'

/** Σ coefficient · ∂^orders with coefficients in parameters alone, by the orders joined with commas, one an axis. */
export type Operator = ReadonlyMap<string, Expression>

/** The orders a key of an operator stands for. */
export function ordersOf(key: string): number[] {
  return key.split(',').map(Number)
}

/** coefficient · ∂^orders. */
export function monomial(orders: readonly number[], coefficient: Expression = one): Operator {
  return new Map([[orders.join(','), coefficient]])
}

/** The operator that changes nothing. */
export function identityOperator(dimension: number): Operator {
  return monomial(new Array<number>(dimension).fill(0))
}

/** ∂ along one axis. */
export function alongAxis(dimension: number, axis: number, order: number): Operator {
  return monomial(Array.from({ length: dimension }, (_, a) => (a === axis ? order : 0)))
}

/** ∇². */
export function laplaceOperator(dimension: number): Operator {
  return Array.from({ length: dimension }, (_, axis) => alongAxis(dimension, axis, 2)).reduce(sumOperators)
}

/** a + b. */
export function sumOperators(a: Operator, b: Operator): Operator {
  const sum = new Map(a)
  for (const [key, coefficient] of b) {
    const before = sum.get(key)
    const after = before ? add(before, coefficient) : coefficient
    if (isNumber(after, 0)) sum.delete(key)
    else sum.set(key, after)
  }
  return sum
}

/** One after the other. */
export function composeOperators(a: Operator, b: Operator): Operator {
  let product: Operator = new Map()
  for (const [keyA, coefficientA] of a) {
    const left = ordersOf(keyA)
    for (const [keyB, coefficientB] of b) {
      const orders = ordersOf(keyB).map((order, axis) => order + left[axis])
      product = sumOperators(product, monomial(orders, multiply(coefficientA, coefficientB)))
    }
  }
  return product
}

/** The operator times something constant. */
export function scaleOperator(a: Operator, by: Expression): Operator {
  return new Map([...a].map(([key, coefficient]) => [key, multiply(by, coefficient)]))
}

/** The series a field has after derivatives: those of odd order make sines of cosines and cosines of sines. */
export function kindsAfter(kinds: readonly AxisKind[], orders: readonly number[]): AxisKind[] {
  return kinds.map((kind, axis) => {
    if (kind === 'fourier' || orders[axis] % 2 === 0) return kind
    return kind === 'sine' ? 'cosine' : 'sine'
  })
}
