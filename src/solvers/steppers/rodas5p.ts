import type { Stepper, Stepping, Tolerances, Written } from '../stepper.ts'
import { stepperDescriptions } from '../stepper-descriptions.ts'
import type { System } from '../system.ts'
import { makeImplicitBase } from './implicit-base.ts'
import { makePiControl } from './pi-control.ts'

/**
 * Rodas5P in the form without products with J: (M/(γh) − J) k_i = f(y + Σ a_ij k_j) + M Σ c_ij k_j / h + d_i h ∂f/∂t.
 * y₁ = y + Σ a_8j k_j + k_8, the error is k_8. `dense`: see `interpolate`.
 * Steinebach, BIT Numer. Math. 63 (2023) 27; the numbers as in OrdinaryDiffEq.jl (MIT licence).
 */
export const rodas5pTableau = {
  gamma: 0.21193756319429014,
  nodes: [0, 0.6358126895828704, 0.4095798393397535, 0.9769306725060716, 0.4288403609558664, 1, 1, 1],
  states: [
    [],
    [3],
    [2.849394379747939, 0.45842242204463923],
    [-6.954028509809101, 2.489845061869568, -10.358996098473584],
    [2.8029986275628964, 0.5072464736228206, -0.3988312541770524, -0.04721187230404641],
    [-7.502846399306121, 2.561846144803919, -11.627539656261098, -0.18268767659942256, 0.030198172008377946],
    [-7.502846399306121, 2.561846144803919, -11.627539656261098, -0.18268767659942256, 0.030198172008377946, 1],
    [-7.502846399306121, 2.561846144803919, -11.627539656261098, -0.18268767659942256, 0.030198172008377946, 1, 1],
  ],
  couplings: [
    [],
    [-14.155112264123755],
    [-17.97296035885952, -2.859693295451294],
    [147.12150275711716, -1.41221402718213, 71.68940251302358],
    [165.43517024871676, -0.4592823456491126, 42.90938336958603, -5.961986721573306],
    [24.854864614690072, -3.0009227002832186, 47.4931110020768, 5.5814197821558125, -0.6610691825249471],
    [
      30.91273214028599, -3.1208243349937974, 77.79954646070892, 34.28646028294783, -19.097331116725623,
      -28.087943162872662,
    ],
    [
      37.80277123390563, -3.2571969029072276, 112.26918849496327, 66.9347231244047, -40.06618937091002,
      -54.66780262877968, -9.48861652309627,
    ],
  ],
  times: [0.21193756319429014, -0.42387512638858027, -0.3384627126235924, 1.8046452872882734, 2.325825639765069, 0, 0, 0],
  dense: [
    [
      25.948786856663858, -2.5579724845846235, 10.433815404888879, -2.3679251022685204, 0.524948541321073,
      1.1241088310450404, 0.4272876194431874, -0.17202221070155493,
    ],
    [
      -9.91568850695171, -0.9689944594115154, 3.0438037242978453, -24.495224566215796, 20.176138334709044,
      15.98066361424651, -6.789040303419874, -6.710236069923372,
    ],
    [
      11.419903575922262, 2.8879645146136994, 72.92137995996029, 80.12511834622643, -52.072871366152654,
      -59.78993625266729, -0.15582684282751913, 4.883087185713722,
    ],
  ],
} as const // biome-ignore format: a table

const STAGES = 8
/** Of the error estimate, plus one. */
const ERROR_ORDER = 5

/** Rosenbrock method of order 5. */
export const rodas5p: Stepper = {
  ...stepperDescriptions.rodas5p,
  make: makeRodas,
}

