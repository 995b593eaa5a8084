import type { CompiledSystem } from '../compiled-system.ts'

/** Rates, Jacobian and parameter derivatives of a system at a fixed time, in plain arrays: what the analyses of small systems use. */
export interface VectorField {
  readonly system: CompiledSystem
  readonly size: number
  readonly unknowns: readonly string[]
  readonly time: number
  /** f(y). The array is reused by the next call. */
  rates(state: ArrayLike<number>): Float64Array
  /** ∂f/∂y, row by row; a new array. */
  jacobian(state: ArrayLike<number>): Float64Array
  /** ∂f/∂parameter; a new array. */
  parameterDerivative(index: number, state: ArrayLike<number>): Float64Array
  /** Changes one parameter for everything that follows. */
  setParameter(index: number, value: number): void
  readonly parameters: Float64Array
  /** Times that `rates` was called. */
  readonly evaluations: number
}

/** Takes a few blocks of the system's arena. Parameters are set on the system at once. */
export function makeVectorField(
  system: CompiledSystem,
  unknowns: readonly string[],
  values: ArrayLike<number>,
  time: number,
): VectorField {
  const { kernels, size, jacobian } = system
  const parameters = Float64Array.from(values)
  system.setParameters(parameters)
  const at = kernels.allocate(size).pointer
  const out = kernels.allocate(size).pointer
  const entries = kernels.allocate(Math.max(1, jacobian?.pattern.columns.length ?? 0)).pointer
  const found = new Float64Array(size)
  let evaluations = 0

  function rates(state: ArrayLike<number>): Float64Array {
    kernels.view(at, size).set(state)
    system.rates(time, at, out)
    found.set(kernels.view(out, size))
    evaluations++
    return found
  }

  function byDifferences(state: ArrayLike<number>): Float64Array {
    const matrix = new Float64Array(size * size)
    const moved = Float64Array.from(state)
    for (let j = 0; j < size; j++) {
      const step = 6e-6 * Math.max(1e-3, Math.abs(state[j]))
      moved[j] = state[j] + step
      const ahead = rates(moved).slice()
      moved[j] = state[j] - step
      const behind = rates(moved)
      for (let i = 0; i < size; i++) matrix[i * size + j] = (ahead[i] - behind[i]) / (2 * step)
      moved[j] = state[j]
    }
    return matrix
  }

  return {
    system,
    size,
    unknowns,
    time,
    rates,
    jacobian(state) {
      if (!jacobian) return byDifferences(state)
      const { rowStarts, columns } = jacobian.pattern
      kernels.view(at, size).set(state)
      jacobian.evaluate(time, at, entries)
      const sparse = kernels.view(entries, columns.length)
      const matrix = new Float64Array(size * size)
      for (let i = 0; i < size; i++)
        for (let e = rowStarts[i]; e < rowStarts[i + 1]; e++) matrix[i * size + columns[e]] = sparse[e]
      return matrix
    },
    parameterDerivative(index, state) {
      kernels.view(at, size).set(state)
      system.parameterDerivative(index, time, at, out)
      return kernels.view(out, size).slice()
    },
    setParameter(index, value) {
      parameters[index] = value
      system.setParameters(parameters)
    },
    parameters,
    get evaluations() {
      return evaluations
    },
  }
}
