import { useDeferredValue, useMemo } from 'react'
import { FigureView } from '../runs/figure-view.tsx'
import { Toggle } from '../runs/live-frame.tsx'
import { ActionButton } from '../shell/action-button.tsx'
import { useExperiment, useWorkbench } from '../shell/context.tsx'
import { sweepCurveFigure } from './curve-figure.ts'
import { sweepOverlayFigure } from './curves-figure.ts'
import { rowAtPlace, sweepMapFigure } from './map-figure.ts'
import { MultiplesView } from './multiples-view.tsx'
import { ParallelView } from './parallel-view.tsx'
import { nearestCurve, nearestRow } from './places.ts'
import { openPoint } from './run-sweep.ts'
import { levelsOf, metricOf, type SweepColumn } from './sweep-columns.ts'
import { type SweepMode, type SweepViews, sweepModes } from './sweep-views.ts'
import { type ShownSweep, useSweep, useSweepViews } from './use-sweep.ts'

const modeWords: Readonly<Record<SweepMode, string>> = {
  curve: 'Curve',
  map: 'Map',
  parallel: 'Parallel',
  overlay: 'All curves',
  multiples: 'Side by side',
}

/** What suits a number of quantities swept, where nothing is chosen. */
const suitable = (axes: number): SweepMode => (axes <= 1 ? 'curve' : axes === 2 ? 'map' : 'parallel')

/** A sweep, in one of several ways. */
export function SweepView() {
  const shown = useSweep()
  return (
    <div className="view" data-view="sweep" data-testid="view-sweep">
      {shown ? <Shown shown={shown} /> : <NoSweep />}
    </div>
  )
}

/** Nothing was swept yet. */
export function NoSweep() {
  const hasSection = useExperiment().sweep !== undefined
  return (
    <div className="empty">
      <strong>No sweep yet</strong>
      {hasSection
        ? 'The experiment has a sweep: run it.'
        : 'Right click a number and choose "Sweep this", or add one in the Sweep section of the experiment.'}
      {hasSection ? <ActionButton id="sweep" icon="play" kind="primary" /> : null}
    </div>
  )
}

function Shown({ shown: present }: { readonly shown: ShownSweep }) {
  // Drawn between other work: rows that come in do not hold the hand up.
  const shown = useDeferredValue(present)
  const [views, set] = useSweepViews()
  const axes = shown.columns.filter(({ kind }) => kind === 'axis')
  const wanted = views.mode === '' ? suitable(axes.length) : views.mode
  const mode = wanted === 'map' && axes.length < 2 ? 'curve' : wanted
  const failures = shown.table.rows.filter(({ failure }) => failure !== undefined).length
  const hasRows = shown.table.rows.some(({ failure }) => failure === undefined)
  return (
    <>
      <div className="view-controls">
        <fieldset className="segmented" aria-label="Way of looking">
          {sweepModes.map((each) => (
            <button
              key={each}
              type="button"
              className="button small"
              aria-pressed={each === mode}
              disabled={each === 'map' && axes.length < 2}
              data-testid={`sweep-mode-${each}`}
              onClick={() => set({ mode: each })}
            >
              {modeWords[each]}
            </button>
          ))}
        </fieldset>
        <Controls shown={shown} mode={mode} views={views} set={set} />
        <span className="grow" />
        {failures > 0 ? <span className="warning-text">{failures} failed</span> : null}
        <span className="muted tabular" data-testid="sweep-count">
          {shown.table.rows.length} of {shown.table.total} points
        </span>
      </div>
      <div className="view-body">
        {hasRows ? (
          <Picture shown={shown} mode={mode} views={views} />
        ) : (
          <div className="empty">{shown.isMoving ? 'Computing the first points…' : 'No point has a result.'}</div>
        )}
      </div>
    </>
  )
}

interface Parts {
  readonly shown: ShownSweep
  readonly mode: SweepMode
  readonly views: SweepViews
}

