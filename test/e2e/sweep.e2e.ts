// Sweeps in a real browser: started from a number, run over workers, looked at in every way, a point opened, the table saved.
import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { collectComplaints } from './browser.ts'
import { serveWorkbench } from './served.ts'
import { lookAt } from './walk.ts'

const served = serveWorkbench()

const within = { timeout: 60_000 }

/** x' = v, v' = −ω²x − d·v: known enough to tell a picture that is wrong. */
const oscillator = {
  isoline: 1,
  title: 'Damped oscillator',
  problem: {
    id: 'typed-ode',
    equations: ["x' = v", "v' = -omega^2*x - d*v"],
    parameters: { omega: { value: 2, from: 0.5, to: 4 }, d: { value: 0.2, from: 0, to: 1 } },
    initial: { x: 1, v: 0 },
  },
  time: { to: 20, samples: 401 },
}

async function put(page: Page, testId: string, value: string): Promise<void> {
  await page.getByTestId(testId).fill(value)
  await page.keyboard.press('Enter')
}

async function ended(page: Page, points: number): Promise<void> {
  await expect.poll(() => page.getByTestId('sweep-count').textContent(), within).toBe(`${points} of ${points} points`)
}

test('a sweep starts at a number, is drawn in every way, opens its points and leaves as CSV', async () => {
  const context = await served.browser.newContext({ acceptDownloads: true, viewport: { width: 1280, height: 800 } })
  await context.addInitScript(() => Object.assign(window, { showSaveFilePicker: undefined }))
  const complaints = await collectComplaints(context)
  const page = await context.newPage()
  page.setDefaultTimeout(30_000)
  const walker = { page, name: 'sweep', findings: [] as string[], nextSave: () => Promise.reject(new Error('unused')) }
  await page.goto(served.address)
  await page.getByTestId('action-new-system').waitFor()
  const transfer = await page.evaluateHandle((text) => {
    const data = new DataTransfer()
    data.items.add(new File([text], 'oscillator.isoline.json'))
    return data
  }, JSON.stringify(oscillator))
  for (const type of ['dragenter', 'dragover', 'drop'])
    await page.dispatchEvent('body', type, { dataTransfer: transfer })
  await page.getByTestId('field-problem.parameters.omega').waitFor()

  const described = () => page.locator('[data-view=sweep] [data-testid=figure-description]').textContent()

  // Right click, "Sweep this": the range is that of the parameter.
  await page.getByTestId('field-problem.parameters.omega').click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Sweep this' }).click()
  await expect.poll(() => page.getByTestId('sweep-points').textContent(), within).toBe('11 points')
  expect(await page.getByTestId('sweep-from-problem.parameters.omega').inputValue()).toBe('0.5')
  await put(page, 'sweep-count-problem.parameters.omega', '21')
  await page.getByTestId('action-sweep').click()
  await ended(page, 21)
  await expect.poll(described, within).toContain('over omega')
  await lookAt(walker, '1-curve')

  // A second quantity makes a map.
  await page.getByTestId('sweep-add').selectOption('problem.parameters.d')
  await put(page, 'sweep-count-problem.parameters.omega', '9')
  await put(page, 'sweep-count-problem.parameters.d', '7')
  await page.getByTestId('action-sweep').click()
  await ended(page, 63)
  await page.getByTestId('sweep-metric').selectOption('minimum.x')
  await expect.poll(described, within).toContain('Least x over omega and d')
  await lookAt(walker, '2-map')
  for (const [i, mode] of (['curve', 'overlay', 'multiples', 'parallel'] as const).entries()) {
    await page.getByTestId(`sweep-mode-${mode}`).click()
    await page.waitForTimeout(300)
    // The parallel coordinates are looked at with a range below.
    if (mode !== 'parallel') await lookAt(walker, `${i + 3}-${mode}`)
  }

  // A range on the first axis of the parallel coordinates.
  const box = await page.getByTestId('parallel').boundingBox()
  if (!box) throw new Error('there is no canvas')
  const label = () => page.getByTestId('parallel').getAttribute('aria-label')
  await expect.poll(label, within).toContain('63 points')
  const at = await findAxis(page, box)
  await page.mouse.move(at, box.y + 0.8 * box.height)
  await page.mouse.down()
  await page.mouse.move(at, box.y + 0.45 * box.height, { steps: 5 })
  await page.mouse.up()
  await expect.poll(label, within).toMatch(/\d+ of them inside/)
  await lookAt(walker, '6-parallel')
  await page.getByTestId('clear-brushes').click()

  // The table: sorted, saved, and a point opened as the experiment in front.
  await page.keyboard.press('Control+k')
  await page.keyboard.type('Sweep table')
  await page.keyboard.press('Enter')
  await page.getByTestId('view-sweep-table').waitFor()
  await page.getByTestId('sort-minimum.x').click()
  await lookAt(walker, '7-table')
  const downloading = page.waitForEvent('download')
  await page.getByTestId('sweep-csv').click()
  const csv = await readFile(await (await downloading).path(), 'utf8')
  const lines = csv.trimEnd().split('\n')
  expect(lines).toHaveLength(64)
  expect(lines[0]).toMatch(/^problem\.parameters\.omega,problem\.parameters\.d,final\.x/)
  await page.getByTestId('sort-problem.parameters.omega').click()
  await page.getByTestId('sort-problem.parameters.omega').click()
  await page
    .getByRole('button', { name: /^Open point/ })
    .first()
    .click()
  await expect.poll(() => page.getByTestId('field-problem.parameters.omega').inputValue(), within).toBe('4')
  await page.getByTestId('action-undo').first().click()
  await expect.poll(() => page.getByTestId('field-problem.parameters.omega').inputValue(), within).toBe('2')

  // A sweep outlives its window.
  await page.reload()
  await page.getByTestId('rail-runs').click()
  await expect.poll(() => page.getByTestId('run-list').textContent(), within).toContain('63 of 63 points')
  expect(complaints.all).toEqual([])
  expect(walker.findings).toEqual([])
  await context.close()
}, 300_000)

/** The first upright axis: where the cursor becomes plain inside lines is not told, so its place follows from the layout. */
async function findAxis(page: Page, box: { readonly x: number; readonly width: number }): Promise<number> {
  const count = await page.locator('[data-view=sweep]').count()
  if (count !== 1) throw new Error('one sweep view was expected')
  // Three axes: padding is 0.4 of a quarter of the width.
  return box.x + Math.max(33, 0.1 * box.width)
}
