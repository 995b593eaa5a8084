import { exponentialKernels } from '../../kernels/exponential.ts'
import { vectorKernels } from '../../kernels/vector.ts'
import { makeArenaView } from '../arena-view.ts'
import type { Stepper, Stepping, Tolerances, Written } from '../stepper.ts'
import { stepperDescriptions } from '../stepper-descriptions.ts'
import type { Pointer, System } from '../system.ts'
import { makeExponentialOperator } from './exponential-operator.ts'
import { exponentialTables } from './phi-functions.ts'
import { makePiControl } from './pi-control.ts'

/** Exponential time differencing of order 4, with a step of the user's. */
export const etdrk4: Stepper = {
  ...stepperDescriptions.etdrk4,
  make: (system, tolerances) => makeEtdrk4(system, tolerances, false),
}

/** The same method with steps chosen by its error, which whole and half steps show; tables of functions of the operator are kept for a ladder of steps. */
export const controlledEtdrk4: Stepper = {
  ...stepperDescriptions.etdrk4,
  isAdaptive: true,
  make: (system, tolerances) => makeEtdrk4(system, tolerances, true),
}

/** Steps of the ladder: powers of this. */
const RUNG = Math.SQRT2
/** Float64 that kept tables may take: 128 MiB. */
const MOST_KEPT = 1 << 24
const MOST_STEPS = 8

/** The longest step of the ladder that is not above a step, of its sign. */
export function rungBelow(step: number): number {
  // A rung itself stays one in spite of rounding.
  return Math.sign(step) * RUNG ** Math.floor(Math.log2(Math.abs(step)) * 2 + 1e-9)
}

