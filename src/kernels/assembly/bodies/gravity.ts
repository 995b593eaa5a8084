// Attraction of point masses, each pair once: a_i += G m_j (r_j − r_i)/(d² + ε²)^(3/2), a_j −= G m_i (…): H. C. Plummer's softening
// (Mon. Not. R. Astron. Soc. 71 (1911) 460); ε = 0 is Newton's law. Coordinates lie side by side: x of all bodies, then y, then z.
import { cell, lanes, pair } from '../lanes'

@inline function sum(a: v128): f64 {
  return f64x2.extract_lane(a, 0) + f64x2.extract_lane(a, 1)
}

@inline function add(array: usize, i: i32, value: f64): void {
  const at = cell(array, i)
  store<f64>(at, load<f64>(at) + value)
}

@inline function addLanes(array: usize, i: i32, value: v128): void {
  const at = cell(array, i)
  v128.store(at, f64x2.add(v128.load(at), value))
}

function forces2(n: i32, gravity: f64, softening: f64, masses: usize, q: usize, out: usize): void {
  const yq = cell(q, n)
  const yOut = cell(out, n)
  const g = pair(gravity)
  const e = pair(softening)
  for (let i = 0; i < n; i++) {
    const xi = load<f64>(cell(q, i))
    const yi = load<f64>(cell(yq, i))
    const mi = load<f64>(cell(masses, i))
    const xs = pair(xi)
    const ys = pair(yi)
    const ms = pair(mi)
    let ax = pair(0)
    let ay = pair(0)
    let j = i + 1
    for (; j + 1 < n; j += 2) {
      const dx = f64x2.sub(lanes(q, j), xs)
      const dy = f64x2.sub(lanes(yq, j), ys)
      const square = f64x2.add(f64x2.add(f64x2.mul(dx, dx), f64x2.mul(dy, dy)), e)
      const pull = f64x2.div(g, f64x2.mul(square, f64x2.sqrt(square)))
      const onThis = f64x2.mul(pull, lanes(masses, j))
      const onThat = f64x2.mul(pull, ms)
      ax = f64x2.add(ax, f64x2.mul(onThis, dx))
      ay = f64x2.add(ay, f64x2.mul(onThis, dy))
      addLanes(out, j, f64x2.neg(f64x2.mul(onThat, dx)))
      addLanes(yOut, j, f64x2.neg(f64x2.mul(onThat, dy)))
    }
    let x = sum(ax)
    let y = sum(ay)
    if (j < n) {
      const dx = load<f64>(cell(q, j)) - xi
      const dy = load<f64>(cell(yq, j)) - yi
      const square = dx * dx + dy * dy + softening
      const pull = gravity / (square * Math.sqrt(square))
      const onThis = pull * load<f64>(cell(masses, j))
      const onThat = pull * mi
      x += onThis * dx
      y += onThis * dy
      add(out, j, -onThat * dx)
      add(yOut, j, -onThat * dy)
    }
    add(out, i, x)
    add(yOut, i, y)
  }
}

function forces3(n: i32, gravity: f64, softening: f64, masses: usize, q: usize, out: usize): void {
  const yq = cell(q, n)
  const zq = cell(q, 2 * n)
  const yOut = cell(out, n)
  const zOut = cell(out, 2 * n)
  const g = pair(gravity)
  const e = pair(softening)
  for (let i = 0; i < n; i++) {
    const xi = load<f64>(cell(q, i))
    const yi = load<f64>(cell(yq, i))
    const zi = load<f64>(cell(zq, i))
    const mi = load<f64>(cell(masses, i))
    const xs = pair(xi)
    const ys = pair(yi)
    const zs = pair(zi)
    const ms = pair(mi)
    let ax = pair(0)
    let ay = pair(0)
    let az = pair(0)
    let j = i + 1
    for (; j + 1 < n; j += 2) {
      const dx = f64x2.sub(lanes(q, j), xs)
      const dy = f64x2.sub(lanes(yq, j), ys)
      const dz = f64x2.sub(lanes(zq, j), zs)
      const plane = f64x2.add(f64x2.mul(dx, dx), f64x2.mul(dy, dy))
      const square = f64x2.add(f64x2.add(plane, f64x2.mul(dz, dz)), e)
      const pull = f64x2.div(g, f64x2.mul(square, f64x2.sqrt(square)))
      const onThis = f64x2.mul(pull, lanes(masses, j))
      const onThat = f64x2.mul(pull, ms)
      ax = f64x2.add(ax, f64x2.mul(onThis, dx))
      ay = f64x2.add(ay, f64x2.mul(onThis, dy))
      az = f64x2.add(az, f64x2.mul(onThis, dz))
      addLanes(out, j, f64x2.neg(f64x2.mul(onThat, dx)))
      addLanes(yOut, j, f64x2.neg(f64x2.mul(onThat, dy)))
      addLanes(zOut, j, f64x2.neg(f64x2.mul(onThat, dz)))
    }
    let x = sum(ax)
    let y = sum(ay)
    let z = sum(az)
    if (j < n) {
      const dx = load<f64>(cell(q, j)) - xi
      const dy = load<f64>(cell(yq, j)) - yi
      const dz = load<f64>(cell(zq, j)) - zi
      const square = dx * dx + dy * dy + dz * dz + softening
      const pull = gravity / (square * Math.sqrt(square))
      const onThis = pull * load<f64>(cell(masses, j))
      const onThat = pull * mi
      x += onThis * dx
      y += onThis * dy
      z += onThis * dz
      add(out, j, -onThat * dx)
      add(yOut, j, -onThat * dy)
      add(zOut, j, -onThat * dz)
    }
    add(out, i, x)
    add(yOut, i, y)
    add(zOut, i, z)
  }
}

