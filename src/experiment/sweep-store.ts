import { invalid } from '../core/errors.ts'
import type { Outcome } from '../core/outcome.ts'
import type { Experiment } from './experiment.ts'
import type { Files } from './files.ts'
import { type Inputs, noInputs } from './inputs.ts'
import { readInputs, writeInputs } from './inputs-file.ts'
import { parseExperiment } from './parse.ts'
import { removeRun } from './run-files.ts'
import { parseOutcome } from './store.ts'
import { sweepPoints } from './sweep.ts'
import type { SweepCurve, SweepRow } from './sweep-row.ts'
import type { SweepEvent } from './sweep-run.ts'
import { makeRowList, type SweepTable, sweepCsv } from './sweep-table.ts'
import { decodeText, encodeJson, encodeText, makeRunLog, writeEnd } from './text-files.ts'

/** One line a point, in the order in which they were ready: what a sweep that was cut goes on from. */
const journalKey = 'sweep.jsonl'
/** A row is on disk at most this long after it was computed. */
const flushMilliseconds = 500
/** While a sweep goes on its table is written this often, as long as it is short. */
const tableMilliseconds = 2000
const shortTable = 20_000

/** Takes the events of one sweep, in order, and keeps them in a run folder. */
export interface SweepWriter {
  accept(event: SweepEvent): Promise<void>
}

export interface SweepWriterOptions {
  readonly experiment: Experiment
  readonly inputs: Inputs
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Goes on with the sweep in the folder. */
  readonly isResumed?: boolean
}

/**
 * Opens a run folder for a sweep. outcome.json is there first, with `running`; a row once appended to sweep.jsonl is not computed again
 * whatever happens to the process, and sweep.csv can be read at any moment.
 */
export function openSweepWriter(files: Files, options: SweepWriterOptions): SweepWriter {
  const { experiment, inputs, now, isResumed = false } = options
  let list = makeRowList()
  let paths: readonly string[] = []
  let outcome: Outcome | undefined
  let waiting: string[] = []
  let lastFlush = now()
  let lastTable = now()
  const log = makeRunLog(files, now)

  const flush = async () => {
    if (waiting.length > 0) {
      const block = waiting.join('')
      waiting = []
      await files.append(journalKey, encodeText(block))
    }
    lastFlush = now()
  }
  const writeTable = async () => {
    await files.write('sweep.csv', encodeText(sweepCsv(paths, list.all())))
    lastTable = now()
  }

  const start = async (event: Extract<SweepEvent, { type: 'started' }>) => {
    paths = event.axes.map(({ path }) => path)
    outcome = event.outcome
    list = makeRowList(event.rows)
    await files.write('outcome.json', encodeJson(event.outcome))
    if (!isResumed) {
      await removeRun(files, ['outcome.json'])
      await files.write('experiment.json', encodeJson(experiment))
      await writeInputs(files, inputs)
    }
    // Whole lines only: what a kill left of the last one is not gone on from.
    await files.write(journalKey, encodeText(event.rows.map(line).join('')))
    await writeTable()
    await log('info', isResumed ? `resumed with ${event.rows.length} of ${event.total} points` : `started: ${event.total} points`) // biome-ignore format: one call
  }

  return {
    async accept(event) {
      switch (event.type) {
        case 'started':
          return start(event)
        case 'scalars':
          if (outcome) outcome = { ...outcome, scalars: event.scalars }
          return outcome ? files.write('outcome.json', encodeJson(outcome)) : undefined
        case 'row': {
          list.add(event.row)
          waiting.push(line(event.row))
          const { index, failure } = event.row
          if (failure !== undefined) await log('warning', `point ${index + 1} failed: ${failure}`)
          if (now() - lastFlush >= flushMilliseconds) await flush()
          if (now() - lastTable >= tableMilliseconds && list.count <= shortTable) await writeTable()
          return
        }
        case 'progress':
          return
        case 'ended': {
          await flush()
          await writeTable()
          return writeEnd(files, log, event.outcome)
        }
      }
    },
  }
}

const line = (row: SweepRow) => `${JSON.stringify(row)}\n`

const isNumber = (value: unknown): value is number => typeof value === 'number'
const isNumbers = (value: unknown): value is readonly number[] => Array.isArray(value) && value.every(isNumber)

function parseCurve(value: unknown): SweepCurve | undefined {
  const { times, columns } = Object(value)
  return isNumbers(times) && Array.isArray(columns) && columns.every(isNumbers) ? { times, columns } : undefined
}

/** A line of the journal; undefined where it is not whole. */
function parseRow(source: string): SweepRow | undefined {
  let value: unknown
  try {
    value = JSON.parse(source)
  } catch {
    return undefined
  }
  const { index, values, metrics, failure, steps, rejected, evaluations, milliseconds } = Object(value)
  const entries = Object.entries(Object(metrics))
  const counts = [index, steps, rejected, evaluations, milliseconds]
  if (!counts.every(isNumber) || !isNumbers(values)) return undefined
  if (!entries.every((entry): entry is [string, number] => isNumber(entry[1]))) return undefined
  const curve = parseCurve(Object(value).curve)
  return {
    index,
    values,
    metrics: Object.fromEntries(entries),
    ...(typeof failure === 'string' ? { failure } : {}),
    steps,
    rejected,
    evaluations,
    milliseconds,
    ...(curve ? { curve } : {}),
  }
}

/** A sweep's folder, read; also one of a sweep that was killed: then the outcome still says `running`. */
export interface StoredSweep {
  readonly experiment: Experiment
  readonly inputs: Inputs
  readonly outcome: Outcome
  readonly table: SweepTable
}

/**
 * Reads the folder of a sweep; undefined where it holds none.
 * @throws InvalidInput where it is damaged
 */
export async function readSweep(
  files: Files,
  options: { readonly skipInputs?: boolean } = {},
): Promise<StoredSweep | undefined> {
  const [outcomeBytes, experimentBytes, journal] = [
    await files.read('outcome.json'),
    await files.read('experiment.json'),
    await files.read(journalKey),
  ]
  if (!outcomeBytes || !experimentBytes || !journal) return undefined
  const experiment = parseExperiment(decodeText(experimentBytes))
  if (!experiment.sweep) throw invalid('', 'the folder holds the rows of a sweep, but its experiment.json has none')
  const outcome = parseOutcome(decodeText(outcomeBytes))
  const { axes, rows } = sweepPoints(experiment)
  const list = makeRowList()
  for (const source of decodeText(journal).split('\n')) {
    const row = parseRow(source)
    if (row && row.index >= 0 && row.index < rows.length) list.add(row)
  }
  return {
    experiment,
    inputs: options.skipInputs ? noInputs : await readInputs(files),
    outcome,
    table: { axes, total: rows.length, rows: list.all(), scalars: outcome.scalars ?? [] },
  }
}
