import { RunFailure } from '../../core/errors.ts'
import type { StudyResult } from '../../core/simulation.ts'
import { findStepper } from '../catalogue.ts'
import { makeOdeSimulation, type OdeSimulationOptions } from '../ode-simulation.ts'
import type { System } from '../system.ts'
import { finite, type Pace, type Study } from './study.ts'

export interface WorkPrecisionOptions {
  readonly system: System
  /** The experiment's own run, without its method. */
  readonly run: Omit<OdeSimulationOptions, 'stepper' | 'rtol' | 'atol' | 'step' | 'scalars' | 'row' | 'invariants'>
  readonly steppers: readonly string[]
  readonly tolerances: readonly number[]
  /** Absolute tolerance for a relative one. */
  readonly atolPart: number
}

const isWorthRepeating = (repeat: number, spent: number) =>
  repeat === 0 || (repeat < MOST_REPEATS && spent < (repeat < LEAST_REPEATS ? SHORT : ENOUGH))

interface Solved {
  readonly values: Float64Array
  readonly steps: number
  readonly evaluations: number
  readonly milliseconds: number
}

/** A run is repeated until it has taken so many milliseconds together, but this often at least where it is short; the shortest counts. */
const ENOUGH = 30
const LEAST_REPEATS = 3
const MOST_REPEATS = 8
const SHORT = 400
/** A method that needs longer than this is given up, in milliseconds. */
const LONGEST = 8_000

/**
 * Error against cost for several methods and tolerances on one problem. The reference is computed at a tight tolerance by one method and
 * checked by another: their difference is the least error that can be told.
 */
export function makeWorkPrecisionStudy(options: WorkPrecisionOptions): Study {
  const { system, run, steppers, tolerances } = options
  const { kernels, size } = system
  const counts = { steps: 0, rejected: 0, evaluations: 0 }
  const scalars = run.unknowns.map((name) => ({ name, unit: '1' }))

  function* solve(stepper: string, tolerance: { rtol: number; step?: number }, pace: Pace): Generator<number, Solved> {
    const mark = kernels.mark()
    try {
      const values = new Float64Array(run.times.length * size).fill(Number.NaN)
      let rows = 0
      let milliseconds = 0
      const simulation = makeOdeSimulation(system, {
        ...run,
        scalars,
        stepper,
        rtol: tolerance.rtol,
        atol: tolerance.rtol * options.atolPart,
        ...(tolerance.step === undefined ? {} : { step: tolerance.step }),
      })
      for (let isDone = false; !isDone; ) {
        const started = pace.clock()
        const piece = simulation.advance(15, pace.clock)
        milliseconds += pace.clock() - started
        if (piece.samples) {
          values.set(piece.samples.values, rows * size)
          rows += piece.samples.times.length
        }
        isDone = piece.done
        if (milliseconds > LONGEST) throw new RunFailure(`it took more than ${LONGEST / 1000} s`)
        yield 0
      }
      const { steps, rejected, evaluations } = simulation.report()
      counts.steps += steps
      counts.rejected += rejected
      counts.evaluations += evaluations
      return { values: values.subarray(0, rows * size), steps, evaluations, milliseconds }
    } finally {
      kernels.release(mark)
    }
  }

  /** Both references, the first that works of each list. */
  function* reference(
    pace: Pace,
  ): Generator<number, { values: Float64Array; stepper: string; other: string; apart: number }> {
    const lists = [['dop853', 'radau5'], ['radau5', 'tsit5', 'bdf']] // biome-ignore format: two lists
    const solved: { stepper: string; values: Float64Array }[] = []
    for (const [which, list] of lists.entries())
      for (const stepper of list) {
        if (solved.length > which) break
        if (solved.some((other) => other.stepper === stepper) || findStepper(stepper)?.refuse(system) !== undefined)
          continue
        try {
          const { values } = yield* solve(stepper, { rtol: which === 0 ? 1e-13 : 1e-12 }, pace)
          solved.push({ stepper, values })
        } catch (error) {
          if (!(error instanceof RunFailure)) throw error
        }
      }
    const [first, second] = solved
    if (!first || !second)
      throw new RunFailure('no reference could be computed at a tight tolerance by two methods: the problem may be too long or too stiff; shorten time.to') // biome-ignore format: one sentence
    return { values: first.values, stepper: first.stepper, other: second.stepper, apart: errorOf(second.values, first.values, size) } // biome-ignore format: record
  }

  return {
    *run(pace): Generator<number, StudyResult> {
      const { values, stepper, other, apart } = yield* reference(pace)
      const runs: Record<string, number | string | null>[] = []
      const total = steppers.length * tolerances.length
      const span = Math.abs((run.times.at(-1) ?? run.from) - run.from)
      for (const id of steppers) {
        const entry = findStepper(id)
        for (const [k, rtol] of tolerances.entries()) {
          // Without error control the step is halved from run to run.
          const step = entry?.isAdaptive === false ? span / (100 * 2 ** k) : undefined
          const common = { stepper: id, ...(step === undefined ? { tolerance: rtol } : { step }) }
          try {
            let best: Solved | undefined
            for (let repeat = 0, spent = 0; isWorthRepeating(repeat, spent); repeat++) {
              const way = solve(id, { rtol, ...(step === undefined ? {} : { step }) }, pace)
              let piece = way.next()
              for (; !piece.done; piece = way.next()) yield runs.length / total
              spent += piece.value.milliseconds
              if (!best || piece.value.milliseconds < best.milliseconds) best = piece.value
              // Without a clock there is nothing to repeat for.
              if (spent === 0) break
            }
            if (!best) continue
            const error = errorOf(best.values, values, size)
            runs.push({ ...common, error: finite(error), evaluations: best.evaluations, steps: best.steps, milliseconds: best.milliseconds }) // biome-ignore format: record
          } catch (error) {
            if (!(error instanceof RunFailure)) throw error
            runs.push({ ...common, error: null, evaluations: null, steps: null, milliseconds: null, reason: error.message }) // biome-ignore format: record
          }
        }
      }
      return {
        type: 'work-precision',
        reference: { stepper, checkedBy: other, uncertainty: finite(apart) },
        error: 'largest difference at the saved times, each unknown relative to its largest value',
        runs,
      }
    },
    counts: () => counts,
  }
}

/** Largest difference, each unknown relative to its largest reference value; NaN where the lengths differ. */
function errorOf(values: Float64Array, reference: Float64Array, size: number): number {
  if (values.length !== reference.length) return Number.NaN
  const largest = new Float64Array(size)
  for (let k = 0; k < reference.length; k++) largest[k % size] = Math.max(largest[k % size], Math.abs(reference[k]))
  let error = 0
  for (let k = 0; k < values.length; k++) {
    const part = Math.abs(values[k] - reference[k]) / (largest[k % size] || 1)
    if (!(part <= error)) error = part
  }
  return error
}
