// Pairs of float64 in v128 registers.

@inline export function cell(array: usize, i: i32): usize {
  return array + (<usize>(<isize>i * 8))
}

@inline export function pair(a: f64): v128 {
  return f64x2.splat(a)
}

@inline export function lanes(array: usize, i: i32): v128 {
  return v128.load(cell(array, i))
}
