// The page side of the hosts in a real Chromium: conformance over the loopback server and IndexedDB, under the real policy.
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { build } from 'vite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeDiskFiles } from '../../src/hosts/node/disk-files.ts'
import { type LoopbackServer, serve } from '../../src/hosts/node/serve.ts'
import { readStaticFile } from '../../src/hosts/node/static-folder.ts'
import { metaContentSecurityPolicy } from '../../src/hosts/security.ts'
import { collectComplaints, launchBrowser, root } from './browser.ts'

let browser: Browser
let folder: string
let server: LoopbackServer
let site: Server
let siteAddress: string

const pageOf = (head: string) => `<!doctype html><html lang="en"><head><meta charset="utf-8">${head}<title>t</title>
<link rel="icon" href="data:,"></head><body><script type="module" src="page.js"></script></body></html>`

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'isoline-e2e-'))
  const web = join(folder, 'web')
  await build({
    root,
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    build: {
      outDir: web,
      emptyOutDir: false,
      rolldownOptions: {
        input: join(root, 'test/e2e/conformance-page.ts'),
        output: { format: 'es', entryFileNames: 'page.js' },
      },
    },
  })
  await writeFile(join(web, 'index.html'), pageOf(''))
  await mkdir(join(web, 'site'))
  await writeFile(join(web, 'site/page.js'), await readFile(join(web, 'page.js')))
  await writeFile(
    join(web, 'site/index.html'),
    pageOf(
      `<meta http-equiv="Content-Security-Policy" content="${metaContentSecurityPolicy}"><meta name="isoline-site" content="1">`,
    ),
  )
  server = await serve({
    webFolder: web,
    files: makeDiskFiles(join(folder, 'state')),
    information: { version: '1', platform: 'test', command: 'isoline run' },
    printToPdf: async () => undefined,
    port: 0,
    opened: [],
  })
  // Any static host: no headers of ours, below a folder.
  site = createServer(async (request, response) => {
    const file = await readStaticFile(web, (request.url ?? '/').replace(/[?#].*$/, ''))
    response.writeHead(file ? 200 : 404, { 'Content-Type': file?.type ?? 'text/plain' }).end(file?.bytes)
  })
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve))
  const address = site.address()
  siteAddress = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/site/`
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
  site?.closeAllConnections()
  site?.close()
  await rm(folder, { recursive: true, force: true })
})

type Conform = (hasPdf: boolean) => Promise<readonly { readonly name: string; readonly reason?: string }[]>

async function conform(address: string) {
  const context = await browser.newContext()
  const complaints = await collectComplaints(context)
  const page = await context.newPage()
  await page.goto(address)
  await page.waitForFunction(() => 'conform' in window)
  const verdicts = await page.evaluate(() => (Reflect.get(window, 'conform') as Conform)(false))
  const isIsolated = await page.evaluate(() => window.crossOriginIsolated)
  const shown = page.url()
  await context.close()
  expect(verdicts.length).toBeGreaterThanOrEqual(20)
  expect(verdicts.filter((verdict) => verdict.reason !== undefined)).toEqual([])
  // Unsafe keys are refused in the page already; nothing may reach the console.
  expect(complaints.all).toEqual([])
  return { isIsolated, shown }
}

test('the loopback host keeps the promises in Chromium, isolated, and its key leaves the address bar', async () => {
  const { isIsolated, shown } = await conform(server.address)
  expect(isIsolated).toBe(true)
  expect(shown).toBe(`http://127.0.0.1:${server.port}/`)
})

test('the static site keeps the promises in Chromium, without isolation', async () => {
  const { isIsolated } = await conform(siteAddress)
  expect(isIsolated).toBe(false)
})

