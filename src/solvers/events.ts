import type { Checkpoint, EventRecord } from '../core/simulation.ts'
import { makeArenaView } from './arena-view.ts'
import { makeEventLog } from './event-log.ts'
import { makeEventSamples } from './event-samples.ts'
import { findSignChange } from './find-root.ts'
import type { Written } from './stepper.ts'
import type { Pointer, System } from './system.ts'

/** Events by number: sign changes of functions of time and state, and what each does. */
export interface EventSet {
  readonly directions: readonly ('up' | 'down' | 'any')[]
  readonly actions: readonly ('record' | 'stop' | 'assign')[]
  /** Functions that may swing within a step of the solution, as those of the time do; absent: none is looked at for that. */
  readonly isRestless?: readonly boolean[]
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
  const grid = makeEventSamples(count, events.isRestless ?? [], evaluate)
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

  /** What function i must exceed near the cursor to stand out of the rounding. */
  function leastOf(i: number): number {
    const { values: samples, sampled } = grid
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
    const { times, values: samples, sampled } = grid
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

  const watch: Written<EventWatch> = {
    records: log.records,
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
      grid.enter(view.from, view.to)
      if (isFresh) {
        for (let i = 0; i < count; i++) if (Math.abs(grid.values[i]) <= leastOf(i)) signs[i] = 0
        isFresh = false
      }
      isFar = grid.isFar(signs)
      if (!isFar) grid.refine()
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
          const last = grid.values[(grid.sampled - 1) * count + i]
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
    checkpoint() {
      const { arrays, numbers } = log.checkpoint()
      return {
        arrays: { ...arrays, eventSigns: Float64Array.from(signs), eventNoise: noise.slice() },
        numbers: { ...numbers, eventIsFresh: isFresh ? 1 : 0 },
      }
    },
    restore(checkpoint) {
      log.restore(checkpoint)
      watch.records = log.records
      signs.set(checkpoint.arrays.eventSigns)
      noise.set(checkpoint.arrays.eventNoise)
      isFresh = checkpoint.numbers.eventIsFresh === 1
    },
  }
  return watch
}
