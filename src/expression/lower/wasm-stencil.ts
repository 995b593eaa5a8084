import type { Graph } from './graph.ts'
import { type MathFunction, mathFunctions, type Operation } from './operations.ts'
import { makeSchedule, neededNodes } from './schedule.ts'
import { pairMathImports, pairTarget, vector } from './wasm-array.ts'
import { type Bytes, encodeModule, type FunctionBody, signed, unsigned } from './wasm-encoder.ts'
import { encodeStatements, localGet, localSet, makeLocals, type Target } from './wasm-statements.ts'

/**
 * Where an input of a graph is read, bytes from a pointer of the call; slot s of the graph is input s. A `tap` goes on with the point
 * along a row and from row to row, a `source` too, in rows as `out` has them; a `line` goes on along a row only, a `row` from row to row
 * only, a `scalar` not at all.
 */
export interface StencilInput {
  readonly kind: 'tap' | 'source' | 'line' | 'row' | 'scalar'
  readonly offset: number
}

/** A value computed at every point and stored: among the arrays that taps read, or in the rows of `out`. */
export interface StencilOutput {
  readonly node: number
  readonly to: 'taps' | 'out'
  /** Bytes from the pointer of the call. */
  readonly offset: number
}

export interface StencilFunction {
  readonly name: string
  readonly outputs: readonly StencilOutput[]
  /** Bytes from row to row of the arrays that taps read, and of `source` and `out`. */
  readonly tapStride: number
  readonly outStride: number
  /** Outputs are places that it reads: everything is read and computed before anything is stored. */
  readonly isInPlace?: boolean
}

export interface StencilModule {
  readonly bytes: Uint8Array<ArrayBuffer>
  /** Of what must be imported as `math.NAMEPair`. */
  readonly math: readonly MathFunction[]
  /** To be put, in this order, at `constantsOffset` of the scalars. */
  readonly constants: readonly number[]
}

/** Parameters of each function: pointers in bytes, then how many rows and how many points a row. */
const [TAPS, OUT, LINES, ROWS, SCALARS, ROW_COUNT, COUNT, SOURCE] = [0, 1, 2, 3, 4, 5, 6, 7] as const

/** How often a value changes: once a call, once a row, at every point. */
type Pace = 0 | 1 | 2
const paceOf = { scalar: 0, row: 1, line: 2, tap: 2, source: 2 } as const

const quicker = (a: Pace, b: Pace): Pace => (a > b ? a : b)

interface Cursors {
  readonly taps: number
  readonly out: number
  readonly lines: number
  readonly source: number
}

/**
 * A WebAssembly module of loops over rows of points in pairs of float64. Each function is exported with the parameters
 * (taps, out, lines, rows, scalars, rowCount, count, source). A tap is a load at a fixed distance from one pointer, so many taps take no more
 * registers than one; what does not change along a row is computed before it. Numbers of the text are read from the scalars: an engine
 * would make each anew at every point. Both sides of a condition are computed.
 */
export function encodeStencilModule(
  graph: Graph,
  inputs: readonly StencilInput[],
  functions: readonly StencilFunction[],
  constantsOffset: number,
  shared = false,
): StencilModule {
  const used = new Set<Operation>()
  const constants: number[] = []
  const places = new Map<string, number>()
  const keyOf = (value: number) => (Object.is(value, -0) ? '-0' : String(value))
  for (const { outputs } of functions)
    for (const id of neededNodes(
      graph,
      outputs.map(({ node }) => node),
      () => false,
    )) {
      const node = graph.nodes[id]
      if (!node) continue
      used.add(node.operation)
      if (node.operation === 'constant' && !places.has(keyOf(node.value)))
        places.set(keyOf(node.value), constants.push(node.value) - 1)
    }
  const math = mathFunctions.filter((name) => used.has(name))
  const constantAt = (value: number) => constantsOffset + 8 * (places.get(keyOf(value)) ?? 0)
  const encoder = { graph, inputs, math, constantAt }
  const bodies = functions.map((one) => encodeFunction(encoder, one))
  return { bytes: encodeModule({ imports: pairMathImports(math), functions: bodies, base: false, shared }), math, constants } // biome-ignore format: one thought
}

