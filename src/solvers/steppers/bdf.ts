import type { Stepper, Stepping, Tolerances, Written } from '../stepper.ts'
import { stepperDescriptions } from '../stepper-descriptions.ts'
import type { System } from '../system.ts'
import { makeImplicitBase } from './implicit-base.ts'
import { changeOrder, MOST_ORDER, makeBdfCoefficients, setBdfCoefficients } from './nordsieck.ts'

// The strategy of CVODE (Hindmarsh et al., ACM TOMS 31 (2005) 363; its user guide, chapter 2), with its constants.
/** A step grows by this factor or not at all, and in one step by at most `MOST_GROWTH`. */
const LEAST_GROWTH = 1.5
const MOST_GROWTH = 10
const FIRST_GROWTH = 1e4
/** Safety of the three orders: the errors are multiplied by these. */
const BIAS = { lower: 6, now: 6, higher: 10 } as const
const ADDED = 1e-6
/** Local errors add up over many small steps, more than in a one-step method: they are held below this part of the tolerance. */
const SHARE = 0.3
const NEWTON_SHARE = 0.1
const NEWTON_MOST = 3
const FACTORS_LAST = 20
const JACOBIAN_LASTS = 50

/** Variable-order backward differentiation. */
export const bdf: Stepper = {
  ...stepperDescriptions.bdf,
  make: makeBdf,
}

const growth = (bias: number, error: number, order: number) => 1 / ((bias * error) ** (1 / (order + 1)) + ADDED)

