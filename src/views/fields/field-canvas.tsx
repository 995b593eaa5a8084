import { type PointerEvent, useEffect, useRef, useState } from 'react'
import type { Figure } from '../plots/figure.ts'
import { Legend } from '../plots/legend.tsx'
import { invert, invertY, panelAt } from '../plots/nearest.ts'
import { numberText } from '../plots/number-text.ts'
import { PaintedCanvas } from '../plots/painted-canvas.tsx'
import type { FigureLayout } from '../plots/placed.ts'
import { findTheme } from '../plots/theme.ts'
import { useFigureCanvas } from '../plots/use-figure-canvas.ts'
import { usePointer } from '../plots/use-pointer.ts'
import { toggled, type View, wholeView } from '../plots/view.ts'
import type { FieldSettings } from './field-settings.ts'

export interface FieldCanvasProps {
  readonly figure: Figure
  readonly theme: 'light' | 'dark'
  readonly tool: FieldSettings['tool']
  /** Of the brush, in the numbers of the axes. */
  readonly radius: number
  /** A piece of a stroke: x, y of its points one after the other. */
  readonly onStroke: (path: Float64Array, isFirst: boolean) => void
  readonly onProbe: (x: number, y: number) => void
  readonly onCut: (from: readonly [number, number], to: readonly [number, number]) => void
  readonly onCanvas: (canvas: HTMLCanvasElement) => void
  /** What is told beside the place under the pointer. */
  readonly valueAt: (x: number, y: number) => string
}

type Place = readonly [x: number, y: number]

/** The picture of a field under a hand: looking (zoom, pan), a brush, probes set by a click, cuts by a drag. */
export function FieldCanvas(props: FieldCanvasProps) {
  const { figure, theme, tool, radius } = props
  const canvas = useRef<HTMLCanvasElement>(null)
  const [view, setView] = useState<View>(wholeView)
  const { frame, drawn, size, layout, picture } = useFigureCanvas(figure, theme, view, { fontSize: 11, title: false }) // biome-ignore format: one call
  // Axes that mean something else are seen whole again.
  const meaning = [figure.x.label, figure.plane, ...figure.panels.map(({ y }) => y.label)].join('|')
  // biome-ignore lint/correctness/useExhaustiveDependencies: the meaning is what the effect waits for
  useEffect(() => setView(wholeView), [meaning])
  const look = findTheme(theme)
  const { onCanvas } = props
  useEffect(() => {
    if (canvas.current) onCanvas(canvas.current)
  }, [onCanvas])
  const looking = usePointer(canvas, drawn, view, setView)
  const hand = useHand(drawn, props)
  const handlers = tool === 'look' ? looking.handlers : hand.handlers
  const { at, cutFrom } = hand
  const panel = layout?.panels[0]
  const place = at && layout && panel ? ([layout.toX(at[0]), panel.toY(at[1])] as const) : undefined
  const start = cutFrom && layout && panel ? ([layout.toX(cutFrom[0]), panel.toY(cutFrom[1])] as const) : undefined
  const pixels = layout ? Math.abs(layout.toX(radius) - layout.toX(0)) : 0
  const isRight = place !== undefined && place[0] > size.width / 2
  return (
    <div ref={frame} className="field-canvas" data-tool={tool}>
      <PaintedCanvas
        canvas={canvas}
        picture={picture}
        size={size}
        role="img"
        aria-label={figure.description}
        data-testid="field-picture"
        style={{ touchAction: 'none', cursor: tool === 'brush' ? 'none' : 'crosshair' }}
        {...handlers}
        onPointerMove={(event) => {
          hand.handlers.onPointerMove(event)
          if (tool === 'look') looking.handlers.onPointerMove(event)
        }}
        onPointerLeave={() => {
          hand.handlers.onPointerLeave()
          looking.handlers.onPointerLeave()
        }}
      />
      {layout ? <Legend layout={layout} theme={look} hidden={view.hidden} onToggle={(key) => setView({ ...view, hidden: toggled(view.hidden, key) })} /> : null}
      {tool === 'look' && looking.box ? <div className="field-box" style={{ ...looking.box }} /> : null}
      {place ? (
        <svg className="field-hand" aria-hidden="true">
          {tool === 'brush' ? <circle cx={place[0]} cy={place[1]} r={Math.max(3, pixels)} /> : null}
          {tool === 'cut' && start ? <line x1={start[0]} y1={start[1]} x2={place[0]} y2={place[1]} /> : null}
        </svg>
      ) : null}
      {place && at ? (
        <output className="field-read-out tabular" data-testid="field-read-out" style={{ top: Math.max(0, place[1] - 40), ...(isRight ? { right: size.width - place[0] + 14 } : { left: place[0] + 14 }) }}>
          {numberText(at[0], 4)}, {numberText(at[1], 4)}
          <strong>{props.valueAt(at[0], at[1])}</strong>
        </output>
      ) : null}
    </div>
  )
} // biome-ignore format: long attributes

/** Where the hand is in the numbers of the axes, and what it does. */
function useHand(drawn: { readonly current: FigureLayout | undefined }, props: FieldCanvasProps) {
  const { tool, onStroke, onProbe, onCut } = props
  const [at, setAt] = useState<Place>()
  const [cutFrom, setCutFrom] = useState<Place>()
  const stroke = useRef<{ points: number[]; isAsked: boolean; isFirst: boolean }>(undefined)

  const placeOf = (event: PointerEvent<HTMLElement>): Place | undefined => {
    const layout = drawn.current
    const box = event.currentTarget.getBoundingClientRect()
    const [left, top] = [event.clientX - box.left, event.clientY - box.top]
    const panel = layout?.panels[0]
    if (!layout || !panel || panelAt(layout, left, top) < 0) return undefined
    return [invert(layout, panel, left), invertY(panel, top)]
  }
  /** What was passed since the last frame of the screen goes as one piece; its last point begins the next. */
  const send = () => {
    const own = stroke.current
    if (!own || own.isAsked) return
    own.isAsked = true
    requestAnimationFrame(() => {
      own.isAsked = false
      onStroke(Float64Array.from(own.points), own.isFirst)
      own.isFirst = false
      own.points = own.points.slice(-2)
    })
  }
  return {
    at,
    cutFrom,
    handlers: {
      onPointerDown(event: PointerEvent<HTMLElement>) {
        const place = placeOf(event)
        if (!place || event.button !== 0) return
        event.currentTarget.setPointerCapture(event.pointerId)
        if (tool === 'brush') {
          stroke.current = { points: [...place], isAsked: false, isFirst: true }
          send()
        } else if (tool === 'cut') setCutFrom(place)
      },
      onPointerMove(event: PointerEvent<HTMLElement>) {
        const place = placeOf(event)
        setAt(place)
        if (!place || !stroke.current) return
        stroke.current.points.push(...place)
        send()
      },
      onPointerUp(event: PointerEvent<HTMLElement>) {
        const place = placeOf(event)
        stroke.current = undefined
        setCutFrom(undefined)
        if (!place) return
        if (tool === 'probe') onProbe(place[0], place[1])
        else if (tool === 'cut' && cutFrom) onCut(cutFrom, place)
      },
      onPointerCancel() {
        stroke.current = undefined
        setCutFrom(undefined)
      },
      onPointerLeave() {
        if (!stroke.current) setAt(undefined)
      },
    },
  }
}
