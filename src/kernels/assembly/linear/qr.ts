// Householder's QR of a rows × columns matrix (rows ≥ columns), row by row in memory, and least squares. R takes the upper
// triangle; column k of the reflectors V (unit lower trapezoidal) lies below it. Panels of 32 reflectors act at once:
// H₁ … H₃₂ = I − V T Vᵀ with T upper triangular. (Schreiber, Van Loan, SIAM J. Sci. Stat. Comput. 10 (1989) 53.)
//
// `factors`: T of every panel, 32 × 32 each; then what the work needs: 32 · columns, the head of V, one row of 32.

import { cell, pair } from '../lanes'
import { addTransposedProduct, subtractProduct } from './multiply'

const BLOCK: i32 = 32
const TILE: usize = 32 * 32 * 8
const ROW: usize = 32 * 8

@inline function panels(columns: i32): i32 {
  return (columns + BLOCK - 1) / BLOCK
}

/** y ← y + a x over `bytes` bytes. */
@inline function addScaled(y: usize, a: f64, x: usize, bytes: usize): void {
  const aa = pair(a)
  let o: usize = 0
  for (; o + 8 < bytes; o += 16) v128.store(y + o, f64x2.add(v128.load(y + o), f64x2.mul(aa, v128.load(x + o))))
  if (o < bytes) store<f64>(y + o, load<f64>(y + o) + a * load<f64>(x + o))
}

/** Returns 0, or 1 + k where column k is not finite. */
export function factorQr(matrix: usize, rows: i32, columns: i32, factors: usize): i32 {
  const stride = <usize>columns << 3
  const work = factors + <usize>panels(columns) * TILE
  const head = work + <usize>columns * ROW
  for (let from = 0, t = factors; from < columns; from += BLOCK, t += TILE) {
    const to = min(from + BLOCK, columns), width = to - from
    const failure = panel(cell(matrix, from * columns + from), stride, rows - from, width, t, head + TILE)
    if (failure != 0) return from + failure
    const rest = columns - to
    if (rest == 0) return 0
    // Here the panel is 32 wide. Its head has R above V: a copy with V alone.
    for (let i = 0; i < BLOCK; i++) {
      const copy = head + <usize>i * ROW
      memory.fill(copy, 0, ROW)
      memory.copy(copy, cell(matrix, (from + i) * columns + from), <usize>i << 3)
      store<f64>(cell(copy, i), 1)
    }
    const wide = <usize>rest << 3, below = rows - to
    const top = cell(matrix, from * columns + to), bottom = cell(matrix, to * columns + to), v = cell(matrix, to * columns + from)
    memory.fill(work, 0, wide * BLOCK)
    addTransposedProduct(work, wide, head, ROW, top, stride, BLOCK, rest, BLOCK)
    addTransposedProduct(work, wide, v, stride, bottom, stride, below, rest, BLOCK)
    for (let i = BLOCK - 1; i >= 0; i--) {
      const row = work + <usize>i * wide
      scale(row, load<f64>(cell(t, i * BLOCK + i)), wide)
      for (let k = 0; k < i; k++) addScaled(row, load<f64>(cell(t, k * BLOCK + i)), work + <usize>k * wide, wide)
    }
    subtractProduct(top, stride, head, ROW, work, wide, BLOCK, rest, BLOCK)
    subtractProduct(bottom, stride, v, stride, work, wide, below, rest, BLOCK)
  }
  return 0
}

function scale(x: usize, factor: f64, bytes: usize): void {
  for (let o: usize = 0; o < bytes; o += 8) store<f64>(x + o, load<f64>(x + o) * factor)
}

/** Norm of a column's entries; squares that leave the range of numbers are scaled by the largest entry. */
function norm(at: usize, stride: usize, count: i32): f64 {
  let sum = 0.0
  for (let i = 0, x = at; i < count; i++, x += stride) sum += load<f64>(x) * load<f64>(x)
  if (sum >= 1e-280 && sum <= 1e280) return sqrt(sum)
  let largest = 0.0
  for (let i = 0, x = at; i < count; i++, x += stride) largest = max(largest, abs(load<f64>(x)))
  if (!(largest > 0 && largest <= f64.MAX_VALUE)) return largest
  // 2^600 or 2^−600: exact, and safe for numbers whose inverse is not finite.
  const by = largest < 1 ? 4.149515568880993e180 : 2.409919865102884e-181
  sum = 0
  for (let i = 0, x = at; i < count; i++, x += stride) {
    const part = load<f64>(x) * by
    sum += part * part
  }
  return sqrt(sum) / by
}

