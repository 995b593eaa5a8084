import type { Graph } from './graph.ts'
import { isMathFunction, type MathFunction, mathFunctions, type Operation } from './operations.ts'
import { makeSchedule, neededNodes } from './schedule.ts'
import { type Bytes, encodeModule, type FunctionBody, type FunctionImport, float64, unsigned } from './wasm-encoder.ts'
import { encodeStatements, localGet, localSet, makeLocals, type Target } from './wasm-statements.ts'

/**
 * A loop over arrays, exported as (count: i32, inputs …, outputs …): an `array` input and every output is a pointer to `count`
 * float64, a `scalar` input a number. Slot s of the graph is input s.
 */
export interface ArrayFunction {
  readonly name: string
  readonly inputs: readonly ('array' | 'scalar')[]
  /** Nodes, one an output. An output may be one of the inputs: a pair is read and computed before it is written. */
  readonly outputs: readonly number[]
}

export interface ArrayModule {
  readonly bytes: Uint8Array<ArrayBuffer>
  /** Of what must be imported as `math.NAMEPair`. */
  readonly math: readonly MathFunction[]
}

/** A vector instruction with what follows its number. */
export const vector = (code: number, ...more: Bytes): Bytes => [0xfd, ...unsigned(code), ...more]
const all = (value: number): Bytes => [...float64(value), ...float64(value)]

/** Operations on pairs of float64 that are one instruction, or two. */
const pairOpcodes: Readonly<Partial<Record<Operation, Bytes>>> = {
  add: vector(0xf0), subtract: vector(0xf1), multiply: vector(0xf2), divide: vector(0xf3), min: vector(0xf4), max: vector(0xf5),
  abs: vector(0xec), negate: vector(0xed), floor: vector(0x75), sqrt: vector(0xef),
  equal: vector(0x47), unequal: vector(0x48), less: vector(0x49), lessOrEqual: vector(0x4b),
  and: vector(0x4e), or: vector(0x50), not: vector(0x4d), select: vector(0x52),
  number: [...vector(0x0c, ...all(1)), ...vector(0x4e)],
} // biome-ignore format: a table

const takesTwo = (name: MathFunction) => name === 'pow' || name === 'atan2'

/** Imports of elementary functions on pairs, by their place in the list. */
export function pairMathImports(math: readonly MathFunction[]): readonly FunctionImport[] {
  return math.map((name) => ({
    module: 'math',
    name: `${name}Pair`,
    type: { parameters: takesTwo(name) ? ['v128', 'v128'] : ['v128'], result: 'v128' },
  }))
}

/** What pairs of float64 become wherever they are read and stored; `math` are the imports of `pairMathImports`. */
export function pairTarget(math: readonly MathFunction[]): Pick<Target, 'typeOf' | 'truth' | 'instruction'> {
  return {
    typeOf: () => 'v128',
    truth: (value) => vector(0x0c, ...new Array<number>(16).fill(value === 0 ? 0 : 255)),
    instruction: (operation) =>
      pairOpcodes[operation] ?? [0x10, ...unsigned(isMathFunction(operation) ? math.indexOf(operation) : 0)],
  }
}

/** `tail`: one number instead of a pair. */
function targetOf(
  graph: Graph,
  { inputs }: ArrayFunction,
  math: readonly MathFunction[],
  offset: number,
  tail: boolean,
): Target {
  const load = tail ? vector(0x5d, 3, 0) : vector(0x00, 3, 0)
  const store = tail ? vector(0x5b, 3, 0, 0) : vector(0x0b, 3, 0)
  const address = (parameter: number): Bytes => [...localGet(parameter), ...localGet(offset), 0x6a]
  return {
    ...pairTarget(math),
    constant: (value) => vector(0x0c, ...all(value)),
    read(id) {
      const node = graph.nodes[id]
      if (node?.operation !== 'input') return undefined
      const parameter = 1 + node.value
      return inputs[node.value] === 'array'
        ? [...address(parameter), ...load]
        : [...localGet(parameter), ...vector(0x14)]
    },
    store: (output) => ({ before: address(1 + inputs.length + output), behind: store }),
  }
}

