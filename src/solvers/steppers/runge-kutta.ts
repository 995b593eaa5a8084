import { makeRungeKuttaProgram, makeTerms, vectorKernels } from '../../kernels/vector.ts'
import type { Stepping, Tolerances } from '../stepper.ts'
import type { Pointer, System } from '../system.ts'
import { makeErrorScale } from './error-scale.ts'
import { firstStepOf } from './first-step.ts'
import { hermite } from './hermite.ts'
import { makePiControl } from './pi-control.ts'

/** An explicit Runge–Kutta method, with or without error control and dense output of its own. */
export interface RungeKuttaMethod {
  readonly order: number
  readonly nodes: readonly number[]
  /** Strictly lower triangular rows. */
  readonly matrix: readonly (readonly number[])[]
  readonly weights: readonly number[]
  /** The last stage is the first of the next step: its row is `weights`. */
  readonly isFirstSameAsLast: boolean
  /** Weights of the error over the stages; with `second`, DOP853's combination of two. Absent: fixed step. */
  readonly error?: { readonly order: number; readonly weights: readonly number[]; readonly second?: readonly number[] }
  /**
   * Coefficients c[j][m] of the dense output over the stages, the slope at the new point (where it is not the last stage) and
   * `extra` stages made when first asked; `basis` as in the kernel denseWeights. Absent: cubic Hermite.
   */
  readonly dense?: {
    readonly basis: 0 | 1
    readonly coefficients: readonly (readonly number[])[]
    readonly extra?: { readonly nodes: readonly number[]; readonly matrix: readonly (readonly number[])[] }
  }
  readonly limits?: { readonly shrink: number; readonly grow: number }
}

/** An explicit method at work; it can say how stiff the last accepted step was. */
export interface RungeKuttaStepping extends Stepping {
  /** |h λ| of the last accepted step, λ the size of a difference quotient of its last two stages. Hairer, Wanner II, IV.2. */
  stiffness(): number
}