function makeBdf(system: System, tolerances: Tolerances): Stepping {
  const { atol } = tolerances
  const base = makeImplicitBase(system, {
    rtol: SHARE * tolerances.rtol,
    atol: typeof atol === 'number' ? SHARE * atol : atol.map((value) => SHARE * value),
  })
  const { kernels, solver, size, state, rates, weights, mass, memory } = base
  const history = base.take(MOST_ORDER + 1)
  const predicted = base.take(MOST_ORDER + 1)
  const correction = base.take(1).pointer
  const saved = base.take(1)
  const trial = base.take(1).pointer
  const work = base.take(1).pointer
  const coefficients = system.kernels.reserve(8)
  const { stride } = history
  const method = makeBdfCoefficients()

  /** Failures of the error test in this step, and what the last try of it failed by. */
  let errorFailures = 0
  let failed: 'no' | 'error' | 'convergence' = 'no'

  // Numbers that change lie in an array: a captured variable would be boxed anew with every write. SCALE: the step the history is
  // scaled to; FACTORED: the shift g of the factors, 0 for none; WAIT: steps until another order is thought of.
  const now = new Float64Array(18 + MOST_ORDER + 2)
  const [TIME, PREVIOUS, TRIED, NEXT_STEP, SCALE, STEPS, ORDER, LAST_ORDER, NEXT_ORDER, WANTED_ORDER, WAIT, NEXT_WAIT] =
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11] as const // biome-ignore format: a table
  const [GROWTH_LIMIT, SAVED_RATIO, FACTORED, FACTORED_AT, LINEARISED_AT, RATE] = [12, 13, 14, 15, 16, 17] as const
  /** past[i]: the step taken i steps ago. */
  const past = now.subarray(18)

  /** Jacobian, if it must be, at the predicted state, and factors for the shift g. */
  const setUp = (at: number, g: number, mustLinearise: boolean, step: number): boolean => {
    if (mustLinearise) {
      solver.linearise(at, predicted.pointer, rates, weights, step)
      now[LINEARISED_AT] = now[STEPS]
    }
    now[FACTORED] = 0
    now[FACTORED_AT] = now[STEPS]
    now[RATE] = 1
    if (!solver.factor(g)) return false
    now[FACTORED] = g
    return true
  }

  /** Modified Newton; the weighted norm of the correction, or NaN. */
  const solveNewton = (at: number, step: number): number => {
    const l1 = method.rows[1]
    const g = l1 / step
    const bound = NEWTON_SHARE / method.now
    let isCurrent = false
    let again = failed === 'convergence' ? 'other' : 'none'
    for (;;) {
      // Rates at the predicted state; the first Newton step needs them anyway.
      base.evaluate(at, predicted.pointer, rates)
      const quotient = now[FACTORED] === 0 ? 0 : now[FACTORED] / g
      if (now[FACTORED] === 0 || failed !== 'no' || again !== 'none' || now[STEPS] >= now[FACTORED_AT] + FACTORS_LAST || Math.abs(quotient - 1) > 0.3) {
        const isOld = now[LINEARISED_AT] < 0 || now[STEPS] > now[LINEARISED_AT] + JACOBIAN_LASTS
        const mustLinearise = isOld || again === 'other' || (again === 'bad' && Math.abs(quotient - 1) < 0.2)
        isCurrent = mustLinearise
        if (!setUp(at, g, mustLinearise, step)) return Number.NaN
      } // biome-ignore format: one thought
      if (again === 'bad') memory().fill(0, correction / 8, correction / 8 + size)
      // Factors of another shift: right for neither stiff nor slow parts, so midway (CVODE's 2/(1 + γ/γ̄), here in terms of g = 1/γ).
      const factor = now[FACTORED] === g ? 1 : (2 * now[FACTORED]) / (g + now[FACTORED])
      let before = 0
      for (let iteration = 0; ; iteration++) {
        kernels.nordsieckResidual(rates, g, mass, 1 / l1, predicted.pointer + stride, correction, work, size)
        solver.solve(work)
        const length = kernels.nordsieckUpdate(work, factor, correction, predicted.pointer, trial, weights, size)
        if (!Number.isFinite(length)) break
        if (iteration > 0) now[RATE] = Math.max(0.3 * now[RATE], length / before)
        if (length * Math.min(1, now[RATE]) <= bound) return iteration === 0 ? length : base.norm(correction)
        if (iteration + 1 === NEWTON_MOST || (iteration >= 1 && length > 2 * before)) break
        before = length
        base.evaluate(at, trial, rates)
      }
      if (isCurrent) return Number.NaN
      again = again === 'none' ? 'bad' : 'other'
    }
  }

  /** Chooses order and step after a step with error `error`. */
  const choose = (error: number, step: number) => {
    const left = now[WAIT] - 1
    now[NEXT_ORDER] = now[ORDER]
    if (now[GROWTH_LIMIT] === 1) {
      now[NEXT_WAIT] = Math.max(left, 2)
      now[NEXT_STEP] = step
      return
    }
    let factor = growth(BIAS.now, error, now[ORDER])
    now[NEXT_WAIT] = left
    if (left === 0) {
      now[NEXT_WAIT] = 2
      const lower = now[ORDER] > 1 ? lowerGrowth() : 0
      const higher = now[ORDER] < MOST_ORDER && now[SAVED_RATIO] !== 0 ? higherGrowth(step) : 0
      const best = Math.max(factor, lower, higher)
      if (best >= LEAST_GROWTH && best !== factor) {
        now[NEXT_ORDER] = best === lower ? now[ORDER] - 1 : now[ORDER] + 1
        factor = best
      } else if (best < LEAST_GROWTH) factor = 1
    }
    now[NEXT_STEP] = step * (factor < LEAST_GROWTH ? 1 : Math.min(factor, now[GROWTH_LIMIT]))
    if (now[NEXT_ORDER] !== now[ORDER]) now[NEXT_WAIT] = now[NEXT_ORDER] + 1
  }

  const lowerGrowth = () => {
    kernels.addScaled(work, predicted.pointer + now[ORDER] * stride, method.rows[now[ORDER]], correction, size)
    return growth(BIAS.lower, base.norm(work) * method.lower, now[ORDER] - 1)
  }

  const higherGrowth = (step: number) => {
    const factor = -(method.ratio / now[SAVED_RATIO]) * (step / past[1]) ** (now[ORDER] + 1)
    kernels.addScaled(work, correction, factor, saved.pointer, size)
    return growth(BIAS.higher, base.norm(work) * method.higher, now[ORDER] + 1)
  }

  const setOrder = (to: number) => {
    const array = { view: memory(), rows: history, saved: saved.pointer, size }
    changeOrder(array, now[ORDER], to, now[SCALE], past)
    now[ORDER] = to
  }

  /** The error was too large: a smaller step, after three times of lower order. */
  const retry = (error: number, step: number) => {
    errorFailures++
    now[GROWTH_LIMIT] = 1
    failed = 'error'
    if (errorFailures <= 3) {
      const factor = Math.max(0.1, growth(BIAS.now, error, now[ORDER]))
      now[NEXT_STEP] = step * (errorFailures >= 2 ? Math.min(factor, 0.2) : factor)
      return
    }
    now[NEXT_STEP] = step / 10
    if (now[ORDER] > 1) {
      setOrder(now[ORDER] - 1)
      now[WANTED_ORDER] = now[ORDER]
      now[WAIT] = now[ORDER] + 1
      return
    }
    begin(now[TIME])
    now[WAIT] = 10
  }

  /** History of order 1 from the slope here. */
  const begin = (at: number) => {
    base.evaluate(at, state, rates)
    base.slope(at, history.pointer + stride)
    now[ORDER] = 1
    now[WANTED_ORDER] = 1
    now[WAIT] = 2
    now[SCALE] = 1
    // The slope of algebraic unknowns left a Jacobian and factors of its own.
    now[FACTORED] = 0
    now[LINEARISED_AT] = -1
  }

  const show = () => {
    stepping.time = now[TIME]
    stepping.previousTime = now[PREVIOUS]
    stepping.nextStep = now[NEXT_STEP]
  }

  const stepping: Written<Stepping> = {
    state,
    // Not numbers, so that the engine makes room for float64 at once.
    time: Number.NaN,
    previousTime: Number.NaN,
    nextStep: Number.NaN,
    start(at) {
      now[TIME] = at
      now[PREVIOUS] = at
      now[STEPS] = 0
      past.fill(0)
      now[GROWTH_LIMIT] = FIRST_GROWTH
      now[SAVED_RATIO] = 0
      errorFailures = 0
      failed = 'no'
      base.settle(at)
      begin(at)
      show()
    },
    firstStep(direction, longest) {
      const step = base.firstStep(now[TIME], direction, longest, 1)
      now[FACTORED] = 0
      now[LINEARISED_AT] = -1
      return step
    },
    attempt(step) {
      if (now[WANTED_ORDER] !== now[ORDER]) setOrder(now[WANTED_ORDER])
      now[TRIED] = step
      if (failed === 'no') base.setWeights(state)
      const ratio = step / now[SCALE]
      kernels.nordsieckPredict(
        history.pointer, state, predicted.pointer, stride, now[ORDER], ratio, correction, size,
      ) // biome-ignore format: as the kernel lists them
      setBdfCoefficients(method, now[ORDER], step, past, now[WAIT] === 1)
      const length = solveNewton(now[TIME] + step, step)
      if (!Number.isFinite(length)) {
        now[GROWTH_LIMIT] = 1
        failed = 'convergence'
        now[NEXT_STEP] = step / 4
        stepping.nextStep = now[NEXT_STEP]
        return Number.NaN
      }
      const error = length * method.now
      if (error > 1) retry(error, step)
      else choose(error, step)
      stepping.nextStep = now[NEXT_STEP]
      return error
    },
    accept() {
      const view = memory()
      for (let j = 1; j <= now[ORDER]; j++) view[coefficients / 8 + j] = method.rows[j]
      kernels.nordsieckCorrect(
        predicted.pointer, history.pointer, stride, now[ORDER], coefficients, correction, trial, state, size,
      ) // biome-ignore format: as the kernel lists them
      now[STEPS]++
      for (let i = now[ORDER]; i >= 2; i--) past[i] = past[i - 1]
      if (now[ORDER] === 1 && now[STEPS] > 1) past[2] = past[1]
      past[1] = now[TRIED]
      if (now[WAIT] - 1 === 1 || now[NEXT_ORDER] > now[ORDER]) {
        kernels.copyTo(saved.pointer, correction, size)
        now[SAVED_RATIO] = method.ratio
      }
      now[WAIT] = now[NEXT_WAIT]
      now[WANTED_ORDER] = now[NEXT_ORDER]
      now[SCALE] = now[TRIED]
      now[LAST_ORDER] = now[ORDER]
      now[PREVIOUS] = now[TIME]
      now[TIME] += now[TRIED]
      now[GROWTH_LIMIT] = MOST_GROWTH
      errorFailures = 0
      failed = 'no'
      show()
    },
    interpolate(at, out) {
      const s = (at - now[TIME]) / now[SCALE]
      const view = memory()
      let power = 1
      for (let j = 0; j <= now[LAST_ORDER]; j++) {
        view[coefficients / 8 + j] = power
        power *= s
      }
      kernels.combine(out, 0, 0, 1, coefficients, history.pointer, stride, now[LAST_ORDER] + 1, size)
    },
    counts: base.counts,
    candidate: trial,
    worst: () => base.worst(correction),
    checkpoint: () => base.checkpoint({ history, saved }, now),
    restore(checkpoint) {
      base.restore(checkpoint, { history, saved }, now, () => now[FACTORED] !== 0 && solver.factor(now[FACTORED]))
      show()
    },
  }
  return stepping
}
