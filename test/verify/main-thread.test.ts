// How long the main thread of the window is busy in one go while a run streams to the screen, in a real Chromium. A measurement of
// time, so it stands here and not in npm test; figures in docs/performance.md.
import { expect, test } from 'vitest'
import { traceTasks } from '../e2e/main-thread.ts'
import { serveWorkbench } from '../e2e/served.ts'

const served = serveWorkbench()

test('while a run of 10⁶ saved times streams to the screen the main thread is seldom busy for long', async () => {
  const context = await served.browser.newContext({ viewport: { width: 1280, height: 800 } })
  const page = await context.newPage()
  page.setDefaultTimeout(30_000)
  await page.goto(served.address)
  await page.getByTestId('rail-gallery').click()
  await page.getByTestId('card-typed-ode-lorenz').click()
  await page.getByTestId('scene').waitFor()
  for (const [path, value] of [
    ['time.to', '10000'],
    ['time.samples', '1000000'],
  ] as const) {
    await page.getByTestId(`field-${path}`).fill(value)
    await page.keyboard.press('Enter')
  }
  await page.waitForTimeout(2000)
  const tasks = await traceTasks(served.browser, async () => {
    await page.getByTestId('action-run').first().click()
    await page.waitForTimeout(6000)
  })
  // CPU time of the thread: what a busy machine takes away from it does not count, cold caches do.
  const long = tasks.filter(({ script }) => script > 8).map(({ script }) => script.toFixed(1))
  console.log(`${tasks.length} tasks, ${long.length} with more than 8 ms of script: ${long.join(' ')} ms`)
  expect(tasks.length).toBeGreaterThan(50)
  // What would hold the page up goes on elsewhere, under the page's real policy.
  const workers = page
    .workers()
    .map((worker) => worker.url())
    .join(' ')
  for (const name of ['run.worker', 'paint.worker', 'keeper.worker']) expect(workers).toContain(name)
  // Short of the aim, none: see docs/performance.md. Seven runs on a busy machine had 0 to 3.
  expect(long.length).toBeLessThanOrEqual(5)
  await context.close()
}, 120_000)
