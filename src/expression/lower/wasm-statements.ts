import type { Graph } from './graph.ts'
import type { Operation } from './operations.ts'
import type { Schedule, Statement } from './schedule.ts'
import { type Bytes, unsigned, type ValueType } from './wasm-encoder.ts'

/** How nodes become instructions: on single numbers, or on pairs of them. */
export interface Target {
  /** Type of a node's value. */
  typeOf(node: number): ValueType
  constant(value: number): Bytes
  truth(value: number): Bytes
  /** The instruction that takes its operands from the stack. */
  instruction(operation: Operation): Bytes
  /** Reads a value that is not computed here (an input, a value computed before); undefined: it is. */
  read(node: number): Bytes | undefined
  /** What stands on the stack before a value that is stored, and behind it. */
  store(output: number): { readonly before: Bytes; readonly behind: Bytes }
  /** After a kept value was set in its local. */
  afterKept?(node: number, local: number): Bytes
}

export const localGet = (index: number): Bytes => [0x20, ...unsigned(index)]
export const localSet = (index: number): Bytes => [0x21, ...unsigned(index)]
const localTee = (index: number): Bytes => [0x22, ...unsigned(index)]

/** Locals of a function: those of values no longer used are taken again. */
export interface Locals {
  readonly types: readonly ValueType[]
  take(type: ValueType): number
  give(type: ValueType, index: number): void
}

/** The local variables of a function behind its parameters; one given back is taken again. */
export function makeLocals(parameters: number): Locals {
  const types: ValueType[] = []
  const free: Record<ValueType, number[]> = { i32: [], f64: [], v128: [] }
  return {
    types,
    take: (type) => free[type].pop() ?? parameters + types.push(type) - 1,
    give(type, index) {
      free[type].push(index)
    },
  }
}

/**
 * The code of statements `from` to `to` of a schedule. Values used once stand on the stack, the others in locals. `held`: locals in
 * which nodes stand already; they are not given back.
 */
export function encodeStatements(
  graph: Graph,
  schedule: Schedule,
  target: Target,
  locals: Locals,
  range: { readonly from: number; readonly to: number },
  held: ReadonlyMap<number, number> = new Map(),
): Bytes {
  const code: Bytes = []
  const own = new Map<number, number>()
  const emit = (bytes: Bytes): void => {
    for (const byte of bytes) code.push(byte)
  }
  const hold = (node: number): number => {
    const local = locals.take(target.typeOf(node))
    own.set(node, local)
    return local
  }
  const compute = (id: number): void => {
    const { operation, operands } = graph.nodes[id] ?? { operation: 'constant', operands: [] }
    const [condition, first, second] = operands
    const order = operation === 'select' ? [first, second, condition] : operands
    for (const operand of order) if (operand !== undefined) push(operand)
    emit(target.instruction(operation))
  }
  /** Leaves the value of a node on the stack. */
  const push = (id: number): void => {
    const node = graph.nodes[id]
    const local = own.get(id) ?? held.get(id)
    if (local !== undefined) emit(localGet(local))
    else if (node?.operation === 'constant') emit(target.constant(node.value))
    else if (node?.operation === 'truth') emit(target.truth(node.value))
    else {
      const read = target.read(id)
      if (read) emit(read)
      else compute(id)
      if (schedule.kept.has(id)) emit(localTee(hold(id)))
    }
  }
  const execute = ({ node, output }: Statement): void => {
    if (output !== undefined) {
      const { before, behind } = target.store(output)
      emit(before)
      push(node)
      emit(behind)
    } else if (!own.has(node) && !held.has(node)) {
      const operation = graph.nodes[node]?.operation
      const known = operation === 'constant' || operation === 'truth' ? undefined : target.read(node)
      if (known) emit(known)
      else if (operation === 'constant' || operation === 'truth') push(node)
      else compute(node)
      const local = hold(node)
      emit(localSet(local))
      if (!known) emit(target.afterKept?.(node, local) ?? [])
    }
  }
  for (let place = range.from; place < range.to; place++) {
    const statement = schedule.statements[place]
    if (statement) execute(statement)
    for (const id of schedule.endings.get(place) ?? []) {
      const local = own.get(id)
      if (local === undefined) continue
      own.delete(id)
      locals.give(target.typeOf(id), local)
    }
  }
  return code
}
