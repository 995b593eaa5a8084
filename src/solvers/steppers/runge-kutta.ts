import { vectorKernels } from '../../kernels/vector.ts'
import type { Stepping, Tolerances, Written } from '../stepper.ts'
import type { Pointer, System } from '../system.ts'
import { makeErrorScale } from './error-scale.ts'
import { firstStepOf } from './first-step.ts'
import { hermite } from './hermite.ts'
import { makePiControl } from './pi-control.ts'
import type { RungeKuttaMethod } from './runge-kutta-method.ts'
import { makeRungeKuttaTables } from './runge-kutta-tables.ts'

export type { RungeKuttaMethod }

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

  const { nodes } = method
  const extraNodes = dense?.extra?.nodes ?? []
  const last = isFirstSameAsLast ? stages - 1 : stages
  const tables = makeRungeKuttaTables(method, system, scale)
  const { inner, densePointer, degree, hasProgram } = tables

  let table = tables.even
  let before = tables.odd
  /** Whether the slope at `state` is there; whether the one at the candidate is. */
  let hasSlope = false
  let hasNewSlope = false
  let extraDone = true
  let evaluations = 0
  // Numbers that change with every step: a captured variable would be boxed anew with every write.
  const now = new Float64Array(3)
  const [LOST, STEP, TRIED] = [0, 1, 2] as const

  function rates(time: number, at: Pointer, out: Pointer): void {
    evaluations++
    system.rates(time, at, out)
  }
  function turn(): void {
    const old = before
    before = table
    table = old
  }
  function needSlope(): void {
    if (hasSlope) return
    rates(stepping.time, stepping.state, table.slopes[0])
    hasSlope = true
  }

  const stepping: Written<RungeKuttaStepping> & { candidate: Pointer } = {
    state: take(),
    candidate: take(),
    // Not a number, so that the engine makes room for float64 at once.
    time: Number.NaN,
    previousTime: Number.NaN,
    nextStep: Number.NaN,
    start(time) {
      stepping.time = time
      stepping.previousTime = time
      now[LOST] = 0
      now[STEP] = 0
      hasSlope = false
      control.reset(0)
      stepping.nextStep = 0
    },
    firstStep(direction, longest) {
      needSlope()
      evaluations++
      const start = {
        time: stepping.time,
        state: stepping.state,
        slope: table.slopes[0],
        inner,
        innerSlope: table.slopes[last],
      }
      return firstStepOf(system, vector, scale, (error?.order ?? method.order + 1) - 1, start, direction, longest)
    },
    attempt(step) {
      needSlope()
      const { time, state, candidate: other } = stepping
      now[TRIED] = step
      hasNewSlope = isFirstSameAsLast
      if (hasProgram) {
        evaluations += stages - 1
        const norm = vector.rungeKuttaAttempt(table.program, time, step, state, other)
        if (!error) return norm
        if (norm <= 1 && !isFirstSameAsLast) {
          hasNewSlope = true
          evaluations++
        }
        control.propose(step, norm)
        stepping.nextStep = control.next
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
      stepping.nextStep = control.next
      return norm
    },
    accept() {
      const step = now[TRIED]
      const before = stepping.time
      stepping.previousTime = before
      now[STEP] = step
      // With a fixed step the roundings of the time are carried along, or 1e5 steps lose five digits of it.
      const move = error ? step : step + now[LOST]
      const after = before + move
      stepping.time = after
      now[LOST] = move - (after - before)
      const old = stepping.state
      stepping.state = stepping.candidate
      stepping.candidate = old
      turn()
      hasSlope = hasNewSlope
      extraDone = false
      if (error) control.accept()
    },
    interpolate(time, out) {
      const step = now[STEP]
      const { previousTime, state, candidate: other } = stepping
      const theta = step === 0 ? 0 : (time - previousTime) / step
      if (!dense) {
        needSlope()
        hermite(vector, n, theta, step, other, before.slopes[0], state, table.slopes[0], out)
        return
      }
      if (!extraDone) {
        for (let i = 0; i < extraNodes.length; i++) {
          vector.stage(n, before.extra[i], step, other, inner)
          rates(previousTime + extraNodes[i] * step, inner, before.slopes[last + 1 + i])
        }
        extraDone = true
      }
      vector.denseWeights(before.dense, densePointer, degree, dense.basis, theta)
      vector.stage(n, before.dense, step, other, out)
    },
    stiffness() {
      const secondToLast = isFirstSameAsLast ? stages - 2 : stages - 1
      const rate = vector.quotientOfDifferences(n, table.slopes[0], before.slopes[secondToLast], stepping.state, inner)
      return Math.abs(now[STEP]) * rate
    },
    worst() {
      if (!error) return Math.max(0, vector.firstNonFinite(n, stepping.candidate))
      vector.sumTerms(n, table.error, now[TRIED], inner)
      return vector.worstOf(n, inner, stepping.state, stepping.candidate, rtol, atol, atols)
    },
    counts: () => ({ evaluations, jacobians: 0, factorisations: 0, solves: 0 }),
    checkpoint() {
      needSlope()
      return {
        arrays: { state: kernels.view(stepping.state, n).slice(), slope: kernels.view(table.slopes[0], n).slice() },
        numbers: { time: stepping.time, lost: now[LOST], evaluations, ...control.save() },
      }
    },
    restore({ arrays, numbers }) {
      kernels.view(stepping.state, n).set(arrays.state)
      kernels.view(table.slopes[0], n).set(arrays.slope)
      hasSlope = true
      stepping.time = numbers.time
      stepping.previousTime = numbers.time
      now[LOST] = numbers.lost
      now[STEP] = 0
      evaluations = numbers.evaluations
      control.load(numbers)
      stepping.nextStep = control.next
    },
  }
  return stepping
}
