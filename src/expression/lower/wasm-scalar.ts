import type { Graph } from './graph.ts'
import { isMathFunction, isTruth, type MathFunction, mathFunctions, type Operation } from './operations.ts'
import { makeSchedule, neededNodes, type Output, type Schedule } from './schedule.ts'
import { type Bytes, encodeModule, type FunctionBody, float64, signed, unsigned } from './wasm-encoder.ts'
import { encodeStatements, localGet, localSet, makeLocals, type Target } from './wasm-statements.ts'

/** A function of a module: (time: f64, state: pointer, out: pointer). */
export interface ScalarFunction {
  readonly name: string
  /** What is written; `out` may be `state` only with `storeLast`. */
  readonly outputs: readonly Output[]
  /** Everything is computed before anything is written. */
  readonly storeLast?: boolean
  /** So many float64 of `out` are set to zero first: outputs that are zero need not be listed. */
  readonly cleared?: number
}

/** What an input of the graph is: slot 0 is the time, then come the unknowns of the state, then the parameters. */
export interface ScalarLayout {
  readonly unknowns: number
  readonly parameters: number
  readonly shared?: boolean
}

export interface ScalarModule {
  readonly bytes: Uint8Array<ArrayBuffer>
  /** Of what must be imported as `math.NAME`. */
  readonly math: readonly MathFunction[]
  /** Float64 numbers at `system.base`: parameters, then what follows from them alone, then values passed between parts. */
  readonly baseLength: number
}

/** A function longer than this many nodes is cut: engines compile very long ones badly. About 6 bytes a node. */
const mostNodes = 7000

const opcodes: Readonly<Partial<Record<Operation, Bytes>>> = {
  add: [0xa0], subtract: [0xa1], multiply: [0xa2], divide: [0xa3], min: [0xa4], max: [0xa5],
  abs: [0x99], negate: [0x9a], floor: [0x9c], sqrt: [0x9f],
  equal: [0x61], unequal: [0x62], less: [0x63], lessOrEqual: [0x65],
  and: [0x71], or: [0x72], not: [0x45], number: [0xb7], select: [0x1b],
} // biome-ignore format: a table

const load = (offset: number): Bytes => [0x2b, 3, ...unsigned(offset)]
const store = (offset: number): Bytes => [0x39, 3, ...unsigned(offset)]
const systemFunction = { parameters: ['f64', 'i32', 'i32'] } as const
const [timeLocal, stateLocal, outLocal, baseLocal] = [0, 1, 2, 3]

interface Addresses {
  /** Where values that follow from parameters alone lie behind `base`, in float64 numbers. */
  readonly invariants: ReadonlyMap<number, number>
  /** Where values lie that one part of a function leaves to later ones. */
  readonly passed: ReadonlyMap<number, number>
  readonly layout: ScalarLayout
  readonly math: readonly MathFunction[]
}

/** The code of one part of a function; `isEarlier`: the node was computed by a part before. */
function encodePart(
  graph: Graph,
  schedule: Schedule,
  { invariants, passed, layout, math }: Addresses,
  range: { from: number; to: number },
  isEarlier: (node: number) => boolean,
): FunctionBody {
  // biome-ignore format: one thought
  const locals = makeLocals(3)
  locals.take('i32')
  const truthOf = (node: number) => isTruth(graph.nodes[node]?.operation ?? 'add')
  const fromBase = (place: number): Bytes => [...localGet(baseLocal), ...load(8 * place)]
  const target: Target = {
    typeOf: (node) => (truthOf(node) ? 'i32' : 'f64'),
    constant: (value) => [0x44, ...float64(value)],
    truth: (value) => [0x41, ...signed(value)],
    instruction: (operation) =>
      opcodes[operation] ?? [0x10, ...unsigned(isMathFunction(operation) ? math.indexOf(operation) : 0)],
    read(id) {
      const node = graph.nodes[id]
      if (node?.operation === 'input') {
        if (node.value === 0) return localGet(timeLocal)
        if (node.value > layout.unknowns) return fromBase(node.value - 1 - layout.unknowns)
        return [...localGet(stateLocal), ...load(8 * (node.value - 1))]
      }
      const place = invariants.get(id)
      if (place !== undefined) return fromBase(place)
      const left = isEarlier(id) ? passed.get(id) : undefined
      if (left === undefined) return undefined
      return truthOf(id) ? [...fromBase(left), 0x44, ...float64(0), 0x62] : fromBase(left)
    },
    store: (output) => ({ before: localGet(outLocal), behind: store(8 * output) }),
    afterKept(node, local) {
      const place = passed.get(node)
      if (place === undefined) return []
      return [...localGet(baseLocal), ...localGet(local), ...(truthOf(node) ? [0xb7] : []), ...store(8 * place)]
    },
  }
  const code = [0x23, 0, ...localSet(baseLocal), ...encodeStatements(graph, schedule, target, locals, range)]
  return { type: systemFunction, locals: locals.types, code }
}

