import { fftKernels } from '../../../kernels/fft.ts'
import type { Kernels } from '../../../kernels/kernels.ts'
import { vectorKernels } from '../../../kernels/vector.ts'
import type { LinearPart, Pointer, SparsityPattern, SystemJacobian } from '../../system.ts'
import type { Modes, Symbols } from './modes.ts'
import { invertShifted, type SymbolBlocks } from './spectral-blocks.ts'
import type { PlacedSymbol, Transforms } from './transforms.ts'

/** The linear part with constant coefficients, wave number by wave number. */
export interface SpectralLinear {
  readonly part: LinearPart
  /** Unknowns are coupled: a small matrix a wave number. */
  readonly hasBlocks: boolean
  /** Symbols as they are now, row by row. */
  blocks(): SymbolBlocks
  /** out ← L state, or added to it. */
  apply(state: Pointer, out: Pointer, adds: boolean): void
  solveShifted(shift: number, rightSide: Pointer): void
  readonly jacobian: SystemJacobian
  refresh(blocks: SymbolBlocks): void
}

/** Makes it for `unknowns` fields; all memory is taken here. */
export function makeSpectralLinear(
  kernels: Kernels,
  modes: Modes,
  transforms: Transforms,
  unknowns: number,
  first: SymbolBlocks,
): SpectralLinear {
  const { count, length, isComplex } = modes
  const bytes = 8 * length
  const vector = vectorKernels(kernels)
  const moveRows = fftKernels(kernels)[isComplex ? 'spectrumRows' : 'realRows']
  const n = unknowns
  const hasBlocks = first.some((symbols, place) => symbols && Math.floor(place / n) !== place % n)
  const hasImaginary = first.some((symbols) => symbols?.imaginary)
  const placed = first.map((symbols) => symbols && transforms.placeSymbol(symbols))
  let now = first
  const times = (symbol: PlacedSymbol, from: Pointer, to: Pointer, adds: boolean) =>
    moveRows(symbol.kind, adds ? 1 : 0, symbol.pointer, from, 0, to, 0, 1, count)
  const multiply = (symbols: readonly (PlacedSymbol | undefined)[], state: Pointer, out: Pointer, adds: boolean) => {
    for (let i = 0; i < n; i++) {
      let isStarted = adds
      for (let j = 0; j < n; j++) {
        const symbol = symbols[i * n + j]
        if (!symbol) continue
        times(symbol, state + j * bytes, out + i * bytes, isStarted)
        isStarted = true
      }
      if (!isStarted) vector.fillVector(length, 0, out + i * bytes)
    }
  }

  const part = hasBlocks ? makeBlockPart(modes, n, hasImaginary) : makeDiagonalPart(modes, n, hasImaginary)
  part.write(first)

  // (1 − shift·L)^(−1), made anew when the shift or the parameters change.
  const isSolved = (place: number) => hasBlocks || Math.floor(place / n) === place % n
  const kindOnly = hasImaginary
    ? { real: new Float64Array(count), imaginary: new Float64Array(count) }
    : { real: new Float64Array(count) }
  const inverse = first.map((_, place) => (isSolved(place) ? transforms.placeSymbol(kindOnly) : undefined))
  const copy = hasBlocks ? kernels.reserve(n * length) : 0
  const shiftOf = Float64Array.of(Number.NaN)
  const prepare = (shift: number) => {
    if (shiftOf[0] === shift) return
    shiftOf[0] = shift
    if (hasBlocks) {
      for (const [place, symbols] of invertShifted(now, n, count, shift).entries()) rewrite(place, symbols)
      return
    }
    for (let i = 0; i < n; i++) rewrite(i * n + i, invertShifted([now[i * n + i]], 1, count, shift)[0])
  }
  const rewrite = (place: number, symbols: Symbols) => {
    const symbol = inverse[place]
    if (symbol) transforms.rewrite(symbol, symbols)
  }
  return {
    part: part.part,
    hasBlocks,
    blocks: () => now,
    apply: (state, out, adds) => multiply(placed, state, out, adds),
    solveShifted(shift, rightSide) {
      prepare(shift)
      if (!hasBlocks) {
        for (let i = 0; i < n; i++) {
          const symbol = inverse[i * n + i]
          if (symbol) times(symbol, rightSide + i * bytes, rightSide + i * bytes, false)
        }
        return
      }
      vector.copyVector(n * length, rightSide, copy)
      multiply(inverse, copy, rightSide, false)
    },
    jacobian: makeJacobian(kernels, modes, n, () => now),
    refresh(blocks) {
      now = blocks
      shiftOf[0] = Number.NaN
      part.write(blocks)
      for (const [place, symbols] of blocks.entries()) {
        const symbol = placed[place]
        if (symbol && symbols) transforms.rewrite(symbol, symbols)
      }
    },
  }
}

