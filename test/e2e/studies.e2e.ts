// Studies in a real browser: a scan of a typed system over a parameter, its figure exported; equilibria marked in the portrait and
// started from.
import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { collectComplaints } from './browser.ts'
import { serveWorkbench } from './served.ts'
import { lookAt } from './walk.ts'

const served = serveWorkbench()

const within = { timeout: 60_000 }

async function openPage(): Promise<{
  readonly page: Page
  close(): Promise<void>
  readonly complaints: readonly string[]
}> {
  const context = await served.browser.newContext({ acceptDownloads: true, viewport: { width: 1280, height: 800 } })
  await context.addInitScript(() => Object.assign(window, { showSaveFilePicker: undefined }))
  const { all } = await collectComplaints(context)
  const page = await context.newPage()
  page.setDefaultTimeout(30_000)
  await page.goto(served.address)
  await page.getByTestId('rail-gallery').click()
  return { page, close: () => context.close(), complaints: all }
}

async function put(page: Page, path: string, value: string): Promise<void> {
  await page.getByTestId(`field-${path}`).fill(value)
  await page.keyboard.press('Enter')
}

async function download(page: Page, act: () => Promise<void>): Promise<string> {
  const downloading = page.waitForEvent('download')
  await act()
  return readFile(await (await downloading).path(), 'utf8')
}

test('Lorenz is scanned over rho from its right click; figure and table leave, undo takes the study back', async () => {
  const { page, close, complaints } = await openPage()
  const walker = {
    page,
    name: 'studies',
    findings: [] as string[],
    nextSave: () => Promise.reject(new Error('unused')),
  }
  await page.getByTestId('card-typed-ode-lorenz').click()
  await page.getByTestId('scene').waitFor()
  await page.getByTestId('field-problem.parameters.rho').click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Scan this: bifurcation diagram' }).click()
  expect(await page.getByTestId('field-study.type').inputValue()).toBe('bifurcation')
  expect(await page.getByTestId('field-study.parameter').inputValue()).toBe('rho')
  await lookAt(walker, '1-asked')
  await put(page, 'study.from', '150')
  await put(page, 'study.to', '166')
  await put(page, 'study.samples', '40')
  await put(page, 'method.rtol', '1e-8')
  await page.getByTestId('run-study').click()
  const view = page.getByTestId('view-study')
  const described = () => view.getByTestId('figure-description').textContent()
  await expect.poll(described, within).toContain('Bifurcation diagram of maxima of x over rho from 150 to 166')
  await lookAt(walker, '2-scanned')

  // One row a point: the values of rho are 40 different ones.
  const csv = await download(page, () => page.getByTestId('study-csv').click())
  const [head, ...rows] = csv.trim().split('\n')
  expect(head).toBe('rho,x')
  expect(new Set(rows.map((row) => row.split(',')[0])).size).toBe(40)

  await page.getByTestId('action-export').first().click()
  for (const format of ['svg', 'png', 'pdf', 'csv', 'npz'])
    await page.getByTestId(`export-${format}`).setChecked(format === 'svg')
  expect(await download(page, () => page.getByTestId('export-now').click())).toContain('Bifurcation diagram')
  await page.getByRole('button', { name: 'Close export' }).click()

  // Rate, range, samples, type: undo takes the last edit back, and the live picture was the solution all the time.
  for (let i = 0; i < 8 && (await page.getByTestId('field-study.type').inputValue()) !== 'time'; i++)
    await page.getByTestId('action-undo').first().click()
  expect(await page.getByTestId('field-study.type').inputValue()).toBe('time')
  expect(await page.getByTestId('scene').getAttribute('aria-label')).toContain('Phase portrait of x, y and z')
  expect(walker.findings).toEqual([])
  expect(complaints).toEqual([])
  await close()
}, 400_000)

test('equilibria of a planar system stand in its portrait, and one of them is started from', async () => {
  const { page, close, complaints } = await openPage()
  const walker = {
    page,
    name: 'studies',
    findings: [] as string[],
    nextSave: () => Promise.reject(new Error('unused')),
  }
  await page.getByTestId('card-typed-ode-brusselator').click()
  await page.getByTestId('view-phase-portrait').waitFor()
  await page.getByTestId('field-study.type').selectOption('equilibria')
  await page.getByTestId('run-study').click()
  await expect.poll(() => page.getByTestId('study-sentence').textContent(), within).toBe('One equilibrium in the box.')
  // u = a, v = b/a; the trace b − 1 − a² is above zero: an unstable focus.
  expect(await page.getByTestId('study-table').textContent()).toContain('unstable focus')
  const portrait = page.getByTestId('view-phase-portrait')
  await expect.poll(() => portrait.getByTestId('figure-description').textContent(), within).toContain('unstable focus')
  await lookAt(walker, '3-equilibria')
  await page.getByTestId('start-at-0').click()
  const start = Number(await page.getByTestId('field-problem.initial.u').inputValue())
  expect(start).toBe(Number(await page.getByTestId('field-problem.parameters.a').inputValue()))
  expect(walker.findings).toEqual([])
  expect(complaints).toEqual([])
  await close()
}, 300_000)
