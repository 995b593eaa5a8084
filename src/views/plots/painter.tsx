import { useRef, useState } from 'react'
import type { Figure } from './figure.ts'
import { Legend } from './legend.tsx'
import { PaintedCanvas } from './painted-canvas.tsx'
import { figureFont, findTheme } from './theme.ts'
import { useFigureCanvas } from './use-figure-canvas.ts'
import { usePointer } from './use-pointer.ts'
import { toggled, type View, wholeView } from './view.ts'

export interface PaintedFigureProps {
  readonly figure: Figure
  readonly theme: 'light' | 'dark'
  /** CSS pixels; default 11. */
  readonly fontSize?: number
  readonly title?: boolean
  /** Given where another drawing of the figure shares it; else the painter keeps its own. */
  readonly view?: View
  readonly onView?: (view: View) => void
  /** A click into the plot, in the numbers of its axes. */
  readonly onPlace?: (x: number, y: number) => void
}

/**
 * The figure on a canvas, for what changes while one looks (a run in progress, a parameter under the hand) and for 10⁶ points. It draws
 * at most once a frame, thins lines by their envelopes, and has the hands of plotly.js: see `usePointer`.
 */
export function PaintedFigure({ figure, theme, fontSize = 11, title = false, ...shared }: PaintedFigureProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const [own, setOwn] = useState(wholeView)
  const view = shared.view ?? own
  const onView = shared.onView ?? setOwn
  const { frame, drawn, size, layout, picture } = useFigureCanvas(figure, theme, view, { fontSize, title })
  const look = findTheme(theme)
  const { box, readOut, handlers } = usePointer(canvas, drawn, view, onView, shared.onPlace)
  const toggle = (key: string) => onView({ ...view, hidden: toggled(view.hidden, key) })
  const isRight = readOut !== undefined && readOut.at[0] > size.width / 2
  return (
    <div ref={frame} style={{ position: 'relative', width: '100%', height: '100%', minHeight: 0, overflow: 'hidden' }}>
      <PaintedCanvas
        canvas={canvas}
        picture={picture}
        size={size}
        role="img"
        aria-label={figure.description}
        style={{ touchAction: 'none', cursor: 'crosshair' }}
        {...handlers}
      />
      {layout ? <Legend layout={layout} theme={look} hidden={view.hidden} onToggle={toggle} /> : null}
      {box ? (
        <div
          style={{
            position: 'absolute',
            ...box,
            border: `1px solid ${look.accent}`,
            background: `${look.accent}1f`,
            pointerEvents: 'none',
          }}
        />
      ) : null}{' '}
      {/* biome-ignore format: one element */}
      {readOut ? (
        <>
          <div
            style={{
              position: 'absolute',
              left: readOut.at[0] - 4,
              top: readOut.at[1] - 4,
              width: 8,
              height: 8,
              borderRadius: 4,
              border: `1.5px solid ${look.ink}`,
              pointerEvents: 'none',
            }}
          />{' '}
          {/* biome-ignore format: one element */}
          <div
            data-testid="read-out"
            style={{ position: 'absolute', ...(isRight ? { right: size.width - readOut.at[0] + 10 } : { left: readOut.at[0] + 10 }), top: Math.max(0, readOut.at[1] - 24), padding: '4px 6px', border: `1px solid ${look.axis}`, background: look.background, color: look.ink, font: `${fontSize}px/1.3 ${figureFont}`, fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap', pointerEvents: 'none' }} // biome-ignore format: one style
          >
            {readOut.label ? <strong style={{ display: 'block' }}>{readOut.label}</strong> : null}
            {readOut.x}
            <br />
            {readOut.y}
          </div>
        </>
      ) : null}
    </div>
  )
}
