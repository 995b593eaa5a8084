import { line } from 'd3'
import { toBase64 } from '../../data/bytes.ts'
import { findColourMap, heatRange } from './colour-maps.ts'
import { envelopeOf, simplify, visiblePoints } from './decimate.ts'
import type { ArrowsMark, BandMark, HeatMark, LineMark, Mark, PathMark, PointsMark } from './figure.ts'
import { encodePng, enlargedPixels, heatPixels } from './heat-image.ts'
import { contrastRatio, rgbToHex } from './oklab.ts'
import { arrowPlaces, pathPlaces } from './path-places.ts'
import type { FigureLayout, PanelLayout } from './placed.ts'
import { dashLengths, type FigureTheme, markColour, pointRadius, proportions } from './theme.ts'

/** Text safe between tags and in double quotes of XML 1.0; characters that XML forbids become U+FFFD. */
export function escapeXml(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
}

/** A number with at most two decimals, no negative zero. */
export function short(value: number): string {
  return String(Math.round(value * 100) / 100 || 0)
}

/** Attributes of a dash in widths of its line; round caps make dots of the zero-length dashes. */
export function dashAttribute(dash: 'solid' | 'dash' | 'dot' | 'dashdot', width: number): string {
  const lengths = dashLengths[dash]
  return lengths.length > 0 ? ` stroke-dasharray="${lengths.map((n) => short(n * width)).join(' ')}"` : ''
}

interface Page {
  readonly layout: FigureLayout
  readonly panel: PanelLayout
  readonly theme: FigureTheme
}

/** Points on the page: no more than the eye tells apart (a quarter of a unit, 288 to the inch), thinned within 0.02 units. */
function pagePoints(x: Float64Array, y: Float64Array, { layout, panel }: Page): readonly (readonly [number, number])[] {
  const kept = visiblePoints(envelopeOf(x, y), layout.xRange[0], layout.xRange[1], Math.ceil(panel.width * 4))
  const px = Float64Array.from(kept, (i) => layout.toX(x[i] ?? Number.NaN))
  const py = Float64Array.from(kept, (i) => panel.toY(y[i] ?? Number.NaN))
  const stays = simplify(px, py, 0.02)
  const points: (readonly [number, number])[] = []
  for (let i = 0; i < px.length; i++) if (stays[i]) points.push([px[i] ?? 0, py[i] ?? 0])
  return points
}

const isDrawn = ([x, y]: readonly [number, number]) => Number.isFinite(x) && Number.isFinite(y)

function lineSvg(mark: LineMark, page: Page): string {
  const path = line<readonly [number, number]>().defined(isDrawn).digits(2)([...pagePoints(mark.x, mark.y, page)])
  const width = (mark.width ?? 1) * proportions.lineWidth * page.layout.fontSize
  const dash = dashAttribute(mark.dash ?? 'solid', width)
  return path
    ? `<path d="${path}" fill="none" stroke="${markColour(mark.colour, page.theme)}" stroke-width="${short(width)}" stroke-linejoin="round" stroke-linecap="round"${dash}/>`
    : ''
}

function pathSvg(mark: PathMark, { layout, panel, theme }: Page): string {
  const { px, py } = pathPlaces(mark, layout, panel, 0.1)
  const stays = simplify(px, py, 0.02)
  const points: (readonly [number, number])[] = []
  for (let i = 0; i < px.length; i++) if (stays[i]) points.push([px[i] ?? 0, py[i] ?? 0])
  const path = line<readonly [number, number]>().defined(isDrawn).digits(2)(points)
  const width = (mark.width ?? 1) * proportions.lineWidth * layout.fontSize
  const opacity = mark.opacity === undefined ? '' : ` stroke-opacity="${short(mark.opacity)}"`
  const dash = dashAttribute(mark.dash ?? 'solid', width)
  return path
    ? `<path d="${path}" fill="none" stroke="${markColour(mark.colour, theme)}" stroke-width="${short(width)}" stroke-linejoin="round" stroke-linecap="round"${opacity}${dash}/>`
    : ''
}

