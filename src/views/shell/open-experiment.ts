import type { SourceFile } from '../../data/read/reader.ts'
import type { Experiment } from '../../experiment/experiment.ts'
import { galleryMeasurement } from '../gallery/catalogue.ts'
import type { Workbench } from './workbench.ts'

/**
 * Puts an experiment in front: reads the measurements it names (carried with it, kept from an import, or of the gallery), forgets
 * the fit of the one before, and shows the problem. Runs stay in the list: they can be compared across experiments.
 */
export async function openExperiment(
  workbench: Workbench,
  experiment: Experiment,
  place?: { readonly fileName?: string; readonly handle?: string },
  carried: Readonly<Record<string, Uint8Array<ArrayBuffer>>> = {},
): Promise<void> {
  const { runs } = workbench
  runs.setState((state) => ({
    live: undefined,
    liveOf: undefined,
    liveTrouble: undefined,
    waiting: undefined,
    comparedIds: undefined,
    // They belong to what was in front before; a tick brings them back.
    runs: state.runs.map((run) => (run.isShown ? { ...run, isShown: false } : run)),
  }))
  workbench.fit.setState({ status: 'none', iterations: [] }, true)
  await readInputs(workbench, experiment, carried)
  workbench.document.open(experiment, place)
  workbench.interface.setState({ place: 'problem', selection: { kind: 'none' }, openView: 'chromatogram' })
}

/** Names of the files that an experiment reads. */
export function filesOf(experiment: Experiment): readonly string[] {
  const program = experiment.problem.program
  const programFile = program && 'file' in program && typeof program.file === 'string' ? [program.file] : []
  return [...new Set([...(experiment.data ?? []).map((section) => section.file), ...programFile])]
}

async function readInputs(
  workbench: Workbench,
  experiment: Experiment,
  carried: Readonly<Record<string, Uint8Array<ArrayBuffer>>>,
): Promise<void> {
  for (const name of filesOf(experiment)) {
    const known = workbench.inputs.getState().inputs[name]
    const bytes = carried[name] ?? known?.file.bytes ?? (await galleryMeasurement(name))
    if (!bytes) {
      workbench.interface.notify(
        'warning',
        `The experiment names the file ${name}, which is not here. Drop it on the window to go on.`,
      )
      continue
    }
    const file: SourceFile = { name, bytes }
    const options = experiment.data?.find((section) => section.file === name)?.options ?? {}
    const dataset = await workbench.engine.read(file, options)
    workbench.inputs.setState((state) => ({ inputs: { ...state.inputs, [name]: { file, dataset } } }))
  }
}
