import { vectorKernels } from '../../kernels/vector.ts'
import type { Stepper, Stepping, Tolerances, Written } from '../stepper.ts'
import { stepperDescriptions } from '../stepper-descriptions.ts'
import type { Pointer, System } from '../system.ts'
import { makeErrorScale } from './error-scale.ts'
import { firstStepOf } from './first-step.ts'
import { hermite } from './hermite.ts'
import { makePiControl } from './pi-control.ts'
import { makeSpectralRadius } from './spectral-radius.ts'

/** Stages of one step are bounded, or rounding grows: Sommeijer et al., 2.3. */
const MOST_STAGES = 2000
/** Damping ε of the Chebyshev polynomials; the real stability interval is then 0.653 (s + 1)². */
const DAMPING = 2 / 13

/** Puts RKC of order 2 to work. Any number of stages, chosen by the spectral radius of the Jacobian. */
function makeRkc2(system: System, tolerances: Tolerances): Stepping {
  const { kernels, size: n } = system
  const vector = vectorKernels(kernels)
  const scale = makeErrorScale(system, tolerances)
  const { rtol, atol, atols } = scale
  const control = makePiControl(3, 0.1, 10)
  const take = () => kernels.reserve(n)
  let state = take()
  let other = take()
  let slope = take()
  let newSlope = take()
  const inner = take()
  const innerSlope = take()
  const stagesOf = [take(), take(), take()]
  const radius = makeSpectralRadius(system, inner, innerSlope)
  let hasSlope = false
  let evaluations = 0
  const now = new Float64Array(4)
  const [TIME, BEFORE, STEP, TRIED] = [0, 1, 2, 3] as const

  function rates(time: number, at: Pointer, out: Pointer): void {
    evaluations++
    system.rates(time, at, out)
  }
  function needSlope(): void {
    if (!hasSlope) rates(now[TIME], state, slope)
    hasSlope = true
  }

  /** The stages of a step: Sommeijer, Shampine, Verwer, eq. 2.2–2.5. */
  function chebyshev(step: number, stages: number): void {
    const time = now[TIME]
    const w0 = 1 + DAMPING / (stages * stages)
    const root = Math.sqrt(w0 * w0 - 1)
    const angle = stages * Math.log(w0 + root)
    const first = (Math.sinh(angle) * (w0 * w0 - 1)) / (Math.cosh(angle) * stages * root - w0 * Math.sinh(angle))
    // T, T', T'' at w0 of the two degrees before, b of both, c of both.
    let [z2, z1, d2, d1, e2, e1] = [1, w0, 0, 1, 0, 0]
    let b2 = 1 / (4 * w0 * w0)
    let b1 = b2
    let c2 = 0
    let c1 = first * b1
    let [before, last, free] = stagesOf
    vector.copyVector(n, state, before)
    vector.combine2(n, 1, state, step * c1, slope, last)
    for (let j = 2; j <= stages; j++) {
      const z = 2 * w0 * z1 - z2
      const d = 2 * w0 * d1 - d2 + 2 * z1
      const e = 2 * w0 * e1 - e2 + 4 * d1
      const b = e / (d * d)
      const mu = (2 * w0 * b) / b1
      const nu = -b / b2
      const rate = (2 * first * b) / b1
      // a_{j−1} = 1 − b_{j−1} T_{j−1}
      const gamma = -(1 - b1 * z1) * rate
      rates(time + step * c1, last, innerSlope)
      const out = j === stages ? other : free
      vector.combine5(n, 1 - mu - nu, state, mu, last, nu, before, step * rate, innerSlope, step * gamma, slope, out)
      const c = mu * c1 + nu * c2 + rate + gamma
      const spare = before
      before = last
      last = out
      free = spare
      z2 = z1
      z1 = z
      d2 = d1
      d1 = d
      e2 = e1
      e1 = e
      b2 = b1
      b1 = b
      c2 = c1
      c1 = c
    }
  }

  const show = () => {
    stepping.time = now[TIME]
    stepping.previousTime = now[BEFORE]
    stepping.state = state
    stepping.candidate = other
    stepping.nextStep = control.next
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
      now[STEP] = 0
      hasSlope = false
      control.reset(0)
      radius.forget()
      show()
    },
    firstStep(direction, longest) {
      needSlope()
      evaluations++
      const start = { time: now[TIME], state, slope, inner, innerSlope }
      return firstStepOf(system, vector, scale, 2, start, direction, longest)
    },
    attempt(step) {
      needSlope()
      const bound = radius.at(now[TIME], state, slope)
      const wanted = 1 + Math.sqrt(1.54 * Math.abs(step) * bound + 1)
      if (!(wanted <= MOST_STAGES)) {
        // As long a step as the largest number of stages allows.
        const longest = (0.9 * MOST_STAGES * MOST_STAGES) / (1.54 * bound)
        control.reset(Math.sign(step) * (Number.isFinite(longest) ? longest : Math.abs(step) / 4))
        show()
        return Number.isNaN(wanted) ? Number.NaN : Number.POSITIVE_INFINITY
      }
      now[TRIED] = step
      chebyshev(step, Math.max(2, Math.floor(wanted)))
      rates(now[TIME] + step, other, newSlope)
      // eq. 2.10
      vector.combine5(n, 0.8, state, -0.8, other, 0.4 * step, slope, 0.4 * step, newSlope, 0, state, inner)
      const norm = vector.weightedNorm(n, inner, state, other, rtol, atol, atols)
      control.propose(step, norm)
      show()
      if (!(norm <= 1)) radius.doubt()
      return norm
    },
    accept() {
      now[BEFORE] = now[TIME]
      now[STEP] = now[TRIED]
      now[TIME] += now[TRIED]
      const old = state
      state = other
      other = old
      const oldSlope = slope
      slope = newSlope
      newSlope = oldSlope
      control.accept()
      radius.step()
      show()
    },
    interpolate(time, out) {
      const step = now[STEP]
      hermite(vector, n, step === 0 ? 0 : (time - now[BEFORE]) / step, step, other, newSlope, state, slope, out)
    },
    worst() {
      const step = now[TRIED]
      vector.combine5(n, 0.8, state, -0.8, other, 0.4 * step, slope, 0.4 * step, newSlope, 0, state, inner)
      return vector.worstOf(n, inner, state, other, rtol, atol, atols)
    },
    counts: () => ({ evaluations: evaluations + radius.evaluations, jacobians: 0, factorisations: 0, solves: 0 }),
    checkpoint() {
      needSlope()
      const own = radius.checkpoint()
      return {
        arrays: {
          state: kernels.view(state, n).slice(),
          slope: kernels.view(slope, n).slice(),
          ...own.arrays,
        },
        numbers: { time: now[TIME], evaluations, ...control.save(), ...own.numbers },
      }
    },
    restore(checkpoint) {
      const { arrays, numbers } = checkpoint
      kernels.view(state, n).set(arrays.state)
      kernels.view(slope, n).set(arrays.slope)
      now.set([numbers.time, numbers.time, 0, 0])
      hasSlope = true
      evaluations = numbers.evaluations
      control.load(numbers)
      radius.restore(checkpoint)
      show()
    },
  }
  return stepping
}

/** The method of choice for diffusion on fine grids without a linear solver. */
export const rkc2: Stepper = {
  ...stepperDescriptions.rkc2,
  make: makeRkc2,
}