function arrowsSvg(mark: ArrowsMark, { layout, panel, theme }: Page): string {
  const to = ([x, y]: readonly [number, number]) => `${short(x)},${short(y)}`
  const path = arrowPlaces(mark, layout, panel)
    .map(({ tail, tip, left, right }) => `M${to(tail)}L${to(tip)}M${to(left)}L${to(tip)}L${to(right)}`)
    .join('')
  const width = 0.6 * proportions.lineWidth * layout.fontSize
  const opacity = mark.opacity === undefined ? '' : ` stroke-opacity="${short(mark.opacity)}"`
  return path
    ? `<path d="${path}" fill="none" stroke="${markColour(mark.colour, theme)}" stroke-width="${short(width)}"${opacity} stroke-linejoin="round" stroke-linecap="round"/>`
    : ''
}

/** Rings and crosses, few and large: what is drawn of equilibria. */
function shapesSvg(mark: PointsMark, { layout, panel, theme }: Page): string {
  const r = pointRadius(mark, layout.fontSize)
  const places = Array.from(mark.x, (x, i) => [layout.toX(x), panel.toY(mark.y[i] ?? Number.NaN)] as const)
  const stroke = `stroke="${markColour(mark.colour, theme)}" stroke-width="${short(proportions.lineWidth * layout.fontSize)}"`
  return places
    .filter(isDrawn)
    .map(([x, y]) =>
      mark.shape === 'ring'
        ? `<circle cx="${short(x)}" cy="${short(y)}" r="${short(r)}" fill="${theme.background}" ${stroke}/>`
        : `<path d="M${short(x - r)},${short(y - r)}l${short(2 * r)},${short(2 * r)}m0,${short(-2 * r)}l${short(-2 * r)},${short(2 * r)}" fill="none" ${stroke}/>`,
    )
    .join('')
}

function pointsSvg(mark: PointsMark, page: Page): string {
  const { layout, panel, theme } = page
  const colour = markColour(mark.colour, theme)
  const radius = pointRadius(mark, layout.fontSize)
  const dots: string[] = []
  const bars: string[] = []
  // Points nearer than a fifth of a unit to one drawn before cannot be told from it.
  const seen = new Set<number>()
  for (let i = 0; i < mark.x.length; i++) {
    const x = layout.toX(mark.x[i] ?? Number.NaN)
    const y = panel.toY(mark.y[i] ?? Number.NaN)
    if (!Number.isFinite(x) || !Number.isFinite(y)) continue
    if (x < panel.left - radius || x > panel.left + panel.width + radius) continue
    const cell = Math.round(5 * x) * 65536 + Math.round(5 * y)
    if (seen.has(cell)) continue
    seen.add(cell)
    dots.push(`M${short(x)},${short(y)}h0`)
    const sigma = mark.sigma?.[i]
    if (sigma !== undefined && Number.isFinite(sigma)) {
      const [high, low] = [panel.toY((mark.y[i] ?? 0) + sigma), panel.toY((mark.y[i] ?? 0) - sigma)]
      bars.push(`M${short(x)},${short(high)}V${short(low)}`)
    }
  }
  const barPath = bars.length > 0 ? `<path d="${bars.join('')}" fill="none" stroke="${colour}" stroke-opacity="0.5" stroke-width="${short(0.08 * layout.fontSize)}"/>` : '' // biome-ignore format: one tag
  // A dot is a line of no length with round ends: a tenth of the bytes of circles.
  return `${barPath}<path d="${dots.join('')}" fill="none" stroke="${colour}" stroke-opacity="0.75" stroke-width="${short(2 * radius)}" stroke-linecap="round"/>`
}

function bandSvg(mark: BandMark, page: Page): string {
  const upper = pagePoints(mark.x, mark.high, page).filter(isDrawn)
  const lower = pagePoints(mark.x, mark.low, page).filter(isDrawn)
  if (upper.length === 0 || lower.length === 0) return ''
  const outline = [...upper, ...lower.reverse()]
  const path = line<readonly [number, number]>().digits(2)(outline)
  return `<path d="${path}Z" fill="${markColour(mark.colour, page.theme)}" fill-opacity="0.22" stroke="none"/>`
}