function encodeFunction(graph: Graph, one: ArrayFunction, math: readonly MathFunction[]): FunctionBody {
  const { inputs, outputs } = one
  const parameters = 1 + inputs.length + outputs.length
  const locals = makeLocals(parameters)
  const [offset, end] = [locals.take('i32'), locals.take('i32')]
  const isLeaf = (id: number) => ['input', 'constant', 'truth'].includes(graph.nodes[id]?.operation ?? '')
  const needed = neededNodes(graph, outputs, isLeaf)

  // What is the same for all elements stands before the loop.
  const varies = new Set<number>()
  for (const id of needed) {
    const node = graph.nodes[id]
    if (
      node?.operation === 'input'
        ? inputs[node.value] === 'array'
        : node?.operands.some((operand) => varies.has(operand))
    )
      varies.add(id)
  }
  const steady = new Set<number>()
  for (const id of [
    ...outputs,
    ...needed.filter((id) => varies.has(id)).flatMap((id) => graph.nodes[id]?.operands ?? []),
  ])
    if (!varies.has(id) && graph.nodes[id]?.operation !== 'constant') steady.add(id)
  const held = new Map([...steady].map((id) => [id, locals.take('v128')]))
  const steadyNodes = [...steady]
  const before = makeSchedule(
    graph,
    steadyNodes.map((node, index) => ({ node, index })),
    isLeaf,
  )
  const target = targetOf(graph, one, math, offset, false)
  const setUp: Target = {
    ...target,
    store: (output) => ({ before: [], behind: localSet(held.get(steadyNodes[output] ?? 0) ?? 0) }),
  }
  const preparation = encodeStatements(graph, before, setUp, locals, { from: 0, to: before.statements.length })

  const schedule = makeSchedule(
    graph,
    outputs.map((node, index) => ({ node, index })),
    (id) => isLeaf(id) || steady.has(id),
    true,
  )
  const range = { from: 0, to: schedule.statements.length }
  const pair = encodeStatements(graph, schedule, target, locals, range, held)
  const last = encodeStatements(graph, schedule, targetOf(graph, one, math, offset, true), locals, range, held)
  const code: Bytes = [...preparation]
  const emit = (bytes: Bytes): void => {
    for (const byte of bytes) code.push(byte)
  }
  // end = 8 (count & -2); loop while offset < end.
  emit([...localGet(0), 0x41, 0x7e, 0x71, 0x41, 3, 0x74, ...localSet(end)])
  emit([0x02, 0x40, ...localGet(end), 0x45, 0x0d, 0, 0x03, 0x40])
  emit(pair)
  emit([...localGet(offset), 0x41, 16, 0x6a, 0x22, ...unsigned(offset), ...localGet(end), 0x49, 0x0d, 0, 0x0b, 0x0b])
  emit([...localGet(0), 0x41, 1, 0x71, 0x04, 0x40])
  emit(last)
  emit([0x0b])
  const type = {
    parameters: ['i32' as const, ...inputs.map((kind) => (kind === 'array' ? ('i32' as const) : ('f64' as const))), ...outputs.map(() => 'i32' as const)],
  } // biome-ignore format: one thought
  return { type, exportName: one.name, locals: locals.types, code }
}

/**
 * A WebAssembly module of loops over arrays in pairs of float64 (an odd last element by itself). Values of scalars alone are computed
 * once a call. Both sides of a condition are computed; a NaN of the side not taken goes nowhere. Imports: `env.memory`,
 * `math.NAMEPair`, of which the kernel family `math` has all.
 */
export function encodeArrayModule(graph: Graph, functions: readonly ArrayFunction[], shared = false): ArrayModule {
  const used = new Set(
    functions.flatMap(({ outputs }) =>
      neededNodes(graph, outputs, () => false).map((id) => graph.nodes[id]?.operation),
    ),
  )
  const math = mathFunctions.filter((name) => used.has(name))
  const bodies = functions.map((one) => encodeFunction(graph, one, math))
  return { bytes: encodeModule({ imports: pairMathImports(math), functions: bodies, base: false, shared }), math }
}
