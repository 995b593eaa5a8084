import { Menu } from '@mantine/core'
import { type PointerEvent, useEffect, useMemo, useRef, useState } from 'react'
import { numberText } from '../plots/number-text.ts'
import { paintParallel } from '../plots/paint-parallel.ts'
import { layoutParallel, lineAt, type Parallel, type ParallelLayout } from '../plots/parallel.ts'
import { findTheme } from '../plots/theme.ts'
import { useSize } from '../plots/use-size.ts'
import { DrawingFrame } from '../runs/figure-view.tsx'
import { useWorkbench } from '../shell/context.tsx'
import { useFigureTheme } from '../shell/use-figure-theme.ts'
import { sweepParallel } from './parallel-figure.ts'
import { openPoint } from './run-sweep.ts'
import { columnHeading, metricOf, type SweepColumn } from './sweep-columns.ts'
import { type ShownSweep, useSweepViews } from './use-sweep.ts'

/** All quantities and some metrics on upright axes, a line a point: drag along an axis to keep a range, click a line to open its point. */
export function ParallelView({ shown }: { readonly shown: ShownSweep }) {
  const workbench = useWorkbench()
  const [views, set] = useSweepViews()
  const { columns, title, record, table } = shown
  const colour = metricOf(columns, views.metric)
  const names = useMemo(() => {
    const known = views.metrics.filter((name) => columns.some((column) => column.name === name))
    return [...new Set([...(colour ? [colour.name] : []), ...known])]
  }, [views.metrics, columns, colour])
  const drawing = useMemo(
    () => sweepParallel(title, columns, { metrics: names, colourBy: colour?.name ?? '', brushes: views.brushes }),
    [title, columns, names, colour, views.brushes],
  )
  const dimensions = columns.filter(({ kind, name }) => kind === 'axis' || names.includes(name))
  return (
    <DrawingFrame drawing={drawing} isMoving={shown.isMoving}>
      <div className="parallel">
        <div className="row parallel-controls">
          <MetricMenu columns={columns} shown={names} onShown={(metrics) => set({ metrics })} />
          {Object.keys(views.brushes).length > 0 ? (
            <button
              type="button"
              className="button small"
              data-testid="clear-brushes"
              onClick={() => set({ brushes: {} })}
            >
              Clear ranges
            </button>
          ) : (
            <span className="muted">drag along an axis to keep a range</span>
          )}
          <RangeFields dimensions={dimensions} brushes={views.brushes} onBrushes={(brushes) => set({ brushes })} />
        </div>
        <ParallelCanvas
          drawing={drawing}
          onBrush={(at, range) => {
            const name = dimensions[at]?.name
            if (name === undefined) return
            const { [name]: _, ...others } = views.brushes
            set({ brushes: range ? { ...others, [name]: range } : others })
          }}
          onLine={(row) => {
            const index = table.rows[row]?.index
            if (index !== undefined) openPoint(workbench, record, index)
          }}
        />
      </div>
    </DrawingFrame>
  )
}

/** The ranges kept, as texts, for the keyboard. */
function RangeFields(props: {
  readonly dimensions: readonly SweepColumn[]
  readonly brushes: Readonly<Record<string, readonly [number, number]>>
  readonly onBrushes: (brushes: Readonly<Record<string, readonly [number, number]>>) => void
}) {
  const { dimensions, brushes, onBrushes } = props
  return (
    <>
      {dimensions.flatMap((column) => {
        const brush = brushes[column.name]
        if (!brush) return []
        const { [column.name]: _, ...others } = brushes
        return [
          <button
            key={column.name}
            type="button"
            className="button small"
            title="Remove this range"
            onClick={() => onBrushes(others)}
          >
            {columnHeading(column)}: {numberText(brush[0], 3)} to {numberText(brush[1], 3)} ×
          </button>,
        ]
      })}
    </>
  )
}