/** Puts the method to work on a system: vectors and lists of terms in its arena, nothing allocated afterwards. */
export function makeRungeKutta(method: RungeKuttaMethod, system: System, tolerances: Tolerances): RungeKuttaStepping {
  const { kernels, size: n } = system
  const vector = vectorKernels(kernels)
  const take = () => kernels.reserve(n)
  const stages = method.nodes.length
  const { isFirstSameAsLast, dense, error } = method
  const scale = makeErrorScale(system, tolerances)
  const { rtol, atol, atols } = scale
  const control = makePiControl(error?.order ?? 1, method.limits?.shrink, method.limits?.grow)

  const inner = take()
  const slopes = method.nodes.map(take)
  if (!isFirstSameAsLast) slopes.push(take())
  const extraNodes = dense?.extra?.nodes ?? []
  for (const _ of extraNodes) slopes.push(take())
  const last = isFirstSameAsLast ? stages - 1 : stages

  /** Slope vectors in the order of the stages; the first and the one at the new point change places with every accepted step. */
  const ordered = [0, 1].map((parity) => {
    const list = [...slopes]
    if (parity === 1) [list[0], list[last]] = [slopes[last], slopes[0]]
    return list
  })
  /** Where the rates are a function of WebAssembly, a whole try is one call. */
  const callable = kernels.callable(system.rates)
  const tables = ordered.map((list) => {
    const rows = method.matrix.map((row) => makeTerms(kernels, row, list))
    const weights = makeTerms(kernels, method.weights, list)
    const errorTerms = error ? makeTerms(kernels, error.weights, list) : 0
    const second = error?.second ? makeTerms(kernels, error.second, list) : 0
    const program = {
      ...{ size: n, rates: callable, isFirstSameAsLast, inner, error: errorTerms, second, rtol, atol, atols, weights },
      ...{ newSlope: list[last], nodes: method.nodes, rows, slopes: list },
    }
    return {
      slopes: list,
      rows,
      weights,
      error: errorTerms,
      second,
      dense: dense ? makeTerms(kernels, [], list, true) : 0,
      extra: (dense?.extra?.matrix ?? []).map((row) => makeTerms(kernels, row, list)),
      program: callable < 0 ? 0 : makeRungeKuttaProgram(kernels, program),
    }
  })
  const degree = dense?.coefficients[0]?.length ?? 0
  const densePointer = dense ? kernels.reserve(slopes.length * degree) : 0
  dense?.coefficients.forEach((row, j) => {
    kernels.whole().set(row, densePointer / 8 + j * degree)
  })
  const nodes = Float64Array.from(method.nodes)

  let state = take()
  let other = take()
  let parity = 0
  let table = tables[0]
  let before = tables[1]
  /** Whether the slope at `state` is there; whether the one at the candidate is. */
  let hasSlope = false
  let hasNewSlope = false
  let extraDone = true
  let evaluations = 0
  // Numbers that change with every step: a captured variable would be boxed anew with every write.
  const now = new Float64Array(5)
  const [TIME, LOST, BEFORE, STEP, TRIED] = [0, 1, 2, 3, 4] as const

  function rates(time: number, at: Pointer, out: Pointer): void {
    evaluations++
    system.rates(time, at, out)
  }
  function turn(): void {
    parity = 1 - parity
    before = table
    table = tables[parity]
  }
  function needSlope(): void {
    if (hasSlope) return
    rates(now[TIME], state, table.slopes[0])
    hasSlope = true
  }

  return {
    get state() {
      return state
    },
    get candidate() {
      return other
    },
    get time() {
      return now[TIME]
    },
    get previousTime() {
      return now[BEFORE]
    },
    get nextStep() {
      return control.next
    },
    start(time) {
      now[TIME] = time
      now[BEFORE] = time
      now[LOST] = 0
      now[STEP] = 0
      hasSlope = false
      control.reset(0)
    },
    firstStep(direction, longest) {
      needSlope()
      evaluations++
      const start = { time: now[TIME], state, slope: table.slopes[0], inner, innerSlope: table.slopes[last] }
      return firstStepOf(system, vector, scale, (error?.order ?? method.order + 1) - 1, start, direction, longest)
    },
    attempt(step) {
      needSlope()
      const time = now[TIME]
      now[TRIED] = step
      hasNewSlope = isFirstSameAsLast
      if (table.program !== 0) {
        evaluations += stages - 1
        const norm = vector.rungeKuttaAttempt(table.program, time, step, state, other)
        if (!error) return norm
        if (norm <= 1 && !isFirstSameAsLast) {
          hasNewSlope = true
          evaluations++
        }
        control.propose(step, norm)
        return norm
      }
      // The same in JavaScript, stage by stage.
      const { slopes: k, rows } = table
      for (let i = 1; i < stages; i++) {
        const out = isFirstSameAsLast && i === last ? other : inner
        vector.stage(n, rows[i], step, state, out)
        rates(time + nodes[i] * step, out, k[i])
      }
      if (!isFirstSameAsLast) vector.stage(n, table.weights, step, state, other)
      if (!error) return vector.firstNonFinite(n, other) < 0 ? 0 : Number.NaN
      let norm = error.second
        ? vector.errorNorm853(n, table.error, table.second, step, state, other, rtol, atol, atols)
        : vector.errorNorm(n, table.error, step, state, other, rtol, atol, atols)
      if (norm <= 1 && !isFirstSameAsLast) {
        // A new point at which the rates cannot be evaluated is no point to go on from.
        rates(time + step, other, k[last])
        hasNewSlope = true
        if (!(vector.maxNorm(n, k[last]) < Number.POSITIVE_INFINITY)) norm = Number.NaN
      }
      control.propose(step, norm)
      return norm
    },
    accept() {
      const step = now[TRIED]
      now[BEFORE] = now[TIME]
      now[STEP] = step
      // With a fixed step the roundings of the time are carried along, or 1e5 steps lose five digits of it.
      const move = error ? step : step + now[LOST]
      now[TIME] += move
      now[LOST] = move - (now[TIME] - now[BEFORE])
      const old = state
      state = other
      other = old
      turn()
      hasSlope = hasNewSlope
      extraDone = false
      if (error) control.accept()
    },
    interpolate(time, out) {
      const step = now[STEP]
      const theta = step === 0 ? 0 : (time - now[BEFORE]) / step
      if (!dense) {
        needSlope()
        hermite(vector, n, theta, step, other, before.slopes[0], state, table.slopes[0], out)
        return
      }
      if (!extraDone) {
        for (let i = 0; i < extraNodes.length; i++) {
          vector.stage(n, before.extra[i], step, other, inner)
          rates(now[BEFORE] + extraNodes[i] * step, inner, before.slopes[last + 1 + i])
        }
        extraDone = true
      }
      vector.denseWeights(before.dense, densePointer, degree, dense.basis, theta)
      vector.stage(n, before.dense, step, other, out)
    },
    stiffness() {
      const secondToLast = isFirstSameAsLast ? stages - 2 : stages - 1
      const rate = vector.quotientOfDifferences(n, table.slopes[0], before.slopes[secondToLast], state, inner)
      return Math.abs(now[STEP]) * rate
    },
    worst() {
      if (!error) return Math.max(0, vector.firstNonFinite(n, other))
      vector.sumTerms(n, table.error, now[TRIED], inner)
      return vector.worstOf(n, inner, state, other, rtol, atol, atols)
    },
    counts: () => ({ evaluations, jacobians: 0, factorisations: 0, solves: 0 }),
    checkpoint() {
      needSlope()
      return {
        arrays: { state: kernels.view(state, n).slice(), slope: kernels.view(table.slopes[0], n).slice() },
        numbers: { time: now[TIME], lost: now[LOST], evaluations, ...control.save() },
      }
    },
    restore({ arrays, numbers }) {
      kernels.view(state, n).set(arrays.state)
      kernels.view(table.slopes[0], n).set(arrays.slope)
      hasSlope = true
      now[TIME] = numbers.time
      now[BEFORE] = numbers.time
      now[LOST] = numbers.lost
      now[STEP] = 0
      evaluations = numbers.evaluations
      control.load(numbers)
    },
  }
}
