import { lazy, Suspense } from 'react'
import type { Figure } from '../plots/figure.ts'
import { PaintedFigure } from '../plots/painter.tsx'
import { useFigureTheme } from '../shell/use-figure-theme.ts'

// Plotly is two thirds of the page: it comes after the first picture, which the painter draws.
const PlotlyFigure = lazy(async () => ({ default: (await import('../plots/plotly-figure.tsx')).PlotlyFigure }))

/** A figure drawn by the painter while a hand moves, by plotly.js when still, with its sentence for screen readers. */
export function FigureView({ figure, isMoving }: { readonly figure: Figure; readonly isMoving: boolean }) {
  const theme = useFigureTheme()
  const painted = <PaintedFigure figure={figure} theme={theme.id} />
  return (
    <div style={{ position: 'absolute', inset: 0 }} data-testid="figure">
      {isMoving ? (
        painted
      ) : (
        <Suspense fallback={painted}>
          <PlotlyFigure figure={figure} theme={theme.id} />
        </Suspense>
      )}
      <p className="visually-hidden" aria-live="polite" data-testid="figure-description">
        {isMoving ? '' : figure.description}
      </p>
    </div>
  )
}
