import type { FftTables } from './fft-line.ts'
import { positionsOf } from './fft-line.ts'
import { fftFamily } from './generated/fft.ts'
import type { Kernels } from './kernels.ts'

/** The loops of src/kernels/assembly/fft; what each does is said there. Pointers are bytes, `count` complex numbers. */
export interface FftKernels {
  fftPass(record: number, input: number, output: number, scratch: number, from: number, to: number): void
  realSplit(z: number, half: number, factors: number): void
  realJoin(x: number, z: number, half: number, factors: number): void
  /** Eight chains of multiplications and additions in registers: a measure of the processor alone. */
  arithmetic(rounds: number): number
  complexMultiply(a: number, b: number, out: number, count: number): void
  complexConjugateMultiply(a: number, b: number, out: number, count: number): void
  complexRealMultiply(r: number, b: number, out: number, count: number): void
  complexDerivative(r: number, b: number, out: number, count: number): void
  complexScale(re: number, im: number, a: number, out: number, count: number): void
  complexAddScaled(a: number, s: number, b: number, out: number, count: number): void
  /** Rows of a spectrum times a symbol: see assembly/fft/rows.ts. */
  spectrumRows(
    kind: number,
    adds: number,
    symbol: number,
    from: number,
    fromOffsets: number,
    to: number,
    toOffsets: number,
    rows: number,
    count: number,
  ): void
  realRows: FftKernels['spectrumRows']
  conjugatePairs(spectrum: number, pairs: number, count: number): void
}

/** The Fourier loops of one instance of the kernels. */
export function fftKernels(kernels: Kernels): FftKernels {
  return kernels.link(fftFamily) as unknown as FftKernels
}

/** Which array a pass reads or writes. */
export type FftPlace = 'input' | 'work' | 'output'

/** One pass of a transform: its blocks are independent of each other, and so may be shared out among threads. */
export interface FftPass {
  readonly record: number
  readonly from: FftPlace
  readonly to: FftPlace
  readonly blocks: number
  /** Float64 numbers of scratch memory. */
  readonly scratch: number
}

/** How the lines of a pass lie: strides in bytes. */
export interface LineStrides {
  readonly element: number
  readonly line: number
  readonly slab: number
}

export interface PassOptions {
  readonly from: FftPlace
  readonly to: FftPlace
  /** Length of the transform. */
  readonly length: number
  /** Neighbouring lines, and how many such slabs there are. */
  readonly lines: number
  readonly slabs: number
  readonly input: LineStrides
  readonly output: LineStrides
  readonly load?: 'complex' | 'real' | 'hermitian' | 'cosine'
  readonly save?: 'complex' | 'twisted' | 'real' | 'hermitian' | 'cosine'
  /** Forward e^{−i…}; inverse e^{+i…}. */
  readonly inverse?: boolean
  readonly scale?: number
  /** The element of a line that stands at each place; a line as it lies where absent. */
  readonly inputOrder?: ArrayLike<number>
  readonly outputOrder?: ArrayLike<number>
  readonly inputWeights?: Float64Array
  readonly outputWeights?: Float64Array
  /** Numbers saved a line where these are fewer than `length`. */
  readonly saved?: number
  /** The frequency that is saved first. */
  readonly firstSaved?: number
  readonly turned?: boolean
  /** Twisted: pairs of factors by row; cosine: cos and sin of πk/2n. */
  readonly factors?: number
  readonly factorRow?: number
}

const loads = { complex: 0, real: 1, hermitian: 2, cosine: 3 } as const
const saves = { complex: 0, twisted: 1, real: 2, hermitian: 3, cosine: 4 } as const

/**
 * Elements side by side in a block: as many as keep the scratch memory in the first cache, but columns enough to use each cache
 * line of the array whole.
 */
function unitsFor(rows: number, complex: boolean, lines: number): number {
  const fitting = Math.floor(32768 / (32 * rows))
  const wanted = Math.max(complex ? 4 : 1, Math.min(8, fitting))
  return Math.max(1, Math.min(wanted, Math.floor(lines / (complex ? 2 : 4))))
}

/** Writes the record of a pass (src/kernels/assembly/fft/pass.ts). */
export function makePass(tables: FftTables, options: PassOptions): FftPass {
  const {
    length,
    lines,
    slabs,
    input,
    output,
    load = 'complex',
    save = 'complex',
    inverse = false,
    scale = 1,
  } = options
  const line = tables.line(length)
  const units = unitsFor(line.rows, load === 'complex', lines)
  const blocks = Math.ceil(lines / (units * (load === 'complex' ? 2 : 4)))
  // The inverse transform at k is the forward one at −k.
  const order = inverse ? line.order.map((frequency) => (length - frequency) % length) : line.order
  const byElement = (from: ArrayLike<number> | undefined, stride: number) =>
    Int32Array.from({ length: from?.length ?? length }, (_, k) => (from?.[k] ?? k) * stride)
  const plainReal = save === 'real' && !options.outputOrder && !options.outputWeights && options.saved === undefined
  const inputOffsets = load === 'hermitian' ? 0 : tables.int32(byElement(options.inputOrder, input.element))
  const outputOffsets =
    save === 'complex' || plainReal
      ? tables.int32(order.map((frequency) => frequency * output.element))
      : tables.int32(byElement(options.outputOrder, output.element))
  const positions =
    save === 'complex' || plainReal ? 0 : tables.int32(positionsOf(order).slice(options.firstSaved ?? 0))
  const record = tables.int32([
    ...[line.pointer, loads[load], saves[save], length, units, lines, blocks],
    ...[input.element, input.line, input.slab, output.element, output.line, output.slab],
    ...[inputOffsets, outputOffsets, positions, options.factors ?? 0, options.factorRow ?? 0],
    options.inputWeights ? tables.float64(options.inputWeights) : 0,
    options.outputWeights ? tables.float64(options.outputWeights) : 0,
    ...[options.saved ?? length, options.turned ? 1 : 0],
    ...[0, 0, 0, 0],
  ])
  tables.kernels.view(record + 88, 2).set([scale, inverse ? -1 : 1])
  return { record, from: options.from, to: options.to, blocks: blocks * slabs, scratch: 4 * line.rows * units }
}
