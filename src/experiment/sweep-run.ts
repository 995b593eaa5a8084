import type { Quantity } from '../core/field.ts'
import type { Outcome } from '../core/outcome.ts'
import type { Experiment } from './experiment.ts'
import { firstOutcome } from './first-outcome.ts'
import { type Gate, makeGate, whenAborted } from './gate.ts'
import { type Inputs, withoutOriginals } from './inputs.ts'
import { planEnds, type SweepAxis, sweepPoints } from './sweep.ts'
import type { OpenLane, SweepLane } from './sweep-lane.ts'
import type { PointResult } from './sweep-point.ts'
import { curveBudget, type SweepRow } from './sweep-row.ts'

/** What a sweep takes from outside. */
export interface SweepContext {
  readonly clock: () => number
  /** Milliseconds of processor time of this process, all threads, where the host knows it. */
  readonly cpu?: () => number
  readonly signal?: AbortSignal
  readonly gate?: Gate
  readonly versions?: Readonly<Record<string, string>>
  /** The threads that compute, at least one. */
  readonly lanes: readonly OpenLane[]
  /** Goes on with a sweep: rows that are there already, and what it took until then. */
  readonly before?: { readonly rows: readonly SweepRow[]; readonly outcome: Outcome }
}

export type SweepEvent =
  | {
      readonly type: 'started'
      readonly axes: readonly SweepAxis[]
      readonly total: number
      /** Rows taken over from before, by index. */
      readonly rows: readonly SweepRow[]
      readonly outcome: Outcome
    }
  /** What the curves of the rows are of; told once, before the first row with curves. */
  | { readonly type: 'scalars'; readonly scalars: readonly Quantity[] }
  /** Rows come as they are ready, in any order. */
  | { readonly type: 'row'; readonly row: SweepRow }
  | { readonly type: 'progress'; readonly done: number; readonly total: number; readonly secondsLeft?: number }
  | { readonly type: 'ended'; readonly outcome: Outcome }

/** Points that take less than this are handed to a thread several at a time, so that it does not wait for messages. */
const quickMilliseconds = 20
const quickDepth = 8

const isSameValues = (a: readonly number[] | undefined, b: readonly number[]) =>
  a !== undefined && a.length === b.length && a.every((value, i) => value === b[i])

/**
 * Runs every point of the `sweep` section over the lanes. A point that fails is a row with its reason; the sweep goes on. The rows do not
 * depend on how many lanes there are, nor on where the sweep was cut before.
 * @throws InvalidInput where the section is wrong, or a point at an end of an axis cannot be planned
 */