interface WrittenPart {
  readonly part: LinearPart
  write(blocks: SymbolBlocks): void
}

function makeDiagonalPart({ count, isComplex }: Modes, n: number, hasImaginary: boolean): WrittenPart {
  // Of real factors on complex numbers each number has its own.
  const width = isComplex && !hasImaginary ? 2 : 1
  const real = new Float64Array(n * count * width)
  const imaginary = hasImaginary ? new Float64Array(n * count) : undefined
  return {
    part: { kind: 'diagonal', real, ...(imaginary ? { imaginary } : {}) },
    write(blocks) {
      for (let i = 0; i < n; i++) {
        const symbols = blocks[i * n + i]
        for (let k = 0; k < count; k++) {
          const at = (i * count + k) * width
          real[at] = symbols?.real?.[k] ?? 0
          if (width === 2) real[at + 1] = real[at]
          if (imaginary) imaginary[at] = symbols?.imaginary?.[k] ?? 0
        }
      }
    },
  }
}

function makeBlockPart({ count, isComplex }: Modes, n: number, hasImaginary: boolean): WrittenPart {
  const real = new Float64Array(n * n * count)
  const imaginary = hasImaginary ? new Float64Array(n * n * count) : undefined
  return {
    part: { kind: 'blocks', unknowns: n, isComplex, real, ...(imaginary ? { imaginary } : {}) },
    write(blocks) {
      for (const [place, symbols] of blocks.entries()) {
        real.set(symbols?.real ?? new Float64Array(count), place * count)
        imaginary?.set(symbols?.imaginary ?? new Float64Array(count), place * count)
      }
    },
  }
}

/** The linear part as a sparse matrix on the numbers of the state, for methods that want one; made when first asked for. */
function makeJacobian(kernels: Kernels, modes: Modes, n: number, blocks: () => SymbolBlocks): SystemJacobian {
  const { count, length, isComplex } = modes
  const parts = isComplex ? 2 : 1
  let pattern: SparsityPattern | undefined
  const entries = (visit: (i: number, j: number, k: number, row: number, column: number) => void) => {
    const now = blocks()
    for (let i = 0; i < n; i++)
      for (let k = 0; k < count; k++)
        for (let p = 0; p < parts; p++)
          for (let j = 0; j < n; j++) {
            const symbols = now[i * n + j]
            if (!symbols && i !== j) continue
            for (let q = 0; q < parts; q++)
              if (q === p || symbols?.imaginary) visit(i, j, k, i * length + parts * k + p, j * length + parts * k + q)
          }
  }
  return {
    get pattern() {
      if (pattern) return pattern
      const rowStarts = new Int32Array(n * length + 1)
      entries((_, __, ___, row) => rowStarts[row + 1]++)
      for (let row = 0; row < n * length; row++) rowStarts[row + 1] += rowStarts[row]
      const columns = new Int32Array(rowStarts[n * length])
      let at = 0
      entries((_, __, ___, ____, column) => {
        columns[at++] = column
      })
      pattern = { rowStarts, columns }
      return pattern
    },
    evaluate(_, __, out) {
      const view = kernels.whole()
      const now = blocks()
      let at = out / 8
      entries((i, j, k, row, column) => {
        const symbols = now[i * n + j]
        const isTurned = (row - column) % 2 !== 0 && parts === 2
        const part = isTurned ? symbols?.imaginary?.[k] : symbols?.real?.[k]
        view[at++] = (part ?? 0) * (isTurned && column > row - (i - j) * length ? -1 : 1)
      })
    },
  }
}
