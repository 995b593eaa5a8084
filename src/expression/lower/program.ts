import type { Definition, Expression } from '../expression.ts'
import { makeGraph } from './graph.ts'
import { lowerExpression } from './lower-expression.ts'
import type { Operation } from './operations.ts'
import { neededNodes } from './schedule.ts'

/** register[target] ← operation(register[a], register[b], register[c]). */
export interface Instruction {
  readonly operation: Operation
  readonly target: number
  readonly a: number
  readonly b: number
  readonly c: number
}

/** Expressions as a list of instructions on numbered registers; common sub-expressions are computed once. */
export interface Program {
  /** Registers below are the names, in order; constants come next, then values that are overwritten when no longer used. */
  readonly registers: number
  readonly constants: readonly { readonly register: number; readonly value: number }[]
  readonly instructions: readonly Instruction[]
  /** Registers of the results; constants and names may be among them. */
  readonly results: readonly number[]
}

/** @throws Error for a name that is neither in `names`, nor of a definition, nor a constant of the language */
export function makeProgram(
  expressions: readonly Expression[],
  names: readonly string[],
  definitions: readonly Definition[] = [],
): Program {
  const graph = makeGraph()
  const known = new Map(names.map((name, slot) => [name, graph.input(slot)]))
  const scope = (name: string) => known.get(name)
  for (const { name, value } of definitions) known.set(name, lowerExpression(graph, value, scope))
  const roots = expressions.map((expression) => lowerExpression(graph, expression, scope))
  const needed = neededNodes(graph, roots, () => false)
  const registerOf = new Map<number, number>()
  const constants: { register: number; value: number }[] = []
  let registers = names.length
  const computed: number[] = []
  for (const id of needed) {
    const node = graph.nodes[id]
    if (node?.operation === 'input') registerOf.set(id, node.value)
    else if (node?.operation === 'constant' || node?.operation === 'truth') {
      constants.push({ register: registers, value: node.value })
      registerOf.set(id, registers++)
    } else computed.push(id)
  }
  const lastUse = new Map<number, number>()
  for (const id of computed) for (const operand of graph.nodes[id]?.operands ?? []) lastUse.set(operand, id)
  for (const root of roots) lastUse.set(root, Number.POSITIVE_INFINITY)
  const free: number[] = []
  const first = registers
  const instructions = computed.map((id) => {
    const { operation, operands } = graph.nodes[id] ?? { operation: 'constant', operands: [] }
    const [a = 0, b = 0, c = 0] = operands.map((operand) => registerOf.get(operand) ?? 0)
    for (const operand of new Set(operands)) {
      const register = registerOf.get(operand) ?? 0
      if (lastUse.get(operand) === id && register >= first) free.push(register)
    }
    const target = free.pop() ?? registers++
    registerOf.set(id, target)
    return { operation, target, a, b, c }
  })
  return { registers, constants, instructions, results: roots.map((root) => registerOf.get(root) ?? 0) }
}
