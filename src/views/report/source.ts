import type { Frame, Quantity, Samples } from '../../core/field.ts'
import type { Outcome } from '../../core/outcome.ts'
import type { Experiment } from '../../experiment/experiment.ts'
import type { Inputs } from '../../experiment/inputs.ts'
import type { SweepTable } from '../../experiment/sweep-table.ts'
import type { FitResult } from '../../fit/fit-result.ts'
import type { Problem, ProblemValues } from '../../pde/problem.ts'
import type { MeasuredSeries } from '../plots/chromatogram.ts'

/** Everything a report says, as plain data: the same from a run folder, the command line and the window. */
export interface ReportSource {
  /** Exactly what ran. */
  readonly experiment: Experiment
  readonly problem: Problem
  readonly values: ProblemValues
  readonly outcome: Outcome
  readonly scalars: readonly Quantity[]
  readonly samples: Samples
  readonly inputs: Inputs
  readonly fit?: FitResult
  readonly measured?: readonly MeasuredSeries[]
  /** The exact scalars at the same times, row-major, where the run was numerical and there is an exact solution. */
  readonly exact?: Float64Array
  /** Of a sweep: its points, instead of samples. */
  readonly sweep?: SweepTable
  /** Fields along the column at one saved time. */
  readonly profile?: Frame
  /** The one command that gives these numbers again. */
  readonly command: string
  /** When the report was made, ISO 8601; absent: not said. */
  readonly madeAt?: string
  /** Machine and runtime: "Linux x64, Node 20.20.2". */
  readonly platform?: string
  /** Isoline's version. */
  readonly version: string
  /** SHA-256 of the experiment's bytes as carried in the report. */
  readonly experimentSha256?: string
  /** Inter as WOFF2 in base64: then the report looks the same on every machine. */
  readonly fontBase64?: string
}
