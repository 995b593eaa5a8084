import { randomUUID } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Files } from '../../experiment/files.ts'
import type { PickedFile } from '../../experiment/host.ts'
import { maximumBytes } from '../security.ts'
import { writeAtomically } from './disk-files.ts'

/** Paths that a person picked, known to the page by words that say nothing: a page can neither name nor guess a path. */
export interface Handles {
  add(path: string): Promise<string>
  /** Reads a file that a person picked. @throws Error for people where it is no file or too large */
  open(path: string): Promise<PickedFile>
  read(handle: string): Promise<Uint8Array<ArrayBuffer>>
  write(handle: string, bytes: Uint8Array): Promise<void>
}

/** So many places are remembered, the latest. */
const remembered = 200

/**
 * @param files keeps the table between starts (key `handles.json`), so that "save" goes to the same place tomorrow; none:
 * the table ends with the process
 */
export async function makeHandles(files?: Files): Promise<Handles> {
  const paths = new Map<string, string>(files ? parseTable(await files.read('handles.json')) : [])
  let saving = Promise.resolve()
  const save = () => {
    const table = new TextEncoder().encode(JSON.stringify([...paths].slice(-remembered)))
    saving = saving.catch(() => {}).then(() => files?.write('handles.json', table))
    return saving
  }
  const pathOf = (handle: string) => {
    const path = paths.get(handle)
    if (path === undefined) throw new Error('The place of this file is no longer known: save it again under a name.')
    return path
  }
  const handles: Handles = {
    async add(path) {
      const known = [...paths].find(([, at]) => at === path)
      const handle = known?.[0] ?? randomUUID()
      // Last in the table is latest used.
      paths.delete(handle)
      paths.set(handle, path)
      await save()
      return handle
    },
    async open(path) {
      const name = basename(path)
      const about = await stat(path).catch(() => undefined)
      if (!about?.isFile()) throw new Error(`"${name}" cannot be opened: there is no such file.`)
      if (about.size > maximumBytes)
        throw new Error(`"${name}" is larger than 256 MiB: cut it, or work with it from the command line.`)
      const bytes = await readFile(path)
      return { name, bytes: new Uint8Array(bytes), handle: await handles.add(path) }
    },
    read: async (handle) => new Uint8Array(await readFile(pathOf(handle))),
    write: async (handle, bytes) => writeAtomically(pathOf(handle), bytes),
  }
  return handles
}

function parseTable(bytes: Uint8Array | undefined): readonly (readonly [string, string])[] {
  try {
    const table: unknown = JSON.parse(new TextDecoder().decode(bytes ?? new TextEncoder().encode('[]')))
    return (Array.isArray(table) ? table : []).flatMap((row: unknown) =>
      Array.isArray(row) && typeof row[0] === 'string' && typeof row[1] === 'string' ? [[row[0], row[1]] as const] : [],
    )
  } catch {
    return []
  }
}