function makeEtdrk4(system: System, tolerances: Tolerances, isControlled: boolean): Stepping {
  const { split } = system
  if (!split?.linear) throw new Error('ETDRK4 was given a system without a linear part')
  const { kernels, size } = system
  const memory = makeArenaView(kernels)
  const vector = vectorKernels(kernels)
  const operator = makeExponentialOperator(system, split.linear)
  const { stride } = operator
  const errorOf = makeErrorNorm(system, tolerances)
  const control = makePiControl(5)
  const take = () => kernels.reserve(size)
  const [state, candidate, previousState] = [take(), take(), take()]
  // Stages a, b, c and the rates of the non-stiff part: Kassam and Trefethen (2.8)–(2.11).
  const [a, b, work, n0, na, nb, nc] = [take(), take(), take(), take(), take(), take(), take()]
  // The state after one whole step and after the first half; the rates at a beginning that is not the state's.
  const [one, middle, nStart, error] = [take(), take(), take(), take()]
  const tables = makeTables()
  // Numbers that change lie in an array: a captured variable would be boxed anew with every write.
  const now = new Float64Array(6)
  const [TIME, PREVIOUS, TRIED, HAS_FIRST, EVALUATIONS, ERROR] = [0, 1, 2, 3, 4, 5] as const
  const nonstiff = (time: number, y: Pointer, out: Pointer) => {
    now[EVALUATIONS]++
    split.nonstiff(time, y, out)
  }

  /** Tables by step, the last used last; those of cut steps have a place of their own. */
  function makeTables() {
    const { room } = operator
    const most = isControlled ? Math.max(2, Math.min(MOST_STEPS, Math.floor(MOST_KEPT / room))) : 1
    const places = Array.from({ length: most }, () => kernels.reserve(room))
    const steps = new Float64Array(most)
    const ages = new Float64Array(most)
    const cut = { place: kernels.reserve(room), step: Number.NaN }
    const kept = operator.values.map((values) => values.slice())
    let clock = 0
    return {
      /** Forgets everything where the operator has changed. */
      check(): void {
        if (kept.every((values, i) => values.every((value, k) => Object.is(value, operator.values[i][k])))) return
        for (const [i, values] of kept.entries()) values.set(operator.values[i])
        steps.fill(0)
        cut.step = Number.NaN
      },
      of(step: number): Pointer {
        let oldest = 0
        for (let i = 0; i < most; i++) {
          if (steps[i] === step) {
            ages[i] = ++clock
            return places[i]
          }
          if (ages[i] < ages[oldest]) oldest = i
        }
        operator.fill(step, places[oldest])
        steps[oldest] = step
        ages[oldest] = ++clock
        return places[oldest]
      },
      ofCut(step: number): Pointer {
        if (cut.step !== step) operator.fill(step, cut.place)
        cut.step = step
        return cut.place
      },
    }
  }

  /** out ← one step from y, whose rates of the non-stiff part are given. */
  const advance = (time: number, step: number, at: Pointer, y: Pointer, first: Pointer, out: Pointer): void => {
    const half = at + stride * exponentialTables.half
    const slope = at + stride * exponentialTables.slope
    const whole = at + stride * exponentialTables.whole
    operator.stage(half, slope, y, first, a)
    nonstiff(time + step / 2, a, na)
    operator.stage(half, slope, y, na, b)
    nonstiff(time + step / 2, b, nb)
    operator.third(half, slope, a, nb, first, out, work)
    nonstiff(time + step, out, nc)
    operator.end(whole, y, first, na, nb, nc, out, work)
  }

  /** out ← two steps of half the size, from a state whose rates are given. */
  const twoHalves = (time: number, step: number, at: Pointer, y: Pointer, first: Pointer, out: Pointer): void => {
    advance(time, step / 2, at, y, first, middle)
    nonstiff(time + step / 2, middle, nStart)
    advance(time + step / 2, step / 2, at, middle, nStart, out)
  }

  const show = () => {
    stepping.time = now[TIME]
    stepping.previousTime = now[PREVIOUS]
    stepping.nextStep = isControlled ? rungBelow(control.next) : now[TRIED]
  }
  const stepping: Written<Stepping> = {
    state,
    candidate,
    // Not a number, so that the engine makes room for float64 at once.
    time: Number.NaN,
    previousTime: Number.NaN,
    nextStep: Number.NaN,
    start(time) {
      now[TIME] = time
      now[PREVIOUS] = time
      now[HAS_FIRST] = 0
      tables.check()
      show()
    },
    firstStep(direction, longest) {
      if (!isControlled) return (direction * Math.abs(longest)) / 1000
      nonstiff(now[TIME], state, n0)
      now[HAS_FIRST] = 1
      // In this time the non-stiff part alone would change the state by the fourth root of the tolerance.
      const speed = errorOf.size(n0)
      const length = speed > 0 ? (tolerances.rtol ** 0.25 * 0.5 * errorOf.size(state)) / speed : longest
      const step = direction * Math.min(Math.max(length, 1e-10 * longest), longest)
      control.reset(step)
      return rungBelow(step)
    },
    attempt(step) {
      const time = now[TIME]
      now[TRIED] = step
      if (now[HAS_FIRST] === 0) nonstiff(time, state, n0)
      now[HAS_FIRST] = 1
      if (isControlled) {
        advance(time, step, tables.of(step), state, n0, one)
        twoHalves(time, step, tables.of(step / 2), state, n0, candidate)
      } else advance(time, step, tables.of(step), state, n0, candidate)
      if (vector.firstNonFinite(size, candidate) >= 0) {
        if (isControlled) control.propose(step, Number.NaN)
        show()
        return Number.NaN
      }
      if (!isControlled) {
        stepping.nextStep = step
        return 0
      }
      // The halves are off by a fifteenth of what they differ, to order 5; that much is taken away.
      vector.combine2(size, 1 / 15, candidate, -1 / 15, one, error)
      now[ERROR] = errorOf.norm(error, state, candidate)
      vector.axpy(size, 1, error, candidate)
      control.propose(step, now[ERROR])
      stepping.nextStep = rungBelow(control.next)
      return now[ERROR]
    },
    accept() {
      vector.copyVector(size, state, previousState)
      vector.copyVector(size, candidate, state)
      if (isControlled) control.accept()
      now[HAS_FIRST] = 0
      now[PREVIOUS] = now[TIME]
      now[TIME] += now[TRIED]
      show()
    },
    interpolate(time, out) {
      // A step cut short: polynomials would not follow what is stiff or oscillates fast.
      const step = time - now[PREVIOUS]
      if (step === 0) vector.copyVector(size, previousState, out)
      else {
        nonstiff(now[PREVIOUS], previousState, n0)
        now[HAS_FIRST] = 0
        if (isControlled) twoHalves(now[PREVIOUS], step, tables.ofCut(step / 2), previousState, n0, out)
        else advance(now[PREVIOUS], step, tables.ofCut(step), previousState, n0, out)
      }
    },
    worst: () => errorOf.worst(error),
    counts: () => ({ evaluations: now[EVALUATIONS], jacobians: 0, factorisations: 0, solves: 0 }),
    checkpoint: () => ({
      arrays: {
        now: now.slice(),
        state: kernels.view(state, size).slice(),
        previousState: kernels.view(previousState, size).slice(),
      },
      numbers: control.save(),
    }),
    restore({ arrays, numbers }) {
      memory().set(arrays.state, state / 8)
      memory().set(arrays.previousState, previousState / 8)
      now.set(arrays.now)
      // What is found again is not kept.
      now[HAS_FIRST] = 0
      control.load(numbers)
      tables.check()
      show()
    },
  }
  return stepping
}

/** Sizes of errors: of fields of coefficients as wholes, else number by number. */
function makeErrorNorm(system: System, { rtol, atol }: Tolerances) {
  const { kernels, size, coefficients } = system
  const vector = vectorKernels(kernels)
  const { lengthOf } = exponentialKernels(kernels)
  const atols = typeof atol === 'number' ? 0 : kernels.reserve(size)
  if (typeof atol !== 'number') kernels.whole().set(atol.subarray(0, size), atols / 8)
  const least = typeof atol === 'number' ? atol : 0
  const unknowns = coefficients?.unknowns ?? 0
  const length = unknowns > 0 ? size / unknowns : 0
  const atolOf = (field: number) => (typeof atol === 'number' ? atol : (atol[field] ?? 0))
  return {
    /** 1 at the tolerance. */
    norm(error: Pointer, before: Pointer, after: Pointer): number {
      if (unknowns === 0) return vector.weightedNorm(size, error, before, after, rtol, least, atols)
      let worst = 0
      for (let field = 0; field < unknowns; field++) {
        const at = 8 * field * length
        const scale = Math.max(lengthOf(length, before + at), lengthOf(length, after + at))
        const one = lengthOf(length, error + at) / (atolOf(field) + rtol * scale)
        // Not a number is the worst.
        if (!(one <= worst)) worst = one
      }
      return worst
    },
    size: (x: Pointer): number => lengthOf(size, x),
    worst: (error: Pointer): number => vector.worstOf(size, error, error, error, 0, 1, 0),
  }
}
