// Solves with the factors of sparse-factor.ts and sparse-refactor.ts.

import { index } from './csr'
import {
  ORDER, PLACES, L_STARTS, L_ROWS, L_VALUES, U_STARTS, U_ROWS,
  U_VALUES, INVERSES, WORK, pointer, place, product, minus,
} from './sparse-plan'

/** The right side's place takes the solution. */
@inline function solve<T>(plan: usize, rightSide: usize): void {
  const n = load<i32>(plan)
  const order = pointer(plan, ORDER), places = pointer(plan, PLACES), y = pointer(plan, WORK), inverses = pointer(plan, INVERSES)
  const lStarts = pointer(plan, L_STARTS), lRows = pointer(plan, L_ROWS), lValues = pointer(plan, L_VALUES)
  const uStarts = pointer(plan, U_STARTS), uRows = pointer(plan, U_ROWS), uValues = pointer(plan, U_VALUES)
  for (let k = 0, p = 0; k < n; k++) {
    let sum = load<T>(place<T>(rightSide, index(order, k)))
    for (const end = index(uStarts, k + 1); p < end; p++)
      sum = minus<T>(sum, product<T>(load<T>(place<T>(uValues, p)), load<T>(place<T>(y, index(uRows, p)))))
    store<T>(place<T>(y, k), product<T>(sum, load<T>(place<T>(inverses, k))))
  }
  for (let k = n - 1; k >= 0; k--) {
    let sum = load<T>(place<T>(y, k))
    for (let p = index(lStarts, k), end = index(lStarts, k + 1); p < end; p++)
      sum = minus<T>(sum, product<T>(load<T>(place<T>(lValues, p)), load<T>(place<T>(y, index(lRows, p)))))
    store<T>(place<T>(y, k), sum)
  }
  for (let i = 0; i < n; i++) store<T>(place<T>(rightSide, i), load<T>(place<T>(y, index(places, i))))
}

export function solveSparse(plan: usize, rightSide: usize): void {
  solve<f64>(plan, rightSide)
}

export function solveSparseComplex(plan: usize, rightSide: usize): void {
  solve<v128>(plan, rightSide)
}
