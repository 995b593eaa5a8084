import { bisectLeft, bisectRight } from 'd3'
import { envelopeOf } from './decimate.ts'
import { legendKey } from './layout.ts'
import { numberText } from './number-text.ts'
import type { FigureLayout, PanelLayout } from './placed.ts'
import { wholeCurve } from './whole-columns.ts'

/** What lies under the pointer, for people. */
export interface ReadOut {
  readonly label: string
  readonly x: string
  readonly y: string
  /** On the page. */
  readonly at: readonly [number, number]
}

/** The panel at a place of the page. */
export function panelAt(layout: FigureLayout, x: number, y: number): number {
  return layout.panels.findIndex(
    ({ left, top, width, height }) => x >= left && x <= left + width && y >= top && y <= top + height,
  )
}

/** The point of the shown marks nearest to a place, within so many pixels; of 10⁶ points only those near are looked at. */
export function nearestPoint(
  layout: FigureLayout,
  hidden: ReadonlySet<string>,
  at: readonly [number, number],
  reach = 20,
): ReadOut | undefined {
  const panel = layout.panels[panelAt(layout, at[0], at[1])]
  if (!panel) return undefined
  let best = reach * reach
  let found: { label: string; x: number; y: number } | undefined
  for (const mark of panel.panel.marks) {
    if ((mark.type !== 'line' && mark.type !== 'points' && mark.type !== 'path') || hidden.has(legendKey(mark) ?? ''))
      continue
    // Of a path every point would be looked at with every move: there those of the thinned picture do.
    const { x, y } = mark.type === 'line' ? wholeCurve(mark) : mark
    const [from, to] = [invert(layout, panel, at[0] - reach), invert(layout, panel, at[0] + reach)]
    const isAscending = envelopeOf(x, y).isAscending
    const start = isAscending ? Math.max(0, bisectLeft(x, from) - 1) : 0
    const end = isAscending ? Math.min(x.length, bisectRight(x, to) + 1) : x.length
    for (let i = start; i < end; i++) {
      const dx = layout.toX(x[i] ?? Number.NaN) - at[0]
      const dy = panel.toY(y[i] ?? Number.NaN) - at[1]
      const distance = dx * dx + dy * dy
      if (distance < best) {
        best = distance
        found = { label: mark.label, x: x[i] ?? 0, y: y[i] ?? 0 }
      }
    }
  }
  if (!found) return undefined
  const text = (value: number, { factor, unit }: { readonly factor: number; readonly unit: string }, digits: number) =>
    `${numberText(value * factor, digits)}${unit ? ` ${unit}` : ''}`
  return {
    label: found.label,
    x: text(found.x, layout.xText, 5),
    y: text(found.y, panel.text, 4),
    at: [layout.toX(found.x), panel.toY(found.y)],
  }
}

/** The x at a place of the page, on straight and logarithmic axes. */
export function invert(layout: FigureLayout, { left, width }: PanelLayout, place: number): number {
  return between(layout.xRange, (place - left) / width, layout.toX)
}

/** The y at a place of the page. */
export function invertY({ range, top, height, toY }: PanelLayout, place: number): number {
  return between(range, (top + height - place) / height, toY)
}

/** A share of a range; whether it is logarithmic shows in where its middle lies. */
function between([low, high]: readonly [number, number], share: number, to: (value: number) => number): number {
  const middle = (low + high) / 2
  const isStraight = Math.abs(2 * to(middle) - to(low) - to(high)) < 1e-6 * Math.abs(to(high) - to(low))
  return isStraight ? low + share * (high - low) : low * (high / low) ** share
}
