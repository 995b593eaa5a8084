import { vectorKernels } from '../../kernels/vector.ts'
import { makeArenaView } from '../arena-view.ts'
import type { Stepper, Stepping, SteppingCounts, Tolerances, Written } from '../stepper.ts'
import { stepperDescriptions } from '../stepper-descriptions.ts'
import type { System } from '../system.ts'
import { chooseStiffStepper, type StiffChoice, stiffChoices } from './auto-choice.ts'
import { tightened, tightenedForStiff } from './auto-tolerances.ts'
import { dop853 } from './dop853.ts'
import { dop853Method } from './dop853-coefficients.ts'
import { partOf, prefixed } from './prefixed-checkpoint.ts'
import { radau5 } from './radau5.ts'
import { makeRungeKutta, type RungeKuttaStepping } from './runge-kutta.ts'
import { makeSpectralRadius } from './spectral-radius.ts'
import { tsit5, tsit5Method } from './tsit5.ts'

/** At this tolerance and below, order 8 reaches an error sooner than order 5: bench/ode.mjs, its smooth problems. */
const HIGH_ORDER_FROM = 2e-3
/** Steps bound by stability that make a system stiff. As in Hairer's dopri5. */
const STIFF_STEPS = 15
/**
 * Well inside the region of stability a stiff part costs order (B-convergence: Hairer, Wanner II, IV.15), so that at tight tolerances
 * steps are short without being bound. After so many steps in a row above this part of the limit, the methods change where the
 * fastest part decays and is so many times faster than the solution.
 */
const REDUCED_STEPS = 100
const REDUCED_FROM = 0.15
const LEAST_RATIO = 100
/** Stiff from the beginning: the run lasts for so many times of the fastest part, and that part decays (cosine of J v with v). */
const STIFF_SPAN = 1e4
const DECAYS = -0.5
/** The implicit method is looked at every so many steps; so many looks in a row that an explicit one would do bring it back. */
const LOOK_EVERY = 5
const FREE_LOOKS = 4
/** An explicit method must be bound to far more steps than an implicit one would take, before it is worth to change. */
const LEAST_STEPS_LEFT = 60
/** Changes that the notes tell one by one, two numbers each. */
const MOST_NOTED = 12

const shown = (value: number) => String(Number(value.toPrecision(4)))

/**
 * Puts the choice to work: an explicit method until its steps are bound by stability instead of accuracy, then a stiff one, and
 * back when an explicit method could take the same steps. The loop sees one method.
 */