/**
 * A WebAssembly module of functions of (time, state, out), with `prepare`, which computes what follows from the parameters alone
 * and must be called whenever they have changed. Both sides of a condition are computed. Imports: `env.memory`, `system.base`
 * (where parameters stand), `math.NAME`. Every expression is rounded as the graph says: nothing is reordered.
 */
export function encodeScalarModule(
  graph: Graph,
  wanted: readonly ScalarFunction[],
  layout: ScalarLayout,
): ScalarModule {
  const isLeaf = (id: number) => {
    const operation = graph.nodes[id]?.operation
    return operation === 'input' || operation === 'constant' || operation === 'truth'
  }
  const roots = wanted.flatMap(({ outputs }) => outputs.map(({ node }) => node))
  const needed = neededNodes(graph, roots, isLeaf)

  const varies = new Set<number>()
  for (const id of needed) {
    const node = graph.nodes[id]
    if (!node) continue
    if (
      node.operation === 'input' ? node.value <= layout.unknowns : node.operands.some((operand) => varies.has(operand))
    )
      varies.add(id)
  }
  const invariants = new Map<number, number>()
  const rememberInvariant = (id: number) => {
    if (!varies.has(id) && !isLeaf(id) && !isTruth(graph.nodes[id]?.operation ?? 'truth') && !invariants.has(id))
      invariants.set(id, layout.parameters + invariants.size)
  }
  for (const id of needed)
    if (varies.has(id)) for (const operand of graph.nodes[id]?.operands ?? []) rememberInvariant(operand)
  for (const root of roots) rememberInvariant(root)

  const math = mathFunctions.filter((name) => needed.some((id) => graph.nodes[id]?.operation === name))
  let baseLength = layout.parameters + invariants.size
  const functions: FunctionBody[] = []
  const callers: { name: string; parts: readonly number[] }[] = []

  const add = (name: string, schedule: Schedule, given: ReadonlyMap<number, number>, inOne = false, cleared = 0) => {
    const bounds = [0]
    let size = 0
    schedule.sizes.forEach((one, place) => {
      if (!inOne && size > 0 && size + one > mostNodes) {
        bounds.push(place)
        size = 0
      }
      size += one
    })
    bounds.push(schedule.statements.length)
    const partOf = (place: number) => bounds.findLastIndex((bound) => bound <= place)
    const passed = new Map<number, number>()
    const madeBy = new Map<number, number>()
    schedule.statements.forEach(({ node, output }, place) => {
      if (output !== undefined || graph.nodes[node]?.operation === 'input' || given.has(node)) return
      if (partOf(schedule.lastUse.get(node) ?? place) <= partOf(place)) return
      passed.set(node, baseLength++)
      madeBy.set(node, partOf(place))
    })
    const parts = bounds.slice(0, -1).map((from, part) => {
      const to = bounds[part + 1] ?? from
      const isEarlier = (node: number) => (madeBy.get(node) ?? part) < part
      const body = encodePart(graph, schedule, { invariants: given, passed, layout, math }, { from, to }, isEarlier)
      const clearing = part > 0 || cleared === 0 ? [] : [...localGet(outLocal), 0x41, 0, 0x41, ...signed(8 * cleared), 0xfc, 0x0b, 0] // biome-ignore format: one thought
      const code = [...clearing, ...body.code]
      return functions.push({ ...body, code, ...(bounds.length === 2 ? { exportName: name } : {}) }) - 1
    })
    if (bounds.length > 2) callers.push({ name, parts })
  }

  const prepared = [...invariants].map(([node, place]) => ({ node, index: place }))
  const preparation = makeSchedule(graph, prepared, isLeaf)
  add('prepare', preparation, new Map())
  const isGiven = (id: number) => isLeaf(id) || invariants.has(id)
  for (const { name, outputs, storeLast, cleared } of wanted) {
    const schedule = makeSchedule(graph, outputs, isGiven, storeLast)
    add(name, schedule, invariants, storeLast, cleared)
  }
  for (const { name, parts } of callers) {
    const code = parts.flatMap((part) => [
      ...[timeLocal, stateLocal, outLocal].flatMap(localGet),
      0x10,
      ...unsigned(math.length + part),
    ])
    functions.push({ type: systemFunction, exportName: name, locals: [], code })
  }
  const imports = math.map((name) => ({
    module: 'math',
    name,
    type: {
      parameters: name === 'pow' || name === 'atan2' ? (['f64', 'f64'] as const) : (['f64'] as const),
      result: 'f64' as const,
    },
  }))
  return { bytes: encodeModule({ imports, functions, base: true, shared: layout.shared ?? false }), math, baseLength }
}