export async function* runSweep(
  experiment: Experiment,
  inputs: Inputs,
  context: SweepContext,
): AsyncGenerator<SweepEvent, void, undefined> {
  const { clock, cpu, signal = new AbortController().signal, gate = makeGate(), before } = context
  const points = sweepPoints(experiment)
  const { paths, axes, rows } = points
  const first = planEnds(experiment, inputs, points)
  const known = (before?.rows ?? []).filter(({ index, values }) => isSameValues(rows[index], values))
  const spent = before?.outcome.seconds ?? { wall: 0, cpu: 0 }
  const task = { experiment, inputs: withoutOriginals(inputs), paths, curves: curveBudget(rows.length) }
  const [wallStart, cpuStart] = [clock(), cpu?.() ?? 0]
  const counts = { steps: 0, rejected: 0, evaluations: 0, failures: 0, milliseconds: 0 }
  let scalars = before?.outcome.scalars ?? []
  const count = (row: SweepRow) => {
    counts.steps += row.steps
    counts.rejected += row.rejected
    counts.evaluations += row.evaluations
    if (row.failure !== undefined) counts.failures++
  }
  const outcomeNow = (status: Outcome['status'], reason?: string): Outcome => {
    const { steps, rejected, evaluations } = counts
    const wall = (clock() - wallStart) / 1000
    const processor = cpu ? (cpu() - cpuStart) / 1000 : counts.milliseconds / 1000
    return {
      ...firstOutcome(first, context.versions ?? {}, scalars),
      status,
      ...(reason === undefined ? {} : { reason }),
      seconds: { wall: spent.wall + wall, cpu: spent.cpu + processor },
      steps,
      rejected,
      evaluations,
    }
  }
  for (const row of known) count(row)
  yield { type: 'started', axes, total: rows.length, rows: known, outcome: outcomeNow('running') }

  const done = new Set(known.map(({ index }) => index))
  const pending = [...rows.keys()].filter((index) => !done.has(index))
  const team = makeTeam(context.lanes.slice(0, Math.max(1, pending.length)), (open) => open(task, gate)) // biome-ignore format: one call
  const aborted = whenAborted(signal)
  let status: Outcome['status'] = 'done'
  let computed = 0
  let lastProgress = Number.NEGATIVE_INFINITY
  try {
    for (;;) {
      await Promise.race([gate.whenOpen(), aborted.promise])
      if (!signal.aborted) {
        const depth = computed > 0 && counts.milliseconds / computed < quickMilliseconds ? quickDepth : 1
        team.fill(depth, () => {
          const index = pending.shift()
          return index === undefined ? undefined : { index, values: rows[index] ?? [] }
        })
      }
      if (signal.aborted) {
        status = 'stopped'
        break
      }
      if (!team.isBusy()) break
      const result = await Promise.race([team.next(), aborted.promise])
      if (!result) continue
      const { row } = result
      if (result.scalars.length > 0 && scalars.length === 0) {
        scalars = result.scalars
        yield { type: 'scalars', scalars }
      }
      count(row)
      counts.milliseconds += row.milliseconds
      computed++
      done.add(row.index)
      yield { type: 'row', row }
      const now = clock()
      if (now - lastProgress < 100 && done.size < rows.length) continue
      lastProgress = now
      const left = rows.length - done.size
      const canTell = left === 0 || now - wallStart > 200
      const secondsLeft = ((now - wallStart) / 1000 / computed) * left
      yield { type: 'progress', done: done.size, total: rows.length, ...(canTell ? { secondsLeft } : {}) }
    }
  } finally {
    aborted.forget()
    team.close()
  }
  const { failures } = counts
  const reason =
    status === 'stopped'
      ? `stopped by hand after ${done.size} of ${rows.length} points; it can be resumed`
      : failures > 0
        ? `${failures} of ${rows.length} points failed`
        : undefined
  yield {
    type: 'ended',
    outcome: outcomeNow(status === 'done' && failures === rows.length ? 'failed' : status, reason),
  }
}

interface Point {
  readonly index: number
  readonly values: readonly number[]
}

/** A point that its thread died of: tried once more in a new thread, then it is a row with that reason. */
const mostTries = 2

/** Several lanes, each kept busy. */
function makeTeam(openers: readonly OpenLane[], start: (open: OpenLane) => SweepLane) {
  const members = openers.map((open) => ({ open, lane: start(open), busy: 0 }))
  const ready: PointResult[] = []
  const again: Point[] = []
  const tries = new Map<number, number>()
  let wake: (() => void) | undefined
  let isClosed = false

  const give = (member: (typeof members)[number], point: Point) => {
    member.busy++
    const { lane } = member
    const settle = (result: PointResult | undefined) => {
      member.busy--
      if (isClosed) return
      if (result) ready.push(result)
      wake?.()
    }
    const arrive = (result: PointResult | undefined) => {
      // Its lane was closed for another point's sake.
      if (!result) again.push(point)
      settle(result)
    }
    lane.compute(point.index, point.values).then(arrive, (error: unknown) => {
      if (isClosed) return
      // All points of a lane that died come here; the first one opens a new lane.
      if (member.lane === lane) {
        lane.close()
        member.lane = start(member.open)
      }
      const tried = (tries.get(point.index) ?? 0) + 1
      tries.set(point.index, tried)
      if (tried < mostTries) again.push(point)
      const failure = `a defect in the program ended the point (${error instanceof Error ? error.message : String(error)}); please report it with the experiment` // biome-ignore format: one sentence
      const row = { ...point, metrics: {}, failure, steps: 0, rejected: 0, evaluations: 0, milliseconds: 0 }
      settle(tried < mostTries ? undefined : { row, scalars: [] })
    })
  }
  return {
    fill(depth: number, take: () => Point | undefined) {
      // One more each round, so that the last points are shared out evenly.
      for (let level = 0; level < depth; level++)
        for (const member of members) {
          if (member.busy > level) continue
          const point = again.shift() ?? take()
          if (!point) return
          give(member, point)
        }
    },
    isBusy: () => ready.length > 0 || again.length > 0 || members.some(({ busy }) => busy > 0),
    /** The next result; undefined where a point has to be tried again. */
    async next(): Promise<PointResult | undefined> {
      if (ready.length === 0)
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      wake = undefined
      return ready.shift()
    },
    close() {
      isClosed = true
      for (const { lane } of members) lane.close()
    },
  }
}
