import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { initWasm, Resvg } from '@resvg/resvg-wasm'
import { beforeAll, expect, test } from 'vitest'
import { chromatogramFigure } from '../../../src/views/plots/chromatogram.ts'
import { correlationFigure } from '../../../src/views/plots/correlation.ts'
import type { Figure, LineMark } from '../../../src/views/plots/figure.ts'
import { layoutFigure } from '../../../src/views/plots/layout.ts'
import { profileFigure } from '../../../src/views/plots/profile.ts'
import { spaceTimeFigure } from '../../../src/views/plots/space-time.ts'
import { figureToSvg } from '../../../src/views/plots/static-svg.ts'
import { textWidth } from '../../../src/views/plots/text-metrics.ts'
import { btexRun, tolueneFit } from './btex.ts'

const size = { widthMillimetres: 160, heightMillimetres: 100 }
const light = { ...size, theme: 'light' } as const
const font = (path: string) => new Uint8Array(readFileSync(join('node_modules/@expo-google-fonts/inter', path)))
const fonts = [font('400Regular/Inter_400Regular.ttf'), font('600SemiBold/Inter_600SemiBold.ttf')]

beforeAll(async () => {
  await initWasm(readFileSync('node_modules/@resvg/resvg-wasm/index_bg.wasm'))
})

const axis = { name: 'x', unit: 'm', values: Float64Array.from({ length: 40 }, (_, i) => i / 2) }
const along = (name: string, middle: number, height: number) => ({
  name,
  unit: 'mol/m^3',
  grid: { axes: [axis] },
  values: axis.values.map((x) => height * Math.exp(-((x - middle) ** 2))),
})

const figures: Readonly<Record<string, Figure>> = {
  chromatogram: chromatogramFigure({ title: 'BTEX, variable velocity', runs: [btexRun('exact')] }),
  error: chromatogramFigure(
    { title: 'Exact and finite volume', runs: [btexRun('exact'), btexRun('finite volume', 0.05)] },
    { error: { run: 1, reference: 0 } },
  ),
  fit: chromatogramFigure({ title: 'Fit of toluene', runs: [btexRun('exact')], fitted: [tolueneFit()] }),
  signal: chromatogramFigure({ title: 'Signal', runs: [btexRun('exact')], fitted: [{ ...tolueneFit(), unit: 'mAU' }] }),
  profile: profileFigure({
    title: 'Along the column',
    frames: [{ time: 64, fields: [along('benzene', 12, 8e-7), along('benzene_film', 12, 1e-4), along('toluene', 4, 1.2e-6), along('toluene_film', 4, 3e-4)] }], // biome-ignore format: one frame
  }),
  'space-time': spaceTimeFigure({
    title: 'Toluene',
    field: { name: 'toluene', unit: 'mol/m^3', grid: { axes: [axis] } },
    times: Float64Array.from({ length: 20 }, (_, i) => 10 * i),
    values: Float64Array.from({ length: 800 }, (_, k) => 1e-6 * Math.exp(-(((k % 40) / 2 - Math.floor(k / 40)) ** 2))),
  }),
  correlation: correlationFigure({
    title: 'Correlations',
    label: (path) => path,
    fit: {
      parameters: Object.fromEntries(['K', 'kd', 'scale'].map((name) => [name, { value: 1, standardError: 0.1, interval95: [0.8, 1.2], unit: '1' }])), // biome-ignore format: table
      correlation: [[1, 0.31, -0.82], [0.31, 1, 0.05], [-0.82, 0.05, 1]], // biome-ignore format: matrix
    },
  }),
}

for (const [name, figure] of Object.entries(figures))
  for (const theme of ['light', 'dark'] as const)
    test(`${name} (${theme}) is drawn as it was last looked at`, async () => {
      await expect(figureToSvg(figure, { ...size, theme })).toMatchFileSnapshot(`${name}-${theme}.svg`)
    })

test('the size is in millimetres, the inside in points', () => {
  const svg = figureToSvg(figures.chromatogram!, light)
  expect(svg).toContain('width="160mm" height="100mm"')
  // 160 mm = 160/25.4·72 pt
  expect(svg).toContain('viewBox="0 0 453.54 283.46"')
})

test('text of people is escaped, and characters that XML forbids do not get in', () => {
  const hostile = '</text><script>alert(1)</script>"&\u0000\u000b'
  const svg = figureToSvg(chromatogramFigure({ title: hostile, runs: [{ ...btexRun(hostile), scalars: btexRun('').scalars.map((s) => ({ ...s, label: hostile })) }] }), light) // biome-ignore format: one call
  expect(svg).not.toContain('<script')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly those must not be there
  expect(svg).not.toMatch(/[\u0000-\u0008\u000b]/)
  expect(() => new Resvg(svg)).not.toThrow()
})

