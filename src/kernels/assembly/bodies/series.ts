// Power series of the motion of point masses in double-double arithmetic. With d = r_j − r_i, s = |d|² + ε², w = s^(−3/2) of each pair
// the coefficients follow from those before: s_k = Σ d_j·d_(k−j), k s₀ w_k = −Σ_(i=1…k) (k + i/2) s_i w_(k−i) (from s w' = −3/2 s' w),
// acceleration_k = G Σ m w∗d, v_(k+1) = acceleration_k/(k+1), x_(k+1) = v_k/(k+1). À. Jorba, M. Zou, Exp. Math. 14 (2005) 99.
// Two pairs share a register. A coefficient of two pairs is a record of four registers: high, low, and the halves of high by Dekker's
// splitting, so that a product costs no splitting. Sums of products keep the error of each: T. Ogita, S. M. Rump, S. Oishi, SIAM J. Sci.
// Comput. 26 (2005) 1955.
import { cell, pair } from '../lanes'
import { add, divide, high, low, multiply, squareRoot, upper } from './double-double'

/** Bytes of a record. */
const RECORD: usize = 64

@inline function put(record: usize, lane: i32, h: f64, l: f64): void {
  const at = record + (<usize>lane << 3)
  const part = upper(h)
  store<f64>(at, h)
  store<f64>(at, l, 16)
  store<f64>(at, part, 32)
  store<f64>(at, h - part, 48)
}

let total: v128 = f64x2.splat(0)
let rest: v128 = f64x2.splat(0)

/** total + rest += the product of two records. */
@inline function addProduct(a: usize, b: usize): void {
  const ah = v128.load(a)
  const bh = v128.load(b)
  const a1 = v128.load(a, 32)
  const a2 = v128.load(a, 48)
  const b1 = v128.load(b, 32)
  const b2 = v128.load(b, 48)
  const product = f64x2.mul(ah, bh)
  const inner = f64x2.add(f64x2.add(f64x2.sub(f64x2.mul(a1, b1), product), f64x2.mul(a1, b2)), f64x2.mul(a2, b1))
  const lost = f64x2.add(inner, f64x2.mul(a2, b2))
  const cross = f64x2.add(f64x2.mul(ah, v128.load(b, 16)), f64x2.mul(v128.load(a, 16), bh))
  const sum = f64x2.add(total, product)
  const part = f64x2.sub(sum, total)
  const error = f64x2.add(f64x2.sub(total, f64x2.sub(sum, part)), f64x2.sub(product, part))
  rest = f64x2.add(rest, f64x2.add(f64x2.add(error, lost), cross))
  total = sum
}

@inline function clear(): void {
  total = pair(0)
  rest = pair(0)
}

/** Leaves high and low of the sum of products, two lanes each. */
@inline function keep(out: usize): void {
  const sum = f64x2.add(total, rest)
  v128.store(out, sum)
  v128.store(out, f64x2.sub(rest, f64x2.sub(sum, total)), 16)
}

/** Σ_(j=from…k) a_j b_(k−j) */
function convolve(a: usize, b: usize, from: i32, k: i32, out: usize): void {
  clear()
  let left = a + RECORD * <usize>from
  let right = b + RECORD * <usize>(k - from)
  for (let j = from; j <= k; j++) {
    addProduct(left, right)
    left += RECORD
    right -= RECORD
  }
  keep(out)
}

/** Σ over the coordinates of Σ_(j=0…k) d_j d_(k−j), each pair of equal products once. */
function squares(first: usize, dimension: i32, length: usize, k: i32, out: usize): void {
  clear()
  for (let d = 0; d < dimension; d++) {
    let left = first + length * <usize>d
    let right = left + RECORD * <usize>k
    while (left < right) {
      addProduct(left, right)
      left += RECORD
      right -= RECORD
    }
  }
  total = f64x2.add(total, total)
  rest = f64x2.add(rest, rest)
  if ((k & 1) == 0) {
    const middle = RECORD * <usize>(k >> 1)
    for (let d = 0; d < dimension; d++) {
      const at = first + length * <usize>d + middle
      addProduct(at, at)
    }
  }
  keep(out)
}

