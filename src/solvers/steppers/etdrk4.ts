import { vectorKernels } from '../../kernels/vector.ts'
import { makeArenaView } from '../arena-view.ts'
import type { Stepper, Stepping } from '../stepper.ts'
import { stepperDescriptions } from '../stepper-descriptions.ts'
import type { LinearPart, Pointer, System } from '../system.ts'
import { isDiagonal } from '../system-facts.ts'
import { hermite } from './hermite.ts'
import { diagonalWeights, type ExponentialWeights, makeWeights, matrixWeights } from './phi-functions.ts'

/** Exponential time differencing of order 4. */
export const etdrk4: Stepper = {
  ...stepperDescriptions.etdrk4,
  make: makeEtdrk4,
}

/** out ← a applied to x, or added to out. */
type Apply = (weights: Float64Array, x: Pointer, out: Pointer, adds: boolean) => void

/** The operator's functions and how they act on a vector. */
function makeOperator(system: System, linear: LinearPart) {
  const { kernels, size: n } = system
  const memory = makeArenaView(kernels)
  if (isDiagonal(linear)) {
    const real = linear.kind === 'diagonal' ? linear.real : linear.values
    const imaginary = linear.kind === 'diagonal' ? linear.imaginary : undefined
    const apply: Apply = (weights, x, out, adds) => {
      const view = memory()
      const from = x / 8
      const to = out / 8
      if (imaginary) {
        for (let i = 0; i < n; i += 2) {
          const re = weights[i] * view[from + i] - weights[i + 1] * view[from + i + 1]
          const im = weights[i] * view[from + i + 1] + weights[i + 1] * view[from + i]
          view[to + i] = adds ? view[to + i] + re : re
          view[to + i + 1] = adds ? view[to + i + 1] + im : im
        }
      } else if (adds) for (let i = 0; i < n; i++) view[to + i] += weights[i] * view[from + i]
      else for (let i = 0; i < n; i++) view[to + i] = weights[i] * view[from + i]
    }
    const fill = (out: ExponentialWeights, step: number) => diagonalWeights(out, step, real, imaginary)
    return { weights: makeWeights(n), apply, fill }
  }
  const matrix = new Float64Array(n * n)
  if (linear.kind === 'sparse') {
    const { rowStarts, columns } = linear.pattern
    for (let i = 0; i < n; i++)
      for (let k = rowStarts[i]; k < rowStarts[i + 1]; k++) matrix[i * n + columns[k]] = linear.values[k]
  }
  const apply: Apply = (weights, x, out, adds) => {
    const view = memory()
    const from = x / 8
    const to = out / 8
    for (let i = 0; i < n; i++) {
      let sum = adds ? view[to + i] : 0
      const row = i * n
      for (let j = 0; j < n; j++) sum += weights[row + j] * view[from + j]
      view[to + i] = sum
    }
  }
  const fill = (out: ExponentialWeights, step: number) => matrixWeights(out, step, matrix, n)
  return { weights: makeWeights(n * n), apply, fill }
}

function makeEtdrk4(system: System): Stepping {
  const { split } = system
  if (!split?.linear) throw new Error('ETDRK4 was given a system without a linear part')
  const { kernels, size } = system
  const memory = makeArenaView(kernels)
  const vector = vectorKernels(kernels)
  const { weights, apply, fill } = makeOperator(system, split.linear)
  const take = () => kernels.reserve(size)
  const [state, candidate, previousState, startSlope, endSlope] = [take(), take(), take(), take(), take()]
  // Stages a, b, c and the rates of the non-stiff part: Kassam and Trefethen (2.8)–(2.11).
  const [a, b, work, n0, na, nb, nc] = [take(), take(), take(), take(), take(), take(), take()]
  // Numbers that change lie in an array: a captured variable would be boxed anew with every write.
  const now = new Float64Array(6)
  const [TIME, PREVIOUS, TRIED, WEIGHTS_OF, HAS_SLOPES, EVALUATIONS] = [0, 1, 2, 3, 4, 5] as const
  const nonstiff = (time: number, y: Pointer, out: Pointer) => {
    now[EVALUATIONS]++
    split.nonstiff(time, y, out)
  }
  return {
    state,
    candidate,
    get time() {
      return now[TIME]
    },
    get previousTime() {
      return now[PREVIOUS]
    },
    get nextStep() {
      return now[TRIED]
    },
    start(time) {
      now[TIME] = time
      now[PREVIOUS] = time
      now[HAS_SLOPES] = 0
    },
    firstStep: (direction, longest) => (direction * Math.abs(longest)) / 1000,
    attempt(step) {
      const time = now[TIME]
      now[TRIED] = step
      if (now[WEIGHTS_OF] !== step) {
        fill(weights, step)
        now[WEIGHTS_OF] = step
      }
      nonstiff(time, state, n0)
      apply(weights.half, state, a, false)
      // b holds what a and b share until b's own part is added.
      vector.copyVector(size, a, b)
      apply(weights.slope, n0, a, true)
      nonstiff(time + step / 2, a, na)
      apply(weights.slope, na, b, true)
      nonstiff(time + step / 2, b, nb)
      vector.combine2(size, 2, nb, -1, n0, work)
      apply(weights.half, a, candidate, false)
      apply(weights.slope, work, candidate, true)
      nonstiff(time + step, candidate, nc)
      apply(weights.whole, state, candidate, false)
      apply(weights.first, n0, candidate, true)
      vector.combine2(size, 1, na, 1, nb, work)
      apply(weights.middle, work, candidate, true)
      apply(weights.last, nc, candidate, true)
      return vector.firstNonFinite(size, candidate) < 0 ? 0 : Number.NaN
    },
    accept() {
      vector.copyVector(size, state, previousState)
      vector.copyVector(size, candidate, state)
      now[PREVIOUS] = now[TIME]
      now[TIME] += now[TRIED]
      now[HAS_SLOPES] = 0
    },
    interpolate(time, out) {
      const step = now[TIME] - now[PREVIOUS]
      if (now[HAS_SLOPES] === 0) {
        system.rates(now[PREVIOUS], previousState, startSlope)
        system.rates(now[TIME], state, endSlope)
        now[HAS_SLOPES] = 1
      }
      const theta = (time - now[PREVIOUS]) / step
      hermite(vector, size, theta, step, previousState, startSlope, state, endSlope, out)
    },
    counts: () => ({ evaluations: now[EVALUATIONS], jacobians: 0, factorisations: 0, solves: 0 }),
    checkpoint: () => ({
      arrays: {
        now: now.slice(),
        state: kernels.view(state, size).slice(),
        previousState: kernels.view(previousState, size).slice(),
      },
      numbers: {},
    }),
    restore({ arrays }) {
      memory().set(arrays.state, state / 8)
      memory().set(arrays.previousState, previousState / 8)
      now.set(arrays.now)
      now[HAS_SLOPES] = 0
      // The weights are a function of the step alone.
      now[WEIGHTS_OF] = 0
    },
  }
}
