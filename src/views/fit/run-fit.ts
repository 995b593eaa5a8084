import { applyFit as putFit } from '../../experiment/apply-fit.ts'
import { datasetsOf } from '../data/inputs-store.ts'
import { errorsOf } from '../runs/check.ts'
import type { Workbench } from '../shell/workbench.ts'

/** Runs the fit of the experiment in front, or only its starting values ("preview guess"). */
export async function runFit(workbench: Workbench, isPreview: boolean): Promise<void> {
  const { document, engine, fit, inputs } = workbench
  fit.getState().abort?.()
  const experiment = document.getState().history.present
  const running = engine.fit(experiment, datasetsOf(inputs.getState()), {
    preview: isPreview,
    onProgress: (progress) => {
      if (fit.getState().abort === running.abort)
        fit.setState((state) => ({ iterations: [...state.iterations, progress].slice(-200) }))
    },
  })
  fit.setState({
    status: 'running',
    iterations: [],
    result: undefined,
    isPreview,
    error: undefined,
    of: experiment,
    abort: running.abort,
  })
  try {
    const result = await running.result
    if (fit.getState().abort !== running.abort) return
    fit.setState({ status: result.status === 'failed' ? 'failed' : 'done', result, abort: undefined })
    if (result.status === 'failed') fit.setState({ error: result.reason })
  } catch (error) {
    if (fit.getState().abort !== running.abort) return
    fit.setState({
      status: 'failed',
      error: errorsOf(error)
        .map((each) => each.message)
        .join(' '),
      abort: undefined,
    })
  }
}

/** Stops the fit at once. */
export function stopFit(workbench: Workbench): void {
  workbench.fit.getState().abort?.()
}

/** Puts the fitted values into the experiment, as one step of undo. */
export function applyFit(workbench: Workbench): void {
  const { result } = workbench.fit.getState()
  if (!result) return
  const datasets = datasetsOf(workbench.inputs.getState())
  try {
    workbench.document.edit('Apply the fit', (present) => putFit(present, datasets, result))
  } catch (error) {
    workbench.interface.notify(
      'error',
      errorsOf(error)
        .map((each) => each.message)
        .join(' '),
    )
    return
  }
  workbench.interface.notify('info', 'The fitted values are in the experiment; undo takes them out again.')
}
