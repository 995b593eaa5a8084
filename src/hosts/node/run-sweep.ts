import type { Outcome } from '../../core/outcome.ts'
import type { Files } from '../../experiment/files.ts'
import { removeRun } from '../../experiment/run-files.ts'
import { runSweep, type SweepRow, sweepCsv } from '../../experiment/sweep-run.ts'
import type { CommandIo } from './command.ts'
import type { ExperimentInput } from './experiment-input.ts'
import { processorMilliseconds } from './start-run.ts'
import { programVersions } from './versions.ts'

const encode = (text: string) => new TextEncoder().encode(text)
const json = (value: unknown) => encode(`${JSON.stringify(value, undefined, 2)}\n`)

/** Runs the sweep of an experiment; with a folder, sweep.csv grows there while it goes on. */
export async function performSweep(
  input: ExperimentInput,
  io: CommandIo,
  signal: AbortSignal,
  files: Files | undefined,
): Promise<{ readonly outcome: Outcome; readonly csv: string }> {
  const context = { clock: () => performance.now(), cpu: processorMilliseconds, signal, versions: programVersions() }
  const rows: SweepRow[] = []
  let paths: readonly string[] = []
  let total = 0
  let lastTalk = Date.now()
  const save = async () => files?.write('sweep.csv', encode(sweepCsv(paths, rows)))
  let outcome: Outcome | undefined
  for await (const event of runSweep(input.experiment, input.inputs, context)) {
    if (event.type === 'started') {
      paths = event.paths
      total = event.total
      if (!files) continue
      await files.write('outcome.json', json(event.outcome))
      await removeRun(files, ['outcome.json'])
      await files.write('experiment.json', json(input.experiment))
    } else if (event.type === 'row') {
      rows.push(event.row)
      if (event.row.failure !== undefined) io.stderr(`point ${event.index + 1} failed: ${event.row.failure}\n`)
      if (Date.now() - lastTalk < 2000) continue
      lastTalk = Date.now()
      io.stderr(`${event.index + 1} of ${total} points\n`)
      await save()
    } else {
      await save()
      await files?.write('outcome.json', json(event.outcome))
      outcome = event.outcome
    }
  }
  if (!outcome) throw new Error('the sweep ended without an outcome; please report this')
  return { outcome, csv: sweepCsv(paths, rows) }
}