test('a page of the loopback server without the key, or with an old one, says what to do', async () => {
  const context = await browser.newContext()
  const page = await context.newPage()
  const tryHost = () =>
    page.evaluate(() =>
      (Reflect.get(window, 'pickHost') as (page: Window) => Promise<unknown>)(window).then(
        () => 'a host',
        (error: Error) => error.message,
      ),
    )
  await page.goto(`http://127.0.0.1:${server.port}/`)
  await page.waitForFunction(() => 'pickHost' in window)
  expect(await tryHost()).toContain('#token=')
  await page.goto(`http://127.0.0.1:${server.port}/#token=old`)
  await page.reload()
  await page.waitForFunction(() => 'pickHost' in window)
  expect(await tryHost()).toContain('earlier start')
  await context.close()
})

test('a reload of the tab keeps the key', async () => {
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(server.address)
  const kind = async () => {
    await page.waitForFunction(() => 'pickHost' in window)
    return page.evaluate(async () => {
      const host = await (
        Reflect.get(window, 'pickHost') as (page: Window) => Promise<{ information: { kind: string } }>
      )(window)
      return host.information.kind
    })
  }
  expect(await kind()).toBe('web')
  await page.reload()
  expect(await kind()).toBe('web')
  await context.close()
})

test('another site cannot call the server, frame the page or read what it serves', async () => {
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(siteAddress)
  const base = `http://127.0.0.1:${server.port}`
  const token = new URL(server.address).hash.replace('#token=', '')
  // Even with the key in hand: the page of the static site has another origin.
  const outcome = await page.evaluate(
    async ({ base, token }) => {
      const attempt = (work: Promise<unknown>) =>
        work.then(
          () => 'went through',
          () => 'refused',
        )
      return {
        call: await attempt(fetch(`${base}/api/listKeys`, { method: 'POST', headers: { 'X-Isoline-Token': token } })),
        read: await attempt(fetch(`${base}/page.js`)),
      }
    },
    { base, token },
  )
  expect(outcome).toMatchObject({ call: 'refused', read: 'refused' })
  await context.close()
})

test('without the browser’s own pickers files come through an input and leave as downloads', async () => {
  const context = await browser.newContext({ acceptDownloads: true })
  const page = await context.newPage()
  await page.goto(siteAddress)
  await page.waitForFunction(() => 'pickHost' in window)
  await page.evaluate(() => Object.assign(window, { showOpenFilePicker: undefined, showSaveFilePicker: undefined }))
  interface PageHost {
    openFiles(options: object): Promise<{ name: string; bytes: Uint8Array }[]>
    saveFile(options: object): Promise<{ name: string } | undefined>
    print(html: string): Promise<void>
  }
  const chosen = page.waitForEvent('filechooser')
  const opening = page.evaluate(async () => {
    const host = await (Reflect.get(window, 'pickHost') as (page: Window) => Promise<PageHost>)(window)
    const files = await host.openFiles({ title: 'Open', extensions: ['csv'], multiple: true })
    return files.map((file) => [file.name, new TextDecoder().decode(file.bytes)])
  })
  await (await chosen).setFiles([{ name: 'a.csv', mimeType: 'text/csv', buffer: Buffer.from('t,c\n') }])
  expect(await opening).toEqual([['a.csv', 't,c\n']])

  const downloaded = page.waitForEvent('download')
  const saving = page.evaluate(async () => {
    const host = await (Reflect.get(window, 'pickHost') as (page: Window) => Promise<PageHost>)(window)
    return host.saveFile({ suggestedName: 'b.csv', bytes: new TextEncoder().encode('saved') })
  })
  const download = await downloaded
  expect(await saving).toEqual({ name: 'b.csv' })
  expect(download.suggestedFilename()).toBe('b.csv')
  expect(await readFile((await download.path()) ?? '', 'utf8')).toBe('saved')

  // The printing dialogue opens on the document, whose scripts do not run.
  const printed = page.evaluate(async () => {
    const host = await (Reflect.get(window, 'pickHost') as (page: Window) => Promise<PageHost>)(window)
    await host.print('<!doctype html><script>parent.document.title = "ran"</script><p>report</p>')
    return document.title
  })
  expect(await printed).toBe('t')
  await context.close()
})
