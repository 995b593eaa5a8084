// Rows of a spectrum times a symbol, from one array to another: what lies between the kept coefficients of a field and the padded
// spectrum that is transformed. Row r begins `offsets[r]` bytes behind the start of its array (0 for `offsets`: rows lie one behind
// another); the symbol always lies row behind row. kind: 0 copy · 1 real symbol · 2 imaginary symbol (i·r) · 3 complex symbol.
import { madd } from '../lanes'

@inline function turned(a: v128): v128 {
  return v128.shuffle<f64>(a, a, 1, 0)
}

@inline function at(offsets: usize, row: i32, length: usize): usize {
  return offsets ? <usize>load<i32>(offsets + (<usize>row << 2)) : <usize>row * length
}

/** Complex rows of `count` numbers; `adds`: to what is there. */
export function spectrumRows(
  kind: i32, adds: i32, symbol: usize, from: usize, fromOffsets: usize, to: usize, toOffsets: usize, rows: i32, count: i32,
): void {
  const length = <usize>count << 4
  const sign = f64x2(-1, 1)
  for (let r = 0; r < rows; r++) {
    let x = from + at(fromOffsets, r, length)
    let y = to + at(toOffsets, r, length)
    const end = y + length
    if (kind == 0) {
      if (adds) for (; y < end; x += 16, y += 16) v128.store(y, f64x2.add(v128.load(y), v128.load(x)))
      else memory.copy(y, x, length)
    } else if (kind == 1) {
      if (adds) for (; y < end; x += 16, y += 16, symbol += 8) v128.store(y, madd(v128.load64_splat(symbol), v128.load(x), v128.load(y)))
      else for (; y < end; x += 16, y += 16, symbol += 8) v128.store(y, f64x2.mul(v128.load64_splat(symbol), v128.load(x)))
    } else if (kind == 2) {
      if (adds)
        for (; y < end; x += 16, y += 16, symbol += 8)
          v128.store(y, madd(f64x2.mul(v128.load64_splat(symbol), sign), turned(v128.load(x)), v128.load(y)))
      else
        for (; y < end; x += 16, y += 16, symbol += 8)
          v128.store(y, f64x2.mul(f64x2.mul(v128.load64_splat(symbol), sign), turned(v128.load(x))))
    } else {
      for (; y < end; x += 16, y += 16, symbol += 16) {
        const b = v128.load(x)
        const across = f64x2.mul(f64x2.mul(v128.load64_splat(symbol, 8), sign), turned(b))
        const product = madd(v128.load64_splat(symbol), b, across)
        v128.store(y, adds ? f64x2.add(v128.load(y), product) : product)
      }
    }
  }
}

/** Real rows of `count` numbers; kind 0 or 1. */
export function realRows(
  kind: i32, adds: i32, symbol: usize, from: usize, fromOffsets: usize, to: usize, toOffsets: usize, rows: i32, count: i32,
): void {
  const length = <usize>count << 3
  for (let r = 0; r < rows; r++) {
    let x = from + at(fromOffsets, r, length)
    let y = to + at(toOffsets, r, length)
    const even = y + (length & ~15)
    const end = y + length
    for (; y < even; x += 16, y += 16) {
      let value = v128.load(x)
      if (kind == 1) {
        value = f64x2.mul(value, v128.load(symbol))
        symbol += 16
      }
      v128.store(y, adds ? f64x2.add(v128.load(y), value) : value)
    }
    for (; y < end; x += 8, y += 8) {
      let value = load<f64>(x)
      if (kind == 1) {
        value *= load<f64>(symbol)
        symbol += 8
      }
      store<f64>(y, adds ? load<f64>(y) + value : value)
    }
  }
}

/** Makes numbers conjugates: of each pair of places (i32) the second becomes the first's conjugate; a place with itself, real. */
export function conjugatePairs(spectrum: usize, pairs: usize, count: i32): void {
  for (let p = 0; p < count; p++, pairs += 8) {
    const a = spectrum + (<usize>load<i32>(pairs) << 4)
    const b = spectrum + (<usize>load<i32>(pairs, 4) << 4)
    if (a == b) store<f64>(a, 0, 8)
    else v128.store(b, f64x2.mul(v128.load(a), f64x2(1, -1)))
  }
}
