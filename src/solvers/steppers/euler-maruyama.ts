import { fillNormals } from '../../core/counter-random.ts'
import { vectorKernels } from '../../kernels/vector.ts'
import { makeArenaView } from '../arena-view.ts'
import { makeStiffSolver } from '../linear/stiff-solver.ts'
import type { Stepper, Stepping } from '../stepper.ts'
import { stepperDescriptions } from '../stepper-descriptions.ts'
import type { LinearPart, Pointer, System } from '../system.ts'

/** Tells its numbers from those of initial data. */
const noiseStream = 0x6e6f6973

/** How dy = (S(t, y) + N(t, y)) dt + G dW is advanced. */
interface Scheme {
  /** Gives y(t + h) from y, the drift that is not stiff and the noise G·ξ with normal ξ, each in its vector. False where it cannot. */
  advance(time: number, step: number, y: Pointer, nonstiff: Pointer, noise: Pointer, out: Pointer): boolean
  /** What is kept for a step is made anew: parameters may have changed. */
  forget(): void
}

/** Euler and Maruyama: G. Maruyama, Rend. Circ. Mat. Palermo 4 (1955) 48. */
function makeExplicit({ kernels, size }: System): Scheme {
  const vector = vectorKernels(kernels)
  return {
    advance(_, step, y, nonstiff, noise, out) {
      vector.combine2(size, 1, y, step, nonstiff, out)
      vector.axpy(size, Math.sqrt(Math.abs(step)), noise, out)
      return true
    },
    forget() {},
  }
}

/**
 * Diagonal L: e^(Lh) y + h φ₁(Lh) N + √((e^(2hL) − 1)/2L) G ξ. A linear mode with noise of constant strength (Ornstein, Uhlenbeck) is
 * then followed exactly, whatever the step: A. Jentzen, P. E. Kloeden, Proc. R. Soc. A 465 (2009) 649.
 */
function makeExponential({ kernels, size }: System, { real, imaginary }: LinearPart & { kind: 'diagonal' }): Scheme {
  const memory = makeArenaView(kernels)
  const count = real.length
  const [decay, slope] = [new Float64Array(2 * count), new Float64Array(2 * count)]
  const spread = new Float64Array(count)
  let weightsOf = Number.NaN
  const fill = (step: number) => {
    weightsOf = step
    for (let i = 0; i < count; i++) {
      const [x, y] = [step * (real[i] ?? 0), step * (imaginary?.[i] ?? 0)]
      const size = Math.exp(x)
      const [re, im] = [size * Math.cos(y), size * Math.sin(y)]
      decay[2 * i] = re
      decay[2 * i + 1] = im
      // φ₁(z) = (e^z − 1)/z; the real part without cancellation: e^x cos y − 1 = expm1(x) cos y − 2 sin²(y/2).
      const above = Math.expm1(x) * Math.cos(y) - 2 * Math.sin(y / 2) ** 2
      const square = x * x + y * y
      slope[2 * i] = square < 1e-24 ? step : (step * (above * x + im * y)) / square
      slope[2 * i + 1] = square < 1e-24 ? 0 : (step * (im * x - above * y)) / square
      spread[i] = Math.sqrt(Math.abs(step) * (Math.abs(x) < 1e-12 ? 1 : Math.expm1(2 * x) / (2 * x)))
    }
  }
  const advance: Scheme['advance'] = (_, step, y, nonstiff, noise, out) => {
    if (weightsOf !== step) fill(step)
    const view = memory()
    const [a, b, c, to] = [y / 8, nonstiff / 8, noise / 8, out / 8]
    if (!imaginary) {
      for (let i = 0; i < size; i++)
        view[to + i] = decay[2 * i]! * view[a + i]! + slope[2 * i]! * view[b + i]! + spread[i]! * view[c + i]!
      return true
    }
    for (let k = 0; k < count; k++) {
      const [i, j] = [2 * k, 2 * k + 1]
      const [re, im, nre, nim] = [view[a + i]!, view[a + j]!, view[b + i]!, view[b + j]!]
      view[to + i] = decay[i]! * re - decay[j]! * im + slope[i]! * nre - slope[j]! * nim + spread[k]! * view[c + i]!
      view[to + j] = decay[i]! * im + decay[j]! * re + slope[i]! * nim + slope[j]! * nre + spread[k]! * view[c + j]!
    }
    return true
  }
  return {
    advance,
    forget() {
      weightsOf = Number.NaN
    },
  }
}

