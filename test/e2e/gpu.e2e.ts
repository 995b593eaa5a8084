// Kernels of the GPU in a real Chromium with a GPU in software, under the policy of the workbench, beside the plain reference.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'
import { build } from 'vite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findChromium } from '../../scripts/browser.mjs'
import { makeDiskFiles } from '../../src/hosts/node/disk-files.ts'
import { serve } from '../../src/hosts/node/serve.ts'
import { root } from './browser.ts'
import type { GpuAnswer } from './gpu-page.ts'

const flags = ['--enable-unsafe-webgpu', '--enable-features=Vulkan,WebGPU', '--use-webgpu-adapter=swiftshader', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist', '--disable-background-networking', '--disable-component-update'] // biome-ignore format: a list

let web: string
let browser: Browser
let server: Awaited<ReturnType<typeof serve>>

beforeAll(async () => {
  web = await mkdtemp(join(tmpdir(), 'isoline-gpu-'))
  await build({
    root,
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    build: {
      outDir: web,
      emptyOutDir: false,
      rolldownOptions: {
        input: join(root, 'test/e2e/gpu-page.ts'),
        output: { format: 'es', entryFileNames: 'page.js' },
      },
    },
  })
  await writeFile(
    join(web, 'index.html'),
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>t</title><link rel="icon" href="data:,"></head><body><script type="module" src="page.js"></script></body></html>',
  )
  server = await serve({
    webFolder: web,
    files: makeDiskFiles(join(web, 'state')),
    information: { version: '1', platform: 'test', command: 'isoline run' },
    printToPdf: async () => undefined,
    port: 0,
    opened: [],
  })
  const executablePath = findChromium()
  if (!executablePath) throw new Error('no Chromium found: install Debian’s chromium, or set ISOLINE_CHROMIUM')
  browser = await chromium.launch({ executablePath, chromiumSandbox: process.getuid?.() !== 0, args: flags })
}, 120_000)

afterAll(async () => {
  await browser?.close()
  await server?.close()
  await rm(web, { recursive: true, force: true })
})

// Single precision keeps 6·10⁻⁸ of a number; differences over a spacing make some hundred times as much of it in a few steps.
const enough = 2e-5

test.each([
  ['webgpu', 'webgpu fused-encoder'],
  ['webgl2', 'webgl2 generic'],
  ['webasm', 'webasm fused'],
])(
  'steps on %s are those of the reference, and nothing else ran',
  async (mode, executor) => {
    const page = await browser.newPage()
    await page.goto(server.address)
    await page.waitForFunction(() => Reflect.has(window, 'gpuAnswers'))
    const answers: readonly GpuAnswer[] = await page.evaluate((which) => Reflect.get(window, 'gpuAnswers')(which), mode)
    await page.close()
    if (process.env.ISOLINE_SHOW) console.log(JSON.stringify(answers, undefined, 1))
    expect(answers.length).toBeGreaterThan(12)
    for (const one of answers) {
      expect(one.failed, one.name).toBeUndefined()
      expect(one.executor, one.name).toContain(executor)
      expect(one.moved, one.name).toBeGreaterThan(100 * (one.apart ?? 1))
      expect(one.apart, one.name).toBeLessThan(enough)
    }
  },
  300_000,
)

// Forty steps in single precision beside the same ones in double: rounding 6·10⁻⁸ a step, and the last digits of parameters.
test('a run on the backend gpu ends with the fields of wasm, and its outcome says on what it ran', async () => {
  const page = await browser.newPage()
  await page.goto(server.address)
  await page.waitForFunction(() => Reflect.has(window, 'gpuRun'))
  const [single, double] = await page.evaluate(async () => {
    const on = Reflect.get(window, 'gpuRun')
    return [await on('gpu'), await on('wasm')]
  })
  await page.close()
  expect(single.outcome.reason).toBeUndefined()
  expect(single.outcome).toMatchObject({ status: 'done', backend: 'gpu', steps: 40 })
  expect(single.outcome.compute).toEqual({ executor: 'webgpu', precision: 'f32', threads: 1, build: 'gpu.js fused-encoder' }) // biome-ignore format: one record
  expect(double.outcome.compute).toMatchObject({ executor: 'wasm', precision: 'f64' })
  expect(single.times).toEqual(double.times)
  expect(single.values.length).toBe(2 * 48 * 48)
  const apart = single.values.map((value: number, i: number) => Math.abs(value - double.values[i]))
  expect(Math.max(...apart)).toBeLessThan(1e-5)
  expect(Math.max(...apart)).toBeGreaterThan(0)
}, 120_000)
