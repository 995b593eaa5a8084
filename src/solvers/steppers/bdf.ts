import type { Stepper, Stepping, Tolerances } from '../stepper.ts'
import type { System } from '../system.ts'
import { makeImplicitBase } from './implicit-base.ts'
import { loweredOrder, MOST_ORDER, makeBdfCoefficients, raisedOrder, setBdfCoefficients } from './nordsieck.ts'

// The strategy of CVODE (Hindmarsh et al., ACM TOMS 31 (2005) 363; its user guide, chapter 2), with its constants.
/** A step grows by this factor or not at all, and in one step by at most `MOST_GROWTH`. */
const LEAST_GROWTH = 1.5
const MOST_GROWTH = 10
const FIRST_GROWTH = 1e4
/** Safety of the three orders: the errors are multiplied by these. */
const BIAS = { lower: 6, now: 6, higher: 10 } as const
const ADDED = 1e-6
const NEWTON_SHARE = 0.1
const NEWTON_MOST = 3
const FACTORS_LAST = 20
const JACOBIAN_LASTS = 50

/** Variable-order backward differentiation. */
export const bdf: Stepper = {
  id: 'bdf',
  title: 'BDF of variable order 1 to 5',
  order: 5,
  kind: 'multistep',
  isAdaptive: true,
  isStiff: true,
  takesMass: true,
  help: 'For stiff systems with smooth solutions, the cheapest by rates and factorisations and so the choice for large ones; loses order after every event. Strongly oscillating stiff systems are better with Radau.',
  reference: 'A. C. Hindmarsh et al., ACM Trans. Math. Softw. 31 (2005) 363 (CVODE)',
  refuse: () => undefined,
  make: makeBdf,
}

const growth = (bias: number, error: number, order: number) => 1 / ((bias * error) ** (1 / (order + 1)) + ADDED)

