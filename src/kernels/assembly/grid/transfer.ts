// Between two levels of a multigrid, axis by axis, through tables made by multigrid-level.ts. Down: a record of 48 bytes for each coarse
// node, four int32 numbers of fine nodes and four float64 weights. Up: a record of 24 bytes for each fine node, int32 numbers of the
// coarse nodes on both sides and their float64 weights. `nested`: fine node 2J is coarse node J. Levels: relax.ts.

import { cell, pair } from '../lanes'
import { integer } from './relax'

@inline function nodeDown(table: usize, J: i32, k: i32): i32 {
  return load<i32>(table + <usize>(J * 48 + 4 * k))
}

@inline function weightDown(table: usize, J: i32, k: i32): f64 {
  return load<f64>(table + <usize>(J * 48 + 8 * k), 16)
}

function combineFour(
  n: i32, a: usize, wa: f64, b: usize, wb: f64, c: usize, wc: f64, d: usize, wd: f64, weight: f64, add: bool, out: usize,
): void {
  const pa = pair(weight * wa), pb = pair(weight * wb), pc = pair(weight * wc), pd = pair(weight * wd)
  // Rows have room for a value behind the last.
  for (const end = a + (<usize>n << 3); a < end; a += 16, b += 16, c += 16, d += 16, out += 16) {
    let sum = f64x2.add(f64x2.mul(pa, v128.load(a)), f64x2.mul(pb, v128.load(b)))
    sum = f64x2.add(sum, f64x2.mul(pc, v128.load(c)))
    if (wd != 0) sum = f64x2.add(sum, f64x2.mul(pd, v128.load(d)))
    v128.store(out, add ? f64x2.add(v128.load(out), sum) : sum)
  }
}

/**
 * coarse ← the weighted mean of fine values around each node (full weighting where the grids are nested); the unknowns only, or all nodes.
 * Pointers are those of node (0, 0, 0); `row` takes one fine row.
 */
export function restrictTo(
  fineLevel: usize, fine: usize, coarseLevel: usize, coarse: usize, x: usize, y: usize, z: usize, nested: bool, all: bool, row: usize,
): void {
  const n = integer(fineLevel, 0), stride = integer(fineLevel, 4), plane = integer(fineLevel, 5)
  const N = integer(coarseLevel, 0)
  const from = all ? 0 : integer(coarseLevel, 6), to = all ? N : integer(coarseLevel, 7)
  const jFrom = all ? 0 : integer(coarseLevel, 8), jTo = all ? integer(coarseLevel, 1) : integer(coarseLevel, 9)
  const kFrom = all ? 0 : integer(coarseLevel, 10), kTo = all ? integer(coarseLevel, 2) : integer(coarseLevel, 11)
  for (let K = kFrom; K < kTo; K++)
    for (let J = jFrom; J < jTo; J++) {
      let add = false
      for (let k = 0; k < 4; k++) {
        const weight = weightDown(z, K, k)
        if (weight == 0) continue
        const slab = fine + nodeDown(z, K, k) * plane
        combineFour(
          n,
          slab + nodeDown(y, J, 0) * stride, weightDown(y, J, 0), slab + nodeDown(y, J, 1) * stride, weightDown(y, J, 1),
          slab + nodeDown(y, J, 2) * stride, weightDown(y, J, 2), slab + nodeDown(y, J, 3) * stride, weightDown(y, J, 3),
          weight, add, row,
        )
        add = true
      }
      const out = coarse + J * integer(coarseLevel, 4) + K * integer(coarseLevel, 5)
      let I = from
      if (nested) {
        for (; I < 1; I++) store<f64>(cell(out, I), restrictOne(row, x, I))
        for (; I < min(to, N - 1) - 1; I += 2) {
          const p = cell(row, 2 * I)
          const a = v128.load(p), b = v128.load(p + 16)
          const outer = f64x2.add(v128.shuffle<f64>(v128.load64_splat(p - 8), a, 0, 3), v128.shuffle<f64>(a, b, 1, 3))
          v128.store(cell(out, I), f64x2.add(f64x2.mul(pair(0.25), outer), f64x2.mul(pair(0.5), v128.shuffle<f64>(a, b, 0, 2))))
        }
      }
      for (; I < to; I++) store<f64>(cell(out, I), restrictOne(row, x, I))
    }
}

@inline function restrictOne(row: usize, x: usize, I: i32): f64 {
  const a = weightDown(x, I, 0) * load<f64>(cell(row, nodeDown(x, I, 0))) + weightDown(x, I, 1) * load<f64>(cell(row, nodeDown(x, I, 1)))
  return a + weightDown(x, I, 2) * load<f64>(cell(row, nodeDown(x, I, 2))) + weightDown(x, I, 3) * load<f64>(cell(row, nodeDown(x, I, 3)))
}

@inline function nodeUp(table: usize, i: i32, k: i32): i32 {
  return load<i32>(table + <usize>(i * 24 + 4 * k))
}

@inline function weightUp(table: usize, i: i32, k: i32): f64 {
  return load<f64>(table + <usize>(i * 24 + 8 * k), 8)
}

@inline function interpolateOne(row: usize, x: usize, i: i32): f64 {
  return weightUp(x, i, 0) * load<f64>(cell(row, nodeUp(x, i, 0))) + weightUp(x, i, 1) * load<f64>(cell(row, nodeUp(x, i, 1)))
}

/** u of the fine level's unknowns += that of the coarse one between its nodes (linear in each axis). `row` takes one coarse row. */
export function interpolateFrom(
  fineLevel: usize, fine: usize, coarseLevel: usize, coarse: usize, x: usize, y: usize, z: usize, nested: bool, row: usize,
): void {
  const N = integer(coarseLevel, 0), stride = integer(coarseLevel, 4), plane = integer(coarseLevel, 5)
  const from = integer(fineLevel, 6), to = integer(fineLevel, 7)
  for (let k = integer(fineLevel, 10), kTo = integer(fineLevel, 11); k < kTo; k++)
    for (let j = integer(fineLevel, 8), jTo = integer(fineLevel, 9); j < jTo; j++) {
      const a = coarse + nodeUp(z, k, 0) * plane, b = coarse + nodeUp(z, k, 1) * plane
      const p = nodeUp(y, j, 0) * stride, q = nodeUp(y, j, 1) * stride
      const wa = weightUp(z, k, 0), wb = weightUp(z, k, 1), wp = weightUp(y, j, 0), wq = weightUp(y, j, 1)
      combineFour(N, a + p, wp, a + q, wq, a + p, 0, a + p, 0, wa, false, row)
      if (wb != 0) combineFour(N, b + p, wp, b + q, wq, b + p, 0, b + p, 0, wb, true, row)
      const u = fine + j * integer(fineLevel, 4) + k * integer(fineLevel, 5)
      let i = from
      if (nested) {
        if (i & 1) {
          store<f64>(cell(u, i), load<f64>(cell(u, i)) + interpolateOne(row, x, i))
          i++
        }
        const half = pair(0.5)
        for (; i < to - 2 && i < 2 * N - 3; i += 2) {
          const here = v128.load(cell(row, i >> 1))
          // (b_J, ½(b_J + b_J+1))
          const other = v128.shuffle<f64>(here, f64x2.mul(half, f64x2.add(here, v128.shuffle<f64>(here, here, 1, 0))), 0, 2)
          v128.store(cell(u, i), f64x2.add(v128.load(cell(u, i)), other))
        }
      }
      for (; i < to; i++) store<f64>(cell(u, i), load<f64>(cell(u, i)) + interpolateOne(row, x, i))
    }
}
