import { RunFailure } from '../../core/errors.ts'
import type { Simulation } from '../../core/simulation.ts'

const mark = 'reference.'
/** A column of the reference smaller than this part of the largest column is zero but for rounding. */
const nothing = 1e-12

/** Of the entries those that begin with the mark, without it, and the others. */
function parted<T>(all: Readonly<Record<string, T>>): [marked: Record<string, T>, others: Record<string, T>] {
  const entries = Object.entries(all)
  const marked = entries.filter(([name]) => name.startsWith(mark)).map(([name, value]) => [name.slice(mark.length), value] as const) // biome-ignore format: one thought
  return [Object.fromEntries(marked), Object.fromEntries(entries.filter(([name]) => !name.startsWith(mark)))]
}

const marked = <T>(all: Readonly<Record<string, T>>) =>
  Object.fromEntries(Object.entries(all).map(([name, value]) => [mark + name, value]))

/** What is compared beside the columns: a distance made of several. */
export interface ComparedDistance {
  /** Metrics `NAMEError` (largest at the saved times) and `finalNAMEError`: absolute. */
  readonly name: string
  /** Groups of columns; of each the Euclidean length of the difference counts, and the largest of all groups is told. */
  readonly groups: readonly (readonly number[])[]
}

/**
 * A simulation and a more accurate one beside it, at the same saved times: `errors.estimate` is the largest difference of each column,
 * relative to the largest value of the reference there (absolute where that is zero but for rounding). Where the reference fails the run goes on, and says so.
 * @param left columns that are not compared (of the method, not of the solution)
 */
