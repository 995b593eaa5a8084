import { InvalidInput } from '../../core/errors.ts'
import { extractExperiment } from '../../data/embed.ts'
import type { PickedFile } from '../../experiment/host.ts'
import { parseExperiment } from '../../experiment/parse.ts'
import { beginImport } from '../data/import.ts'
import { openExperiment } from './open-experiment.ts'
import type { Workbench } from './workbench.ts'

const carriers = /\.(svg|png|html?)$/i
const documents = /\.json$/i

/**
 * Opens what was dropped, pasted or picked: an experiment, a figure or report that carries one, or else measurements.
 * What cannot be used becomes a notice that says why.
 */
export async function openFiles(workbench: Workbench, files: readonly PickedFile[]): Promise<void> {
  for (const file of files) {
    try {
      await openFile(workbench, file)
    } catch (error) {
      const why = error instanceof InvalidInput || error instanceof Error ? error.message : String(error)
      workbench.interface.notify('error', `${file.name}: ${why}`)
    }
  }
}

async function openFile(workbench: Workbench, file: PickedFile): Promise<void> {
  if (documents.test(file.name)) {
    const experiment = parseExperiment(new TextDecoder().decode(file.bytes))
    await openExperiment(workbench, experiment, {
      fileName: file.name,
      ...(file.handle ? { handle: file.handle } : {}),
    })
    return
  }
  if (carriers.test(file.name)) {
    const carried = await extractExperiment(file.bytes, file.name)
    if (!carried) {
      workbench.interface.notify(
        'warning',
        `${file.name} carries no experiment. Figures and reports saved by Isoline do.`,
      )
      return
    }
    await openExperiment(workbench, parseExperiment(carried.experiment), undefined, carried.files)
    workbench.interface.notify('info', `Opened the experiment that ${file.name} carries.`)
    return
  }
  await beginImport(workbench, file)
}