test('text widths agree with a font engine: ink of a long text by resvg, within 2 %', () => {
  for (const [weight, text] of [
    ['regular', 'Concentration (nmol/m³) of ethylbenzene'],
    ['semibold', 'BTEX, variable velocity'],
  ] as const) {
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="60"><text x="10" y="40" font-family="Inter" font-size="30" font-weight="${weight === 'semibold' ? 600 : 400}">${text}</text></svg>`
    const box = new Resvg(svg, { font: { fontBuffers: fonts, defaultFontFamily: 'Inter' } }).innerBBox()
    expect(Math.abs((box?.width ?? 0) / textWidth(text, 30, weight) - 1)).toBeLessThan(0.02)
  }
})

const overlaps = (a: readonly number[], b: readonly number[]) =>
  a[0]! < b[2]! && b[0]! < a[2]! && a[1]! < b[3]! && b[1]! < a[3]!

test('names at lines lie on no curve and on no other name, inside the panel', () => {
  const layout = layoutFigure(figures.chromatogram!, { width: 453, height: 283, fontSize: 8 })
  const panel = layout.panels[0]!
  expect(panel.labels.map((label) => label.text).sort()).toEqual([
    'benzene',
    'ethylbenzene',
    'mp-xylene',
    'o-xylene',
    'toluene',
  ])
  const boxes = panel.labels.map((label) => {
    const half = textWidth(label.text, 0.92 * 8) / 2
    return [label.x - half, label.y - 5, label.x + half, label.y + 1]
  })
  for (const [i, box] of boxes.entries()) {
    expect(box[0]).toBeGreaterThan(panel.left)
    expect(box[2]).toBeLessThan(panel.left + panel.width + 4)
    for (const other of boxes.slice(i + 1)) expect(overlaps(box, other)).toBe(false)
    for (const mark of panel.panel.marks.filter((m): m is LineMark => m.type === 'line'))
      for (let k = 0; k < mark.x.length; k++) {
        const [x, y] = [layout.toX(mark.x[k]!), panel.toY(mark.y[k]!)]
        expect(x > box[0]! && x < box[2]! && y > box[1]! && y < box[3]!).toBe(false)
      }
  }
})

test('names that do not fit go to the legend, all of them', () => {
  const line = (label: string, colour: number): LineMark => ({
    type: 'line',
    x: Float64Array.of(0, 1, 2),
    y: Float64Array.of(0, 1, 0),
    label,
    colour,
    directLabel: true,
  })
  const crowd = Array.from({ length: 12 }, (_, i) => line(`a component with a long name ${i}`, i))
  const figure: Figure = { title: '', x: { label: 'Time', unit: 's', scale: 'linear' }, panels: [{ y: { label: 'c', unit: '1', scale: 'linear' }, marks: crowd, weight: 1 }], description: '' } // biome-ignore format: record
  const layout = layoutFigure(figure, { width: 300, height: 200, fontSize: 8 })
  expect(layout.panels[0]!.labels).toEqual([])
  expect(layout.legend.entries).toHaveLength(12)
  expect(layout.legend.entries.every((entry) => entry.x + entry.signWidth < 300)).toBe(true)
})

test('10⁵ points make a file no larger than the picture needs', () => {
  const n = 100_000
  const x = Float64Array.from({ length: n }, (_, i) => i)
  const y = x.map((t) => Math.sin(t / 50) + Math.sin(t * 12.9))
  const figure: Figure = { title: '', x: { label: 'Time', unit: 's', scale: 'linear' }, panels: [{ y: { label: 'c', unit: '1', scale: 'linear' }, marks: [{ type: 'line', x, y, label: '', colour: 0 }], weight: 1 }], description: '' } // biome-ignore format: record
  expect(figureToSvg(figure, light).length).toBeLessThan(120_000)
})

test('every figure says itself in a sentence', () => {
  expect(figures.chromatogram!.description).toBe('Chromatogram with five peaks; the tallest, mp-xylene, at 481 s.')
  expect(figures.error!.description).toMatch(
    /two runs over one another: exact and finite volume; finite volume differs from exact by at most 0\.\d+ % of the tallest peak\.$/,
  )
  expect(figures.fit!.description).toContain('fitted to 200 points of FID')
  expect(figures.correlation!.description).toBe(
    'Correlations of 3 parameters; the strongest, −0.82, between K and scale.',
  )
  expect(figures.profile!.description).toBe('Along the column at 64 s: two peaks; the tallest, toluene, at 4 m.')
})

test('a fit in another unit of the same kind shares the axis of the curves: 1 nmol/m³ = 10⁻⁹ mol/m³', () => {
  const { measured, model, residuals, bandLow, bandHigh, ...rest } = tolueneFit()
  const nano = (values: readonly number[]) => values.map((value) => 1e9 * value)
  const series = { ...rest, unit: 'nmol/m^3', measured: nano(measured), model: nano(model), residuals: nano(residuals), bandLow: nano(bandLow), bandHigh: nano(bandHigh) } // biome-ignore format: record
  const figure = chromatogramFigure({ title: '', runs: [btexRun('exact')], fitted: [series] })
  expect(figure.panels.map((panel) => panel.y.label)).toEqual(['Concentration', 'Residual'])
  const points = figure.panels[0]!.marks.find((mark) => mark.type === 'points')
  for (const [i, value] of measured.entries()) expect(points?.y[i]).toBeCloseTo(value, 15)
})

test('an empty figure still has its axes', () => {
  const svg = figureToSvg(chromatogramFigure({ title: 'Nothing yet', runs: [] }), light)
  expect(svg).toContain('Time (s)')
  expect(svg).not.toContain('NaN')
})

test('a logarithmic axis under tails that underflow ends ten decades below the largest value', () => {
  // exp(-700) is 1e-304: 5e-324 ≤ values, and the ratio to the top would overflow.
  const x = Float64Array.from({ length: 201 }, (_, i) => i - 100)
  const y = x.map((t) => Math.exp(-((t / 3.6) ** 2)))
  const layout = layoutFigure(
    { title: '', x: { label: 'Time', unit: 's', scale: 'linear' }, panels: [{ y: { label: 'c', unit: '1', scale: 'log' }, weight: 1, marks: [{ type: 'line', x, y, label: '', colour: 0 }] }], description: '' }, // biome-ignore format: record
    { width: 400, height: 300, fontSize: 11 },
  )
  const [low = 0, high = 0] = layout.panels[0]?.range ?? []
  // Ten decades and the margins of 3 and 5 % of them.
  expect(Math.log10(high / low)).toBeCloseTo(10.8, 6)
})
