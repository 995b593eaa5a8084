// How many frames a second a field of 512² is shown at while it is computed, and how long the main thread is busy in one go, in a real
// Chromium with software rendering. A measurement of time, so it stands here and not in npm test.
import { expect, test } from 'vitest'
import { typedPdeExample } from '../../src/pde/typed-pde/example.ts'
import { traceTasks } from '../e2e/main-thread.ts'
import { serveWorkbench } from '../e2e/served.ts'

const served = serveWorkbench()

const points = 512
const grayScott = {
  ...typedPdeExample,
  problem: { ...typedPdeExample.problem, domain: { x: { from: 0, to: 2.5, points }, y: { from: 0, to: 2.5, points } } },
}

test.each([
  ['the method chosen', {}],
  ['explicit steps', { space: 'finite-difference', order: 2, stepper: 'rk4', step: 0.1 }],
])(
  'Gray–Scott on 512² with %s: frames shown, and tasks of the main thread',
  async (_, method) => {
    const context = await served.browser.newContext({ viewport: { width: 1280, height: 800 } })
    const page = await context.newPage()
    page.setDefaultTimeout(60_000)
    await page.goto(served.address)
    // The window comes back as the one before was left.
    await page.getByTestId('rail-gallery').click()
    await page.getByTestId('gallery').waitFor()
    const transfer = await page.evaluateHandle(
      (text) => {
        const data = new DataTransfer()
        data.items.add(new File([text], 'typed.isoline.json'))
        return data
      },
      JSON.stringify({ ...grayScott, method }),
    )
    for (const type of ['dragenter', 'dragover', 'drop'])
      await page.dispatchEvent('body', type, { dataTransfer: transfer })
    await page.getByTestId('field-picture').waitFor()
    await page.waitForTimeout(3000)
    const seconds = 5
    let frames = 0
    const tasks = await traceTasks(served.browser, async () => {
      frames = await page.evaluate(
        (milliseconds) =>
          new Promise<number>((resolve) => {
            const time = document.querySelector('[data-testid=field-time]')
            let count = 0
            const observer = new MutationObserver(() => count++)
            if (time) observer.observe(time, { attributes: true, attributeFilter: ['data-time'] })
            setTimeout(() => resolve(count), milliseconds)
          }),
        1000 * seconds,
      )
    })
    const longest = Math.max(...tasks.map(({ cpu }) => cpu))
    const busy = tasks.reduce((sum, { cpu }) => sum + cpu, 0)
    const strip = await page.getByTestId('strip').textContent()
    console.log(`${(frames / seconds).toFixed(1)} frames/s; longest task ${longest.toFixed(1)} ms of ${tasks.length}, ${(busy / frames).toFixed(1)} ms a frame; ${strip}`) // biome-ignore format: one line
    expect(frames).toBeGreaterThan(2 * seconds)
    expect(longest).toBeLessThan(50)
    await context.close()
  },
  200_000,
)
