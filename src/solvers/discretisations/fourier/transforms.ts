import { type Fft, fftKernels, makeFft } from '../../../kernels/fft.ts'
import { makeFftTables } from '../../../kernels/fft-line.ts'
import { makePass, type PassOptions } from '../../../kernels/fft-pass.ts'
import type { Kernels } from '../../../kernels/kernels.ts'
import type { Pointer } from '../../system.ts'
import type { ModeAxis, Modes, Symbols } from './modes.ts'
import type { AxisKind } from './operator.ts'

/** A symbol in the arena, ready for the loops over rows. */
export interface PlacedSymbol {
  /** 0: one everywhere, 1 real, 2 imaginary, 3 complex. */
  readonly kind: number
  readonly pointer: Pointer
}

/** Between kept coefficients and nodes, through one padded spectrum; wave numbers that are not kept are never transformed. */
export interface Transforms {
  placeSymbol(symbols: Symbols): PlacedSymbol
  /** Writes a symbol anew, of the same kind. */
  rewrite(symbol: PlacedSymbol, symbols: Symbols): void
  /** Padded spectrum ← symbol · coefficients, or adds it. */
  scatter(symbol: PlacedSymbol, coefficients: Pointer, adds: boolean): void
  /** nodes ← the padded spectrum, a series of these kinds. */
  inverse(kinds: readonly AxisKind[], nodes: Pointer): void
  /** Padded spectrum ← nodes, divided by the number of points. */
  forward(kinds: readonly AxisKind[], nodes: Pointer): void
  /** coefficients ← symbol · padded spectrum, or adds it. */
  gather(symbol: PlacedSymbol, coefficients: Pointer, adds: boolean): void
}

interface Step {
  readonly record: number
  readonly blocks: number
  readonly input: Pointer
  readonly output: Pointer
}

/** Three axes, the slowest first: a missing one has one point. */
type Triple = readonly [number, number, number]

const mapTriple = ([z, y, x]: Triple, of: (length: number, place: number) => number): Triple => [
  of(z, 0),
  of(y, 1),
  of(x, 2),
]

