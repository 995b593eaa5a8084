import { useMemo } from 'react'
import { orbitsFigure } from '../plots/orbits.ts'
import { FigureView } from '../runs/figure-view.tsx'
import { LiveFrame } from '../runs/live-frame.tsx'
import { useOdeRuns } from './use-ode-runs.ts'

/** The paths of all bodies and where they are now: of the live run, or of the run ticked last. */
export function OrbitsView() {
  const { shown, title, isMoving, isComputing } = useOdeRuns()
  const run = isComputing ? shown.at(-1) : shown[0]
  const figure = useMemo(() => (run ? orbitsFigure({ title, ...run }) : undefined), [run, title])
  return (
    <LiveFrame
      id="orbits"
      hasPicture={figure !== undefined}
      isComputing={isComputing}
      controls={run && shown.length > 1 ? <span>{run.name}</span> : null}
    >
      {figure ? <FigureView figure={figure} isMoving={isMoving} /> : null}
    </LiveFrame>
  )
}
