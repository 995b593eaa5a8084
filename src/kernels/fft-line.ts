import type { Block, Kernels } from './kernels.ts'

/** A transform of one length as the kernels read it (src/kernels/assembly/fft/line.ts), and what this side must know of it. */
export interface LinePlan {
  readonly length: number
  /** The record in the kernels' memory. */
  readonly pointer: number
  /** The frequency that stands at each position of the scratch memory after the last stage. */
  readonly order: Int32Array
  /** Rows of scratch memory. */
  readonly rows: number
}

/** Tables and line plans of one transform, in blocks taken from the arena; equal lengths share theirs. */
export interface FftTables {
  readonly kernels: Kernels
  int32(values: ArrayLike<number>): number
  float64(values: Float64Array): number
  line(length: number): LinePlan
}

/** cos and sin of 2πk/n to the last bit but one: the angle is taken from the nearest multiple of 2π/8. */
export function unitRoot(k: number, n: number): readonly [cosine: number, sine: number] {
  let turn = ((k % n) + n) % n
  let [c, s] = [1, 1]
  // Upper half, right half, lower octant, each by a reflection; 8·turn < 2^53.
  if (2 * turn > n) {
    turn = n - turn
    s = -1
  }
  if (4 * turn > n) {
    turn = n / 2 - turn
    c = -1
  }
  if (8 * turn <= n) return [c * Math.cos((2 * Math.PI * turn) / n), s * Math.sin((2 * Math.PI * turn) / n)]
  const rest = n / 4 - turn
  return [c * Math.sin((2 * Math.PI * rest) / n), s * Math.cos((2 * Math.PI * rest) / n)]
}

/** Stages of a length, the first one first; undefined where it has a prime factor above 5. Radix 4 stands at both ends. */
export function radices(length: number): number[] | undefined {
  const count = { 2: 0, 3: 0, 5: 0 }
  let rest = length
  for (const prime of [2, 3, 5] as const) {
    while (rest % prime === 0) {
      rest /= prime
      count[prime]++
    }
  }
  if (rest !== 1) return undefined
  // 2·4 as 8 where two fours are left for the ends: one way through memory less.
  const eights = count[2] % 2 === 1 && count[2] >= 7 ? 1 : 0
  const fours = new Array<number>((count[2] - 3 * eights) >> 1).fill(4)
  const others = [
    ...new Array<number>(eights).fill(8),
    ...new Array<number>((count[2] - 3 * eights) & 1).fill(2),
    ...new Array<number>(count[3]).fill(3),
    ...new Array<number>(count[5]).fill(5),
  ]
  return [...fours.slice(0, 1), ...others, ...fours.slice(1)]
}

/** The least length from `least` on that has no prime factor above 5. */
function smoothLength(least: number): number {
  let length = least
  while (radices(length) === undefined) length++
  return length
}

/** Frequency at each position after stages of these radices, decimation in frequency. */
function orderOf(stages: readonly number[]): Int32Array {
  let order = Int32Array.of(0)
  // From the last stage to the first: position q·m + s of a block of r·m holds frequency q + r·order(s).
  for (const radix of [...stages].reverse()) {
    const next = new Int32Array(order.length * radix)
    for (let q = 0; q < radix; q++)
      for (let s = 0; s < order.length; s++) next[q * order.length + s] = q + radix * (order[s] ?? 0)
    order = next
  }
  return order
}

/** Where each frequency stands. */
export function positionsOf(order: Int32Array): Int32Array {
  const positions = new Int32Array(order.length)
  for (const [position, frequency] of order.entries()) positions[frequency] = position
  return positions
}

const recordOf = (fields: readonly number[], stages: readonly (readonly number[])[]) => [...fields, ...stages.flat()]

