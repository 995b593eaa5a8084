// Transforms by their definitions, a sum a number, for tests: slow, plain, and each sum compensated (Neumaier), so that only the
// rounding of the factors is left.

import { sumReference } from './vector.ts'

/** cos(2πk/n), rounded about once: the angle is reduced to an octant in whole numbers. */
function cosine(k: number, n: number): number {
  let turn = ((k % n) + n) % n
  if (2 * turn > n) turn = n - turn
  if (4 * turn > n) return -cosine(n - 2 * turn, 2 * n)
  return 8 * turn <= n ? Math.cos((2 * Math.PI * turn) / n) : Math.sin((2 * Math.PI * (n - 4 * turn)) / (4 * n))
}

const sine = (k: number, n: number) => cosine(4 * k - n, 4 * n)

/** Every line along an axis of a row-major array of `width` numbers an element, through `transform`. */
function alongAxis(
  values: Float64Array,
  shape: readonly number[],
  axis: number,
  width: number,
  transform: (line: Float64Array) => Float64Array,
): Float64Array {
  const length = shape[axis] ?? 1
  const inner = shape.slice(axis + 1).reduce((a, b) => a * b, 1)
  const outer = values.length / (length * inner * width)
  const out = new Float64Array(values.length)
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < inner; i++) {
      const at = (j: number) => ((o * length + j) * inner + i) * width
      const line = new Float64Array(length * width)
      for (let j = 0; j < length; j++) for (let c = 0; c < width; c++) line[j * width + c] = values[at(j) + c] ?? 0
      for (const [k, value] of transform(line).entries()) out[at(Math.floor(k / width)) + (k % width)] = value
    }
  }
  return out
}

function lineFft(line: Float64Array, inverse: boolean): Float64Array {
  const n = line.length / 2
  const sign = inverse ? 1 : -1
  const cosines = Float64Array.from({ length: n }, (_, k) => cosine(k, n))
  const sines = Float64Array.from({ length: n }, (_, k) => sign * sine(k, n))
  const out = new Float64Array(2 * n)
  for (let k = 0; k < n; k++) {
    const c = (j: number) => cosines[(j * k) % n] ?? 0
    const s = (j: number) => sines[(j * k) % n] ?? 0
    const re = (j: number) => line[2 * j] ?? 0
    const im = (j: number) => line[2 * j + 1] ?? 0
    const scale = inverse ? 1 / n : 1
    out[2 * k] = scale * sumReference(2 * n, (j) => (j < n ? re(j) * c(j) : -im(j - n) * s(j - n)))
    out[2 * k + 1] = scale * sumReference(2 * n, (j) => (j < n ? im(j) * c(j) : re(j - n) * s(j - n)))
  }
  return out
}

/** The Fourier transform of interleaved complex numbers over the axes named: forward e^{−i…}, inverse e^{+i…} over N. */
export function referenceFft(
  values: Float64Array,
  shape: readonly number[],
  inverse = false,
  axes: readonly number[] = shape.map((_, axis) => axis),
): Float64Array {
  return axes.reduce((done, axis) => alongAxis(done, shape, axis, 2, (line) => lineFft(line, inverse)), values)
}

export type TrigonometricKind = 'cosine-1' | 'cosine-2' | 'cosine-3' | 'sine-1' | 'sine-2' | 'sine-3'

/** One line by the definition (SciPy's `dct` and `dst` of these types, norm "backward"). */
function lineTrigonometric(x: Float64Array, kind: TrigonometricKind): Float64Array {
  const n = x.length
  const at = (j: number) => x[j] ?? 0
  const term: Record<TrigonometricKind, (j: number, k: number) => number> = {
    'cosine-1': (j, k) => (j === 0 || j === n - 1 ? 1 : 2) * at(j) * cosine(j * k, 2 * (n - 1)),
    'cosine-2': (j, k) => 2 * at(j) * cosine(k * (2 * j + 1), 4 * n),
    'cosine-3': (j, k) => (j === 0 ? 1 : 2) * at(j) * cosine(j * (2 * k + 1), 4 * n),
    'sine-1': (j, k) => 2 * at(j) * sine((j + 1) * (k + 1), 2 * (n + 1)),
    'sine-2': (j, k) => 2 * at(j) * sine((k + 1) * (2 * j + 1), 4 * n),
    'sine-3': (j, k) => (j === n - 1 ? 1 : 2) * at(j) * sine((j + 1) * (2 * k + 1), 4 * n),
  }
  return x.map((_, k) => sumReference(n, (j) => term[kind](j, k)))
}

/** Trigonometric transforms along the axes that have a kind, not scaled. */
export function referenceTrigonometric(
  values: Float64Array,
  shape: readonly number[],
  kinds: readonly (TrigonometricKind | undefined)[],
): Float64Array {
  return kinds.reduce<Float64Array>(
    (done, kind, axis) => (kind ? alongAxis(done, shape, axis, 1, (line) => lineTrigonometric(line, kind)) : done),
    values,
  )
}
