import { linearSplit } from '../expression/linear-split.ts'
import { dependenceOf, differentiateGraph } from '../expression/lower/graph-derivative.ts'
import type { Output } from '../expression/lower/schedule.ts'
import { shareReciprocals } from '../expression/lower/share-reciprocals.ts'
import { encodeScalarModule, type ScalarFunction } from '../expression/lower/wasm-scalar.ts'
import type { OdeEquations } from '../expression/ode-equations.ts'
import { mayJump } from '../expression/smooth-jumps.ts'
import { makeModuleCache } from './compiled-modules.ts'
import { isJacobianGiven, lowerEquations, positionsOf } from './equation-structure.ts'
import type { SparsityPattern } from './system.ts'

/**
 * What is made of equations once, for any arena and any parameters. The module exports functions of (time, state, out): `prepare`,
 * `rates`, `jacobian`, `timeDerivative`, `events`, `outputs`, `event0` …, `parameter0` …, and where they exist `linear` (values of
 * the linear part), `stiff`, `nonstiff`, `drift`, `kick`.
 */
export interface Compilation {
  readonly module: WebAssembly.Module
  /** Float64 numbers that the module needs at `system.base`; the parameters stand first. */
  readonly baseLength: number
  /** Of the Jacobian; absent where it would be too long to be worth its code. */
  readonly pattern?: SparsityPattern
  readonly isAutonomous: boolean
  /** The rates may jump where the state passes a value. */
  readonly mayJump: boolean
  /** How many unknowns are positions, where the system is separable. */
  readonly positions?: number
  /** Where anything is linear with coefficients of parameters alone. */
  readonly linear?: SparsityPattern
}

/** Rows of (column → node) as a pattern and its values in order; the diagonal is always in. */
function compress(
  rows: readonly Map<number, number>[],
  zero: number,
): { pattern: SparsityPattern; outputs: readonly Output[] } {
  const rowStarts = new Int32Array(rows.length + 1)
  const columns: number[] = []
  const outputs: Output[] = []
  rows.forEach((row, index) => {
    if (!row.has(index)) row.set(index, zero)
    for (const column of [...row.keys()].sort((a, b) => a - b))
      outputs.push({ node: row.get(column) ?? zero, index: columns.push(column) - 1 })
    rowStarts[index + 1] = columns.length
  })
  return { pattern: { rowStarts, columns: Int32Array.from(columns) }, outputs }
}

function compile(equations: OdeEquations, shared: boolean): Compilation {
  const { graph, lower, rates } = lowerEquations(equations)
  const size = equations.unknowns.length
  const zero = graph.constant(0)
  const listed = (nodes: readonly number[]): readonly Output[] => nodes.map((node, index) => ({ node, index }))
  const nonzero = (outputs: readonly Output[]) => outputs.filter(({ node }) => graph.constantOf(node) !== 0)

  const functions: ScalarFunction[] = [
    { name: 'rates', outputs: listed(rates) },
    { name: 'events', outputs: listed(equations.events.map(({ when }) => lower(when))) },
    { name: 'outputs', outputs: listed(equations.outputs.map(({ value }) => lower(value))) },
    ...equations.events.map(({ assignments }, index) => ({
      name: `event${index}`,
      outputs: assignments.map(({ unknown, value }) => ({ node: lower(value), index: unknown })),
      storeLast: true,
    })),
  ]

  const dependence = dependenceOf(graph)
  const dependents = (slot: number) => new Set(dependence.dependents(slot))
  const derivativeBy = (slot: number) => {
    const derivatives = differentiateGraph(graph, dependence, slot)
    return rates.map((rate) => derivatives.get(rate) ?? zero)
  }
  const usedBy = Array.from({ length: size }, (_, column) => dependents(1 + column))
  const jacobian = isJacobianGiven(rates, usedBy) ? jacobianPart() : undefined
  if (jacobian) functions.push({ name: 'jacobian', outputs: jacobian.outputs })
  functions.push(
    { name: 'timeDerivative', outputs: nonzero(listed(derivativeBy(0))), cleared: size },
    ...equations.parameters.map((_, index) => ({
      name: `parameter${index}`,
      outputs: nonzero(listed(derivativeBy(1 + size + index))),
      cleared: size,
    })),
  )

  const positions = positionsOf(rates, usedBy)
  if (positions !== undefined)
    functions.push(
      { name: 'drift', outputs: listed(rates.slice(0, positions)) },
      { name: 'kick', outputs: listed(rates.slice(positions)) },
    )

  const linear = equations.algebraic.some(Boolean) ? undefined : linearPart()
  if (linear) functions.push(...linear.functions)

  function jacobianPart() {
    const rows = rates.map(() => new Map<number, number>())
    for (let column = 0; column < size; column++)
      derivativeBy(1 + column).forEach((node, row) => {
        if (node !== zero) rows[row]?.set(column, node)
      })
    return compress(rows, zero)
  }

  function linearPart() {
    const { linear: entries, rest } = linearSplit(equations)
    if (entries.length === 0) return undefined
    const rows = rates.map(() => new Map<number, number>())
    for (const { row, column, value } of entries) rows[row]?.set(column, lower(value))
    const stiff = rows.map((row) =>
      [...row].reduce(
        (sum, [column, node]) => graph.apply('add', sum, graph.apply('multiply', node, graph.input(1 + column))),
        zero,
      ),
    )
    const { pattern, outputs } = compress(rows, zero)
    return {
      pattern,
      functions: [
        { name: 'linear', outputs },
        { name: 'stiff', outputs: nonzero(listed(stiff)), cleared: size },
        { name: 'nonstiff', outputs: nonzero(listed(rest.map(lower))), cleared: size },
      ],
    }
  }

  const timed = dependents(0)
  const written = functions.map((one) => ({ ...one, outputs: shareReciprocals(graph, one.outputs) }))
  const encoded = encodeScalarModule(graph, written, {
    unknowns: size,
    parameters: equations.parameters.length,
    shared,
  })
  return {
    module: new WebAssembly.Module(encoded.bytes),
    baseLength: encoded.baseLength,
    ...(jacobian ? { pattern: jacobian.pattern } : {}),
    isAutonomous: !rates.some((rate) => timed.has(rate)),
    mayJump: mayJump(equations),
    ...(positions === undefined ? {} : { positions }),
    ...(linear === undefined ? {} : { linear: linear.pattern }),
  }
}

const compilations = makeModuleCache<Compilation>(32)

/** Compiles equations, or finds them compiled. Parameters are no part of it: they are set afterwards. */
export function compilationOf(equations: OdeEquations, shared: boolean): Compilation {
  return compilations({ shared, equations }, () => compile(equations, shared))
}
