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
  const singular = new Uint8Array(list.length)
  let parameters = new Float64Array(names.length)
  /** Tables are written when they are asked for: explicit methods never do. */
  const isWritten = new Uint8Array(list.length)
  const at = (slot: number): Tables => {
    const one = list[slot]
    if (!one) throw new Error(`there is no operator ${slot}`)
    if (isWritten[slot] === 0) write(one, slot)
    isWritten[slot] = 1
    return one
  }
  const write = (one: Tables, slot: number): void => {
    const { terms } = one.operator
    const coefficients = coefficientsOf(terms, names, parameters)
    const axes = shape.counts.map((_, axis) => axis)
    one.solver.fill(one.symbol, (symbol) => {
      let square = 0
      for (const axis of axes) square += symbol(axis, 2)
      let sum = 0
      terms.forEach(({ orders, laplacians }, i) => {
        let product = (coefficients[i] ?? 0) * square ** laplacians
        orders.forEach((order, axis) => {
          if (order > 0) product *= symbol(axis, order)
        })
        sum += product
      })
      return sum
    })
    one.kind = NOTHING
    const view = kernels.view(one.symbol, one.solver.modes)
    let most = 0
    let least = Number.POSITIVE_INFINITY
    for (const value of view) {
      const size = Math.abs(value)
      if (size > most) most = size
      if (size < least) least = size
    }
    singular[slot] = least <= 1e-14 * most ? 1 : 0
  }
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
      parameters = values.slice()
      isWritten.fill(0)
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
    isSingular(slot) {
      at(slot)
      return singular[slot] === 1
    },
  }
}
