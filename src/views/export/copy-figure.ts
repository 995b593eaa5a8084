import { exportFigure } from '../plots/figure-export.ts'
import type { Drawing } from '../plots/scene.ts'
import { wholeDrawing } from '../plots/whole-columns.ts'
import type { Workbench } from '../shell/workbench.ts'
import { figureTable } from './figure-table.ts'
import { pngResources } from './png-resources.ts'

const shown = new WeakMap<Workbench, Drawing[]>()

/** Says that a figure is on the screen, last touched last; returns how to take it away again. */
export function showFigure(workbench: Workbench, figure: Drawing): () => void {
  const figures = shown.get(workbench) ?? []
  shown.set(workbench, [...figures.filter((other) => other !== figure), figure])
  return () => {
    shown.set(
      workbench,
      (shown.get(workbench) ?? []).filter((other) => other !== figure),
    )
  }
}

/** The figure that was touched or drawn last, its curves as thin as they are drawn: what exports or copies it takes them whole. */
export function figureInFront(workbench: Workbench): Drawing | undefined {
  return shown.get(workbench)?.at(-1)
}

/** A figure of a slide: 160 mm wide at 300 dots an inch. */
const size = { widthMillimetres: 160, heightMillimetres: 96, dpi: 300 }

/** Puts the picture into the clipboard: PNG where the browser lets it, else the text of its SVG. */
export async function copyPlot(workbench: Workbench, figure: Drawing): Promise<void> {
  const make = async (format: 'png' | 'svg') => {
    const files = await exportFigure(figure, { formats: [format], ...size, title: true }, { png: pngResources })
    const bytes = files[format]
    if (!bytes) throw new Error('nothing was drawn')
    return bytes
  }
  try {
    // The promise goes in as it is: a browser asks for the clipboard while the click is fresh.
    const png = make('png').then((bytes) => new Blob([bytes], { type: 'image/png' }))
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': png })])
    workbench.interface.notify('info', 'The plot is in the clipboard as PNG, 300 DPI.')
  } catch {
    await navigator.clipboard.writeText(new TextDecoder().decode(await make('svg')))
    workbench.interface.notify('info', 'The plot is in the clipboard as SVG text: this browser takes no picture.')
  }
}

/** Puts what the plot shows into the clipboard as cells for a spreadsheet. */
export async function copyData(workbench: Workbench, figure: Drawing): Promise<void> {
  const text = figureTable(wholeDrawing(figure))
  await navigator.clipboard.writeText(text)
  const [head = '', ...rows] = text.trimEnd().split('\n')
  const count = head.split('\t').length
  workbench.interface.notify('info', `${rows.length} rows of ${count} columns are in the clipboard.`)
}

/** Does it, and says where the clipboard refuses. */
export function copyOrSay(workbench: Workbench, work: Promise<void>): Promise<void> {
  return work.catch((error: unknown) => {
    const why = error instanceof Error ? error.message : String(error)
    workbench.interface.notify('error', `The clipboard took nothing: ${why}`)
  })
}
