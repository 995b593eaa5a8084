import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { showFigure } from '../export/copy-figure.ts'
import { numberText, unitText } from '../plots/number-text.ts'
import { ActionButton } from '../shell/action-button.tsx'
import { useFields, useRuns, useWorkbench } from '../shell/context.tsx'
import { useFigureTheme } from '../shell/use-figure-theme.ts'
import { FieldCanvas } from './field-canvas.tsx'
import { FieldCompanion } from './field-companion.tsx'
import { FieldControls } from './field-controls.tsx'
import { fieldFigure } from './field-figure.ts'
import { type FieldSlice, planeOf } from './field-plane.ts'
import { type FieldRange, followRange } from './field-range.ts'
import { makeFieldRecorder, middleCut } from './field-recorder.ts'
import { valueAlong, valueOn } from './field-samples.ts'
import { FieldTransport } from './field-transport.tsx'
import { showFieldCanvas } from './record-video.ts'

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
  const recorder = useMemo(makeFieldRecorder, [])
  const brushed = useRef(1)
  const onCanvas = useCallback((canvas: HTMLCanvasElement) => showFieldCanvas(workbench, canvas), [workbench])
  const fields = opened?.fields ?? []
  const place = Math.max(0, fields.findIndex(({ name }) => name === settings.field)) // biome-ignore format: one thought
  const field = fields[place]
  const isLine = field?.grid.axes.length === 1
  const extremes = frame?.extremes ?? new Float32Array()
  const own = isLine ? [...extremes] : [extremes[2 * place] ?? 0, extremes[2 * place + 1] ?? 1]
  const range = useRange(`${isLine ? '' : field?.name} ${fields.length}`, Math.min(...own), Math.max(...own), settings.range) // biome-ignore format: one call
  const axes = field?.grid.axes
  const slice = useMemo((): FieldSlice | undefined => {
    if (!axes || axes.length < 3) return undefined
    const axis = Math.max(0, axes.findIndex(({ name }) => name === settings.sliceAxis)) // biome-ignore format: one thought
    return { axis, node: Math.round(settings.slice * ((axes[axis]?.values.length ?? 1) - 1)) }
  }, [axes, settings.sliceAxis, settings.slice])
  const vectors = useMemo((): readonly [number, number] | undefined => {
    const [u, v] = settings.vectors.map((name) => fields.findIndex((each) => each.name === name))
    return u !== undefined && v !== undefined && u >= 0 && v >= 0 ? [u, v] : undefined
  }, [fields, settings.vectors])
  const cut = useMemo(() => settings.cut ?? (field ? middleCut(field, slice) : undefined), [settings.cut, field, slice])
  const title = of?.title ?? 'Field'
  const source = useMemo(() => ({ title, time: frame?.time ?? 0, timeUnit, fields, values: frame?.values ?? [] }), [title, frame, timeUnit, fields]) // biome-ignore format: one thought
  const isCutShown = settings.companion === 'cut' || settings.companion === 'kymograph'
  const { colours, isSmooth, hasContours, probes } = settings
  const figure = useMemo(
    () => fieldFigure(source, { field: place, colours, range, isSmooth, hasContours, probes, ...(vectors ? { vectors } : {}), ...(slice ? { slice } : {}), ...(isCutShown && cut ? { cut } : {}) }),
    [source, place, colours, isSmooth, hasContours, probes, range, vectors, slice, isCutShown, cut],
  ) // biome-ignore format: one record
  useEffect(() => showFigure(workbench, figure), [workbench, figure])
  const values = frame?.values[place]
  useEffect(() => {
    if (field && cut && frame && values) recorder.take({ field, slice, probes, cut }, frame.time, values)
  }, [recorder, field, slice, probes, cut, frame, values])
  if (!field || !values || !cut) return null
  const unit = field.unit === '1' ? '' : ` ${unitText(field.unit)}`
  const plane = planeOf(field, values, slice)
  const [first] = field.grid.axes
  const valueAt = (x: number, y: number) => {
    const value = plane ? valueOn(plane, x, y) : first ? valueAlong(first, values, x) : Number.NaN
    return `${field.label ?? field.name} = ${numberText(value, 4)}${unit}`
  }
  const extents = field.grid.axes.map((axis) => Math.abs((axis.values.at(-1) ?? 1) - (axis.values[0] ?? 0)))
  const radius = settings.brushRadius * Math.min(...extents)
  return (
    <div className="field-parts">
      <div className="figure-view field-main" data-testid="figure" onPointerDown={() => showFigure(workbench, figure)}>
        <FieldCanvas
          figure={figure}
          theme={theme.id}
          tool={settings.tool}
          radius={radius}
          valueAt={valueAt}
          onCanvas={onCanvas}
          onStroke={(path, isFirst) => {
            // The value stays that of the first touch, though the colours follow what is painted.
            if (isFirst) brushed.current = settings.brushValue ?? range[1]
            // On an interval the height of the hand is the value.
            const value = isLine ? (path.at(-1) ?? 0) : brushed.current
            workbench.fields.change({ kind: 'brush', stroke: { field: field.name, path, radius, value, mode: isLine ? 'set' : settings.brushMode } })
          }}
          onProbe={(x, y) => workbench.fields.set({ probes: [...probes, [x, y] as const].slice(-7), companion: 'probes' })}
          onCut={(from, to) => workbench.fields.set({ cut: [...from, ...to], companion: settings.companion === 'kymograph' ? 'kymograph' : 'cut' })}
        />
        <Said text={figure.description} isPlaying={isPlaying} />
      </div>
      {settings.companion === 'none' ? null : <FieldCompanion kind={settings.companion} source={source} place={place} range={range} slice={slice} cut={cut} probes={probes} colours={colours} recorder={recorder} />}
    </div>
  )
} // biome-ignore format: long attributes

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
