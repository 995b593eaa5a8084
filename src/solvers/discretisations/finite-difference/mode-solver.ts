import { makeFft } from '../../../kernels/fft.ts'
import type { Kernels } from '../../../kernels/kernels.ts'
import { pointwiseKernels } from '../../../kernels/pointwise.ts'
import { makeTrigonometric, type TrigonometricKind } from '../../../kernels/trigonometric.ts'
import type { Pointer } from '../../system.ts'
import type { GridShape } from './field-lowering.ts'
import type { EndKind } from './linear-operators.ts'
import { centralWeights } from './stencil-weights.ts'

/** Even central differences on a box by their modes: periodic waves, cosines, sines. One set of ends; all memory is taken when made. */
export interface ModeSolver {
  readonly modes: number
  /** Writes a factor for each mode; `symbol(axis, order)` is what the difference of an even order makes of the mode. */
  fill(table: Pointer, factor: (symbol: (axis: number, order: number) => number) => number): void
  /** field ← Σ factor · mode part of the field, in place; nodes with given values stay as they are and count as 0. */
  apply(table: Pointer, field: Pointer): void
}

interface ModeAxis {
  readonly kind: EndKind
  /** Numbers that are transformed, and where each stands on the axis. */
  readonly places: Int32Array
  readonly transform: TrigonometricKind | undefined
  angle(mode: number): number
}

function modeAxis(kind: EndKind, count: number): ModeAxis {
  const list = (length: number, of: (i: number) => number) => Int32Array.from({ length }, (_, i) => of(i))
  switch (kind) {
    case 'periodic':
      return { kind, places: list(count, (i) => i), transform: undefined, angle: (k) => (2 * Math.PI * k) / count }
    case 'ss':
      return { kind, places: list(count, (i) => i), transform: 'cosine-1', angle: (k) => (Math.PI * k) / (count - 1) }
    case 'vv':
      return { kind, places: list(count - 2, (i) => i + 1), transform: 'sine-1', angle: (k) => (Math.PI * (k + 1)) / (count - 1) } // biome-ignore format: one thought
    default: {
      // Continued evenly about the end with the slope: a problem of twice the length with values at both ends.
      const length = 2 * (count - 1) - 1
      const mirrored = (i: number) => Math.min(i + 1, 2 * (count - 1) - (i + 1))
      return {
        kind,
        places: list(length, (i) => (kind === 'vs' ? mirrored(i) : count - 1 - mirrored(i))),
        transform: 'sine-1',
        angle: (k) => (Math.PI * (k + 1)) / (length + 1),
      }
    }
  }
}

/** Makes the solver for the ends given. */
export function makeModeSolver(
  kernels: Kernels,
  shape: GridShape,
  spacings: readonly number[],
  kinds: readonly EndKind[],
): ModeSolver {
  const axes = shape.counts.map((count, axis) => modeAxis(kinds[axis] ?? 'periodic', count))
  // Transforms take the slowest axis first.
  const lengths = axes.map(({ places }) => places.length).reverse()
  const transforms = axes.map(({ transform }) => transform).reverse()
  const size = lengths.reduce((product, length) => product * length, 1)
  const around = axes.flatMap(({ kind }, axis) => (kind === 'periodic' ? [axes.length - 1 - axis] : [])).reverse()
  const trigonometric = transforms.some((kind) => kind !== undefined)
    ? makeTrigonometric(kernels, lengths, transforms)
    : undefined
  const fft = around.length > 0 ? makeFft(kernels, lengths, { real: true, axes: around }) : undefined
  const modes = fft ? fft.spectrumLength / 2 : size
  const isWhole = axes.every(({ kind }) => kind === 'periodic' || kind === 'ss')
  const values = isWhole ? 0 : kernels.reserve(size)
  const spectrum = fft ? kernels.reserve(fft.spectrumLength) : 0
  const { complexRealMultiply, multiplyVectors } = pointwiseKernels(kernels)
  const [nx = 1, ny = 1] = shape.counts
  const [xs, ys, zs] = [0, 1, 2].map((axis) => axes[axis]?.places ?? Int32Array.of(0))
  const modeCounts = (fft ? fft.spectrumShape : lengths).toReversed()

  const move = (field: Pointer, isGathering: boolean): void => {
    const view = kernels.whole()
    const [a, b] = [field / 8, values / 8]
    let i = b
    for (let z = 0; z < zs.length; z++)
      for (let y = 0; y < ys.length; y++) {
        const row = a + (zs[z] * ny + ys[y]) * nx
        if (isGathering) for (let x = 0; x < xs.length; x++) view[i++] = view[row + xs[x]]
        else for (let x = 0; x < xs.length; x++) view[row + xs[x]] = view[i++]
      }
  }

  const symbols = axes.map(({ angle }, axis) => {
    const known = new Map<number, Float64Array>()
    return (order: number): Float64Array => {
      const found = known.get(order)
      if (found) return found
      const weights = centralWeights(order, shape.order)
      const scale = (spacings[axis] ?? 1) ** -order
      const made = Float64Array.from({ length: modeCounts[axis] ?? 1 }, (_, k) => {
        const half = angle(k) / 2
        // −4 sin²(θ/2) without the cancellation of 2 cos θ − 2.
        if (order === 2 && shape.order === 2) return -4 * Math.sin(half) ** 2 * scale
        return weights.reduce((sum, { at, factor }) => sum - 2 * factor * Math.sin(at * half) ** 2, 0) * scale
      })
      known.set(order, made)
      return made
    }
  })
  return {
    modes,
    fill(table, factor) {
      const view = kernels.view(table, modes)
      const place = [0, 0, 0]
      const symbol = (axis: number, order: number) => symbols[axis]?.(order)[place[axis] ?? 0] ?? 0
      const [mx = 1, my = 1, mz = 1] = modeCounts
      let i = 0
      for (place[2] = 0; place[2] < mz; place[2]++)
        for (place[1] = 0; place[1] < my; place[1]++)
          for (place[0] = 0; place[0] < mx; place[0]++) view[i++] = factor(symbol)
    },
    apply(table, field) {
      if (!isWhole) move(field, true)
      const at = isWhole ? field : values
      trigonometric?.forward(at, at)
      if (fft) {
        fft.forward(at, spectrum)
        complexRealMultiply(table, spectrum, spectrum, modes)
        fft.inverse(spectrum, at)
      } else multiplyVectors(size, table, at, at)
      trigonometric?.inverse(at, at)
      if (!isWhole) move(field, false)
    },
  }
}
