// Competition for the film, cell by cell (src/solvers/discretisations/column-competition.ts); arrays as in column.ts.
import { cell, lanes, pair } from '../lanes'

/**
 * The second half of a stage whose components share the film: in each cell the vacancy v solves v = 1 - sum(load s(v)), where every component's exchange
 * p = A v w - B s is implicit with weight g. The sum rises with v and bends down, so the scalar equation has one root; Halley's
 * steps, Newton's where they leave a bracket, begun at the vacancy of the stage before (`vacancy`, an array over the cells).
 * Stage 0, g = 0, needs no solve. `table`: A, B, load, and the offset in bytes of the arrays behind `gas`, `film`, `p`, a component.
 * With `extra` (not 0; filled by `columnCurvature`) it is solved again for p = A (v w + extra) - B s, where extra matters.
 */
export function columnCompetition(
  count: i32, gas: usize, film: usize, p: usize, extra: usize, table: usize, pressure: usize, vacancy: usize,
  low: i32, high: i32, implicit: f64,
): void {
  const one = pair(1.0), half = pair(0.5), g = pair(implicit), enough = pair(3e-4), slight = pair(1e-7)
  const end = table + 32 * <usize>count
  for (let i = low; i < high; i += 2) {
    const here = cell(0, i), strength = lanes(pressure, i)
    let v = lanes(vacancy, i)
    if (extra != 0) {
      let most = pair(0)
      for (let row = table; row < end; row += 32) most = f64x2.max(most, f64x2.abs(v128.load(extra + load<usize>(row + 24) + here)))
      if (v128.all_true<i64>(f64x2.le(most, slight))) continue
      for (let row = table; row < end; row += 32) {
        const at = load<usize>(row + 24) + here
        v128.store(gas + at, f64x2.add(v128.load(gas + at), f64x2.mul(g, v128.load(p + at))))
      }
    }
    if (implicit == 0) {
      v = one
      for (let row = table; row < end; row += 32) {
        const held = v128.load(film + load<usize>(row + 24) + here)
        v = f64x2.sub(v, f64x2.mul(f64x2.mul(strength, v128.load64_splat(row + 16)), held))
      }
    } else {
      let below = pair(-1.0e3), above = pair(2.0)
      for (let iteration = 0; iteration < 60; iteration++) {
        let value = f64x2.sub(v, one), slope = one, bend = pair(0)
        for (let row = table; row < end; row += 32) {
          if (load<f64>(row + 16) == 0) continue
          const at = load<usize>(row + 24) + here
          const loading = f64x2.mul(strength, v128.load64_splat(row + 16))
          const steep = f64x2.mul(g, v128.load64_splat(row)), b = f64x2.mul(g, v128.load64_splat(row + 8))
          const x = v128.load(gas + at), y = v128.load(film + at)
          const open = f64x2.mul(steep, v)
          const inverse = f64x2.div(one, f64x2.add(one, f64x2.add(open, b)))
          let offered = f64x2.mul(open, x)
          if (extra != 0) offered = f64x2.add(offered, f64x2.mul(steep, v128.load(extra + at)))
          const passed = f64x2.mul(f64x2.sub(offered, f64x2.mul(b, y)), inverse)
          const part = f64x2.mul(steep, inverse)
          const rise = f64x2.mul(f64x2.mul(loading, part), f64x2.sub(x, passed))
          value = f64x2.add(value, f64x2.mul(loading, f64x2.add(y, passed)))
          slope = f64x2.add(slope, rise)
          bend = f64x2.add(bend, f64x2.mul(rise, part))
        }
        // The second derivative is -2 bend: Halley's step f f'/(f'^2 + f bend).
        const full = f64x2.div(f64x2.mul(value, slope), f64x2.add(f64x2.mul(slope, slope), f64x2.mul(value, bend)))
        // A cubic method: what is left is about the cube of the step, below 1e-10, far under the tolerance of the time integration.
        const small = f64x2.le(f64x2.abs(full), f64x2.mul(enough, v))
        if (v128.all_true<i64>(small)) {
          v = f64x2.sub(v, full)
          break
        }
        const over = f64x2.gt(value, pair(0))
        above = v128.bitselect(v, above, over)
        below = v128.bitselect(below, v, over)
        const next = f64x2.sub(v, full)
        const inside = v128.or(small, v128.and(f64x2.gt(next, below), f64x2.lt(next, above)))
        v = v128.bitselect(next, f64x2.mul(half, f64x2.add(below, above)), inside)
      }
    }
    v128.store(cell(vacancy, i), v)
    for (let row = table; row < end; row += 32) {
      const at = load<usize>(row + 24) + here
      const free = load<f64>(row + 16) == 0 ? one : v
      const a = f64x2.mul(v128.load64_splat(row), free), b = v128.load64_splat(row + 8)
      const x = v128.load(gas + at), y = v128.load(film + at)
      let offered = f64x2.mul(a, x)
      if (extra != 0 && load<f64>(row + 16) != 0) offered = f64x2.add(offered, f64x2.mul(v128.load64_splat(row), v128.load(extra + at)))
      const rate = f64x2.div(f64x2.sub(offered, f64x2.mul(b, y)), f64x2.add(one, f64x2.mul(g, f64x2.add(a, b))))
      v128.store(p + at, rate)
      v128.store(gas + at, f64x2.sub(x, f64x2.mul(g, rate)))
    }
  }
}

/** The monotonized central difference: the central one where both neighbours allow it (van Leer, J. Comput. Phys. 23 (1977) 276). */
@inline function limitedSlope(a: v128, b: v128, c: v128): v128 {
  const left = f64x2.sub(b, a), right = f64x2.sub(c, b), two = pair(2.0)
  const most = f64x2.mul(two, f64x2.min(f64x2.abs(left), f64x2.abs(right)))
  const central = f64x2.mul(pair(0.5), f64x2.add(left, right))
  const size = f64x2.min(f64x2.abs(central), most)
  const signed = v128.or(size, v128.and(central, pair(-0.0)))
  return v128.and(signed, f64x2.gt(f64x2.mul(left, right), pair(0)))
}

/**
 * What the mean of v w over a cell has beyond the product of the means, (dx^2/12) v_x w_x, of fourth order with limited slopes,
 * and never more than a third of that product. Not at the inlet's cell, which has one neighbour only.
 */
export function columnCurvature(w: usize, slopes: usize, out: usize, low: i32, high: i32): void {
  const part = pair(1.0 / 12.0)
  for (let i = low; i < high; i += 2) {
    const gas = limitedSlope(lanes(w, i - 1), lanes(w, i), lanes(w, i + 1))
    v128.store(cell(out, i), f64x2.mul(part, f64x2.mul(gas, lanes(slopes, i))))
  }
  if (low == 0) store<f64>(out, 0)
}

/** The limited slopes of the vacancy, a cell. */
export function columnSlopes(vacancy: usize, out: usize, low: i32, high: i32): void {
  for (let i = low; i < high; i += 2)
    v128.store(cell(out, i), limitedSlope(lanes(vacancy, i - 1), lanes(vacancy, i), lanes(vacancy, i + 1)))
}
