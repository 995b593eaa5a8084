import type { Definition, Expression } from './expression.ts'

/** An event of a system: a sign change of `when`, and what it does to the state at once. */
export interface EventEquations {
  readonly when: Expression
  /** Simultaneous: every value is computed from the state before. `unknown` is a place in `unknowns`. */
  readonly assignments: readonly { readonly unknown: number; readonly value: Expression }[]
}

/**
 * A system of ordinary differential equations of first order, checked: every name is an unknown, a parameter, a definition, `t`
 * or a constant. What a compiler, a Jacobian, a SciPy script and a training of a network are made from.
 */
export interface OdeEquations {
  /** Order of the state. An equation of second order gives `x` and `x'`. Positions first, then velocities, where all are of second order. */
  readonly unknowns: readonly string[]
  /** Right side of each unknown; of an algebraic one the residual that is kept zero. */
  readonly rates: readonly Expression[]
  /** Unknowns without a derivative, held by a constraint `0 = …` (index 1). */
  readonly algebraic: readonly boolean[]
  /** In an order in which each uses only those before it. */
  readonly definitions: readonly Definition[]
  readonly parameters: readonly string[]
  readonly events: readonly EventEquations[]
  /** Further named results of a saved time: definitions asked for, observed outputs. */
  readonly outputs: readonly Definition[]
}
