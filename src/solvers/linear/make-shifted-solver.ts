import type { SparsityPattern, System } from '../system.ts'
import { makeBandedFactorisation, makeDenseFactorisation } from './direct.ts'
import type { Factorisation, FactorisationOptions } from './factorisation.ts'
import { makeGivenSolver } from './given-solver.ts'
import { makeJacobianSource } from './jacobian.ts'
import { keptFor } from './kept-for.ts'
import { bandOf, reverseCuthillMcKee } from './pattern.ts'
import { makeRepeatedSolver } from './repeated-solver.ts'
import type { ShiftedSolver, ShiftedSolverOptions } from './shifted-solver.ts'
import { makeKrylovFactorisation, makeSparseFactorisation } from './sparse-solver.ts'

/** Beyond this many unknowns elimination is not tried, if not in a narrow band. */
const MOST_DIRECT = 60_000
/** Below this many it always is; between, if it costs less than this many iterative solves, of about 15 products each. */
const FEW = 500
const WORTH = 50
/** A sparse elimination works on single numbers and indices, a band on pairs in order. */
const SPARSE_COST = 6

/**
 * Chooses by the pattern whichever costs least: the full matrix; a band, in the given order or by reverse Cuthill–McKee; sparse LU;
 * GMRES with incomplete LU where there are very many unknowns. `isExact`: solutions are not corrected by an iteration around them.
 */
function makeFactorisation(system: System, options: FactorisationOptions, isExact: boolean): Factorisation {
  const { kernels, size } = system
  const { pattern } = options
  if (size <= 16 || pattern.columns.length > 0.4 * size * size) return makeDenseFactorisation(kernels, options)
  const { order, band } = narrowOrder(pattern)
  // A narrow band cannot be beaten, and the search for an order of elimination costs more than it brings.
  const isNarrow = band < 200 * size
  const relative = isExact ? 1e-11 : 1e-6
  if (size > MOST_DIRECT && !isNarrow) return makeKrylovFactorisation(kernels, options, relative)
  if (size > FEW && !isExact && band > WORTH * 60 * pattern.columns.length)
    return makeKrylovFactorisation(kernels, options, relative, () => makeSparseFactorisation(kernels, options))
  if (!isNarrow && size > 60) {
    const mark = kernels.mark()
    const sparse = makeSparseFactorisation(kernels, options)
    const work = (SPARSE_COST * sparse.fill ** 2) / size
    if (work < band && work < size ** 3 / 3) return sparse
    kernels.release(mark)
  }
  // A full matrix is eliminated in longer loops: a band must be clearly cheaper.
  if (band > size ** 3 / 6) return makeDenseFactorisation(kernels, options)
  return makeBandedFactorisation(kernels, options, order)
}

/** The order of the unknowns that gives the narrower band: as they are, or by reverse Cuthill–McKee; and the work of elimination. */
const narrowOrder = keptFor((pattern: SparsityPattern) => {
  const own = Int32Array.from({ length: pattern.rowStarts.length - 1 }, (_, i) => i)
  const ordered = reverseCuthillMcKee(pattern)
  const order = bandWork(pattern, own) <= 1.4 * bandWork(pattern, ordered) ? own : ordered
  return { order, band: bandWork(pattern, order) }
})

function bandWork(pattern: SparsityPattern, place: Int32Array): number {
  const { lower, upper } = bandOf(pattern, place)
  return place.length * lower * (lower + upper + 1)
}

/** Makes the solver of a system: formula or coloured differences for J, a factorisation that suits its pattern. */
export function makeShiftedSolver(system: System, options: ShiftedSolverOptions = {}): ShiftedSolver {
  const { kernels } = system
  if (options.solveShifted) return makeGivenSolver(system, options.solveShifted)
  if (system.repeated) {
    const { system: inner, count } = system.repeated
    return makeRepeatedSolver(system, inner.size, count, makeShiftedSolver(inner, options), options.isExact ?? false)
  }
  const source = makeJacobianSource(system)
  const { pattern, values } = source
  const { isComplex = false, isExact = false } = options
  const about = { pattern, isComplex, ...(system.mass ? { mass: system.mass } : {}) }
  const factorisation = makeFactorisation(system, about, isExact)
  const counts = { evaluations: 0, jacobians: 0, factorisations: 0, solves: 0 }
  return {
    kind: factorisation.kind,
    pattern,
    counts,
    linearise(time, state, rates, weights, step) {
      source.evaluate(time, state, rates, weights, step)
      counts.jacobians++
      counts.evaluations = source.evaluations
    },
    factor(g) {
      counts.factorisations++
      return factorisation.factor(values, g)
    },
    solve(rightSide) {
      counts.solves++
      factorisation.solve(rightSide)
    },
    factorComplex(re, im) {
      counts.factorisations++
      return factorisation.factorComplex(values, re, im)
    },
    solveComplex(rightSide) {
      counts.solves++
      factorisation.solveComplex(rightSide)
    },
    timeDerivative(time, state, rates, out, step) {
      source.timeDerivative(time, state, rates, out, step)
      counts.evaluations = source.evaluations
    },
    jacobian() {
      const kept = new Float64Array(pattern.columns.length + 1)
      kept.set(kernels.view(values, pattern.columns.length))
      // Which way the next systems are solved changes their last digits.
      if (factorisation.hasFallenBack) kept[pattern.columns.length] = 1
      return kept
    },
    setJacobian(kept) {
      if (kept[pattern.columns.length] === 1) factorisation.fallBack?.()
      kernels.view(values, pattern.columns.length).set(kept.subarray(0, pattern.columns.length))
    },
  }
}
