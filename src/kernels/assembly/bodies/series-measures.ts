// What the step of a series is chosen by, and the energy in double-double arithmetic by which a run is watched.
import { cell } from '../lanes'
import { add, divide, high, low, multiply, squareRoot } from './double-double'

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
