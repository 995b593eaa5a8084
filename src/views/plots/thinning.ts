import type { Samples } from '../../core/field.ts'

/** Rows that a thinned picture has at most, about: more cannot be told apart on a screen. */
const mostRows = 4000

/** What is known of rows that only ever grow: the places of the extremes of each scalar, by blocks of as many rows. */
interface Extremes {
  readonly width: number
  readonly offset: number
  /** Rows taken in so far. */
  rows: number
  /** Rows of a block: a power of two. */
  block: number
  /** Blocks begun. */
  count: number
  /** By block and scalar: the row of its lowest and of its highest value. */
  readonly lowest: Uint32Array
  readonly highest: Uint32Array
}

const known = new WeakMap<ArrayBufferLike, Extremes>()
const made = new WeakMap<Samples, Samples>()

/**
 * A run's samples by the rows that a picture needs: of each block of rows the first and those where a scalar is lowest or highest, and
 * the last of all; true rows, in their order. Ranges of all scalars are exact. Rows that come behind those of before (a window on the
 * same memory that has grown) cost what they are, not what all are: the blocks are doubled and merged as they fill up.
 * @param width scalars a row
 */
export function thinnedSamples(samples: Samples, width: number): Samples {
  const before = made.get(samples)
  if (before) return before
  const extremes = takeIn(samples, width)
  const rows = neededRows(extremes)
  const times = new Float64Array(rows.length)
  const values = new Float64Array(rows.length * width)
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] ?? 0
    times[i] = samples.times[row] ?? Number.NaN
    for (let k = 0; k < width; k++) values[i * width + k] = samples.values[row * width + k] ?? Number.NaN
  }
  const thin = { times, values }
  made.set(samples, thin)
  return thin
}

/** Blocks that are kept: each gives at most two rows a scalar and its first. Even, so that pairs can be merged. */
const blocksOf = (width: number) => 2 * Math.max(64, Math.floor(mostRows / (1 + 2 * width) / 2))

function takeIn({ times, values }: Samples, width: number): Extremes {
  const kept = known.get(values.buffer)
  const isGrown = kept?.width === width && kept.offset === values.byteOffset && kept.rows <= times.length
  const blocks = blocksOf(width)
  const state: Extremes = isGrown
    ? kept
    : {
        width,
        offset: values.byteOffset,
        rows: 0,
        block: 1,
        count: 0,
        lowest: new Uint32Array(blocks * width),
        highest: new Uint32Array(blocks * width),
      }
  known.set(values.buffer, state)
  // Nothing is merged row by row where all rows are there already.
  if (state.rows === 0) while (state.block * blocks < times.length) state.block *= 2
  const { lowest, highest } = state
  for (let row = state.rows; row < times.length; row++) {
    let block = Math.floor(row / state.block)
    if (block >= blocks) {
      mergePairs(state, values)
      block = Math.floor(row / state.block)
    }
    const isFirst = block >= state.count
    if (isFirst) state.count = block + 1
    for (let k = 0, at = block * width; k < width; k++, at++) {
      const value = values[row * width + k] ?? Number.NaN
      if (isFirst) {
        lowest[at] = row
        highest[at] = row
        continue
      }
      const low = values[(lowest[at] ?? 0) * width + k] ?? Number.NaN
      const high = values[(highest[at] ?? 0) * width + k] ?? Number.NaN
      if (value < low || Number.isNaN(low)) lowest[at] = row
      if (value > high || Number.isNaN(high)) highest[at] = row
    }
  }
  state.rows = times.length
  return state
}

/** Two blocks become one of twice the rows. */
function mergePairs(state: Extremes, values: Float64Array): void {
  const { width, lowest, highest } = state
  const half = Math.ceil(state.count / 2)
  for (let block = 0; block < half; block++)
    for (let k = 0; k < width; k++) {
      const [first, second] = [2 * block * width + k, (2 * block + 1) * width + k]
      const isAlone = 2 * block + 1 >= state.count
      const better = (rows: Uint32Array, isBetter: (a: number, b: number) => boolean) => {
        const [a, b] = [rows[first] ?? 0, isAlone ? (rows[first] ?? 0) : (rows[second] ?? 0)]
        const [valueA, valueB] = [values[a * width + k] ?? Number.NaN, values[b * width + k] ?? Number.NaN]
        rows[block * width + k] = isBetter(valueB, valueA) || Number.isNaN(valueA) ? b : a
      }
      better(lowest, (a, b) => a < b)
      better(highest, (a, b) => a > b)
    }
  state.count = half
  state.block *= 2
}

/** The rows of a picture, ascending, each once. */
function neededRows({ width, rows, block, count, lowest, highest }: Extremes): Uint32Array {
  const found = new Uint32Array(count * (1 + 2 * width) + 1)
  let length = 0
  const own = new Uint32Array(1 + 2 * width)
  for (let b = 0; b < count; b++) {
    own[0] = b * block
    own.set(lowest.subarray(b * width, (b + 1) * width), 1)
    own.set(highest.subarray(b * width, (b + 1) * width), 1 + width)
    own.sort()
    for (const row of own) if (length === 0 || found[length - 1] !== row) found[length++] = row
  }
  if (rows > 0 && found[length - 1] !== rows - 1) found[length++] = rows - 1
  return found.subarray(0, length)
}