export function withReference(
  inner: Simulation,
  reference: Simulation,
  distance: ComparedDistance,
  left: readonly string[] = [],
): Simulation {
  const { scalars } = inner
  const width = scalars.length
  const state = {
    difference: new Float64Array(width),
    largest: new Float64Array(width),
    /** Largest distance, distance at the last row compared. */
    distances: new Float64Array(2),
    /** Rows that the other has not reached yet: positive of the run, negative of the reference. */
    ahead: new Float64Array(),
  }
  const at: Record<'lead' | 'rows' | 'innerTime' | 'referenceTime' | 'innerDone' | 'referenceDone', number> = {
    lead: 0,
    rows: 0,
    innerTime: 0,
    referenceTime: 0,
    innerDone: 0,
    referenceDone: 0,
  }
  let failure: string | undefined
  let direction = 1
  let hasBegun = false

  function compareRows(ours: Float64Array, theirs: Float64Array): void {
    for (let row = 0; row * width < ours.length; row++) {
      const start = row * width
      for (let i = 0; i < width; i++) {
        const wanted = theirs[start + i] ?? Number.NaN
        const off = Math.abs((ours[start + i] ?? Number.NaN) - wanted)
        state.difference[i] = Math.max(state.difference[i] ?? 0, off)
        state.largest[i] = Math.max(state.largest[i] ?? 0, Math.abs(wanted))
      }
      let most = 0
      for (const group of distance.groups) {
        let square = 0
        for (const i of group) square += ((ours[start + i] ?? Number.NaN) - (theirs[start + i] ?? Number.NaN)) ** 2
        most = Math.max(most, Math.sqrt(square))
      }
      state.distances[0] = Math.max(state.distances[0] ?? 0, most)
      state.distances[1] = most
      at.rows++
    }
  }
  /** Rows of one of the two, compared with those of the other that wait; what is left waits. */
  function meet(values: Float64Array, sign: 1 | -1): void {
    if (values.length === 0 || failure !== undefined) return
    if (at.lead * sign >= 0) {
      const both = new Float64Array(state.ahead.length + values.length)
      both.set(state.ahead)
      both.set(values, state.ahead.length)
      state.ahead = both
      at.lead = sign
      return
    }
    const length = Math.min(values.length, state.ahead.length)
    const [waiting, fresh] = [state.ahead.subarray(0, length), values.subarray(0, length)]
    if (sign > 0) compareRows(fresh, waiting)
    else compareRows(waiting, fresh)
    const isMore = values.length > length
    state.ahead = isMore ? values.slice(length) : state.ahead.slice(length)
    at.lead = state.ahead.length === 0 ? 0 : isMore ? sign : -sign
  }
  function advanceReference(milliseconds: number, clock: () => number): void {
    try {
      const piece = reference.advance(milliseconds, clock)
      at.referenceTime = piece.time
      at.referenceDone = piece.done ? 1 : 0
      if (piece.samples) meet(piece.samples.values, -1)
    } catch (error) {
      if (!(error instanceof RunFailure)) throw error
      failure = error.message
      at.referenceDone = 1
      state.ahead = new Float64Array()
    }
  }

  return {
    ...inner,
    advance(milliseconds, clock) {
      const isBehind = hasBegun && (at.innerTime - at.referenceTime) * direction > 0
      const isLeft = at.referenceDone === 0
      if (isLeft && (isBehind || at.innerDone === 1)) {
        advanceReference(milliseconds, clock)
        return { time: at.innerTime, done: at.innerDone === 1 && at.referenceDone === 1 }
      }
      const piece = inner.advance(milliseconds, clock)
      if (!hasBegun && piece.samples) direction = Math.sign(piece.time - (piece.samples.times[0] ?? 0)) || 1
      hasBegun = true
      at.innerTime = piece.time
      at.innerDone = piece.done ? 1 : 0
      if (piece.samples) meet(piece.samples.values, 1)
      return { ...piece, done: piece.done && at.referenceDone === 1 }
    },
    checkpoint() {
      const one = inner.checkpoint()
      const two = failure === undefined ? reference.checkpoint() : { arrays: {}, numbers: {} }
      const numbers = { ...at, direction, hasBegun: hasBegun ? 1 : 0, hasFailed: failure === undefined ? 0 : 1 }
      const arrays = { ...two.arrays, 'own.difference': state.difference.slice(), 'own.largest': state.largest.slice(), 'own.distances': state.distances.slice(), 'own.ahead': state.ahead.slice() } // biome-ignore format: one thought
      const named = Object.fromEntries(Object.entries(numbers).map(([name, value]) => [`own.${name}`, value]))
      return {
        arrays: { ...one.arrays, ...marked(arrays) },
        numbers: { ...one.numbers, ...marked({ ...two.numbers, ...named }) },
      }
    },
    restore({ arrays, numbers }) {
      const [ours, innerArrays] = parted(arrays)
      const [ownNumbers, innerNumbers] = parted(numbers)
      for (const name of ['difference', 'largest', 'distances'] as const)
        state[name].set(ours[`own.${name}`] ?? new Float64Array())
      state.ahead = (ours['own.ahead'] ?? new Float64Array()).slice()
      for (const name of ['lead', 'rows', 'innerTime', 'referenceTime', 'innerDone', 'referenceDone'] as const)
        at[name] = ownNumbers[`own.${name}`] ?? 0
      direction = ownNumbers['own.direction'] ?? 1
      hasBegun = ownNumbers['own.hasBegun'] === 1
      inner.restore({ arrays: innerArrays, numbers: innerNumbers })
      const isOther = ([name]: [string, unknown]) => !name.startsWith('own.')
      if (ownNumbers['own.hasFailed'] === 1) failure = 'it failed before the run was taken up again'
      else
        reference.restore({
          arrays: Object.fromEntries(Object.entries(ours).filter(isOther)),
          numbers: Object.fromEntries(Object.entries(ownNumbers).filter(isOther)),
        })
    },
    report() {
      const report = inner.report()
      if (at.rows === 0 && failure === undefined) return report
      const greatest = state.largest.reduce((most, value) => Math.max(most, value), 0)
      const estimate = scalars.flatMap(({ name }, i) => {
        const height = state.largest[i] ?? 0
        const scale = height > nothing * greatest ? height : 1
        return left.includes(name) ? [] : [[name, (state.difference[i] ?? 0) / scale] as const]
      })
      const [largest = 0, final = 0] = state.distances
      const upper = distance.name.charAt(0).toUpperCase() + distance.name.slice(1)
      const note =
        failure === undefined
          ? `against the reference (${reference.report().steps} steps): largest error of a position ${largest.toPrecision(2)}, at the last saved time ${final.toPrecision(2)}`
          : `the reference ended before the run: ${failure}`
      return {
        ...report,
        errors: at.rows === 0 ? report.errors : { ...report.errors, estimate: Object.fromEntries(estimate) },
        metrics:
          at.rows === 0
            ? report.metrics
            : { ...report.metrics, [`${distance.name}Error`]: largest, [`final${upper}Error`]: final },
        notes: [...(report.notes ?? []), note],
      }
    },
  }
}
