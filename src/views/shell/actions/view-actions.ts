import { appliesTo, firstViews, type ViewId, views } from '../../catalogue.ts'
import { problemInFront } from '../../problem-in-front.ts'
import { type Place, places } from '../interface-store.ts'
import type { Workbench } from '../workbench.ts'
import type { Action } from './action.ts'
import { needsExperiment } from './needs.ts'

const placeHelp: Readonly<Record<Place, readonly [label: string, help: string]>> = {
  gallery: ['Gallery', 'Experiments to begin with; one click and something moves.'],
  problem: ['Problem', 'The experiment from top to bottom: equations, parameters, components, method, output.'],
  data: ['Data', 'Measurements: import, columns and units.'],
  fit: ['Fit', 'Which parameters are free, and the fit.'],
  runs: ['Runs', 'The runs kept: tick to overlay, rename, delete.'],
  compare: ['Compare', 'The exact solution against finite volumes, or any two runs.'],
  report: ['Report', 'The report as it will be written.'],
}

/** The view that a place brings to the front. */
const frontView: Readonly<Partial<Record<Place, ViewId>>> = {
  data: 'sheet',
  fit: 'fit',
  compare: 'error',
  report: 'report',
}

/** Its problem's own first view where the place has none. */
function viewOf(workbench: Workbench, place: Place): ViewId | undefined {
  if (place === 'gallery') return undefined
  const { isOpen, history } = workbench.document.getState()
  const problem = isOpen ? problemInFront(history.present) : undefined
  const wanted = frontView[place]
  return wanted && appliesTo(wanted, problem) ? wanted : firstViews(problem)[0]
}

/** Label of a place on the rail. */
export function placeLabel(place: Place): string {
  return placeHelp[place][0]
}

const goActions: readonly Action[] = places.map((place, index) => ({
  id: `go-${place}`,
  name: `Go to ${placeHelp[place][0]}`,
  label: placeHelp[place][0],
  group: 'Go',
  keywords: 'show open rail',
  shortcut: String(index + 1),
  help: placeHelp[place][1],
  ...(place === 'gallery' ? {} : { disabled: needsExperiment }),
  perform: (workbench: Workbench) => workbench.interface.setState({ place, openView: viewOf(workbench, place) }),
}))

const viewActions: readonly Action[] = views.map((view) => ({
  id: `view-${view.id}`,
  name: `Show ${view.title.toLowerCase()}`,
  label: view.title,
  group: 'View',
  keywords: 'panel tab dock open',
  help: view.help,
  disabled: (workbench: Workbench) => {
    const { isOpen, history } = workbench.document.getState()
    if (isOpen && !appliesTo(view.id, problemInFront(history.present)))
      return `${view.title} has nothing to show of this problem.`
    return needsExperiment(workbench)
  },
  perform: (workbench: Workbench) =>
    workbench.interface.setState((state) => ({
      openView: view.id,
      place: state.place === 'gallery' ? 'problem' : state.place,
    })),
}))

const themeActions: readonly Action[] = (['light', 'dark', 'system'] as const).map((theme) => ({
  id: `theme-${theme}`,
  name: theme === 'system' ? 'Theme: follow the system' : `Theme: ${theme}`,
  label: theme,
  group: 'View',
  keywords: 'colour appearance night day',
  help: 'How the window is coloured.',
  perform: (workbench: Workbench) => workbench.interface.setState({ theme }),
}))

export const windowActions: readonly Action[] = [
  ...goActions,
  ...viewActions,
  ...themeActions,
  {
    id: 'palette',
    name: 'Search everything',
    label: 'Search',
    group: 'Help',
    keywords: 'command palette find',
    shortcut: 'Ctrl+K',
    help: 'Every action and every parameter by name.',
    perform: (workbench) => workbench.interface.setState((state) => ({ isPaletteOpen: !state.isPaletteOpen })),
  },
  {
    id: 'keys',
    name: 'Show all keys',
    label: 'Keys',
    group: 'Help',
    keywords: 'shortcuts keyboard',
    shortcut: '?',
    help: 'The list of shortcuts.',
    perform: (workbench) => workbench.interface.setState((state) => ({ areKeysOpen: !state.areKeysOpen })),
  },
  {
    id: 'inspector',
    name: 'Show or hide the inspector',
    label: 'Inspector',
    group: 'View',
    keywords: 'right panel details',
    shortcut: 'Ctrl+I',
    help: 'Numbers, units and sources of what is selected.',
    perform: (workbench) => workbench.interface.setState((state) => ({ isInspectorOpen: !state.isInspectorOpen })),
  },
  {
    id: 'edit-file',
    name: 'Edit the experiment as a form or as a file',
    label: 'Form or file',
    group: 'View',
    keywords: 'json text source left panel',
    shortcut: 'Ctrl+J',
    help: 'The left panel is the experiment file; either view changes the other.',
    disabled: needsExperiment,
    perform: (workbench) =>
      workbench.interface.setState((state) => ({
        editor: state.editor === 'form' ? 'file' : 'form',
        place: 'problem',
      })),
  },
  {
    id: 'export',
    name: 'Export figures and data',
    label: 'Export',
    group: 'Data',
    keywords: 'save svg png pdf csv npz copy',
    shortcut: 'Ctrl+E',
    help: 'Several formats at once: SVG, PNG, PDF, CSV and NPZ, with size in mm and DPI.',
    disabled: needsExperiment,
    perform: (workbench) => workbench.interface.setState((state) => ({ isExportOpen: !state.isExportOpen })),
  },
]