interface Encoder {
  readonly graph: Graph
  readonly inputs: readonly StencilInput[]
  readonly math: readonly MathFunction[]
  constantAt(value: number): number
}

const at = (cursor: number, code: number, align: number, offset: number): Bytes => [
  ...localGet(cursor),
  ...vector(code, align, ...unsigned(offset)),
]

const [LOAD, LOAD_ONE, LOAD_SPLAT, STORE, STORE_ONE] = [0x00, 0x5d, 0x0a, 0x0b, 0x5b] as const

function targetOf(
  { graph, inputs, math, constantAt }: Encoder,
  cursors: Cursors,
  isLast: boolean,
): Omit<Target, 'store'> {
  const point = (cursor: number, offset: number) => at(cursor, isLast ? LOAD_ONE : LOAD, 3, offset)
  return {
    ...pairTarget(math),
    constant: (value) => at(SCALARS, LOAD_SPLAT, 3, constantAt(value)),
    read(id) {
      const node = graph.nodes[id]
      const input = node?.operation === 'input' ? inputs[node.value] : undefined
      switch (input?.kind) {
        case 'tap':
          return point(cursors.taps, input.offset)
        case 'source':
          return point(cursors.source, input.offset)
        case 'line':
          return point(cursors.lines, input.offset)
        case 'row':
          return at(ROWS, LOAD_SPLAT, 3, input.offset)
        case 'scalar':
          return at(SCALARS, LOAD_SPLAT, 3, input.offset)
        default:
          return undefined
      }
    },
  }
}

function encodeFunction(encoder: Encoder, one: StencilFunction): FunctionBody {
  const { name, outputs } = one
  const { graph, inputs } = encoder
  const locals = makeLocals(8)
  const take = () => locals.take('i32')
  const cursors = { taps: take(), out: take(), lines: take(), source: take() }
  const end = locals.take('i32')
  const isRead = (id: number) => ['input', 'constant', 'truth'].includes(graph.nodes[id]?.operation ?? '')
  const roots = outputs.map(({ node }) => node)
  const needed = neededNodes(graph, roots, isRead)
  const paces = new Map<number, Pace>()
  for (const id of needed) {
    const node = graph.nodes[id]
    let pace: Pace = 0
    if (node?.operation === 'input') pace = paceOf[inputs[node.value]?.kind ?? 'scalar']
    else for (const operand of node?.operands ?? []) pace = quicker(pace, paces.get(operand) ?? 0)
    paces.set(id, pace)
  }

  const held = new Map<number, number>()
  /** Values of this pace that are used at a quicker one, each in a local of its own. */
  const prepare = (pace: Pace): Bytes => {
    const wanted = new Set<number>()
    const consider = (id: number) => {
      if ((paces.get(id) ?? 0) === pace && graph.nodes[id]?.operation !== 'truth') wanted.add(id)
    }
    for (const id of needed)
      if ((paces.get(id) ?? 0) > pace) for (const operand of graph.nodes[id]?.operands ?? []) consider(operand)
    for (const id of roots) consider(id)
    const list = [...wanted]
    const places = list.map((id) => ({ id, local: locals.take('v128') }))
    const schedule = makeSchedule(
      graph,
      list.map((node, index) => ({ node, index })),
      (id) => isRead(id) || held.has(id),
    )
    const target: Target = {
      ...targetOf(encoder, cursors, false),
      store: (output) => ({ before: [], behind: localSet(places[output]?.local ?? 0) }),
    }
    const code = encodeStatements(graph, schedule, target, locals, { from: 0, to: schedule.statements.length }, held)
    for (const { id, local } of places) held.set(id, local)
    return code
  }
  const perCall = prepare(0)
  const perRow = prepare(1)

  const schedule = makeSchedule(
    graph,
    outputs.map(({ node }, index) => ({ node, index })),
    (id) => isRead(id) || held.has(id),
    one.isInPlace ?? false,
  )
  const range = { from: 0, to: schedule.statements.length }
  const body = (isLast: boolean): Bytes => {
    const target = targetOf(encoder, cursors, isLast)
    const store = (output: number) => {
      const { to, offset } = outputs[output] ?? { to: 'out', offset: 0 }
      const memory = [3, ...unsigned(offset), ...(isLast ? [0] : [])]
      return {
        before: localGet(to === 'taps' ? cursors.taps : cursors.out),
        behind: vector(isLast ? STORE_ONE : STORE, ...memory),
      }
    }
    return encodeStatements(graph, schedule, { ...target, store }, locals, range, held)
  }
  return {
    type: { parameters: new Array<'i32'>(8).fill('i32') },
    exportName: name,
    code: frame(usedCursors(encoder, needed, one, cursors), end, {
      perCall,
      perRow,
      pair: body(false),
      last: body(true),
    }),
    locals: locals.types,
  }
}

