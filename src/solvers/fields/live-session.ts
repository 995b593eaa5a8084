import { domainSize } from '../../core/domain.ts'
import { RunFailure } from '../../core/errors.ts'
import type { FieldDescription, Quantity } from '../../core/field.ts'
import { invariantOf } from '../../core/simulation.ts'
import { findStepper } from '../catalogue.ts'
import { rungBelow } from '../steppers/etdrk4.ts'
import type { Pointer } from '../system.ts'
import type { DiscretisedFields, FieldProblem } from './discretised-fields.ts'
import { fieldFailure } from './field-failure.ts'
import { withFieldNoise } from './field-noise.ts'
import { fieldGrid, fieldScalars, leastSteps, stableShare } from './field-simulation.ts'
import { meetConstraints } from './find-zero.ts'
import { sizesOf } from './node-extremes.ts'
import { type FieldObserver, levelOnNodes, makeFieldObserver } from './observed-numbers.ts'

/** What a living solution is made of. */
export interface LiveSessionOptions {
  readonly problem: FieldProblem
  readonly fields: DiscretisedFields
  /** In the order of the unknowns. */
  readonly units: readonly string[]
  /** The last so many of `equations.observed` are conserved quantities. */
  readonly invariants: readonly string[]
  /** Node values to begin with, unknown after unknown. */
  readonly nodes: Float64Array
  readonly time: number
  /** An id of the catalogue; not `none`. */
  readonly stepper: string
  readonly rtol: number
  readonly atol: number
  /** Of methods without error control chosen here where absent; with error control the longest step. */
  readonly step?: number
  /** A length of time in which something happens: of it a step without error control is a two-hundredth at most. */
  readonly span: number
}

/** One moment. */
export interface LiveMoment {
  readonly values: readonly Float32Array[]
  /** Smallest and largest finite value, two a field. */
  readonly extremes: Float32Array
}

/** Numbers of one moment. */
export interface LiveNumbers {
  /** In the order of `scalars`. */
  readonly scalars: Float64Array
  /** Relative to the value at the last change by hand. */
  readonly drifts: Float64Array
}

/** A solution that goes on for as long as it is looked at: it has no end, and a hand may change it at any time. */
export interface LiveSession {
  readonly fields: readonly FieldDescription[]
  readonly scalars: readonly Quantity[]
  time(): number
  /** Steps taken in all, and the length of the last. */
  steps(): number
  step(): number
  /**
   * Steps until `until` is reached or the time is up, one step at least where there is way to go.
   * @param longest steps are not longer where the method controls its error
   * @throws RunFailure with time, place and advice; the last good state stays
   */
  advance(until: number, milliseconds: number, clock: () => number, longest: number): void
  /** One step of the method's own. */
  takeStep(): void
  /** Goes on from here with other parameters, in the order of the equations'. */
  setParameters(values: Float64Array): void
  /** Goes on from node values at a time. */
  setNodes(nodes: Float64Array, time: number): void
  /** Node values now; a copy. */
  nodes(): Float64Array
  moment(): LiveMoment
  numbers(): LiveNumbers
}

const ULP = 2 ** -52
const mostTries = 100

