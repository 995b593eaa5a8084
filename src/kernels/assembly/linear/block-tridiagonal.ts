// Block-tridiagonal and cyclic block-tridiagonal systems: Thomas's algorithm with small dense blocks, rows exchanged within a block
// only. Block row i is three blocks row by row, [A | B | C]: A x(i − 1) + B x(i) + C x(i + 1). In the cyclic case A of the first
// row belongs to the last unknown and C of the last row to the first. Factored in place: B becomes the LU (dense-lu.ts) of
// B − A B⁻¹C of the row before, C becomes B⁻¹C.

import { cell, pair } from '../lanes'
import { exchange, factorDense } from './dense-lu'
import { solveDense } from './dense-solve'

/** C ← C − A B, blocks of `size`. */
function subtractProduct(c: usize, a: usize, b: usize, size: i32): void {
  const row = <usize>size << 3, even = row & ~15
  for (let i = 0; i < size; i++, c += row) {
    for (let k = 0, from = b; k < size; k++, from += row, a += 8) {
      const factor = load<f64>(a), f = pair(factor)
      for (let o: usize = 0; o < even; o += 16) v128.store(c + o, f64x2.sub(v128.load(c + o), f64x2.mul(f, v128.load(from + o))))
      if (even < row) store<f64>(c + even, load<f64>(c + even) - factor * load<f64>(from + even))
    }
  }
}

/** y ← y − A x. */
@inline function subtractTimes(y: usize, a: usize, x: usize, size: i32): void {
  for (let i = 0; i < size; i++) {
    let value = load<f64>(cell(y, i))
    for (let k = 0; k < size; k++, a += 8) value -= load<f64>(a) * load<f64>(cell(x, k))
    store<f64>(cell(y, i), value)
  }
}

/** X ← (LU)⁻¹ X for a whole block: its rows are what is exchanged and subtracted. */
function solveBlock(lu: usize, pivots: usize, size: i32, x: usize): void {
  const row = <usize>size << 3, even = row & ~15
  for (let k = 0; k < size; k++) {
    const p = load<i32>(pivots + (<usize>k << 2))
    if (p != k) exchange(x + <usize>k * row, x + <usize>p * row, row)
  }
  for (let i = 1; i < size; i++)
    for (let k = 0; k < i; k++) subtractRow(x + <usize>i * row, x + <usize>k * row, load<f64>(cell(lu, i * size + k)), row, even)
  for (let i = size - 1; i >= 0; i--) {
    const to = x + <usize>i * row
    for (let k = i + 1; k < size; k++) subtractRow(to, x + <usize>k * row, load<f64>(cell(lu, i * size + k)), row, even)
    const inverse = load<f64>(cell(lu, i * size + i))
    for (let o: usize = 0; o < row; o += 8) store<f64>(to + o, load<f64>(to + o) * inverse)
  }
}

@inline function subtractRow(to: usize, from: usize, factor: f64, row: usize, even: usize): void {
  const f = pair(factor)
  for (let o: usize = 0; o < even; o += 16) v128.store(to + o, f64x2.sub(v128.load(to + o), f64x2.mul(f, v128.load(from + o))))
  if (even < row) store<f64>(to + even, load<f64>(to + even) - factor * load<f64>(from + even))
}

/** Returns 0, or 1 + the number of the unknown without a pivot. `matrix`: 3·size² a block row; `pivots`: blocks·size float64. */
export function factorBlockTridiagonal(matrix: usize, pivots: usize, blocks: i32, size: i32): i32 {
  const area = <usize>(size * size) << 3, row = area * 3, step = <usize>size << 2
  for (let i = 0, at = matrix, p = pivots; i < blocks; i++, at += row, p += step) {
    if (i > 0) subtractProduct(at + area, at, at - area, size)
    const failure = factorDense(at + area, p, size)
    if (failure != 0) return i * size + failure
    if (i < blocks - 1) solveBlock(at + area, p, size, at + 2 * area)
  }
  return 0
}

/** The right side's place takes the solution. */
export function solveBlockTridiagonal(matrix: usize, pivots: usize, blocks: i32, size: i32, rightSide: usize): void {
  const area = <usize>(size * size) << 3, row = area * 3, step = <usize>size << 3
  let at = matrix, p = pivots, x = rightSide
  for (let i = 0; i < blocks; i++, at += row, p += step >> 1, x += step) {
    if (i > 0) subtractTimes(x, at, x - step, size)
    solveDense(at + area, p, size, x)
  }
  at -= 2 * row
  x -= 2 * step
  for (let i = blocks - 2; i >= 0; i--, at -= row, x -= step) subtractTimes(x, at + 2 * area, x + step, size)
}

/** The last block apart, as in factorCyclic. `border` takes (blocks − 1)·size² float64: the answer of the others to it. */
export function factorBlockCyclic(matrix: usize, pivots: usize, blocks: i32, size: i32, border: usize): i32 {
  const area = <usize>(size * size) << 3, row = area * 3, step = <usize>size << 2
  const m = blocks - 1
  const failure = factorBlockTridiagonal(matrix, pivots, m, size)
  if (failure != 0) return failure
  const end = matrix + <usize>m * row, schur = end + area
  if (m == 0) {
    for (let o: usize = 0; o < area; o += 8)
      store<f64>(schur + o, load<f64>(schur + o) + load<f64>(end + o) + load<f64>(schur + area + o))
    return factorDense(schur, pivots, size)
  }
  memory.fill(border, 0, <usize>m * area)
  memory.copy(border, matrix, area)
  const edge = end - area, far = border + <usize>(m - 1) * area
  for (let o: usize = 0; o < area; o += 8) store<f64>(far + o, load<f64>(far + o) + load<f64>(edge + o))
  for (let i = 0, at = matrix, q = border, p = pivots; i < m; i++, at += row, q += area, p += step) {
    if (i > 0) subtractProduct(q, at, q - area, size)
    solveBlock(at + area, p, size, q)
  }
  for (let i = m - 2; i >= 0; i--) {
    const q = border + <usize>i * area
    subtractProduct(q, matrix + <usize>i * row + 2 * area, q + area, size)
  }
  subtractProduct(schur, end + 2 * area, border, size)
  subtractProduct(schur, end, far, size)
  const last = factorDense(schur, pivots + <usize>m * step, size)
  return last == 0 ? 0 : m * size + last
}

export function solveBlockCyclic(matrix: usize, pivots: usize, blocks: i32, size: i32, border: usize, rightSide: usize): void {
  const area = <usize>(size * size) << 3, step = <usize>size << 3
  const m = blocks - 1
  const end = matrix + <usize>m * 3 * area, x = rightSide + <usize>m * step
  if (m > 0) {
    solveBlockTridiagonal(matrix, pivots, m, size, rightSide)
    subtractTimes(x, end + 2 * area, rightSide, size)
    subtractTimes(x, end, x - step, size)
  }
  solveDense(end + area, pivots + <usize>m * (step >> 1), size, x)
  for (let i = 0, q = border, to = rightSide; i < m; i++, q += area, to += step) subtractTimes(to, q, x, size)
}
