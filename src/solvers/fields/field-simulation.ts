import { axisNodes, domainSize } from '../../core/domain.ts'
import { RunFailure } from '../../core/errors.ts'
import type { FieldDescription, Frame, Quantity } from '../../core/field.ts'
import type { Checkpoint, Simulation } from '../../core/simulation.ts'
import { findStepper } from '../catalogue.ts'
import { makeOdeSimulation } from '../ode-simulation.ts'
import type { Pointer } from '../system.ts'
import { thinnedTimes } from '../thinned-times.ts'
import type { DiscretisedFields, FieldProblem } from './discretised-fields.ts'
import { fieldFailure } from './field-failure.ts'
import { withFieldNoise } from './field-noise.ts'
import { meetConstraints } from './find-zero.ts'
import { sizesOf } from './node-extremes.ts'
import { levelOnNodes, makeFieldObserver } from './observed-numbers.ts'
import { solveTimeless } from './solve-timeless.ts'

/** What is run, and what is saved of it. */
export interface FieldSimulationOptions {
  readonly problem: FieldProblem
  readonly fields: DiscretisedFields
  /** In the order of the unknowns. */
  readonly units: readonly string[]
  /** The last so many of `equations.observed` are conserved quantities. */
  readonly invariants: readonly string[]
  /** Node values at the start, unknown after unknown. */
  readonly initial: Float64Array
  /** An id of the catalogue, or `none` where nothing changes in time. */
  readonly stepper: string
  readonly rtol: number
  readonly atol: number
  /** Of methods without error control chosen here where absent: what is stable, at least 200 for the run. */
  readonly step?: number
  readonly from: number
  readonly times: Float64Array
  readonly saveFrames: boolean
}

/** Of what is stable this much is taken. */
export const stableShare = 0.8
/** In the time of interest, of methods whose step is not given. */
export const leastSteps = 200

/** A grid as the run folder has it: slowest axis first. */
export function fieldGrid({ domain }: FieldProblem): FieldDescription['grid'] {
  const axes = domain.axes.map((axis) => ({ name: axis.name, unit: axis.unit, values: axisNodes(axis) }))
  return { axes: axes.reverse() }
}

/** The numbers that are told of fields: integrals of the unknowns, then what is observed. */
export function fieldScalars({ unknowns, observed }: FieldProblem['equations']): readonly Quantity[] {
  return [
    ...unknowns.map((name) => ({ name: `integral.${name}`, unit: '1', label: `Integral of ${name}` })),
    ...observed.map(({ name }) => ({ name: name.replace(/^invariant /, ''), unit: '1' })),
  ]
}

/**
 * Makes the simulation of fields: frames at saved times (about a hundred where there are more), integrals of the unknowns, observed
 * numbers and conserved quantities as scalars. The numbers do not depend on how `advance` cuts the work; a run restored from a
 * checkpoint goes on bit for bit.
 * @throws InvalidInput where stepper, step or tolerance do not fit; `advance` throws RunFailure with time, place and advice
 */
