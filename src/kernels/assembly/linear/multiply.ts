// Products of dense matrices for the blocked factorisations: tiles of 4 × 4 stay in registers, four columns of the right factor
// at a time are packed (their rows would otherwise share few lines of the cache). All strides are bytes.

import { pair } from '../lanes'

/** The most columns of the left factor. */
export const DEEPEST: i32 = 32

/** Row m of the right factor's four columns at 32m. */
const strip: usize = memory.data(DEEPEST * 32, 16)

/** C ← C − A B: C is rows × columns, A rows × depth, B depth × columns. */
export function subtractProduct(
  c: usize, cStride: usize, a: usize, aStride: usize, b: usize, bStride: usize, rows: i32, columns: i32, depth: i32,
): void {
  let j = 0
  for (; j + 3 < columns; j += 4, c += 32, b += 32) {
    for (let m = 0, at = b, into = strip; m < depth; m++, at += bStride, into += 32) {
      v128.store(into, v128.load(at))
      v128.store(into, v128.load(at, 16), 16)
    }
    subtractStrip(c, cStride, a, aStride, rows, depth)
  }
  for (; j < columns; j++, c += 8, b += 8)
    for (let i = 0, at = c, left = a; i < rows; i++, at += cStride, left += aStride) {
      let value = load<f64>(at)
      for (let m = 0, u = b; m < depth; m++, u += bStride) value -= load<f64>(left + (<usize>m << 3)) * load<f64>(u)
      store<f64>(at, value)
    }
}

/** The lower triangle of C ← C − A Aᵀ: C is n × n, A n × depth. */
export function subtractOwnProduct(c: usize, a: usize, stride: usize, n: i32, depth: i32): void {
  for (let j = 0; j < n; j += 4) {
    const first = a + <usize>j * stride, corner = c + <usize>j * (stride + 8)
    const wide = min(4, n - j)
    // The tile on the diagonal: only what is below it.
    for (let i = 0; i < wide; i++)
      for (let k = 0; k <= i; k++) {
        const x = first + <usize>i * stride, y = first + <usize>k * stride, at = corner + <usize>i * stride + (<usize>k << 3)
        let value = load<f64>(at)
        for (let o: usize = 0; o < <usize>depth << 3; o += 8) value -= load<f64>(x + o) * load<f64>(y + o)
        store<f64>(at, value)
      }
    if (wide < 4) return
    for (let m = 0, at = first, into = strip; m < depth; m++, at += 8, into += 32) {
      store<f64>(into, load<f64>(at))
      store<f64>(into, load<f64>(at + stride), 8)
      store<f64>(into, load<f64>(at + 2 * stride), 16)
      store<f64>(into, load<f64>(at + 3 * stride), 24)
    }
    subtractStrip(corner + 4 * stride, stride, first + 4 * stride, stride, n - j - 4, depth)
  }
}

