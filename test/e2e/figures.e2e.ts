// What the painter and plotly.js really draw, looked at in Chromium under the page's real policy: colours there, rectangles equal.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import type { Browser, Page } from 'playwright-core'
import { build } from 'vite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeDiskFiles } from '../../src/hosts/node/disk-files.ts'
import { type LoopbackServer, serve } from '../../src/hosts/node/serve.ts'
import { darkTheme, lightTheme } from '../../src/views/plots/theme.ts'
import { collectComplaints, launchBrowser, root, screenshots } from './browser.ts'

let browser: Browser
let folder: string
let server: LoopbackServer
let page: Page
let eye: Page
let complaints: readonly string[]

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'isoline-figures-'))
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    plugins: [react()],
    define: { global: 'globalThis' },
    build: {
      outDir: join(folder, 'web'),
      minify: false,
      chunkSizeWarningLimit: 20_000,
      rolldownOptions: {
        input: join(root, 'test/e2e/figures-page.tsx'),
        output: { format: 'es', entryFileNames: 'page.js', assetFileNames: '[name][extname]' },
      },
    },
  })
  const head = '<meta charset="utf-8"><title>Figures</title><link rel="stylesheet" href="figures-page.css">'
  await writeFile(
    join(folder, 'web/index.html'),
    `<!doctype html><html lang="en"><head>${head}<link rel="icon" href="data:,"></head><body><div id="root"></div><script type="module" src="page.js"></script></body></html>`,
  )
  server = await serve({
    webFolder: join(folder, 'web'),
    files: makeDiskFiles(join(folder, 'state')),
    information: { version: '1', platform: 'test', command: 'isoline run' },
    printToPdf: async () => undefined,
    port: 0,
    opened: [],
  })
  browser = await launchBrowser()
  const context = await browser.newContext({ viewport: { width: 900, height: 600 } })
  complaints = (await collectComplaints(context)).all
  page = await context.newPage()
  await page.goto(server.address)
  await page.waitForFunction(() => 'show' in window)
  eye = await (await browser.newContext()).newPage()
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
  await rm(folder, { recursive: true, force: true })
})

interface Seen {
  /** Edges of the plot rectangle: the long straight runs of the axis colour. */
  readonly left: number
  readonly bottom: number
  readonly counts: readonly number[]
}

type Drawer = 'painter' | 'plotly'

async function draw(name: string, by: Drawer, theme: 'light' | 'dark', view?: object): Promise<Buffer> {
  await page.evaluate(
    async ([name, by, theme, view]) => {
      await Reflect.get(window, 'show')(name, by, theme, view)
    },
    [name, by, theme, view] as const,
  )
  await page.mouse.move(850, 590)
  if (by === 'plotly') await page.waitForSelector('#stage .plotly .main-svg')
  await page.waitForTimeout(100)
  return page.locator('#stage').screenshot({ path: join(screenshots, `figure-${name}-${by}-${theme}.png`) })
}

/** Looks at a screenshot, in a blank page that decodes it. */
function look(picture: Buffer, axis: string, colours: readonly string[]): Promise<Seen> {
  return eye.evaluate(
    async ([base64, axis, colours]) => {
      const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))
      const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }))
      const canvas = new OffscreenCanvas(image.width, image.height)
      const context = canvas.getContext('2d')
      if (!context) throw new Error('no canvas')
      context.drawImage(image, 0, 0)
      const { data, width, height } = context.getImageData(0, 0, image.width, image.height)
      const parse = (hex: string) => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16))
      const near = (i: number, [r = 0, g = 0, b = 0]: readonly number[], by: number) =>
        Math.abs((data[4 * i] ?? 0) - r) <= by &&
        Math.abs((data[4 * i + 1] ?? 0) - g) <= by &&
        Math.abs((data[4 * i + 2] ?? 0) - b) <= by
      const line = parse(axis)
      let [left, bottom, tallest, widest] = [-1, -1, 0, 0]
      for (let x = 0; x < width; x++) {
        let count = 0
        for (let y = 0; y < height; y++) if (near(y * width + x, line, 12)) count++
        if (count > tallest) [left, tallest] = [x, count]
      }
      for (let y = 0; y < height; y++) {
        let count = 0
        for (let x = 0; x < width; x++) if (near(y * width + x, line, 12)) count++
        if (count >= widest) [bottom, widest] = [y, count]
      }
      const counts = colours.map(parse).map((hex) => {
        let count = 0
        for (let i = 0; i < width * height; i++) if (near(i, hex, 16)) count++
        return count
      })
      return { left, bottom, counts }
    },
    [picture.toString('base64'), axis, colours] as const,
  )
}

