import type { Kernels } from '../../kernels/kernels.ts'
import { makeGmres } from '../../kernels/krylov.ts'
import { csrKernels, diagonalEntries, makeSparseLu, placeIntegers } from '../../kernels/sparse.ts'
import { makeArenaView } from '../arena-view.ts'
import type { Pointer, SparsityPattern } from '../system.ts'
import { type Factorisation, type FactorisationOptions, writeShifted } from './factorisation.ts'

/** Every entry where the pattern has it, with its diagonal. */
function ownPlaces(pattern: SparsityPattern) {
  return { entries: Int32Array.from(pattern.columns, (_, k) => k), diagonal: diagonalEntries(pattern) }
}

/** Sparse LU and the entries its factors have (either one, without diagonals). */
export function makeSparseFactorisation(
  kernels: Kernels,
  { pattern, mass, isComplex }: FactorisationOptions,
): Factorisation & { readonly fill: number } {
  const lu = makeSparseLu(kernels, pattern, { isComplex })
  const memory = makeArenaView(kernels)
  const count = pattern.columns.length
  const matrix = kernels.reserve(count)
  const complex = isComplex ? kernels.reserve(2 * count) : 0
  const place = ownPlaces(pattern)
  return {
    kind: 'sparse',
    fill: lu.entries,
    factor(values, g) {
      writeShifted(memory(), matrix, 1, values, place, mass, g, 0)
      return lu.factor(matrix) === 0
    },
    solve: lu.solve,
    factorComplex(values, re, im) {
      const view = memory()
      view.fill(0, complex / 8, complex / 8 + 2 * count)
      writeShifted(view, complex, 2, values, place, mass, re, im)
      return lu.factorComplex(complex) === 0
    },
    solveComplex: lu.solveComplex,
  }
}

const MOST_ITERATIONS = 160

/**
 * GMRES with incomplete LU in the pattern, for systems whose factors cost much or would not fit. A complex matrix is taken as a real
 * one of twice the size, real and imaginary parts in turn. Where a solve does not converge, `direct` is asked for, once, and used from
 * then on; without it NaN is left, and the step is tried again, smaller.
 * @param relative residual at which a solve ends, relative to the right side
 */
export function makeKrylovFactorisation(
  kernels: Kernels,
  options: FactorisationOptions,
  relative: number,
  direct?: () => Factorisation,
): Factorisation {
  const { pattern, mass, isComplex } = options
  const n = pattern.rowStarts.length - 1
  const real = makeIterative(kernels, pattern, relative)
  const memory = makeArenaView(kernels)
  const place = ownPlaces(pattern)
  const doubled = isComplex ? doubledPattern(pattern) : undefined
  const complex = doubled && makeIterative(kernels, doubled.pattern, relative)
  const now = { values: 0, g: 0, re: 0, im: 0 }
  let other: Factorisation | undefined
  let mustFactor = true
  let mustFactorComplex = true

  const prepareComplex = (values: Pointer, re: number, im: number): boolean => {
    if (!doubled || !complex) return false
    const view = memory()
    const to = complex.matrix / 8
    for (let k = 0; k < place.entries.length; k++) {
      const value = -view[values / 8 + k]
      view[to + doubled.first[k]] = value
      view[to + doubled.second[k]] = value
    }
    for (let i = 0; i < place.diagonal.length; i++) {
      const m = mass ? mass[i] : 1
      const [a, b] = [doubled.first[place.diagonal[i]], doubled.second[place.diagonal[i]]]
      view[to + a] += re * m
      view[to + b] += re * m
      // Columns ascend: −im follows the first row's diagonal, im comes before the second's.
      view[to + a + 1] = -im * m
      view[to + b - 1] = im * m
    }
    return complex.prepare()
  }

  const giveUp = (rightSide: Pointer, length: number) =>
    memory().fill(Number.NaN, rightSide / 8, rightSide / 8 + length)
  const solveDirect = (rightSide: Pointer) => {
    if (mustFactor && !other?.factor(now.values, now.g)) return giveUp(rightSide, n)
    mustFactor = false
    other?.solve(rightSide)
  }
  const solveComplexDirect = (rightSide: Pointer) => {
    if (mustFactorComplex && !other?.factorComplex(now.values, now.re, now.im)) return giveUp(rightSide, 2 * n)
    mustFactorComplex = false
    other?.solveComplex(rightSide)
  }
  return {
    kind: 'krylov',
    get hasFallenBack() {
      return other !== undefined
    },
    fallBack() {
      other ??= direct?.()
    },
    factor(values, g) {
      now.values = values
      now.g = g
      mustFactor = true
      if (other) return true
      writeShifted(memory(), real.matrix, 1, values, place, mass, g, 0)
      return real.prepare()
    },
    solve(rightSide) {
      if (other) return solveDirect(rightSide)
      if (real.solve(rightSide)) return
      other = direct?.()
      if (other) solveDirect(rightSide)
      else giveUp(rightSide, n)
    },
    factorComplex(values, re, im) {
      now.values = values
      now.re = re
      now.im = im
      mustFactorComplex = true
      return other !== undefined || prepareComplex(values, re, im)
    },
    solveComplex(rightSide) {
      if (other) return solveComplexDirect(rightSide)
      if (complex?.solve(rightSide)) return
      other = direct?.()
      if (other) solveComplexDirect(rightSide)
      else giveUp(rightSide, 2 * n)
    },
  }
}

