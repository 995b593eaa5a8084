import type { PaintContext } from './paint-context.ts'
import type { Scene, SceneLine, ScenePoints } from './scene.ts'
import { depthPaths, type SceneLayout, strengthOf } from './scene-layout.ts'
import { type FigureTheme, figureFont, markColour, pointRadius, proportions } from './theme.ts'
import { wholeSceneLine } from './whole-columns.ts'

export interface ScenePage {
  readonly context: PaintContext
  readonly scene: Scene
  readonly layout: SceneLayout
  readonly theme: FigureTheme
  /** Device pixels in a CSS pixel. */
  readonly ratio: number
  /** Keys of the legend whose marks are not drawn. */
  readonly hidden: ReadonlySet<string>
}

/** Key of a mark in the legend. */
const sceneKey = ({ type, label, colour }: SceneLine | ScenePoints) => `${type} ${label} ${colour}`

function strokeAll({ context }: ScenePage, list: SceneLayout['grid'], colour: string, width: number): void {
  context.strokeStyle = colour
  context.lineWidth = width
  context.beginPath()
  for (const [a, b] of list) {
    context.moveTo(...a)
    context.lineTo(...b)
  }
  context.stroke()
}

/** Draws a scene on a canvas: the far faces of the box, then the curves from far to near, then the points. */
export function paintScene(page: ScenePage): void {
  const { context, scene, layout, theme, ratio, hidden } = page
  const { fontSize } = layout
  context.setTransform(ratio, 0, 0, ratio, 0, 0)
  context.fillStyle = theme.background
  context.fillRect(0, 0, layout.width, layout.height)
  context.lineCap = 'butt'
  context.lineJoin = 'round'
  strokeAll(page, layout.grid, theme.gridline, 1)
  strokeAll(page, layout.edges, theme.axis, 0.6)
  strokeAll(page, layout.ticks, theme.axis, 1)
  context.textAlign = 'center'
  for (const { text, at, isTitle } of layout.texts) {
    const size = (isTitle ? proportions.labelSize : proportions.tickSize) * fontSize
    context.font = `${size}px ${figureFont}`
    context.fillStyle = isTitle ? theme.ink : theme.muted
    context.fillText(text, at[0], at[1] + 0.35 * size)
  }
  if (layout.title) {
    context.textAlign = 'left'
    context.font = `600 ${proportions.titleSize * fontSize}px ${figureFont}`
    context.fillStyle = theme.ink
    context.fillText(layout.title.text, layout.title.x, layout.title.y)
  }
  const shown = scene.marks.filter((mark) => !hidden.has(sceneKey(mark)))
  paintLines(
    page,
    shown.filter((mark) => mark.type === 'line'),
  )
  for (const mark of shown) if (mark.type === 'points') paintPoints(page, mark)
}

/** Points of a path stroked at once: a long path that crosses itself is slower than its parts. */
const piece = 1000

function paintLines({ context, layout, theme }: ScenePage, lines: readonly SceneLine[]): void {
  const pieces = lines.flatMap((mark) => depthPaths(wholeSceneLine(mark), layout, 0.7).map((path) => ({ mark, path })))
  pieces.sort((a, b) => a.path.near - b.path.near)
  for (const { mark, path } of pieces) {
    const { places } = path
    context.strokeStyle = markColour(mark.colour, theme)
    context.lineWidth = (mark.width ?? 1) * proportions.lineWidth * layout.fontSize
    context.globalAlpha = strengthOf(path.near)
    for (let start = 0; start < places.length; start += 2 * piece) {
      context.beginPath()
      let isOpen = false
      for (let i = Math.max(0, start - 2); i < Math.min(places.length, start + 2 * piece); i += 2) {
        const [x, y] = [places[i] ?? Number.NaN, places[i + 1] ?? Number.NaN]
        if (Number.isNaN(x)) isOpen = false
        else if (isOpen) context.lineTo(x, y)
        else {
          context.moveTo(x, y)
          isOpen = true
        }
      }
      context.stroke()
    }
  }
  context.globalAlpha = 1
}

function paintPoints({ context, layout, theme }: ScenePage, mark: ScenePoints): void {
  const radius = pointRadius(mark, layout.fontSize)
  context.strokeStyle = markColour(mark.colour, theme)
  context.fillStyle = mark.shape === 'ring' ? theme.background : markColour(mark.colour, theme)
  context.lineWidth = proportions.lineWidth * layout.fontSize
  context.beginPath()
  for (let i = 0; i < mark.x.length; i++) {
    const [x, y] = layout.project(mark.x[i] ?? Number.NaN, mark.y[i] ?? Number.NaN, mark.z[i] ?? Number.NaN)
    if (!Number.isFinite(x) || !Number.isFinite(y)) continue
    if (mark.shape === 'cross') {
      context.moveTo(x - radius, y - radius)
      context.lineTo(x + radius, y + radius)
      context.moveTo(x - radius, y + radius)
      context.lineTo(x + radius, y - radius)
    } else {
      context.moveTo(x + radius, y)
      context.arc(x, y, radius, 0, 2 * Math.PI)
    }
  }
  if (mark.shape !== 'cross') context.fill()
  if (mark.shape) context.stroke()
}
