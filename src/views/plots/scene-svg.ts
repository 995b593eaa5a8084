import { multiplesToSvg, parallelToSvg } from './parallel-svg.ts'
import {
  type Drawing,
  isMultiples,
  isParallel,
  isScene,
  type Scene,
  type SceneLine,
  type ScenePoints,
} from './scene.ts'
import { depthPaths, layoutScene, type SceneLayout, strengthOf } from './scene-layout.ts'
import {
  figureToSvg,
  legendSvg,
  pointsPerMillimetre,
  type StaticSvgOptions,
  svgDocument,
  text,
  titleSvg,
} from './static-svg.ts'
import { short } from './svg-marks.ts'
import { type FigureTheme, findTheme, markColour, pointRadius, proportions } from './theme.ts'

/** A figure of any kind as one SVG document. */
export function drawingToSvg(drawing: Drawing, options: StaticSvgOptions): string {
  if (isScene(drawing)) return sceneToSvg(drawing, options)
  if (isParallel(drawing)) return parallelToSvg(drawing, options)
  return isMultiples(drawing) ? multiplesToSvg(drawing, options) : figureToSvg(drawing, options)
}

/** The scene as one SVG document, seen from its camera: the same page, fonts and legend as flat figures. */
function sceneToSvg(scene: Scene, options: StaticSvgOptions): string {
  const theme = findTheme(options.theme)
  const fontSize = options.fontSize ?? 8
  const width = options.widthMillimetres * pointsPerMillimetre
  const height = options.heightMillimetres * pointsPerMillimetre
  const layout = layoutScene(scene, { width, height, fontSize, title: options.title ?? true })
  const segments = (list: SceneLayout['grid']) =>
    list.map(([a, b]) => `M${short(a[0])},${short(a[1])}L${short(b[0])},${short(b[1])}`).join('')
  const strokes = (list: SceneLayout['grid'], colour: string, share: number) =>
    list.length > 0
      ? `<path d="${segments(list)}" fill="none" stroke="${colour}" stroke-width="${short(share * fontSize)}"/>`
      : ''
  const lines = scene.marks.filter((mark) => mark.type === 'line')
  const points = scene.marks.filter((mark) => mark.type === 'points')
  const { azimuth, elevation } = scene.camera
  return svgDocument(scene, options, [...scene.marks.map((mark) => mark.label), `${azimuth} ${elevation}`], () => [
    titleSvg(layout, theme),
    legendSvg(layout, theme),
    strokes(layout.grid, theme.gridline, proportions.gridWidth),
    strokes(layout.edges, theme.axis, 0.6 * proportions.axisWidth),
    strokes(layout.ticks, theme.axis, proportions.axisWidth),
    ...layout.texts.map(({ text: content, at, isTitle }) => {
      const size = (isTitle ? proportions.labelSize : proportions.tickSize) * fontSize
      return text(at[0], at[1] + 0.35 * size, content, { size, fill: isTitle ? theme.ink : theme.muted, anchor: 'middle' }) // biome-ignore format: one call
    }),
    ...linesSvg(lines, layout, theme),
    ...points.map((mark) => pointsSvg(mark, layout, theme)),
  ])
}

function linesSvg(lines: readonly SceneLine[], layout: SceneLayout, theme: FigureTheme): readonly string[] {
  const pieces = lines.flatMap((mark) => depthPaths(mark, layout, 0.25).map((path) => ({ mark, path })))
  return pieces
    .toSorted((a, b) => a.path.near - b.path.near)
    .map(({ mark, path: { near, places } }) => {
      let d = ''
      let isOpen = false
      for (let i = 0; i < places.length; i += 2) {
        const [x, y] = [places[i] ?? Number.NaN, places[i + 1] ?? Number.NaN]
        if (Number.isNaN(x)) isOpen = false
        else {
          d += `${isOpen ? 'L' : 'M'}${short(x)},${short(y)}`
          isOpen = true
        }
      }
      const width = (mark.width ?? 1) * proportions.lineWidth * layout.fontSize
      return `<path d="${d}" fill="none" stroke="${markColour(mark.colour, theme)}" stroke-opacity="${short(strengthOf(near))}" stroke-width="${short(width)}" stroke-linejoin="round" stroke-linecap="butt"/>`
    })
}

function pointsSvg(mark: ScenePoints, layout: SceneLayout, theme: FigureTheme): string {
  const r = pointRadius(mark, layout.fontSize)
  const colour = markColour(mark.colour, theme)
  const stroke = `stroke="${colour}" stroke-width="${short(proportions.lineWidth * layout.fontSize)}"`
  return Array.from(mark.x, (x, i) => layout.project(x, mark.y[i] ?? Number.NaN, mark.z[i] ?? Number.NaN))
    .filter(([x, y]) => Number.isFinite(x) && Number.isFinite(y))
    .map(([x, y]) =>
      mark.shape === 'cross'
        ? `<path d="M${short(x - r)},${short(y - r)}l${short(2 * r)},${short(2 * r)}m0,${short(-2 * r)}l${short(-2 * r)},${short(2 * r)}" fill="none" ${stroke}/>`
        : `<circle cx="${short(x)}" cy="${short(y)}" r="${short(r)}" ${mark.shape === 'ring' ? `fill="${theme.background}" ${stroke}` : `fill="${colour}"`}/>`,
    )
    .join('')
}
