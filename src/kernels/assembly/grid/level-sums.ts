// Copies and sums over the nodes of a multigrid's level; its layout is said in relax.ts.

import { cell, pair } from '../lanes'
import { integer } from './relax'

/** Copies a box of float64; rows and planes lie so many bytes apart. */
export function copyBox(
  from: usize, fromRow: i32, fromPlane: i32, to: usize, toRow: i32, toPlane: i32, nx: i32, ny: i32, nz: i32,
): void {
  for (let k = 0; k < nz; k++)
    for (let j = 0; j < ny; j++)
      memory.copy(to + (j * toRow + k * toPlane), from + (j * fromRow + k * fromPlane), <usize>nx << 3)
}

/** x ← a x + b at the unknowns of a level; a = 0 forgets what was there. */
export function changeUnknowns(level: usize, x: usize, a: f64, b: f64): void {
  const from = integer(level, 6), n = integer(level, 7) - from
  for (let k = integer(level, 10), kEnd = integer(level, 11); k < kEnd; k++)
    for (let j = integer(level, 8), jEnd = integer(level, 9); j < jEnd; j++) {
      const row = cell(x + (j * integer(level, 4) + k * integer(level, 5)), from)
      for (let i = 0; i < n; i++) store<f64>(cell(row, i), a == 0 ? b : a * load<f64>(cell(row, i)) + b)
    }
}

/** x ← x + y at the unknowns, y laid out as x. */
export function addUnknowns(level: usize, x: usize, y: usize): void {
  const from = integer(level, 6), n = integer(level, 7) - from
  for (let k = integer(level, 10), kEnd = integer(level, 11); k < kEnd; k++)
    for (let j = integer(level, 8), jEnd = integer(level, 9); j < jEnd; j++) {
      const at = j * integer(level, 4) + k * integer(level, 5) + 8 * from
      let i = 0
      for (; i < n - 1; i += 2) v128.store(cell(x + at, i), f64x2.add(v128.load(cell(x + at, i)), v128.load(cell(y + at, i))))
      if (i < n) store<f64>(cell(x + at, i), load<f64>(cell(x + at, i)) + load<f64>(cell(y + at, i)))
    }
}

@inline function edgeWeight(j: i32, n: i32, periodic: i32): f64 {
  return periodic || (j > 0 && j < n - 1) || n == 1 ? 1 : 0.5
}

/** The mean over all nodes, those at ends that are not periodic with half their weight: the trapezoidal rule. */
export function meanOfNodes(level: usize, x: usize): f64 {
  const nx = integer(level, 0), ny = integer(level, 1), nz = integer(level, 2)
  let sum: f64 = 0, volume: f64 = 0, lost: f64 = 0
  for (let k = 0; k < nz; k++)
    for (let j = 0; j < ny; j++) {
      const row = x + (j * integer(level, 4) + k * integer(level, 5))
      const weight = edgeWeight(j, ny, integer(level, 13)) * edgeWeight(k, nz, integer(level, 14))
      let a = pair(0), b = a
      let i = 0
      for (; i < nx - 3; i += 4) {
        a = f64x2.add(a, v128.load(cell(row, i)))
        b = f64x2.add(b, v128.load(cell(row, i + 2)))
      }
      a = f64x2.add(a, b)
      let part = f64x2.extract_lane(a, 0) + f64x2.extract_lane(a, 1)
      for (; i < nx; i++) part += load<f64>(cell(row, i))
      let length = <f64>nx
      if (!integer(level, 12) && nx > 1) {
        part -= 0.5 * (load<f64>(row) + load<f64>(cell(row, nx - 1)))
        length -= 1
      }
      part *= weight
      const next = sum + part
      lost += abs(sum) >= abs(part) ? sum - next + part : part - next + sum
      sum = next
      volume += weight * length
    }
  return (sum + lost) / volume
}
