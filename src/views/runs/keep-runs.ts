import type { Frame } from '../../core/field.ts'
import { type Files, subfolder } from '../../experiment/files.ts'
import { readRun, type StoredRun } from '../../experiment/store.ts'
import { readSweep, type StoredSweep } from '../../experiment/sweep-store.ts'
import type { Workbench } from '../shell/workbench.ts'
import { endFlight } from './flights.ts'
import { emptyResult, type RunRecord, type RunResult } from './run-record.ts'

/** The key before those of a run's folder. */
export const runPlace = (id: string) => `runs/${id}`

/** Where the folder of a run is kept. */
export function runFolder(files: Files, id: string): Files {
  return subfolder(files, runPlace(id))
}

/** Names, colours and ticks of the runs: what their folders do not know. */
type RunNote = Pick<RunRecord, 'id' | 'name' | 'colour' | 'isShown' | 'startedAt'>

const listKey = 'session/runs.json'

/** Writes the list; the results are in the run folders already. */
export async function keepRunList(files: Files, runs: readonly RunRecord[]): Promise<void> {
  const notes: readonly RunNote[] = runs.map(({ id, name, colour, isShown, startedAt }) => ({
    id,
    name,
    colour,
    isShown,
    startedAt,
  }))
  await files.write(listKey, new TextEncoder().encode(JSON.stringify(notes)))
}

function parseNotes(bytes: Uint8Array): readonly RunNote[] {
  const value: unknown = JSON.parse(new TextDecoder().decode(bytes))
  if (!Array.isArray(value)) return []
  return value.flatMap((item: unknown) => {
    const { id, name, colour, isShown, startedAt } = Object(item)
    return typeof id === 'string' && /^[\w-]+$/.test(id)
      ? [
          {
            id,
            name: String(name),
            colour: Number(colour) || 0,
            isShown: isShown === true,
            startedAt: Number(startedAt) || 0,
          },
        ]
      : []
  })
}

/** The runs as they were; a folder that cannot be read is left out and named. */
export async function restoreRuns(
  files: Files,
): Promise<{ readonly runs: readonly RunRecord[]; readonly lost: readonly string[] }> {
  const bytes = await files.read(listKey)
  if (!bytes) return { runs: [], lost: [] }
  const runs: RunRecord[] = []
  const lost: string[] = []
  for (const note of parseNotes(bytes)) {
    try {
      const folder = runFolder(files, note.id)
      const swept = await readSweep(folder, { skipInputs: true })
      if (swept) {
        runs.push({ ...note, experiment: swept.experiment, result: sweepResultOf(swept) })
        continue
      }
      const stored = await readRun(folder, { skipInputs: true })
      runs.push({ ...note, experiment: stored.experiment, result: await resultOf(stored) })
    } catch {
      lost.push(note.name)
    }
  }
  return { runs, lost }
}

/** More than this many numbers of profiles are not taken into memory again. */
const mostNumbers = 8e6

/** A run folder as the list shows it; one whose window closed is `stopped`. */
export async function resultOf(stored: StoredRun): Promise<RunResult> {
  const { outcome, scalars, frames: folder } = stored
  const wasCut = outcome.status === 'running'
  const frames: Frame[] = []
  const size = (folder?.fields ?? []).reduce(
    (sum, field) => sum + field.grid.axes.reduce((n, axis) => n * axis.values.length, 1),
    0,
  )
  const count = folder && size * folder.times.length <= mostNumbers ? folder.times.length : 0
  for (let i = 0; i < count; i++) if (folder) frames.push(await folder.frame(i))
  const reason = wasCut ? 'the window closed while this ran; what was saved is shown' : outcome.reason
  return {
    status: outcome.status === 'running' ? 'stopped' : outcome.status,
    ...(reason ? { reason } : {}),
    scalars: scalars.quantities,
    fields: folder?.fields ?? [],
    samples: { times: scalars.times, values: scalars.values },
    frames,
    outcome,
    ...(stored.checkpoint ? { resumeFrom: stored.checkpoint.time } : {}),
    log: [],
  }
}

/** A sweep's folder as the list shows it; one whose window closed is `stopped`. */
function sweepResultOf({ outcome, table }: StoredSweep): RunResult {
  const wasCut = outcome.status === 'running'
  const reason = wasCut ? 'the window closed while this ran; the points that are there are shown' : outcome.reason
  return {
    ...emptyResult,
    status: outcome.status === 'running' ? 'stopped' : outcome.status,
    ...(reason ? { reason } : {}),
    outcome,
    sweep: table,
  }
}

/** Stops a run where it goes on, and removes it and its folder for good. */
export async function deleteRun(workbench: Workbench, id: string): Promise<void> {
  workbench.runs.remove(id)
  await endFlight(workbench, id)
  const { files } = workbench.desk
  for (const key of await files.list(`runs/${id}/`)) await files.remove(key)
}
