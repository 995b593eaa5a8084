import { useMemo } from 'react'
import { measuredSeries } from '../data/measured.ts'
import { chromatogramFigure } from '../plots/chromatogram.ts'
import { ActionButton } from '../shell/action-button.tsx'
import {
  useDocument,
  useExperiment,
  useFit,
  useInputs,
  useInterface,
  useRuns,
  useWorkbench,
} from '../shell/context.tsx'
import { FigureView } from './figure-view.tsx'
import { isActive } from './run-record.ts'
import { shownRuns } from './shown-runs.ts'
import { waitingSentence } from './waiting.ts'

/** Concentration at the outlet over time: the live curve, the runs ticked, what was measured. */
export function ChromatogramView() {
  const workbench = useWorkbench()
  const experiment = useExperiment()
  const { live, runs, liveTrouble, waiting, activeId } = useRuns((state) => state)
  const inputs = useInputs((state) => state.inputs)
  const fit = useFit((state) => state)
  const isSliding = useDocument((state) => state.isSliding)
  const settings = useInterface((state) => state.chromatogram)
  const active = runs.find((run) => run.id === activeId)
  const isComputing = active !== undefined && isActive(active.result)
  const measured = useMemo(() => measuredSeries(experiment, inputs, live), [experiment, inputs, live])
  const shown = useMemo(() => shownRuns(waiting ? undefined : live, runs), [waiting, live, runs])
  const isFitOfThis = fit.result !== undefined && fit.of?.data === experiment.data
  const fitted = isFitOfThis && settings.band ? fit.result?.series : undefined
  const title = experiment.title ?? 'Chromatogram'
  const figure = useMemo(
    () =>
      chromatogramFigure(
        { title, runs: shown, measured, ...(fitted ? { fitted } : {}) },
        { sum: settings.sum, logarithmic: settings.logarithmic },
      ),
    [title, shown, measured, fitted, settings.sum, settings.logarithmic],
  )
  const set = (change: Partial<typeof settings>) =>
    workbench.interface.setState((state) => ({ chromatogram: { ...state.chromatogram, ...change } }))
  const isStale = liveTrouble !== undefined && shown.length > 0
  return (
    <div className={`view ${isStale ? 'stale' : ''}`} data-view="chromatogram" data-testid="view-chromatogram">
      <div className="view-controls">
        <Toggle label="Sum" isOn={settings.sum} onChange={(sum) => set({ sum })} />
        <Toggle label="Logarithmic" isOn={settings.logarithmic} onChange={(logarithmic) => set({ logarithmic })} />
        {fit.result ? <Toggle label="Fit" isOn={settings.band} onChange={(band) => set({ band })} /> : null}
        <span className="grow" />
        {waiting && !isComputing ? <span>{waitingSentence(waiting)}</span> : null}
      </div>
      <div className="view-body">
        {shown.length > 0 || measured.length > 0 ? (
          <FigureView figure={figure} isMoving={isSliding || isComputing} />
        ) : waiting ? (
          <div className="empty">
            <strong>Not run yet</strong>
            {waitingSentence(waiting)}
            <ActionButton id="run" icon="play" kind="primary" label="Run" />
          </div>
        ) : liveTrouble ? null : (
          <div className="empty">Computing…</div>
        )}
      </div>
      {liveTrouble ? (
        <div className="over-view" role="alert">
          <div className="notice danger grow" data-testid="trouble">
            <strong>{shown.length > 0 ? 'Last good picture.' : 'No picture yet.'}</strong> {liveTrouble}
          </div>
          <ActionButton id="undo" />
        </div>
      ) : null}
    </div>
  )
}

export function Toggle(props: {
  readonly label: string
  readonly isOn: boolean
  readonly onChange: (isOn: boolean) => void
}) {
  return (
    <label className="row" style={{ gap: 4 }}>
      <input type="checkbox" checked={props.isOn} onChange={(event) => props.onChange(event.currentTarget.checked)} />
      {props.label}
    </label>
  )
}
