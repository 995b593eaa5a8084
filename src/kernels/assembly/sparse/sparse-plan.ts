// What the sparse factorisations share: the table of one of them, and arithmetic with T = f64, or v128 for complex numbers.

import { inverseOf, taxicab, times } from '../linear/complex-lanes'
import { LEAST_PIVOT } from '../linear/dense-pivot'

// `plan` is a table of int32, the number of unknowns first:

/** Starts and columns of A's rows. */
export const STARTS: usize = 4
export const COLUMNS: usize = 8
/** Order of B's columns; place of each of B's rows among the pivots, −1 while it has none. */
export const ORDER: usize = 12
export const PLACES: usize = 16
/** Starts, rows and values of L (unit diagonal left out) and U (diagonal left out), U's inverse diagonal. */
export const L_STARTS: usize = 20
export const L_ROWS: usize = 24
export const L_VALUES: usize = 28
export const U_STARTS: usize = 32
export const U_ROWS: usize = 36
export const U_VALUES: usize = 40
export const INVERSES: usize = 44
/** How many entries L and U have room for. */
export const CAPACITY: usize = 48
/** n values, all zero between calls; int32 scratch of 3n; marks of the search, n int32. */
export const WORK: usize = 52
export const STACK: usize = 56
export const MARKS: usize = 60
/**
 * For `refactor`, where columns of L and U are ascending: how many columns after each one of L have the same rows below them; where the
 * rows at a column's end begin to follow one another.
 */
export const CHAINS: usize = 64
export const RUNS: usize = 68

@inline export function setIndex(array: usize, i: i32, value: i32): void {
  store<i32>(array + (<usize>i << 2), value)
}

@inline export function pointer(plan: usize, field: usize): usize {
  return <usize>load<u32>(plan + field)
}

@inline export function place<T>(array: usize, i: i32): usize {
  if (isVector<T>()) return array + (<usize>i << 4)
  return array + (<usize>i << 3)
}

@inline export function product<T>(x: T, y: T): T {
  if (isVector<T>()) return times(x, y)
  return x * y
}

@inline export function minus<T>(x: T, y: T): T {
  if (isVector<T>()) return f64x2.sub(x, y)
  return x - y
}

@inline export function inverse<T>(x: T): T {
  if (isVector<T>()) return inverseOf(x)
  return 1.0 / x
}

@inline export function size<T>(at: usize): f64 {
  if (isVector<T>()) return taxicab(at)
  return abs(load<f64>(at))
}

@inline export function zero<T>(): T {
  if (isVector<T>()) return f64x2.splat(0)
  return 0.0
}

@inline export function isUsable(pivot: f64): bool {
  return pivot >= LEAST_PIVOT && pivot <= f64.MAX_VALUE
}
