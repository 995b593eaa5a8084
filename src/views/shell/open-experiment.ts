import type { SourceFile } from '../../data/read/reader.ts'
import type { Experiment } from '../../experiment/experiment.ts'
import { filesOf, whyAnotherFile } from '../../experiment/inputs.ts'
import { firstViews } from '../catalogue.ts'
import { type GalleryCard, galleryMeasurement } from '../gallery/catalogue.ts'
import { problemInFront } from '../problem-in-front.ts'
import { isOtherStudy } from '../studies/time-experiment.ts'
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
  workbench.interface.setState({
    place: 'problem',
    selection: { kind: 'none' },
    openView: isOtherStudy(experiment) ? 'study' : firstViews(problemInFront(experiment))[0],
  })
}

/** Puts the experiment of a card in front; it is fetched now. */
export async function openCard(workbench: Workbench, card: GalleryCard): Promise<void> {
  await openExperiment(workbench, await card.open())
}

/** Of several files of the same name the one that the experiment was made with is taken; another one is not taken for it. */
async function readInputs(
  workbench: Workbench,
  experiment: Experiment,
  carried: Readonly<Record<string, Uint8Array<ArrayBuffer>>>,
): Promise<void> {
  for (const name of filesOf(experiment)) {
    const section = experiment.data?.find((each) => each.file === name)
    const places = [
      async () => carried[name],
      async () => workbench.inputs.getState().inputs[name]?.file.bytes,
      () => galleryMeasurement(name),
    ]
    let why: string | undefined
    let isHere = false
    for (const find of places) {
      const bytes = isHere ? undefined : await find()
      if (!bytes) continue
      const file: SourceFile = { name, bytes }
      const dataset = await workbench.engine.read(file, section?.options ?? {})
      const another = whyAnotherFile(name, section?.sha256, dataset)
      why ??= another
      if (another !== undefined) continue
      isHere = true
      workbench.inputs.setState((state) => ({ inputs: { ...state.inputs, [name]: { file, dataset } } }))
    }
    if (isHere) continue
    // What was imported for another experiment must not pass for the file of this one.
    workbench.inputs.setState(({ inputs: { [name]: _, ...others } }) => ({ inputs: others }))
    if (why !== undefined) workbench.interface.notify('error', why)
    else
      workbench.interface.notify(
        'warning',
        `The experiment names the file ${name}, which is not here. Drop it on the window to go on.`,
      )
  }
}
