import { type FftTables, makeFftTables, radices, unitRoot } from './fft-line.ts'
import { type FftKernels, type FftPass, fftKernels, type LineStrides, makePass } from './fft-pass.ts'
import type { Kernels } from './kernels.ts'

export { type FftKernels, type FftPass, fftKernels } from './fft-pass.ts'

export interface FftOptions {
  /** Real numbers on one side and half a spectrum on the other. */
  readonly real?: boolean
  /** The axes that are transformed; all where absent. With `real`, the last one named is the halved one. */
  readonly axes?: readonly number[]
  /** Which way is divided by the number of points; `inverse` where absent. */
  readonly scaled?: 'forward' | 'inverse'
}

/**
 * A discrete Fourier transform of one shape. Arrays are row-major, complex numbers interleaved (re, im): the layout of numpy.
 * Forward X[k] = Σ x[j] e^{−2πi jk/n}, not scaled; inverse e^{+…}, divided by the number of points transformed.
 * With `real`, the halved axis has n/2 + 1 numbers (rounded down): (ny, nx/2 + 1) as numpy.fft.rfft2.
 */
export interface Fft {
  readonly shape: readonly number[]
  readonly real: boolean
  /** Shape of the spectrum, in complex numbers. */
  readonly spectrumShape: readonly number[]
  /** Float64 numbers of the values and of the spectrum. */
  readonly valueLength: number
  readonly spectrumLength: number
  /** From values to a spectrum; pointers are bytes. Complex transforms may work in place; with `real` the two must not overlap. */
  forward(values: number, spectrum: number): void
  /** From a spectrum, which is left as it is, to values. */
  inverse(spectrum: number, values: number): void
  /** The same work as passes of independent blocks, for several threads; undefined where it is more than passes. */
  readonly passes: { readonly forward: readonly FftPass[]; readonly inverse: readonly FftPass[] } | undefined
  /** Pointer of the memory between passes. */
  readonly work: number
}

const bytes = 16

/** What lies around an axis of an array. */
interface Around {
  readonly length: number
  /** Elements from one number to the next along the axis, and how often that many lines come. */
  readonly inner: number
  readonly outer: number
}

function around(shape: readonly number[], axis: number): Around {
  const product = (part: readonly number[]) => part.reduce((a, b) => a * b, 1)
  return { length: shape[axis] ?? 1, inner: product(shape.slice(axis + 1)), outer: product(shape.slice(0, axis)) }
}

/** Strides of lines along an axis: neighbouring lines are neighbouring rows on the last axis, else neighbouring columns. */
export function stridesOf(
  { length, inner, outer }: Around,
  size: number,
): LineStrides & { lines: number; slabs: number } {
  if (inner === 1) return { element: size, line: length * size, slab: 0, lines: outer, slabs: 1 }
  return { element: inner * size, line: size, slab: inner * length * size, lines: inner, slabs: outer }
}

/**
 * The plan of a transform: twiddle factors and scratch memory are taken from the arena here, nothing later. Any length works;
 * fast ones have no prime factor above 5. Throws where the shape or the axes make no sense.
 */
export function makeFft(kernels: Kernels, shape: readonly number[], options: FftOptions = {}): Fft {
  const { real = false, axes = shape.map((_, axis) => axis), scaled = 'inverse' } = options
  checkShape(shape, axes)
  const tables = makeFftTables(kernels)
  const halved = real ? axes.at(-1) : undefined
  const spectrumShape = shape.map((length, axis) => (axis === halved ? Math.floor(length / 2) + 1 : length))
  const count = (of: readonly number[]) => of.reduce((a, b) => a * b, 1)
  const common = {
    shape,
    real,
    spectrumShape,
    valueLength: real ? count(shape) : 2 * count(shape),
    spectrumLength: 2 * count(spectrumShape),
  }
  const only = axes[0] ?? 0
  const length = shape[only] ?? 1
  if (real && axes.length === 1 && count(shape) === length && length % 2 === 0 && radices(length))
    return { ...common, ...makeRealLine(tables, length, scaled) }
  const passes =
    axes.length === 1 && count(shape) === length && !real && radices(length)
      ? linePasses(tables, length, 1 / length, scaled)
      : axisPasses(tables, shape, spectrumShape, axes, halved, scaled)
  return { ...common, ...runner(tables, passes, common.spectrumLength) }
}

