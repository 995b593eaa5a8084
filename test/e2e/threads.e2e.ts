// Kernel threads in a real Chromium, in a page isolated as the workbench is: the transform of one thread to the last bit.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'vite'
import { expect, test } from 'vitest'
import { makeDiskFiles } from '../../src/hosts/node/disk-files.ts'
import { serve } from '../../src/hosts/node/serve.ts'
import { collectComplaints, launchBrowser, root } from './browser.ts'

test('a transform shared out among Web Workers is that of one thread, bit for bit', async () => {
  const web = await mkdtemp(join(tmpdir(), 'isoline-threads-'))
  await build({
    root,
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    worker: { format: 'es' },
    build: {
      outDir: web,
      emptyOutDir: false,
      rolldownOptions: {
        input: join(root, 'test/e2e/threads-page.ts'),
        output: { format: 'es', entryFileNames: 'page.js' },
      },
    },
  })
  await writeFile(
    join(web, 'index.html'),
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>t</title><link rel="icon" href="data:,"></head><body><script type="module" src="page.js"></script></body></html>',
  )
  const server = await serve({
    webFolder: web,
    files: makeDiskFiles(join(web, 'state')),
    information: { version: '1', platform: 'test', command: 'isoline run' },
    printToPdf: async () => undefined,
    port: 0,
    opened: [],
  })
  const browser = await launchBrowser()
  try {
    const context = await browser.newContext()
    const complaints = await collectComplaints(context)
    const page = await context.newPage()
    await page.goto(server.address)
    expect(await page.evaluate(() => globalThis.crossOriginIsolated)).toBe(true)
    const answer = await page.evaluate(() => Reflect.get(window, 'threads'))
    expect(answer).toMatchObject({ difference: 0 })
    // 32768 normal numbers: the largest coefficient is some hundreds, so the comparison is not one of zeros.
    expect(answer.size).toBeGreaterThan(100)
    expect(complaints.all).toEqual([])
  } finally {
    await browser.close()
    await server.close()
    await rm(web, { recursive: true, force: true })
  }
})
