import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { root, screenshots } from './browser.ts'

/** What differs between a browser and Electron's window: how a saved file is got hold of, and a window opened again. */
export interface Walker {
  readonly page: Page
  /** The bytes that the next save of the page brings, by name; started before the click. */
  nextSave(): Promise<{ readonly name: string; readonly bytes: Buffer }>
  /** Names its screenshots. */
  readonly name: string
  /** Serious findings of axe-core, collected over the whole walk: all are told at once. */
  readonly findings: string[]
}

/** Serious and critical findings of axe-core, as sentences; minor ones are not this test's matter. */
export async function seriousFindings(page: Page): Promise<readonly string[]> {
  // Evaluated through the debugger, which the page's policy does not bind.
  if (!(await page.evaluate(() => 'axe' in window)))
    await page.evaluate(await readFile(join(root, 'node_modules/axe-core/axe.min.js'), 'utf8'))
  return page.evaluate(async () => {
    interface Finding {
      readonly impact?: string
      readonly id: string
      readonly help: string
      readonly nodes: readonly { readonly target: readonly unknown[]; readonly failureSummary?: string }[]
    }
    const axe = Reflect.get(window, 'axe') as { run(options: object): Promise<{ violations: readonly Finding[] }> }
    // The preview's frame is its own document, tested by itself; axe would need a script inside it, which the policy forbids.
    const { violations } = await axe.run({ iframes: false, resultTypes: ['violations'] })
    return violations
      .filter((finding) => finding.impact === 'serious' || finding.impact === 'critical')
      .map(
        (finding) =>
          `${finding.id}: ${finding.help}; ${finding.nodes.length} places, first ${finding.nodes[0]?.target.join(' ')}: ${finding.nodes[0]?.failureSummary?.replace(/\s+/g, ' ')}`,
      )
  })
}

const looks = [
  { theme: 'light', width: 1280, height: 800 },
  { theme: 'dark', width: 1280, height: 800 },
  { theme: 'light', width: 1920, height: 1080 },
  { theme: 'dark', width: 1920, height: 1080 },
] as const

/** Pictures of what is there, in both themes and two sizes; axe-core looks at both themes. */
export async function lookAt({ page, name, findings }: Walker, what: string): Promise<void> {
  for (const { theme, width, height } of looks) {
    await page.emulateMedia({ colorScheme: theme })
    await page.setViewportSize({ width, height })
    // Two frames for the layout, and what a fading control needs.
    await page.waitForTimeout(400)
    await page.screenshot({ path: join(screenshots, `${name}-${what}-${theme}-${width}.png`) })
    if (width === 1280) for (const found of await seriousFindings(page)) findings.push(`${what}, ${theme}: ${found}`)
  }
  await page.emulateMedia({ colorScheme: 'light' })
  await page.setViewportSize({ width: 1280, height: 800 })
}

async function dropFile(page: Page, name: string, text: string): Promise<void> {
  const transfer = await page.evaluateHandle(
    ([name = '', text = '']) => {
      const data = new DataTransfer()
      data.items.add(new File([text], name))
      return data
    },
    [name, text],
  )
  for (const type of ['dragenter', 'dragover', 'drop'])
    await page.dispatchEvent('body', type, { dataTransfer: transfer })
}

const isShown = (page: Page, id: string) => page.getByTestId(id).first().waitFor({ timeout: 30_000 })

