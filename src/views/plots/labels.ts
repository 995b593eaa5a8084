import { envelopeOf, visiblePoints } from './decimate.ts'
import type { LineMark, PointsMark } from './figure.ts'
import type { LegendEntry, PanelLayout, PlacedLabel, PlacedLegend } from './placed.ts'
import { textWidth } from './text-metrics.ts'
import { proportions } from './theme.ts'

/** Rows of legend entries from left to right, a new row where the next does not fit. */
export function placeLegend(
  entries: readonly LegendEntry[],
  left: number,
  top: number,
  room: number,
  fontSize: number,
): PlacedLegend {
  if (entries.length === 0) return { height: 0, entries: [] }
  const size = proportions.tickSize * fontSize
  const signWidth = 1.9 * fontSize
  const rowHeight = 1.55 * fontSize
  let x = left
  let row = 0
  const placed = entries.map((entry) => {
    const needed = signWidth + 0.5 * fontSize + textWidth(entry.label, size)
    if (x > left && x + needed > left + room) {
      x = left
      row++
    }
    const at = { ...entry, x, y: top + row * rowHeight + fontSize, signWidth }
    x += needed + 1.4 * fontSize
    return at
  })
  return { height: (row + 1) * rowHeight, entries: placed }
}

type Place = readonly [number, number]

/** What of x is shown and where. */
interface View {
  readonly xRange: readonly [number, number]
  readonly toX: (value: number) => number
}

interface Box {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

const overlap = (a: Box, b: Box) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom

/** The points of a mark that this picture needs, on the page; few, however long the mark is. */
function shownPoints(mark: LineMark | PointsMark, panel: PanelLayout, view: View): readonly Place[] {
  const kept = visiblePoints(envelopeOf(mark.x, mark.y), view.xRange[0], view.xRange[1], Math.ceil(panel.width))
  return Array.from(kept, (i): Place => [view.toX(mark.x[i] ?? Number.NaN), panel.toY(mark.y[i] ?? Number.NaN)])
}

/** The highest of the places within the panel; undefined where nothing is shown. */
function tallest(places: readonly Place[], panel: PanelLayout, margin: number): Place | undefined {
  const [right, bottom] = [panel.left + panel.width, panel.top + panel.height]
  let best: Place | undefined
  for (const place of places) {
    const [x, y] = place
    const isShown = x >= panel.left && x <= right && y <= bottom && y >= panel.top - margin
    if (isShown && (!best || y < best[1])) best = place
  }
  return best
}

/** Highest point (smallest page y) of any curve within a stretch of the page, by columns of one unit. */
function makeSkyline(panel: PanelLayout, view: View): Float64Array {
  const columns = Math.max(1, Math.ceil(panel.width))
  const sky = new Float64Array(columns + 1).fill(panel.top + panel.height)
  for (const mark of panel.panel.marks) {
    if (mark.type !== 'line' && mark.type !== 'points') continue
    let before: Place | undefined
    for (const [x, y] of shownPoints(mark, panel, view)) {
      const px = x - panel.left
      if (!Number.isFinite(px) || !Number.isFinite(y)) {
        before = undefined
        continue
      }
      const column = Math.round(px)
      const start = mark.type === 'line' && before ? Math.round(before[0]) : column
      const low = Math.max(0, Math.min(start, column))
      const high = Math.min(columns, Math.max(start, column))
      for (let c = low; c <= high; c++) {
        const share = before && column !== start ? (c - start) / (column - start) : 1
        const at = before && mark.type === 'line' ? before[1] + share * (y - before[1]) : y
        if (at < (sky[c] ?? 0)) sky[c] = at
      }
      before = [px, y]
    }
  }
  return sky
}

/**
 * A place for the name of each line that asks for one: above its peak if free, else beside, else higher with a leader; never over
 * a curve or another name. The same name in the same colour (several runs) is written once.
 * @returns those that found a place
 */
export function placePanelLabels(panel: PanelLayout, view: View, fontSize: number): readonly PlacedLabel[] {
  const wanted = new Map<string, { mark: LineMark; x: number; y: number }>()
  const right = panel.left + panel.width
  for (const mark of panel.panel.marks) {
    if (mark.type !== 'line' || !mark.directLabel || mark.label === '') continue
    const peak = tallest(shownPoints(mark, panel, view), panel, fontSize)
    // A line that lies flat in this view has no peak to be named at: it goes to the legend.
    if (!peak || panel.top + panel.height - peak[1] < 0.06 * panel.height) continue
    const found = { mark, x: peak[0], y: peak[1] }
    const known = wanted.get(mark.label)
    if (!known || found.y < known.y) wanted.set(mark.label, found)
  }
  if (wanted.size === 0) return []
  const size = proportions.tickSize * fontSize
  const height = 1.05 * size
  const sky = makeSkyline(panel, view)
  const taken: Box[] = []
  const placed: PlacedLabel[] = []
  // Tall peaks first: they have the most air, and small ones can then step aside.
  for (const { mark, x, y } of [...wanted.values()].sort((a, b) => a.y - b.y)) {
    const width = textWidth(mark.label, size)
    const gap = 0.4 * fontSize
    const candidates = [
      { dx: -width / 2, dy: -gap, leader: false },
      { dx: gap, dy: 0.6 * height, leader: false },
      { dx: -width - gap, dy: 0.6 * height, leader: false },
      { dx: gap * 0.4, dy: -gap, leader: false },
      { dx: -width - gap * 0.4, dy: -gap, leader: false },
      ...[1.4, 2.6, 3.8, 5].flatMap((up) => [-0.5, -0.1, -0.9].map((side) => ({ dx: side * width, dy: -gap - up * height, leader: true }))), // biome-ignore format: table
    ]
    const fits = candidates.find(({ dx, dy }) => {
      const box = { left: x + dx, right: x + dx + width, top: y + dy - height, bottom: y + dy }
      if (box.left < panel.left || box.right > right + fontSize * 0.5 || box.top < panel.top - 0.4 * fontSize)
        return false
      const margin = 0.15 * fontSize
      const airy = { left: box.left - 2 * margin, right: box.right + 2 * margin, top: box.top - margin, bottom: box.bottom + margin } // biome-ignore format: record
      if (taken.some((other) => overlap(airy, other))) return false
      const from = Math.max(0, Math.floor(box.left - panel.left))
      const to = Math.min(sky.length - 1, Math.ceil(box.right - panel.left))
      for (let c = from; c <= to; c++) if ((sky[c] ?? 0) < box.bottom + 0.5 * margin) return false
      return true
    })
    if (!fits) continue
    const { dx, dy, leader } = fits
    taken.push({ left: x + dx, right: x + dx + width, top: y + dy - height, bottom: y + dy })
    // Text hangs 0.2 of its size below the base line.
    const middle = x + dx + width / 2
    placed.push({ text: mark.label, colour: mark.colour, x: middle, y: y + dy - 0.2 * size, anchor: 'middle', peak: [x, y], ...(leader ? { leader: [x, y - 0.15 * fontSize, middle, y + dy + 0.1 * size] } : {}) }) // biome-ignore format: record
  }
  return placed
}
