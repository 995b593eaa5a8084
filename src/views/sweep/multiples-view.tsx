import { useMemo } from 'react'
import { PaintedFigure } from '../plots/painter.tsx'
import { DrawingFrame } from '../runs/figure-view.tsx'
import { useInterface, useWorkbench } from '../shell/context.tsx'
import { useFigureTheme } from '../shell/use-figure-theme.ts'
import { sweepMultiples } from './curves-figure.ts'
import { openPoint } from './run-sweep.ts'
import type { ShownSweep } from './use-sweep.ts'

/** The curves of the points side by side, all with the same axes; a click opens a point. */
export function MultiplesView({ shown }: { readonly shown: ShownSweep }) {
  const workbench = useWorkbench()
  const theme = useFigureTheme()
  const scalar = useInterface((state) => state.sweep.scalar)
  const { table, columns, title, timeUnit, record } = shown
  const { drawing, rows, says } = useMemo(() => {
    const axes = columns.filter(({ kind }) => kind === 'axis')
    const chosen = table.scalars.find(({ name }) => name === scalar)?.name ?? table.scalars[0]?.name ?? ''
    return sweepMultiples(title, table, axes, { scalar: chosen, timeUnit })
  }, [table, columns, title, timeUnit, scalar])
  if (rows.length === 0)
    return <div className="empty">No curves are kept: the sweep is too large, or its points have none.</div>
  return (
    <DrawingFrame drawing={drawing} isMoving={shown.isMoving}>
      <p className="multiples-says small muted">{says}; click one to open it</p>
      <section
        className="multiples"
        {...(drawing.columns
          ? { style: { gridTemplateColumns: `repeat(${drawing.columns}, minmax(96px, 1fr))` } }
          : {})}
        data-testid="multiples"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable with the keyboard
        tabIndex={0}
        aria-label={drawing.description}
      >
        {drawing.cells.map((cell, i) => (
          <div key={rows[i]?.index ?? i} className="multiple" title={cell.title}>
            <PaintedFigure
              figure={cell}
              theme={theme.id}
              fontSize={9}
              title
              onPlace={() => {
                const row = rows[i]
                if (row) openPoint(workbench, record, row.index)
              }}
            />
          </div>
        ))}
      </section>
    </DrawingFrame>
  )
}