/** Share of pixels that differ visibly, after a blur of one pixel: text and lines are smoothed differently by canvas and SVG. */
function difference(a: Buffer, b: Buffer): Promise<number> {
  return eye.evaluate(
    async (pictures) => {
      const [one, two] = await Promise.all(
        pictures.map(async (base64) => {
          const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))
          const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }))
          const context = new OffscreenCanvas(image.width, image.height).getContext('2d')
          if (!context) throw new Error('no canvas')
          context.filter = 'blur(1px)'
          context.drawImage(image, 0, 0)
          return context.getImageData(0, 0, image.width, image.height).data
        }),
      )
      if (!one || !two || one.length !== two.length) return 1
      let count = 0
      for (let i = 0; i < one.length; i += 4)
        for (let c = 0; c < 3; c++)
          if (Math.abs((one[i + c] ?? 0) - (two[i + c] ?? 0)) > 48) {
            count++
            break
          }
      return count / (one.length / 4)
    },
    [a.toString('base64'), b.toString('base64')],
  )
}

const zoomed = { x: [200, 300], y: [[0, 1e-7]] }
const cases: readonly (readonly [string, 'light' | 'dark', readonly number[], object?])[] = [
  // Places in the Okabe–Ito order of the curves that this view shows.
  ['chromatogram', 'light', [0, 1, 2, 3, 4]],
  ['chromatogram', 'dark', [0, 1, 2, 3, 4]],
  ['chromatogram', 'light', [1], zoomed],
  ['fit', 'light', [0, 1, 2, 3, 4]],
  ['logarithmic', 'light', [0, 1]],
  ['field', 'light', []],
]
for (const [name, theme, series, view] of cases)
  test(`${name}, ${theme}${view ? ', zoomed' : ''}: painter and plotly.js draw the same figure`, async () => {
    const look1 = theme === 'light' ? lightTheme : darkTheme
    const colours = series.map((place) => look1.series[place] ?? '')
    const painted = await draw(name, 'painter', theme, view)
    const plotted = await draw(name, 'plotly', theme, view)
    const [a, b] = [await look(painted, look1.axis, colours), await look(plotted, look1.axis, colours)]
    // A curve across the figure leaves at least some dozens of pixels of its full colour.
    for (const counts of [a.counts, b.counts]) for (const count of counts) expect(count).toBeGreaterThan(20)
    expect(Math.abs(a.left - b.left)).toBeLessThanOrEqual(1)
    expect(Math.abs(a.bottom - b.bottom)).toBeLessThanOrEqual(1)
    expect(await difference(painted, plotted)).toBeLessThan(0.01)
  })

test('a million points: the painter shows them, reads out, zooms into a box and back', async () => {
  const colour = lightTheme.series[4] ?? ''
  const whole = await draw('million', 'painter', 'light')
  const seen = await look(whole, lightTheme.axis, [colour])
  expect(seen.counts[0]).toBeGreaterThan(5000)
  await page.mouse.move(400, 250)
  await page.mouse.move(401, 440)
  await page.waitForSelector('[data-testid=read-out]')
  expect(await page.textContent('[data-testid=read-out]')).toMatch(/^detector[\d.]+ s−?[\d.]+/)
  await page.mouse.move(300, 200)
  await page.mouse.down()
  await page.mouse.move(350, 300, { steps: 4 })
  await page.mouse.up()
  await page.mouse.move(850, 590)
  await page.waitForTimeout(100)
  const box = await page.locator('#stage').screenshot()
  expect(await difference(whole, box)).toBeGreaterThan(0.02)
  await page.mouse.dblclick(400, 250)
  await page.mouse.move(850, 590)
  await page.waitForTimeout(100)
  expect(await difference(whole, await page.locator('#stage').screenshot())).toBeLessThan(0.001)
})

test('a million points pan: every frame is drawn (its time is told, not judged)', async () => {
  const before = await draw('million', 'painter', 'light')
  const times: number[] = await page.evaluate(() => Reflect.get(window, 'pan')(120))
  const sorted = [...times].sort((a, b) => a - b)
  const at = (share: number) => (sorted[Math.floor(share * (sorted.length - 1))] ?? 0).toFixed(1)
  console.log(`panning 10⁶ points: median ${at(0.5)} ms a frame, 95 % within ${at(0.95)} ms`)
  expect(times).toHaveLength(120)
  await page.waitForTimeout(100)
  // Back at the whole view, the picture is the one from before.
  expect(await difference(before, await page.locator('#stage').screenshot())).toBeLessThan(0.001)
})

test('no complaint of the browser', () => {
  expect(complaints).toEqual([])
})
