import { RunFailure } from '../../core/errors.ts'
import type { Advance, Checkpoint, Simulation } from '../../core/simulation.ts'
import { type ColumnOptions, makeColumnFiniteVolume } from './column-finite-volume.ts'
import { type ColumnResolution, chooseResolution, RESOLVED } from './column-resolution.ts'
import type { ColumnTransport } from './column-transport.ts'

/** Names of the second solution in a checkpoint begin with this. */
const COARSE = 'coarse.'
/** Fewest cells of a solution that has a second one on half as many. */
const FEWEST = 32
/** The second solution's time tolerance over that of the first: on half the cells errors are that much larger. */
const LOOSER = 10

/**
 * Makes the numerical solution with `errors.estimate`: a second one on half the cells, and looser in time, runs beside it, and
 * the outlets are compared at the saved times. Their difference is the error of the second; what is reported is that over
 * 2^q − 1 (Richardson), with an order q on the safe side of what the fronts' resolution allows (`safeOrder`), relative to each
 * component's largest value. About a third more work; the solution itself is that of `makeColumnFiniteVolume`, bit for bit.
 * @throws InvalidInput for a resolution that cannot be
 */
export function makeEstimatedColumn(
  transport: ColumnTransport,
  options: ColumnOptions,
  times: Float64Array,
  saveFrames: boolean,
): Simulation {
  const fine = makeColumnFiniteVolume(transport, options, times, saveFrames)
  const resolution = chooseResolution(transport, options)
  if (resolution.cells < FEWEST) return fine
  const half = { cells: Math.ceil(resolution.cells / 2), order: resolution.order, rtol: LOOSER * resolution.rtol }
  const coarse = makeColumnFiniteVolume(transport, half, times, false)
  const width = transport.components.length
  const [ours, theirs] = [new Float64Array(times.length * width), new Float64Array(times.length * width)]
  const counts = { ours: 0, theirs: 0 }
  let reached = 0
  /** A run is not worse for an estimate that fails. */
  let isLost = false

  const keep = (values: Float64Array, from: number, piece: Advance): number => {
    values.set(piece.samples?.values ?? [], from)
    return from + (piece.samples?.values.length ?? 0)
  }
  const follow = (time: number) => {
    try {
      while (!isLost && reached < time) {
        const piece = coarse.advance(0, () => 0)
        counts.theirs = keep(theirs, counts.theirs, piece)
        reached = piece.time
      }
    } catch (error) {
      if (!(error instanceof RunFailure)) throw error
      isLost = true
    }
  }

  return {
    ...fine,
    advance(milliseconds, clock) {
      const piece = fine.advance(milliseconds, clock)
      counts.ours = keep(ours, counts.ours, piece)
      follow(piece.time)
      return piece
    },
    checkpoint(): Checkpoint {
      const [own, second] = [fine.checkpoint(), coarse.checkpoint()]
      return {
        arrays: { ...own.arrays, ...renamed(second.arrays, (name) => COARSE + name) },
        numbers: { ...own.numbers, ...renamed(second.numbers, (name) => COARSE + name), [`${COARSE}lost`]: isLost ? 1 : 0 },
      } // biome-ignore format: one value
    },
    restore(checkpoint) {
      const isOwn = (name: string) => !name.startsWith(COARSE)
      const own = { arrays: chosen(checkpoint.arrays, isOwn), numbers: chosen(checkpoint.numbers, isOwn) }
      fine.restore(own)
      ours.set(own.arrays.samples ?? [])
      counts.ours = own.arrays.samples?.length ?? 0
      const isTheirs = (name: string) => name.startsWith(COARSE)
      const short = (name: string) => name.slice(COARSE.length)
      const second = {
        arrays: renamed(chosen(checkpoint.arrays, isTheirs), short),
        numbers: renamed(chosen(checkpoint.numbers, isTheirs), short),
      }
      // A checkpoint of a run without an estimate has none to go on with.
      isLost = second.arrays.samples === undefined || second.numbers.lost === 1
      if (isLost) return
      coarse.restore(second)
      theirs.set(second.arrays.samples ?? [])
      counts.theirs = second.arrays.samples?.length ?? 0
      reached = second.numbers.time ?? 0
    },
    report() {
      const report = fine.report()
      const both = Math.min(counts.ours, counts.theirs)
      if (isLost || both === 0) return report
      const estimate: Record<string, number> = {}
      transport.components.forEach(({ name }, c) => {
        let [difference, largest] = [0, 0]
        for (let i = c; i < both; i += width) {
          difference = Math.max(difference, Math.abs((ours[i] ?? 0) - (theirs[i] ?? 0)))
          largest = Math.max(largest, Math.abs(ours[i] ?? 0))
        }
        const error = difference / (2 ** safeOrder(resolution, c) - 1)
        estimate[name] = largest > 0 ? error / largest : error
      })
      return { ...report, errors: { ...report.errors, estimate } }
    },
  }
}

/**
 * The order that halving the cells, and a tenfold tolerance in time, can be trusted to show: one where a front is within a cell,
 * two where it is hardly resolved, three beyond. In space alone it is three to five then.
 */
function safeOrder({ cellsAWidth, order }: ColumnResolution, component: number): number {
  const cells = cellsAWidth[component] ?? 0
  if (cells < 1) return 1
  return cells < RESOLVED || order === 3 ? 2 : 3
}

function renamed<T>(record: Readonly<Record<string, T>>, name: (old: string) => string): Record<string, T> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [name(key), value]))
}

function chosen<T>(record: Readonly<Record<string, T>>, isChosen: (name: string) => boolean): Record<string, T> {
  return Object.fromEntries(Object.entries(record).filter(([key]) => isChosen(key)))
}
