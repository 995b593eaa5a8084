import { RunFailure } from '../core/errors.ts'
import type { Frame, Quantity, Samples } from '../core/field.ts'
import type { Outcome } from '../core/outcome.ts'
import type { Advance, Checkpoint, Simulation, SimulationReport } from '../core/simulation.ts'
import { makeExactError } from './exact-error.ts'
import { firstOutcome } from './first-outcome.ts'
import { type Gate, makeGate, whenAborted } from './gate.ts'
import type { RunEvent } from './run-event.ts'
import type { RunPlan } from './run-plan.ts'
import { makeTicker } from './tick.ts'

/** What a run takes from outside. */
export interface RunContext {
  /** Monotonic milliseconds. Steers how often the run reports, never a number in the results. */
  readonly clock: () => number
  /** Milliseconds of processor time of this process, where the host knows it; else the wall time is given for it. */
  readonly cpu?: () => number
  /** Abort: the run saves a checkpoint and ends as `stopped`. */
  readonly signal?: AbortSignal
  readonly gate?: Gate
  readonly saveFrames?: boolean
  /** Whether the error is estimated where no exact solution tells it, which costs about a third more; default true. */
  readonly estimateErrors?: boolean
  /** Goes on from here (same plan), bit for bit. */
  readonly checkpoint?: Checkpoint
  /** Programs and their versions, for the outcome. */
  readonly versions?: Readonly<Record<string, string>>
  /** Default 2000. */
  readonly checkpointMilliseconds?: number
  /** Length of one uninterrupted piece of work; default 20. */
  readonly sliceMilliseconds?: number
}

/** Name, time and remedy of the first value that is not finite; undefined where all are. */
function findNonFinite(
  scalars: readonly Quantity[],
  samples: Samples | undefined,
  frames: readonly Frame[] | undefined,
  timeUnit: string,
): string | undefined {
  const unit = timeUnit === '1' ? '' : ` ${timeUnit}`
  const advice =
    'Nothing after it is saved. Try a smaller tolerance or step, more cells, or check the parameters for extreme values'
  const at = samples?.values.findIndex((value) => !Number.isFinite(value)) ?? -1
  if (samples && at >= 0) {
    const name = scalars[at % scalars.length]?.name
    return `${name} is ${samples.values[at]} at t = ${samples.times[Math.floor(at / scalars.length)]}${unit}. ${advice}.`
  }
  for (const frame of frames ?? [])
    for (const field of frame.fields) {
      const index = field.values.findIndex(
        (value) => !Number.isFinite(value) && !(field.hasGaps === true && Number.isNaN(value)),
      )
      if (index >= 0)
        return `${field.name} is ${field.values[index]} at t = ${frame.time}${unit}, ${placeOf(field.grid.axes, index)}. ${advice}.`
    }
  return undefined
}

function placeOf(axes: Frame['fields'][number]['grid']['axes'], index: number): string {
  let rest = index
  const parts: string[] = []
  for (const axis of axes.toReversed()) {
    parts.unshift(`${axis.name} = ${axis.values[rest % axis.values.length]} ${axis.unit}`)
    rest = Math.floor(rest / axis.values.length)
  }
  return parts.join(', ')
}

/** Numbers that the run itself keeps in a checkpoint, beside those of the simulation. */
const isRunNumber = (name: string) => name.startsWith('run.')

/**
 * Runs a plan: `started`, then samples, frames, progress and checkpoints as they come, then `ended` with the outcome. It never
 * throws for what goes wrong inside: a value that is not finite, a step that collapses or a defect ends as `failed` with the
 * reason. Between pieces of work of some 20 ms it looks whether it was paused or aborted.
 */