function MetricMenu(props: {
  readonly columns: readonly SweepColumn[]
  readonly shown: readonly string[]
  readonly onShown: (names: readonly string[]) => void
}) {
  const { columns, shown, onShown } = props
  return (
    <Menu position="bottom-start" withinPortal closeOnItemClick={false} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <button type="button" className="button small" data-testid="parallel-metrics">
          Metrics ▾
        </button>
      </Menu.Target>
      <Menu.Dropdown mah={320} style={{ overflowY: 'auto' }}>
        {columns
          .filter(({ kind }) => kind === 'metric')
          .map((column) => {
            const isShown = shown.includes(column.name)
            return (
              <Menu.Item
                key={column.name}
                role="menuitemcheckbox"
                aria-checked={isShown}
                leftSection={<span style={{ width: 12, display: 'inline-block' }}>{isShown ? '✓' : ''}</span>}
                onClick={() =>
                  onShown(isShown ? shown.filter((name) => name !== column.name) : [...shown, column.name])
                }
              >
                {columnHeading(column)}
              </Menu.Item>
            )
          })}
      </Menu.Dropdown>
    </Menu>
  )
}

interface Brushing {
  readonly axis: number
  readonly from: number
  readonly isMoved: boolean
}

/** Within so many pixels of an axis a hand is on it. */
const grip = 12

function ParallelCanvas(props: {
  readonly drawing: Parallel
  readonly onBrush: (dimension: number, range: readonly [number, number] | undefined) => void
  readonly onLine: (row: number) => void
}) {
  const { drawing, onBrush, onLine } = props
  const frame = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const theme = useFigureTheme()
  const size = useSize(frame)
  const [hovered, setHovered] = useState<number>()
  const [brushing, setBrushing] = useState<Brushing>()
  const isShown = size.width >= 40 && size.height >= 40
  const layout = useMemo(
    () => (isShown ? layoutParallel(drawing, { ...size, fontSize: 11, title: false }) : undefined),
    [drawing, size, isShown],
  )
  useEffect(() => {
    const element = canvas.current
    const context = element?.getContext('2d', { alpha: false })
    if (!element || !context || !layout) return
    const request = requestAnimationFrame(() => {
      const ratio = window.devicePixelRatio || 1
      const [width, height] = [Math.round(size.width * ratio), Math.round(size.height * ratio)]
      if (element.width !== width) element.width = width
      if (element.height !== height) element.height = height
      paintParallel(context, layout, findTheme(theme.id), ratio, hovered)
    })
    return () => cancelAnimationFrame(request)
  }, [layout, theme, size, hovered])

  const placeOf = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect()
    return [event.clientX - box.left, event.clientY - box.top] as const
  }
  const axisAt = (x: number, y: number, at: ParallelLayout) =>
    at.axes.findIndex((axis) => Math.abs(axis.x - x) <= grip && y >= at.top - grip && y <= at.bottom + grip)
  return (
    <div ref={frame} className="parallel-frame">
      <canvas
        ref={canvas}
        role="img"
        aria-label={drawing.description}
        data-testid="parallel"
        style={{ cursor: brushing ? 'ns-resize' : hovered === undefined ? 'default' : 'pointer' }}
        onPointerDown={(event) => {
          if (!layout || event.button !== 0) return
          const [x, y] = placeOf(event)
          const axis = axisAt(x, y, layout)
          if (axis < 0) return
          event.currentTarget.setPointerCapture(event.pointerId)
          setBrushing({ axis, from: y, isMoved: false })
        }}
        onPointerMove={(event) => {
          if (!layout) return
          const [x, y] = placeOf(event)
          if (!brushing) {
            setHovered(axisAt(x, y, layout) >= 0 ? undefined : lineAt(layout, x, y, 5))
            return
          }
          if (!brushing.isMoved && Math.abs(y - brushing.from) < 3) return
          if (!brushing.isMoved) setBrushing({ ...brushing, isMoved: true })
          const axis = layout.axes[brushing.axis]
          if (!axis) return
          const clamp = (position: number) => Math.min(layout.bottom, Math.max(layout.top, position))
          const ends = [axis.from(clamp(brushing.from)), axis.from(clamp(y))].toSorted((a, b) => a - b)
          onBrush(brushing.axis, [ends[0] ?? 0, ends[1] ?? 0])
        }}
        onPointerUp={() => {
          // A click on an axis takes its range away.
          if (brushing && !brushing.isMoved) onBrush(brushing.axis, undefined)
          else if (!brushing && hovered !== undefined) onLine(hovered)
          setBrushing(undefined)
        }}
        onPointerLeave={() => setHovered(undefined)}
      />
    </div>
  )
}