function Controls({ shown, mode, views, set }: Parts & { readonly set: (change: Partial<SweepViews>) => void }) {
  const { columns, table } = shown
  const axes = columns.filter(({ kind }) => kind === 'axis')
  const metrics = columns.filter(({ kind }) => kind === 'metric')
  const metric = metricOf(columns, views.metric)
  const { x, y } = axesOf(axes, views)
  if (mode === 'overlay' || mode === 'multiples')
    return (
      <Select
        label="Quantity"
        testId="sweep-scalar"
        value={views.scalar === '' ? (table.scalars[0]?.name ?? '') : views.scalar}
        options={table.scalars.slice(0, 8).map(({ name, label }) => [name, label ?? name])}
        onChange={(scalar) => set({ scalar })}
      />
    )
  return (
    <>
      <Select
        label={mode === 'parallel' ? 'Colour' : 'Metric'}
        testId="sweep-metric"
        value={metric?.name ?? ''}
        options={metrics.map(({ name, label }) => [name, label])}
        onChange={(name) => set({ metric: name })}
      />
      {mode !== 'parallel' && axes.length > 1 ? (
        <Select
          label="over"
          testId="sweep-x"
          value={x?.name ?? ''}
          options={axes.map(({ name, label }) => [name, label])}
          onChange={(name) => set({ x: name })}
        />
      ) : null}
      {mode === 'map' && axes.length > 2 ? (
        <Select
          label="and"
          testId="sweep-y"
          value={y?.name ?? ''}
          options={axes.filter(({ name }) => name !== x?.name).map(({ name, label }) => [name, label])}
          onChange={(name) => set({ y: name })}
        />
      ) : null}
      {mode === 'map' && !shown.isDrawn
        ? axes
            .filter(({ name }) => name !== x?.name && name !== y?.name)
            .map((column) => <Slice key={column.name} column={column} views={views} set={set} />)
        : null}
      {mode === 'curve' ? (
        <Toggle label="log y" isOn={views.logarithmic} onChange={(logarithmic) => set({ logarithmic })} />
      ) : null}
      <span className="muted sweep-hint">click a point to open it</span>
    </>
  )
}

function Slice(props: {
  readonly column: SweepColumn
  readonly views: SweepViews
  readonly set: (change: Partial<SweepViews>) => void
}) {
  const { column, views, set } = props
  const levels = levelsOf(column.values)
  const at = Math.min(levels.length - 1, views.slice[column.name] ?? 0)
  return (
    <label className="row" style={{ gap: 4 }}>
      {column.label}
      <input
        type="range"
        min={0}
        max={Math.max(0, levels.length - 1)}
        value={at}
        style={{ width: 72 }}
        onChange={(event) => set({ slice: { ...views.slice, [column.name]: Number(event.currentTarget.value) } })}
      />
      <span className="tabular">{Number((levels[at] ?? 0).toPrecision(4))}</span>
    </label>
  )
}

function Select(props: {
  readonly label: string
  readonly testId: string
  readonly value: string
  readonly options: readonly (readonly [value: string, label: string])[]
  readonly onChange: (value: string) => void
}) {
  return (
    <label className="row" style={{ gap: 4 }}>
      {props.label}
      <select
        className="select"
        style={{ maxWidth: 180 }}
        data-testid={props.testId}
        value={props.value}
        onChange={(event) => props.onChange(event.currentTarget.value)}
      >
        {props.options.map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    </label>
  )
}

function axesOf(axes: readonly SweepColumn[], views: SweepViews) {
  const x = axes.find(({ name }) => name === views.x) ?? axes[0]
  const y = axes.find(({ name }) => name === views.y && name !== x?.name) ?? axes.find(({ name }) => name !== x?.name)
  return { x, y }
}

function Picture({ shown, mode, views }: Parts) {
  if (mode === 'parallel') return <ParallelView shown={shown} />
  if (mode === 'multiples') return <MultiplesView shown={shown} />
  return <FlatPicture shown={shown} mode={mode} views={views} />
}

function FlatPicture({ shown, mode, views }: Parts) {
  const workbench = useWorkbench()
  const { columns, title, table, isDrawn, record, timeUnit } = shown
  const axes = useMemo(() => columns.filter(({ kind }) => kind === 'axis'), [columns])
  const { x, y } = axesOf(axes, views)
  const metric = metricOf(columns, views.metric)
  const { scalar, logarithmic, slice } = views
  const made = useMemo(() => {
    if (mode === 'overlay') {
      const column = Math.max(0, table.scalars.findIndex(({ name }) => name === scalar)) // biome-ignore format: one call
      const chosen = { scalar: table.scalars[column]?.name ?? '', timeUnit }
      const figure = sweepOverlayFigure(title, table, axes, chosen)
      return { figure, find: (atX: number, atY: number) => nearestCurve(table.rows, column, atX, atY)?.index }
    }
    if (!x || !metric) return undefined
    const rowAt = (row: number | undefined) => (row === undefined ? undefined : table.rows[row]?.index)
    if (mode === 'map' && y) {
      const choice = { x, y, metric, slice, isDrawn }
      const figure = sweepMapFigure(title, columns, choice)
      return { figure, find: (atX: number, atY: number) => rowAt(rowAtPlace(columns, choice, atX, atY)) }
    }
    const figure = sweepCurveFigure(title, columns, { x, metric, logarithmic, isDrawn })
    const isLogY = figure.panels[0]?.y.scale === 'log'
    return { figure, find: (atX: number, atY: number) => rowAt(nearestRow(x, metric, isLogY, atX, atY)) }
  }, [mode, table, axes, columns, title, timeUnit, x, y, metric, scalar, logarithmic, slice, isDrawn])
  if (!made) return <div className="empty">No metric to show.</div>
  return (
    <FigureView
      key={mode}
      figure={made.figure}
      isMoving={shown.isMoving}
      onPlace={(atX, atY) => {
        const index = made.find(atX, atY)
        if (index !== undefined) openPoint(workbench, record, index)
      }}
    />
  )
}
