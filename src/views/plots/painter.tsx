import { type PointerEvent, useEffect, useMemo, useRef, useState } from 'react'
import { fittedX } from './extents.ts'
import type { Figure } from './figure.ts'
import { layoutFigure } from './layout.ts'
import { paintFigure } from './paint.ts'
import type { FigureLayout } from './placed.ts'
import { findTheme } from './theme.ts'
import { useSize } from './use-size.ts'

export interface PaintedFigureProps {
  readonly figure: Figure
  readonly theme: 'light' | 'dark'
  /** CSS pixels; default 11. */
  readonly fontSize?: number
  readonly title?: boolean
}

type Range = readonly [number, number]

const toScale = (figure: Figure, value: number) => (figure.x.scale === 'log' ? Math.log(value) : value)
const fromScale = (figure: Figure, value: number) => (figure.x.scale === 'log' ? Math.exp(value) : value)

/**
 * The figure on a canvas, for what changes while one looks: a run in progress, a parameter under the hand. It draws at most once
 * a frame, thins lines of 10⁶ points by their envelopes, pans by dragging, zooms by the wheel, resets on double click.
 */
export function PaintedFigure({ figure, theme, fontSize = 11, title = false }: PaintedFigureProps) {
  const frame = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const drawn = useRef<FigureLayout>(undefined)
  const drag = useRef<{ readonly x: number; readonly range: Range }>(undefined)
  const [view, setView] = useState<Range>()
  const size = useSize(frame)
  const fitted = useMemo(() => fittedX(figure), [figure])

  useEffect(() => {
    const element = canvas.current
    const context = element?.getContext('2d', { alpha: false })
    if (!element || !context || size.width < 40 || size.height < 40) return
    const request = requestAnimationFrame(() => {
      const ratio = window.devicePixelRatio || 1
      const [width, height] = [Math.round(size.width * ratio), Math.round(size.height * ratio)]
      if (element.width !== width) element.width = width
      if (element.height !== height) element.height = height
      const layout = layoutFigure(figure, { ...size, fontSize, title, xRange: view ?? fitted })
      drawn.current = layout
      paintFigure({ context, layout, theme: findTheme(theme), ratio })
    })
    return () => cancelAnimationFrame(request)
  }, [figure, theme, fontSize, title, size, view, fitted])

  // React listens to the wheel passively, where the page cannot be kept from scrolling.
  useEffect(() => {
    const element = canvas.current
    if (!element) return
    const zoom = (event: WheelEvent) => {
      const panel = drawn.current?.panels[0]
      if (!panel) return
      event.preventDefault()
      const share = (event.offsetX - panel.left) / panel.width
      const factor = Math.exp(0.0015 * event.deltaY)
      setView((old) => {
        const [from, to] = (old ?? fitted).map((end) => toScale(figure, end))
        const at = (from ?? 0) + share * ((to ?? 1) - (from ?? 0))
        return [fromScale(figure, at + factor * ((from ?? 0) - at)), fromScale(figure, at + factor * ((to ?? 1) - at))]
      })
    }
    element.addEventListener('wheel', zoom, { passive: false })
    return () => element.removeEventListener('wheel', zoom)
  }, [figure, fitted])

  const start = (event: PointerEvent<HTMLCanvasElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId)
    drag.current = { x: event.clientX, range: view ?? fitted }
  }
  const move = (event: PointerEvent<HTMLCanvasElement>) => {
    const panel = drawn.current?.panels[0]
    const from = drag.current
    if (!panel || !from) return
    const [low, high] = from.range.map((end) => toScale(figure, end))
    const shift = ((from.x - event.clientX) / panel.width) * ((high ?? 1) - (low ?? 0))
    setView([fromScale(figure, (low ?? 0) + shift), fromScale(figure, (high ?? 1) + shift)])
  }
  const end = () => {
    drag.current = undefined
  }

  return (
    <div ref={frame} style={{ position: 'relative', width: '100%', height: '100%', minHeight: 0, overflow: 'hidden' }}>
      <canvas
        ref={canvas}
        role="img"
        aria-label={figure.description}
        style={{ position: 'absolute', inset: 0, width: '100%', height: '100%', touchAction: 'none' }}
        onPointerDown={start}
        onPointerMove={move}
        onPointerUp={end}
        onPointerCancel={end}
        onDoubleClick={() => setView(undefined)}
      />
    </div>
  )
}
