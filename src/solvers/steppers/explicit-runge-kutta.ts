/** Coefficients of an explicit embedded Runge–Kutta pair whose last stage is the first of the next step. */
export interface ExplicitTableau {
  readonly id: string
  readonly title: string
  readonly order: number
  readonly embeddedOrder: number
  readonly nodes: readonly number[]
  /** Strictly lower triangular rows. */
  readonly matrix: readonly (readonly number[])[]
  readonly weights: readonly number[]
  readonly embedded: readonly number[]
}

/** y' = rates(t, y), written to `out`. */
export type Rates = (time: number, state: Float64Array, out: Float64Array) => void

/** One step of size `step` from `state`: fills `next` and `error` (an estimate of the local error of `next`). */
export type ExplicitStep = (time: number, step: number, state: Float64Array) => void

/** Makes the step function of a system of `size` unknowns; no step allocates. */
export function makeExplicitStep(tableau: ExplicitTableau, size: number, rates: Rates) {
  const stages = tableau.nodes.length
  const slopes = Array.from({ length: stages }, () => new Float64Array(size))
  const inner = new Float64Array(size)
  const next = new Float64Array(size)
  const error = new Float64Array(size)
  const step: ExplicitStep = (time, h, state) => {
    for (let i = 0; i < stages; i++) {
      const row = tableau.matrix[i] ?? []
      for (let n = 0; n < size; n++) {
        let sum = 0
        for (let j = 0; j < row.length; j++) sum += (row[j] ?? 0) * (slopes[j]?.[n] ?? 0)
        inner[n] = (state[n] ?? 0) + h * sum
      }
      rates(time + (tableau.nodes[i] ?? 0) * h, inner, slopes[i] ?? inner)
    }
    for (let n = 0; n < size; n++) {
      let sum = 0
      let off = 0
      for (let j = 0; j < stages; j++) {
        const slope = slopes[j]?.[n] ?? 0
        sum += (tableau.weights[j] ?? 0) * slope
        off += ((tableau.weights[j] ?? 0) - (tableau.embedded[j] ?? 0)) * slope
      }
      next[n] = (state[n] ?? 0) + h * sum
      error[n] = h * off
    }
  }
  return { step, next, error }
}
