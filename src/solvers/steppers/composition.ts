import { vectorKernels } from '../../kernels/vector.ts'
import type { Stepper, Stepping, Written } from '../stepper.ts'
import type { StepperDescription } from '../stepper-descriptions.ts'
import type { Pointer, System } from '../system.ts'
import { hermite } from './hermite.ts'

/**
 * Puts a symmetric composition of kicks and drifts to work: for each weight w in turn kick w/2, drift w, kick w/2, neighbouring
 * kicks joined. State and output are synchronised: positions and momenta of the same time. Time runs with the drifts, so that
 * forces which depend on it keep the order. Hairer, Lubich, Wanner, Geometric Numerical Integration, II.3, V.3.
 */
function makeComposition(weights: readonly number[], system: System): Stepping {
  const { kernels, size: n, separable } = system
  if (!separable) throw new Error('a symplectic method on a system that is not separable')
  const { positions, drift, kick } = separable
  const momenta = n - positions
  const vector = vectorKernels(kernels)
  const take = () => kernels.reserve(n)
  let state = take()
  let other = take()
  const velocity = kernels.reserve(positions)
  const force = kernels.reserve(momenta)
  const slope = take()
  const slopeBefore = take()
  let hasForce = false
  let hasNewForce = false
  let evaluations = 0
  const now = new Float64Array(5)
  const [TIME, LOST, BEFORE, STEP, TRIED] = [0, 1, 2, 3, 4] as const

  function kickBy(amount: number, at: Pointer): void {
    vector.axpy(momenta, amount, force, at + 8 * positions)
  }
  /** The whole derivative at a state, for interpolation. */
  function slopeAt(time: number, at: Pointer, out: Pointer): void {
    drift(time, at, out)
    kick(time, at, out + 8 * positions)
  }

  const show = () => {
    stepping.time = now[TIME]
    stepping.previousTime = now[BEFORE]
    stepping.state = state
    stepping.candidate = other
    stepping.nextStep = now[TRIED]
  }

  const stepping: Written<Stepping> = {
    state,
    candidate: other,
    // Not numbers, so that the engine makes room for float64 at once.
    time: Number.NaN,
    previousTime: Number.NaN,
    nextStep: Number.NaN,
    start(time) {
      now[TIME] = time
      now[BEFORE] = time
      now[LOST] = 0
      now[STEP] = 0
      hasForce = false
      show()
    },
    firstStep: (direction, longest) => direction * longest,
    attempt(step) {
      let time = now[TIME]
      // A rejected try leaves the force of its own end behind.
      if (!hasForce) {
        kick(time, state, force)
        evaluations++
      }
      hasForce = false
      vector.copyVector(n, state, other)
      kickBy(0.5 * weights[0] * step, other)
      for (let i = 0; i < weights.length; i++) {
        const part = weights[i] * step
        drift(time + 0.5 * part, other, velocity)
        vector.axpy(positions, part, velocity, other)
        time += part
        kick(i + 1 < weights.length ? time : now[TIME] + step, other, force)
        evaluations++
        kickBy(0.5 * (weights[i] + (weights[i + 1] ?? 0)) * step, other)
      }
      hasNewForce = true
      now[TRIED] = step
      stepping.nextStep = step
      return vector.firstNonFinite(n, other) < 0 ? 0 : Number.NaN
    },
    accept() {
      const step = now[TRIED]
      now[BEFORE] = now[TIME]
      now[STEP] = step
      const move = step + now[LOST]
      now[TIME] += move
      now[LOST] = move - (now[TIME] - now[BEFORE])
      const old = state
      state = other
      other = old
      hasForce = hasNewForce
      hasNewForce = false
      show()
    },
    interpolate(time, out) {
      const step = now[STEP]
      const theta = step === 0 ? 0 : (time - now[BEFORE]) / step
      slopeAt(now[BEFORE], other, slopeBefore)
      slopeAt(now[TIME], state, slope)
      hermite(vector, n, theta, step, other, slopeBefore, state, slope, out)
    },
    worst: () => Math.max(0, vector.firstNonFinite(n, other)),
    counts: () => ({ evaluations, jacobians: 0, factorisations: 0, solves: 0 }),
    checkpoint: () => ({
      arrays: { state: kernels.view(state, n).slice(), force: kernels.view(force, momenta).slice() },
      numbers: { time: now[TIME], lost: now[LOST], evaluations, hasForce: hasForce ? 1 : 0 },
    }),
    restore({ arrays, numbers }) {
      kernels.view(state, n).set(arrays.state)
      kernels.view(force, momenta).set(arrays.force)
      now.set([numbers.time, numbers.lost, numbers.time, 0, 0])
      evaluations = numbers.evaluations
      hasForce = numbers.hasForce === 1
      show()
    },
  }
  return stepping
}

/** A symplectic composition with its description. */
export function compositionStepper(description: StepperDescription, weights: readonly number[]): Stepper {
  return { ...description, make: (system) => makeComposition(weights, system) }
}
