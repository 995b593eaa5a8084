/** Random numbers that are functions of where they stand: number i of a block needs none before it. */
export interface RandomPlace {
  readonly seed: number
  /** Tells what the numbers are for: two streams of one seed have nothing in common. */
  readonly stream: number
  /** Count of the block: the step of a run, 0 for initial data. */
  readonly block: number
}

/** Four words of 32 bits, rewritten by each call. */
type Words = Uint32Array

const [M0, M1, W0, W1] = [0xd2511f53, 0xcd9e8d57, 0x9e3779b9, 0xbb67ae85]

/** The upper 32 bits of a product of two words; every sum below stays under 2^32. */
function multiplyHigh(a: number, b: number): number {
  const [aLow, aHigh, bLow, bHigh] = [a & 0xffff, a >>> 16, b & 0xffff, b >>> 16]
  const first = aHigh * bLow + ((aLow * bLow) >>> 16)
  const second = aLow * bHigh + (first & 0xffff)
  return (aHigh * bHigh + (first >>> 16) + (second >>> 16)) >>> 0
}

/**
 * words ← Philox 4×32 of ten rounds applied to them (Salmon, Moraes, Dror, Shaw: Parallel random numbers, as easy as 1, 2, 3, SC 2011).
 */
export function philox(words: Words, key0: number, key1: number): void {
  let [c0, c1, c2, c3] = [words[0] ?? 0, words[1] ?? 0, words[2] ?? 0, words[3] ?? 0]
  let [k0, k1] = [key0 >>> 0, key1 >>> 0]
  for (let round = 0; round < 10; round++) {
    const high0 = multiplyHigh(M0, c0)
    const low0 = Math.imul(M0, c0)
    const high1 = multiplyHigh(M1, c2)
    const low1 = Math.imul(M1, c2)
    c0 = (high1 ^ c1 ^ k0) >>> 0
    c1 = low1 >>> 0
    c2 = (high0 ^ c3 ^ k1) >>> 0
    c3 = low0 >>> 0
    k0 = (k0 + W0) >>> 0
    k1 = (k1 + W1) >>> 0
  }
  words[0] = c0
  words[1] = c1
  words[2] = c2
  words[3] = c3
}

function setPlace(words: Words, group: number, block: number): void {
  words[0] = group >>> 0
  words[1] = block >>> 0
  words[2] = Math.floor(block / 2 ** 32)
  words[3] = Math.floor(group / 2 ** 32)
}

/** out ← numbers uniform in [0, 1), 53 bits each. */
export function fillUniforms({ seed, stream, block }: RandomPlace, out: Float64Array): void {
  const words = new Uint32Array(4)
  for (let i = 0; i < out.length; i += 2) {
    setPlace(words, i / 2, block)
    philox(words, seed, stream)
    const [a, b, c, d] = [words[0] ?? 0, words[1] ?? 0, words[2] ?? 0, words[3] ?? 0]
    out[i] = ((a >>> 5) * 2 ** 26 + (b >>> 6)) / 2 ** 53
    if (i + 1 < out.length) out[i + 1] = ((c >>> 5) * 2 ** 26 + (d >>> 6)) / 2 ** 53
  }
}

/** out ← standard normal numbers (Box and Muller, 1958; words of 32 bits, so that none lies beyond 6.8). */
export function fillNormals({ seed, stream, block }: RandomPlace, out: Float64Array): void {
  const words = new Uint32Array(4)
  for (let i = 0; i < out.length; i += 4) {
    setPlace(words, i / 4, block)
    philox(words, seed, stream)
    for (let pair = 0; pair < 2; pair++) {
      const radius = Math.sqrt(-2 * Math.log(((words[2 * pair] ?? 0) + 0.5) / 2 ** 32))
      const angle = (2 * Math.PI * ((words[2 * pair + 1] ?? 0) + 0.5)) / 2 ** 32
      const place = i + 2 * pair
      if (place < out.length) out[place] = radius * Math.cos(angle)
      if (place + 1 < out.length) out[place + 1] = radius * Math.sin(angle)
    }
  }
}
