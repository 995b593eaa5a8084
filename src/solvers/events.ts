import type { Checkpoint, EventRecord } from '../core/simulation.ts'
import { makeArenaView } from './arena-view.ts'
import { makeEventLog } from './event-log.ts'
import { findSignChange } from './find-root.ts'
import type { Pointer, System } from './system.ts'

/** Events by number: sign changes of functions of time and state, and what each does. */
export interface EventSet {
  readonly directions: readonly ('up' | 'down' | 'any')[]
  readonly actions: readonly ('record' | 'stop' | 'assign')[]
  evaluate(time: number, state: Pointer, out: Pointer): void
  /** For `assign`: changes the state in place. */
  apply(event: number, time: number, state: Pointer): void
}

/** A step as events see it: the solution at any time of it. */
export interface StepView {
  readonly from: number
  readonly to: number
  solution(time: number, out: Pointer): void
}

/** What the events of one moment did. */
export type EventOutcome = 'record' | 'stop' | 'assign'

/** Watches the sign changes of event functions, step by step. */
export interface EventWatch {
  /** At the start and after a restart: the state from which the next step goes. */
  begin(time: number, state: Pointer): void
  /** A new step, to be asked for its events in turn. */
  enter(step: StepView): void
  /** Time of the first event after those already handled in this step; NaN where there is none left. */
  next(): number
  /**
   * Carries out what happens at the time `next` gave, simultaneous events in the order of their numbers. `state` holds the state
   * there and is changed by assignments.
   */
  handle(state: Pointer): EventOutcome
  readonly records: readonly EventRecord[]
  checkpoint(): Checkpoint
  restore(checkpoint: Checkpoint): void
}

const ULP = 2 ** -52
/** Parts of a step that are looked at one by one. */
const PARTS = 10
/** Room for looks at suspected extrema. */
const MOST_SAMPLES = 2 * PARTS + 1

/**
 * Makes a watch. An event is a change of sign of its function, or its arrival at zero; leaving zero is none. Where a function is
 * zero at the start, or just after an event that restarts the run, its sign is looked for immediately behind.
 * @param span length of the run, for the scale of times
 */