/** Four columns of C lose A times the strip. */
function subtractStrip(c: usize, cStride: usize, a: usize, aStride: usize, rows: i32, depth: i32): void {
  const end = <usize>depth << 3
  let i = 0
  for (; i + 3 < rows; i += 4, a += aStride << 2, c += cStride << 2) {
    const l1 = a + aStride, l2 = l1 + aStride, l3 = l2 + aStride
    const c1 = c + cStride, c2 = c1 + cStride, c3 = c2 + cStride
    let a0 = v128.load(c), b0 = v128.load(c, 16), a1 = v128.load(c1), b1 = v128.load(c1, 16)
    let a2 = v128.load(c2), b2 = v128.load(c2, 16), a3 = v128.load(c3), b3 = v128.load(c3, 16)
    for (let o: usize = 0, u = strip; o < end; o += 8, u += 32) {
      const p = v128.load(u), q = v128.load(u, 16)
      const x0 = v128.load64_splat(a + o), x1 = v128.load64_splat(l1 + o)
      const x2 = v128.load64_splat(l2 + o), x3 = v128.load64_splat(l3 + o)
      a0 = f64x2.sub(a0, f64x2.mul(x0, p))
      b0 = f64x2.sub(b0, f64x2.mul(x0, q))
      a1 = f64x2.sub(a1, f64x2.mul(x1, p))
      b1 = f64x2.sub(b1, f64x2.mul(x1, q))
      a2 = f64x2.sub(a2, f64x2.mul(x2, p))
      b2 = f64x2.sub(b2, f64x2.mul(x2, q))
      a3 = f64x2.sub(a3, f64x2.mul(x3, p))
      b3 = f64x2.sub(b3, f64x2.mul(x3, q))
    }
    v128.store(c, a0)
    v128.store(c, b0, 16)
    v128.store(c1, a1)
    v128.store(c1, b1, 16)
    v128.store(c2, a2)
    v128.store(c2, b2, 16)
    v128.store(c3, a3)
    v128.store(c3, b3, 16)
  }
  for (; i < rows; i++, a += aStride, c += cStride) {
    let x = v128.load(c), y = v128.load(c, 16)
    for (let o: usize = 0, u = strip; o < end; o += 8, u += 32) {
      const l = v128.load64_splat(a + o)
      x = f64x2.sub(x, f64x2.mul(l, v128.load(u)))
      y = f64x2.sub(y, f64x2.mul(l, v128.load(u, 16)))
    }
    v128.store(c, x)
    v128.store(c, y, 16)
  }
}

/** W ← W + Vᵀ A: V is rows × depth (depth a multiple of 4), A rows × columns, W depth × columns. */
export function addTransposedProduct(
  w: usize, wide: usize, v: usize, vStride: usize, a: usize, stride: usize, rows: i32, columns: i32, depth: i32,
): void {
  const height = <usize>rows * stride
  let j = 0
  for (; j + 3 < columns; j += 4, a += 32, w += 32)
    for (let m = 0, left = v, to = w; m < depth; m += 4, left += 32, to += wide << 2) {
      const w1 = to + wide, w2 = w1 + wide, w3 = w2 + wide
      let a0 = v128.load(to), b0 = v128.load(to, 16), a1 = v128.load(w1), b1 = v128.load(w1, 16)
      let a2 = v128.load(w2), b2 = v128.load(w2, 16), a3 = v128.load(w3), b3 = v128.load(w3, 16)
      for (let o: usize = 0, x = left; o < height; o += stride, x += vStride) {
        const p = v128.load(a + o), q = v128.load(a + o, 16)
        const x0 = v128.load64_splat(x), x1 = v128.load64_splat(x, 8), x2 = v128.load64_splat(x, 16), x3 = v128.load64_splat(x, 24)
        a0 = f64x2.add(a0, f64x2.mul(x0, p))
        b0 = f64x2.add(b0, f64x2.mul(x0, q))
        a1 = f64x2.add(a1, f64x2.mul(x1, p))
        b1 = f64x2.add(b1, f64x2.mul(x1, q))
        a2 = f64x2.add(a2, f64x2.mul(x2, p))
        b2 = f64x2.add(b2, f64x2.mul(x2, q))
        a3 = f64x2.add(a3, f64x2.mul(x3, p))
        b3 = f64x2.add(b3, f64x2.mul(x3, q))
      }
      v128.store(to, a0)
      v128.store(to, b0, 16)
      v128.store(w1, a1)
      v128.store(w1, b1, 16)
      v128.store(w2, a2)
      v128.store(w2, b2, 16)
      v128.store(w3, a3)
      v128.store(w3, b3, 16)
    }
  for (; j < columns; j++, a += 8, w += 8)
    for (let m = 0, to = w; m < depth; m++, to += wide) {
      let sum = load<f64>(to)
      for (let o: usize = 0, x = v + (<usize>m << 3); o < height; o += stride, x += vStride) sum += load<f64>(x) * load<f64>(a + o)
      store<f64>(to, sum)
    }
}