@inline function groupsOf(n: i32): i32 {
  return ((n * (n - 1)) / 2 + 1) >> 1
}

/** Records of one group: coordinates of d, then s, k·s, w. */
@inline function recordsOf(dimension: i32, order: i32): usize {
  return RECORD * <usize>((dimension + 3) * order)
}

/** Bytes of one group: its records, the results of its convolutions and −1/s₀. */
@inline function bytesOf(dimension: i32, order: i32): usize {
  return recordsOf(dimension, order) + 32 * <usize>(dimension + 3)
}

/** Float64 of work that `bodiesSeries` takes. */
export function bodiesSeriesWork(n: i32, dimension: i32, order: i32): i32 {
  return ((groupsOf(n) * <i32>bytesOf(dimension, order)) >> 3) + 2 * dimension * n
}

/** s_k, k·s_k, w_k and the products w∗d of order k of two pairs. `halfHigh`, `halfLow`: 1/(2k). */
function extend(group: usize, dimension: i32, order: i32, k: i32, softening: f64, halfHigh: f64, halfLow: f64): void {
  const length = RECORD * <usize>order
  const here = RECORD * <usize>k
  const s = group + length * <usize>dimension
  const weighted = s + length
  const w = weighted + length
  const results = group + recordsOf(dimension, order)
  const more = results + 32 * <usize>dimension
  squares(group, dimension, length, k, more)
  for (let lane = 0; lane < 2; lane++) {
    const at = more + (<usize>lane << 3)
    add(load<f64>(at), load<f64>(at, 16), k == 0 ? softening : 0, 0)
    const h = high
    const l = low
    put(s + here, lane, h, l)
    multiply(h, l, <f64>k, 0)
    put(weighted + here, lane, high, low)
    if (k > 0) continue
    squareRoot(h, l)
    multiply(high, low, h, l)
    divide(1, 0, high, low)
    put(w, lane, high, low)
    divide(-1, 0, h, l)
    store<f64>(at, high, 64)
    store<f64>(at, low, 80)
  }
  if (k > 0) {
    convolve(s, w, 1, k, more)
    convolve(weighted, w, 1, k, more + 32)
    for (let lane = 0; lane < 2; lane++) {
      const at = more + (<usize>lane << 3)
      multiply(load<f64>(at, 32), load<f64>(at, 48), halfHigh, halfLow)
      add(high, low, load<f64>(at), load<f64>(at, 16))
      multiply(high, low, load<f64>(at, 64), load<f64>(at, 80))
      put(w + here, lane, high, low)
    }
  }
  for (let d = 0; d < dimension; d++) convolve(w, group + length * <usize>d, 0, k, results + 32 * <usize>d)
}

@inline function addTo(sums: usize, i: i32, count: i32, h: f64, l: f64): void {
  add(load<f64>(cell(sums, i)), load<f64>(cell(sums, count + i)), h, l)
  store<f64>(cell(sums, i), high)
  store<f64>(cell(sums, count + i), low)
}

/**
 * The solution through a state (high and low halves) as a power series in t/unit. series[k] for k = 0 … order: the high halves of the
 * coefficients of (positions, unit · velocities), then their low halves. `unit` is a power of two.
 */
