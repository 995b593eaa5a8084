import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { appendFile, mkdir, open, readdir, readFile, rename, rm, rmdir, stat, unlink } from 'node:fs/promises'
import { basename, dirname, join, relative, sep } from 'node:path'
import { invalid } from '../../core/errors.ts'
import { type Files, isSafeKey } from '../../experiment/files.ts'

/** `.NAME.PID-RANDOM.tmp`: what a killed process may leave; never a key. */
const temporary = /^\..*\.(\d+)-[0-9a-f]{8}\.tmp$/

function isAlive(pid: number): boolean {
  if (pid === process.pid) return true
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

const isMissing = (error: unknown) =>
  error instanceof Error && 'code' in error && ['ENOENT', 'ENOTDIR', 'EISDIR'].includes(String(error.code))

/** What a person can do about a failed system call. */
function explain(error: unknown, path: string): Error {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'ENOSPC') return invalid('', `the disk is full; free some space and try again (${path})`)
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return invalid('', `no permission to write ${path}; choose another folder with --out`)
  if (code === 'ENOTDIR' || code === 'EEXIST' || code === 'EISDIR')
    return invalid('', `${path} cannot be written: a file stands where a folder is needed, or the other way round`)
  if (code === 'ENAMETOOLONG' || code === 'ERR_INVALID_ARG_VALUE' || code === 'ELOOP' || code === 'EINVAL')
    return invalid('', `"${path.slice(0, 100)}" is not a name this disk takes; choose a shorter, plain one`)
  if (code === 'ENOENT') return invalid('', `${path} cannot be written: there is no folder ${dirname(path)}, or none can be made in it`) // biome-ignore format: one sentence
  return error instanceof Error ? error : new Error(String(error))
}

/**
 * Writes a file whole or not at all: into a temporary file beside it, forced to disk, then renamed over the old one.
 * @param isDurable forces the bytes to disk first; without, a power cut (not a killed process) may lose them
 */
export async function writeAtomically(path: string, bytes: Uint8Array | string, isDurable = true): Promise<void> {
  const temporaryPath = join(dirname(path), `.${basename(path)}.${process.pid}-${randomBytes(4).toString('hex')}.tmp`)
  try {
    const file = await open(temporaryPath, 'wx')
    try {
      await file.writeFile(bytes)
      if (isDurable) await file.sync()
    } finally {
      await file.close()
    }
    await rename(temporaryPath, path)
  } catch (error) {
    await unlink(temporaryPath).catch(() => undefined)
    throw explain(error, path)
  }
}

/**
 * Makes a folder and those above it. Not `mkdir` with `recursive`: where the system answers ENOENT below a folder that is there
 * (/proc), Node tries again for ever.
 */
async function makeFolder(path: string): Promise<void> {
  const isFolder = () => stat(path).then((found) => found.isDirectory(), () => false) // biome-ignore format: one call
  if (await isFolder()) return
  if (dirname(path) !== path) await makeFolder(dirname(path))
  await mkdir(path).catch(async (error: unknown) => {
    // Another process was faster.
    if (!(await isFolder())) throw error
  })
}

/** Forces files to disk, many at a time: the disk commits them together. Those that are gone again need no forcing. */
async function syncAll(paths: readonly string[]): Promise<void> {
  const together = 64
  for (let from = 0; from < paths.length; from += together)
    await Promise.all(
      paths.slice(from, from + together).map(async (path) => {
        const file = await open(path, 'r+').catch(() => undefined)
        try {
          await file?.sync()
        } finally {
          await file?.close()
        }
      }),
    )
}

/** Removes what killed processes left of their writes. */
async function removeStale(folder: string): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  for (const entry of entries) {
    const path = join(folder, entry.name)
    const pid = temporary.exec(entry.name)?.[1]
    if (entry.isDirectory()) await removeStale(path)
    else if (pid !== undefined && !isAlive(Number(pid))) await rm(path, { force: true })
  }
}

/**
 * Chunks of frames: many, and named by metadata that is written after them. Forcing each to disk takes longer than computing it
 * (3 ms); forced together just before the next other file, they cost what that one costs.
 */
const isChunk = (key: string) => /\.zarr\/[^/]+\/[0-9.]+$/.test(key)

/**
 * A folder on disk as Files. Writes are atomic and forced to disk; keys are names inside the folder only, whatever a caller
 * hands in. The folder is made at the first write.
 */
export function makeDiskFiles(folder: string): Files {
  let cleaned: Promise<void> | undefined
  const made = new Set<string>()
  let unforced: string[] = []
  const put = async (key: string, path: string, bytes: Uint8Array) => {
    if (isChunk(key)) {
      await writeAtomically(path, bytes, false)
      unforced.push(path)
      return
    }
    const chunks = unforced
    unforced = []
    await syncAll(chunks)
    await writeAtomically(path, bytes)
  }
  const place = (key: string) => {
    if (!isSafeKey(key)) throw invalid('', `"${key.slice(0, 100)}" is not a name that may be stored`)
    return join(folder, ...key.split('/'))
  }
  const prepare = async (path: string) => {
    cleaned ??= removeStale(folder)
    await cleaned
    const parent = dirname(path)
    if (made.has(parent)) return
    await makeFolder(parent).catch((error: unknown) => {
      throw explain(error, parent)
    })
    made.add(parent)
  }
  return {
    async read(key) {
      try {
        return new Uint8Array(await readFile(place(key)))
      } catch (error) {
        if (isMissing(error)) return undefined
        throw error
      }
    },
    async write(key, bytes) {
      const path = place(key)
      await prepare(path)
      try {
        await put(key, path, bytes)
      } catch (error) {
        // The folder was removed under us: made again once.
        if (existsSync(dirname(path))) throw error
        made.clear()
        await prepare(path)
        await put(key, path, bytes)
      }
    },
    async append(key, bytes) {
      const path = place(key)
      await prepare(path)
      await appendFile(path, bytes).catch((error: unknown) => {
        throw explain(error, path)
      })
    },
    async remove(key) {
      await rm(place(key), { force: true })
      // A folder without files is not a key: it goes with its last one.
      for (let parts = key.split('/').slice(0, -1); parts.length > 0; parts = parts.slice(0, -1)) {
        const below = join(folder, ...parts)
        const isRemoved = await rmdir(below).then(() => true, () => false) // biome-ignore format: one call
        if (!isRemoved) return
        made.delete(below)
      }
    },
    async list(prefix) {
      if (!existsSync(folder)) return []
      // Only the folder that the prefix names is walked.
      const start = prefix.includes('/') ? prefix.slice(0, prefix.lastIndexOf('/')) : ''
      if (start !== '' && !isSafeKey(start)) return []
      const below = start === '' ? folder : join(folder, ...start.split('/'))
      const isFolder = await stat(below).then(
        (s) => s.isDirectory(),
        () => false,
      )
      if (!isFolder) return []
      const entries = await readdir(below, { withFileTypes: true, recursive: true })
      return entries
        .filter((entry) => entry.isFile())
        .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
        .filter((key) => key.startsWith(prefix) && isSafeKey(key) && !temporary.test(basename(key)))
        .sort()
    },
  }
}
