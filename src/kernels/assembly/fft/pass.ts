// A pass transforms all lines along one axis of an array, a block of neighbouring lines at a time. It is a record of int32,
// written by src/kernels/fft-pass.ts; strides in bytes:
//   0 line plan · 4 how to load: 0 complex, 1 real, 2 hermitian, 3 cosine · 8 how to save: 0 complex, 1 twisted, 2 real,
//   3 hermitian, 4 cosine · 12 n of the transform · 16 units in a block · 20 lines of a slab · 24 blocks of a slab
//   28 input element stride · 32 input line stride · 36 input slab stride · 40, 44, 48 the same of the output
//   52 input offsets · 56 output offsets · 60 positions of frequencies · 64 factors (twisted, cosine) · 68 factor row bytes
//   72 input weights · 76 output weights · 80 numbers saved a line · 84 turned · 88 scale (f64) · 96 sign of the factors (f64)
// Blocks are independent: any thread may do any of them, each with a scratch memory of its own.
import { packCosine, saveCosine } from './cosine'
import { lastHermitian4, packHermitian, unpackHermitian } from './hermitian'
import { bluestein, bluesteinRecord, factorsOf, radixOf, runStages, sizeOf, stageCount } from './line'
import { firstComplex4, firstReal4, packComplex, packReal } from './load'
import { lastComplex4, lastReal4, lastScaled4, unpackComplex, unpackReal, unpackTwisted } from './save'

@inline function field(record: usize, at: usize): i32 {
  return load<i32>(record + at)
}

@inline function address(record: usize, at: usize): usize {
  return <usize>load<i32>(record + at)
}

/** Blocks `from` to before `to` of the pass. */
export function fftPass(record: usize, input: usize, output: usize, scratch: usize, from: i32, to: i32): void {
  const complex = field(record, 4) == 0
  const together = complex ? 2 : 4
  const lines = field(record, 20)
  const blocks = field(record, 24)
  const inLine = address(record, 32)
  const outLine = address(record, 44)
  const width = field(record, 16) * together
  for (let b = from; b < to; b++) {
    const slab = b / blocks
    let line = (b - slab * blocks) * width
    const rest = min(lines - line, width)
    let source = input + <usize>slab * address(record, 36) + <usize>line * inLine
    let target = output + <usize>slab * address(record, 48) + <usize>line * outLine
    const full = rest / together
    if (full > 0) {
      runBlock(record, source, target, scratch, full, line, inLine, 2 * inLine, 3 * inLine, outLine, 2 * outLine, 3 * outLine)
      line += full * together
      source += <usize>(full * together) * inLine
      target += <usize>(full * together) * outLine
    }
    // Lines too few for a unit: the last one is done in the free lanes too.
    const left = rest - full * together
    if (left > 0) {
      const l1 = <usize>min(1, left - 1)
      const l2 = <usize>min(2, left - 1)
      runBlock(record, source, target, scratch, 1, line, l1 * inLine, l2 * inLine, l2 * inLine, l1 * outLine, l2 * outLine, l2 * outLine)
    }
  }
}

export function runBlock(
  record: usize, source: usize, target: usize, scratch: usize, units: i32, line: i32,
  i1: usize, i2: usize, i3: usize, o1: usize, o2: usize, o3: usize,
): void {
  const plan = address(record, 0)
  const loads = field(record, 4)
  const saves = field(record, 8)
  const n = field(record, 12)
  const inOffsets = address(record, 52)
  const inWeights = address(record, 72)
  const stages = stageCount(plan)
  const together: usize = loads == 0 ? 2 : 4
  const inNext = together * address(record, 32)
  const outNext = together * address(record, 44)
  let first = 0
  if (loads <= 1 && !inWeights && radixOf(plan, 0) == 4 && stages > 1) {
    first = 1
    if (loads == 0) firstComplex4(source, inOffsets, i1, inNext, scratch, sizeOf(plan, 0), units, factorsOf(plan, 0))
    else firstReal4(source, inOffsets, i1, i2, i3, inNext, scratch, sizeOf(plan, 0), units, factorsOf(plan, 0))
  } else if (loads == 0) packComplex(source, inOffsets, i1, inNext, scratch, n, units)
  else if (loads == 1) packReal(source, inOffsets, inWeights, field(record, 84), i1, i2, i3, inNext, scratch, n, units)
  else if (loads == 2) packHermitian(source, address(record, 28), i1, i2, i3, inNext, scratch, n, units)
  else packCosine(source, inOffsets, address(record, 64), i1, i2, i3, inNext, scratch, n, units)

  const outOffsets = address(record, 56)
  const positions = address(record, 60)
  const factors = address(record, 64)
  const outWeights = address(record, 76)
  const scale = load<f64>(record, 88)
  const direct = (saves == 0 || (saves == 2 && !positions) || saves == 3) && radixOf(plan, stages - 1) == 4 && stages > first
  if (bluesteinRecord(plan)) bluestein(plan, scratch, units)
  else runStages(plan, scratch, units, first, direct ? stages - 1 : stages)
  if (direct) {
    const last = n / 4
    if (saves == 2) lastReal4(scratch, last, units, target, outOffsets, o1, o2, o3, outNext, scale)
    else if (saves == 3) lastHermitian4(scratch, n, units, target, positions, address(record, 40), o1, o2, o3, outNext, scale)
    else if (scale == 1) lastComplex4(scratch, last, units, target, outOffsets, o1, outNext)
    else lastScaled4(scratch, last, units, target, outOffsets, o1, outNext, scale)
  } else if (saves == 0) unpackComplex(scratch, n, units, target, outOffsets, o1, outNext, scale)
  else if (saves == 1) {
    const pairFactors = factors + ((<usize>line >> 1) << 5)
    unpackTwisted(scratch, n, units, target, positions, address(record, 40), o1, outNext, pairFactors, address(record, 68), load<f64>(record, 96))
  } else if (saves == 2) unpackReal(scratch, field(record, 80), units, target, positions, outOffsets, outWeights, scale, o1, o2, o3, outNext)
  else if (saves == 3) unpackHermitian(scratch, n, units, target, positions, address(record, 40), o1, o2, o3, outNext, scale)
  else saveCosine(scratch, n, units, target, positions, outOffsets, factors, o1, o2, o3, outNext, scale)
}
