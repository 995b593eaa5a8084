// Partial differential equations typed in a real browser: from nothing to a picture; nonsense told at its character; a side clicked and
// given its condition; what is saved is what stands in the form.
import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { collectComplaints } from './browser.ts'
import { serveWorkbench } from './served.ts'
import { lookAt } from './walk.ts'

const served = serveWorkbench()
const within = { timeout: 30_000 }

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

const timeOf = async (page: Page) => Number(await page.getByTestId('field-time').getAttribute('data-time'))

/** Milliseconds from a key that changes the last factor to the first shown time of the run that follows. */
async function untilNew(page: Page, digit: string): Promise<number> {
  await page.keyboard.press('Home')
  for (let i = 0; i < 'u_t = kappa*laplacian(u) - '.length; i++) await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Shift+ArrowRight')
  const waiting = page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const shown = document.querySelector('[data-testid=field-time]')
        let from = 0
        window.addEventListener('keydown', () => { from = performance.now() }, { capture: true, once: true }) // biome-ignore format: short
        let last = Number(shown?.getAttribute('data-time'))
        const observer = new MutationObserver(() => {
          const time = Number(shown?.getAttribute('data-time'))
          if (from > 0 && time < last) {
            observer.disconnect()
            resolve(performance.now() - from)
          }
          last = time
        })
        if (shown) observer.observe(shown, { attributes: true })
      }),
  )
  await page.waitForTimeout(300)
  await page.keyboard.type(digit)
  return waiting
}

test('the heat equation is typed from nothing, runs, is mended where it is wrong, and leaves as its file', async () => {
  const context = await served.browser.newContext({ acceptDownloads: true, viewport: { width: 1280, height: 800 } })
  await context.addInitScript(() => Object.assign(window, { showSaveFilePicker: undefined }))
  const complaints = await collectComplaints(context)
  const page = await context.newPage()
  page.setDefaultTimeout(30_000)
  const walker = { page, name: 'field-editor', findings: [] as string[], nextSave: () => Promise.reject(new Error('unused')) } // biome-ignore format: one record
  await page.goto(served.address)
  await page.getByTestId('action-new-fields').click()
  await page.getByTestId('equation-editor').waitFor()

  // Nothing at all: said in words, nothing breaks.
  await page.getByTestId('equation-editor').click()
  await page.keyboard.press('Control+a')
  await page.keyboard.press('Delete')
  await expect.poll(() => page.getByTestId('equation-troubles').textContent(), within).toContain('empty')
  await lookAt(walker, '0-empty')

  // A name that means nothing yet is told where it stands, and offered as a parameter.
  await type(page, ['u_t = kappa*laplacian(u)'])
  const troubles = page.getByTestId('equation-troubles')
  await expect.poll(() => troubles.textContent(), within).toContain('Line 1, column 7')
  await page.getByTestId('add-kappa').click()
  await page.getByTestId('field-problem.parameters.kappa').fill('0.02')
  await page.keyboard.press('Enter')
  await expect.poll(() => page.locator('[data-testid=typeset] .katex').count(), within).toBe(1)

  // It moves by itself.
  await page.getByTestId('field-picture').waitFor()
  await expect.poll(() => timeOf(page), within).toBeGreaterThan(0.1)
  await lookAt(walker, '1-typed')

  // A wrong word: its message at its character, the picture of before stays.
  await type(page, ['u_t = kappa*laplasian(u)'])
  await expect.poll(() => troubles.textContent(), within).toContain('Line 1, column 13')
  await expect.poll(() => troubles.textContent(), within).toContain('laplacian')
  await page.locator('.cm-lintRange-error').first().waitFor()
  await lookAt(walker, '2-wrong')
  await type(page, ['u_t = kappa*laplacian(u)'])
  await expect.poll(() => troubles.count(), within).toBe(0)

  // From the last key to the first picture of the new run, told and not judged: a machine under load is slow.
  await expect.poll(() => timeOf(page), within).toBeGreaterThan(0.05)
  const seconds: number[] = []
  await type(page, ['u_t = kappa*laplacian(u) - 2*u'])
  for (const digit of '345678') {
    await page.waitForTimeout(600)
    seconds.push(await untilNew(page, digit))
  }
  process.stderr.write(
    `from an edited term to the new run: ${seconds.map((value) => value.toFixed(0)).join(', ')} ms\n`,
  )
  expect(seconds.every((value) => value > 0)).toBe(true)
  await type(page, ['u_t = kappa*laplacian(u)'])

  // A side of the box is clicked and held at one.
  await page.getByTestId('side-x-').click()
  await page.getByTestId('condition-x--u').fill('u = on')
  await page.getByText('Column 5:').waitFor()
  await page.getByTestId('condition-x--u').fill('u = 1')
  await expect.poll(() => page.getByTestId('side-x-').getAttribute('aria-label'), within).toContain('u = 1')
  await page.getByTestId('condition-x--u').scrollIntoViewIfNeeded()
  await lookAt(walker, '3-side')

  // Initial data, seed.
  await page.getByTestId('initial-u').fill('0.01*normal')
  await page.getByTestId('next-seed').click()
  await page.getByTestId('next-seed').scrollIntoViewIfNeeded()
  await expect.poll(() => timeOf(page), within).toBeGreaterThan(0.1)
  await lookAt(walker, '4-initial')

  // What leaves is what stands in the form.
  const downloading = page.waitForEvent('download')
  await page.keyboard.press('Control+s')
  const saved = JSON.parse(await readFile(await (await downloading).path(), 'utf8'))
  expect(saved.problem).toEqual({
    id: 'typed-pde',
    equations: ['u_t = kappa*laplacian(u)'],
    parameters: { D: { value: 0.01, from: 0, to: 0.1 }, kappa: { value: 0.02, from: 0, to: 2 } },
    domain: { x: { from: 0, to: 1, points: 129 }, y: { from: 0, to: 1, points: 129 } },
    boundary: { 'x-': 'u = 1' },
    initial: { u: '0.01*normal' },
  })
  expect(saved.seed).toBe(1)

  // Undo is one for the whole window: back to the side without a condition.
  for (let i = 0; i < 8 && (await page.getByTestId('condition-x--u').inputValue()) !== ''; i++) {
    await page.getByTestId('action-undo').first().click()
    await page.waitForTimeout(200)
  }
  expect(await page.getByTestId('condition-x--u').inputValue()).toBe('')
  expect(walker.findings).toEqual([])
  expect(complaints.all).toEqual([])
  await context.close()
}, 400_000)
