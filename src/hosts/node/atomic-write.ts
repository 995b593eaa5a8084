import { randomBytes } from 'node:crypto'
import { open, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/**
 * Puts the bytes in the file's place whole or not at all: a new file beside it, flushed to disk, renamed over the old one.
 * A crash leaves the old file, and perhaps a hidden leftover that ends in `.part`.
 */
export async function writeFileAtomically(path: string, bytes: Uint8Array): Promise<void> {
  const part = join(dirname(path), `.${basename(path).slice(0, 200)}.${randomBytes(6).toString('hex')}.part`)
  try {
    const file = await open(part, 'wx', 0o644)
    try {
      await file.writeFile(bytes)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(part, path)
  } catch (error) {
    await rm(part, { force: true })
    throw error
  }
}
