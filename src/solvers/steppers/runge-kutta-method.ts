/** An explicit Runge–Kutta method, with or without error control and dense output of its own. */
export interface RungeKuttaMethod {
  readonly order: number
  readonly nodes: readonly number[]
  /** Strictly lower triangular rows. */
  readonly matrix: readonly (readonly number[])[]
  readonly weights: readonly number[]
  /** The last stage is the first of the next step: its row is `weights`. */
  readonly isFirstSameAsLast: boolean
  /** Weights of the error over the stages; with `second`, DOP853's combination of two. Absent: fixed step. */
  readonly error?: { readonly order: number; readonly weights: readonly number[]; readonly second?: readonly number[] }
  /**
   * Coefficients c[j][m] of the dense output over the stages, the slope at the new point (where it is not the last stage) and
   * `extra` stages made when first asked; `basis` as in the kernel denseWeights. Absent: cubic Hermite.
   */
  readonly dense?: {
    readonly basis: 0 | 1
    readonly coefficients: readonly (readonly number[])[]
    readonly extra?: { readonly nodes: readonly number[]; readonly matrix: readonly (readonly number[])[] }
  }
  readonly limits?: { readonly shrink: number; readonly grow: number }
}
