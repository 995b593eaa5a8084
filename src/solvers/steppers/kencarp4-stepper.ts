import type { Stepper, Stepping, Tolerances, Written } from '../stepper.ts'
import { stepperDescriptions } from '../stepper-descriptions.ts'
import type { System } from '../system.ts'
import { makeImplicitBase } from './implicit-base.ts'
import { kencarp4 } from './kencarp4.ts'
import { makePiControl } from './pi-control.ts'

const STAGES = kencarp4.nodes.length
const LAST = STAGES - 1
const { gamma, nodes } = kencarp4
const ERROR_ORDER = kencarp4.embeddedOrder + 1
/** Stages are solved to this part of the tolerance. */
const NEWTON_SHARE = 0.02
const NEWTON_MOST = 8
/** Above this convergence rate the next step has a Jacobian of its own. */
const GOOD_RATE = 0.05

/**
 * Starting values of a stage from those before: Lagrange's weights of the nearest three nodes at the node of the stage, so that
 * slopes are inter- or little extrapolated.
 */
const starts: readonly (readonly number[])[] = nodes.map((node, i) => {
  const near = nodes
    .slice(0, i)
    .map((other, j) => ({ j, other }))
    .sort((a, b) => Math.abs(a.other - node) - Math.abs(b.other - node))
    .slice(0, 3)
  const weights = new Array<number>(i).fill(0)
  for (const { j, other } of near)
    weights[j] = near.reduce(
      (product, q) => (q.j === j ? product : (product * (node - q.other)) / (other - q.other)),
      1,
    )
  return weights
})

/** Dense output of order 3: weights b_i(θ) = Σ_m dense[m][i] θ^(m+1). Kennedy and Carpenter (2003), table of ARK4(3)6L[2]SA. */
export const kencarp4Dense = [
  [
    6943876665148 / 7220017795957, 0, 7640104374378 / 9702883013639, -20649996744609 / 7521556579894,
    8854892464581 / 2390941311638, -11397109935349 / 6675773540249,
  ],
  [-54480133 / 30881146, 0, -11436875 / 14766696, 174696575 / 18121608, -12120380 / 966161, 3843 / 706],
  [
    6818779379841 / 7100303317025, 0, 2173542590792 / 12501825683035, -31592104683404 / 5083833661969,
    61146701046299 / 7138195549469, -17219254887155 / 4939391667607,
  ],
] as const // biome-ignore format: a table

/**
 * KenCarp4 as a stepper: diagonally implicit on the whole system where that has a Jacobian; else, where the system is split,
 * implicit on the stiff part and explicit on the rest.
 */
export const kencarp4Stepper: Stepper = {
  ...stepperDescriptions.kencarp4,
  make: makeKencarp,
}

