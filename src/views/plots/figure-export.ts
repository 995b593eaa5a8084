import { embedInPng, embedInSvg } from '../../data/embed.ts'
import { type PngResources, svgToPng } from './png.ts'
import type { Drawing } from './scene.ts'
import { drawingToSvg } from './scene-svg.ts'
import { escapeXml } from './svg-marks.ts'
import { wholeDrawing } from './whole-columns.ts'

/** File formats a figure can leave in. */
export type FigureFormat = 'svg' | 'png' | 'pdf'

export interface FigureExportOptions {
  readonly formats: readonly FigureFormat[]
  readonly widthMillimetres: number
  readonly heightMillimetres: number
  /** PNG only. */
  readonly dpi: number
  /** Default light: paper. */
  readonly theme?: 'light' | 'dark'
  /** Points; default 8. */
  readonly fontSize?: number
  readonly title?: boolean
  /** Text of `makePayload`: the experiment travels inside SVG and PNG. */
  readonly payload?: string
}

/** What the host brings; a format whose means are missing is an error that says so. */
export interface FigureExportMeans {
  readonly png?: PngResources
  /** Undefined where there is no printer. */
  readonly printToPdf?: (html: string, size: { readonly widthMillimetres: number; readonly heightMillimetres: number }) => Promise<Uint8Array<ArrayBuffer> | undefined> // biome-ignore format: one signature
  /** Inter as WOFF2 in base64, for PDF. */
  readonly fontBase64?: string
}

/** Sizes that make sense: smaller cannot be read, larger no page holds. */
const sizes = { shortest: 20, longest: 2000, lowestDpi: 36, highestDpi: 2400, mostPixels: 100_000_000 }

/** What is wrong with a size, for people; undefined where it can be drawn. */
export function sizeProblem(
  options: Pick<FigureExportOptions, 'widthMillimetres' | 'heightMillimetres' | 'dpi'>,
): string | undefined {
  // biome-ignore format: signature
  const { widthMillimetres: width, heightMillimetres: height, dpi } = options
  if (!(width >= sizes.shortest && width <= sizes.longest) || !(height >= sizes.shortest && height <= sizes.longest))
    return `a figure is ${sizes.shortest} to ${sizes.longest} mm wide and high; ${width} mm × ${height} mm was asked for`
  if (!(dpi >= sizes.lowestDpi && dpi <= sizes.highestDpi))
    return `the resolution is ${sizes.lowestDpi} to ${sizes.highestDpi} dpi; ${dpi} was asked for`
  if ((width / 25.4) * dpi * (height / 25.4) * dpi > sizes.mostPixels)
    return `${width} mm × ${height} mm at ${dpi} dpi are more than ${sizes.mostPixels / 1e6} million pixels; lower one of them`
  return undefined
}

/** An HTML page that is the figure and nothing else: what a browser prints to PDF. */
function figurePage(svg: string, title: string, fontBase64?: string): string {
  const font = fontBase64 ? `@font-face{font-family:Inter;font-weight:100 900;src:url(data:font/woff2;base64,${fontBase64}) format('woff2')}` : '' // biome-ignore format: one rule
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escapeXml(title)}</title><style>${font}body{margin:0}svg{display:block}</style></head><body>${svg}</body></html>`
}

/**
 * The figure as files, by format, all of the same size and look, with every point of its curves.
 * @throws Error saying which format cannot be made here and what to do instead
 */
export async function exportFigure(
  figure: Drawing,
  options: FigureExportOptions,
  means: FigureExportMeans,
): Promise<Partial<Record<FigureFormat, Uint8Array<ArrayBuffer>>>> {
  const problem = sizeProblem(options)
  if (problem) throw new Error(problem)
  const { widthMillimetres, heightMillimetres, dpi, payload, theme = 'light', fontSize, title = false } = options
  const svg = drawingToSvg(wholeDrawing(figure), {
    widthMillimetres,
    heightMillimetres,
    theme,
    title,
    ...(fontSize ? { fontSize } : {}),
  })
  const files: Partial<Record<FigureFormat, Uint8Array<ArrayBuffer>>> = {}
  for (const format of options.formats) {
    if (format === 'svg') files.svg = new TextEncoder().encode(payload ? embedInSvg(svg, payload) : svg)
    else if (format === 'png') {
      if (!means.png) throw new Error('PNG cannot be drawn here; save SVG instead')
      const png = await svgToPng(svg, { dpi, widthMillimetres }, means.png)
      files.png = payload ? embedInPng(png, payload) : png
    } else {
      const page = figurePage(svg, figure.title || figure.description, means.fontBase64)
      const pdf = await means.printToPdf?.(page, { widthMillimetres, heightMillimetres })
      if (!pdf) throw new Error('no browser that prints PDF was found here; save SVG or PNG instead')
      files.pdf = pdf
    }
  }
  return files
}
