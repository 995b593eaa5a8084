// Values around a grid. One call fills both ends of all lines along one axis.

import { cell } from '../lanes'

/**
 * Lines of n values `offset` float64 apart; `u` points to the first inner value of the first of `lines` × `slabs` lines, which lie
 * `line` and `slab` float64 apart. `halo` values are filled on each side. Kinds: 0 periodic (both ends, or none); 1 even and 2 odd about the
 * end node; 3 even and 4 odd about a face half a step outside it; 5 the value itself. Even: u(−k) = u(k) + the distance times `low`,
 * the outward slope; odd: u(−k) = 2·low − u(k), `low` the value on the boundary.
 */
export function fillHalo(
  u: usize, n: i32, offset: i32, halo: i32, lines: i32, line: i32, slabs: i32, slab: i32, spacing: f64,
  lowKind: i32, low: f64, highKind: i32, high: f64,
): void {
  for (let s = 0; s < slabs; s++)
    for (let l = 0; l < lines; l++) {
      const first = cell(u, s * slab + l * line)
      const last = cell(first, (n - 1) * offset)
      for (let k = 1; k <= halo; k++) {
        store<f64>(cell(first, -k * offset), outside(first, last, n, offset, k, lowKind, low, spacing))
        store<f64>(cell(last, k * offset), outside(last, first, n, -offset, k, highKind, high, spacing))
      }
    }
}

/** What lies k steps outside `end`; inwards is `offset`. */
@inline function outside(
  end: usize, other: usize, n: i32, offset: i32, k: i32, kind: i32, value: f64, spacing: f64,
): f64 {
  // A line shorter than the halo goes round, or forth and back, more than once.
  if (kind == 0) return load<f64>(cell(other, -((k - 1) % n) * offset))
  if (kind == 5) return value
  const face = kind > 2 ? 1 : 0
  const inner = load<f64>(cell(end, min(k - face, n - 1) * offset))
  return (kind & 1) == 1 ? inner + <f64>(2 * k - face) * spacing * value : 2.0 * value - inner
}