/** The plans of lines on one memory; lines of one length share theirs. */
export function makeFftTables(kernels: Kernels): FftTables {
  const lines = new Map<number, LinePlan>()
  const int32 = (values: ArrayLike<number>): number => {
    const { pointer } = kernels.allocate((values.length + 1) >> 1)
    new Int32Array(kernels.memory.buffer, pointer, values.length).set(values)
    return pointer
  }
  const float64 = (values: Float64Array): number => {
    const block: Block = kernels.allocate(values.length)
    block.view.set(values)
    return block.pointer
  }

  const smoothLine = (length: number, stages: readonly number[]): LinePlan => {
    let blocks = 1
    const records = stages.map((radix) => {
      const m = length / blocks / radix
      const factors = new Float64Array(2 * m * (radix - 1))
      for (let j = 0, at = 0; j < m; j++) {
        for (let q = 1; q < radix; q++, at += 2) {
          const [c, s] = unitRoot(q * j, radix * m)
          factors[at] = c
          factors[at + 1] = -s
        }
      }
      const record = [radix, m, blocks, float64(factors)]
      blocks *= radix
      return record
    })
    const pointer = int32(recordOf([length, stages.length, 0, 0], records))
    return { length, pointer, order: orderOf(stages), rows: length }
  }

  const bluesteinLine = (length: number): LinePlan => {
    const inner = line(smoothLength(2 * length - 1))
    const chirp = new Float64Array(2 * length)
    for (let j = 0; j < length; j++) {
      // j² modulo 2n exactly: j·j stays below 2^53 for n < 9·10⁷.
      const [c, s] = unitRoot((j * j) % (2 * length), 2 * length)
      chirp[2 * j] = c
      chirp[2 * j + 1] = -s
    }
    const spectrum = chirpSpectrum(chirp, inner.length)
    const byPosition = new Float64Array(2 * inner.length)
    for (const [position, frequency] of inner.order.entries()) {
      byPosition[2 * position] = (spectrum[2 * frequency] ?? 0) / inner.length
      byPosition[2 * position + 1] = (spectrum[2 * frequency + 1] ?? 0) / inner.length
    }
    const positions = positionsOf(inner.order)
    const back = Int32Array.from({ length }, (_, k) => positions[(inner.length - k) % inner.length] ?? 0)
    const record = int32([inner.pointer, float64(chirp), float64(byPosition), int32(inner.order), int32(back)])
    const pointer = int32([length, 0, record, 0])
    return { length, pointer, order: Int32Array.from({ length }, (_, k) => k), rows: 2 * inner.length }
  }

  const line = (length: number): LinePlan => {
    const found = lines.get(length)
    if (found) return found
    const stages = radices(length)
    const made = stages ? smoothLine(length, stages) : bluesteinLine(length)
    lines.set(length, made)
    return made
  }
  return { kernels, int32, float64, line }
}

/** The transform over `length` of the chirp's conjugate, continued evenly. Plain and recursive: it is done once a plan. */
function chirpSpectrum(chirp: Float64Array, length: number): Float64Array {
  const n = chirp.length / 2
  const values = new Float64Array(2 * length)
  for (let j = 0; j < n; j++) {
    for (const at of j === 0 ? [0] : [j, length - j]) {
      values[2 * at] = chirp[2 * j] ?? 0
      values[2 * at + 1] = -(chirp[2 * j + 1] ?? 0)
    }
  }
  return mixedRadix(values)
}

/** A Fourier transform of interleaved complex numbers, decimation in time, of any length without large prime factors. */
function mixedRadix(values: Float64Array): Float64Array {
  const n = values.length / 2
  const radix = [2, 3, 5].find((prime) => n % prime === 0) ?? n
  if (n === 1) return values
  const m = n / radix
  const parts = Array.from({ length: radix }, (_, p) => {
    const part = new Float64Array(2 * m)
    for (let j = 0; j < m; j++) {
      part[2 * j] = values[2 * (j * radix + p)] ?? 0
      part[2 * j + 1] = values[2 * (j * radix + p) + 1] ?? 0
    }
    return mixedRadix(part)
  })
  const out = new Float64Array(2 * n)
  for (let k = 0; k < n; k++) {
    const at = 2 * (k % m)
    for (let p = 0; p < radix; p++) {
      const [c, s] = unitRoot(k * p, n)
      const re = parts[p]?.[at] ?? 0
      const im = parts[p]?.[at + 1] ?? 0
      out[2 * k] = (out[2 * k] ?? 0) + re * c + im * s
      out[2 * k + 1] = (out[2 * k + 1] ?? 0) + im * c - re * s
    }
  }
  return out
}
