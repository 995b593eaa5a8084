import { lazy, Suspense, useEffect } from 'react'
import { copyData, copyOrSay, copyPlot, showFigure } from '../export/copy-figure.ts'
import type { Figure } from '../plots/figure.ts'
import { PaintedFigure } from '../plots/painter.tsx'
import { useWorkbench } from '../shell/context.tsx'
import { useFigureTheme } from '../shell/use-figure-theme.ts'

// Plotly is two thirds of the page: it comes after the first picture, which the painter draws.
const PlotlyFigure = lazy(async () => ({ default: (await import('../plots/plotly-figure.tsx')).PlotlyFigure }))

/** A figure drawn by the painter while a hand moves, by plotly.js when still, with its sentence for screen readers. */
export function FigureView({ figure, isMoving }: { readonly figure: Figure; readonly isMoving: boolean }) {
  const workbench = useWorkbench()
  const theme = useFigureTheme()
  useEffect(() => showFigure(workbench, figure), [workbench, figure])
  const painted = <PaintedFigure figure={figure} theme={theme.id} />
  return (
    <div className="figure-view" data-testid="figure" onPointerDown={() => showFigure(workbench, figure)}>
      {isMoving ? (
        painted
      ) : (
        <Suspense fallback={painted}>
          <PlotlyFigure figure={figure} theme={theme.id} />
        </Suspense>
      )}
      <span className="figure-actions">
        <button
          type="button"
          className="button small"
          data-action="copy-plot"
          onClick={() => void copyOrSay(workbench, copyPlot(workbench, figure))}
        >
          Copy plot
        </button>
        <button
          type="button"
          className="button small"
          data-action="copy-data"
          onClick={() => void copyOrSay(workbench, copyData(workbench, figure))}
        >
          Copy data
        </button>
      </span>
      <p className="visually-hidden" aria-live="polite" data-testid="figure-description">
        {isMoving ? '' : figure.description}
      </p>
    </div>
  )
}
