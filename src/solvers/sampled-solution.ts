import { RunFailure } from '../core/errors.ts'
import type { Quantity } from '../core/field.ts'
import type { Simulation, SimulationReport } from '../core/simulation.ts'
import { chromatogramMetrics } from './peak-metrics.ts'

/** A solution that can be asked at any time without passing through the times before. */
export interface SampledSolution {
  readonly scalars: readonly Quantity[]
  /** Saved times, ascending, s. */
  readonly times: Float64Array
  /** Row-major values: one row a time, one column a scalar. */
  readonly evaluate: (times: Float64Array) => Float64Array
  /** What it says of itself; what is absent is empty, `metrics` those of a chromatogram. */
  readonly report?: (times: Float64Array, values: Float64Array) => Partial<SimulationReport>
}

/** Rows evaluated between looks at the clock. */
const CHUNK = 512

/** Makes a simulation of a closed form, so that the run engine drives it like any other. */
export function makeSampledSolution({ scalars, times, evaluate, report }: SampledSolution): Simulation {
  const width = scalars.length
  const values = new Float64Array(times.length * width)
  let done = 0
  let evaluations = 0
  const time = () => times[Math.max(0, done - 1)] ?? 0
  return {
    scalars,
    fields: [],
    advance(milliseconds, clock) {
      const from = done
      const started = clock()
      while (done < times.length) {
        const piece = times.subarray(done, done + CHUNK)
        const found = evaluate(piece)
        const bad = found.findIndex((value) => !Number.isFinite(value))
        if (bad >= 0) {
          const name = scalars[bad % width]?.name ?? 'a value'
          const at = piece[Math.floor(bad / width)] ?? 0
          throw new RunFailure(
            `${name} is not a finite number at t = ${at.toPrecision(6)} s; check the parameters for absurd sizes`,
          )
        }
        values.set(found, done * width)
        done += piece.length
        evaluations += piece.length
        if (clock() - started >= milliseconds) break
      }
      const samples = { times: times.slice(from, done), values: values.slice(from * width, done * width) }
      return { time: time(), done: done === times.length, ...(done > from ? { samples } : {}) }
    },
    checkpoint: () => ({ arrays: { values: values.slice(0, done * width) }, numbers: { done, evaluations } }),
    restore({ arrays, numbers }) {
      values.set(arrays.values ?? [])
      done = numbers.done ?? 0
      evaluations = numbers.evaluations ?? 0
    },
    report() {
      const known = times.subarray(0, done)
      const own = report?.(known, values.subarray(0, done * width)) ?? {}
      return {
        steps: own.steps ?? 0,
        rejected: own.rejected ?? 0,
        evaluations: own.evaluations ?? evaluations,
        invariants: own.invariants ?? {},
        metrics:
          own.metrics ??
          chromatogramMetrics(
            scalars.map(({ name }) => name),
            times,
            values,
            done,
          ),
        errors: own.errors ?? {},
      }
    },
  }
}
