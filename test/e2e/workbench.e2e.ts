// The built workbench in a real browser, served by the loopback host under its real policy; and the same walk through
// Electron where its program is installed.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findElectron, knownObstacle } from '../../scripts/launch-electron.mjs'
import { ensureReady } from '../../scripts/setup.mjs'
import { htmlToPdf } from '../../src/hosts/node/browser-pdf.ts'
import { makeDiskFiles } from '../../src/hosts/node/disk-files.ts'
import { reproducingCommand } from '../../src/hosts/node/installation.ts'
import { type LoopbackServer, serve } from '../../src/hosts/node/serve.ts'
import { collectComplaints, launchBrowser, root } from './browser.ts'
import { walkWorkbench } from './walk.ts'

let folder: string
let browser: Browser
let server: LoopbackServer

const start = (state: string) =>
  serve({
    webFolder: join(root, 'dist/web'),
    files: makeDiskFiles(join(folder, state)),
    information: { version: '0.1.0', platform: process.platform, command: reproducingCommand },
    printToPdf: htmlToPdf,
    port: 0,
    opened: [],
  })

beforeAll(async () => {
  await ensureReady({ parts: ['web', 'electron'], log: () => {} })
  folder = await mkdtemp(join(tmpdir(), 'isoline-walk-'))
  browser = await launchBrowser()
  server = await start('state')
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
  if (folder) await rm(folder, { recursive: true, force: true })
})

/** Saves leave as downloads, as in browsers without pickers of their own: a test can get hold of those. */
async function withDownloads(context: BrowserContext): Promise<void> {
  await context.addInitScript(() =>
    Object.assign(window, { showOpenFilePicker: undefined, showSaveFilePicker: undefined }),
  )
}

/** Downloads in their order, each given once, whether it came before or after it was asked for. */
function downloadsOf(page: Page): () => Promise<{ name: string; bytes: Buffer }> {
  const arrived: Promise<{ name: string; bytes: Buffer }>[] = []
  const waiting: ((file: Promise<{ name: string; bytes: Buffer }>) => void)[] = []
  page.on('download', (download) => {
    const file = download
      .path()
      .then(async (path) => ({ name: download.suggestedFilename(), bytes: await readFile(path) }))
    const next = waiting.shift()
    if (next) next(file)
    else arrived.push(file)
  })
  return () => arrived.shift() ?? new Promise((resolve) => waiting.push(resolve))
}

test('gallery → run → import → fit → export → report → reload, without a complaint of the browser', async () => {
  const context = await browser.newContext({ acceptDownloads: true, viewport: { width: 1280, height: 800 } })
  await withDownloads(context)
  const complaints = await collectComplaints(context)
  const page = await context.newPage()
  page.setDefaultTimeout(30_000)
  const findings: string[] = []
  await page.goto(server.address)
  try {
    await walkWorkbench({ page, nextSave: downloadsOf(page), name: 'web', findings })
  } catch (error) {
    await page.screenshot({ path: join(root, 'test-results/screenshots/web-failed.png') })
    throw new Error(
      `${error instanceof Error ? error.message : String(error)}\nfindings: ${findings.join('\n')}\ncomplaints: ${complaints.all.join('\n')}`,
    )
  }
  expect(complaints.all).toEqual([])
  await context.close()
}, 600_000)

test('the page computes isolated, and the policy stops what a hostile file could bring', async () => {
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(server.address)
  expect(await page.evaluate(() => window.crossOriginIsolated)).toBe(true)
  const outcome = await page.evaluate(async () => {
    const violations: string[] = []
    document.addEventListener('securitypolicyviolation', (event) => violations.push(event.effectiveDirective))
    const ran: string[] = []
    Object.assign(window, { ran })
    const script = document.createElement('script')
    script.textContent = 'window.ran.push("inline")'
    document.body.append(script)
    const image = document.createElement('img')
    image.setAttribute('onerror', 'window.ran.push("handler")')
    image.src = 'https://evil.example/x.png'
    document.body.append(image)
    const frame = document.createElement('iframe')
    frame.src = 'https://evil.example/'
    document.body.append(frame)
    const fetched = await fetch('https://evil.example/').then(
      () => 'fetched',
      () => 'refused',
    )
    // In a task of its own: the debugger's evaluation, which this function runs in, is exempt from the policy.
    const evaluated = await new Promise<string>((resolve) =>
      setTimeout(() => {
        try {
          resolve(String(Reflect.construct(Function, ['return "evaluated"'])()))
        } catch {
          resolve('refused')
        }
      }, 50),
    )
    await new Promise((resolve) => setTimeout(resolve, 300))
    return { ran, fetched, evaluated, violations: [...new Set(violations)].sort() }
  })
  expect(outcome).toMatchObject({ ran: [], fetched: 'refused', evaluated: 'refused' })
  expect(outcome.violations).toEqual(expect.arrayContaining(['connect-src', 'frame-src', 'img-src', 'script-src-elem']))
  await context.close()
})

const obstacle = findElectron(root)
  ? knownObstacle(process.platform, process.env, process.getuid?.())
  : 'its program is not installed here (node node_modules/electron/install.js fetches it)'
if (obstacle) console.warn(`!! SKIPPED: the walk through Electron: ${obstacle}`)

test.skipIf(obstacle !== undefined)(
  `Electron: the same walk through the window${obstacle ? ` (skipped: ${obstacle})` : ''}`,
  async () => {
    const application = await _electron.launch({
      executablePath: findElectron(root) ?? '',
      args: [join(root, 'dist/electron/main.mjs')],
      env: { ...process.env, ISOLINE_STATE: join(folder, 'electron') },
    })
    try {
      const page = await application.firstWindow()
      page.setDefaultTimeout(30_000)
      let count = 0
      const nextSave = async () => {
        const place = join(folder, `saved-${count++}`)
        // The system's dialogue cannot be clicked: its answer is put in its place.
        const name = await application.evaluate(
          ({ dialog }, place) =>
            new Promise<string>((resolve) => {
              dialog.showSaveDialog = async (...given: unknown[]) => {
                const options = given.at(-1) as { defaultPath?: string }
                resolve(options.defaultPath ?? '')
                return { canceled: false, filePath: place }
              }
            }),
          place,
        )
        await expect
          .poll(
            () =>
              readFile(place).then(
                () => true,
                () => false,
              ),
            { timeout: 20_000 },
          )
          .toBe(true)
        return { name, bytes: await readFile(place) }
      }
      await walkWorkbench({ page, nextSave, name: 'electron', findings: [] })
    } finally {
      await application.close()
    }
  },
  600_000,
)
