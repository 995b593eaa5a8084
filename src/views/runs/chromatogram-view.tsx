import { useMemo } from 'react'
import { measuredSeries } from '../data/measured.ts'
import { chromatogramFigure } from '../plots/chromatogram.ts'
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
import { LiveFrame, Toggle } from './live-frame.tsx'
import { isActive } from './run-record.ts'
import { shownRuns } from './shown-runs.ts'

/** Concentration at the outlet over time: the live curve, the runs ticked, what was measured. */
export function ChromatogramView() {
  const workbench = useWorkbench()
  const experiment = useExperiment()
  const { live, runs, waiting, activeId } = useRuns((state) => state)
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
  return (
    <LiveFrame
      id="chromatogram"
      hasPicture={shown.length > 0}
      hasMore={measured.length > 0}
      isComputing={isComputing}
      controls={
        <>
          <Toggle label="Sum" isOn={settings.sum} onChange={(sum) => set({ sum })} />
          <Toggle label="Logarithmic" isOn={settings.logarithmic} onChange={(logarithmic) => set({ logarithmic })} />
          {fit.result ? <Toggle label="Fit" isOn={settings.band} onChange={(band) => set({ band })} /> : null}
        </>
      }
    >
      <FigureView figure={figure} isMoving={isSliding || isComputing} />
    </LiveFrame>
  )
}
