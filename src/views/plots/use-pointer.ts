import { type PointerEvent, type RefObject, useEffect, useRef, useState } from 'react'
import { invert, invertY, nearestPoint, panelAt, type ReadOut } from './nearest.ts'
import type { FigureLayout, Range } from './placed.ts'
import type { View } from './view.ts'

/** The rectangle that a hand draws to zoom into, on the page. */
export interface ZoomBox {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

interface Drag {
  readonly panel: number
  readonly from: readonly [number, number]
  /** Moves the view instead of drawing a box: Shift, or a grip on the axis below. */
  readonly layout: FigureLayout
  readonly pans: boolean
}

/** Below this a drag along one axis leaves the other as it is. */
const thin = 12

const placeOf = (event: PointerEvent<HTMLElement>) => {
  const box = event.currentTarget.getBoundingClientRect()
  return [event.clientX - box.left, event.clientY - box.top] as const
}

/**
 * The hands of plotly.js on a painted figure: drag draws a box to zoom into, Shift or a drag along the axis moves, the wheel zooms
 * about the pointer, a double click shows all; at rest the nearest point is read out.
 * @param onPlace a click that drew no box, at these values of the first axes
 */
export function usePointer(
  element: RefObject<HTMLElement | null>,
  drawn: RefObject<FigureLayout | undefined>,
  view: View,
  onView: (view: View) => void,
  onPlace?: (x: number, y: number) => void,
) {
  const drag = useRef<Drag>(undefined)
  const present = useRef(view)
  present.current = view
  const [box, setBox] = useState<ZoomBox>()
  const [readOut, setReadOut] = useState<ReadOut>()

  // React listens to the wheel passively, where the page cannot be kept from scrolling.
  useEffect(() => {
    const target = element.current
    if (!target) return
    const zoom = (event: WheelEvent) => {
      const layout = drawn.current
      const panel = layout?.panels[0]
      if (!layout || !panel) return
      event.preventDefault()
      setReadOut(undefined)
      const factor = Math.exp(0.0015 * event.deltaY)
      const ends = [panel.left, panel.left + panel.width].map((end) => event.offsetX + factor * (end - event.offsetX))
      const x: Range = [invert(layout, panel, ends[0] ?? 0), invert(layout, panel, ends[1] ?? 1)]
      const about = (end: number) => event.offsetY + factor * (end - event.offsetY)
      const y: Range = [invertY(panel, about(panel.top + panel.height)), invertY(panel, about(panel.top))]
      onView({ ...present.current, x, ...(layout.isPlane ? { y: [y] } : {}) })
    }
    target.addEventListener('wheel', zoom, { passive: false })
    return () => target.removeEventListener('wheel', zoom)
  }, [element, drawn, onView])

  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    const layout = drawn.current
    const first = layout?.panels[0]
    const last = layout?.panels.at(-1)
    if (!layout || !first || !last || event.button !== 0) return
    const from = placeOf(event)
    const isBelow = from[1] > last.top + last.height && from[0] >= last.left
    const panel = isBelow ? layout.panels.length - 1 : panelAt(layout, from[0], from[1])
    if (panel < 0) return
    event.currentTarget.setPointerCapture(event.pointerId)
    drag.current = { panel, from, layout, pans: isBelow || event.shiftKey }
    setReadOut(undefined)
  }

  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    const to = placeOf(event)
    const held = drag.current
    if (!held) {
      const layout = drawn.current
      setReadOut(layout ? nearestPoint(layout, present.current.hidden, to) : undefined)
      return
    }
    const panel = held.layout.panels[held.panel]
    if (!panel) return
    if (held.pans) {
      const shift = held.from[0] - to[0]
      const ends = [panel.left + shift, panel.left + panel.width + shift].map((end) => invert(held.layout, panel, end))
      const down = held.from[1] - to[1]
      const y: Range = [invertY(panel, panel.top + panel.height + down), invertY(panel, panel.top + down)]
      const both = held.layout.isPlane && held.from[1] <= panel.top + panel.height ? { y: [y] } : {}
      onView({ ...present.current, x: [ends[0] ?? 0, ends[1] ?? 1], ...both })
    } else setBox(boxOf(held, to))
  }

  const onPointerUp = (event: PointerEvent<HTMLElement>) => {
    const held = drag.current
    drag.current = undefined
    setBox(undefined)
    if (!held || held.pans) return
    const panel = held.layout.panels[held.panel]
    const to = placeOf(event)
    const drawnBox = boxOf(held, to)
    if (panel && !drawnBox) onPlace?.(invert(held.layout, panel, to[0]), invertY(panel, to[1]))
    if (!panel || !drawnBox) return
    const { left, top, width, height } = drawnBox
    const x: Range = [invert(held.layout, panel, left), invert(held.layout, panel, left + width)]
    const y: Range = [invertY(panel, top + height), invertY(panel, top)]
    const old = present.current
    onView({
      ...old,
      ...(width < panel.width ? { x } : {}),
      y: height < panel.height ? held.layout.panels.map((_, p) => (p === held.panel ? y : old.y[p])) : old.y,
    })
  }

  const end = () => {
    drag.current = undefined
    setBox(undefined)
    setReadOut(undefined)
  }
  const onDoubleClick = () => onView({ y: [], hidden: present.current.hidden })
  return {
    box,
    readOut,
    handlers: { onPointerDown, onPointerMove, onPointerUp, onPointerCancel: end, onPointerLeave: end, onDoubleClick },
  }
}

/** The box between two places of a panel; a thin one takes the whole of the other axis, a tiny one is a click. */
function boxOf({ layout, panel, from }: Drag, to: readonly [number, number]): ZoomBox | undefined {
  const place = layout.panels[panel]
  if (!place) return undefined
  const clamp = (value: number, low: number, length: number) => Math.max(low, Math.min(low + length, value))
  const [x0, x1] = [from[0], clamp(to[0], place.left, place.width)].sort((a, b) => a - b)
  const [y0, y1] = [from[1], clamp(to[1], place.top, place.height)].sort((a, b) => a - b)
  const [width, height] = [(x1 ?? 0) - (x0 ?? 0), (y1 ?? 0) - (y0 ?? 0)]
  if (width < thin && height < thin) return undefined
  return {
    ...(width < thin ? { left: place.left, width: place.width } : { left: x0 ?? 0, width }),
    ...(height < thin ? { top: place.top, height: place.height } : { top: y0 ?? 0, height }),
  }
}