function matrixSvg(mark: HeatMark, page: Page, decimals: number): string {
  const { layout, panel, theme } = page
  const [low, high] = heatRange(mark)
  const map = findColourMap(mark.colours)
  const width = panel.width / mark.x.length
  const height = panel.height / mark.y.length
  const size = Math.min(layout.fontSize * 0.85, width / 3.2, height / 1.6)
  const cells: string[] = []
  for (let row = 0; row < mark.y.length; row++)
    for (let column = 0; column < mark.x.length; column++) {
      const value = mark.values[row * mark.x.length + column] ?? Number.NaN
      const x = layout.toX(mark.x[column] ?? 0)
      const y = panel.toY(mark.y[row] ?? 0)
      const fill = rgbToHex(map((value - low) / (high - low)))
      const ink = contrastRatio(fill, '#1b1d22') > 4.5 ? '#1b1d22' : '#ffffff'
      cells.push(`<rect x="${short(x - width / 2 + 0.3)}" y="${short(y - height / 2 + 0.3)}" width="${short(width - 0.6)}" height="${short(height - 0.6)}" fill="${Number.isFinite(value) ? fill : theme.gridline}"/>`) // biome-ignore format: one tag
      if (size >= 3.5)
        cells.push(`<text x="${short(x)}" y="${short(y + 0.35 * size)}" font-size="${short(size)}" text-anchor="middle" fill="${ink}">${value.toFixed(decimals).replace('-', '−')}</text>`) // biome-ignore format: one tag
    }
  return cells.join('')
}

function heatSvg(mark: HeatMark, page: Page): string {
  if (mark.decimals !== undefined && mark.x.length * mark.y.length <= 900) return matrixSvg(mark, page, mark.decimals)
  const { layout, panel } = page
  const edge = (values: Float64Array, to: (v: number) => number) => {
    const n = values.length
    const [first, last] = [to(values[0] ?? 0), to(values[n - 1] ?? 0)]
    const half = n > 1 ? (last - first) / (n - 1) / 2 : 0.5
    return [first - half, last + half] as const
  }
  const [left, right] = edge(mark.x, layout.toX)
  const [bottom, top] = edge(mark.y, panel.toY)
  const pixels = heatPixels(mark)
  const href = `data:image/png;base64,${toBase64(encodePng(mark.isSmooth ? pixels : enlargedPixels(pixels)))}`
  const rendering = mark.isSmooth ? '' : ' style="image-rendering:pixelated"'
  return `<image x="${short(left)}" y="${short(top)}" width="${short(right - left)}" height="${short(bottom - top)}" preserveAspectRatio="none"${rendering} href="${href}"/>`
}

/** One mark of a panel as SVG; clipped by the caller. */
export function markSvg(mark: Mark, page: Page): string {
  const { layout, panel, theme } = page
  switch (mark.type) {
    case 'line':
      return lineSvg(mark, page)
    case 'path':
      return pathSvg(mark, page)
    case 'arrows':
      return arrowsSvg(mark, page)
    case 'points':
      return mark.shape === 'ring' || mark.shape === 'cross' ? shapesSvg(mark, page) : pointsSvg(mark, page)
    case 'band':
      return bandSvg(mark, page)
    case 'heat':
      return heatSvg(mark, page)
    case 'rule': {
      const stroke = `stroke="${markColour(mark.colour, theme)}" stroke-width="${short(0.08 * layout.fontSize)}" stroke-dasharray="${short(0.35 * layout.fontSize)} ${short(0.25 * layout.fontSize)}"`
      if (mark.axis === 'y') {
        const y = short(panel.toY(mark.at))
        return `<path d="M${short(panel.left)},${y}H${short(panel.left + panel.width)}" ${stroke}/>`
      }
      const x = short(layout.toX(mark.at))
      return `<path d="M${x},${short(panel.top)}V${short(panel.top + panel.height)}" ${stroke}/>`
    }
  }
}
