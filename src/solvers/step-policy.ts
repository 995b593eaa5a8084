import type { Stepper, Stepping, Written } from './stepper.ts'
import type { System } from './system.ts'

/** What a policy sees before a step. One object is handed out again and again: copy what is to be kept. */
export interface PolicyView {
  readonly time: number
  /** The state at `time`; valid during the call. */
  readonly state: Float64Array
  /** What the method itself would try next, signed; a method without error control says the step before, and at the start the whole way. */
  readonly suggested: number
  /** Error of the last try relative to the tolerance; 0 without error control or before the first try. */
  readonly error: number
  readonly direction: 1 | -1
}

/** Chooses steps in place of the method's own control. */
export interface StepPolicy {
  /** For people: `taylor with NAME`. */
  readonly name: string
  /** Length of the next step, above 0; called at the start and after each accepted step. */
  next(view: PolicyView): number
}

/**
 * The stepper with the steps of a policy: a `Stepping` whose `firstStep` and `nextStep` are replaced, so that the adaptive loop, dense
 * output, events and reports are those of the stepper. A step that the method cannot take, or whose error is above `accepted` times the
 * tolerance, is tried again at half its length; without error control only what is not finite is refused.
 * @param accepted Infinity (the default) takes every finite step: what is compared is then the policy alone
 */
export function withStepPolicy(stepper: Stepper, policy: StepPolicy, accepted = Number.POSITIVE_INFINITY): Stepper {
  return {
    ...stepper,
    id: `${stepper.id}+${policy.name}`,
    title: `${stepper.title}, steps by ${policy.name}`,
    isAdaptive: true,
    make(system, tolerances) {
      return followPolicy(stepper.make(system, tolerances), system, policy, accepted)
    },
  }
}

function followPolicy(inner: Stepping, system: System, policy: StepPolicy, accepted: number): Stepping {
  const { kernels, size } = system
  const view: Written<PolicyView> = {
    time: 0,
    state: new Float64Array(),
    suggested: 0,
    error: 0,
    direction: 1,
  }
  // Step to try, error of the last try.
  const now = new Float64Array(2)

  function ask(suggested: number): void {
    view.time = inner.time
    if (view.state.byteOffset !== inner.state || view.state.buffer !== kernels.memory.buffer)
      view.state = kernels.view(inner.state, size)
    view.suggested = suggested
    view.error = now[1]
    const length = policy.next(view)
    now[0] = length > 0 ? view.direction * length : Number.NaN
  }

  function show(): void {
    stepping.state = inner.state
    if (inner.candidate !== undefined) stepping.candidate = inner.candidate
    stepping.time = inner.time
    stepping.previousTime = inner.previousTime
    stepping.nextStep = now[0]
  }

  const stepping: Written<Stepping> = {
    state: inner.state,
    time: Number.NaN,
    previousTime: Number.NaN,
    nextStep: Number.NaN,
    ...(inner.candidate === undefined ? {} : { candidate: inner.candidate }),
    ...(inner.worst ? { worst: () => inner.worst?.() ?? 0 } : {}),
    start(time) {
      inner.start(time)
      now[1] = 0
      show()
    },
    firstStep(direction, longest) {
      view.direction = direction < 0 ? -1 : 1
      ask(inner.firstStep(direction, longest))
      show()
      return view.direction * Math.min(longest, Math.abs(now[0]))
    },
    attempt(step) {
      const error = inner.attempt(step)
      now[1] = error
      now[0] = step / 2
      show()
      if (Number.isNaN(error)) return error
      return error > accepted ? error / accepted : 0
    },
    accept() {
      inner.accept()
      ask(inner.nextStep)
      show()
    },
    interpolate: (time, out) => inner.interpolate(time, out),
    counts: () => inner.counts(),
    checkpoint() {
      const { arrays, numbers } = inner.checkpoint()
      return { arrays: { ...arrays, policy: now.slice() }, numbers: { ...numbers, policyDirection: view.direction } }
    },
    restore(checkpoint) {
      inner.restore(checkpoint)
      now.set(checkpoint.arrays.policy)
      view.direction = checkpoint.numbers.policyDirection < 0 ? -1 : 1
      show()
    },
  }
  return stepping
}