function checkShape(shape: readonly number[], axes: readonly number[]): void {
  const wrong = shape.find((length) => !Number.isInteger(length) || length < 1)
  if (shape.length === 0 || wrong !== undefined)
    throw new Error(`a Fourier transform needs lengths of 1 and more; the shape is [${shape.join(', ')}]`)
  const known = axes.every((axis) => Number.isInteger(axis) && axis >= 0 && axis < shape.length)
  if (axes.length === 0 || !known || new Set(axes).size !== axes.length)
    throw new Error(`the axes [${axes.join(', ')}] are not different axes of the shape [${shape.join(', ')}]`)
}

interface Passes {
  readonly forward: readonly FftPass[]
  readonly inverse: readonly FftPass[]
  readonly needsWork: boolean
}

/** One pass an axis. */
function axisPasses(
  tables: FftTables,
  shape: readonly number[],
  spectrumShape: readonly number[],
  axes: readonly number[],
  halved: number | undefined,
  scaled: 'forward' | 'inverse',
): Passes {
  // Axes of one point change nothing, but one pass must carry the numbers over.
  const busy = axes.filter((axis) => axis !== halved && (shape[axis] ?? 1) > 1)
  const list = halved === undefined && busy.length === 0 ? axes.slice(0, 1) : busy
  const whole = 1 / axes.reduce((points, axis) => points * (shape[axis] ?? 1), 1)
  const [scale, forwardScale] = scaled === 'inverse' ? [whole, 1] : [1, whole]
  const complexPass = (axis: number, from: FftPass['from'], to: FftPass['to'], inverse: boolean, factor: number) => {
    const { lines, slabs, ...strides } = stridesOf(around(spectrumShape, axis), bytes)
    const length = spectrumShape[axis] ?? 1
    return makePass(tables, { from, to, length, lines, slabs, input: strides, output: strides, inverse, scale: factor })
  }
  if (halved === undefined) {
    const backwards = [...list].reverse()
    return {
      forward: backwards.map((axis, i) =>
        complexPass(axis, i === 0 ? 'input' : 'output', 'output', false, i === 0 ? forwardScale : 1),
      ),
      inverse: list.map((axis, i) =>
        complexPass(axis, i === 0 ? 'input' : 'output', 'output', true, i === list.length - 1 ? scale : 1),
      ),
      needsWork: false,
    }
  }
  const length = shape[halved] ?? 1
  const { lines, slabs, ...ofReal } = stridesOf(around(shape, halved), 8)
  const { lines: _, slabs: __, ...ofHalf } = stridesOf(around(spectrumShape, halved), bytes)
  const there = makePass(tables, {
    ...{ from: 'input', to: 'output', length, lines, slabs, input: ofReal, output: ofHalf },
    ...{ load: 'real', save: 'hermitian', scale: forwardScale },
  })
  const back = makePass(tables, {
    ...{
      from: list.length === 0 ? 'input' : 'work',
      to: 'output',
      length,
      lines,
      slabs,
      input: ofHalf,
      output: ofReal,
    },
    ...{ load: 'hermitian', save: 'real', inverse: true, scale },
  })
  return {
    forward: [there, ...[...list].reverse().map((axis) => complexPass(axis, 'output', 'output', false, 1))],
    inverse: [...list.map((axis, i) => complexPass(axis, i === 0 ? 'input' : 'work', 'work', true, 1)), back],
    needsWork: list.length > 0,
  }
}

/** How a long line is cut in two: N = N1·N2 with few stages in all, and both long enough to fill vectors. */
function splitLine(length: number): readonly [number, number] {
  let best: readonly [number, number] = [1, length]
  let least = Number.POSITIVE_INFINITY
  for (let first = 2; first * 2 <= length; first++) {
    if (length % first !== 0) continue
    const second = length / first
    const stages = (radices(first)?.length ?? 99) + (radices(second)?.length ?? 99)
    const odd = (first % 4 === 0 ? 0 : 1) + (second % 4 === 0 ? 0 : 1)
    const cost = stages + odd + Math.abs(Math.log2(first / second)) / 4
    if (cost < least) [best, least] = [[first, second], cost]
  }
  return best
}

