import { useEffect, useMemo, useRef, useState } from 'react'
import { showFigure } from '../export/copy-figure.ts'
import { numberText, unitText } from '../plots/number-text.ts'
import { ActionButton } from '../shell/action-button.tsx'
import { useFields, useRuns, useWorkbench } from '../shell/context.tsx'
import { useFigureTheme } from '../shell/use-figure-theme.ts'
import { FieldCanvas } from './field-canvas.tsx'
import { FieldControls } from './field-controls.tsx'
import { type FieldFigureOptions, fieldFigure, planeOf } from './field-figure.ts'
import { type FieldRange, followRange } from './field-range.ts'
import { valueAlong, valueOn } from './field-samples.ts'
import { FieldTransport } from './field-transport.tsx'

/** The living solution: its picture, what is said where there is none, and what moves it. */
export function FieldView() {
  const { status, opened, frame, failure } = useFields((state) => state)
  const trouble = useRuns((state) => state.liveTrouble)
  const hasPicture = opened !== undefined && frame !== undefined
  const said = trouble ?? (status === 'failed' ? failure : undefined)
  return (
    <div className={`view field-view ${said !== undefined && hasPicture ? 'stale' : ''}`} data-view="field" data-testid="view-field" data-frames={frame?.steps ?? 0}>
      <FieldControls />
      <div className="view-body">
        {hasPicture ? <FieldPicture /> : said === undefined ? <div className="empty">{status === 'none' ? 'Open a typed partial differential equation: it is followed here.' : 'Preparing the solution…'}</div> : null}
      </div>
      <FieldTransport />
      {said === undefined ? null : (
        <div className="over-view" role="alert">
          <div className="notice danger grow" data-testid="trouble">
            <strong>{hasPicture ? 'Last good picture.' : 'No picture yet.'}</strong> {said}
          </div>
          {trouble !== undefined ? <ActionButton id="undo" /> : hasPicture ? <ActionButton id="fields-reset" label="Begin again" /> : null}
        </div>
      )}
    </div>
  )
} // biome-ignore format: long attributes

/** Range of the colours, kept from frame to frame; another field or way begins anew. */
function useRange(key: string, low: number, high: number, mode: 'auto' | 'symmetric' | 'locked'): FieldRange {
  const kept = useRef<{ readonly key: string; readonly range: FieldRange }>(undefined)
  const before = kept.current?.key === key ? kept.current.range : undefined
  const range = followRange(low, high, mode, before)
  kept.current = { key, range }
  return range
}

function FieldPicture() {
  const workbench = useWorkbench()
  const { opened, frame, settings, timeUnit, of, isPlaying } = useFields((state) => state)
  const theme = useFigureTheme()
  const fields = opened?.fields ?? []
  const place = Math.max(0, fields.findIndex(({ name }) => name === settings.field)) // biome-ignore format: one thought
  const field = fields[place]
  const isLine = field?.grid.axes.length === 1
  const extremes = frame?.extremes ?? new Float32Array()
  const own = isLine ? [...extremes] : [extremes[2 * place] ?? 0, extremes[2 * place + 1] ?? 1]
  const range = useRange(`${isLine ? '' : field?.name} ${fields.length}`, Math.min(...own), Math.max(...own), settings.range) // biome-ignore format: one call
  const axes = field?.grid.axes
  const slice = useMemo((): FieldFigureOptions['slice'] => {
    if (!axes || axes.length < 3) return undefined
    const axis = Math.max(0, axes.findIndex(({ name }) => name === settings.sliceAxis)) // biome-ignore format: one thought
    return { axis, node: Math.round(settings.slice * ((axes[axis]?.values.length ?? 1) - 1)) }
  }, [axes, settings.sliceAxis, settings.slice])
  const vectors = useMemo((): readonly [number, number] | undefined => {
    const [u, v] = settings.vectors.map((name) => fields.findIndex((each) => each.name === name))
    return u !== undefined && v !== undefined && u >= 0 && v >= 0 ? [u, v] : undefined
  }, [fields, settings.vectors])
  const title = of?.title ?? 'Field'
  const source = useMemo(() => ({ title, time: frame?.time ?? 0, timeUnit, fields, values: frame?.values ?? [] }), [title, frame, timeUnit, fields]) // biome-ignore format: one thought
  const figure = useMemo(
    () => fieldFigure(source, { field: place, colours: settings.colours, range, isSmooth: settings.isSmooth, hasContours: settings.hasContours, ...(vectors ? { vectors } : {}), ...(slice ? { slice } : {}) }),
    [source, place, settings.colours, settings.isSmooth, settings.hasContours, range, vectors, slice],
  ) // biome-ignore format: one record
  useEffect(() => showFigure(workbench, figure), [workbench, figure])
  if (!field) return null
  const unit = field.unit === '1' ? '' : ` ${unitText(field.unit)}`
  const values = frame?.values[place] ?? new Float32Array()
  const plane = planeOf(field, values, slice)
  const [first] = field.grid.axes
  const valueAt = (x: number, y: number) => {
    const value = plane ? valueOn(plane, x, y) : first ? valueAlong(first, values, x) : Number.NaN
    return `${field.label ?? field.name} = ${numberText(value, 4)}${unit}`
  }
  const x = figure.x.label
  const extentOf = (name: string) => {
    const axis = field.grid.axes.find((each) => each.name === name)?.values
    return axis ? Math.abs((axis.at(-1) ?? 1) - (axis[0] ?? 0)) : 1
  }
  const shortest = Math.min(...field.grid.axes.map(({ name }) => extentOf(name)))
  const radius = settings.brushRadius * shortest
  const value = settings.brushValue ?? range[1]
  return (
    <div className="figure-view" data-testid="figure" data-x={x} onPointerDown={() => showFigure(workbench, figure)}>
      <FieldCanvas
        figure={figure}
        theme={theme.id}
        tool={settings.tool}
        radius={radius}
        valueAt={valueAt}
        onStroke={(path) => {
          // On an interval the height of the hand is the value.
          const stroke = { field: field.name, path, radius, value: isLine ? (path.at(-1) ?? value) : value, mode: settings.brushMode }
          workbench.fields.change({ kind: 'brush', stroke })
        }}
        onProbe={() => {}}
        onCut={() => {}}
      />
      <Said text={figure.description} isPlaying={isPlaying} />
    </div>
  )
} // biome-ignore format: one record

/** The sentence for screen readers; of what moves only now and then. */
function Said({ text, isPlaying }: { readonly text: string; readonly isPlaying: boolean }) {
  const [said, setSaid] = useState(text)
  const newest = useRef(text)
  newest.current = text
  useEffect(() => {
    setSaid(newest.current)
    if (!isPlaying) return
    const timer = setInterval(() => setSaid(newest.current), 2000)
    return () => clearInterval(timer)
  }, [isPlaying])
  const shown = isPlaying ? said : text
  return (
    <p className="visually-hidden" data-testid="figure-description">
      {shown}
    </p>
  )
}
