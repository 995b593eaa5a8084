import type { Checkpoint, Simulation, StudyResult } from '../../core/simulation.ts'

/** What a study may know of the outside: the clock of the piece in work. For durations only, never for the numbers (`work-precision`). */
export interface Pace {
  clock(): number
}

/** What a study costs, as far as it counts. */
export interface StudyCounts {
  readonly steps: number
  readonly rejected: number
  readonly evaluations: number
}

/** A question asked of a system, answered in small pieces. The numbers do not depend on how the pieces are cut. */
export interface Study {
  /** Yields the part done, 0 to 1, at least every few milliseconds; returns the answer. */
  run(pace: Pace): Generator<number, StudyResult>
  counts(): StudyCounts
  /** Numbers of the answer by name, for sweeps and tables; after `run`. */
  metrics?(): Readonly<Record<string, number>>
  /** Sentences on what was decided on the way. */
  notes?(): readonly string[]
  /** State from which `run` goes on; without it a study that is resumed begins anew and finds the same. */
  checkpoint?(): Checkpoint
  /** Before `run`. */
  restore?(checkpoint: Checkpoint): void
}

/** The study as a simulation without columns: its progress is told as a time between `from` and `to`, its answer in the report. */
export function makeStudySimulation(study: Study, from: number, to: number, close: () => void = () => {}): Simulation {
  const pace = { clock: () => 0 }
  let pieces: Generator<number, StudyResult> | undefined
  let answer: StudyResult | undefined
  let time = from
  let last: ReturnType<Simulation['report']> | undefined
  const report = () => ({
    ...study.counts(),
    invariants: {},
    metrics: answer && study.metrics ? finiteOnly(study.metrics()) : {},
    errors: {},
    ...(answer ? { study: answer } : {}),
    ...(study.notes ? { notes: study.notes() } : {}),
  })
  return {
    scalars: [],
    fields: [],
    advance(milliseconds, clock) {
      pace.clock = clock
      pieces ??= study.run(pace)
      const started = clock()
      while (!answer) {
        const piece = pieces.next()
        if (piece.done) {
          answer = piece.value
          last = report()
          close()
        } else {
          // The time shown never runs back.
          time = Math.max(time, from + Math.min(1, Math.max(0, piece.value)) * (to - from))
          if (clock() - started >= milliseconds) break
        }
      }
      return { time: answer ? to : time, done: answer !== undefined }
    },
    checkpoint: () => study.checkpoint?.() ?? { arrays: {}, numbers: {} },
    restore(checkpoint) {
      study.restore?.(checkpoint)
    },
    report: () => last ?? report(),
  }
}

function finiteOnly(metrics: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(metrics).filter(([, value]) => Number.isFinite(value)))
}

/** A number as JSON keeps it: null where it is not finite. */
export function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null
}

/** Names with their values. */
export function named(names: readonly string[], values: ArrayLike<number>): Readonly<Record<string, number | null>> {
  return Object.fromEntries(names.map((name, i) => [name, finite(values[i])]))
}