function makeRodas(system: System, tolerances: Tolerances): Stepping {
  const base = makeImplicitBase(system, tolerances, { isExact: true })
  const { kernels, solver, size, state, rates, mass, memory } = base
  const increments = base.take(STAGES)
  // One behind the other: the dense output combines all five.
  const ends = base.take(2)
  const dense = base.take(3)
  const stage = base.take(1).pointer
  const slope = base.take(1).pointer
  const timeSlope = base.take(1).pointer
  const coefficients = system.kernels.reserve(STAGES)
  const { stride } = increments
  const { gamma, nodes, times } = rodas5pTableau
  const stateRows = base.table(rodas5pTableau.states)
  const couplingRows = base.table(rodas5pTableau.couplings)
  const denseRows = base.table(rodas5pTableau.dense)
  const control = makePiControl(ERROR_ORDER)
  const isAutonomous = system.isAutonomous ?? false
  const increment = (i: number) => increments.pointer + i * stride
  /** The state after the step tried; the first of `ends` is the one before the last step. */
  const after = ends.pointer + stride

  // Numbers that change lie in an array: a captured variable would be boxed anew with every write.
  const now = new Float64Array(5)
  const [TIME, PREVIOUS, TRIED, IS_READY, HAS_DENSE] = [0, 1, 2, 3, 4] as const

  /** The dense output of the last step, made when first asked for: its increments stay until the next try. */
  const needDense = () => {
    if (now[HAS_DENSE] === 1) return
    for (let m = 0; m < 3; m++)
      kernels.combine(
        dense.pointer + m * stride, 0, 0, 1, denseRows[m], increments.pointer, stride, STAGES, size,
      ) // biome-ignore format: as the kernel lists them
    now[HAS_DENSE] = 1
  }

  const attempt = (step: number): number => {
    now[TRIED] = step
    if (now[IS_READY] === 0) {
      base.evaluate(now[TIME], state, rates)
      base.setWeights(state)
      solver.linearise(now[TIME], state, rates, base.weights, step)
      if (!isAutonomous) solver.timeDerivative(now[TIME], state, rates, timeSlope, step)
      now[IS_READY] = 1
    }
    if (!solver.factor(1 / (gamma * step))) {
      control.propose(step, Number.NaN)
      stepping.nextStep = control.next
      return Number.NaN
    }
    for (let i = 0; i < STAGES; i++) {
      const k = increment(i)
      if (i === 0) kernels.copyTo(k, rates, size)
      else {
        const y = i === STAGES - 1 ? after : stage
        kernels.combine(y, state, 0, 1, stateRows[i], increments.pointer, stride, i, size)
        base.evaluate(now[TIME] + nodes[i] * step, y, slope)
        kernels.combine(k, slope, mass, 1 / step, couplingRows[i], increments.pointer, stride, i, size)
      }
      const share = times[i]
      if (!isAutonomous && share !== 0) kernels.addScaled(k, k, share * step, timeSlope, size)
      solver.solve(k)
    }
    kernels.addScaled(after, after, 1, increment(STAGES - 1), size)
    // Weighted with the larger of both ends, so that a step into a fast rise is not judged by the small value before.
    base.setWeights(state, after)
    const error = base.norm(increment(STAGES - 1))
    control.propose(step, error)
    stepping.nextStep = control.next
    return error
  }

  const show = () => {
    stepping.time = now[TIME]
    stepping.previousTime = now[PREVIOUS]
    stepping.nextStep = control.next
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
      now[IS_READY] = 0
      base.settle(at)
      show()
    },
    firstStep(direction, longest) {
      const step = base.firstStep(now[TIME], direction, longest, 5)
      control.reset(step)
      show()
      return step
    },
    attempt,
    accept() {
      now[HAS_DENSE] = 0
      kernels.copyTo(ends.pointer, state, size)
      kernels.copyTo(state, after, size)
      now[PREVIOUS] = now[TIME]
      now[TIME] += now[TRIED]
      now[IS_READY] = 0
      control.accept()
      show()
    },
    interpolate(at, out) {
      needDense()
      // y = (1 − θ) y₀ + θ (y₁ + (1 − θ)(d₁ + θ (d₂ + θ d₃))).
      const theta = (at - now[PREVIOUS]) / (now[TIME] - now[PREVIOUS])
      const bump = theta * (1 - theta)
      const view = memory()
      const row = coefficients / 8
      view[row] = 1 - theta
      view[row + 1] = theta
      view[row + 2] = bump
      view[row + 3] = bump * theta
      view[row + 4] = bump * theta * theta
      kernels.combine(out, 0, 0, 1, coefficients, ends.pointer, stride, 5, size)
    },
    counts: base.counts,
    candidate: after,
    worst: () => base.worst(increment(STAGES - 1)),
    checkpoint() {
      needDense()
      const { arrays, numbers } = base.checkpoint({ ends, dense }, now)
      return { arrays, numbers: { ...numbers, ...control.save() } }
    },
    restore(checkpoint) {
      base.restore(checkpoint, { ends, dense }, now)
      control.load(checkpoint.numbers)
      now[IS_READY] = 0
      show()
    },
  }
  return stepping
}