function makeIterative(kernels: Kernels, pattern: SparsityPattern, relative: number) {
  const n = pattern.rowStarts.length - 1
  const csr = csrKernels(kernels)
  const gmres = makeGmres(kernels, { size: n, restart: 40 })
  const memory = makeArenaView(kernels)
  const starts = placeIntegers(kernels, pattern.rowStarts)
  const columns = placeIntegers(kernels, pattern.columns)
  const diagonals = placeIntegers(kernels, diagonalEntries(pattern))
  const scratch = placeIntegers(kernels, new Int32Array(n))
  const matrix = kernels.reserve(pattern.columns.length)
  const factors = kernels.reserve(pattern.columns.length)
  const solution = kernels.reserve(n)
  const multiply = (vector: Pointer, out: Pointer) => csr.csrMultiply(starts, columns, matrix, n, vector, out)
  const preconditioner = (vector: Pointer, out: Pointer) =>
    csr.solveIlu(starts, columns, diagonals, factors, n, vector, out)
  const options = { relative, mostIterations: MOST_ITERATIONS, preconditioner }
  return {
    matrix,
    prepare(): boolean {
      memory().copyWithin(factors / 8, matrix / 8, matrix / 8 + pattern.columns.length)
      return csr.factorIlu(starts, columns, diagonals, factors, n, scratch) === 0
    },
    /** False where it does not converge: the right side is then as it was. */
    solve(rightSide: Pointer): boolean {
      memory().fill(0, solution / 8, solution / 8 + n)
      if (!gmres.solve(multiply, rightSide, solution, options)) return false
      memory().copyWithin(rightSide / 8, solution / 8, solution / 8 + n)
      return true
    },
  }
}

/** Rows and columns in pairs; `first` and `second`: where an entry stands in the real and in the imaginary row. */
function doubledPattern({ rowStarts, columns }: SparsityPattern) {
  const n = rowStarts.length - 1
  const starts = new Int32Array(2 * n + 1)
  const list: number[] = []
  const first = new Int32Array(columns.length)
  const second = new Int32Array(columns.length)
  for (let i = 0; i < n; i++)
    for (const [part, where] of [first, second].entries()) {
      for (let k = rowStarts[i]; k < rowStarts[i + 1]; k++) {
        if (part === 1 && columns[k] === i) list.push(2 * i)
        where[k] = list.length
        list.push(2 * columns[k] + part)
        if (part === 0 && columns[k] === i) list.push(2 * i + 1)
      }
      starts[2 * i + part + 1] = list.length
    }
  return { pattern: { rowStarts: starts, columns: Int32Array.from(list) }, first, second }
}
