import { stridesOf } from './fft.ts'
import { type FftTables, makeFftTables, unitRoot } from './fft-line.ts'
import { type FftPass, type FftPlace, fftKernels, makePass, type PassOptions } from './fft-pass.ts'
import type { Kernels } from './kernels.ts'

/**
 * Which transform an axis has. For boundaries: zero slope with nodes on the ends `cosine-1`, with cell centres `cosine-2`; zero
 * value with inner nodes `sine-1`, with cell centres `sine-2`. Kind 3 is what undoes kind 2.
 */
export type TrigonometricKind = 'cosine-1' | 'cosine-2' | 'cosine-3' | 'sine-1' | 'sine-2' | 'sine-3'

/**
 * Real transforms along the axes of a row-major array, each with a kind of its own. Forward as SciPy's `dct` and `dst` of these
 * types (not scaled: 2 Σ …); inverse undoes it. Both may work in place.
 */
export interface Trigonometric {
  readonly shape: readonly number[]
  readonly kinds: readonly (TrigonometricKind | undefined)[]
  /** Pointers are bytes; arrays have as many float64 as the shape. */
  forward(values: number, coefficients: number): void
  inverse(coefficients: number, values: number): void
  readonly passes: { readonly forward: readonly FftPass[]; readonly inverse: readonly FftPass[] }
}

const inverseOf = {
  'cosine-1': 'cosine-1',
  'cosine-2': 'cosine-3',
  'cosine-3': 'cosine-2',
  'sine-1': 'sine-1',
  'sine-2': 'sine-3',
  'sine-3': 'sine-2',
} as const

/** Forward and then its counterpart multiplies by this: the length of the extended period. */
function periodOf(kind: TrigonometricKind, n: number): number {
  return kind === 'cosine-1' ? 2 * (n - 1) : kind === 'sine-1' ? 2 * (n + 1) : 2 * n
}

/** Even elements upwards, then odd ones downwards (Makhoul 1980): a cosine transform becomes a Fourier transform of n. */
function evenThenOdd(n: number): Int32Array {
  return Int32Array.from({ length: n }, (_, j) => (2 * j < n ? 2 * j : 2 * (n - j) - 1))
}

/** What of a pass belongs to the kind. A sine transform of kind 2 is the cosine transform of (−1)^j x[j], read backwards. */
function kindOptions(tables: FftTables, kind: TrigonometricKind, n: number): Partial<PassOptions> & { length: number } {
  const reversed = Int32Array.from({ length: n }, (_, k) => n - 1 - k)
  const order = evenThenOdd(n)
  const signs = Float64Array.from(order, (j) => (j % 2 === 0 ? 1 : -1))
  const factors = () => {
    const table = new Float64Array(2 * n)
    for (let k = 0; k < n; k++) table.set(unitRoot(k, 4 * n), 2 * k)
    return tables.float64(table)
  }
  switch (kind) {
    case 'cosine-1': {
      // Continued evenly: x[j] = x[2(n − 1) − j]; the transform of a + ib is A + iB, both real.
      const length = 2 * (n - 1)
      const inputOrder = Int32Array.from({ length }, (_, j) => Math.min(j, length - j))
      return { length, load: 'real', save: 'real', inputOrder, saved: n }
    }
    case 'sine-1': {
      // Continued oddly, with zeros between, and times i, which makes the transform real.
      const length = 2 * (n + 1)
      const inputOrder = Int32Array.from({ length }, (_, j) => Math.max(0, Math.min(j, length - j) - 1))
      const inputWeights = Float64Array.from({ length }, (_, j) => (j % (n + 1) === 0 ? 0 : j <= n ? 1 : -1))
      return { length, load: 'real', save: 'real', inputOrder, inputWeights, turned: true, saved: n, firstSaved: 1 }
    }
    case 'cosine-2':
      return { length: n, load: 'real', save: 'cosine', inputOrder: order, factors: factors() }
    case 'sine-2':
      return {
        ...{ length: n, load: 'real', save: 'cosine', inputOrder: order, inputWeights: signs },
        ...{ outputOrder: reversed, factors: factors() },
      }
    case 'cosine-3':
      return { length: n, load: 'cosine', save: 'real', inverse: true, outputOrder: order, factors: factors() }
    case 'sine-3':
      return {
        ...{ length: n, load: 'cosine', save: 'real', inverse: true, inputOrder: reversed },
        ...{ outputOrder: order, outputWeights: signs, factors: factors() },
      }
  }
}

/**
 * The plan of trigonometric transforms: one kind an axis, undefined for axes left alone. All memory is taken here.
 * Any length works (`cosine-1` needs 2); fast ones have a period (2(n − 1), 2n, 2(n + 1)) without prime factors above 5.
 */
export function makeTrigonometric(
  kernels: Kernels,
  shape: readonly number[],
  kinds: readonly (TrigonometricKind | undefined)[],
): Trigonometric {
  const axes = shape.flatMap((length, axis) => {
    const kind = kinds[axis]
    return kind ? [{ axis, kind, length }] : []
  })
  if (kinds.length !== shape.length || axes.length === 0)
    throw new Error(`a trigonometric transform needs a kind for an axis or more of the ${shape.length} it has`)
  for (const { kind, length, axis } of axes) {
    const least = kind === 'cosine-1' ? 2 : 1
    if (!Number.isInteger(length) || length < least)
      throw new Error(`axis ${axis} has ${length} points; ${kind} needs ${least} and more`)
  }
  const tables = makeFftTables(kernels)
  const product = (part: readonly number[]) => part.reduce((a, b) => a * b, 1)
  const passOf = (
    { axis, length }: { axis: number; length: number },
    kind: TrigonometricKind,
    from: FftPlace,
    scale: number,
  ) => {
    const inner = product(shape.slice(axis + 1))
    const outer = product(shape.slice(0, axis))
    const { lines, slabs, ...strides } = stridesOf({ length, inner, outer }, 8)
    const options = kindOptions(tables, kind, length)
    return makePass(tables, { from, to: 'output', lines, slabs, input: strides, output: strides, scale, ...options })
  }
  const place = (i: number): FftPlace => (i === 0 ? 'input' : 'output')
  const passes = {
    forward: axes.map((one, i) => passOf(one, one.kind, place(i), 1)),
    inverse: axes.map((one, i) => passOf(one, inverseOf[one.kind], place(i), 1 / periodOf(one.kind, one.length))),
  }
  const { fftPass } = fftKernels(kernels)
  const scratch = kernels.allocate(
    Math.max(...passes.forward.concat(passes.inverse).map((pass) => pass.scratch)),
  ).pointer
  const run = (list: readonly FftPass[]) => (input: number, output: number) => {
    for (const { record, from, blocks } of list)
      fftPass(record, from === 'input' ? input : output, output, scratch, 0, blocks)
  }
  return { shape, kinds, forward: run(passes.forward), inverse: run(passes.inverse), passes }
}
