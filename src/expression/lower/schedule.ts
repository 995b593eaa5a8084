import type { Graph } from './graph.ts'

/** A value stored, or kept because it is used more than once. */
export interface Statement {
  /** What is computed. */
  readonly node: number
  /** Index of the output it goes to; absent: it is kept in a local. */
  readonly output?: number
}

/** In which order the values of a function are computed, and which of them are kept. */
export interface Schedule {
  readonly statements: readonly Statement[]
  /** Nodes kept in a local; the others stand inside the one expression that uses them. */
  readonly kept: ReadonlySet<number>
  /** Place of the last statement that uses a kept node. */
  readonly lastUse: ReadonlyMap<number, number>
  /** The same by place: the kept nodes that are not used after it. */
  readonly endings: ReadonlyMap<number, readonly number[]>
  /** About how many nodes each statement computes. */
  readonly sizes: readonly number[]
}

export interface Output {
  readonly node: number
  readonly index: number
}

/** Deeper expressions are cut: neither the encoder's recursion nor the engine's stack depends on what is typed. */
const deepest = 40

/** The nodes that outputs need, ascending; below `isGiven` nodes nothing is needed. */
export function neededNodes(
  graph: Graph,
  roots: Iterable<number>,
  isGiven: (node: number) => boolean,
): readonly number[] {
  const seen = new Set<number>(roots)
  const waiting = [...seen]
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (isGiven(id)) continue
    for (const operand of graph.nodes[id]?.operands ?? []) {
      if (seen.has(operand)) continue
      seen.add(operand)
      waiting.push(operand)
    }
  }
  return [...seen].sort((a, b) => a - b)
}

/**
 * Orders a function's work: each output as soon as it can be, and what it shares with others directly before, so that few values
 * are kept at a time; or, with `storeLast`, every output after everything is read and computed.
 * `isGiven`: nodes that are read and not computed.
 */
export function makeSchedule(
  graph: Graph,
  outputs: readonly Output[],
  isGiven: (node: number) => boolean,
  storeLast = false,
): Schedule {
  const operandsOf = (id: number): readonly number[] => (isGiven(id) ? [] : (graph.nodes[id]?.operands ?? []))
  const needed = neededNodes(
    graph,
    outputs.map(({ node }) => node),
    isGiven,
  )
  const uses = new Map<number, number>()
  const count = (id: number) => uses.set(id, (uses.get(id) ?? 0) + 1)
  for (const id of needed) for (const operand of operandsOf(id)) count(operand)
  for (const { node } of outputs) count(node)

  const kept = new Set<number>()
  const depth = new Map<number, number>()
  const size = new Map<number, number>()
  const isFree = (id: number) => graph.nodes[id]?.operation === 'constant'
  for (const id of needed) {
    const inner = operandsOf(id).filter((operand) => !kept.has(operand))
    depth.set(id, 1 + Math.max(0, ...inner.map((operand) => depth.get(operand) ?? 0)))
    size.set(
      id,
      inner.reduce((sum, operand) => sum + (size.get(operand) ?? 0), 1),
    )
    if (!isFree(id) && ((uses.get(id) ?? 0) > 1 || (depth.get(id) ?? 0) > deepest)) kept.add(id)
  }

  if (storeLast) for (const { node } of outputs) if (!isFree(node)) kept.add(node)

  const statements: Statement[] = []
  const sizes: number[] = []
  const lastUse = new Map<number, number>()
  const done = new Set<number>()
  const push = (statement: Statement) => {
    const place = statements.push(statement) - 1
    sizes.push(statement.output !== undefined && kept.has(statement.node) ? 1 : (size.get(statement.node) ?? 1))
    const waiting =
      statement.output !== undefined && kept.has(statement.node) ? [statement.node] : [...operandsOf(statement.node)]
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
      if (kept.has(id)) lastUse.set(id, place)
      else waiting.push(...operandsOf(id))
    }
  }
  for (const { node, index } of outputs) {
    const fresh: number[] = []
    const seen = new Set<number>()
    const waiting = [node]
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
      if (seen.has(id) || done.has(id)) continue
      seen.add(id)
      if (kept.has(id)) fresh.push(id)
      waiting.push(...operandsOf(id))
    }
    for (const id of fresh.sort((a, b) => a - b)) {
      done.add(id)
      push({ node: id })
    }
    if (!storeLast) push({ node, output: index })
  }
  if (storeLast) for (const { node, index } of outputs) push({ node, output: index })
  const endings = new Map<number, number[]>()
  for (const [id, place] of lastUse) {
    const list = endings.get(place)
    if (list) list.push(id)
    else endings.set(place, [id])
  }
  return { statements, kept, lastUse, endings, sizes }
}
