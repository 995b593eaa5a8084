import { invalid } from '../core/errors.ts'
import type { Quantity } from '../core/field.ts'
import { invariantOf, type Simulation } from '../core/simulation.ts'
import { vectorKernels } from '../kernels/vector.ts'
import { makeArenaView } from './arena-view.ts'
import { atOrAboveZero } from './at-or-above-zero.ts'
import { findStepper, odeSteppers } from './catalogue.ts'
import { type EventSet, type EventWatch, makeEventWatch } from './events.ts'
import { makeIntegration } from './integrate.ts'
import type { Stepper } from './stepper.ts'
import type { Pointer, System } from './system.ts'

/** What `makeOdeSimulation` runs. */
export interface OdeSimulationOptions {
  /** An id of the catalogue, `auto` included. */
  readonly stepper: string
  readonly rtol: number
  readonly atol: number | Float64Array
  /** Fixed step of methods without error control; with error control the longest step. */
  readonly step?: number
  readonly from: number
  /** Saved times, ascending or descending. */
  readonly times: Float64Array
  readonly initial: Float64Array
  /** Names of the state, for events, failures and non-negativity. */
  readonly unknowns: readonly string[]
  /** The columns saved, and how a row is made from the state; default: the unknowns. */
  readonly scalars: readonly Quantity[]
  row?(time: number, state: Pointer, out: Float64Array): void
  readonly events?: EventSet
  /** Places in the state that physics keeps from falling below zero: a step that does is tried again, smaller; what is left within the tolerance is set to zero. */
  readonly nonNegative?: readonly number[]
  /** Of one-step methods without error control: the longest step that is stable at a state; `step` is then the longest of all. */
  stableStep?(time: number, state: Pointer): number
  /** Told of every accepted step: its length (with sign), where it ends and the state there. */
  onStep?(step: number, time: number, state: Pointer): void
  /** Watched, first and last value in the report. */
  readonly invariants?: readonly { readonly name: string; value(time: number, state: Pointer): number }[]
}

export type { EventSet }

/** @throws InvalidInput where a stepper, a step or a tolerance cannot be used */
function checkOptions(system: System, options: OdeSimulationOptions): Stepper {
  const { rtol, atol, step } = options
  const stepper = findStepper(options.stepper, step !== undefined)
  if (!stepper) {
    const known = odeSteppers.map(({ id }) => id).join(', ')
    throw invalid('method.stepper', `there is no stepper "${options.stepper}"; there are ${known}`)
  }
  const refusal = stepper.refuse(system)
  if (refusal) throw invalid('method.stepper', `${stepper.id} cannot serve this system: ${refusal}`)
  const { leastTolerance = 1e-14 } = stepper
  if (!(rtol === 0 || (rtol >= leastTolerance && rtol < 1)))
    throw invalid(
      'method.rtol',
      `the relative tolerance must lie between ${leastTolerance} and 1 (or be 0), not ${rtol}`,
    )
  const least = typeof atol === 'number' ? atol : Math.min(...atol)
  if (!(least >= 0 && least < Number.POSITIVE_INFINITY))
    throw invalid('method.atol', `an absolute tolerance must be a number ≥ 0, not ${least}`)
  if (rtol === 0 && least === 0)
    throw invalid('method.atol', 'one of the relative and the absolute tolerance must be above 0')
  if (!stepper.isAdaptive && step === undefined)
    throw invalid('method.step', `${stepper.id} has no control of its error: give it a step`)
  if (step !== undefined && !(Math.abs(step) > 0 && Math.abs(step) < Number.POSITIVE_INFINITY))
    throw invalid('method.step', `a step must be a number other than 0, not ${step}`)
  return stepper
}

/**
 * Makes the simulation of a system: steps, saved times by dense output, events, invariants. The numbers do not depend on how
 * `advance` cuts the work; a run restored from a checkpoint goes on bit for bit.
 * @throws InvalidInput where options do not fit; `advance` throws RunFailure
 */
