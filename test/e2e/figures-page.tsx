// Runs in the page: the same figures by the painter and by plotly.js, for a test to look at their pixels.
import '@fontsource-variable/inter/index.css'
import { useState } from 'react'
import { createRoot } from 'react-dom/client'
import { chromatogramFigure } from '../../src/views/plots/chromatogram.ts'
import type { Figure } from '../../src/views/plots/figure.ts'
import { PaintedFigure } from '../../src/views/plots/painter.tsx'
import { PlotlyFigure } from '../../src/views/plots/plotly-figure.tsx'
import { spaceTimeFigure } from '../../src/views/plots/space-time.ts'
import { whenPainted } from '../../src/views/plots/surface.ts'
import { type View, wholeView } from '../../src/views/plots/view.ts'
import { btexRun, names, tolueneFit } from '../views/plots/btex.ts'

const noisy: Figure = {
  title: 'A million points',
  x: { label: 'Time', unit: 's', scale: 'linear' },
  panels: [{ y: { label: 'Signal', unit: 'V', scale: 'linear' }, weight: 1, marks: [] }],
  description: 'a noisy detector',
}

function million(count: number): Figure {
  const x = Float64Array.from({ length: count }, (_, i) => (800 * i) / count)
  const y = x.map((t, i) => Math.exp(-(((t - 300) / 40) ** 2)) + 0.05 * Math.sin(12.9898 * i * i))
  return { ...noisy, panels: [{ y: { label: 'Signal', unit: 'V', scale: 'linear' }, weight: 1, marks: [{ type: 'line', x, y, label: 'detector', colour: 4 }] }] } // biome-ignore format: record
}

const axis = { name: 'x', unit: 'm', values: Float64Array.from({ length: 40 }, (_, i) => i / 2) }
const figures: Readonly<Record<string, () => Figure>> = {
  chromatogram: () => chromatogramFigure({ title: 'BTEX', runs: [btexRun('exact')] }),
  fit: () => {
    const toluene = tolueneFit()
    const fitted = names.map((of) => ({ ...toluene, of, column: of, measured: toluene.measured.map((value, i) => (of === 'toluene' ? value : 2e-9 * Math.sin(7.7 * i))) })) // biome-ignore format: record
    return chromatogramFigure({ title: 'Fit', runs: [btexRun('exact')], fitted })
  },
  logarithmic: () => chromatogramFigure({ title: 'BTEX', runs: [btexRun('exact'), btexRun('shifted', 3)] }, { logarithmic: true, timeRange: [100, 300] }), // biome-ignore format: call
  field: () =>
    spaceTimeFigure({
      title: 'Toluene',
      field: { name: 'toluene', unit: 'mol/m^3', grid: { axes: [axis] } },
      times: Float64Array.from({ length: 20 }, (_, i) => 10 * i),
      values: Float64Array.from({ length: 800 }, (_, k) => 1e-6 * Math.exp(-(((k % 40) / 2 - Math.floor(k / 40)) ** 2))), // biome-ignore format: call
    }),
  million: () => million(1_000_000),
}

interface Shown {
  readonly figure: Figure
  readonly by: 'painter' | 'plotly'
  readonly theme: 'light' | 'dark'
}

let show: (shown: Shown) => void = () => {}
let move: (view: View) => void = () => {}

function Stage() {
  const [shown, setShown] = useState<Shown>()
  const [view, setView] = useState(wholeView)
  show = setShown
  move = setView
  const Drawing = shown?.by === 'plotly' ? PlotlyFigure : PaintedFigure
  return (
    <div id="stage" style={{ width: 800, height: 500 }}>
      {shown ? <Drawing key={shown.by} figure={shown.figure} theme={shown.theme} view={view} onView={setView} /> : null}
    </div>
  )
}

const frames = (count: number) =>
  new Promise<void>((resolve) => {
    const step = (left: number) => (left === 0 ? resolve() : requestAnimationFrame(() => step(left - 1)))
    step(count)
  })

/** Milliseconds of each frame while a view of a tenth of the figure goes from left to right. */
async function pan(count: number): Promise<readonly number[]> {
  const times: number[] = []
  let before = performance.now()
  for (let i = 0; i < count; i++) {
    const from = (700 * i) / count
    move({ ...wholeView, x: [from, from + 80] })
    await frames(1)
    const now = performance.now()
    times.push(now - before)
    before = now
  }
  move(wholeView)
  await frames(2)
  await whenPainted()
  return times
}

const place = document.getElementById('root')
if (place) createRoot(place).render(<Stage />)
Object.assign(window, {
  pan,
  show: async (name: string, by: Shown['by'], theme: Shown['theme'], view?: View) => {
    await document.fonts.load('11px "Inter Variable"')
    move(view ? { ...wholeView, ...view } : wholeView)
    show({ figure: (figures[name] ?? (() => noisy))(), by, theme })
    await frames(6)
    await whenPainted()
  },
})
