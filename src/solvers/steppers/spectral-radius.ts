import type { Checkpoint } from '../../core/simulation.ts'
import { vectorKernels } from '../../kernels/vector.ts'
import type { Written } from '../stepper.ts'
import type { Pointer, System } from '../system.ts'

/** The size of the largest eigenvalue of ∂f/∂y, kept up to date along a run. */
export interface SpectralRadius {
  /** An upper bound at a state; `slope` is f there. Newly found only every 25 steps and after doubts. */
  at(time: number, state: Pointer, slope: Pointer): number
  /** One step was taken. */
  step(): void
  /** The bound may be wrong: a step was rejected. */
  doubt(): void
  forget(): void
  readonly evaluations: number
  /** Cosine between v and J v at the last iteration: −1 for a real negative eigenvalue. */
  readonly cosine: number
  checkpoint(): Checkpoint
  restore(checkpoint: Checkpoint): void
}

const SAFETY = 1.2

/**
 * Makes the estimate by power iteration on differences of the rates, or by the system's own bound. The vector of one estimate is
 * the start of the next. Sommeijer, Shampine, Verwer, 2.4.
 * @param inner,innerSlope two vectors to work in
 * @param options most iterations of one estimate, and the steps it holds for
 */
export function makeSpectralRadius(
  system: System,
  inner: Pointer,
  innerSlope: Pointer,
  { iterations = 50, every = 25 } = {},
): SpectralRadius {
  const { kernels, size: n } = system
  const vector = vectorKernels(kernels)
  const mode = kernels.reserve(n)
  const now = new Float64Array(2)
  const [BOUND, AGE] = [0, 1] as const
  let hasMode = false
  let isDue = true

  const length = (x: Pointer) => Math.sqrt(vector.dot(n, x, x))

  function iterate(time: number, state: Pointer, slope: Pointer): number {
    // The first direction is f itself and a little of everything, or a symmetric start might never see the largest mode.
    if (!hasMode) {
      const size = length(slope)
      const view = kernels.view(mode, n)
      for (let i = 0; i < n; i++) view[i] = ((i * 0.6180339887498949) % 1) - 0.5
      const own = length(mode)
      vector.combine2(n, size > 0 ? 1 / size : 0, slope, 0.5 / own, mode, mode)
      hasMode = true
    }
    const small = Math.sqrt(Number.EPSILON) * Math.max(length(state), 1e-8 * Math.sqrt(n))
    let radius = 0
    for (let k = 0; k < iterations; k++) {
      const size = length(mode)
      if (!(size > 0)) break
      vector.combine2(n, 1, state, small / size, mode, inner)
      system.rates(time, inner, innerSlope)
      found.evaluations++
      vector.axpy(n, -1, slope, innerSlope)
      const grown = length(innerSlope)
      const before = radius
      radius = grown / small
      found.cosine = grown > 0 ? vector.dot(n, innerSlope, mode) / (grown * size) : 0
      if (!(grown > 0)) break
      vector.combine2(n, 1 / grown, innerSlope, 0, innerSlope, mode)
      if (k >= 2 && Math.abs(radius - before) <= 0.01 * radius) break
    }
    return SAFETY * radius
  }

  const found: Written<SpectralRadius> = {
    evaluations: 0,
    cosine: Number.NaN,
    at(time, state, slope) {
      if (system.spectralRadius) {
        found.cosine = -1
        return system.spectralRadius(time, state)
      }
      if (isDue) {
        now[BOUND] = iterate(time, state, slope)
        now[AGE] = 0
        isDue = false
      }
      return now[BOUND]
    },
    step() {
      if (++now[AGE] >= every) isDue = true
    },
    doubt() {
      if (now[AGE] > 0) isDue = true
    },
    forget() {
      isDue = true
    },
    checkpoint: () => ({
      arrays: { radiusMode: kernels.view(mode, n).slice(), radius: Float64Array.of(...now, found.cosine) },
      numbers: { radiusHasMode: hasMode ? 1 : 0, radiusIsDue: isDue ? 1 : 0, radiusEvaluations: found.evaluations },
    }),
    restore({ arrays, numbers }) {
      kernels.view(mode, n).set(arrays.radiusMode)
      now.set(arrays.radius.subarray(0, 2))
      found.cosine = arrays.radius[2]
      hasMode = numbers.radiusHasMode === 1
      isDue = numbers.radiusIsDue === 1
      found.evaluations = numbers.radiusEvaluations
    },
  }
  return found
}