export function makeOdeSimulation(asGiven: System, options: OdeSimulationOptions): Simulation {
  const { nonNegative = [] } = options
  const system = nonNegative.length > 0 ? atOrAboveZero(asGiven, nonNegative) : asGiven
  const stepper = checkOptions(system, options)
  const { from, times, unknowns, events, invariants = [], scalars } = options
  const { kernels, size } = system
  const to = times.length > 0 ? times[times.length - 1] : from
  const direction = to < from ? -1 : 1
  const vector = vectorKernels(kernels)
  const arena = makeArenaView(kernels)
  const scratch = kernels.reserve(size)
  const integration = makeIntegration({
    system,
    stepper,
    tolerances: { rtol: options.rtol, atol: options.atol },
    from,
    to,
    unknowns,
    ...(options.step === undefined ? {} : { step: options.step }),
    ...(options.stableStep ? { stableStep: options.stableStep } : {}),
    ...(options.nonNegative ? { nonNegative: options.nonNegative } : {}),
  })
  const { stepping } = integration
  const watch = events && events.actions.length > 0 ? makeEventWatch(system, events, unknowns, Math.abs(to - from)) : undefined // biome-ignore format: one thought
  const stepView = { from: Number.NaN, to: Number.NaN, solution: integration.solution }

  const width = scalars.length
  const row = new Float64Array(width)
  let rows = new Float64Array(Math.min(64, times.length) * width)
  let saved = 0
  let given = 0
  let hasBegun = false
  const first = new Float64Array(invariants.length)

  function save(time: number, state: Pointer): void {
    const place = (saved - given) * width
    if (place + width > rows.length) {
      const larger = new Float64Array(2 * rows.length + width)
      larger.set(rows)
      rows = larger
    }
    if (options.row) {
      options.row(time, state, row)
      rows.set(row, place)
    } else {
      const all = arena()
      for (let i = 0; i < width; i++) rows[place + i] = all[state / 8 + i]
    }
    saved++
  }
  /** What two times differ by that are one but for rounding. */
  const near = (time: number) => 16 * Number.EPSILON * Math.max(Math.abs(time), Math.abs(from))
  /** Saves what lies before `time`, or at it. A time that is an event's but for rounding is left to the state after it. */
  function saveUntil(time: number, isInclusive: boolean): void {
    while (saved < times.length) {
      const ahead = (times[saved] - time) * direction
      if (isInclusive ? ahead > 0 : ahead >= -near(time)) return
      integration.solution(times[saved], scratch)
      save(times[saved], scratch)
    }
  }
  /** Saves the state after an event for times that are the event's but for rounding. */
  function saveAt(time: number, state: Pointer): void {
    while (saved < times.length && (times[saved] - time) * direction <= near(time)) save(times[saved], state)
  }

  function begin(): void {
    hasBegun = true
    kernels.view(stepping.state, size).set(options.initial)
    integration.begin(from)
    watch?.begin(from, stepping.state)
    invariants.forEach((invariant, i) => {
      first[i] = invariant.value(from, stepping.state)
    })
    saveAt(from, stepping.state)
  }

  function handleEvents(watch: EventWatch): void {
    stepView.from = integration.previousTime
    stepView.to = integration.time
    watch.enter(stepView)
    for (let time = watch.next(); !Number.isNaN(time); time = watch.next()) {
      saveUntil(time, false)
      integration.solution(time, scratch)
      const outcome = watch.handle(scratch)
      if (outcome === 'record') continue
      vector.copyVector(size, scratch, stepping.state)
      if (outcome === 'stop') integration.finish(time)
      else {
        integration.begin(time)
        watch.begin(time, stepping.state)
      }
      saveAt(time, stepping.state)
      return
    }
    saveUntil(integration.time, true)
  }

  /** Steps between looks at the clock: so many that the look costs little, so few that the hint is kept. */
  let stride = 4
  return {
    scalars,
    fields: [],
    advance(milliseconds, clock) {
      const started = clock()
      let looked = started
      if (!hasBegun) begin()
      for (let count = 0; !integration.isDone; ) {
        integration.advance()
        options.onStep?.(integration.time - integration.previousTime, integration.time, stepping.state)
        if (watch) handleEvents(watch)
        else saveUntil(integration.time, true)
        if (++count < stride) continue
        const now = clock()
        if (now - looked < 0.25) stride = Math.min(256, 2 * stride)
        else if (now - looked > 2) stride = Math.max(1, stride >> 1)
        if (now - started >= milliseconds) break
        looked = now
        count = 0
      }
      const samples = { times: times.slice(given, saved), values: rows.slice(0, (saved - given) * width) }
      const isNew = saved > given
      given = saved
      return { time: integration.time, done: integration.isDone, ...(isNew ? { samples } : {}) }
    },
    checkpoint() {
      if (!hasBegun) begin()
      const inner = integration.checkpoint()
      const watched = watch?.checkpoint()
      return {
        arrays: {
          ...inner.arrays,
          ...watched?.arrays,
          invariantsFirst: first.slice(),
          rowsWaiting: rows.slice(0, (saved - given) * width),
        },
        numbers: { ...inner.numbers, ...watched?.numbers, saved, given },
      }
    },
    restore(checkpoint) {
      hasBegun = true
      integration.restore(checkpoint)
      watch?.restore(checkpoint)
      first.set(checkpoint.arrays.invariantsFirst)
      saved = checkpoint.numbers.saved
      given = checkpoint.numbers.given
      rows = new Float64Array(Math.max(64 * width, checkpoint.arrays.rowsWaiting.length))
      rows.set(checkpoint.arrays.rowsWaiting)
    },
    report() {
      const last = (i: number) => (hasBegun ? invariants[i].value(integration.time, stepping.state) : Number.NaN)
      return {
        steps: integration.steps,
        rejected: integration.rejected,
        evaluations: stepping.counts().evaluations,
        invariants: Object.fromEntries(invariants.map(({ name }, i) => [name, invariantOf(first[i], last(i))])),
        metrics: {},
        errors: {},
        ...(watch ? { events: watch.records } : {}),
        ...(stepping.notes ? { notes: stepping.notes() } : {}),
        ...(stepping.ran ? { stepper: stepping.ran() } : {}),
      }
    },
  }
}
