import type { Experiment } from '../../experiment/experiment.ts'
import { originalsOf } from '../data/inputs-store.ts'
import { exportFigure, type FigureExportOptions, type FigureFormat } from '../plots/figure-export.ts'
import type { Drawing } from '../plots/scene.ts'
import { carriedPayload } from '../report/carried.ts'
import type { Workbench } from '../shell/workbench.ts'
import { figureInFront } from './copy-figure.ts'
import { pngResources } from './png-resources.ts'

/** What a figure or report carries: its experiment, and its measurements as far as they fit. */
export function payloadOf(
  workbench: Workbench,
  experiment: Experiment,
): { readonly text: string; readonly left: readonly string[] } {
  return carriedPayload(experiment, originalsOf(workbench.inputs.getState()))
}

/** The figure that was touched or drawn last. @throws Error where no view has one */
export function sureFigure(workbench: Workbench): Drawing {
  const figure = figureInFront(workbench)
  if (!figure) throw new Error('no picture is on the screen')
  return figure
}

/** A figure as a file that carries its experiment, in a format that a figure has. */
export async function carriedPicture(
  workbench: Workbench,
  experiment: Experiment,
  figure: Drawing,
  format: FigureFormat,
  options: Omit<FigureExportOptions, 'formats' | 'payload'>,
): Promise<Uint8Array<ArrayBuffer>> {
  const files = await exportFigure(
    figure,
    { formats: [format], ...options, payload: payloadOf(workbench, experiment).text },
    { png: pngResources, printToPdf: (html, page) => workbench.desk.printToPdf(html, page) },
  )
  const bytes = files[format]
  if (!bytes) throw new Error('nothing was written')
  return bytes
}