export function bodiesSeries(n: i32, dimension: i32, gravity: f64, softening: f64, masses: usize, order: i32, unit: f64, state: usize, lower: usize, series: usize, work: usize): void {
  const size = dimension * n
  const width = 2 * size
  const group = bytesOf(dimension, order)
  const length = RECORD * <usize>order
  const results = recordsOf(dimension, order)
  const count = groupsOf(n)
  const sums = work + group * <usize>count
  for (let i = 0; i < width; i++) {
    const scale = i < size ? 1.0 : unit
    store<f64>(cell(series, i), scale * load<f64>(cell(state, i)))
    store<f64>(cell(series, width + i), scale * load<f64>(cell(lower, i)))
  }
  if ((((n * (n - 1)) / 2) & 1) == 1) {
    // The lane without a pair: two bodies of mass 0 at rest at distance 1.
    const spare = work + group * <usize>(count - 1)
    for (let d = 0; d < dimension; d++)
      for (let k = 0; k < order; k++) put(spare + length * <usize>d + RECORD * <usize>k, 1, d == 0 && k == 0 ? 1 : 0, 0)
  }
  const square = unit * unit
  for (let k = 0; k < order; k++) {
    const now = cell(series, 2 * width * k)
    const next = cell(series, 2 * width * (k + 1))
    let number = 0
    for (let i = 0; i < n; i++) {
      for (let j = i + 1; j < n; j++) {
        const records = work + group * <usize>(number >> 1) + RECORD * <usize>k
        for (let d = 0; d < dimension; d++) {
          const from = d * n + i
          const to = d * n + j
          add(load<f64>(cell(now, to)), load<f64>(cell(now, width + to)), -load<f64>(cell(now, from)), -load<f64>(cell(now, width + from)))
          put(records + length * <usize>d, number & 1, high, low)
        }
        number++
      }
    }
    divide(0.5, 0, k == 0 ? 1 : <f64>k, 0)
    const halfHigh = high
    const halfLow = low
    for (let g = 0; g < count; g++) extend(work + group * <usize>g, dimension, order, k, softening, halfHigh, halfLow)
    memory.fill(sums, 0, <usize>(16 * size))
    number = 0
    for (let i = 0; i < n; i++) {
      const mi = load<f64>(cell(masses, i))
      for (let j = i + 1; j < n; j++) {
        const mj = load<f64>(cell(masses, j))
        const pulls = work + group * <usize>(number >> 1) + results + (<usize>(number & 1) << 3)
        for (let d = 0; d < dimension; d++) {
          const at = pulls + 32 * <usize>d
          const h = load<f64>(at)
          const l = load<f64>(at, 16)
          multiply(h, l, mj, 0)
          addTo(sums, d * n + i, size, high, low)
          multiply(h, l, -mi, 0)
          addTo(sums, d * n + j, size, high, low)
        }
        number++
      }
    }
    divide(1, 0, <f64>(k + 1), 0)
    const partHigh = high
    const partLow = low
    for (let i = 0; i < size; i++) {
      multiply(load<f64>(cell(now, size + i)), load<f64>(cell(now, width + size + i)), partHigh, partLow)
      store<f64>(cell(next, i), high)
      store<f64>(cell(next, width + i), low)
      multiply(load<f64>(cell(sums, i)), load<f64>(cell(sums, size + i)), gravity, 0)
      multiply(square * high, square * low, partHigh, partLow)
      store<f64>(cell(next, size + i), high)
      store<f64>(cell(next, width + size + i), low)
    }
  }
}

/** state, lower ← the series at (high + low) units. Horner's rule. */
export function bodiesSeriesAt(n: i32, dimension: i32, order: i32, unit: f64, series: usize, timeHigh: f64, timeLow: f64, state: usize, lower: usize): void {
  const size = dimension * n
  const width = 2 * size
  const back = 1 / unit
  for (let i = 0; i < width; i++) {
    let at = cell(series, 2 * width * order + i)
    const low0 = <usize>(8 * width)
    let h = load<f64>(at)
    let l = load<f64>(at + low0)
    for (let k = 0; k < order; k++) {
      at -= 2 * low0
      multiply(h, l, timeHigh, timeLow)
      add(high, low, load<f64>(at), load<f64>(at + low0))
      h = high
      l = low
    }
    const scale = i < size ? 1.0 : back
    store<f64>(cell(state, i), scale * h)
    store<f64>(cell(lower, i), scale * l)
  }
}

