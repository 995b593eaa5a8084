import type { Checkpoint } from '../../core/simulation.ts'
import type { Dataset, ImportOptions } from '../../data/dataset.ts'
import type { SourceFile } from '../../data/read/reader.ts'
import type { RunHandle } from '../../experiment/client.ts'
import type { Experiment } from '../../experiment/experiment.ts'
import type { Inputs } from '../../experiment/inputs.ts'
import type { LiveHandle, LiveListener } from '../../experiment/live-fields-client.ts'
import type { Curve } from '../../experiment/simulate.ts'
import type { SweepContext, SweepEvent } from '../../experiment/sweep-run.ts'
import type { FitResult } from '../../fit/fit-result.ts'

/** One iteration of a fit, for the live list. */
export interface FitProgress {
  readonly iteration: number
  readonly cost: number
  readonly values: Readonly<Record<string, number>>
}

/** A fit going on elsewhere. */
export interface RunningFit {
  readonly result: Promise<FitResult>
  abort(): void
}

/** A sweep going on over the window's workers. */
export interface SweepHandle {
  /** To be read once, to its end. Throws InvalidInput where it cannot be planned. */
  readonly events: AsyncIterable<SweepEvent>
  pause(): void
  resume(): void
  abort(): void
}

/** What the window asks of its worker: everything that takes time. `main.tsx` makes it; tests make their own. */
export interface Engine {
  /** The whole curve in one go, for the live picture; undefined where a newer request overtook it. */
  simulate(experiment: Experiment, inputs: Inputs): Promise<Curve | undefined>
  /** About how many seconds a run would take; undefined where a short trial cannot tell. */
  estimate(experiment: Experiment, inputs: Inputs): Promise<number | undefined>
  /** The exact scalars at these times, row-major; undefined where no exact solution is known beside the method. */
  exact(experiment: Experiment, inputs: Inputs, times: Float64Array): Promise<Float64Array | undefined>
  run(
    experiment: Experiment,
    inputs: Inputs,
    options: {
      readonly saveFrames: boolean
      /** Goes on from here, bit for bit. */
      readonly checkpoint?: Checkpoint
    },
  ): RunHandle
  /** Runs the experiment's sweep over all cores but the window's. @param before goes on with these rows */
  sweep(experiment: Experiment, inputs: Inputs, before?: SweepContext['before']): SweepHandle
  /** A solution that steps for as long as it is looked at. */
  liveFields(
    experiment: Experiment,
    inputs: Inputs,
    start: { readonly speed: number | undefined; readonly isPlaying: boolean },
    listener: LiveListener,
  ): LiveHandle
  fit(
    experiment: Experiment,
    inputs: Inputs,
    options: { readonly preview: boolean; readonly onProgress: (progress: FitProgress) => void },
  ): RunningFit
  read(file: SourceFile, options: Partial<ImportOptions>): Promise<Dataset>
}