/**
 * The stiff part by the trapezoidal rule: (2/h − J) δ = 2 (S + N) + 2 G ξ/√h. Of a linear mode the stationary variance is exact at every
 * step, which the implicit Euler rule makes too small: J. B. Walsh, Potential Anal. 23 (2005) 1.
 */
function makeTrapezoidal(system: System, split: NonNullable<System['split']>): Scheme {
  const { kernels, size } = system
  const vector = vectorKernels(kernels)
  const solver = makeStiffSolver(system, split)
  const right = kernels.reserve(size)
  let factored = Number.NaN
  return {
    advance(time, step, y, nonstiff, noise, out) {
      split.stiff(time, y, right)
      vector.combine2(size, 2, right, 2, nonstiff, right)
      vector.axpy(size, 2 / Math.sqrt(Math.abs(step)), noise, right)
      solver.linearise(time, y)
      if (!solver.isConstant || factored !== step) {
        if (!solver.factor(2 / step)) return false
        factored = step
      }
      solver.solve(right)
      vector.combine2(size, 1, y, 1, right, out)
      return true
    },
    forget() {
      solver.forget()
      factored = Number.NaN
    },
  }
}

/** Euler–Maruyama for white noise; a stiff linear part is treated exactly or by the trapezoidal rule. */
export const eulerMaruyama: Stepper = {
  ...stepperDescriptions['euler-maruyama'],
  make(system) {
    const { kernels, size, split, noise } = system
    if (!noise) throw new Error('Euler–Maruyama was given a system without noise')
    const memory = makeArenaView(kernels)
    const vector = vectorKernels(kernels)
    const take = () => kernels.reserve(size)
    const [state, candidate, previousState, slope, kick] = [take(), take(), take(), take(), take()]
    const increments = kernels.reserve(noise.count)
    const linear = split?.linear
    const scheme =
      split && linear?.kind === 'diagonal'
        ? makeExponential(system, linear)
        : split
          ? makeTrapezoidal(system, split)
          : makeExplicit(system)
    const drift = split ? split.nonstiff : system.rates
    const normals = new Float64Array(noise.count)
    const now = new Float64Array(5)
    const [TIME, PREVIOUS, TRIED, TAKEN, EVALUATIONS] = [0, 1, 2, 3, 4] as const
    const stepping: Stepping = {
      state,
      candidate,
      get time() {
        return now[TIME] ?? 0
      },
      get previousTime() {
        return now[PREVIOUS] ?? 0
      },
      get nextStep() {
        return now[TRIED] ?? 0
      },
      start(time) {
        // The count of steps goes on: no number is drawn twice.
        now[TIME] = time
        now[PREVIOUS] = time
        scheme.forget()
      },
      firstStep: (direction, longest) => (direction * Math.abs(longest)) / 1000,
      attempt(step) {
        const time = now[TIME] ?? 0
        now[TRIED] = step
        now[EVALUATIONS] = (now[EVALUATIONS] ?? 0) + 1
        fillNormals({ seed: noise.seed, stream: noiseStream, block: now[TAKEN] ?? 0 }, normals)
        memory().set(normals, increments / 8)
        drift(time, state, slope)
        noise.apply(time, state, increments, kick)
        const isDone = scheme.advance(time, step, state, slope, kick, candidate)
        return isDone && vector.firstNonFinite(size, candidate) < 0 ? 0 : Number.NaN
      },
      accept() {
        vector.copyVector(size, state, previousState)
        vector.copyVector(size, candidate, state)
        now[PREVIOUS] = now[TIME] ?? 0
        now[TIME] = (now[TIME] ?? 0) + (now[TRIED] ?? 0)
        now[TAKEN] = (now[TAKEN] ?? 0) + 1
      },
      interpolate(time, out) {
        const theta = (time - stepping.previousTime) / (stepping.time - stepping.previousTime)
        vector.combine2(size, 1 - theta, previousState, theta, state, out)
      },
      counts: () => ({ evaluations: now[EVALUATIONS] ?? 0, jacobians: 0, factorisations: 0, solves: 0 }),
      checkpoint: () => ({
        arrays: {
          now: now.slice(),
          state: kernels.view(state, size).slice(),
          previousState: kernels.view(previousState, size).slice(),
        },
        numbers: {},
      }),
      restore({ arrays }) {
        memory().set(arrays.state ?? [], state / 8)
        memory().set(arrays.previousState ?? [], previousState / 8)
        now.set(arrays.now ?? [])
      },
    }
    return stepping
  },
}
