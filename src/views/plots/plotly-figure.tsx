import * as Plotly from 'plotly.js/lib/core'
import * as heatmap from 'plotly.js/lib/heatmap'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { Figure } from './figure.ts'
import { Legend } from './legend.tsx'
import type { Range } from './placed.ts'
import { figureToPlotly } from './plotly-layout.ts'
import { findTheme } from './theme.ts'
import { useSize } from './use-size.ts'
import { layoutView, toggled, type View, wholeView } from './view.ts'

Plotly.register([heatmap])

const config = {
  displayModeBar: false,
  displaylogo: false,
  showSendToCloud: false,
  scrollZoom: true,
  // The view is ours: see the listener of plotly_doubleclick.
  doubleClick: false as const,
  responsive: false,
}

export interface PlotlyFigureProps {
  readonly figure: Figure
  readonly theme: 'light' | 'dark'
  /** CSS pixels; default 11. */
  readonly fontSize?: number
  /** Writes the title into the plot; default false: the view's own heading says it. */
  readonly title?: boolean
  /** Given where the painter shares it; else the figure keeps its own. */
  readonly view?: View
  readonly onView?: (view: View) => void
}

/**
 * The figure by plotly.js, for looking closely: hover with units, box zoom, wheel zoom, double click resets, a click in the legend
 * hides. It fills its parent and follows its size and the theme.
 */
export function PlotlyFigure({ figure, theme, fontSize = 11, title = false, ...shared }: PlotlyFigureProps) {
  const frame = useRef<HTMLDivElement>(null)
  const plot = useRef<HTMLDivElement>(null)
  const drawing = useRef<Promise<void>>(Promise.resolve())
  const size = useSize(frame)
  const [own, setOwn] = useState(wholeView)
  const view = shared.view ?? own
  const onView = shared.onView ?? setOwn
  const isShown = size.width >= 40 && size.height >= 40
  const placed = useMemo(
    () => (isShown ? layoutView(figure, { ...size, fontSize, title }, view) : undefined),
    [figure, size, fontSize, title, view, isShown],
  )
  const present = useRef({ figure, placed, view, onView })
  present.current = { figure, placed, view, onView }

  useEffect(() => {
    const element = plot.current
    if (!element || !placed) return
    const { data, layout } = figureToPlotly(figure, placed, { theme: findTheme(theme), fontSize, hidden: view.hidden })
    drawing.current = Plotly.react(element, data, layout, config).then((made) => {
      made.removeAllListeners('plotly_relayout')
      made.removeAllListeners('plotly_doubleclick')
      made.on('plotly_relayout', (change) => {
        const { figure, placed, view, onView } = present.current
        if (placed) onView(viewAfter(figure, view, placed.xText.factor, placed.panels.map(({ text }) => text.factor), change)) // biome-ignore format: one call
      })
      made.on('plotly_doubleclick', () => present.current.onView({ y: [], hidden: present.current.view.hidden }))
    })
  }, [figure, placed, theme, fontSize, view.hidden])

  useEffect(() => {
    const element = plot.current
    return () => {
      // A drawing that is under way goes on in later tasks and needs what a purge takes away.
      const purge = () => {
        if (element) Plotly.purge(element)
      }
      void drawing.current.then(purge, purge)
    }
  }, [])

  return (
    <div ref={frame} style={{ position: 'relative', width: '100%', height: '100%', minHeight: 0, overflow: 'hidden' }}>
      <div ref={plot} role="img" aria-label={figure.description} style={{ position: 'absolute', inset: 0 }} />
      {placed ? (
        <Legend
          layout={placed}
          theme={findTheme(theme)}
          hidden={view.hidden}
          onToggle={(key) => onView({ ...view, hidden: toggled(view.hidden, key) })}
        />
      ) : null}
    </div>
  )
}

/** The view after plotly.js has zoomed or moved: ranges in the figure's own numbers instead of the axis' units or decades. */
function viewAfter(figure: Figure, view: View, xFactor: number, yFactors: readonly number[], change: object): View {
  // biome-ignore format: signature
  const range = (axis: string, scale: 'linear' | 'log', factor: number): Range | undefined => {
    const said = (key: string): unknown => Reflect.get(change, `${axis}.${key}`)
    const whole = said('range')
    const [low, high] = Array.isArray(whole) ? whole : [said('range[0]'), said('range[1]')]
    if (typeof low !== 'number' || typeof high !== 'number' || !(high > low)) return undefined
    return scale === 'log' ? [10 ** low, 10 ** high] : [low / factor, high / factor]
  }
  const name = (letter: string, panel: number) => `${letter}axis${panel === 0 ? '' : panel + 1}`
  let x = view.x
  for (const p of figure.panels.keys()) x = range(name('x', p), figure.x.scale, xFactor) ?? x
  const y = figure.panels.map((panel, p) => range(name('y', p), panel.y.scale, yFactors[p] ?? 1) ?? view.y[p])
  return { ...(x ? { x } : {}), y, hidden: view.hidden }
}
