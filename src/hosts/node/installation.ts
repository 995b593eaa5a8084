import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Where this copy of Isoline lies and which one it is; the same from source, from the bundle and inside Electron. */
export interface Installation {
  readonly root: string
  readonly version: string
  /** The built page. */
  readonly webFolder: string
}

/** Reproduces from a terminal in the installation's folder; the experiment's name follows. No path of this person's disk is in it. */
export const reproducingCommand = 'node bin/isoline.mjs run'

/** Looks upwards from this file for the folder of `package.json`. */
export function findInstallation(): Installation {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const manifest = join(folder, 'package.json')
    if (existsSync(manifest)) {
      const content: unknown = JSON.parse(readFileSync(manifest, 'utf8'))
      if (typeof content === 'object' && content !== null && 'name' in content && content.name === 'isoline') {
        const version = 'version' in content && typeof content.version === 'string' ? content.version : 'unknown'
        return { root: folder, version, webFolder: join(folder, 'dist/web') }
      }
    }
    if (dirname(folder) === folder) throw new Error('This copy of Isoline is not whole: package.json was not found.')
  }
}
