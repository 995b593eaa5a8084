import type { Checkpoint } from '../core/simulation.ts'
import { vectorKernels } from '../kernels/vector.ts'
import { makeArenaView } from './arena-view.ts'
import { makeProgressWatch } from './progress-watch.ts'
import { badStart, drivenBelowZero, stuckStep, tooManySteps } from './run-failures.ts'
import type { Stepper, Stepping, Tolerances, Written } from './stepper.ts'
import type { Pointer, System } from './system.ts'

/** An integration from one time to another. */
export interface IntegrationOptions {
  readonly system: System
  readonly stepper: Stepper
  readonly tolerances: Tolerances
  readonly from: number
  /** May lie before `from`. */
  readonly to: number
  /** The step of methods without error control (made a little smaller so that a whole number fits); else the longest step. */
  readonly step?: number
  /** Names of the state, for failures. */
  readonly unknowns: readonly string[]
  readonly nonNegative?: readonly number[]
  /** Of one-step methods without error control: the longest step that is stable at a state, asked for before every step. */
  stableStep?(time: number, state: Pointer): number
  /** Accepted steps before the run is given up; default 2e7 with error control, 1e9 without. */
  readonly maximumSteps?: number
}

/** The loop over steps: one method, one system, any events and saved times outside. */
export interface Integration {
  readonly stepping: Stepping
  /** The end of the last accepted step, exact at `to`. */
  readonly time: number
  readonly previousTime: number
  readonly isDone: boolean
  readonly steps: number
  readonly rejected: number
  /** Begins, at `from` or after an event, with the values now at `stepping.state`. @throws RunFailure where they are not finite */
  begin(time: number): void
  /**
   * Takes one step; the solution within it is there until the next.
   * @throws RunFailure where none can be taken
   */
  advance(): void
  /** The solution at a time of the last step; at its end the state itself. */
  solution(time: number, out: Pointer): void
  /** Ends here: an event stopped it. */
  finish(time: number): void
  checkpoint(): Checkpoint
  restore(checkpoint: Checkpoint): void
}

/** One unit in the last place of 1. */
const ULP = 2 ** -52
/** Tries of one step before it is given up: a divided step has then fallen by 1e-20 at least. */
const MOST_TRIES = 100
/** Steps in a row that only non-negativity kept short. */
const MOST_HELD = 100

