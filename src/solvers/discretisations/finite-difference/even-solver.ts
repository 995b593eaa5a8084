import type { Kernels } from '../../../kernels/kernels.ts'
import type { Pointer } from '../../system.ts'
import type { GridShape } from './field-lowering.ts'
import { coefficientsOf, type EvenOperator } from './linear-operators.ts'
import { type ModeSolver, makeModeSolver } from './mode-solver.ts'

/** Even linear operators of some unknowns by their modes. */
export interface EvenSolvers {
  setParameters(values: Float64Array): void
  /** field ← L field. */
  multiply(slot: number, field: Pointer): void
  /** field ← (1 − shift L)⁻¹ field. */
  solveShifted(slot: number, shift: number, field: Pointer): void
  /** field ← L⁻¹ field; the constant mode, where L has none of it, becomes 0. */
  solve(slot: number, field: Pointer): void
  /** Whether a constant is a solution of L u = 0. */
  isSingular(slot: number): boolean
  /** Size of the largest symbol. */
  largest(slot: number): number
}

/** Tables kept: those of the last shift of each operator, of L itself and of its inverse. */
interface Tables {
  readonly solver: ModeSolver
  readonly operator: EvenOperator
  readonly symbol: Pointer
  readonly table: Pointer
  kind: number
}

const [NOTHING, INVERSE] = [Number.NaN, Number.POSITIVE_INFINITY] as const

/** Makes the solvers; operators with the same ends share the transforms. */
export function makeEvenSolvers(
  kernels: Kernels,
  shape: GridShape,
  spacings: readonly number[],
  operators: readonly EvenOperator[],
  names: readonly string[],
): EvenSolvers {
  const solvers = new Map<string, ModeSolver>()
  const list = operators.map((operator): Tables => {
    const key = operator.kinds.join()
    const solver = solvers.get(key) ?? makeModeSolver(kernels, shape, spacings, operator.kinds)
    solvers.set(key, solver)
    return {
      solver,
      operator,
      symbol: kernels.reserve(solver.modes),
      table: kernels.reserve(solver.modes),
      kind: NOTHING,
    }
  })
  const at = (slot: number): Tables => {
    const one = list[slot]
    if (!one) throw new Error(`there is no operator ${slot}`)
    return one
  }
  const singular = new Uint8Array(list.length)
  const largest = new Float64Array(list.length)
  const rewrite = (one: Tables, kind: number): void => {
    if (Object.is(one.kind, kind)) return
    const view = kernels.whole()
    const [from, to] = [one.symbol / 8, one.table / 8]
    for (let i = 0; i < one.solver.modes; i++) {
      const symbol = view[from + i]
      view[to + i] = kind === INVERSE ? (symbol === 0 ? 0 : 1 / symbol) : 1 / (1 - kind * symbol)
    }
    one.kind = kind
  }
  return {
    setParameters(values) {
      list.forEach((one, slot) => {
        const { terms } = one.operator
        const coefficients = coefficientsOf(terms, names, values)
        const axes = shape.counts.map((_, axis) => axis)
        one.solver.fill(one.symbol, (symbol) => {
          const square = axes.reduce((sum, axis) => sum + symbol(axis, 2), 0)
          return terms.reduce(
            (sum, { orders, laplacians }, i) =>
              sum +
              (coefficients[i] ?? 0) *
                square ** laplacians *
                orders.reduce((product, order, axis) => (order === 0 ? product : product * symbol(axis, order)), 1),
            0,
          )
        })
        one.kind = NOTHING
        const view = kernels.view(one.symbol, one.solver.modes)
        largest[slot] = view.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
        const least = view.reduce((few, value) => Math.min(few, Math.abs(value)), Number.POSITIVE_INFINITY)
        singular[slot] = least <= 1e-14 * (largest[slot] ?? 0) ? 1 : 0
      })
    },
    multiply(slot, field) {
      const one = at(slot)
      one.solver.apply(one.symbol, field)
    },
    solveShifted(slot, shift, field) {
      const one = at(slot)
      rewrite(one, shift)
      one.solver.apply(one.table, field)
    },
    solve(slot, field) {
      const one = at(slot)
      rewrite(one, INVERSE)
      one.solver.apply(one.table, field)
    },
    isSingular: (slot) => singular[slot] === 1,
    largest: (slot) => largest[slot] ?? 0,
  }
}
