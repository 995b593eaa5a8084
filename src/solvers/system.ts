import type { Kernels } from '../kernels/kernels.ts'

/** Byte offset of a vector of float64 in the arena of a system. */
export type Pointer = number

/** Rows compressed, columns ascending within a row; the diagonal is always in. */
export interface SparsityPattern {
  readonly rowStarts: Int32Array
  readonly columns: Int32Array
}

export interface SystemJacobian {
  readonly pattern: SparsityPattern
  /** Writes ∂f/∂y in the order of the pattern. */
  evaluate(time: number, state: Pointer, out: Pointer): void
}

/** y' = L y + N(t, y) with constant L: what exponential and linearly implicit multistep methods need. */
export type LinearPart =
  /** `imaginary`: the state is interleaved complex, one coefficient a complex number. */
  | { readonly kind: 'diagonal'; readonly real: Float64Array; readonly imaginary?: Float64Array }
  | { readonly kind: 'sparse'; readonly pattern: SparsityPattern; readonly values: Float64Array }
  /**
   * The state is `unknowns` fields of equally many numbers (interleaved complex ones), and numbers of the same place are coupled: entry
   * (i, j) of the matrix of place k stands at (i·unknowns + j)·count + k.
   */
  | {
      readonly kind: 'blocks'
      readonly unknowns: number
      readonly isComplex: boolean
      readonly real: Float64Array
      readonly imaginary?: Float64Array
    }

/** f = stiff + nonstiff, for additive methods. */
export interface SystemSplit {
  nonstiff(time: number, state: Pointer, out: Pointer): void
  stiff(time: number, state: Pointer, out: Pointer): void
  readonly stiffJacobian: SystemJacobian
  /** Where the stiff part is linear with constant coefficients. */
  readonly linear?: LinearPart
  /** Solves (I − shift·∂stiff/∂y) x = right side in place, where the problem knows better than a factorisation (FFT, multigrid). */
  solveShifted?(shift: number, rightSide: Pointer): void
}

/** q' depends on p alone (and t), p' on q alone: state = [q, p]. */
export interface SeparableParts {
  readonly positions: number
  /** out[0 … positions) ← q'. */
  drift(time: number, state: Pointer, out: Pointer): void
  /** out[0 … size − positions) ← p'. */
  kick(time: number, state: Pointer, out: Pointer): void
}

/**
 * The solution through a state as a power series in time, in double-double arithmetic: a number is the sum of a float64 and a smaller
 * one, high and low halves in vectors of their own; about 31 digits.
 */
export interface TaylorSeries {
  /** Float64 that a series of this order takes, and that its making needs beside. */
  lengths(order: number): { readonly series: number; readonly work: number }
  /** A time in which the solution at a state changes much, a power of two: the unit of time of its series. */
  unit(state: Pointer): number
  /** series ← the coefficients of (t/unit)^k, k = 0 … order. */
  expand(order: number, unit: number, state: Pointer, low: Pointer, series: Pointer, work: Pointer): void
  /** Size of the coefficients of order k, relative to the lengths that count in the solution where the series begins. */
  coefficient(k: number, series: Pointer): number
  /** state, low ← the solution at a time from the beginning, in units, given as two halves. */
  evaluate(
    order: number,
    unit: number,
    series: Pointer,
    timeHigh: number,
    timeLow: number,
    state: Pointer,
    low: Pointer,
  ): void
  /** out[0], out[1] ← the two halves of a quantity that the solution keeps. */
  conserved?(state: Pointer, low: Pointer, out: Pointer): void
}

/** White noise in the sense of Itô: dy = f dt + G(t, y) dW with independent Wiener processes W. */
export interface SystemNoise {
  /** Count of the processes. */
  readonly count: number
  /** The same seed gives the same path. */
  readonly seed: number
  /** out ← G(time, state)·increments; out has the size of the state. */
  apply(time: number, state: Pointer, increments: Pointer, out: Pointer): void
}

/** M y' = f(t, y), every vector in one arena. What a stepper sees of a problem; nothing in it allocates when called. */
export interface System {
  readonly kernels: Kernels
  readonly size: number
  /** out ← f(time, state). */
  rates(time: number, state: Pointer, out: Pointer): void
  /** Absent: steppers use coloured differences (solvers/linear). */
  readonly jacobian?: SystemJacobian
  /** out ← ∂f/∂t. Absent: differences; `isAutonomous` says that it is zero. */
  timeDerivative?(time: number, state: Pointer, out: Pointer): void
  readonly isAutonomous?: boolean
  /** The rates may jump where the state passes a value; what holds on a jump is looked for only then. Absent: no. */
  readonly mayJump?: boolean
  /** Diagonal of M: 1, or 0 for an algebraic unknown (index 1). Absent: all 1. */
  readonly mass?: Float64Array
  readonly split?: SystemSplit
  /** The state is coefficients of `unknowns` equally long fields in orthogonal functions: a field's error is measured as a whole. */
  readonly coefficients?: { readonly unknowns: number }
  readonly separable?: SeparableParts
  readonly taylor?: TaylorSeries
  /** Absent: none. Only methods for stochastic equations know it; `rates` is the drift. */
  readonly noise?: SystemNoise
  /** An upper bound of |∂f/∂y| for stabilised explicit methods. Absent: power iteration. */
  spectralRadius?(time: number, state: Pointer): number
  /**
   * The state is `count` blocks of the size of `system`; the first follows that system's own equations, each other one has its Jacobian
   * and a coupling to the first alone (sensitivities). Implicit methods then factor one block.
   */
  readonly repeated?: { readonly system: System; readonly count: number }
}
