import { makeArenaView } from './arena-view.ts'
import type { CompiledSystem } from './compiled-system.ts'
import type { Pointer, System } from './system.ts'

/** A system with its forward sensitivities, and where each stands in the state. */
export interface SensitivitySystem extends System {
  /** The state of `system`, then for each parameter ∂y/∂parameter, then for each initial value ∂y/∂y_i(0): blocks of its size. */
  readonly blocks: number
  /** Writes y(0) and the sensitivities at the start; `ofInitial[k]`: ∂y(0)/∂parameter k, zero where absent. */
  initialise(state: Pointer, initial: ArrayLike<number>, ofInitial?: readonly (ArrayLike<number> | undefined)[]): void
}

/**
 * M S' = J S + ∂f/∂p beside M y' = f for the parameters given by index, and M S' = J S for the initial values given by index: a
 * system of size n (1 + parameters + initial values). Implicit methods factor the n × n matrix once for all blocks; the products
 * J S are formed row by row from the pattern.
 * @throws Error where the system has no Jacobian
 */
export function makeSensitivitySystem(
  system: CompiledSystem,
  parameters: readonly number[],
  initialValues: readonly number[] = [],
): SensitivitySystem {
  const { kernels, size: n, jacobian } = system
  if (!jacobian) throw new Error('sensitivities need a system with a Jacobian')
  const { rowStarts, columns } = jacobian.pattern
  const blocks = 1 + parameters.length + initialValues.length
  const values = kernels.reserve(columns.length)
  const memory = makeArenaView(kernels)
  const block = (base: Pointer, k: number) => base + 8 * n * k
  const { mass } = system
  return {
    kernels,
    size: n * blocks,
    blocks,
    repeated: { system, count: blocks },
    ...(system.isAutonomous === undefined ? {} : { isAutonomous: system.isAutonomous }),
    ...(system.mayJump === undefined ? {} : { mayJump: system.mayJump }),
    ...(mass ? { mass: Float64Array.from({ length: n * blocks }, (_, i) => mass[i % n]) } : {}),
    rates(time, state, out) {
      system.rates(time, state, out)
      jacobian.evaluate(time, state, values)
      for (let k = 0; k < parameters.length; k++)
        system.parameterDerivative(parameters[k], time, state, block(out, k + 1))
      const view = memory()
      for (let k = 1; k < blocks; k++) {
        const from = block(state, k) / 8
        const to = block(out, k) / 8
        const isParameter = k <= parameters.length
        for (let i = 0; i < n; i++) {
          let sum = isParameter ? view[to + i] : 0
          for (let e = rowStarts[i]; e < rowStarts[i + 1]; e++) sum += view[values / 8 + e] * view[from + columns[e]]
          view[to + i] = sum
        }
      }
    },
    initialise(state, initial, ofInitial = []) {
      const view = memory()
      view.fill(0, state / 8, state / 8 + n * blocks)
      view.set(initial, state / 8)
      for (const [k, values] of ofInitial.entries()) if (values) view.set(values, block(state, k + 1) / 8)
      for (const [k, place] of initialValues.entries()) view[block(state, parameters.length + 1 + k) / 8 + place] = 1
    },
  }
}