/** out[0 … dimension·n) ← accelerations at the positions q. `softening` is ε². */
export function bodiesForces(n: i32, dimension: i32, gravity: f64, softening: f64, masses: usize, q: usize, out: usize): void {
  memory.fill(out, 0, <usize>(8 * dimension * n))
  if (dimension == 2) forces2(n, gravity, softening, masses, q, out)
  else forces3(n, gravity, softening, masses, q, out)
}

/** out ← (velocities, accelerations) of a state (positions, velocities). */
export function bodiesRates(n: i32, dimension: i32, gravity: f64, softening: f64, masses: usize, state: usize, out: usize): void {
  const size = dimension * n
  memory.copy(out, cell(state, size), <usize>(8 * size))
  bodiesForces(n, dimension, gravity, softening, masses, state, cell(out, size))
}

/** Kinetic and potential energy of a state, with Neumaier's compensated sum: near a collision the two are large and cancel. */
export function bodiesEnergy(n: i32, dimension: i32, gravity: f64, softening: f64, masses: usize, state: usize): f64 {
  const size = dimension * n
  const v = cell(state, size)
  let total: f64 = 0
  let lost: f64 = 0
  for (let i = 0; i < n; i++) {
    const mi = load<f64>(cell(masses, i))
    let square: f64 = 0
    for (let d = 0; d < dimension; d++) {
      const speed = load<f64>(cell(v, d * n + i))
      square += speed * speed
    }
    let term = 0.5 * mi * square
    let next = total + term
    lost += Math.abs(total) >= Math.abs(term) ? total - next + term : term - next + total
    total = next
    for (let j = i + 1; j < n; j++) {
      let distance = softening
      for (let d = 0; d < dimension; d++) {
        const dx = load<f64>(cell(state, d * n + j)) - load<f64>(cell(state, d * n + i))
        distance += dx * dx
      }
      term = (-gravity * mi * load<f64>(cell(masses, j))) / Math.sqrt(distance)
      next = total + term
      lost += Math.abs(total) >= Math.abs(term) ? total - next + term : term - next + total
      total = next
    }
  }
  return total + lost
}

/** out ← the velocities of a state. */
export function bodiesDrift(n: i32, dimension: i32, state: usize, out: usize): void {
  const size = dimension * n
  memory.copy(out, cell(state, size), <usize>(8 * size))
}

/**
 * out ← the Jacobian of `bodiesRates` by rows. Of the rows of positions: 0 on the diagonal, 1 at the velocity. Of the rows of
 * velocities: ∂(acceleration)/∂(positions), dense, then 0 on the diagonal. The block of bodies i ≠ j is
 * G m_j (δ/s³ − 3 d dᵀ/s⁵), s² = d² + ε², and the one of i with itself the negative sum of its row.
 */
export function bodiesJacobian(n: i32, dimension: i32, gravity: f64, softening: f64, masses: usize, q: usize, out: usize): void {
  const size = dimension * n
  memory.fill(out, 0, <usize>(8 * (2 * size + size * (size + 1))))
  for (let row = 0; row < size; row++) store<f64>(cell(out, 2 * row + 1), 1)
  const slopes = cell(out, 2 * size)
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      if (i == j) continue
      let square = softening
      for (let d = 0; d < dimension; d++) {
        const dx = load<f64>(cell(q, d * n + j)) - load<f64>(cell(q, d * n + i))
        square += dx * dx
      }
      const pull = (gravity * load<f64>(cell(masses, j))) / (square * Math.sqrt(square))
      for (let a = 0; a < dimension; a++) {
        const da = load<f64>(cell(q, a * n + j)) - load<f64>(cell(q, a * n + i))
        const row = (a * n + i) * (size + 1)
        for (let b = 0; b < dimension; b++) {
          const db = load<f64>(cell(q, b * n + j)) - load<f64>(cell(q, b * n + i))
          const value = pull * ((a == b ? 1.0 : 0.0) - (3 * da * db) / square)
          add(slopes, row + b * n + j, value)
          add(slopes, row + b * n + i, -value)
        }
      }
    }
  }
}

/** The number i·n + j of the pair i < j whose bodies are nearest to each other. */
export function bodiesNearestPair(n: i32, dimension: i32, q: usize): i32 {
  let least = Infinity
  let found = 1
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      let square: f64 = 0
      for (let d = 0; d < dimension; d++) {
        const dx = load<f64>(cell(q, d * n + j)) - load<f64>(cell(q, d * n + i))
        square += dx * dx
      }
      if (square < least) {
        least = square
        found = i * n + j
      }
    }
  }
  return found
}
