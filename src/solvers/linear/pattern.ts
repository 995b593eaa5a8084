import type { SparsityPattern } from '../system.ts'

/** The pattern with every entry. */
export function densePattern(size: number): SparsityPattern {
  const columns = new Int32Array(size * size)
  for (let k = 0; k < columns.length; k++) columns[k] = k % size
  return { rowStarts: Int32Array.from({ length: size + 1 }, (_, i) => i * size), columns }
}

/** A pattern from the columns of each row; sorted, doubles dropped, the diagonal put in. */
export function patternOf(rows: readonly Iterable<number>[]): SparsityPattern {
  const rowStarts = new Int32Array(rows.length + 1)
  const columns: number[] = []
  rows.forEach((row, i) => {
    for (const column of [...new Set([...row, i])].sort((a, b) => a - b)) columns.push(column)
    rowStarts[i + 1] = columns.length
  })
  return { rowStarts, columns: Int32Array.from(columns) }
}

/** Rows and columns exchanged; `source[k]` is the place in `pattern` of entry k. */
export function transposed({ rowStarts, columns }: SparsityPattern): SparsityPattern & { readonly source: Int32Array } {
  const size = rowStarts.length - 1
  const starts = new Int32Array(size + 1)
  for (const column of columns) starts[column + 1]++
  for (let i = 0; i < size; i++) starts[i + 1] += starts[i]
  const next = starts.slice()
  const rows = new Int32Array(columns.length)
  const source = new Int32Array(columns.length)
  for (let i = 0; i < size; i++)
    for (let k = rowStarts[i]; k < rowStarts[i + 1]; k++) {
      const column = columns[k]
      const at = next[column]
      next[column] = at + 1
      rows[at] = i
      source[at] = k
    }
  return { rowStarts: starts, columns: rows, source }
}

/** Entries left and right of the diagonal that the widest row needs, rows and columns taken in the given order. */
export function bandOf({ rowStarts, columns }: SparsityPattern, place: Int32Array): { lower: number; upper: number } {
  let lower = 0
  let upper = 0
  for (let i = 0; i + 1 < rowStarts.length; i++)
    for (let k = rowStarts[i]; k < rowStarts[i + 1]; k++) {
      const distance = place[columns[k]] - place[i]
      lower = Math.max(lower, -distance)
      upper = Math.max(upper, distance)
    }
  return { lower, upper }
}

/**
 * The place of each unknown in an order with a small band: reverse Cuthill–McKee (1969) on the pattern and its transpose,
 * each part begun at a far end found by two sweeps.
 */
export function reverseCuthillMcKee(pattern: SparsityPattern): Int32Array {
  const neighbours = symmetric(pattern)
  const size = neighbours.length
  const degree = neighbours.map((list) => list.length)
  const order: number[] = []
  const seen = new Uint8Array(size)
  const byDegree = Array.from({ length: size }, (_, i) => i).sort((a, b) => degree[a] - degree[b])
  const sweep = (root: number, marks: Uint8Array): number[] => {
    const found = [root]
    marks[root] = 1
    for (let head = 0; head < found.length; head++) {
      const next = neighbours[found[head]].filter((j) => marks[j] === 0)
      next.sort((a, b) => degree[a] - degree[b])
      for (const j of next) {
        marks[j] = 1
        found.push(j)
      }
    }
    return found
  }
  for (const start of byDegree) {
    if (seen[start] === 1) continue
    const far = sweep(start, seen.slice()).at(-1) ?? start
    order.push(...sweep(far, seen))
  }
  const place = new Int32Array(size)
  order.reverse().forEach((unknown, i) => {
    place[unknown] = i
  })
  return place
}

function symmetric(pattern: SparsityPattern): number[][] {
  const size = pattern.rowStarts.length - 1
  const other = transposed(pattern)
  return Array.from({ length: size }, (_, i) => {
    const list = new Set<number>()
    for (const { rowStarts, columns } of [pattern, other])
      for (let k = rowStarts[i]; k < rowStarts[i + 1]; k++) list.add(columns[k])
    list.delete(i)
    return [...list]
  })
}

/** A colour for each column so that no row has two columns of one colour: greedy, in order (Curtis, Powell and Reid 1974). */
export function columnColours(pattern: SparsityPattern): { colours: Int32Array; count: number } {
  const size = pattern.rowStarts.length - 1
  const { rowStarts, columns } = pattern
  const byColumn = transposed(pattern)
  const colours = new Int32Array(size).fill(-1)
  const taken = new Int32Array(size + 1).fill(-1)
  let count = 0
  for (let j = 0; j < size; j++) {
    for (let e = byColumn.rowStarts[j]; e < byColumn.rowStarts[j + 1]; e++) {
      const row = byColumn.columns[e]
      for (let k = rowStarts[row]; k < rowStarts[row + 1]; k++) {
        const colour = colours[columns[k]]
        if (colour >= 0) taken[colour] = j
      }
    }
    let colour = 0
    while (taken[colour] === j) colour++
    colours[j] = colour
    count = Math.max(count, colour + 1)
  }
  return { colours, count }
}