/** Distance from body i to the nearest one. */
function nearest(n: i32, dimension: i32, q: usize, i: i32): f64 {
  let least = Infinity
  for (let j = 0; j < n; j++) {
    if (j == i) continue
    let square: f64 = 0
    for (let d = 0; d < dimension; d++) {
      const dx = load<f64>(cell(q, d * n + j)) - load<f64>(cell(q, d * n + i))
      square += dx * dx
    }
    least = Math.min(least, square)
  }
  return Math.sqrt(least)
}

/** The largest coefficient of order k of a position, relative to the distance from that body to the nearest (or ε). */
export function bodiesSeriesSize(n: i32, dimension: i32, softening: f64, k: i32, series: usize): f64 {
  const row = cell(series, 4 * dimension * n * k)
  let largest: f64 = 0
  for (let i = 0; i < n; i++) {
    let square: f64 = 0
    for (let d = 0; d < dimension; d++) {
      const value = load<f64>(cell(row, d * n + i))
      square += value * value
    }
    const distance = nearest(n, dimension, series, i)
    largest = Math.max(largest, Math.sqrt(square / (distance * distance + softening)))
  }
  return largest
}

/** The shortest time in which a pair falls together or passes by: √(s³/²/(G(m_i + m_j))) and √s/|v_j − v_i|. */
export function bodiesShortestTime(n: i32, dimension: i32, gravity: f64, softening: f64, masses: usize, state: usize): f64 {
  const v = cell(state, dimension * n)
  let shortest = Infinity
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      let square = softening
      let speed: f64 = 0
      for (let d = 0; d < dimension; d++) {
        const dx = load<f64>(cell(state, d * n + j)) - load<f64>(cell(state, d * n + i))
        const dv = load<f64>(cell(v, d * n + j)) - load<f64>(cell(v, d * n + i))
        square += dx * dx
        speed += dv * dv
      }
      const pull = Math.abs(gravity) * (load<f64>(cell(masses, i)) + load<f64>(cell(masses, j)))
      shortest = Math.min(shortest, (square * Math.sqrt(square)) / pull)
      shortest = Math.min(shortest, square / speed)
    }
  }
  return Math.sqrt(shortest)
}

/** out[0], out[1] ← high and low half of kinetic and potential energy. */
export function bodiesEnergyDouble(n: i32, dimension: i32, gravity: f64, softening: f64, masses: usize, state: usize, lower: usize, out: usize): void {
  const size = dimension * n
  let h: f64 = 0
  let l: f64 = 0
  for (let i = 0; i < n; i++) {
    const mi = load<f64>(cell(masses, i))
    for (let d = 0; d < dimension; d++) {
      const at = size + d * n + i
      multiply(load<f64>(cell(state, at)), load<f64>(cell(lower, at)), load<f64>(cell(state, at)), load<f64>(cell(lower, at)))
      multiply(high, low, 0.5 * mi, 0)
      add(h, l, high, low)
      h = high
      l = low
    }
    for (let j = i + 1; j < n; j++) {
      let squareHigh = softening
      let squareLow: f64 = 0
      for (let d = 0; d < dimension; d++) {
        const from = d * n + i
        const to = d * n + j
        add(load<f64>(cell(state, to)), load<f64>(cell(lower, to)), -load<f64>(cell(state, from)), -load<f64>(cell(lower, from)))
        multiply(high, low, high, low)
        add(squareHigh, squareLow, high, low)
        squareHigh = high
        squareLow = low
      }
      squareRoot(squareHigh, squareLow)
      const distanceHigh = high
      const distanceLow = low
      multiply(gravity, 0, mi, 0)
      multiply(high, low, load<f64>(cell(masses, j)), 0)
      divide(-high, -low, distanceHigh, distanceLow)
      add(h, l, high, low)
      h = high
      l = low
    }
  }
  store<f64>(out, h)
  store<f64>(cell(out, 1), l)
}