/**
 * A single line as a matrix of N1 rows and N2 columns: transforms of the columns, factors w^{k1 j2}, transforms of the rows,
 * written as columns (Gentleman and Sande, 1966). So both run across vectors, and the order comes out natural.
 */
function linePasses(tables: FftTables, length: number, scale: number, scaled: 'forward' | 'inverse'): Passes {
  const [n1, n2] = splitLine(length)
  const one = { element: bytes, line: 0, slab: 0 }
  if (n1 === 1) {
    const pass = (inverse: boolean) =>
      makePass(tables, {
        ...{ from: 'input', to: 'output', length, lines: 1, slabs: 1, input: one, output: one, inverse },
        scale: inverse === (scaled === 'inverse') ? scale : 1,
      })
    return { forward: [pass(false)], inverse: [pass(true)], needsWork: false }
  }
  const pairs = Math.ceil(n2 / 2)
  const factors = new Float64Array(4 * n1 * pairs)
  for (let k = 0, at = 0; k < n1; k++) {
    for (let p = 0; p < pairs; p++, at += 4) {
      for (let lane = 0; lane < 2; lane++) {
        const [c, s] = unitRoot(k * Math.min(2 * p + lane, n2 - 1), length)
        factors[at + lane] = c
        factors[at + lane + 2] = -s
      }
    }
  }
  const pointer = tables.float64(factors)
  const columns = { element: n2 * bytes, line: bytes, slab: 0 }
  const both = (inverse: boolean) => [
    makePass(tables, {
      ...{ from: 'input', to: 'work', length: n1, lines: n2, slabs: 1, input: columns, output: columns, inverse },
      ...{ save: 'twisted', factors: pointer, factorRow: 32 * pairs },
    }),
    makePass(tables, {
      ...{
        from: 'work',
        to: 'output',
        length: n2,
        lines: n1,
        slabs: 1,
        inverse,
        scale: inverse === (scaled === 'inverse') ? scale : 1,
      },
      input: { element: bytes, line: n2 * bytes, slab: 0 },
      output: { element: n1 * bytes, line: bytes, slab: 0 },
    }),
  ]
  return { forward: both(false), inverse: both(true), needsWork: true }
}

/** Takes scratch and work memory and runs passes. */
function runner(tables: FftTables, passes: Passes, workLength: number) {
  const { fftPass } = fftKernels(tables.kernels)
  const all = [...passes.forward, ...passes.inverse]
  const scratch = tables.kernels.allocate(Math.max(...all.map((pass) => pass.scratch))).pointer
  const work = passes.needsWork ? tables.kernels.allocate(workLength).pointer : 0
  const run = (list: readonly FftPass[]) => (input: number, output: number) => {
    for (const { record, from, to, blocks } of list) {
      const source = from === 'input' ? input : from === 'work' ? work : output
      fftPass(record, source, to === 'work' ? work : output, scratch, 0, blocks)
    }
  }
  return { passes, work, forward: run(passes.forward), inverse: run(passes.inverse) }
}

/** An even number of real points as half as many complex ones (neighbours are re and im), then split. */
function makeRealLine(tables: FftTables, length: number, scaled: 'forward' | 'inverse') {
  const half = length / 2
  const { realSplit, realJoin }: FftKernels = fftKernels(tables.kernels)
  const { forward, inverse } = runner(tables, linePasses(tables, half, 1 / length, scaled), length) // realJoin gives 2Z
  const factors = new Float64Array(length + 4)
  for (let k = 0; k <= half / 2; k++) {
    const [c, s] = unitRoot(k, length)
    factors[2 * k] = c
    factors[2 * k + 1] = -s
  }
  const pointer = tables.float64(factors)
  const joined = tables.kernels.allocate(length)
  return {
    passes: undefined,
    work: 0,
    forward(values: number, spectrum: number) {
      forward(values, spectrum)
      realSplit(spectrum, half, pointer)
    },
    inverse(spectrum: number, values: number) {
      realJoin(spectrum, joined.pointer, half, pointer)
      inverse(joined.pointer, values)
    },
  }
}
