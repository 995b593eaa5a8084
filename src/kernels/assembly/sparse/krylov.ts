// The vector work of GMRES and of conjugate gradients. Basis vectors lie one behind the other, n float64 each.

import { cell, lanes, pair } from '../lanes'

@inline function sum(x: v128): f64 {
  return f64x2.extract_lane(x, 0) + f64x2.extract_lane(x, 1)
}

/** x · y. */
export function dotProduct(x: usize, y: usize, n: i32): f64 {
  let a = pair(0), b = pair(0)
  let i = 0
  for (; i + 3 < n; i += 4) {
    a = f64x2.add(a, f64x2.mul(lanes(x, i), lanes(y, i)))
    b = f64x2.add(b, f64x2.mul(lanes(x, i + 2), lanes(y, i + 2)))
  }
  let rest = sum(f64x2.add(a, b))
  for (; i < n; i++) rest += load<f64>(cell(x, i)) * load<f64>(cell(y, i))
  return rest
}

/** y ← y + a x. */
export function addMultiple(y: usize, a: f64, x: usize, n: i32): void {
  const aa = pair(a)
  let i = 0
  for (; i + 1 < n; i += 2) v128.store(cell(y, i), f64x2.add(lanes(y, i), f64x2.mul(aa, lanes(x, i))))
  if (i < n) store<f64>(cell(y, i), load<f64>(cell(y, i)) + a * load<f64>(cell(x, i)))
}

/** y ← x + a y. */
export function addToMultiple(y: usize, a: f64, x: usize, n: i32): void {
  const aa = pair(a)
  let i = 0
  for (; i + 1 < n; i += 2) v128.store(cell(y, i), f64x2.add(lanes(x, i), f64x2.mul(aa, lanes(y, i))))
  if (i < n) store<f64>(cell(y, i), load<f64>(cell(x, i)) + a * load<f64>(cell(y, i)))
}

/** out ← a x. */
export function multiple(out: usize, a: f64, x: usize, n: i32): void {
  const aa = pair(a)
  let i = 0
  for (; i + 1 < n; i += 2) v128.store(cell(out, i), f64x2.mul(aa, lanes(x, i)))
  if (i < n) store<f64>(cell(out, i), a * load<f64>(cell(x, i)))
}

/** out ← x − y. */
export function difference(out: usize, x: usize, y: usize, n: i32): void {
  let i = 0
  for (; i + 1 < n; i += 2) v128.store(cell(out, i), f64x2.sub(lanes(x, i), lanes(y, i)))
  if (i < n) store<f64>(cell(out, i), load<f64>(cell(x, i)) - load<f64>(cell(y, i)))
}

/**
 * Makes vector `count` of the basis orthogonal to those before it and of length 1 by Gram and Schmidt's classical process, twice:
 * as orthogonal as the modified one and more. The coefficients go to `column`, the length last; it is returned too.
 */
export function orthogonalise(basis: usize, count: i32, n: i32, column: usize): f64 {
  const size = <usize>n << 3, vector = basis + <usize>count * size
  for (let k = 0; k < count; k++) store<f64>(cell(column, k), 0)
  for (let round = 0; round < 2; round++) {
    const share = column + (<usize>(count + 1) << 3)
    for (let k = 0; k < count; k++) store<f64>(cell(share, k), dotProduct(basis + <usize>k * size, vector, n))
    for (let k = 0; k < count; k++) {
      const part = load<f64>(cell(share, k))
      addMultiple(vector, -part, basis + <usize>k * size, n)
      store<f64>(cell(column, k), load<f64>(cell(column, k)) + part)
    }
  }
  const length = sqrt(dotProduct(vector, vector, n))
  store<f64>(cell(column, count), length)
  if (length > 0) multiple(vector, 1.0 / length, vector, n)
  return length
}

/**
 * Brings column j of the Hessenberg matrix to triangular form: the earlier rotations (cosine, sine a pair), then a new one, which
 * acts on the right side too. Returns the residual that is left.
 */
export function rotateColumn(column: usize, j: i32, rotations: usize, rightSide: usize): f64 {
  for (let k = 0; k < j; k++) {
    const c = load<f64>(cell(rotations, 2 * k)), s = load<f64>(cell(rotations, 2 * k + 1)), at = cell(column, k)
    const x = load<f64>(at), y = load<f64>(at, 8)
    store<f64>(at, c * x + s * y)
    store<f64>(at, c * y - s * x, 8)
  }
  const at = cell(column, j)
  const x = load<f64>(at), y = load<f64>(at, 8), size = sqrt(x * x + y * y)
  const right = cell(rightSide, j), g = load<f64>(right)
  if (size == 0) {
    // A direction that the matrix sends to zero: nothing is gained.
    store<f64>(right, 0)
    return abs(g)
  }
  const c = x / size, s = y / size
  store<f64>(cell(rotations, 2 * j), c)
  store<f64>(cell(rotations, 2 * j + 1), s)
  store<f64>(at, size)
  store<f64>(right, c * g)
  store<f64>(right, -s * g, 8)
  return abs(s * g)
}

/** out ← Σ y(k) basis(k), where R y = right side, R the rotated columns, `height` float64 apart. The right side takes y. */
export function combineBasis(columns: usize, height: i32, count: i32, rightSide: usize, basis: usize, n: i32, out: usize): void {
  for (let i = count - 1; i >= 0; i--) {
    let x = load<f64>(cell(rightSide, i))
    for (let k = i + 1; k < count; k++) x -= load<f64>(cell(columns, k * height + i)) * load<f64>(cell(rightSide, k))
    const pivot = load<f64>(cell(columns, i * height + i))
    store<f64>(cell(rightSide, i), pivot == 0 ? 0.0 : x / pivot)
  }
  memory.fill(out, 0, <usize>n << 3)
  for (let k = 0; k < count; k++) addMultiple(out, load<f64>(cell(rightSide, k)), basis + <usize>k * (<usize>n << 3), n)
}
