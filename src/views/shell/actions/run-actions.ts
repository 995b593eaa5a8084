import { hasFields } from '../../fields/field-actions.ts'
import { compareMethods } from '../../runs/compare.ts'
import { stopRun, togglePause } from '../../runs/flights.ts'
import { resumeRun, runNow } from '../../runs/run-now.ts'
import { canResume } from '../../runs/run-record.ts'
import type { Workbench } from '../workbench.ts'
import type { Action } from './action.ts'
import { needsExperiment } from './needs.ts'

function stepRun(workbench: Workbench, direction: 1 | -1): void {
  const { runs, selectedId } = workbench.runs.getState()
  if (runs.length === 0) return
  const at = runs.findIndex((run) => run.id === selectedId)
  const next = runs[(at + direction + runs.length) % runs.length] ?? runs[0]
  if (!next) return
  workbench.runs.setState({ selectedId: next.id })
  workbench.interface.setState({ selection: { kind: 'run', id: next.id } })
}

const needsRuns = (workbench: Workbench) =>
  workbench.runs.getState().runs.length === 0 ? 'No run is kept yet; press Space to make one.' : undefined

export const runActions: readonly Action[] = [
  {
    id: 'run',
    name: 'Run, or pause and go on',
    label: 'Run',
    group: 'Run',
    keywords: 'start compute simulate play pause resume',
    shortcut: 'Space',
    help: 'Runs the experiment and keeps the result in the list of runs; while one is going on, pauses it or lets it go on.',
    disabled: needsExperiment,
    perform: (workbench) => {
      if (hasFields(workbench)) workbench.fields.toggle()
      else if (!togglePause(workbench)) void runNow(workbench)
    },
  },
  {
    id: 'stop',
    name: 'Stop the run',
    label: 'Stop',
    group: 'Run',
    keywords: 'abort cancel end',
    shortcut: 'Ctrl+.',
    help: 'Stops the run at once. What it has computed so far stays.',
    disabled: (workbench) => (workbench.runs.getState().activeId ? undefined : 'Nothing is running.'),
    perform: (workbench) => stopRun(workbench),
  },
  {
    id: 'resume-run',
    name: 'Resume the selected run from its last saved state',
    label: 'Resume',
    group: 'Run',
    keywords: 'continue go on checkpoint restart stopped crashed',
    help: 'Goes on with a run that was stopped, failed or lost its window, from the last state it saved, bit for bit.',
    disabled: (workbench) => {
      const { runs, selectedId } = workbench.runs.getState()
      const record = runs.find((run) => run.id === selectedId)
      if (!record) return 'Select a run in the list first.'
      return canResume(record.result) ? undefined : 'Only a run that was stopped or failed can be resumed.'
    },
    perform: (workbench) => {
      const { selectedId } = workbench.runs.getState()
      if (selectedId !== undefined) void resumeRun(workbench, selectedId)
    },
  },
  {
    id: 'reset',
    name: 'Reset all values to those opened',
    label: 'Reset',
    group: 'Run',
    keywords: 'restore original defaults',
    shortcut: 'R',
    help: 'Sets problem, method and time back to what they were when the experiment was opened. Undo brings the changes back.',
    disabled: needsExperiment,
    perform: (workbench) => {
      if (hasFields(workbench)) {
        workbench.fields.reset()
        return
      }
      const { base } = workbench.document.getState()
      workbench.document.edit('Reset all values', (experiment) => {
        const { method: _method, time: _time, ...rest } = experiment
        return {
          ...rest,
          problem: base.problem,
          ...(base.method ? { method: base.method } : {}),
          ...(base.time ? { time: base.time } : {}),
        }
      })
    },
  },
  {
    id: 'step',
    name: 'Step to the next saved time of the profile',
    label: 'Step',
    group: 'Run',
    keywords: 'frame next advance profile',
    shortcut: 'S',
    help: 'Shows the next saved time in the profile view.',
    disabled: (workbench) =>
      hasFields(workbench) || workbench.runs.getState().runs.some((run) => run.result.frames.length > 0)
        ? undefined
        : 'No run has saved profiles yet; run the finite-volume method.',
    perform: (workbench) => {
      if (hasFields(workbench)) workbench.fields.step()
      else workbench.interface.setState((state) => ({ frame: state.frame + 1 }))
    },
  },
  {
    id: 'compare',
    name: 'Compare the exact solution with finite volumes',
    label: 'Compare',
    group: 'Run',
    keywords: 'error method verify difference numerical',
    help: 'Runs the experiment with both methods and shows the difference.',
    disabled: needsExperiment,
    perform: (workbench) => {
      workbench.interface.setState({ place: 'compare', openView: 'error' })
      void compareMethods(workbench)
    },
  },
  {
    id: 'previous-run',
    name: 'Select the previous run',
    label: 'Previous run',
    group: 'Run',
    keywords: 'list back',
    shortcut: '[',
    help: 'Selects the run above in the list.',
    disabled: needsRuns,
    perform: (workbench) => stepRun(workbench, -1),
  },
  {
    id: 'next-run',
    name: 'Select the next run',
    label: 'Next run',
    group: 'Run',
    keywords: 'list forward',
    shortcut: ']',
    help: 'Selects the run below in the list.',
    disabled: needsRuns,
    perform: (workbench) => stepRun(workbench, 1),
  },
  {
    id: 'open-run-experiment',
    name: 'Open the experiment of the selected run',
    label: 'Open its experiment',
    group: 'Run',
    keywords: 'restore parameters back',
    help: 'Puts the values that the selected run was made with back into the form. Undo brings the present ones back.',
    disabled: needsRuns,
    perform: (workbench) => {
      const { runs, selectedId } = workbench.runs.getState()
      const record = runs.find((run) => run.id === selectedId)
      if (record)
        workbench.document.edit(`Values of ${record.name}`, (present) => ({
          ...record.experiment,
          ...(present.data ? { data: present.data } : {}),
          ...(present.fit ? { fit: present.fit } : {}),
        }))
    },
  },
]
