// Two and three unknowns, the systems of half the textbook: everything stays in registers. The same factors as dense-lu.ts.

import { LEAST_PIVOT } from './dense-pivot'

@inline function isUsable(pivot: f64): bool {
  return abs(pivot) >= LEAST_PIVOT && abs(pivot) <= f64.MAX_VALUE
}

export function factorThree(matrix: usize, pivots: usize): i32 {
  let a = load<f64>(matrix), b = load<f64>(matrix, 8), c = load<f64>(matrix, 16)
  let d = load<f64>(matrix, 24), e = load<f64>(matrix, 32), f = load<f64>(matrix, 40)
  let g = load<f64>(matrix, 48), h = load<f64>(matrix, 56), i = load<f64>(matrix, 64)
  let pivot = 0, largest = abs(a)
  if (!(largest >= 0)) largest = -1
  if (abs(d) > largest) { largest = abs(d); pivot = 1 }
  if (abs(g) > largest) pivot = 2
  let held: f64
  if (pivot == 1) {
    held = a; a = d; d = held
    held = b; b = e; e = held
    held = c; c = f; f = held
  } else if (pivot == 2) {
    held = a; a = g; g = held
    held = b; b = h; h = held
    held = c; c = i; i = held
  }
  if (!isUsable(a)) return 1
  store<i32>(pivots, pivot)
  a = 1.0 / a
  d *= a
  g *= a
  e -= d * b
  f -= d * c
  h -= g * b
  i -= g * c
  // Also where e is not a number and h is one.
  const isThird = abs(h) > abs(e) || (e != e && h == h)
  if (isThird) {
    held = d; d = g; g = held
    held = e; e = h; h = held
    held = f; f = i; i = held
  }
  if (!isUsable(e)) return 2
  store<i32>(pivots, isThird ? 2 : 1, 4)
  e = 1.0 / e
  h *= e
  i -= h * f
  if (!isUsable(i)) return 3
  store<i32>(pivots, 2, 8)
  store<f64>(matrix, a)
  store<f64>(matrix, b, 8)
  store<f64>(matrix, c, 16)
  store<f64>(matrix, d, 24)
  store<f64>(matrix, e, 32)
  store<f64>(matrix, f, 40)
  store<f64>(matrix, g, 48)
  store<f64>(matrix, h, 56)
  store<f64>(matrix, 1.0 / i, 64)
  return 0
}

export function solveThree(matrix: usize, pivots: usize, rightSide: usize): void {
  let x = load<f64>(rightSide), y = load<f64>(rightSide, 8), z = load<f64>(rightSide, 16)
  const first = load<i32>(pivots)
  let held: f64
  if (first == 1) {
    held = x; x = y; y = held
  } else if (first == 2) {
    held = x; x = z; z = held
  }
  if (load<i32>(pivots, 4) == 2) {
    held = y; y = z; z = held
  }
  y -= load<f64>(matrix, 24) * x
  z = z - load<f64>(matrix, 48) * x - load<f64>(matrix, 56) * y
  z *= load<f64>(matrix, 64)
  y = (y - load<f64>(matrix, 40) * z) * load<f64>(matrix, 32)
  x = (x - load<f64>(matrix, 16) * z - load<f64>(matrix, 8) * y) * load<f64>(matrix)
  store<f64>(rightSide, x)
  store<f64>(rightSide, y, 8)
  store<f64>(rightSide, z, 16)
}

export function solveTwo(matrix: usize, pivots: usize, rightSide: usize): void {
  const isExchanged = load<i32>(pivots) == 1
  let x = load<f64>(rightSide), y = load<f64>(rightSide, 8)
  if (isExchanged) {
    const held = x
    x = y
    y = held
  }
  y = (y - load<f64>(matrix, 16) * x) * load<f64>(matrix, 24)
  store<f64>(rightSide, (x - load<f64>(matrix, 8) * y) * load<f64>(matrix))
  store<f64>(rightSide, y, 8)
}