/** Makes the loop; call `begin` next. The same numbers come out however the calls of `advance` are spread over time. */
export function makeIntegration(options: IntegrationOptions): Integration {
  const { system, stepper, from, to, unknowns, nonNegative = [], tolerances } = options
  const { kernels, size } = system
  const { isAdaptive } = stepper
  const maximumSteps = options.maximumSteps ?? (isAdaptive ? 2e7 : 1e9)
  const vector = vectorKernels(kernels)
  const arena = makeArenaView(kernels)
  const scratch = kernels.reserve(size)
  const stepping = stepper.make(system, tolerances)
  const progress = makeProgressWatch({ system, stepping, tolerances, unknowns, from, to, maximumSteps })
  const direction = to < from ? -1 : 1
  const longest = isAdaptive && options.step !== undefined ? Math.abs(options.step) : Number.POSITIVE_INFINITY

  // Numbers that change with every step: a captured variable would be boxed anew with every write.
  const now = new Float64Array(8)
  const [TIME, BEFORE, NEXT, BASE, FIXED, TAKEN, COUNT, CAP] = [0, 1, 2, 3, 4, 5, 6, 7] as const
  let held = 0

  const name = (place: number) => unknowns[place] ?? `unknown ${place + 1}`
  const valueAt = (pointer: Pointer, place: number) => arena()[pointer / 8 + place]

  function fail(step: number, isNumber: boolean): never {
    let place = -1
    if (!isNumber) {
      if (stepping.candidate !== undefined) place = vector.firstNonFinite(size, stepping.candidate)
      if (place < 0) {
        // The smallest step was refused: the rates here or just ahead are what is not finite.
        const mark = kernels.mark()
        const slope = kernels.reserve(size)
        const ahead = kernels.reserve(size)
        system.rates(stepping.time, stepping.state, slope)
        place = vector.firstNonFinite(size, slope)
        for (let reach = step; place < 0 && Math.abs(reach) < 1e3 * Math.abs(step); reach *= 4) {
          vector.combine2(size, 1, stepping.state, reach, slope, ahead)
          system.rates(stepping.time + reach, ahead, scratch)
          place = vector.firstNonFinite(size, scratch)
        }
        kernels.release(mark)
      }
    }
    const hasNumbers = isNumber || place < 0
    if (place < 0) place = stepping.worst?.() ?? 0
    throw stuckStep({
      time: now[TIME],
      step,
      unknown: name(place),
      value: valueAt(stepping.state, place),
      hasNumbers: isAdaptive && hasNumbers,
      isStiffMethod: stepper.isStiff,
      isAdaptive,
    })
  }

  /** Sets what is negative within the tolerance to zero; gives the place of what is negative beyond, or −1. `mayClip`: all of it. */
  function belowZero(pointer: Pointer, mayClip: boolean): number {
    const all = arena()
    const at = pointer / 8
    for (const place of nonNegative) {
      const value = all[at + place]
      if (value >= 0) continue
      const { atol, rtol } = tolerances
      const allowed = (typeof atol === 'number' ? atol : atol[place]) + rtol * Math.abs(all[stepping.state / 8 + place])
      if (!mayClip && value < -allowed) return place
    }
    for (const place of nonNegative) if (all[at + place] < 0) all[at + place] = 0
    return -1
  }

  function firstStep(time: number): void {
    const left = Math.abs(to - time)
    if (isAdaptive) {
      now[NEXT] = stepping.firstStep(direction, Math.min(longest, left))
      return
    }
    // A whole number of equal steps: methods with a memory and those that keep energy suffer from a last one of another size.
    const wanted = Math.abs(options.step ?? left)
    now[COUNT] = Math.max(1, Math.ceil(left / wanted - 1e-6))
    now[BASE] = time
    now[TAKEN] = 0
    now[FIXED] = (direction * left) / now[COUNT]
  }

  /** Tries until a step is taken; true where it ends at `to`. */
  function attemptAdaptive(): boolean {
    const time = now[TIME]
    const left = to - time
    let step = now[NEXT]
    if (Math.abs(step) > longest) step = direction * longest
    if (Math.abs(step) > now[CAP]) step = direction * now[CAP]
    let negative = -1
    for (let tries = 0; ; tries++) {
      const lands = Math.abs(step) * 1.01 >= Math.abs(left)
      if (lands) step = left
      const error = stepping.attempt(step)
      let next = stepping.nextStep
      if (error <= 1) {
        const { candidate } = stepping
        const place = nonNegative.length === 0 || candidate === undefined ? -1 : belowZero(candidate, false)
        if (place < 0) {
          if (negative >= 0) {
            if (++held > MOST_HELD) throw drivenBelowZero(time, name(negative))
            now[CAP] = 2 * Math.abs(step)
          } else if (Math.abs(step) >= 0.999 * now[CAP]) now[CAP] *= 2
          else {
            now[CAP] = Number.POSITIVE_INFINITY
            held = 0
          }
          return lands
        }
        negative = place
        next = step / 2
      }
      loop.rejected++
      if (!(Math.abs(next) < Math.abs(step))) next = step / 2
      if (tries >= MOST_TRIES || Math.abs(next) <= 4 * ULP * Math.abs(time)) fail(step, !Number.isNaN(error))
      step = next
    }
  }

  /** Steps equal ones anew where they are longer than what is stable now, or less than half of it. */
  function keepStable(): void {
    const bound = options.stableStep?.(now[TIME], stepping.state) ?? Number.POSITIVE_INFINITY
    const least = Math.min(bound, Math.abs(options.step ?? bound))
    const size = Math.abs(now[FIXED])
    if (!(least > 0) || (size <= least * (1 + 1e-6) && 2 * size >= least)) return
    const left = Math.abs(to - now[TIME])
    now[COUNT] = Math.max(1, Math.ceil(left / least - 1e-6))
    now[BASE] = now[TIME]
    now[TAKEN] = 0
    now[FIXED] = (direction * left) / now[COUNT]
  }

  /** Shows the times and whether the end is reached. */
  function show(): void {
    loop.time = now[TIME]
    loop.previousTime = now[BEFORE]
    loop.isDone = now[TIME] === to
  }

  const loop: Written<Integration> = {
    stepping,
    // Not a number, so that the engine makes room for float64 at once.
    time: Number.NaN,
    previousTime: Number.NaN,
    isDone: false,
    steps: 0,
    rejected: 0,
    begin(time) {
      const bad = vector.firstNonFinite(size, stepping.state)
      if (bad >= 0) throw badStart(time, name(bad), true)
      system.rates(time, stepping.state, scratch)
      const badRate = vector.firstNonFinite(size, scratch)
      if (badRate >= 0) throw badStart(time, name(badRate), false)
      now[TIME] = time
      now[BEFORE] = time
      now[CAP] = Number.POSITIVE_INFINITY
      show()
      if (loop.isDone) return
      stepping.start(time)
      firstStep(time)
    },
    advance() {
      if (loop.steps >= maximumSteps) throw tooManySteps(now[TIME], loop.steps, stepper.isStiff)
      now[BEFORE] = now[TIME]
      if (isAdaptive) {
        const lands = attemptAdaptive()
        stepping.accept()
        if (nonNegative.length > 0 && stepping.candidate === undefined) belowZero(stepping.state, true)
        now[NEXT] = stepping.nextStep
        now[TIME] = lands ? to : stepping.time
        if (loop.steps >= progress.due[0]) progress.look(loop.steps)
      } else {
        if (options.stableStep) keepStable()
        const error = stepping.attempt(now[FIXED])
        if (!(error <= 1)) fail(now[FIXED], false)
        if (nonNegative.length > 0) belowZero(stepping.candidate ?? stepping.state, true)
        stepping.accept()
        now[TAKEN]++
        now[TIME] = now[TAKEN] >= now[COUNT] ? to : now[BASE] + now[TAKEN] * now[FIXED]
      }
      loop.steps++
      show()
    },
    solution(time, out) {
      const isEnd = Math.abs(time - now[TIME]) <= 2 * ULP * Math.abs(time)
      if (isEnd || stepping.time === stepping.previousTime) vector.copyVector(size, stepping.state, out)
      else {
        // The loop's times may differ from the stepper's by roundings.
        const low = Math.min(stepping.previousTime, stepping.time)
        const high = Math.max(stepping.previousTime, stepping.time)
        stepping.interpolate(Math.min(high, Math.max(low, time)), out)
        if (nonNegative.length > 0) belowZero(out, true)
      }
    },
    finish(time) {
      now[TIME] = time
      loop.time = time
      loop.isDone = true
    },
    checkpoint() {
      const inner = stepping.checkpoint()
      return {
        arrays: { ...inner.arrays, loop: now.slice(), loopProgress: progress.checkpoint() },
        numbers: {
          ...inner.numbers,
          loopSteps: loop.steps,
          loopRejected: loop.rejected,
          loopHeld: held,
          loopDone: loop.isDone ? 1 : 0,
        },
      }
    },
    restore(checkpoint) {
      stepping.restore(checkpoint)
      now.set(checkpoint.arrays.loop)
      progress.restore(checkpoint.arrays.loopProgress)
      show()
      loop.steps = checkpoint.numbers.loopSteps
      loop.rejected = checkpoint.numbers.loopRejected
      held = checkpoint.numbers.loopHeld
      loop.isDone = checkpoint.numbers.loopDone === 1
    },
  }
  return loop
}
