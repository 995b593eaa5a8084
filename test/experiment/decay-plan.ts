import { linspace } from '../../src/core/field.ts'
import type { Checkpoint, Simulation } from '../../src/core/simulation.ts'
import type { RunPlan } from '../../src/experiment/run-plan.ts'

export interface DecayOptions {
  /** Steps per call of advance. */
  readonly batch?: number
  readonly samples?: number
  /** From this step on the value is NaN. */
  readonly breaksAt?: number
  readonly onAdvance?: (step: number) => void
  /** In place of e^(−t). */
  readonly exact?: (times: Float64Array) => Float64Array
  /** What asking for a report throws. */
  readonly reportError?: Error
}

/**
 * A plan whose simulation is y' = −y by explicit Euler, one step a saved time: every number is known, and a run can be
 * looked at step by step. Not a problem of the catalogue.
 */
export function decayPlan(options: DecayOptions = {}): RunPlan {
  const { batch = 3, samples = 40, breaksAt = Number.POSITIVE_INFINITY, onAdvance } = options
  const times = linspace(0, 4, samples)
  const step = 4 / (samples - 1)
  const grid = { axes: [{ name: 'x', unit: 'm', values: new Float64Array([0, 1]) }] }
  const makeSimulation = ({ saveFrames }: { readonly saveFrames: boolean }): Simulation => {
    let y = 1
    let at = 0
    const fields = saveFrames ? [{ name: 'y', unit: '1', grid }] : []
    return {
      scalars: [{ name: 'decay', unit: '1' }],
      fields,
      advance() {
        onAdvance?.(at)
        const from = at
        const values: number[] = []
        for (let i = 0; i < batch && at < samples; i++, at++) {
          if (at > 0) y -= step * y
          values.push(at >= breaksAt ? Number.NaN : y)
        }
        const done = times.slice(from, at)
        const frames = saveFrames
          ? [...done].map((time, i) => ({
              time,
              fields: [{ name: 'y', unit: '1', grid, values: new Float64Array([values[i] ?? 0, 2]) }],
            }))
          : []
        return {
          time: times[at - 1] ?? 0,
          samples: { times: done, values: Float64Array.from(values) },
          frames,
          done: at >= samples,
        }
      },
      checkpoint: () => ({ arrays: { y: new Float64Array([y]) }, numbers: { at } }),
      restore({ arrays, numbers }: Checkpoint) {
        y = arrays.y?.[0] ?? Number.NaN
        at = numbers.at ?? Number.NaN
      },
      report: () => {
        if (options.reportError) throw options.reportError
        return { steps: at, rejected: 0, evaluations: at, invariants: {}, metrics: { last: y }, errors: {} }
      },
    }
  }
  const experiment = { isoline: 1 as const, problem: { id: 'gas-column' } }
  const plan = {
    experiment,
    values: { parameters: {}, components: [] },
    method: 'euler',
    stepper: 'euler',
    backend: 'wasm',
    compute: { executor: 'test', precision: 'f64' as const, threads: 1, build: 'test' },
    memoryBytes: 0,
    why: [],
    time: { unit: 's', from: 0, to: 4, times },
    times,
    seed: 0,
    makeSimulation,
    exact: options.exact ?? ((at: Float64Array) => at.map((t) => Math.exp(-t))),
  }
  return plan as unknown as RunPlan
}
