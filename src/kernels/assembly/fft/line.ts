// The stages of one line plan, and Bluestein's transform (IEEE Trans. Audio Electroacoust. 18 (1970) 451) for lengths with
// prime factors above 5. A line plan is a record of int32, written by src/kernels/fft-line.ts:
//   0 length n · 4 stages · 8 Bluestein's record, 0 for none · from 16 each stage: radix, m, blocks, pointer of its factors
// Bluestein's record: 0 line plan of the length M ≥ 2n − 1 · 4 chirp e^{−iπj²/n}, n complex · 8 spectrum of its conjugate over M,
//   by position, M complex · 12 frequency of each position of the line plan · 16 positions of −k mod M, k < n
import { ELEMENT, offset, putTwisted } from './complex'
import { lastStage4, stage2, stage3, stage4, stage5, stage8 } from './stages'

const STAGES: usize = 16

@inline export function stageCount(line: usize): i32 {
  return load<i32>(line, 4)
}

@inline export function bluesteinRecord(line: usize): usize {
  return <usize>load<i32>(line, 8)
}

/** Radix of a stage; 0 where there is none. */
export function radixOf(line: usize, index: i32): i32 {
  return index >= 0 && index < stageCount(line) && !bluesteinRecord(line) ? load<i32>(line + STAGES + (<usize>index << 4)) : 0
}

export function sizeOf(line: usize, index: i32): i32 {
  return load<i32>(line + STAGES + (<usize>index << 4), 4)
}

export function factorsOf(line: usize, index: i32): usize {
  return <usize>load<i32>(line + STAGES + (<usize>index << 4), 12)
}

/** Stages from `first` to before `last`. */
export function runStages(line: usize, scratch: usize, units: i32, first: i32, last: i32): void {
  let at = line + STAGES + (<usize>first << 4)
  for (let index = first; index < last; index++, at += 16) {
    const radix = load<i32>(at)
    const m = load<i32>(at, 4)
    const blocks = load<i32>(at, 8)
    const factors = <usize>load<i32>(at, 12)
    if (radix == 4 && m == 1) lastStage4(scratch, blocks, units)
    else if (radix == 4) stage4(scratch, blocks, m, units, factors)
    else if (radix == 2) stage2(scratch, blocks, m, units, factors)
    else if (radix == 8) stage8(scratch, blocks, m, units, factors)
    else if (radix == 3) stage3(scratch, blocks, m, units, factors)
    else stage5(scratch, blocks, m, units, factors)
  }
}

/** Elements times a factor each, from one place to another. */
function multiplyRow(from: usize, to: usize, units: i32, w: usize): void {
  for (const end = from + <usize>units * ELEMENT; from < end; from += ELEMENT, to += ELEMENT)
    putTwisted(to, v128.load(from), v128.load(from, 16), w)
}

/** The transform of n elements in place, in natural order; the scratch memory has room for 2M rows. */
export function bluestein(line: usize, scratch: usize, units: i32): void {
  const record = bluesteinRecord(line)
  const n = load<i32>(line)
  const inner = <usize>load<i32>(record)
  const chirp = <usize>load<i32>(record, 4)
  const spectrum = <usize>load<i32>(record, 8)
  const order = <usize>load<i32>(record, 12)
  const positions = <usize>load<i32>(record, 16)
  const length = load<i32>(inner)
  const row = <usize>units * ELEMENT
  const other = scratch + <usize>length * row
  for (let j = 0; j < n; j++) {
    const x = scratch + <usize>j * row
    multiplyRow(x, x, units, chirp + (<usize>j << 4))
  }
  memory.fill(scratch + <usize>n * row, 0, <usize>(length - n) * row)
  runStages(inner, scratch, units, 0, stageCount(inner))
  for (let s = 0; s < length; s++)
    multiplyRow(scratch + <usize>s * row, other + offset(order, s) * row, units, spectrum + (<usize>s << 4))
  runStages(inner, other, units, 0, stageCount(inner))
  for (let k = 0; k < n; k++)
    multiplyRow(other + offset(positions, k) * row, scratch + <usize>k * row, units, chirp + (<usize>k << 4))
}
