import type { FieldDescription, Frame, Quantity, Samples } from '../../core/field.ts'
import type { Outcome } from '../../core/outcome.ts'
import type { Experiment } from '../../experiment/experiment.ts'
import type { RunEvent } from '../../experiment/run-event.ts'
import type { SweepTable } from '../../experiment/sweep-table.ts'

/** What a run has brought so far: values over saved times, frames, and how it ended. Plain data; made by `takeEvent`. */
export interface RunResult {
  readonly status: 'waiting' | 'running' | 'paused' | 'done' | 'failed' | 'stopped'
  readonly reason?: string
  readonly scalars: readonly Quantity[]
  readonly fields: readonly FieldDescription[]
  /** Row-major: one value a scalar and saved time. */
  readonly samples: Samples
  readonly frames: readonly Frame[]
  readonly progress?: { readonly fraction: number; readonly time: number; readonly secondsLeft?: number }
  readonly outcome?: Outcome
  /** Of a sweep: the rows there are, instead of samples. */
  readonly sweep?: SweepTable
  /** Time of the last state saved, s: a stopped run can go on from there. */
  readonly resumeFrom?: number
  readonly log: readonly LogLine[]
}

export interface LogLine {
  readonly level: 'info' | 'warning' | 'error'
  readonly message: string
}

/** A run in the list: its result, what ran, and how it is shown. */
export interface RunRecord {
  readonly id: string
  readonly name: string
  /** Place in the Okabe–Ito order; a run keeps it everywhere. */
  readonly colour: number
  readonly isShown: boolean
  readonly experiment: Experiment
  /** Milliseconds since 1970. */
  readonly startedAt: number
  readonly result: RunResult
}

/** Nothing yet. */
export const emptyResult: RunResult = {
  status: 'waiting',
  scalars: [],
  fields: [],
  samples: { times: new Float64Array(), values: new Float64Array() },
  frames: [],
  log: [],
}

/**
 * The result with one more event of the run taken in.
 * @param rows how many rows are to come in all, where that is known: then there is room for them from the beginning
 */
export function takeEvent(result: RunResult, event: RunEvent, rows = 0): RunResult {
  switch (event.type) {
    case 'started':
      return { ...emptyResult, status: 'running', scalars: event.scalars, fields: event.fields, outcome: event.outcome }
    case 'samples':
      return { ...result, samples: joinSamples(result.samples, event.samples, rows) }
    case 'frame':
      return { ...result, frames: [...result.frames, event.frame] }
    case 'progress': {
      const { fraction, time, secondsLeft } = event
      return { ...result, progress: secondsLeft === undefined ? { fraction, time } : { fraction, time, secondsLeft } }
    }
    case 'log':
      return { ...result, log: [...result.log, { level: event.level, message: event.message }] }
    case 'ended': {
      const { status, reason } = event.outcome
      const { resumeFrom, ...rest } = result
      const ended = { ...rest, status, outcome: event.outcome }
      const again = resumeFrom === undefined || status === 'done' ? ended : { ...ended, resumeFrom }
      return reason === undefined ? again : { ...again, reason }
    }
    case 'checkpoint':
      return { ...result, resumeFrom: event.time }
  }
}

/** More numbers than this are not set aside before they come: a run may be stopped long before its end. */
const mostAhead = 16e6

function joinSamples(first: Samples, second: Samples, rows: number): Samples {
  const width = second.values.length / second.times.length || 0
  const ahead = rows * width <= mostAhead ? rows : 0
  if (first.times.length === 0 && second.times.length >= ahead) return second
  return { times: join(first.times, second.times, ahead), values: join(first.values, second.values, ahead * width) }
}

/** How many values of a buffer are taken: what lies behind them is free for what comes next. */
const taken = new WeakMap<ArrayBufferLike, number>()

/**
 * Two lists in one. The first is a window on a buffer with room behind it, so that a run of 10⁶ times is not copied with each of the
 * thousands of pieces it comes in; a window that was gone on from before is copied.
 */
function join(first: Float64Array, second: Float64Array, ahead: number): Float64Array {
  const length = first.length + second.length
  const end = first.byteOffset / 8 + first.length
  if (taken.get(first.buffer) === end && (end + second.length) * 8 <= first.buffer.byteLength) {
    const both = new Float64Array(first.buffer, first.byteOffset, length)
    both.set(second, first.length)
    taken.set(first.buffer, end + second.length)
    return both
  }
  const both = room(Math.max(1024, length <= ahead ? ahead : 2 * length)).subarray(0, length)
  both.set(first)
  both.set(second, first.length)
  taken.set(both.buffer, length)
  return both
}

/** Numbers of their own; in memory that workers can be shown without copying, where the page has such. */
const room = (count: number): Float64Array =>
  typeof SharedArrayBuffer === 'function' ? new Float64Array(new SharedArrayBuffer(8 * count)) : new Float64Array(count)

/** Whether a run can be gone on with: it did not end by itself with all it was asked for. */
export function canResume(result: RunResult): boolean {
  return result.status === 'stopped' || result.status === 'failed'
}

/** Whether the run still goes on. */
export function isActive(result: RunResult): boolean {
  return result.status === 'running' || result.status === 'paused' || result.status === 'waiting'
}
