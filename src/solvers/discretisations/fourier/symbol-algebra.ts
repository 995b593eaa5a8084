import type { Symbols } from './modes.ts'

/** a + b, coefficient by coefficient. */
export function addSymbols(a: Symbols | undefined, b: Symbols): Symbols {
  if (!a) return b
  return build(join(a.real, b.real, 1), join(a.imaginary, b.imaginary, 1))
}

/** a b. */
export function multiplySymbols(a: Symbols, b: Symbols): Symbols {
  if (a.isOne) return b
  if (b.isOne) return a
  return build(
    join(product(a.real, b.real), product(a.imaginary, b.imaginary), -1),
    join(product(a.real, b.imaginary), product(a.imaginary, b.real), 1),
  )
}

/** −a/b; 0 where b is 0 beside its largest value. */
export function negativeQuotient(a: Symbols, b: Symbols, vanishing: Uint8Array): Symbols {
  const count = vanishing.length
  const real = new Float64Array(count)
  const imaginary = new Float64Array(count)
  for (let k = 0; k < count; k++) {
    if (vanishing[k] === 1) continue
    const [c, d] = [b.real?.[k] ?? 0, b.imaginary?.[k] ?? 0]
    const square = c * c + d * d
    const [x, y] = [a.real?.[k] ?? 0, a.imaginary?.[k] ?? 0]
    real[k] = -(x * c + y * d) / square
    imaginary[k] = -(y * c - x * d) / square
  }
  // Real by real and imaginary by imaginary stay real, whatever the parameters are.
  const isReal = (!a.imaginary && !b.imaginary) || (!a.real && !b.real)
  const isImaginary = (!a.imaginary && !b.real) || (!a.real && !b.imaginary)
  return isReal ? { real } : isImaginary ? { imaginary } : { real, imaginary }
}

/** Where a symbol is 0 beside its largest value: 1, else 0. */
export function vanishingPlaces(a: Symbols | undefined, count: number): Uint8Array {
  const size = (k: number) => Math.hypot(a?.real?.[k] ?? 0, a?.imaginary?.[k] ?? 0)
  let largest = 0
  for (let k = 0; k < count; k++) largest = Math.max(largest, size(k))
  return Uint8Array.from({ length: count }, (_, k) => (size(k) <= 1e-14 * largest ? 1 : 0))
}

/** The largest modulus. */
export function largestOf({ real, imaginary }: Symbols): number {
  const count = real?.length ?? imaginary?.length ?? 0
  let largest = 0
  for (let k = 0; k < count; k++) largest = Math.max(largest, Math.hypot(real?.[k] ?? 0, imaginary?.[k] ?? 0))
  return largest
}

function build(real: Float64Array | undefined, imaginary: Float64Array | undefined): Symbols {
  return { ...(real ? { real } : {}), ...(imaginary ? { imaginary } : {}) }
}

function product(a: Float64Array | undefined, b: Float64Array | undefined): Float64Array | undefined {
  return a && b ? a.map((value, k) => value * b[k]) : undefined
}

function join(a: Float64Array | undefined, b: Float64Array | undefined, sign: 1 | -1): Float64Array | undefined {
  if (!b) return a
  if (!a) return sign === 1 ? b : b.map((value) => -value)
  return a.map((value, k) => value + sign * b[k])
}
