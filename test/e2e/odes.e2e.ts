// The ODE lab in a real browser: a system typed as text, its portrait turned, exported; nonsense told at its character.
import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { collectComplaints } from './browser.ts'
import { serveWorkbench } from './served.ts'
import { lookAt } from './walk.ts'

const served = serveWorkbench()

async function type(page: Page, lines: readonly string[]): Promise<void> {
  await page.getByTestId('equation-editor').click()
  await page.keyboard.press('Control+a')
  // Escape closes the list of completions, so that Enter is a new line and not a choice.
  for (const [i, line] of lines.entries()) {
    await page.keyboard.type(line)
    await page.keyboard.press('Escape')
    if (i < lines.length - 1) await page.keyboard.press('Enter')
  }
}

async function put(page: Page, path: string, value: string): Promise<void> {
  await page.getByTestId(`field-${path}`).fill(value)
  await page.keyboard.press('Enter')
}

const within = { timeout: 30_000 }

test('Lorenz is typed, runs, is turned with the keyboard and leaves as SVG; nonsense is told at its character', async () => {
  const context = await served.browser.newContext({ acceptDownloads: true, viewport: { width: 1280, height: 800 } })
  await context.addInitScript(() => Object.assign(window, { showSaveFilePicker: undefined }))
  const complaints = await collectComplaints(context)
  const page = await context.newPage()
  page.setDefaultTimeout(30_000)
  const walker = { page, name: 'odes', findings: [] as string[], nextSave: () => Promise.reject(new Error('unused')) }
  await page.goto(served.address)
  await page.getByTestId('action-new-system').click()
  await page.getByTestId('equation-editor').waitFor()

  // Names that mean nothing yet are told where they stand, and offered as parameters.
  await type(page, ["x' = sigma*(y - x)", "y' = x*(rho - z) - y", "z' = x*y - beta*z"])
  const troubles = page.getByTestId('equation-troubles')
  await expect.poll(() => troubles.textContent(), within).toContain('Line 1, column 6')
  await lookAt(walker, '1-typed')
  await page.getByTestId('add-all').click()
  await put(page, 'problem.parameters.sigma', '10')
  await put(page, 'problem.parameters.rho', '28')
  await put(page, 'problem.parameters.beta', '8/3')
  await put(page, 'time.to', '20')

  // Three unknowns: a portrait in space, live.
  const scene = page.getByTestId('scene')
  await scene.waitFor()
  await expect.poll(() => scene.getAttribute('aria-label'), within).toContain('Phase portrait of x, y and z')
  expect(await page.locator('[data-testid=typeset] .katex').count()).toBeGreaterThanOrEqual(3)

  await scene.focus()
  const before = Number(await scene.getAttribute('data-azimuth'))
  for (let i = 0; i < 4; i++) await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowUp')
  // Four presses of five degrees.
  await expect.poll(async () => Number(await scene.getAttribute('data-azimuth')), within).toBeCloseTo(before - 20, 6)
  await lookAt(walker, '2-portrait')

  await page.getByTestId('action-run').first().click()
  await page.getByTestId('rail-runs').click()
  await page.locator('[data-testid^=run-run-]').first().waitFor()
  await page.getByTestId('rail-problem').click()

  // What was touched last leaves as it is seen.
  await scene.click()
  await page.getByTestId('action-export').first().click()
  await page.getByTestId('export-sheet').waitFor()
  for (const format of ['svg', 'png', 'pdf', 'csv', 'npz'])
    await page.getByTestId(`export-${format}`).setChecked(format === 'svg')
  const downloading = page.waitForEvent('download')
  await page.getByTestId('export-now').click()
  const svg = await readFile(await (await downloading).path(), 'utf8')
  expect(svg).toMatch(/^<(\?xml|svg)/)
  expect(svg).toContain('Phase portrait of x, y and z')
  await page.getByRole('button', { name: 'Close export' }).click()

  // A wrong word in the second line, at its seventh character; the last picture stays.
  await type(page, ["x' = sigma*(y - x)", "y' = x )) y", "z' = x*y - beta*z"])
  await expect.poll(() => troubles.textContent(), within).toContain('Line 2, column 8')
  await page.locator('.cm-lintRange-error').first().waitFor()
  expect(await page.getByTestId('trouble').first().textContent()).toContain('Line 2, column 8')
  await lookAt(walker, '3-nonsense')

  // Undo is one for the whole window: the equations that ran come back.
  for (let i = 0; i < 6 && (await troubles.count()) > 0; i++) {
    await page.getByTestId('action-undo').first().click()
    await page.waitForTimeout(300)
  }
  expect(await page.getByTestId('equation-editor').textContent()).toContain('x*(rho - z) - y')
  expect(walker.findings).toEqual([])
  expect(complaints.all).toEqual([])
  await context.close()
}, 400_000)

test('a planar system: a click starts a trajectory, and the one seen before stays', async () => {
  const context = await served.browser.newContext({ viewport: { width: 1280, height: 800 } })
  const complaints = await collectComplaints(context)
  const page = await context.newPage()
  page.setDefaultTimeout(30_000)
  await page.goto(served.address)
  await page.getByTestId('rail-gallery').click()
  await page.getByTestId('action-new-system').click()
  await page.getByTestId('equation-editor').waitFor()
  await type(page, ["x'' = (1 - x^2)*x' - x"])
  await page.getByTestId('axis-y').waitFor()
  const portrait = page.getByTestId('view-phase-portrait')
  const described = () => portrait.getByTestId('figure-description').textContent()
  await expect.poll(described, within).toContain('nullclines')
  const box = await portrait.locator('canvas').boundingBox()
  if (!box) throw new Error('the portrait has no place')
  await page.mouse.click(box.x + 0.7 * box.width, box.y + 0.4 * box.height)
  await expect.poll(described, within).toContain('two trajectories')
  expect(await page.getByTestId('field-problem.initial.x').inputValue()).not.toBe('1')
  expect(complaints.all).toEqual([])
  await context.close()
}, 200_000)
