import type { Files } from './files.ts'

/** Every file that a run, a sweep or a fit keeps in its folder; outcome.json is written first by a run and removed last. */
const kept = [
  'fit.json',
  'fit-curves.csv',
  'sweep.csv',
  'sweep.jsonl',
  'scalars.csv',
  'log.jsonl',
  'inputs.json',
  'experiment.json',
  'outcome.json',
]

/** Removes an earlier run, sweep or fit from a folder, so that no file of it is taken for one of the next. Other files stay. */
export async function removeRun(files: Files, except: readonly string[] = []): Promise<void> {
  await files.remove('checkpoint/state.json')
  // Metadata before chunks: a folder half removed must not look like a whole one.
  await files.remove('frames.zarr/.zmetadata')
  for (const folder of ['checkpoint/', 'frames.zarr/', 'inputs/'])
    for (const key of await files.list(folder)) await files.remove(key)
  for (const name of kept) if (!except.includes(name)) await files.remove(name)
}
