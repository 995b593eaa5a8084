import { lazy, Suspense, useEffect, useState } from 'react'
import type { Figure } from '../plots/figure.ts'
import { PaintedFigure } from '../plots/painter.tsx'
import { countPoints, wholeView } from '../plots/view.ts'
import { useFigureTheme } from '../shell/use-figure-theme.ts'

// Plotly is half of the page: it comes after the first picture, which the painter draws.
const PlotlyFigure = lazy(async () => ({ default: (await import('../plots/plotly-figure.tsx')).PlotlyFigure }))

/** From here on plotly.js, which draws every point as SVG, stutters under the hand; the painter does not at 10⁶. */
const mostForPlotly = 40_000

/**
 * A figure drawn by the painter while a hand moves or where it has very many points, by plotly.js when still, with its sentence for
 * screen readers. Both show the same places, and the view one has zoomed into outlives the change.
 */
export function FigureView({ figure, isMoving }: { readonly figure: Figure; readonly isMoving: boolean }) {
  const theme = useFigureTheme()
  const [view, setView] = useState(wholeView)
  // Axes that mean something else are seen whole again.
  const meaning = [figure.x.label, ...figure.panels.map(({ y }) => `${y.label} ${y.unit} ${y.scale}`)].join('|')
  // biome-ignore lint/correctness/useExhaustiveDependencies: the meaning is what the effect waits for
  useEffect(() => setView(wholeView), [meaning])
  const painted = <PaintedFigure figure={figure} theme={theme.id} view={view} onView={setView} />
  return (
    <div style={{ position: 'absolute', inset: 0 }} data-testid="figure">
      {isMoving || countPoints(figure) > mostForPlotly ? (
        painted
      ) : (
        <Suspense fallback={painted}>
          <PlotlyFigure figure={figure} theme={theme.id} view={view} onView={setView} />
        </Suspense>
      )}
      <p className="visually-hidden" aria-live="polite" data-testid="figure-description">
        {isMoving ? '' : figure.description}
      </p>
    </div>
  )
}