/** Reflectors of `width` columns from `at` down, and their T. `row`: room for 32 float64. */
function panel(at: usize, stride: usize, rows: i32, width: i32, t: usize, row: usize): i32 {
  for (let k = 0; k < width; k++) {
    const diagonal = at + <usize>k * (stride + 8), below = diagonal + stride
    const count = rows - k - 1
    const alpha = load<f64>(diagonal), length = norm(below, stride, count)
    if (!(abs(alpha) <= f64.MAX_VALUE && length <= f64.MAX_VALUE)) return k + 1
    let tau = 0.0
    if (length > 0) {
      const large = max(abs(alpha), length), small = min(abs(alpha), length) / large
      const beta = -Math.sign(alpha == 0 ? 1 : alpha) * large * sqrt(1.0 + small * small)
      if (!(abs(beta) <= f64.MAX_VALUE)) return k + 1
      tau = (beta - alpha) / beta
      store<f64>(diagonal, beta)
      const divisor = alpha - beta
      for (let i = 0, x = below; i < count; i++, x += stride) store<f64>(x, load<f64>(x) / divisor)
    }
    // Columns to the right: w = vᵀA, A ← A − τ v w.
    const bytes = <usize>(width - k - 1) << 3
    if (bytes > 0) {
      memory.copy(row, diagonal + 8, bytes)
      for (let i = 0, x = below; i < count; i++, x += stride) addScaled(row, load<f64>(x), x + 8, bytes)
      addScaled(diagonal + 8, -tau, row, bytes)
      for (let i = 0, x = below; i < count; i++, x += stride) addScaled(x + 8, -tau * load<f64>(x), row, bytes)
    }
    // T's column k: −τ T Vᵀv, τ on the diagonal.
    const before = <usize>k << 3
    memory.copy(row, diagonal - before, before)
    for (let i = 0, x = below; i < count; i++, x += stride) addScaled(row, load<f64>(x), x - before, before)
    for (let i = 0; i < k; i++) {
      let sum = 0.0
      for (let m = i; m < k; m++) sum += load<f64>(cell(t, i * BLOCK + m)) * load<f64>(cell(row, m))
      store<f64>(cell(t, i * BLOCK + k), -tau * sum)
    }
    store<f64>(cell(t, k * BLOCK + k), tau)
  }
  return 0
}

/** `vector` (rows) ← Qᵀ vector, or Q vector. */
export function applyQr(matrix: usize, rows: i32, columns: i32, factors: usize, vector: usize, isTransposed: bool): void {
  const count = panels(columns)
  const w = factors + <usize>count * TILE + <usize>columns * ROW + TILE
  for (let p = 0; p < count; p++) {
    const block = isTransposed ? p : count - 1 - p
    const from = block * BLOCK, width = min(BLOCK, columns - from)
    const t = factors + <usize>block * TILE
    memory.fill(w, 0, ROW)
    for (let i = from; i < rows; i++) {
      const known = min(i - from, width), x = load<f64>(cell(vector, i))
      addScaled(w, x, cell(matrix, i * columns + from), <usize>known << 3)
      if (known < width) store<f64>(cell(w, known), load<f64>(cell(w, known)) + x)
    }
    if (isTransposed)
      for (let i = width - 1; i >= 0; i--) {
        let sum = 0.0
        for (let k = 0; k <= i; k++) sum += load<f64>(cell(t, k * BLOCK + i)) * load<f64>(cell(w, k))
        store<f64>(cell(w, i), sum)
      }
    else
      for (let i = 0; i < width; i++) {
        let sum = 0.0
        for (let k = i; k < width; k++) sum += load<f64>(cell(t, i * BLOCK + k)) * load<f64>(cell(w, k))
        store<f64>(cell(w, i), sum)
      }
    for (let i = from; i < rows; i++) {
      const known = min(i - from, width), v = cell(matrix, i * columns + from)
      let sum = known < width ? load<f64>(cell(w, known)) : 0.0
      for (let k = 0; k < known; k++) sum += load<f64>(cell(v, k)) * load<f64>(cell(w, k))
      const at = cell(vector, i)
      store<f64>(at, load<f64>(at) - sum)
    }
  }
}

/**
 * Least squares with the factors: the first `columns` of `rightSide` take the solution, the rest what Qᵀ leaves: its norm is that
 * of the residual. Returns 0, or 1 + k where column k depends on those before it to rounding.
 */
export function solveLeastSquares(matrix: usize, rows: i32, columns: i32, factors: usize, rightSide: usize): i32 {
  let largest = 0.0
  for (let k = 0; k < columns; k++) largest = max(largest, abs(load<f64>(cell(matrix, k * columns + k))))
  const least = largest * (<f64>rows * f64.EPSILON)
  for (let k = 0; k < columns; k++) if (!(abs(load<f64>(cell(matrix, k * columns + k))) > least)) return k + 1
  applyQr(matrix, rows, columns, factors, rightSide, true)
  for (let i = columns - 1; i >= 0; i--) {
    const row = cell(matrix, i * columns)
    let x = load<f64>(cell(rightSide, i))
    for (let j = i + 1; j < columns; j++) x -= load<f64>(cell(row, j)) * load<f64>(cell(rightSide, j))
    store<f64>(cell(rightSide, i), x / load<f64>(cell(row, i)))
  }
  return 0
}
