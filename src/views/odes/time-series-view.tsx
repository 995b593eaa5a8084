import { useCallback, useMemo } from 'react'
import type { Quantity } from '../../core/field.ts'
import { measuredSeries } from '../data/measured.ts'
import { spansDecades } from '../plots/decades.ts'
import { timeSeriesFigure } from '../plots/time-series.ts'
import { FigureView } from '../runs/figure-view.tsx'
import { LiveFrame, Toggle } from '../runs/live-frame.tsx'
import { useExperiment, useFit, useInputs, useInterface, useRuns, useWorkbench } from '../shell/context.tsx'
import { sensitivityNames } from '../studies/sensitivity-columns.ts'
import type { OdeViews } from './ode-views.ts'
import { QuantityMenu } from './quantity-menu.tsx'
import { useOdeRuns } from './use-ode-runs.ts'

const noScalars: readonly Quantity[] = []

/** Any scalars over time: the live curves, the runs ticked, what was measured. */
export function TimeSeriesView() {
  const workbench = useWorkbench()
  const experiment = useExperiment()
  const inputs = useInputs((state) => state.inputs)
  const live = useRuns((state) => state.live)
  const fit = useFit((state) => state)
  const settings = useInterface((state) => state.odes.series)
  const { shown, title, timeUnit, isMoving, isComputing } = useOdeRuns()
  const measured = useMemo(() => measuredSeries(experiment, inputs, live), [experiment, inputs, live])
  const isFitOfThis = fit.result !== undefined && fit.of?.data === experiment.data
  const fitted = isFitOfThis ? fit.result?.series : undefined
  const all = shown[0]?.scalars ?? noScalars
  // Derivatives to parameters have a view of their own.
  const scalars = useMemo(() => {
    const derivatives = sensitivityNames(all)
    return derivatives.length === 0 ? all : all.filter(({ name }) => !derivatives.includes(name))
  }, [all])
  // Times saved by decades are seen by decades, until it is said otherwise.
  const isByDecades = experiment.time?.spacing === 'log' || spansDecades(shown[0]?.samples.times ?? [])
  const logarithmicTime = settings.logarithmicTime !== isByDecades
  const figure = useMemo(() => {
    const names = scalars.map(({ name }) => name).filter((name) => !settings.hidden.includes(name))
    const events = shown[0]?.events
    return timeSeriesFigure(
      { title, runs: shown, timeUnit, measured, ...(fitted ? { fitted } : {}), ...(events ? { events } : {}) },
      {
        shown: names,
        logarithmic: settings.logarithmic,
        logarithmicTime,
        isSeparate: settings.isSeparate,
      },
    )
  }, [title, shown, scalars, timeUnit, measured, fitted, settings, logarithmicTime])
  const set = useCallback(
    (change: Partial<OdeViews['series']>) =>
      workbench.interface.setState(({ odes }) => ({ odes: { ...odes, series: { ...odes.series, ...change } } })),
    [workbench],
  )
  const hide = useCallback((hidden: readonly string[]) => set({ hidden }), [set])
  return (
    <LiveFrame
      id="time-series"
      hasPicture={shown.length > 0}
      hasMore={measured.length > 0}
      isComputing={isComputing}
      controls={
        <>
          <QuantityMenu scalars={scalars} hidden={settings.hidden} onHidden={hide} />
          <Toggle label="One below another" isOn={settings.isSeparate} onChange={(isSeparate) => set({ isSeparate })} />
          <Toggle label="log y" isOn={settings.logarithmic} onChange={(logarithmic) => set({ logarithmic })} />
          <Toggle
            label="log t"
            isOn={logarithmicTime}
            onChange={(isOn) => set({ logarithmicTime: isOn !== isByDecades })}
          />
        </>
      }
    >
      <FigureView figure={figure} isMoving={isMoving} />
    </LiveFrame>
  )
}
