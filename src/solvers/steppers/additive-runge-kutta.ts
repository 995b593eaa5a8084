/** Coefficients of an additive Runge–Kutta pair: a non-stiff part advanced explicitly, a stiff part diagonally implicitly. */
export interface AdditiveTableau {
  readonly id: string
  readonly title: string
  readonly order: number
  readonly embeddedOrder: number
  /** The implicit diagonal of every stage after the first, which is explicit. */
  readonly gamma: number
  readonly nodes: readonly number[]
  /** Strictly lower triangular rows. */
  readonly explicit: readonly (readonly number[])[]
  readonly implicit: readonly (readonly number[])[]
  /** Shared by both parts. */
  readonly weights: readonly number[]
  readonly embedded: readonly number[]
}

/**
 * y' = explicit part + implicit part, state and rates in memory of its own. Rows are weights times the step, valid during the call.
 */
export interface AdditiveSystem {
  /**
   * Makes stage `index`: y + Σ explicit[j]·E_j + implicit[j]·I_j, the implicit part of this stage solved with `diagonal`,
   * then both rates kept as E_index and I_index. Stage 0 is the state itself.
   */
  stage(index: number, explicit: Float64Array, implicit: Float64Array, diagonal: number, time: number): void
  /** Candidate state y + Σ weights[j](E_j + I_j); returns the norm of the error Σ error[j](E_j + I_j), 1 at the tolerance. */
  finish(weights: Float64Array, error: Float64Array, diagonal: number): number
}

/** Makes the function that tries one step; stage 0 must be there already (it is the same for a repeated try). */
export function makeAdditiveStep(tableau: AdditiveTableau, system: AdditiveSystem) {
  const stages = tableau.nodes.length
  const explicit = new Float64Array(stages)
  const implicit = new Float64Array(stages)
  return (time: number, step: number): number => {
    const diagonal = tableau.gamma * step
    for (let i = 1; i < stages; i++) {
      scale(tableau.explicit[i] ?? [], step, explicit)
      scale(tableau.implicit[i] ?? [], step, implicit)
      system.stage(i, explicit, implicit, diagonal, time + (tableau.nodes[i] ?? 0) * step)
    }
    for (let i = 0; i < stages; i++) {
      explicit[i] = (tableau.weights[i] ?? 0) * step
      implicit[i] = ((tableau.weights[i] ?? 0) - (tableau.embedded[i] ?? 0)) * step
    }
    return system.finish(explicit, implicit, diagonal)
  }
}

function scale(row: readonly number[], step: number, out: Float64Array): void {
  for (let j = 0; j < out.length; j++) out[j] = (row[j] ?? 0) * step
}
