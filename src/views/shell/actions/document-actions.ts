import type { Experiment } from '../../../experiment/experiment.ts'
import { fileNameOf } from '../file-name.ts'
import { openExperiment } from '../open-experiment.ts'
import { openFiles } from '../open-file.ts'
import type { Workbench } from '../workbench.ts'
import type { Action } from './action.ts'
import { needsExperiment } from './needs.ts'

/** The experiment as a file: two spaces, one newline at the end. */
export function experimentText(experiment: Experiment): string {
  return `${JSON.stringify(experiment, null, 2)}\n`
}

async function save(workbench: Workbench, isAs: boolean): Promise<void> {
  const { document, desk } = workbench
  const { history, handle, fileName } = document.getState()
  const bytes = new TextEncoder().encode(experimentText(history.present))
  if (handle !== undefined && !isAs) {
    await desk.writeHandle(handle, bytes)
    document.markSaved({})
    return
  }
  const place = await desk.saveFile({ suggestedName: fileName ?? fileNameOf(history.present), bytes })
  if (place) document.markSaved({ fileName: place.name, ...(place.handle ? { handle: place.handle } : {}) })
}

/** The system that a person begins to type from: one equation that can be seen to run. */
const newSystem = {
  isoline: 1,
  title: 'New system',
  problem: { id: 'typed-ode', equations: ["x' = -x"], parameters: {}, initial: { x: 1 } },
  time: { from: 0, to: 10, samples: 1001 },
} as const

/** The fields that a person begins to type from. */
async function newFields(): Promise<Experiment> {
  const { experimentOf, heat } = await import('../../typed-pde/templates.ts')
  return { ...experimentOf(heat), title: 'New fields', time: { from: 0, ...heat.time } }
}

export const documentActions: readonly Action[] = [
  {
    id: 'new-system',
    name: 'Type a system of differential equations',
    label: 'Type your own system',
    group: 'Experiment',
    keywords: 'new ode equations text own begin',
    help: 'Opens a system of one equation, to be typed over: names that mean nothing yet are offered as parameters.',
    perform: (workbench) => openExperiment(workbench, newSystem),
  },
  {
    id: 'new-fields',
    name: 'Type partial differential equations',
    label: 'Type your own PDE',
    group: 'Experiment',
    keywords: 'new pde fields equations text own begin heat wave diffusion',
    help: 'Opens the heat equation on a square, to be typed over: domain, sides and initial data stand below it.',
    perform: async (workbench) => openExperiment(workbench, await newFields()),
  },
  {
    id: 'open',
    name: 'Open files',
    label: 'Open',
    group: 'Experiment',
    keywords: 'load import csv figure report drop',
    shortcut: 'Ctrl+O',
    help: 'Opens an experiment, a figure or report that carries one, or measurements. Dropping them on the window does the same.',
    perform: async (workbench) => {
      const files = await workbench.desk.openFiles({ title: 'Open', extensions: [], multiple: true })
      await openFiles(workbench, files)
    },
  },
  {
    id: 'save',
    name: 'Save the experiment',
    label: 'Save',
    group: 'Experiment',
    keywords: 'write file store',
    shortcut: 'Ctrl+S',
    help: 'Writes the experiment to its file, or asks for one. The window itself is kept without saving.',
    disabled: needsExperiment,
    perform: (workbench) => save(workbench, false),
  },
  {
    id: 'save-as',
    name: 'Save the experiment as a new file',
    label: 'Save as',
    group: 'Experiment',
    keywords: 'write copy',
    shortcut: 'Ctrl+Shift+S',
    help: 'Asks where, and writes the experiment there.',
    disabled: needsExperiment,
    perform: (workbench) => save(workbench, true),
  },
  {
    id: 'undo',
    name: 'Undo',
    label: 'Undo',
    group: 'Experiment',
    keywords: 'back revert',
    shortcut: 'Ctrl+Z',
    help: 'Takes the last edit of the experiment back.',
    disabled: (workbench) =>
      workbench.document.getState().history.past.length > 0 ? undefined : 'There is nothing to take back.',
    perform: (workbench) => workbench.document.undo(),
  },
  {
    id: 'redo',
    name: 'Redo',
    label: 'Redo',
    group: 'Experiment',
    keywords: 'again forward',
    shortcut: 'Ctrl+Shift+Z',
    help: 'Makes the edit taken back again.',
    disabled: (workbench) =>
      workbench.document.getState().history.future.length > 0 ? undefined : 'Nothing was taken back.',
    perform: (workbench) => workbench.document.redo(),
  },
  {
    id: 'share',
    name: 'Copy a link that opens this experiment',
    label: 'Copy link',
    group: 'Experiment',
    keywords: 'share url address send',
    help: 'The whole experiment is in the link itself; nothing is sent anywhere. Measurements are not in it.',
    disabled: (workbench) =>
      needsExperiment(workbench) ??
      (workbench.desk.shareLink
        ? undefined
        : 'Only a public page has an address to share: make one with "npm run site". Send the saved file instead.'),
    perform: async (workbench) => {
      const link = workbench.desk.shareLink?.(experimentText(workbench.document.getState().history.present))
      if (link === undefined) return
      await navigator.clipboard.writeText(link)
      workbench.interface.notify('info', `Link copied (${(link.length / 1000).toFixed(1)} kB).`)
    },
  },
]