function makeBdf(system: System, tolerances: Tolerances): Stepping {
  const base = makeImplicitBase(system, tolerances)
  const { kernels, solver, size, state, rates, weights, mass, memory } = base
  const history = base.take(MOST_ORDER + 1)
  const predicted = base.take(MOST_ORDER + 1)
  const correction = base.take(1).pointer
  const saved = base.take(1)
  const trial = base.take(1).pointer
  const work = base.take(1).pointer
  const coefficients = system.kernels.allocate(8).pointer
  const { stride } = history
  const method = makeBdfCoefficients()
  const past = new Float64Array(MOST_ORDER + 2)
  const change = new Float64Array(MOST_ORDER + 2)

  let time = 0
  let previous = 0
  let order = 1
  let wait = 2
  /** The step the history is scaled to. */
  let scale = 1
  let steps = 0
  let nextStep = 0
  let nextOrder = 1
  let nextWait = 2
  let mostGrowth = FIRST_GROWTH
  let savedRatio = 0
  let errorFailures = 0
  let failed: 'no' | 'error' | 'convergence' = 'no'
  /** The shift g of the factors, 0: none; the step count at that time and at that of the Jacobian. */
  let factored = 0
  let factoredAt = 0
  let linearisedAt = -1
  let rate = 1
  let tried = 0
  let lastOrder = 1

  const row = (j: number) => history.pointer + j * stride

  /** `first`: predicted values, for the Jacobian. */
  const setUp = (at: number, g: number, mustLinearise: boolean, step: number): boolean => {
    if (mustLinearise) {
      solver.linearise(at, predicted.pointer, rates, weights, step)
      linearisedAt = steps
    }
    factored = 0
    factoredAt = steps
    rate = 1
    if (!solver.factor(g)) return false
    factored = g
    return true
  }

  /** Modified Newton; the weighted norm of the correction, or NaN. */
  const solveNewton = (at: number, step: number): number => {
    const l1 = method.rows[1] ?? 1
    const g = l1 / step
    const bound = NEWTON_SHARE / method.now
    let isCurrent = false
    let again = failed === 'convergence' ? 'other' : 'none'
    for (;;) {
      // Rates at the predicted state; the first Newton step needs them anyway.
      base.evaluate(at, predicted.pointer, rates)
      const quotient = factored === 0 ? 0 : factored / g
      if (factored === 0 || failed !== 'no' || again !== 'none' || steps >= factoredAt + FACTORS_LAST || Math.abs(quotient - 1) > 0.3) {
        const isOld = linearisedAt < 0 || steps > linearisedAt + JACOBIAN_LASTS
        const mustLinearise = isOld || again === 'other' || (again === 'bad' && Math.abs(quotient - 1) < 0.2)
        isCurrent = mustLinearise
        if (!setUp(at, g, mustLinearise, step)) return Number.NaN
      } // biome-ignore format: one thought
      const view = memory()
      view.fill(0, correction / 8, correction / 8 + stride / 8)
      const factor = factored === g ? 1 : 2 / (1 + factored / g)
      let before = 0
      let outcome = 0
      for (let iteration = 0; ; iteration++) {
        kernels.nordsieckResidual(rates, g, mass, 1 / l1, predicted.pointer + stride, correction, work, size)
        solver.solve(work)
        const size1 = kernels.nordsieckUpdate(work, factor, correction, predicted.pointer, trial, weights, size)
        if (!Number.isFinite(size1)) break
        if (iteration > 0) rate = Math.max(0.3 * rate, size1 / before)
        if (size1 * Math.min(1, rate) <= bound) {
          outcome = iteration === 0 ? size1 : base.norm(correction)
          return outcome
        }
        if (iteration + 1 === NEWTON_MOST || (iteration >= 1 && size1 > 2 * before)) break
        before = size1
        base.evaluate(at, trial, rates)
      }
      if (isCurrent) return Number.NaN
      again = again === 'none' ? 'bad' : 'other'
      if (again === 'other' && isCurrent) return Number.NaN
    }
  }

  /** Chooses order and step after a step with error `error`. */
  const choose = (error: number, step: number) => {
    const left = wait - 1
    nextOrder = order
    if (mostGrowth === 1) {
      nextWait = Math.max(left, 2)
      nextStep = step
      return
    }
    let factor = growth(BIAS.now, error, order)
    nextWait = left
    if (left === 0) {
      nextWait = 2
      const lower = order > 1 ? lowerGrowth() : 0
      const higher = order < MOST_ORDER && savedRatio !== 0 ? higherGrowth(step) : 0
      const best = Math.max(factor, lower, higher)
      if (best >= LEAST_GROWTH && best !== factor) {
        nextOrder = best === lower ? order - 1 : order + 1
        factor = best
      } else if (best < LEAST_GROWTH) factor = 1
    }
    nextStep = step * (factor < LEAST_GROWTH ? 1 : Math.min(factor, mostGrowth))
    if (nextOrder !== order) nextWait = nextOrder + 1
  }

  const lowerGrowth = () => {
    const view = memory()
    view[coefficients / 8] = method.rows[order] ?? 0
    kernels.combine(work, predicted.pointer + order * stride, 0, coefficients, correction, stride, 1, size)
    return growth(BIAS.lower, base.norm(work) * method.lower, order - 1)
  }

  const higherGrowth = (step: number) => {
    const view = memory()
    view[coefficients / 8] = -(method.ratio / savedRatio) * (step / (past[1] ?? step)) ** (order + 1)
    kernels.combine(work, correction, 0, coefficients, saved.pointer, stride, 1, size)
    return growth(BIAS.higher, base.norm(work) * method.higher, order + 1)
  }

  /** Rows 2 … are rewritten for another order; the history keeps its scale. */
  const setOrder = (to: number) => {
    const view = memory()
    if (to > order) {
      const first = raisedOrder(change, order, scale, past)
      const from = saved.pointer / 8
      const top = row(to) / 8
      for (let i = 0; i < size; i++) {
        const value = first * (view[from + i] ?? 0)
        view[top + i] = value
        for (let j = 2; j <= order; j++) {
          const at = row(j) / 8 + i
          view[at] = (view[at] ?? 0) + (change[j] ?? 0) * value
        }
      }
    } else {
      loweredOrder(change, order, scale, past)
      const top = row(order) / 8
      for (let j = 2; j < order; j++) {
        const at = row(j) / 8
        for (let i = 0; i < size; i++) view[at + i] = (view[at + i] ?? 0) - (change[j] ?? 0) * (view[top + i] ?? 0)
      }
    }
    order = to
  }

  /** The error was too large: a smaller step, after three times of lower order. */
  const retry = (error: number, step: number) => {
    errorFailures++
    mostGrowth = 1
    failed = 'error'
    if (errorFailures <= 3) {
      const factor = Math.max(0.1, growth(BIAS.now, error, order))
      nextStep = step * (errorFailures >= 2 ? Math.min(factor, 0.2) : factor)
      return
    }
    nextStep = step / 10
    if (order > 1) {
      setOrder(order - 1)
      nextOrder = order
      wait = order + 1
      return
    }
    begin(time)
    wait = 10
  }

  /** History of order 1 from the slope here. */
  const begin = (at: number) => {
    base.evaluate(at, state, rates)
    base.slope(at, row(1))
    order = 1
    nextOrder = 1
    wait = 2
    scale = 1
    // The slope of algebraic unknowns left a Jacobian and factors of its own.
    factored = 0
    linearisedAt = -1
  }

  return {
    state,
    get time() {
      return time
    },
    get previousTime() {
      return previous
    },
    get nextStep() {
      return nextStep
    },
    start(at) {
      time = at
      previous = at
      steps = 0
      past.fill(0)
      mostGrowth = FIRST_GROWTH
      savedRatio = 0
      errorFailures = 0
      failed = 'no'
      base.settle(at)
      begin(at)
    },
    firstStep(direction, longest) {
      const step = base.firstStep(time, direction, longest, 1)
      factored = 0
      linearisedAt = -1
      return step
    },
    attempt(step) {
      if (nextOrder !== order) {
        setOrder(nextOrder)
      }
      tried = step
      const view = memory()
      // The loop may have put a value back that had fallen below zero.
      view.copyWithin(row(0) / 8, state / 8, state / 8 + size)
      if (failed === 'no') base.setWeights(state)
      kernels.nordsieckPredict(history.pointer, predicted.pointer, stride, order, step / scale, size)
      setBdfCoefficients(method, order, step, past, wait === 1)
      const length = solveNewton(time + step, step)
      if (!Number.isFinite(length)) {
        mostGrowth = 1
        failed = 'convergence'
        nextStep = step / 4
        return Number.NaN
      }
      const error = length * method.now
      if (error > 1) retry(error, step)
      else choose(error, step)
      return error
    },
    accept() {
      memory().set(method.rows.subarray(0, order + 1), coefficients / 8)
      kernels.nordsieckCorrect(predicted.pointer, history.pointer, stride, order, coefficients, correction, size)
      const view = memory()
      view.copyWithin(state / 8, row(0) / 8, row(0) / 8 + size)
      steps++
      for (let i = order; i >= 2; i--) past[i] = past[i - 1] ?? 0
      if (order === 1 && steps > 1) past[2] = past[1] ?? 0
      past[1] = tried
      if (wait - 1 === 1 || nextOrder > order) {
        view.copyWithin(saved.pointer / 8, correction / 8, correction / 8 + size)
        savedRatio = method.ratio
      }
      wait = nextWait
      scale = tried
      lastOrder = order
      previous = time
      time += tried
      mostGrowth = MOST_GROWTH
      errorFailures = 0
      failed = 'no'
    },
    interpolate(at, out) {
      const s = (at - time) / scale
      const view = memory()
      let power = 1
      for (let j = 0; j <= lastOrder; j++) {
        view[coefficients / 8 + j] = power
        power *= s
      }
      kernels.combine(out, 0, 0, coefficients, history.pointer, stride, lastOrder + 1, size)
    },
    counts: base.counts,
    checkpoint: () =>
      base.checkpoint(
        { history, saved },
        {
          ...base.counts(),
          time,
          previous,
          order,
          lastOrder,
          nextOrder,
          wait,
          scale,
          steps,
          nextStep,
          mostGrowth,
          savedRatio,
          factored,
          factoredAt,
          linearisedAt,
          rate,
          ...Object.fromEntries([...past].map((value, i) => [`past${i}`, value])),
        },
      ),
    restore(checkpoint) {
      const { numbers } = checkpoint
      base.restore(checkpoint, { history, saved })
      time = numbers.time ?? 0
      previous = numbers.previous ?? 0
      order = numbers.order ?? 1
      lastOrder = numbers.lastOrder ?? 1
      nextOrder = numbers.nextOrder ?? 1
      wait = numbers.wait ?? 2
      scale = numbers.scale ?? 1
      steps = numbers.steps ?? 0
      nextStep = numbers.nextStep ?? 0
      mostGrowth = numbers.mostGrowth ?? MOST_GROWTH
      savedRatio = numbers.savedRatio ?? 0
      factored = numbers.factored ?? 0
      factoredAt = numbers.factoredAt ?? 0
      linearisedAt = numbers.linearisedAt ?? -1
      rate = numbers.rate ?? 1
      for (let i = 0; i < past.length; i++) past[i] = numbers[`past${i}`] ?? 0
      errorFailures = 0
      failed = 'no'
      if (factored !== 0) solver.factor(factored)
      base.setCounts(numbers)
    },
  }
}