export function makeFieldSimulation(options: FieldSimulationOptions): Simulation {
  const { problem, fields, units, invariants, initial, from, times } = options
  const { equations, domain } = problem
  const { unknowns, observed, algebraic } = equations
  const size = domainSize(domain)
  const count = size * unknowns.length
  const system = withFieldNoise(fields, problem)
  const { kernels } = system
  const nodes = kernels.reserve(count)
  const integrals = kernels.reserve(unknowns.length)
  const start = kernels.reserve(system.size)
  const observer = makeFieldObserver(problem)
  const outside = levelOnNodes(problem)
  const isSeries = fields.space === 'fourier' || fields.space === 'cosine' || fields.space === 'sine'
  const startSizes = sizesOf(initial, unknowns.length)
  const numbers = new Float64Array(observed.length)
  const grid = fieldGrid(problem)

  const decoded = (time: number, state: Pointer): Float64Array => {
    fields.decode(time, state, nodes)
    return kernels.view(nodes, count)
  }
  kernels.view(nodes, count).set(initial)
  fields.encode(from, nodes, start)

  const scalars = fieldScalars(equations)
  const descriptions: readonly FieldDescription[] = unknowns.map((name, i) => ({
    name,
    unit: units[i] ?? '1',
    grid,
    ...(outside ? { hasGaps: true } : {}),
  }))

  const frameTimes = options.saveFrames ? new Set(thinnedTimes(times)) : new Set<number>()
  let frames: Frame[] = []
  const frameOf = (time: number, values: Float64Array): Frame => ({
    time,
    fields: descriptions.map((description, i) => ({ ...description, values: values.slice(i * size, (i + 1) * size) })),
  })

  /** The row of a time; a frame where one is due. */
  const row = (time: number, state: Pointer, out: Float64Array): void => {
    const values = decoded(time, state)
    // A series rounds off the corners of what was given; the first frame shows it as it is.
    if (time === from && isSeries)
      initial.forEach((value, i) => {
        if (!algebraic[Math.floor(i / size)]) values[i] = value
      })
    fields.integrals(time, state, integrals)
    out.set(kernels.view(integrals, unknowns.length))
    if (observed.length > 0) {
      observer.observe(time, values, numbers)
      out.set(numbers, unknowns.length)
    }
    if (!frameTimes.has(time)) return
    // What is not a number inside is no solution; outside a region there is none.
    const bad = values.findIndex((value, i) => !Number.isFinite(value) && !((outside?.[i % size] ?? -1) >= 0))
    if (bad >= 0 && !outside) throw new RunFailure(`${unknowns[Math.floor(bad / size)]} is not a finite number at t = ${time}. Check the boundary conditions and definitions for a division by zero.`) // biome-ignore format: one sentence
    frames.push(frameOf(time, values))
  }
  const takeFrames = (): { readonly frames?: readonly Frame[] } => {
    if (frames.length === 0) return {}
    const taken = frames
    frames = []
    return { frames: taken }
  }

  if (options.stepper === 'none')
    return solveTimeless({ problem, fields, system, start, from, scalars, descriptions: options.saveFrames ? descriptions : [], frameOf, row, takeFrames, decoded }) // biome-ignore format: one call

  meetConstraints(system, problem, from, start)
  const stepper = findStepper(options.stepper, options.step !== undefined)
  const isAdaptive = stepper?.isAdaptive ?? true
  const span = Math.abs((times.at(-1) ?? from) - from)
  let step = options.step
  if (!isAdaptive) {
    const bound = fields.stableStep(from, start)
    const isSplit = stepper?.kind === 'additive' || stepper?.kind === 'exponential' || (options.stepper === 'euler-maruyama' && system.split !== undefined) // biome-ignore format: one thought
    step ??= Math.min(span / leastSteps, stableShare * (isSplit ? bound.semiImplicit : bound.explicit))
  }
  // The fastest wave may become faster: the step follows it.
  const isFollowed = fields.space === 'finite-volume' && options.step === undefined && options.stepper === 'ssprk33'
  if (isFollowed) step = span / leastSteps
  const last = { time: from, step: step ?? 0 }
  const inner = makeOdeSimulation(system, {
    stepper: options.stepper,
    rtol: options.rtol,
    atol: options.atol,
    ...(step === undefined ? {} : { step }),
    ...(isFollowed ? { stableStep: (time, state) => stableShare * fields.stableStep(time, state).explicit } : {}),
    from,
    times,
    initial: kernels.view(start, system.size).slice(),
    unknowns,
    scalars,
    row,
    onStep(length, time, state) {
      last.time = time
      last.step = length
      kernels.whole().copyWithin(start / 8, state / 8, state / 8 + system.size)
    },
    invariants: invariants.map((name, k) => ({
      name,
      value(time, state) {
        const values = decoded(time, state)
        const place = observed.length - invariants.length + k
        observer.observe(time, values, numbers)
        const value = numbers[place] ?? Number.NaN
        return time === from ? observer.withoutRounding(time, values, place, value) : value
      },
    })),
  })

  return {
    scalars,
    fields: options.saveFrames ? descriptions : [],
    advance(milliseconds, clock) {
      try {
        const advanced = inner.advance(milliseconds, clock)
        return { ...advanced, ...takeFrames() }
      } catch (error) {
        if (!(error instanceof RunFailure)) throw error
        throw fieldFailure({
          problem,
          fields,
          stepper: options.stepper,
          isAdaptive,
          time: last.time,
          state: start,
          step: last.step,
          nodes: decoded(last.time, start).slice(),
          startSizes,
          said: error.message,
        })
      }
    },
    checkpoint() {
      const { arrays, numbers } = inner.checkpoint()
      const waiting = Object.fromEntries(
        frames.map((frame, k) => [
          `frame${k}`,
          Float64Array.from([frame.time, ...frame.fields.flatMap(({ values }) => [...values])]),
        ]),
      )
      return { arrays: { ...arrays, ...waiting }, numbers: { ...numbers, framesWaiting: frames.length } }
    },
    restore(checkpoint: Checkpoint) {
      inner.restore(checkpoint)
      frames = Array.from({ length: checkpoint.numbers.framesWaiting ?? 0 }, (_, k) => {
        const kept = checkpoint.arrays[`frame${k}`] ?? new Float64Array(1 + count)
        return frameOf(kept[0] ?? 0, kept.subarray(1))
      })
    },
    report() {
      const report = inner.report()
      return { ...report, notes: [...fields.notes, ...(isAdaptive || step === undefined ? [] : [`steps of ${isFollowed ? 'at most ' : ''}${Number(step.toPrecision(4))} in time`]), ...(report.notes ?? [])] } // biome-ignore format: one thought
    },
  }
}