/** Gallery → run → import → fit → export → report → reload: the way of a scientist through the window. */
export async function walkWorkbench(walker: Walker): Promise<void> {
  const { page } = walker
  await isShown(page, 'gallery')
  await isShown(page, 'card-gas-column-btex')
  await lookAt(walker, '1-gallery')

  // One click and something moves: equations, parameters with units, five peaks.
  await page.getByTestId('card-gas-column-btex').click()
  await isShown(page, 'view-chromatogram')
  await page.locator('[data-testid=equations] .katex').first().waitFor()
  await expect
    .poll(() => page.getByTestId('figure-description').first().textContent(), { timeout: 30_000 })
    .toContain('five peaks')
  await lookAt(walker, '2-problem')

  // The retention time of benzene, 119.16 s, is that of `isoline run` on the same file: one engine.
  const retention = page.getByTestId('metric-retentionTime')
  await expect.poll(() => retention.textContent()).toContain('119.16')
  const described = () => page.getByTestId('figure-description').first().textContent()
  const first = await described()
  await page.getByTestId('field-problem.parameters.length').fill('10')
  await page.keyboard.press('Enter')
  await expect.poll(described, { timeout: 20_000 }).not.toBe(first)
  await page.getByTestId('action-undo').click()
  await expect.poll(described, { timeout: 20_000 }).toBe(first)

  await page.getByTestId('action-run').first().click()
  await page.getByTestId('rail-runs').click()
  await page.locator('[data-testid^=run-run-]').first().waitFor({ timeout: 30_000 })
  await lookAt(walker, '3-runs')

  // A measurement dropped on the window, its columns accepted as guessed.
  await page.getByTestId('rail-data').click()
  await dropFile(
    page,
    'btex-synthetic.csv',
    await readFile(join(root, 'datasets/measurements/btex-synthetic.csv'), 'utf8'),
  )
  await isShown(page, 'import-panel')
  expect(await page.getByTestId('role-time').inputValue()).toBe('x')
  expect(await page.getByTestId('of-benzene').inputValue()).toBe('benzene')
  await lookAt(walker, '4-import')
  await page.getByTestId('accept-import').click()
  await isShown(page, 'data-0')

  // A fit from a wrong start: ka of benzene 560 instead of the 579 that made the data.
  await page.getByTestId('rail-problem').click()
  await page.getByTestId('field-problem.components.0.ka').fill('560')
  await page.keyboard.press('Enter')
  await page.getByTestId('rail-fit').click()
  await page.getByTestId('free-problem.components.0.ka').check()
  await page.getByTestId('free-problem.components.0.kd').check()
  await page.getByTestId('action-fit').first().click()
  await expect
    .poll(() => page.getByTestId('fit-status').textContent({ timeout: 60_000 }), { timeout: 90_000 })
    .toContain('Converged')
  const fitted = await page.locator('[data-path="problem.components.0.ka"] td').nth(1).textContent()
  // datasets/ORIGIN.md: the data were made with ka = 579. Three standard errors as the fit itself gives them.
  const [value = Number.NaN, error = Number.NaN] = (fitted ?? '').split('±').map(Number)
  expect(error).toBeLessThan(20)
  expect(Math.abs(value - 579)).toBeLessThan(3 * error)
  await lookAt(walker, '5-fit')
  await page.getByTestId('apply-fit').click()
  await page.getByTestId('action-run').first().click()
  await page.waitForTimeout(1500)

  await exportFigure(walker)
  await makeReport(walker)

  // Closed and opened again: everything is as it was.
  await page.getByTestId('rail-problem').click()
  const before = {
    name: await page.getByTestId('experiment-name').inputValue(),
    ka: await page.getByTestId('field-problem.components.0.ka').inputValue(),
  }
  await page.waitForTimeout(1500)
  await page.reload()
  await isShown(page, 'view-chromatogram')
  expect({
    name: await page.getByTestId('experiment-name').inputValue(),
    ka: await page.getByTestId('field-problem.components.0.ka').inputValue(),
  }).toEqual(before)
  await page.getByTestId('rail-data').click()
  await isShown(page, 'data-0')
  await page.getByTestId('rail-fit').click()
  await isShown(page, 'fit-table')
  await page.getByTestId('rail-runs').click()
  await page.locator('[data-testid^=run-run-]').first().waitFor()
  await lookAt(walker, '8-reopened')
  expect(walker.findings).toEqual([])
}

async function exportFigure(walker: Walker): Promise<void> {
  const { page } = walker
  await page.getByTestId('action-export').first().click()
  await isShown(page, 'export-sheet')
  await lookAt(walker, '6-export')
  const wanted = ['svg', 'png', 'pdf', 'csv', 'npz']
  for (const format of wanted) await page.getByTestId(`export-${format}`).check()
  const saved = new Map<string, Buffer>()
  const collecting = (async () => {
    for (let count = 0; count < wanted.length; count++) {
      const { name, bytes } = await walker.nextSave()
      saved.set(name.split('.').at(-1) ?? '', bytes)
    }
  })()
  await page.getByTestId('export-now').click()
  await collecting
  expect([...saved.keys()].sort()).toEqual([...wanted].sort())
  expect(saved.get('svg')?.toString()).toMatch(/^<(\?xml|svg)/)
  expect(saved.get('svg')?.toString()).toContain('width="170mm"')
  expect(saved.get('png')?.subarray(1, 4).toString()).toBe('PNG')
  // 170 mm at 300 dots an inch are 2008 pixels (IHDR holds the width at byte 16).
  expect(Math.abs((saved.get('png')?.readUInt32BE(16) ?? 0) - 2008)).toBeLessThanOrEqual(1)
  expect(saved.get('pdf')?.subarray(0, 5).toString()).toBe('%PDF-')
  expect(saved.get('csv')?.toString().split('\n')[0]).toContain('benzene')
  expect(saved.get('npz')?.subarray(0, 2).toString()).toBe('PK')
  await page.getByRole('button', { name: 'Close export' }).click()
}

async function makeReport(walker: Walker): Promise<void> {
  const { page } = walker
  await page.getByTestId('rail-report').click()
  await isShown(page, 'report-frame')
  await lookAt(walker, '7-report')
  for (const [id, beginning] of [
    ['save-report-html', '<!doctype html>'],
    ['save-report-pdf', '%PDF-'],
  ] as const) {
    const saving = walker.nextSave()
    await page.getByTestId(id).click()
    const { bytes } = await saving
    expect(bytes.subarray(0, beginning.length).toString().toLowerCase()).toBe(beginning.toLowerCase())
    if (id === 'save-report-html') {
      const html = bytes.toString()
      expect(html).toContain('benzene')
      // The run was made with the fitted values, so the report has the fit and the command that repeats it.
      expect(html).toContain('node bin/isoline.mjs fit')
      expect(html).toContain('95 %')
      // One self-contained file: nothing is loaded from elsewhere, nothing runs.
      expect(/<script(?![^>]*type="application\/)/i.test(html)).toBe(false)
      expect(/(src|href)="https?:\/\/(?!doi\.org|arxiv\.org)/.test(html.replace(/<a [^>]*>/g, ''))).toBe(false)
    }
  }
}
