import { readFile, realpath, stat } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { mediaType } from '../security.ts'

export interface StaticFile {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly type: string
  /** The name holds a hash of the content: it never changes. */
  readonly isImmutable: boolean
}

/**
 * Reads files for a page, from below one folder and nowhere else: dots, backslashes, encoded separators, hidden files and
 * links that lead out are all "not found".
 * @param pathname of the address, still percent-encoded; a folder means its index.html
 */
export async function readStaticFile(folder: string, pathname: string): Promise<StaticFile | undefined> {
  let decoded: string
  try {
    decoded = decodeURIComponent(pathname)
  } catch {
    return undefined
  }
  if (!decoded.startsWith('/')) return undefined
  const parts = (decoded.endsWith('/') ? `${decoded}index.html` : decoded).slice(1).split('/')
  if (!parts.every((part) => /^[A-Za-z0-9_@~+ ()-][A-Za-z0-9_@~+ ().,-]*$/.test(part))) return undefined
  try {
    const root = await realpath(folder)
    const path = await realpath(join(root, ...parts))
    if (!path.startsWith(root + sep) || !(await stat(path)).isFile()) return undefined
    const content = await readFile(path)
    return {
      bytes: new Uint8Array(content.buffer as ArrayBuffer, content.byteOffset, content.length),
      type: mediaType(path),
      isImmutable: parts[0] === 'assets',
    }
  } catch {
    return undefined
  }
}
