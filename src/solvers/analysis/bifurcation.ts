import { RunFailure } from '../../core/errors.ts'
import type { Checkpoint, StudyResult } from '../../core/simulation.ts'
import type { CompiledSystem } from '../compiled-system.ts'
import type { EventSet } from '../events.ts'
import { finite, type Study } from './study.ts'
import { makeTrajectory, type StepperChoice } from './trajectory.ts'

export interface BifurcationOptions extends StepperChoice {
  readonly system: CompiledSystem
  readonly events?: EventSet
  readonly firstSection: number
  /** Values of all parameters; that of `parameter` is replaced. */
  readonly parameters: Float64Array
  readonly parameter: number
  readonly name: string
  readonly values: Float64Array
  readonly scan: 'up' | 'down' | 'both'
  /** Each value begins where the one before ended; else at the initial state. */
  readonly carry: boolean
  readonly from: number
  readonly to: number
  readonly transient: number
  readonly initial: Float64Array
  readonly unknowns: readonly string[]
  /** Place of the unknown that is sampled. */
  readonly of: number
  readonly period?: number
  /** Samples of one value at most. */
  readonly points: number
  /** What is sampled, in words. */
  readonly samples: string
}

/** A carried state is moved by this part of itself: an equilibrium that has become unstable would hold a solution begun exactly on it. */
const NUDGE = 1e-6

/**
 * A carried state beside itself, the same in every run: each unknown a little up, by a part of the larger of it and its initial value, or
 * where both are 0 of the largest of all. Up, so that what cannot be negative stays so; by different parts, so that no symmetry is kept.
 * Algebraic unknowns stay.
 */
function nudged(state: Float64Array, initial: Float64Array, mass?: Float64Array): Float64Array {
  const largest = state.reduce((most, value, i) => Math.max(most, Math.abs(value), Math.abs(initial[i])), 0) || 1
  return state.map((value, i) => {
    const scale = Math.max(Math.abs(value), Math.abs(initial[i])) || largest
    return mass?.[i] === 0 ? value : value + (NUDGE * scale) / (1 + (i % 7) / 7)
  })
}

const directions = { up: ['up'], down: ['down'], both: ['up', 'down'] } as const

/**
 * The attractor over a parameter: for each value the solution is followed, its transient left out, and then sampled at extrema, on a section
 * or once a period. With `carry` the state goes on from value to value, nudged a little, so that scans up and down show hysteresis. A value whose
 * solution comes to rest is sampled where it rests.
 */
export function makeBifurcationStudy(options: BifurcationOptions): Study {
  const { system, from, to, transient, of, values } = options
  const { kernels } = system
  const scans = directions[options.scan]
  const total = scans.length * values.length
  /** Scan (0, 1), parameter, value: three numbers a sample. */
  let found: number[] = []
  let failed: number[] = []
  let done = 0
  let state: Float64Array = options.initial.slice()
  const counts = { steps: 0, rejected: 0, evaluations: 0 }
  let lastFailure = ''

  const partOf = (index: number) => {
    const scan = Math.floor(index / values.length)
    const place = index % values.length
    return { scan, value: scans[scan] === 'up' ? values[place] : values[values.length - 1 - place], isFirst: place === 0 }
  } // biome-ignore format: one thought

  function* sample(index: number): Generator<number, void> {
    const { scan, value, isFirst } = partOf(index)
    const parameters = options.parameters.slice()
    parameters[options.parameter] = value
    system.setParameters(parameters)
    // The way back begins where the way there ended.
    const initial = options.carry && !(isFirst && scan === 0) ? nudged(state, options.initial, system.mass) : options.initial // biome-ignore format: one thought
    const mark = kernels.mark()
    const samples: number[] = []
    try {
      const trajectory = makeTrajectory({
        ...options,
        initial,
        point(_, time, at) {
          if (time >= from + transient) samples.push(at[of])
          return samples.length < options.points
        },
      })
      for (let steps = 1; !trajectory.isDone; steps++) {
        trajectory.advance()
        if (steps % 32 === 0) yield (index + (trajectory.time - from) / (to - from)) / total
      }
      state = trajectory.state()
      counts.steps += trajectory.steps
      counts.rejected += trajectory.rejected
      counts.evaluations += trajectory.evaluations
      if (samples.length === 0 && options.period === undefined) samples.push(state[of])
      for (const each of samples) found.push(scan, value, each)
    } catch (error) {
      if (!(error instanceof RunFailure)) throw error
      lastFailure = error.message
      failed.push(value)
      state = options.initial.slice()
    } finally {
      kernels.release(mark)
    }
  }

  return {
    *run(): Generator<number, StudyResult> {
      for (; done < total; ) {
        yield* sample(done)
        done++
        yield done / total
      }
      system.setParameters(options.parameters)
      if (failed.length === total) throw new RunFailure(`no value of ${options.name} gave a solution: ${lastFailure}`)
      const scanned = (which: number) => {
        const parameter: number[] = []
        const value: (number | null)[] = []
        for (let i = 0; i < found.length; i += 3)
          if (found[i] === which) {
            parameter.push(found[i + 1])
            value.push(finite(found[i + 2]))
          }
        return { parameter, value }
      }
      return {
        type: 'bifurcation',
        parameter: options.name,
        from: values[0],
        to: values[values.length - 1],
        samples: values.length,
        of: options.unknowns[of],
        sampled: options.samples,
        carry: options.carry,
        transient,
        scans: Object.fromEntries(scans.map((name, which) => [name, scanned(which)])),
        failed,
      }
    },
    counts: () => counts,
    notes: () => (failed.length > 0 ? [`${failed.length} of ${total} values gave no solution: ${lastFailure}`] : []),
    checkpoint(): Checkpoint {
      return {
        arrays: { found: Float64Array.from(found), failed: Float64Array.from(failed), state: state.slice() },
        numbers: { done, ...counts },
      }
    },
    restore({ arrays, numbers }) {
      found = [...arrays.found]
      failed = [...arrays.failed]
      state = arrays.state
      done = numbers.done
      Object.assign(counts, { steps: numbers.steps, rejected: numbers.rejected, evaluations: numbers.evaluations })
    },
  }
}