/** Plans for one set of coefficients; all memory is taken here. */
export function makeTransforms(kernels: Kernels, modes: Modes): Transforms {
  const { spectrumRows, realRows, fftPass } = fftKernels(kernels)
  const tables = makeFftTables(kernels)
  const axes = [2, 1, 0].map((place): ModeAxis | undefined => modes.axes[place])
  const width = modes.isComplex ? 16 : 8
  const triple = (of: (axis: ModeAxis) => number): Triple => {
    const [z, y, x] = axes.map((axis) => (axis ? of(axis) : 1))
    return [z, y, x]
  }
  const sizeOf = ([z, y, x]: Triple) => z * y * x
  const halfOf = (axis: ModeAxis) => Math.floor(axis.points / 2) + 1
  const padded = triple((axis) => (axis.isHalved ? halfOf(axis) : axis.isPeriodic ? axis.points : axis.count))
  const kept = triple((axis) => (axis.isPeriodic && !axis.isHalved ? axis.points : axis.count))
  const nodes = triple((axis) => axis.points)
  const isLine = modes.axes.length === 1 && modes.isComplex
  const bounded = axes.flatMap((axis, place) => (axis && !axis.isPeriodic ? [place] : []))
  const whole = axes.flatMap((axis, place) => (axis?.isPeriodic && !axis.isHalved ? [place] : []))
  const halved = axes.findIndex((axis) => axis?.isHalved)
  // What is scattered stays zero where nothing is kept, and so does what lies between the passes of the inverse.
  const takeSpectrum = () => kernels.reserve((width / 8) * sizeOf(padded))
  const scattered = takeSpectrum()
  const middle = whole.length > 0 ? takeSpectrum() : scattered
  const gathered = takeSpectrum()
  // Between passes along bounded axes: as many numbers as the largest of them has.
  const between = [0, 1].map(() => (bounded.length > 0 ? kernels.reserve(sizeOf(nodes)) : 0))
  const line: Fft | undefined = isLine
    ? makeFft(kernels, [modes.axes[0].points], { real: true, scaled: 'forward' })
    : undefined

  // Rows of kept coefficients in the padded spectrum.
  const rowLength = axes[2]?.count ?? 1
  const rowOffsets: number[] = []
  const placesOf = (axis: ModeAxis | undefined): number[] =>
    Array.from({ length: axis?.count ?? 1 }, (_, k) =>
      axis?.isPeriodic && !axis.isHalved && k > axis.highest ? axis.points - (axis.count - k) : k,
    )
  for (const z of placesOf(axes[0]))
    for (const y of placesOf(axes[1])) rowOffsets.push((z * padded[1] + y) * padded[2] * width)
  const offsets = tables.int32(rowOffsets)
  const rows = rowOffsets.length
  const moveRows = modes.isComplex ? spectrumRows : realRows

  let scratchLength = 1
  const plan = (
    place: number,
    input: { dims: Triple; bytes: number; at: Pointer },
    output: { dims: Triple; bytes: number; at: Pointer },
    extents: Triple,
    options: Partial<PassOptions> & { length: number },
  ): Step => {
    const strides = ([, y, x]: Triple, bytes: number) => [y * x * bytes, x * bytes, bytes]
    const [of, to] = [strides(input.dims, input.bytes), strides(output.dims, output.bytes)]
    let [slow, fast] = [0, 1, 2].filter((other) => other !== place)
    if (extents[fast] === 1) [slow, fast] = [fast, slow]
    const isJoined = of[slow] === extents[fast] * of[fast] && to[slow] === extents[fast] * to[fast]
    const lines = isJoined ? extents[fast] * extents[slow] : extents[fast]
    const pass = makePass(tables, {
      ...{ from: 'input', to: 'output', lines, slabs: isJoined ? 1 : extents[slow] },
      input: { element: of[place], line: of[fast], slab: of[slow] },
      output: { element: to[place], line: to[fast], slab: to[slow] },
      ...options,
    })
    scratchLength = Math.max(scratchLength, pass.scratch)
    return { record: pass.record, blocks: pass.blocks, input: input.at, output: output.at }
  }

  /** Passes with `0` for the nodes' pointer. */
  const makeSteps = (kinds: readonly AxisKind[], isForward: boolean): readonly Step[] => {
    const steps: Step[] = []
    const kindAt = (place: number) => kinds[2 - place]
    const place = (at: Pointer) => ({ dims: padded, bytes: width, at })
    const [start, then] = isForward ? [place(gathered), place(gathered)] : [place(scattered), place(middle)]
    // From coefficients to nodes; the other way round these are taken backwards.
    for (const [turnOf, axis] of whole.entries()) {
      const length = padded[axis]
      const scale = isForward ? 1 / length : 1
      steps.push(plan(axis, turnOf === 0 ? start : then, then, kept, { length, inverse: !isForward, scale }))
    }
    let dims = padded
    let here = then
    const replaced = (axis: number) => mapTriple(dims, (length, other) => (other === axis ? nodes[axis] : length))
    let turn = 0
    const target = (next: Triple, isLast: boolean) => {
      turn = 1 - turn
      return { dims: next, bytes: 8, at: isLast ? 0 : between[turn] }
    }
    if (halved >= 0) {
      const next = replaced(halved)
      const there = target(next, bounded.length === 0)
      const length = nodes[halved]
      steps.push(
        isForward
          ? plan(halved, there, here, kept, { length, load: 'real', save: 'hermitian', scale: 1 / length })
          : plan(halved, here, there, kept, { length, load: 'hermitian', save: 'real', inverse: true }),
      )
      dims = next
      here = there
    }
    for (const [turnOf, place] of bounded.entries()) {
      const next = replaced(place)
      const there = target(next, turnOf === bounded.length - 1)
      const extents = dims
      const options = boundedOptions(nodes[place], padded[place], kindAt(place), isForward)
      steps.push(isForward ? plan(place, there, here, extents, options) : plan(place, here, there, extents, options))
      dims = next
      here = there
    }
    return isForward ? steps.reverse() : steps
  }

  // Every combination, so that nothing is taken later.
  let variants: readonly (readonly AxisKind[])[] = [modes.axes.map(() => 'fourier')]
  for (const place of bounded) {
    const along = (list: readonly AxisKind[], kind: AxisKind) =>
      list.map((one, axis) => (axis === 2 - place ? kind : one))
    variants = variants.flatMap((list) => [along(list, 'cosine'), along(list, 'sine')])
  }
  const plans = line
    ? []
    : variants.map((kinds) => ({ kinds, forward: makeSteps(kinds, true), inverse: makeSteps(kinds, false) }))
  const scratch = kernels.reserve(scratchLength)
  const run = (steps: readonly Step[], values: Pointer) => {
    for (let i = 0; i < steps.length; i++) {
      const { record, blocks, input, output } = steps[i]
      fftPass(record, input === 0 ? values : input, output === 0 ? values : output, scratch, 0, blocks)
    }
  }
  const planOf = (kinds: readonly AxisKind[]) => {
    for (const one of plans) if (one.kinds.every((kind, axis) => kind === kinds[axis])) return one
    return plans[0]
  }
  const write = (pointer: Pointer, { real, imaginary }: Symbols, kind: number) => {
    const view = kernels.whole()
    const at = pointer / 8
    if (kind === 1) view.set(real ?? new Float64Array(modes.count), at)
    else if (kind === 2) view.set(imaginary ?? new Float64Array(modes.count), at)
    else if (kind === 3)
      for (let k = 0; k < modes.count; k++) {
        view[at + 2 * k] = real?.[k] ?? 0
        view[at + 2 * k + 1] = imaginary?.[k] ?? 0
      }
  }
  return {
    placeSymbol(symbols) {
      const { real, imaginary, isOne } = symbols
      const kind = isOne ? 0 : real && imaginary ? 3 : imaginary ? 2 : 1
      const pointer = kind === 0 ? 0 : kernels.reserve(kind === 3 ? 2 * modes.count : modes.count)
      write(pointer, symbols, kind)
      return { kind, pointer }
    },
    rewrite: ({ kind, pointer }, symbols) => write(pointer, symbols, kind),
    scatter(symbol, coefficients, adds) {
      moveRows(symbol.kind, adds ? 1 : 0, symbol.pointer, coefficients, 0, scattered, offsets, rows, rowLength)
    },
    gather(symbol, coefficients, adds) {
      moveRows(symbol.kind, adds ? 1 : 0, symbol.pointer, gathered, offsets, coefficients, 0, rows, rowLength)
    },
    inverse(kinds, values) {
      if (line) line.inverse(scattered, values)
      else run(planOf(kinds).inverse, values)
    },
    forward(kinds, values) {
      if (line) line.forward(values, gathered)
      else run(planOf(kinds).forward, values)
    },
  }
}

/**
 * A cosine or sine series between all nodes of an axis, ends included, and its kept coefficients: a real transform of the field
 * continued evenly or oddly over twice the length. Both directions are the same sum; the way to coefficients has the factor.
 */
function boundedOptions(
  points: number,
  count: number,
  kind: AxisKind,
  isForward: boolean,
): Partial<PassOptions> & { length: number } {
  const length = 2 * (points - 1)
  const half = points - 1
  const mirror = Array.from({ length }, (_, j) => Math.min(j, length - j))
  const reach = isForward ? points : count
  const isThere = (j: number) => mirror[j] < reach && !(kind === 'sine' && mirror[j] % half === 0)
  const isPlain = kind === 'cosine' && reach === points
  return {
    ...{ length, load: 'real', save: 'real', saved: isForward ? count : points },
    scale: isForward ? 1 / length : 1,
    inputOrder: mirror.map((place) => (place < reach ? place : 0)),
    ...(isPlain
      ? {}
      : {
          inputWeights: Float64Array.from({ length }, (_, j) =>
            !isThere(j) ? 0 : kind === 'sine' && j > half ? -1 : 1,
          ),
        }),
    ...(kind === 'sine' ? { turned: true } : {}),
  }
}
