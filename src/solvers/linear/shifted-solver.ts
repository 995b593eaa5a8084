import type { Pointer, SparsityPattern } from '../system.ts'
import type { Factorisation } from './factorisation.ts'

/** Linear systems with g·M − ∂f/∂y as every implicit method needs them. All memory is taken when it is made. */
export interface ShiftedSolver {
  readonly kind: Factorisation['kind'] | 'given'
  readonly pattern: SparsityPattern
  /** Evaluates the Jacobian and keeps it. `rates`: f there; `weights`: 1/(atol + rtol |y|); `step`: size of the next step. */
  linearise(time: number, state: Pointer, rates: Pointer, weights: Pointer, step: number): void
  /** Factors g·M − J; false where that is singular or not finite. */
  factor(g: number): boolean
  /** Solves in place with the last `factor`. */
  solve(rightSide: Pointer): void
  factorComplex(re: number, im: number): boolean
  /** Interleaved. */
  solveComplex(rightSide: Pointer): void
  /** out ← ∂f/∂t. */
  timeDerivative(time: number, state: Pointer, rates: Pointer, out: Pointer, step: number): void
  /** Evaluations of f for differences, Jacobians, factorisations and solves so far. */
  readonly counts: { evaluations: number; jacobians: number; factorisations: number; solves: number }
  /** The values of J, to be kept and put back; factor again afterwards. */
  jacobian(): Float64Array
  setJacobian(values: Float64Array): void
}

export interface ShiftedSolverOptions {
  /** Complex systems will be asked for (Radau). */
  readonly isComplex?: boolean
  /** Couplings of repeated systems are solved for too, not left to the iteration. */
  readonly isExact?: boolean
  /** Solves (I − shift·J) x = right side in place, where the problem knows better than a factorisation. */
  solveShifted?(shift: number, rightSide: Pointer): void
}
