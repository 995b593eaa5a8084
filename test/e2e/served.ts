import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { ensureReady } from '../../scripts/setup.mjs'
import { makeDiskFiles } from '../../src/hosts/node/disk-files.ts'
import { serve } from '../../src/hosts/node/serve.ts'
import { launchBrowser, root } from './browser.ts'

/** A browser and the address of the workbench, both there while the tests of a file run. */
export interface Served {
  readonly browser: Browser
  readonly address: string
}

/** Builds the page, serves it with a state folder of its own and starts a browser before the tests of a file; ends all three after them. */
export function serveWorkbench(): Served {
  let running: { readonly browser: Browser; readonly address: string } | undefined
  const ends: (() => Promise<unknown>)[] = []
  beforeAll(async () => {
    await ensureReady({ parts: ['web'], log: () => {} })
    const folder = await mkdtemp(join(tmpdir(), 'isoline-e2e-'))
    ends.push(() => rm(folder, { recursive: true, force: true }))
    const server = await serve({
      webFolder: join(root, 'dist/web'),
      files: makeDiskFiles(join(folder, 'state')),
      information: { version: '0.1.0', platform: process.platform, command: 'isoline run' },
      printToPdf: async () => undefined,
      port: 0,
      opened: [],
    })
    ends.push(() => server.close())
    const browser = await launchBrowser()
    ends.push(() => browser.close())
    running = { browser, address: server.address }
  })
  afterAll(async () => {
    for (const end of ends.toReversed()) await end()
  })
  const now = (): Served => {
    if (!running) throw new Error('the workbench is served while tests run')
    return running
  }
  return {
    get browser() {
      return now().browser
    },
    get address() {
      return now().address
    },
  }
}