export function makeEventWatch(
  system: System,
  events: EventSet,
  unknowns: readonly string[],
  span: number,
): EventWatch {
  const { kernels, size } = system
  const arena = makeArenaView(kernels)
  const count = events.directions.length
  const scratch = kernels.reserve(size)
  const values = kernels.reserve(Math.max(1, count))
  const directions = events.directions.map((direction) => (direction === 'up' ? 1 : direction === 'down' ? -1 : 0))

  /** Sign of each function just behind the cursor; 0: to be looked for. */
  const signs = new Int8Array(count)
  /** Size below which a function counts as zero at the cursor. */
  const noise = new Float64Array(count)
  const crossing = new Float64Array(count)
  const fires = new Uint8Array(count)
  const times = new Float64Array(MOST_SAMPLES)
  const samples = new Float64Array(MOST_SAMPLES * count)
  let sampled = 0
  let step: StepView = { from: 0, to: 0, solution() {} }
  let cursor = 0
  let isFar = false
  /** Whether the step is the first after a start or a restart. */
  let isFresh = false
  /** Where `signBehind` found its sign. */
  let probed = 0
  const log = makeEventLog(kernels, unknowns, span)

  function evaluate(time: number, into: Float64Array, row: number): void {
    step.solution(time, scratch)
    events.evaluate(time, scratch, values)
    const at = values / 8
    const all = arena()
    for (let i = 0; i < count; i++) into[row * count + i] = all[at + i]
  }
  const one = new Float64Array(count)
  let watched = 0
  const valueAt = (time: number) => {
    evaluate(time, one, 0)
    return one[watched]
  }

  /** A function is far where three values over the step keep far from zero compared with how they change. */
  function allFar(): boolean {
    for (let i = 0; i < count; i++) {
      const a = samples[i]
      const b = samples[count + i]
      const c = samples[2 * count + i]
      const least = Math.min(Math.abs(a), Math.abs(b), Math.abs(c))
      const range = Math.max(a, b, c) - Math.min(a, b, c)
      const isOneSided = a > 0 ? b > 0 && c > 0 : a < 0 && b < 0 && c < 0
      if (!isOneSided || signs[i] === 0 || !(least > 2 * range)) return false
    }
    return true
  }

  /** Puts a sample in its place. */
  function insert(time: number, before: number): void {
    for (let j = sampled; j > before; j--) {
      times[j] = times[j - 1]
      samples.copyWithin(j * count, (j - 1) * count, j * count)
    }
    times[before] = time
    evaluate(time, samples, before)
    sampled++
  }

  /** Where a parabola through three samples of one sign comes near zero between them, the function is looked at there. */
  function lookAtExtrema(): void {
    for (let j = 0; j + 2 < sampled && sampled < MOST_SAMPLES; j++) {
      for (let i = 0; i < count; i++) {
        const a = samples[j * count + i]
        const b = samples[(j + 1) * count + i]
        const c = samples[(j + 2) * count + i]
        if (!(a * b > 0 && b * c > 0)) continue
        const size = Math.sign(b)
        const x = times[j] - times[j + 1]
        const y = times[j + 2] - times[j + 1]
        // b + p s + q s², s from the middle sample.
        const q = ((a - b) / x - (c - b) / y) / (x - y)
        const p = (a - b) / x - q * x
        if (!(q * size > 0)) continue
        const s = -p / (2 * q)
        const isWithin = Math.abs(s) < (s * x > 0 ? Math.abs(x) : Math.abs(y))
        const lowest = size * (b - (p * p) / (4 * q))
        if (!isWithin || s === 0 || lowest > 0.2 * Math.min(Math.abs(a), Math.abs(b), Math.abs(c))) continue
        insert(times[j + 1] + s, s * y > 0 ? j + 2 : j + 1)
        j += 2
        break
      }
    }
  }

  /** What function i must exceed near the cursor to stand out of the rounding. */
  function leastOf(i: number): number {
    let largest = 0
    for (let j = 0; j < sampled; j++) largest = Math.max(largest, Math.abs(samples[j * count + i]))
    return 4 * noise[i] + 32 * ULP * largest
  }

  /** The sign of function i immediately behind the cursor, before `end`: the first place where it stands out of the rounding. */
  function signBehind(i: number, end: number, atEnd: number): number {
    const least = leastOf(i)
    const direction = Math.sign(step.to - step.from)
    const distance = Math.abs(end - cursor)
    watched = i
    for (let ahead = 8 * ULP * Math.max(Math.abs(cursor), distance); ahead < distance; ahead *= 8) {
      probed = cursor + direction * ahead
      const value = valueAt(probed)
      if (Math.abs(value) > least) return Math.sign(value)
    }
    probed = end
    return Math.abs(atEnd) > least ? Math.sign(atEnd) : 0
  }

  /** Time of the next event of function i, or NaN. */
  function nextOf(i: number): number {
    const direction = Math.sign(step.to - step.from)
    let sign = signs[i]
    let low = cursor
    for (let j = 1; j < sampled; j++) {
      const high = times[j]
      if (!((high - cursor) * direction > 0)) continue
      const value = samples[j * count + i]
      if (sign === 0) {
        sign = signBehind(i, high, value)
        low = probed
      }
      const found = Math.sign(value)
      if (sign !== 0 && found !== sign && !Number.isNaN(found)) {
        if (directions[i] === 0 || directions[i] === -sign) {
          watched = i
          const atLow = valueAt(low)
          // Right behind an event that has been handled the value may lie within the rounding.
          const safe = Math.sign(atLow) === sign ? atLow : sign * Number.MIN_VALUE
          return findSignChange(valueAt, low, safe, high, value, Math.max(Math.abs(low), Math.abs(high)))
        }
        sign = found
      }
      low = high
    }
    return Number.NaN
  }

  return {
    begin(time, state) {
      cursor = time
      isFresh = true
      events.evaluate(time, state, values)
      const all = arena()
      for (let i = 0; i < count; i++) {
        const value = all[values / 8 + i]
        signs[i] = Math.abs(value) <= noise[i] ? 0 : Math.sign(value)
      }
    },
    enter(view) {
      step = view
      cursor = view.from
      const length = view.to - view.from
      times[0] = view.from
      times[1] = view.from + length / 2
      times[2] = view.to
      sampled = 3
      for (let j = 0; j < 3; j++) evaluate(times[j], samples, j)
      if (isFresh) {
        for (let i = 0; i < count; i++) if (Math.abs(samples[i]) <= leastOf(i)) signs[i] = 0
        isFresh = false
      }
      isFar = allFar()
      if (isFar) return
      // First, middle and last are known already.
      samples.copyWithin(PARTS * count, 2 * count, 3 * count)
      samples.copyWithin((PARTS / 2) * count, count, 2 * count)
      sampled = PARTS + 1
      times[PARTS] = view.to
      for (let j = 1; j < PARTS; j++) {
        times[j] = view.from + (length * j) / PARTS
        if (j !== PARTS / 2) evaluate(times[j], samples, j)
      }
      lookAtExtrema()
    },
    next() {
      if (isFar) return Number.NaN
      let first = Number.NaN
      const direction = Math.sign(step.to - step.from)
      for (let i = 0; i < count; i++) {
        crossing[i] = nextOf(i)
        if (!Number.isNaN(crossing[i]) && !((crossing[i] - first) * direction >= 0)) first = crossing[i]
      }
      if (Number.isNaN(first)) {
        for (let i = 0; i < count; i++) {
          const last = samples[(sampled - 1) * count + i]
          if (signs[i] === 0 ? Math.abs(last) > leastOf(i) : last !== 0) signs[i] = Math.sign(last)
          noise[i] = 0
        }
        return first
      }
      const width = 4 * ULP * Math.max(Math.abs(step.from), Math.abs(step.to))
      for (let i = 0; i < count; i++) fires[i] = Math.abs(crossing[i] - first) <= width ? 1 : 0
      evaluate(first, one, 0)
      for (let i = 0; i < count; i++) {
        const isLater = crossing[i] * direction > first * direction && fires[i] === 0
        // One whose own event is still to come in this step keeps its sign, whatever rounding says here.
        if (!isLater) signs[i] = Math.sign(one[i])
        noise[i] = 0
        noise[i] = (fires[i] === 1 ? 2 * Math.abs(one[i]) : 0) + leastOf(i) / 4
      }
      cursor = first
      return first
    },
    handle(state) {
      let outcome: EventOutcome = 'record'
      for (let i = 0; i < count; i++) {
        if (fires[i] === 0) continue
        const action = events.actions[i]
        if (action === 'assign') {
          log.noticeRestart(i, cursor)
          events.apply(i, cursor, state)
          if (outcome !== 'stop') outcome = 'assign'
        }
        if (action === 'stop') outcome = 'stop'
        log.add(i, cursor, state)
      }
      return outcome
    },
    get records() {
      return log.records
    },
    checkpoint() {
      const { arrays, numbers } = log.checkpoint()
      return {
        arrays: { ...arrays, eventSigns: Float64Array.from(signs), eventNoise: noise.slice() },
        numbers: { ...numbers, eventIsFresh: isFresh ? 1 : 0 },
      }
    },
    restore(checkpoint) {
      log.restore(checkpoint)
      signs.set(checkpoint.arrays.eventSigns)
      noise.set(checkpoint.arrays.eventNoise)
      isFresh = checkpoint.numbers.eventIsFresh === 1
    },
  }
}