/** Makes a living solution. @throws InvalidInput, RunFailure where the start cannot be used */
export function makeLiveSession(options: LiveSessionOptions): LiveSession {
  const { fields, units, invariants } = options
  const { equations, domain } = options.problem
  const { unknowns, observed } = equations
  // The values are written over as the sliders move.
  const problem: FieldProblem = { ...options.problem, parameters: options.problem.parameters.slice() }
  const size = domainSize(domain)
  const count = size * unknowns.length
  const system = withFieldNoise(fields, problem)
  const { kernels } = system
  const nodes = kernels.reserve(count)
  const integrals = kernels.reserve(unknowns.length)
  const found = findStepper(options.stepper, options.step !== undefined)
  if (!found) throw new Error(`there is no stepper "${options.stepper}"`)
  const refusal = found.refuse(system)
  if (refusal) throw new RunFailure(`${found.id} cannot serve these equations: ${refusal}.`)
  const stepper = found
  const stepping = stepper.make(system, { rtol: options.rtol, atol: options.atol })
  const { isAdaptive } = stepper
  const isSplit = stepper.kind === 'additive' || stepper.kind === 'exponential' || (stepper.id === 'euler-maruyama' && system.split !== undefined) // biome-ignore format: one thought
  const outside = levelOnNodes(problem)
  const grid = fieldGrid(problem)
  const numbers = new Float64Array(observed.length)
  const firsts = new Float64Array(invariants.length)
  let observer: FieldObserver | undefined
  let startSizes: readonly number[] = []
  let [next, taken, last] = [0, 0, 0]

  const decoded = (state: Pointer): Float64Array => {
    fields.decode(stepping.time, state, nodes)
    return kernels.view(nodes, count)
  }
  const observe = (): void => {
    if (observed.length === 0) return
    observer ??= makeFieldObserver(problem)
    observer.observe(stepping.time, decoded(stepping.state), numbers)
  }
  const kept = (k: number) => numbers[observed.length - invariants.length + k] ?? Number.NaN

  const failure = (step: number, said: string) =>
    fieldFailure({
      problem,
      fields,
      stepper: stepper.id,
      isAdaptive,
      time: stepping.time,
      state: stepping.state,
      step,
      nodes: decoded(stepping.state).slice(),
      startSizes,
      said,
    })

  /** Forgets what the method remembers: values or parameters have changed. */
  function begin(time: number): void {
    meetConstraints(system, problem, time, stepping.state)
    stepping.start(time)
    const bound = isAdaptive ? undefined : fields.stableStep(time, stepping.state)
    next = bound
      ? (options.step ?? Math.min(options.span / leastSteps, stableShare * (isSplit ? bound.semiImplicit : bound.explicit)))
      : stepping.firstStep(1, options.step ?? options.span) // biome-ignore format: one choice
    observe()
    for (let k = 0; k < firsts.length; k++)
      firsts[k] =
        observer?.withoutRounding(time, decoded(stepping.state), observed.length - firsts.length + k, kept(k)) ??
        kept(k)
  }

  function put(values: Float64Array, time: number): void {
    kernels.view(nodes, count).set(values)
    fields.encode(time, nodes, stepping.state)
    startSizes = sizesOf(values, unknowns.length)
    begin(time)
  }

  function advanceOnce(longest: number): void {
    let step = isAdaptive ? Math.min(next, longest, options.step ?? Number.POSITIVE_INFINITY) : next
    const { time } = stepping
    for (let tries = 0; ; tries++) {
      const error = stepping.attempt(step)
      if (error <= 1) break
      const proposed = stepping.nextStep
      const smaller = proposed < step ? proposed : step / 2
      if (!isAdaptive || tries >= mostTries || !(smaller > 4 * ULP * Math.abs(time)))
        throw failure(step, isAdaptive ? `Steps of ${step.toPrecision(2)} are still too long for the tolerance.` : 'The values are no longer finite numbers.') // biome-ignore format: one sentence
      step = smaller
    }
    stepping.accept()
    taken++
    last = stepping.time - time
    if (isAdaptive) next = stepping.nextStep
  }

  put(options.nodes, options.time)
  return {
    fields: unknowns.map((name, i) => ({ name, unit: units[i] ?? '1', grid, ...(outside ? { hasGaps: true } : {}) })),
    scalars: fieldScalars(equations),
    time: () => stepping.time,
    steps: () => taken,
    step: () => last,
    advance(until, milliseconds, clock, longest) {
      const started = clock()
      // Methods with tables for their steps need few.
      const bound = longest > 0 && longest < Number.POSITIVE_INFINITY ? rungBelow(longest) : Number.POSITIVE_INFINITY
      while (stepping.time < until) {
        advanceOnce(bound)
        if (clock() - started >= milliseconds) return
      }
    },
    takeStep: () => advanceOnce(Number.POSITIVE_INFINITY),
    setParameters(values) {
      // Decoded before and encoded after: what is prescribed at the sides may follow a parameter.
      const before = decoded(stepping.state).slice()
      problem.parameters.set(values)
      fields.setParameters(values)
      observer = undefined
      put(before, stepping.time)
    },
    setNodes: put,
    nodes: () => decoded(stepping.state).slice(),
    moment() {
      const all = decoded(stepping.state)
      const extremes = new Float32Array(2 * unknowns.length)
      const values = unknowns.map((_, k) => {
        const own = new Float32Array(size)
        let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
        const from = k * size
        for (let i = 0; i < size; i++) {
          const value = all[from + i]!
          own[i] = value
          if (value < low) low = value
          if (value > high) high = value
        }
        extremes[2 * k] = low
        extremes[2 * k + 1] = high
        return own
      })
      return { values, extremes }
    },
    numbers() {
      fields.integrals(stepping.time, stepping.state, integrals)
      observe()
      return {
        scalars: Float64Array.from([...kernels.view(integrals, unknowns.length), ...numbers]),
        drifts: firsts.map((first, k) => invariantOf(first, kept(k)).drift),
      }
    },
  }
}
