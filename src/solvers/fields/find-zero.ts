import { RunFailure } from '../../core/errors.ts'
import { vectorKernels } from '../../kernels/vector.ts'
import { makeShiftedSolver } from '../linear/make-shifted-solver.ts'
import type { Pointer, System } from '../system.ts'
import type { FieldProblem } from './discretised-fields.ts'

const mostIterations = 50
/** Relative size of a correction at which the solution counts as found, beside rounding. */
const converged = 1e-12

/** Linear systems of Newton's method: −J where there is an equation, 1 where a value is prescribed, whose rate is 0. */
export interface ZeroSolver {
  linearise(time: number, state: Pointer, rates: Pointer): void
  /** False where it is singular. */
  factor(): boolean
  /** In place; false where an iteration did not converge. */
  solve(rightSide: Pointer): boolean
}

/** The systems by elimination, `held` 1 where a value is prescribed and 0 where there is an equation. */
export function makeZeroSolver(system: System, held: Float64Array): ZeroSolver {
  const weights = system.kernels.reserve(system.size)
  const solver = makeShiftedSolver({ ...system, mass: held }, { isExact: true })
  vectorKernels(system.kernels).fillVector(system.size, 1, weights)
  return {
    linearise: (time, state, rates) => solver.linearise(time, state, rates, weights, 1),
    factor: () => solver.factor(1),
    solve(rightSide) {
      solver.solve(rightSide)
      return true
    },
  }
}

/**
 * Newton's method on 0 = f(y), its steps halved while they do not bring the residual down. Linear equations take one step and one that
 * cleans up rounding.
 * @throws RunFailure where there is no unique solution or none is found
 */
export function findZero(system: System, solver: ZeroSolver, time: number, state: Pointer, names: string): { readonly iterations: number; readonly residual: number } {
  const { kernels, size } = system
  const vector = vectorKernels(kernels)
  const take = () => kernels.reserve(size)
  const [residual, step, trial] = [take(), take(), take()]
  const norm = (at: Pointer) => vector.maxNorm(size, at)
  system.rates(time, state, residual)
  if (size === 0) return { iterations: 0, residual: 0 }
  let size0 = norm(residual)
  if (!Number.isFinite(size0)) throw new RunFailure(`The equations have no finite value at the initial guess of ${names}. Give an initial value where they have, under problem.initial.`) // biome-ignore format: one sentence
  let previous = Number.POSITIVE_INFINITY
  for (let iteration = 1; iteration <= mostIterations; iteration++) {
    solver.linearise(time, state, residual)
    // −J δ = f.
    vector.copyVector(size, residual, step)
    if (!solver.factor()) throw notUnique(names)
    if (size0 === 0) return { iterations: iteration - 1, residual: 0 }
    if (!solver.solve(step)) throw notUnique(names)
    const length = norm(step)
    if (!Number.isFinite(length) || length > 1e12 * Math.max(1, norm(state))) throw notUnique(names)
    let part = 1
    for (;;) {
      vector.combine2(size, 1, state, part, step, trial)
      system.rates(time, trial, residual)
      const next = norm(residual)
      if (next < size0 || length <= 1e-8 * norm(trial)) {
        size0 = next
        break
      }
      part /= 2
      if (part < 1e-4) throw notFound(names, size0)
    }
    vector.copyVector(size, trial, state)
    const relative = length / Math.max(norm(state), Number.MIN_VALUE)
    if (part === 1 && (relative < converged || (relative < 1e-8 && relative >= previous / 2))) return { iterations: iteration, residual: size0 }
    previous = relative
  }
  throw notFound(names, size0)
} // biome-ignore format: signature

export const notUnique = (names: string) =>
  new RunFailure(`The equations 0 = … do not determine ${names}: there is none or more than one solution, as where a coefficient is 0, or only slopes are given on every side. Give it another value, a value on one side, or a condition like 0 = laplacian(u) + f - integral(u).`) // biome-ignore format: one sentence
const notFound = (names: string, residual: number) =>
  new RunFailure(`No solution of 0 = … was found for ${names}: Newton's method stays at a residual of ${residual.toPrecision(3)}. Begin nearer to it with problem.initial, or take more points.`) // biome-ignore format: one sentence

/**
 * Moves the unknowns that have no equation of their own onto their constraints, the others fixed.
 * @throws RunFailure where no solution is found
 */
export function meetConstraints(system: System, problem: FieldProblem, time: number, state: Pointer): void {
  const { mass, kernels, size } = system
  const { algebraic, unknowns } = problem.equations
  const held = mass
  if (!held?.some((value) => value === 0) || !algebraic.some((isHeld) => !isHeld)) return
  const mark = kernels.mark()
  const names = unknowns.filter((_, i) => algebraic[i]).join(', ')
  const { jacobian: _, split: __, ...plain } = system
  const constrained: System = {
    ...plain,
    rates(at, from, out) {
      system.rates(at, from, out)
      const view = kernels.whole()
      for (let i = 0; i < size; i++) if (held[i] !== 0) view[out / 8 + i] = 0
    },
  }
  findZero(constrained, makeZeroSolver(constrained, held), time, state, names)
  kernels.release(mark)
}