/** A pointer of the call and the one that goes along a row from it. */
interface Walk {
  readonly base: number
  readonly cursor: number
  readonly stride: number
}

/** The pointers that a function needs; the first is the one its loop counts with. */
function usedCursors(
  { graph, inputs }: Encoder,
  needed: readonly number[],
  { outputs, tapStride, outStride }: StencilFunction,
  cursors: Cursors,
): readonly Walk[] {
  const kinds = new Set<string>(outputs.map(({ to }) => to))
  for (const id of needed) {
    const node = graph.nodes[id]
    if (node?.operation === 'input') kinds.add(inputs[node.value]?.kind ?? 'scalar')
  }
  const walks: Walk[] = []
  if (kinds.has('tap') || kinds.has('taps')) walks.push({ base: TAPS, cursor: cursors.taps, stride: tapStride })
  if (kinds.has('source')) walks.push({ base: SOURCE, cursor: cursors.source, stride: outStride })
  if (kinds.has('out')) walks.push({ base: OUT, cursor: cursors.out, stride: outStride })
  if (kinds.has('line')) walks.push({ base: LINES, cursor: cursors.lines, stride: 0 })
  return walks
}

interface Parts {
  readonly perCall: Bytes
  readonly perRow: Bytes
  readonly pair: Bytes
  readonly last: Bytes
}

/** The two loops around the work: rows, and pairs of a row with an odd last point by itself. */
function frame(walks: readonly Walk[], end: number, parts: Parts): Bytes {
  const [counter] = walks
  if (!counter) return []
  const code: Bytes = []
  const emit = (...pieces: readonly Bytes[]): void => {
    for (const bytes of pieces) for (const byte of bytes) code.push(byte)
  }
  const move = (local: number, by: number): Bytes => [...localGet(local), 0x41, ...signed(by), 0x6a, ...localSet(local)]
  emit(parts.perCall, [0x02, 0x40, ...localGet(ROW_COUNT), 0x45, 0x0d, 0, 0x03, 0x40], parts.perRow)
  for (const { base, cursor } of walks) emit(localGet(base), localSet(cursor))
  // end = first pointer + 8 (count & −2)
  emit([...localGet(COUNT), 0x41, 0x7e, 0x71, 0x41, 3, 0x74, ...localGet(counter.base), 0x6a, ...localSet(end)])
  emit([0x02, 0x40, ...localGet(end), ...localGet(counter.base), 0x46, 0x0d, 0, 0x03, 0x40], parts.pair)
  for (const { cursor } of walks) emit(move(cursor, 16))
  emit([...localGet(counter.cursor), ...localGet(end), 0x49, 0x0d, 0, 0x0b, 0x0b])
  emit([...localGet(COUNT), 0x41, 1, 0x71, 0x04, 0x40], parts.last, [0x0b])
  for (const { base, stride } of walks) if (stride !== 0) emit(move(base, stride))
  emit(move(ROWS, 8))
  emit([...localGet(ROW_COUNT), 0x41, 1, 0x6b, 0x22, ...unsigned(ROW_COUNT), 0x0d, 0, 0x0b, 0x0b])
  return code
}
