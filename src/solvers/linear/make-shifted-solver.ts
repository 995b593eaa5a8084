import type { System } from '../system.ts'
import { makeBandedFactorisation, makeDenseFactorisation } from './direct.ts'
import type { Factorisation, FactorisationOptions } from './factorisation.ts'
import { makeGivenSolver } from './given-solver.ts'
import { makeJacobianSource } from './jacobian.ts'
import { bandOf, reverseCuthillMcKee } from './pattern.ts'
import { makeRepeatedSolver } from './repeated-solver.ts'
import type { ShiftedSolver, ShiftedSolverOptions } from './shifted-solver.ts'

/** Chooses by the pattern: the full matrix, or a band, whichever costs less. */
export function makeFactorisation(system: System, options: FactorisationOptions): Factorisation {
  const { kernels, size } = system
  const full = size ** 3 / 3
  const own = Int32Array.from({ length: size }, (_, i) => i)
  const work = (place: Int32Array) => {
    const { lower, upper } = bandOf(options.pattern, place)
    return size * lower * (lower + upper + 1)
  }
  // A full matrix is eliminated in longer loops: a band must be clearly cheaper.
  const few = size <= 16 || options.pattern.columns.length > 0.4 * size * size
  if (few) return makeDenseFactorisation(kernels, options)
  const ownWork = work(own)
  const ordered = reverseCuthillMcKee(options.pattern)
  const orderedWork = work(ordered)
  const place = orderedWork < 0.7 * ownWork ? ordered : own
  if (Math.min(ownWork, orderedWork) > full / 2) return makeDenseFactorisation(kernels, options)
  return makeBandedFactorisation(kernels, options, place)
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
  const factorisation = makeFactorisation(system, {
    pattern,
    isComplex: options.isComplex ?? false,
    ...(system.mass ? { mass: system.mass } : {}),
  })
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
    jacobian: () => kernels.view(values, pattern.columns.length).slice(),
    setJacobian: (kept) => kernels.view(values, pattern.columns.length).set(kept),
  }
}