export async function* run(plan: RunPlan, context: RunContext): AsyncGenerator<RunEvent, void, undefined> {
  const { clock, cpu = clock, signal = new AbortController().signal, gate = makeGate(), versions = {} } = context
  const {
    checkpointMilliseconds = 2000,
    sliceMilliseconds = 20,
    saveFrames = false,
    estimateErrors = true,
    checkpoint: from,
  } = context
  let wallUsed = from?.numbers['run.wall'] ?? 0
  let cpuUsed = from?.numbers['run.cpu'] ?? 0
  let outcome = firstOutcome(plan, versions, [])
  const ticker = makeTicker()
  const aborted = whenAborted(signal)
  try {
    const timed = <T>(work: () => T): T => {
      const [wall, processor] = [clock(), cpu()]
      try {
        return work()
      } finally {
        wallUsed += clock() - wall
        cpuUsed += cpu() - processor
      }
    }
    const made = timed(() => plan.makeSimulation({ saveFrames, estimateErrors }))
    const exactError = plan.exact
      ? makeExactError(
          made.scalars.map((s) => s.name),
          plan.exact,
          plan.exactPeaks,
        )
      : undefined
    const keep = (): Checkpoint => {
      const { arrays, numbers } = made.checkpoint()
      return {
        arrays,
        numbers: { ...numbers, ...exactError?.save(), 'run.wall': wallUsed, 'run.cpu': cpuUsed, 'run.time': time },
      }
    }
    if (from) {
      const numbers = Object.fromEntries(Object.entries(from.numbers).filter(([name]) => !isRunNumber(name)))
      made.restore({ arrays: from.arrays, numbers })
      exactError?.restore(from)
    }
    const report = (status: Outcome['status'], reason?: string): Outcome => {
      const {
        steps,
        rejected,
        evaluations,
        invariants,
        metrics,
        errors,
        events = [],
        stepper = plan.stepper,
        study,
        compute = plan.compute,
        notes = [],
      } = reportOf(made, status)
      const exact = exactError?.errors()
      return {
        ...outcome,
        status,
        ...(reason === undefined ? {} : { reason }),
        stepper,
        compute,
        why: [...plan.why, ...notes],
        seconds: { wall: wallUsed / 1000, cpu: cpuUsed / 1000 },
        steps,
        rejected,
        evaluations,
        invariants,
        metrics,
        errors: exact ? { ...errors, exact } : errors,
        events,
        ...(study ? { study } : {}),
      }
    }
    outcome = firstOutcome(plan, versions, made.scalars)
    yield { type: 'started', scalars: made.scalars, fields: made.fields, outcome }
    const { from: start, to: end } = plan.time
    let lastCheckpoint = clock()
    let lastProgress = Number.NEGATIVE_INFINITY
    let firstFraction: number | undefined
    let time = from?.numbers['run.time'] ?? start
    const workedBefore = wallUsed
    for (;;) {
      await Promise.race([gate.whenOpen(), aborted.promise])
      if (signal.aborted) {
        yield { type: 'checkpoint', checkpoint: keep(), time }
        outcome = report('stopped', stopReason(signal))
        break
      }
      let piece: Advance
      try {
        // What is waited for elsewhere is wall time of the run too.
        const [wall, processor] = [clock(), cpu()]
        const later = await made.advanceLater?.(sliceMilliseconds, clock).finally(() => {
          wallUsed += clock() - wall
          cpuUsed += cpu() - processor
        })
        piece = timed(() => {
          const advanced = later ?? made.advance(sliceMilliseconds, clock)
          const wrong = findNonFinite(made.scalars, advanced.samples, advanced.frames, plan.time.unit)
          if (wrong !== undefined) throw new RunFailure(wrong)
          return advanced
        })
      } catch (error) {
        outcome = report('failed', failureReason(error))
        break
      }
      time = piece.time
      if (piece.samples && piece.samples.times.length > 0) {
        const lost = exactError?.add(piece.samples)
        yield { type: 'samples', samples: piece.samples }
        if (lost !== undefined) yield { type: 'log', level: 'warning', message: lost }
      }
      for (const frame of piece.frames ?? []) yield { type: 'frame', frame }
      const now = clock()
      if (piece.done || now - lastProgress >= 100) {
        const fraction = piece.done ? 1 : end > start ? Math.min(1, Math.max(0, (time - start) / (end - start))) : 0
        firstFraction ??= fraction
        const gained = fraction - firstFraction
        // Rough at first: nothing is said before a per cent and 0.2 s are behind us.
        const canTell = gained > 0.01 && wallUsed - workedBefore > 200
        const secondsLeft = piece.done
          ? 0
          : canTell
            ? ((1 - fraction) / gained) * ((wallUsed - workedBefore) / 1000)
            : undefined
        lastProgress = now
        yield { type: 'progress', fraction, time, ...(secondsLeft === undefined ? {} : { secondsLeft }) }
      }
      if (piece.done) {
        outcome = report('done')
        break
      }
      if (now - lastCheckpoint >= checkpointMilliseconds) {
        yield { type: 'checkpoint', checkpoint: keep(), time }
        lastCheckpoint = clock()
      }
      await ticker.tick()
    }
  } catch (error) {
    // The simulation is not asked for a report again: what it says of itself may be what failed.
    outcome = {
      ...outcome,
      status: 'failed',
      reason: failureReason(error),
      seconds: { wall: wallUsed / 1000, cpu: cpuUsed / 1000 },
    }
  } finally {
    ticker.close()
    aborted.forget()
  }
  yield { type: 'ended', outcome }
}

const emptyReport: SimulationReport = { steps: 0, rejected: 0, evaluations: 0, invariants: {}, metrics: {}, errors: {} }

/** What the simulation says of itself. Of a run that failed already its own reason is told, not that of the report. */
function reportOf(simulation: Simulation, status: Outcome['status']): SimulationReport {
  try {
    return simulation.report()
  } catch (error) {
    if (status === 'done') throw error
    return emptyReport
  }
}

function stopReason(signal: AbortSignal): string {
  return typeof signal.reason === 'string' ? signal.reason : 'stopped by hand; it can be resumed from the last state'
}

function failureReason(error: unknown): string {
  if (error instanceof RunFailure) return error.message
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  return `a defect in the program ended the run (${message}); please report it with the experiment`
}