function makeKencarp(system: System, tolerances: Tolerances): Stepping {
  // A typed system offers its linear part as a split, which may not be what is stiff: with a Jacobian of the whole that is safer.
  const split = system.jacobian && !system.split?.solveShifted ? undefined : system.split
  const stiffPart: System | undefined = split && {
    kernels: system.kernels,
    size: system.size,
    rates: split.stiff,
    jacobian: split.stiffJacobian,
    ...(system.mass ? { mass: system.mass } : {}),
  }
  const base = makeImplicitBase(system, tolerances, {
    ...(stiffPart ? { linearised: stiffPart } : {}),
    ...(split?.solveShifted ? { solveShifted: split.solveShifted } : {}),
  })
  const { kernels, solver, size, state, weights, mass, memory } = base
  const implicit = base.take(STAGES)
  const explicit = split ? base.take(STAGES) : implicit
  const { stride } = implicit
  const from = base.take(1)
  const known = base.take(1).pointer
  const candidate = base.take(1).pointer
  const work = base.take(1).pointer
  const rates = base.take(1).pointer
  const coefficients = system.kernels.reserve(STAGES + 2)
  const control = makePiControl(ERROR_ORDER)
  const z = (i: number) => implicit.pointer + i * stride
  const e = (i: number) => explicit.pointer + i * stride
  const stiff = (time: number, y: number, out: number) => {
    if (stiffPart) base.evaluatePart(stiffPart, time, y, out)
    else base.evaluate(time, y, out)
  }

  // Numbers that change lie in an array: a captured variable would be boxed anew with every write.
  const now = new Float64Array(9)
  const [TIME, PREVIOUS, TRIED, OLD_STEP, FACTORED, WANTS_JACOBIAN, IS_FRESH, HAS_SLOPE, RATE] = [
    0, 1, 2, 3, 4, 5, 6, 7, 8,
  ] as const

  const implicitRows = base.table(kencarp4.implicit)
  const explicitRows = base.table(kencarp4.explicit)
  const startRows = base.table(starts)
  const [weightRow, errorRow, one] = base.table([
    kencarp4.weights,
    kencarp4.weights.map((weight, i) => weight - kencarp4.embedded[i]),
    [1],
  ])
  /** out ← start + the row's sum over the first `count` stages of both parts. */
  const addBoth = (out: number, start: number, row: number, count: number) => {
    kernels.combine(out, start, 0, 1, row, implicit.pointer, stride, count, size)
    if (split) kernels.combine(out, out, 0, 1, row, explicit.pointer, stride, count, size)
  }

  /** The first stage in the units of the step: slopes of the state itself. */
  const prepareFirst = (step: number) => {
    if (now[HAS_SLOPE] === 0) {
      if (split) {
        stiff(now[TIME], state, z(0))
        split.nonstiff(now[TIME], state, e(0))
      } else if (now[OLD_STEP] === 0) base.slope(now[TIME], z(0))
      // The last stage of the step before lies at its end: its slope, by the implicit equation, is the first of this one.
      else kernels.scaleTo(z(0), 1 / now[OLD_STEP], z(LAST), size)
      if (now[OLD_STEP] === 0) {
        now[WANTS_JACOBIAN] = 1
        now[FACTORED] = 0
      }
      base.setWeights(state)
      now[HAS_SLOPE] = 1
      now[TRIED] = 1
    }
    // Kept from an earlier try: only rescaled.
    kernels.scaleTo(z(0), step / now[TRIED], z(0), size)
    if (split) kernels.scaleTo(e(0), step / now[TRIED], e(0), size)
    now[TRIED] = step
  }

  const setUp = (step: number): boolean => {
    const wanted = 1 / (gamma * step)
    if (now[WANTS_JACOBIAN] === 1) {
      stiff(now[TIME], state, rates)
      solver.linearise(now[TIME], state, rates, weights, step)
      now[IS_FRESH] = 1
      now[WANTS_JACOBIAN] = 0
      now[FACTORED] = 0
    }
    // Factors of a step that differs little serve, with more iterations.
    if (now[FACTORED] !== 0 && Math.abs(now[FACTORED] / wanted - 1) < 0.15 && !split?.solveShifted) return true
    now[FACTORED] = 0
    if (!solver.factor(wanted)) return false
    now[FACTORED] = wanted
    return true
  }

  /** Solves M z = h g(known + γ z) for stage i; the state of the stage is left in `candidate`. The convergence rate, NaN if none. */
  const solveStage = (i: number, step: number): number => {
    const wanted = 1 / (gamma * step)
    const factor = (2 * now[FACTORED]) / (wanted + now[FACTORED])
    let before = 0
    let rate = 0
    for (let iteration = 0; iteration < NEWTON_MOST; iteration++) {
      kernels.addScaled(candidate, known, gamma, z(i), size)
      stiff(now[TIME] + nodes[i] * step, candidate, rates)
      // (M/(γh) − J) δ = (g − M z/h)/γ.
      kernels.combine(work, rates, mass, -1 / step, one, z(i), stride, 1, size)
      kernels.scaleTo(work, 1 / gamma, work, size)
      solver.solve(work)
      kernels.addScaled(z(i), z(i), factor, work, size)
      const change = base.norm(work) * factor * gamma
      if (!Number.isFinite(change)) return Number.NaN
      if (iteration > 0) {
        rate = Math.max(rate * 0.3, change / before)
        if (rate >= 2 || (iteration > 1 && rate >= 0.95)) return Number.NaN
      }
      const reach = iteration === 0 ? 1 : Math.min(1, rate / (1 - Math.min(rate, 0.99)))
      if (change * reach <= NEWTON_SHARE) {
        kernels.addScaled(candidate, known, gamma, z(i), size)
        return rate
      }
      before = change
    }
    return Number.NaN
  }

  /** All stages; the worst convergence rate, NaN where one could not be solved. */
  const solveStages = (step: number): number => {
    let worst = 0
    for (let i = 1; i < STAGES; i++) {
      kernels.combine(known, state, 0, 1, implicitRows[i], implicit.pointer, stride, i, size)
      if (split) kernels.combine(known, known, 0, 1, explicitRows[i], explicit.pointer, stride, i, size)
      kernels.combine(z(i), 0, 0, 1, startRows[i], implicit.pointer, stride, i, size)
      const rate = solveStage(i, step)
      if (Number.isNaN(rate)) return rate
      worst = Math.max(worst, rate)
      if (!split) continue
      split.nonstiff(now[TIME] + nodes[i] * step, candidate, e(i))
      kernels.scaleTo(e(i), step, e(i), size)
    }
    return worst
  }

  const show = () => {
    stepping.time = now[TIME]
    stepping.previousTime = now[PREVIOUS]
    stepping.nextStep = control.next
  }

  const stepping: Written<Stepping> = {
    state,
    candidate,
    // Not numbers, so that the engine makes room for float64 at once.
    time: Number.NaN,
    previousTime: Number.NaN,
    nextStep: Number.NaN,
    start(at) {
      now.fill(0)
      now[TIME] = at
      now[PREVIOUS] = at
      now[WANTS_JACOBIAN] = 1
      base.settle(at)
      show()
    },
    firstStep(direction, longest) {
      const step = base.firstStep(now[TIME], direction, longest, 4)
      control.reset(step)
      show()
      return step
    },
    attempt(step) {
      prepareFirst(step)
      let rate = Number.NaN
      for (;;) {
        if (!setUp(step)) break
        rate = solveStages(step)
        if (!Number.isNaN(rate) || now[IS_FRESH] === 1) break
        now[WANTS_JACOBIAN] = 1
      }
      if (Number.isNaN(rate)) {
        control.propose(step, Number.NaN)
        stepping.nextStep = control.next
        return Number.NaN
      }
      now[RATE] = rate
      if (split) addBoth(candidate, state, weightRow, STAGES)
      // Filtered by the matrix of the stages, so that very stiff parts, already damped, do not shorten the step.
      const scale = 1 / (gamma * step)
      kernels.combine(work, 0, mass, scale, errorRow, implicit.pointer, stride, STAGES, size)
      if (split) kernels.combine(work, work, mass, scale, errorRow, explicit.pointer, stride, STAGES, size)
      solver.solve(work)
      base.setWeights(state, candidate)
      const error = base.norm(work)
      control.propose(step, error)
      stepping.nextStep = control.next
      return error
    },
    accept() {
      kernels.copyTo(from.pointer, state, size)
      kernels.copyTo(state, candidate, size)
      now[PREVIOUS] = now[TIME]
      now[TIME] += now[TRIED]
      now[OLD_STEP] = now[TRIED]
      now[IS_FRESH] = 0
      now[HAS_SLOPE] = 0
      if (now[RATE] > GOOD_RATE) now[WANTS_JACOBIAN] = 1
      control.accept()
      show()
    },
    interpolate(at, out) {
      const theta = (at - now[PREVIOUS]) / now[OLD_STEP]
      const view = memory()
      for (let i = 0; i < STAGES; i++)
        view[coefficients / 8 + i] =
          theta * (kencarp4Dense[0][i] + theta * (kencarp4Dense[1][i] + theta * kencarp4Dense[2][i]))
      addBoth(out, from.pointer, coefficients, STAGES)
    },
    worst: () => base.worst(work),
    counts: base.counts,
    checkpoint() {
      const { arrays, numbers } = base.checkpoint({ implicit, explicit, from }, now)
      return { arrays, numbers: { ...numbers, ...control.save() } }
    },
    restore(checkpoint) {
      base.restore(
        checkpoint,
        { implicit, explicit, from },
        now,
        () => now[FACTORED] !== 0 && solver.factor(now[FACTORED]),
      )
      control.load(checkpoint.numbers)
      show()
    },
  }
  return stepping
}
