import { lazy, type ReactNode, Suspense, useEffect, useState } from 'react'
import { copyData, copyOrSay, copyPlot, showFigure } from '../export/copy-figure.ts'
import type { Figure } from '../plots/figure.ts'
import { PaintedScene } from '../plots/painted-scene.tsx'
import { PaintedFigure } from '../plots/painter.tsx'
import type { Camera, Drawing, Scene } from '../plots/scene.ts'
import { countPoints, type View, wholeView } from '../plots/view.ts'
import { useWorkbench } from '../shell/context.tsx'
import { useFigureTheme } from '../shell/use-figure-theme.ts'

// Plotly is half of the page: it comes after the first picture, which the painter draws.
const PlotlyFigure = lazy(async () => ({ default: (await import('../plots/plotly-figure.tsx')).PlotlyFigure }))

/** From here on plotly.js, which draws every point as SVG, stutters under the hand; the painter does not at 10⁶. */
const mostForPlotly = 40_000

/**
 * A figure drawn by the painter while a hand moves or where it has very many points, by plotly.js when still, with its sentence for
 * screen readers. Both show the same places, and the view one has zoomed into outlives the change.
 */
export function FigureView(props: {
  readonly figure: Figure
  readonly isMoving: boolean
  /** A click into the plot, in the numbers of its axes: the figure then stays with the painter, which tells clicks from drags. */
  readonly onPlace?: (x: number, y: number) => void
  /** Given where the caller draws more for what is looked at. */
  readonly view?: View
  readonly onView?: (view: View) => void
}) {
  const { figure, isMoving, onPlace } = props
  const workbench = useWorkbench()
  const theme = useFigureTheme()
  useEffect(() => showFigure(workbench, figure), [workbench, figure])
  const isStill = useStill(isMoving)
  const [own, setOwn] = useState(wholeView)
  const view = props.view ?? own
  const setView = props.onView ?? setOwn
  // Axes that mean something else are seen whole again.
  const meaning = [figure.x.label, ...figure.panels.map(({ y }) => `${y.label} ${y.unit} ${y.scale}`)].join('|')
  // biome-ignore lint/correctness/useExhaustiveDependencies: the meaning is what the effect waits for
  useEffect(() => setView(wholeView), [meaning])
  const painted = (
    <PaintedFigure figure={figure} theme={theme.id} view={view} onView={setView} {...(onPlace ? { onPlace } : {})} />
  )
  return (
    <div className="figure-view" data-testid="figure" onPointerDown={() => showFigure(workbench, figure)}>
      {onPlace || !isStill || countPoints(figure) > mostForPlotly ? (
        painted
      ) : (
        <Suspense fallback={painted}>
          <PlotlyFigure figure={figure} theme={theme.id} view={view} onView={setView} />
        </Suspense>
      )}
      <FigureActions drawing={figure} isMoving={isMoving} />
    </div>
  )
}

/** A scene with what every figure has: copying, and its sentence for screen readers. */
export function SceneView(props: {
  readonly scene: Scene
  readonly isMoving: boolean
  readonly onCamera: (camera: Camera) => void
}) {
  const { scene, isMoving, onCamera } = props
  const theme = useFigureTheme()
  return (
    <DrawingFrame drawing={scene} isMoving={isMoving}>
      <PaintedScene scene={scene} theme={theme.id} onCamera={onCamera} />
    </DrawingFrame>
  )
}

/** Around any drawing: it is what is copied and exported once it is touched. */
export function DrawingFrame(props: {
  readonly drawing: Drawing
  readonly isMoving: boolean
  readonly children: ReactNode
}) {
  const { drawing, isMoving } = props
  const workbench = useWorkbench()
  useEffect(() => showFigure(workbench, drawing), [workbench, drawing])
  return (
    <div className="figure-view" data-testid="figure" onPointerDown={() => showFigure(workbench, drawing)}>
      {props.children}
      <FigureActions drawing={drawing} isMoving={isMoving} />
    </div>
  )
}

function FigureActions({ drawing, isMoving }: { readonly drawing: Drawing; readonly isMoving: boolean }) {
  const workbench = useWorkbench()
  return (
    <>
      <span className="figure-actions">
        <button
          type="button"
          className="button small"
          data-action="copy-plot"
          onClick={() => void copyOrSay(workbench, copyPlot(workbench, drawing))}
        >
          Copy plot
        </button>
        <button
          type="button"
          className="button small"
          data-action="copy-data"
          onClick={() => void copyOrSay(workbench, copyData(workbench, drawing))}
        >
          Copy data
        </button>
      </span>
      <p className="visually-hidden" aria-live="polite" data-testid="figure-description">
        {isMoving ? '' : drawing.description}
      </p>
    </>
  )
}

/** Whether nothing has moved for a moment: the first picture does not wait for plotly.js, nor does a hand that rests between two drags. */
function useStill(isMoving: boolean): boolean {
  const [isStill, setStill] = useState(false)
  useEffect(() => {
    if (isMoving) {
      setStill(false)
      return
    }
    const timer = setTimeout(() => setStill(true), 400)
    return () => clearTimeout(timer)
  }, [isMoving])
  return isStill && !isMoving
}
