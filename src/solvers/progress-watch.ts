import { vectorKernels } from '../kernels/vector.ts'
import { makeArenaView } from './arena-view.ts'
import { Chattering } from './run-failures.ts'
import type { Stepping, Tolerances } from './stepper.ts'
import type { Pointer, System } from './system.ts'

const ULP = 2 ** -52
/** Accepted steps after which the way made is looked at. */
const WATCHED_STEPS = 20_000
/** Steps in a row that are looked at for jumps of the rates where the way made is far too short. */
const PROBED_STEPS = 200
/** A change of the rates that is a jump stays when the way it happens on is halved so many times; a steep slope's falls with the way. */
const HALVINGS = 30
const LEFT_OF_JUMP = 0.25
/** Jumps among them: steps grow between two, so that they are few. */
const LEAST_JUMPS = 6

/** What the loop over steps is watched with. */
export interface ProgressWatchOptions {
  readonly system: System
  readonly stepping: Stepping
  readonly tolerances: Tolerances
  readonly unknowns: readonly string[]
  readonly from: number
  readonly to: number
  /** Accepted steps that the run may take. */
  readonly maximumSteps: number
}

/** Notices a run that will not arrive because its steps go to and fro over a jump of the rates. */
export interface ProgressWatch {
  /** Accepted steps at which `look` is wanted next; a number in an array, so that asking costs nothing. */
  readonly due: Float64Array
  /** After an accepted step; nothing where the rates cannot jump. @throws Chattering */
  look(steps: number): void
  checkpoint(): Float64Array
  restore(values: Float64Array): void
}

/** Makes the watch of one run. */
export function makeProgressWatch(options: ProgressWatchOptions): ProgressWatch {
  const { system, stepping, tolerances, unknowns, from, to: end, maximumSteps } = options
  const { kernels, size } = system
  const arena = makeArenaView(kernels)
  const vector = vectorKernels(kernels)
  const due = Float64Array.of(system.mayJump ? WATCHED_STEPS : Number.POSITIVE_INFINITY)
  const now = Float64Array.of(from, 0, 0)
  const [MARK, PROBES, JUMPS] = [0, 1, 2] as const

  /** Whether a rate jumps on the straight line between two states, of the last step or beside it. Stiffness is steep, but has a slope. */
  function jumpsBetween(unknown: number, one: Pointer, other: Pointer): boolean {
    const mark = kernels.mark()
    const [middle = 0, slope = 0] = [0, 1].map(() => kernels.reserve(size))
    const { previousTime: start, time: end } = stepping
    const rateAt = (share: number) => {
      vector.combine2(size, 1 - share, one, share, other, middle)
      system.rates(start + share * (end - start), middle, slope)
      return arena()[slope / 8 + unknown]
    }
    let [low, high] = [0, 1]
    let [below, above] = [rateAt(low), rateAt(high)]
    const whole = Math.abs(above - below)
    for (let k = 0; k < HALVINGS; k++) {
      const share = (low + high) / 2
      const rate = rateAt(share)
      if (Math.abs(rate - below) > Math.abs(above - rate)) [high, above] = [share, rate]
      else [low, below] = [share, rate]
    }
    kernels.release(mark)
    return whole > 0 && Math.abs(above - below) > LEFT_OF_JUMP * whole
  }

  /**
   * The first unknown whose rate in the last step differs by a twentieth, and by more than can be left out: between its ends, or
   * between them and what carried it along (a jump that only the stages met); or −1.
   */
  function placeOfJump(): number {
    const mark = kernels.mark()
    const [state = 0, before = 0, after = 0, ahead = 0] = [0, 1, 2, 3].map(() => kernels.reserve(size))
    stepping.interpolate(stepping.previousTime, state)
    system.rates(stepping.previousTime, state, before)
    system.rates(stepping.time, stepping.state, after)
    const all = arena()
    const left = Math.abs(end - stepping.time)
    const step = stepping.time - stepping.previousTime
    const { atol, rtol } = tolerances
    let place = -1
    for (let i = 0; place < 0 && i < size; i++) {
      const [a, b] = [all[before / 8 + i], all[after / 8 + i]]
      const [from, to] = [all[state / 8 + i], all[stepping.state / 8 + i]]
      const carried = (to - from) / step - (a + b) / 2
      const rounding = (16 * ULP * Math.max(Math.abs(from), Math.abs(to))) / Math.abs(step)
      const change = Math.max(Math.abs(b - a), Math.abs(carried) > rounding ? Math.abs(carried) : 0)
      const allowed = (typeof atol === 'number' ? atol : atol[i]) + rtol * Math.abs(to)
      if (change > 0.05 * Math.max(Math.abs(a), Math.abs(b)) && change * left > 100 * allowed) {
        // The ends may lie on one side, where only the stages were beyond: they went along the rates there.
        vector.combine2(size, 1, state, step, before, ahead)
        const isJump = jumpsBetween(i, state, stepping.state) || jumpsBetween(i, state, ahead)
        vector.combine2(size, 1, stepping.state, step, after, ahead)
        if (isJump || jumpsBetween(i, stepping.state, ahead)) place = i
      }
    }
    kernels.release(mark)
    return place
  }

  return {
    due,
    look(steps) {
      if (now[PROBES] === 0) {
        const way = Math.abs(stepping.time - now[MARK])
        const isHopeless = way * (maximumSteps / WATCHED_STEPS) < Math.abs(end - stepping.time)
        now[MARK] = stepping.time
        now[JUMPS] = 0
        now[PROBES] = isHopeless ? PROBED_STEPS : 0
        due[0] = steps + (isHopeless ? 1 : WATCHED_STEPS)
        return
      }
      const place = placeOfJump()
      if (place >= 0 && ++now[JUMPS] >= LEAST_JUMPS)
        throw new Chattering(
          stepping.time,
          unknowns[place] ?? `unknown ${place + 1}`,
          stepping.time - stepping.previousTime,
        )
      now[PROBES]--
      due[0] = steps + (now[PROBES] > 0 ? 1 : WATCHED_STEPS)
    },
    checkpoint: () => Float64Array.of(...due, ...now),
    restore(values) {
      due.set(values.subarray(0, 1))
      now.set(values.subarray(1))
    },
  }
}
