// Pairs of functions that are seldom in an inner loop: one number after the other.

import { erf, pow } from './scalar'

export function erfPair(x: v128): v128 {
  return f64x2(erf(f64x2.extract_lane(x, 0)), erf(f64x2.extract_lane(x, 1)))
}

export function powPair(x: v128, y: v128): v128 {
  return f64x2(pow(f64x2.extract_lane(x, 0), f64x2.extract_lane(y, 0)), pow(f64x2.extract_lane(x, 1), f64x2.extract_lane(y, 1)))
}