function makeAuto(system: System, asked: Tolerances): Stepping {
  const { kernels, size } = system
  const tolerances = tightened(asked)
  if (system.mass?.some((value) => value !== 1)) {
    const radau = radau5.make(system, tightenedForStiff(radau5.id, asked))
    return Object.assign(radau, {
      ran: () => radau5.id,
      notes: () => ['radau5: the system has algebraic unknowns or a mass matrix.'],
    })
  }
  const vector = vectorKernels(kernels)
  const arena = makeArenaView(kernels)
  const isLoose = asked.rtol > HIGH_ORDER_FROM
  const choice = isLoose ? tsit5 : dop853
  /** |h λ| on the negative real axis at which the method just stays stable. */
  const limit = isLoose ? 3.5 : 6.1
  const explicit: RungeKuttaStepping = makeRungeKutta(isLoose ? tsit5Method : dop853Method, system, tolerances)
  const inner = kernels.reserve(size)
  const innerSlope = kernels.reserve(size)
  const slope = kernels.reserve(size)
  const radius = makeSpectralRadius(system, inner, innerSlope, { iterations: 3, every: 1 })

  let chosen: StiffChoice | undefined
  let stiff: Stepping | undefined
  let active: Stepping = explicit
  /** Changes with the next attempt, so that the last step can still be interpolated. */
  let mustChange = false
  /** Time and size of the step of every change, in turn to the stiff method and back. */
  let changes: number[] = []
  // Numbers that change: a captured variable would be boxed anew with every write.
  const now = new Float64Array(9)
  const [STIFF, MEAN, END, LOOK, LOOKS, STEP, SPAN, HAS_BEGUN, REDUCED] = [0, 1, 2, 3, 4, 5, 6, 7, 8] as const

  /** How often it went to the stiff method and back. */
  const returns = () => changes.length >> 2

  function stiffStepping(which: StiffChoice): Stepping {
    chosen = which
    stiff ??= which.stepper.make(system, tightenedForStiff(which.stepper.id, asked))
    return stiff
  }

  /** The spectral radius at the state of `active`. */
  function radiusNow(): number {
    system.rates(active.time, active.state, slope)
    radius.forget()
    return radius.at(active.time, active.state, slope)
  }

  /** How fast the solution changes, relative to itself, in what changes fastest; after `radiusNow`. */
  function pace(): number {
    const { rtol, atol } = tolerances
    const all = arena()
    let most = 0
    for (let i = 0; i < size; i++) {
      const least = (typeof atol === 'number' ? atol : atol[i]) / Math.max(rtol, Number.MIN_VALUE)
      most = Math.max(most, Math.abs(all[slope / 8 + i]) / Math.max(least, Math.abs(all[active.state / 8 + i])))
    }
    return most
  }

  /** Where the first look shows it, the explicit method is not tried at all. */
  function isStiffFromTheBeginning(span: number): boolean {
    if (!system.jacobian) return false
    const decays = span * radiusNow()
    if (!(decays > STIFF_SPAN && radius.cosine < DECAYS)) return false
    now[SPAN] = decays
    return true
  }

  /** Goes on with the other method from where this one came to. */
  function change(step: number): void {
    const before = active
    if (before === explicit) {
      if (!chosen && now[SPAN] === 0) radiusNow()
      active = stiffStepping(chosen ?? chooseStiffStepper(system, asked, radius.cosine))
    } else active = explicit
    vector.copyVector(size, before.state, active.state)
    active.start(before.time)
    mirror()
    changes.push(before.time, Math.abs(step))
    now[STIFF] = 0
    now[MEAN] = 0
    now[LOOK] = 0
    now[LOOKS] = 0
    now[REDUCED] = 0
    mustChange = false
  }

  function sentences(): readonly string[] {
    const notes: string[] = []
    if (now[SPAN] > 0 && chosen)
      notes.push(`${chosen.stepper.id} to begin with: the run lasts for ${shown(now[SPAN])} times of its fastest decay; ${chosen.reason}.`) // biome-ignore format: one thought
    else notes.push(`${choice.id} to begin with: order ${choice.order} for a relative tolerance of ${asked.rtol}.`)
    if (!chosen) return notes
    const { id } = chosen.stepper
    for (let k = now[SPAN] > 0 ? 2 : 0; k < Math.min(changes.length, MOST_NOTED); k += 2) {
      const when = `from t = ${shown(changes[k])} on (step ${shown(changes[k + 1])})`
      if (k === 0) notes.push(`${id} ${when}: steps were kept short by stiffness, not by accuracy; ${chosen.reason}.`)
      else if (k % 4 === 0) notes.push(`${id} ${when}: stiff again.`)
      else notes.push(`${choice.id} ${when}: no longer stiff.`)
    }
    if (changes.length > MOST_NOTED) notes.push(`${changes.length / 2} changes between ${choice.id} and ${id} in all.`)
    return notes
  }

  /** After an accepted explicit step. Steps bound by stability swing about the limit: a running mean is compared with it. */
  function watchStiffness(): void {
    // Far from the limit every third step is looked at.
    if (now[MEAN] < REDUCED_FROM * limit && ++now[LOOK] % 3 !== 0) return
    now[MEAN] += 0.25 * (Math.min(explicit.stiffness(), 2 * limit) - now[MEAN])
    if (now[MEAN] > 0.7 * limit) {
      // The more often it went to and fro, the longer it waits.
      if (++now[STIFF] >= STIFF_STEPS * (1 + returns())) {
        const left = Math.abs((now[END] - explicit.time) / explicit.nextStep)
        if (!(left < LEAST_STEPS_LEFT)) mustChange = true
      }
    } else if (now[MEAN] < 0.5 * limit) now[STIFF] = 0
    if (now[MEAN] < REDUCED_FROM * limit) now[REDUCED] = 0
    else if (++now[REDUCED] >= REDUCED_STEPS * (1 + returns())) {
      now[REDUCED] = 0
      const left = Math.abs((now[END] - explicit.time) / explicit.nextStep)
      if (left > 10 * REDUCED_STEPS && radiusNow() > LEAST_RATIO * pace() && radius.cosine < DECAYS) mustChange = true
    }
  }

  /** After an accepted implicit step: could an explicit method have taken it? */
  function watchFreedom(): void {
    if (!stiff || ++now[LOOK] < LOOK_EVERY) return
    now[LOOK] = 0
    now[STEP] = Math.abs(stiff.time - stiff.previousTime)
    // What was stiff at first sight must be clearly free.
    const isFree = now[STEP] * radiusNow() < (now[SPAN] > 0 ? 0.3 : 0.7) * limit
    now[LOOKS] = isFree ? now[LOOKS] + 1 : 0
    // The first steps of a stiff method are small whatever comes after them.
    const patience = now[SPAN] > 0 && returns() === 0 ? 3 : 1
    if (now[LOOKS] >= FREE_LOOKS * (patience + returns())) mustChange = true
  }

  /** Shows where the active method stands. */
  function mirror(): void {
    stepping.state = active.state
    stepping.candidate = active.candidate
    stepping.time = active.time
    stepping.previousTime = active.previousTime
    stepping.nextStep = active.nextStep
  }

  const stepping: Written<Stepping> = {
    state: explicit.state,
    candidate: explicit.candidate,
    time: Number.NaN,
    previousTime: Number.NaN,
    nextStep: Number.NaN,
    notes: sentences,
    ran() {
      if (!chosen) return choice.id
      // One change alone: to the stiff method before the first step.
      if (now[SPAN] > 0) return changes.length > 2 ? `${chosen.stepper.id}+${choice.id}` : chosen.stepper.id
      return `${choice.id}+${chosen.stepper.id}`
    },
    start(time) {
      mustChange = false
      active.start(time)
      mirror()
    },
    firstStep(direction, longest) {
      now[END] = active.time + direction * longest
      if (now[HAS_BEGUN] === 0 && isStiffFromTheBeginning(longest)) change(0)
      now[HAS_BEGUN] = 1
      const step = active.firstStep(direction, longest)
      mirror()
      return step
    },
    attempt(step) {
      if (mustChange) change(step)
      const error = active.attempt(step)
      stepping.candidate = active.candidate
      stepping.nextStep = active.nextStep
      return error
    },
    accept() {
      active.accept()
      if (active === explicit) watchStiffness()
      else watchFreedom()
      mirror()
    },
    interpolate: (time, out) => active.interpolate(time, out),
    worst: () => active.worst?.() ?? 0,
    counts(): SteppingCounts {
      const a = explicit.counts()
      const b = stiff?.counts()
      return {
        evaluations: a.evaluations + radius.evaluations + (b?.evaluations ?? 0),
        jacobians: b?.jacobians ?? 0,
        factorisations: b?.factorisations ?? 0,
        solves: b?.solves ?? 0,
      }
    },
    checkpoint() {
      const parts = [prefixed(explicit.checkpoint(), 'explicit.'), prefixed(radius.checkpoint(), 'radius.')]
      if (stiff) parts.push(prefixed(stiff.checkpoint(), 'stiff.'))
      return {
        arrays: Object.assign(
          { auto: now.slice(), autoChanges: Float64Array.from(changes) },
          ...parts.map(({ arrays }) => arrays),
        ),
        numbers: Object.assign(
          {
            isStiff: active === explicit ? 0 : 1,
            choice: chosen ? stiffChoices.indexOf(chosen) : -1,
            mustChange: mustChange ? 1 : 0,
          },
          ...parts.map(({ numbers }) => numbers),
        ),
      }
    },
    restore(checkpoint) {
      const { arrays, numbers } = checkpoint
      radius.restore(partOf(checkpoint, 'radius.'))
      explicit.restore(partOf(checkpoint, 'explicit.'))
      const which = stiffChoices[numbers.choice]
      if (which) stiffStepping(which).restore(partOf(checkpoint, 'stiff.'))
      active = numbers.isStiff === 1 && stiff ? stiff : explicit
      mustChange = numbers.mustChange === 1
      changes = [...arrays.autoChanges]
      now.set(arrays.auto)
      mirror()
    },
  }
  return stepping
}

/** The stepper that chooses for itself. */
export const auto: Stepper = {
  ...stepperDescriptions.auto,
  make: makeAuto,
}
