// Power series of the motion of point masses in double-double arithmetic. With d = r_j − r_i, s = |d|² + ε², w = s^(−3/2) of each pair
// the coefficients follow from those before: s_k = Σ d_j·d_(k−j), k s₀ w_k = −Σ_(i=1…k) (k + i/2) s_i w_(k−i) (from s w' = −3/2 s' w),
// acceleration_k = G Σ m w∗d, v_(k+1) = acceleration_k/(k+1), x_(k+1) = v_k/(k+1). À. Jorba, M. Zou, Exp. Math. 14 (2005) 99.
// Two pairs share a register; their coefficients are records (series-records.ts).
import { cell } from '../lanes'
import { add, divide, high, low, multiply, squareRoot } from './double-double'
import { convolve, put, RECORD, squares } from './series-records'

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
