import * as Plotly from 'plotly.js/lib/core'
import * as heatmap from 'plotly.js/lib/heatmap'
import * as scattergl from 'plotly.js/src/traces/scattergl/strict'
import { useEffect, useRef } from 'react'
import type { Figure } from './figure.ts'
import { figureToPlotly } from './plotly-layout.ts'
import { findTheme } from './theme.ts'
import { useSize } from './use-size.ts'

Plotly.register([heatmap, scattergl])

const config = {
  displayModeBar: false,
  displaylogo: false,
  showSendToCloud: false,
  scrollZoom: true,
  doubleClick: 'reset' as const,
  responsive: false,
}

export interface PlotlyFigureProps {
  readonly figure: Figure
  readonly theme: 'light' | 'dark'
  /** CSS pixels; default 11. */
  readonly fontSize?: number
  /** Writes the title into the plot; default false: the view's own heading says it. */
  readonly title?: boolean
}

/**
 * The figure by plotly.js, for looking closely: hover with units, box zoom, wheel zoom, double click resets, a click in the legend
 * hides. It fills its parent, follows its size and the theme, and frees its WebGL contexts when it goes.
 */
export function PlotlyFigure({ figure, theme, fontSize = 11, title = false }: PlotlyFigureProps) {
  const frame = useRef<HTMLDivElement>(null)
  const plot = useRef<HTMLDivElement>(null)
  const size = useSize(frame)

  useEffect(() => {
    const element = plot.current
    if (!element || size.width < 40 || size.height < 40) return
    const { data, layout } = figureToPlotly(figure, { ...size, theme: findTheme(theme), fontSize, title })
    void Plotly.react(element, data, layout, config)
  }, [figure, theme, fontSize, title, size])

  useEffect(() => {
    const element = plot.current
    return () => {
      if (element) Plotly.purge(element)
    }
  }, [])

  return (
    <div ref={frame} style={{ position: 'relative', width: '100%', height: '100%', minHeight: 0, overflow: 'hidden' }}>
      <div ref={plot} role="img" aria-label={figure.description} style={{ position: 'absolute', inset: 0 }} />
    </div>
  )
}
