// A typed PDE in a real browser: it moves, is painted on, paused, stepped, its parameters moved, its picture exported.
import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { typedPdeExample } from '../../src/pde/typed-pde/example.ts'
import { collectComplaints } from './browser.ts'
import { serveWorkbench } from './served.ts'
import { lookAt } from './walk.ts'

const served = serveWorkbench()
const within = { timeout: 30_000 }

async function drop(page: Page, document: object): Promise<void> {
  const transfer = await page.evaluateHandle((text) => {
    const data = new DataTransfer()
    data.items.add(new File([text], 'typed.isoline.json'))
    return data
  }, JSON.stringify(document))
  for (const type of ['dragenter', 'dragover', 'drop'])
    await page.dispatchEvent('body', type, { dataTransfer: transfer })
}

const timeOf = async (page: Page) => Number(await page.getByTestId('field-time').getAttribute('data-time'))

/** Pixels of the picture as the screen has them. */
const picture = (page: Page) => page.getByTestId('field-picture').screenshot()

test('Gray–Scott moves, is brushed, paused, stepped and driven by a slider; its picture leaves as PNG', async () => {
  const context = await served.browser.newContext({ acceptDownloads: true, viewport: { width: 1280, height: 800 } })
  await context.addInitScript(() => Object.assign(window, { showSaveFilePicker: undefined }))
  const complaints = await collectComplaints(context)
  const page = await context.newPage()
  page.setDefaultTimeout(30_000)
  const walker = { page, name: 'fields', findings: [] as string[], nextSave: () => Promise.reject(new Error('unused')) }
  await page.goto(served.address)
  await page.getByTestId('gallery').waitFor()
  await drop(page, typedPdeExample)
  await page.getByTestId('field-picture').waitFor()

  // It moves by itself.
  await expect.poll(() => timeOf(page), within).toBeGreaterThan(50)
  await lookAt(walker, '1-moving')

  // The keyboard: Space holds it, S takes a step, R begins again.
  await page.keyboard.press('Space')
  await page.waitForTimeout(500)
  const held = await timeOf(page)
  await page.waitForTimeout(500)
  expect(await timeOf(page)).toBe(held)
  await page.keyboard.press('s')
  await expect.poll(() => timeOf(page), within).toBeGreaterThan(held)

  // The brush changes the picture where it stands still otherwise.
  await page.getByTestId('field-shown').selectOption('v')
  await page.waitForTimeout(500)
  const before = await picture(page)
  const box = await page.getByTestId('field-picture').boundingBox()
  if (!box) throw new Error('the picture has no place')
  const [x, y] = [box.x + 0.45 * box.width, box.y + 0.25 * box.height]
  await page.mouse.move(x, y)
  await page.mouse.down()
  await page.mouse.move(x + 60, y, { steps: 6 })
  await page.mouse.up()
  await page.mouse.move(box.x + 2, box.y + 2)
  await expect.poll(async () => Buffer.compare(await picture(page), before) !== 0, within).toBe(true)
  await lookAt(walker, '2-brushed')

  await page.keyboard.press('r')
  await expect.poll(() => timeOf(page), within).toBe(0)
  await page.keyboard.press('Space')
  await expect.poll(() => timeOf(page), within).toBeGreaterThan(10)

  // A click sets a probe, whose values are followed below; the cut is followed over time.
  await page.getByTestId('tool-probe').click()
  await page.mouse.click(box.x + 0.45 * box.width, box.y + 0.4 * box.height)
  const below = page.getByTestId('field-below')
  await expect.poll(() => below.locator('canvas').getAttribute('aria-label'), within).toContain('one place')
  await page.waitForTimeout(1500)
  await lookAt(walker, '3-probe')
  await page.getByTestId('field-companion').selectOption('kymograph')
  await page.waitForTimeout(1000)
  await lookAt(walker, '4-kymograph')
  await page.getByTestId('field-companion').selectOption('spectrum')
  await expect.poll(() => below.locator('canvas').getAttribute('aria-label'), within).toContain('wave length')
  await page.waitForTimeout(500)
  await lookAt(walker, '5-spectrum')
  await page.getByTestId('field-companion').selectOption('none')

  // A parameter moves what is there: no new beginning.
  const moved = await timeOf(page)
  await page.getByTestId('field-problem.parameters.F').fill('0.03')
  await page.keyboard.press('Enter')
  await page.waitForTimeout(500)
  expect(await timeOf(page)).toBeGreaterThan(moved)

  // What is there now leaves: numbers for ParaView, the picture, and what passes by as a video.
  const save = async (format: string) => {
    await page.getByTestId('field-save').click()
    const saving = page.waitForEvent('download')
    await page.getByTestId(`save-field-${format}`).click()
    const bytes = await readFile(await (await saving).path())
    await page.keyboard.press('Escape')
    return bytes
  }
  expect((await save('vti')).toString().slice(0, 200)).toContain('WholeExtent="0 127 0 127 0 0"')
  expect((await save('png')).subarray(1, 4).toString()).toBe('PNG')
  await page.getByTestId('field-record').click()
  await page.waitForTimeout(2500)
  const recorded = page.waitForEvent('download')
  await page.getByTestId('field-record').click()
  const video = await readFile(await (await recorded).path())
  // EBML: how every WebM file begins.
  expect([...video.subarray(0, 4)]).toEqual([0x1a, 0x45, 0xdf, 0xa3])
  expect(video.length).toBeGreaterThan(10_000)
  await page.getByTestId('field-look').click()
  await page.getByLabel('Contours').check()
  await lookAt(walker, '6-look')
  await page.keyboard.press('Escape')

  await page.getByTestId('action-export').first().click()
  await page.getByTestId('export-sheet').waitFor()
  for (const format of ['svg', 'png', 'pdf', 'csv', 'npz'])
    await page.getByTestId(`export-${format}`).setChecked(format === 'png')
  const downloading = page.waitForEvent('download')
  await page.getByTestId('export-now').click()
  const png = await readFile(await (await downloading).path())
  expect(png.subarray(1, 4).toString()).toBe('PNG')
  await page.getByRole('button', { name: 'Close export' }).click()
  expect(walker.findings).toEqual([])
  expect(complaints.all).toEqual([])
  await context.close()
}, 400_000)
