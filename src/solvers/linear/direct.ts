import { bandedKernels, bandWidth } from '../../kernels/banded.ts'
import { denseKernels } from '../../kernels/dense.ts'
import type { Kernels } from '../../kernels/kernels.ts'
import { makeArenaView } from '../arena-view.ts'
import type { Pointer, SparsityPattern } from '../system.ts'
import { type Factorisation, type FactorisationOptions, places, writeShifted } from './factorisation.ts'
import { keptFor } from './kept-for.ts'
import { bandOf } from './pattern.ts'

const densePlaces = keptFor((pattern: SparsityPattern) => {
  const n = pattern.rowStarts.length - 1
  return places(pattern, (i, j) => i * n + j)
})

/** Of an order of the unknowns its band and where the entries lie in it. */
const bandOfOrder = keptFor((pattern: SparsityPattern) =>
  keptFor((place: Int32Array) => {
    const { lower, upper } = bandOf(pattern, place)
    const width = bandWidth(lower, upper)
    const spots = places(pattern, (i, j) => {
      const row = place[i]
      return row * width + place[j] - row + lower
    })
    return { lower, upper, width, spots, isPermuted: place.some((row, i) => row !== i) }
  }),
)

/** LU of the full matrix. */
export function makeDenseFactorisation(kernels: Kernels, options: FactorisationOptions): Factorisation {
  const { pattern, mass, isComplex } = options
  const n = pattern.rowStarts.length - 1
  const { factorDense, solveDense, factorDenseComplex, solveDenseComplex } = denseKernels(kernels)
  const memory = makeArenaView(kernels)
  const matrix = kernels.reserve(n * n)
  const pivots = kernels.reserve(n)
  const complex = isComplex ? kernels.reserve(2 * n * n) : 0
  const complexPivots = isComplex ? kernels.reserve(n) : 0
  const place = densePlaces(pattern)
  const isFull = pattern.columns.length === n * n
  return {
    kind: 'dense',
    factor(values, g) {
      const view = memory()
      if (!isFull) view.fill(0, matrix / 8, matrix / 8 + n * n)
      writeShifted(view, matrix, 1, values, place, mass, g, 0)
      return factorDense(matrix, pivots, n) === 0
    },
    solve: (rightSide) => solveDense(matrix, pivots, n, rightSide),
    factorComplex(values, re, im) {
      const view = memory()
      view.fill(0, complex / 8, complex / 8 + 2 * n * n)
      writeShifted(view, complex, 2, values, place, mass, re, im)
      return factorDenseComplex(complex, complexPivots, n) === 0
    },
    solveComplex: (rightSide) => solveDenseComplex(complex, complexPivots, n, rightSide),
  }
}

/** LU of a band, unknowns taken in the order `place` (of each unknown its row). */
export function makeBandedFactorisation(
  kernels: Kernels,
  options: FactorisationOptions,
  place: Int32Array,
): Factorisation {
  const { pattern, mass, isComplex } = options
  const n = pattern.rowStarts.length - 1
  const { factorBanded, solveBanded, factorBandedComplex, solveBandedComplex } = bandedKernels(kernels)
  const { lower, upper, width, spots, isPermuted } = bandOfOrder(pattern)(place)
  const memory = makeArenaView(kernels)
  const matrix = kernels.reserve(n * width)
  const pivots = kernels.reserve(n)
  const complex = isComplex ? kernels.reserve(2 * n * width) : 0
  const complexPivots = isComplex ? kernels.reserve(n) : 0
  const ordered = isPermuted ? kernels.reserve(isComplex ? 2 * n : n) : 0
  const permute = (rightSide: Pointer, parts: 1 | 2, back: boolean) => {
    const view = memory()
    for (let i = 0; i < n; i++) {
      const inner = ordered / 8 + parts * place[i]
      const outer = rightSide / 8 + parts * i
      for (let part = 0; part < parts; part++) {
        if (back) view[outer + part] = view[inner + part]
        else view[inner + part] = view[outer + part]
      }
    }
  }
  return {
    kind: 'banded',
    factor(values, g) {
      const view = memory()
      view.fill(0, matrix / 8, matrix / 8 + n * width)
      writeShifted(view, matrix, 1, values, spots, mass, g, 0)
      return factorBanded(matrix, pivots, n, lower, upper) === 0
    },
    solve(rightSide) {
      if (!isPermuted) return solveBanded(matrix, pivots, n, lower, upper, rightSide)
      permute(rightSide, 1, false)
      solveBanded(matrix, pivots, n, lower, upper, ordered)
      permute(rightSide, 1, true)
    },
    factorComplex(values, re, im) {
      const view = memory()
      view.fill(0, complex / 8, complex / 8 + 2 * n * width)
      writeShifted(view, complex, 2, values, spots, mass, re, im)
      return factorBandedComplex(complex, complexPivots, n, lower, upper) === 0
    },
    solveComplex(rightSide) {
      if (!isPermuted) return solveBandedComplex(complex, complexPivots, n, lower, upper, rightSide)
      permute(rightSide, 2, false)
      solveBandedComplex(complex, complexPivots, n, lower, upper, ordered)
      permute(rightSide, 2, true)
    },
  }
}
