import { useEffect, useMemo, useRef, useState } from 'react'
import { showFigure } from '../export/copy-figure.ts'
import type { Figure, HeatMark } from '../plots/figure.ts'
import { PaintedFigure } from '../plots/painter.tsx'
import { useWorkbench } from '../shell/context.tsx'
import { useFigureTheme } from '../shell/use-figure-theme.ts'
import { cutFigure, histogramFigure, kymographFigure, probesFigure, spectrumFigure } from './companion-figures.ts'
import type { FieldSource } from './field-figure.ts'
import type { FieldSlice } from './field-plane.ts'
import type { FieldRange } from './field-range.ts'
import type { FieldCut, FieldProbe, FieldRecorder } from './field-recorder.ts'
import type { Companion } from './field-settings.ts'

interface FieldCompanionProps {
  readonly kind: Exclude<Companion, 'none'>
  readonly source: FieldSource
  /** Place of the field shown. */
  readonly place: number
  readonly range: FieldRange
  readonly slice: FieldSlice | undefined
  readonly cut: FieldCut
  readonly probes: readonly FieldProbe[]
  readonly colours: HeatMark['colours']
  readonly recorder: FieldRecorder
}

/** Milliseconds between two drawings: the picture above moves sixty times a second, what is read off need not. */
const every = { probes: 100, cut: 33, kymograph: 200, histogram: 100, spectrum: 400 } as const

/** What is shown below the picture: probes over time, the cut now or over time, how values and waves are spread. */
export function FieldCompanion(props: FieldCompanionProps) {
  const { kind, probes } = props
  const workbench = useWorkbench()
  const theme = useFigureTheme()
  const shown = useCalmly(props, every[kind])
  const figure = useMemo(() => figureOf(shown), [shown])
  useEffect(() => (figure ? showFigure(workbench, figure) : undefined), [workbench, figure])
  const [first] = probes
  return (
    <section className="field-companion" aria-label="Below the picture" data-testid="field-below">
      {figure ? (
        <PaintedFigure figure={figure} theme={theme.id} />
      ) : (
        <div className="empty">
          <strong>No probe yet</strong>
          Choose Probe and click into the picture: the value there is followed over time.
        </div>
      )}
      {kind === 'probes' && first ? (
        <button type="button" className="button small field-clear" onClick={() => workbench.fields.set({ probes: [] })}>
          Remove probes
        </button>
      ) : null}
      {figure ? <p className="visually-hidden">{figure.description}</p> : null}
    </section>
  )
} // biome-ignore format: long attributes

/** The newest properties, not more often than every so many milliseconds; what the hand chose at once. */
function useCalmly(props: FieldCompanionProps, milliseconds: number): FieldCompanionProps {
  const newest = useRef(props)
  newest.current = props
  const [shown, setShown] = useState(props)
  useEffect(() => {
    const timer = setInterval(() => setShown(newest.current), milliseconds)
    return () => clearInterval(timer)
  }, [milliseconds])
  const { kind, place, cut, probes, slice, colours } = props
  const isSame = shown.kind === kind && shown.place === place && shown.cut === cut && shown.probes === probes && shown.slice === slice && shown.colours === colours // biome-ignore format: one thought
  return isSame ? shown : props
}

function figureOf({ kind, source, place, range, slice, cut, probes, colours, recorder }: FieldCompanionProps): Figure | undefined {
  const field = source.fields[place]
  const values = source.values[place]
  if (!field || !values) return undefined
  if (kind === 'cut') return cutFigure(source, slice, cut)
  if (kind === 'histogram') return histogramFigure(field, values, range)
  if (kind === 'spectrum') return spectrumFigure(field, values, slice)
  const record = recorder.record()
  if (kind === 'kymograph') return kymographFigure(field, record, colours, range, source.timeUnit)
  return probes.length > 0 ? probesFigure(field, record, probes, source.timeUnit) : undefined
} // biome-ignore format: signature
