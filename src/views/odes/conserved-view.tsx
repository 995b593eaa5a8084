import { useMemo } from 'react'
import { conservedFigure } from '../plots/time-series.ts'
import { FigureView } from '../runs/figure-view.tsx'
import { LiveFrame, Toggle } from '../runs/live-frame.tsx'
import { useChecked } from '../runs/use-checked.ts'
import { useExperiment, useInterface, useWorkbench } from '../shell/context.tsx'
import { withConserved } from './conserved-runs.ts'
import { useOdeRuns } from './use-ode-runs.ts'

/** Names of the scalars that should stay as they are: the energy of bodies, what a typed system names as conserved. */
const ofBodies = ['energy', 'angularMomentum', 'angularMomentumX', 'angularMomentumY', 'angularMomentumZ']

/** How far conserved quantities have gone from their first value. */
export function ConservedView() {
  const workbench = useWorkbench()
  const experiment = useExperiment()
  const settings = useInterface((state) => state.odes.conserved)
  const { problem, shown, title, timeUnit, isMoving, isComputing } = useOdeRuns()
  const names = problem?.id === 'n-body' ? ofBodies : Object.keys(experiment.problem.invariants ?? {})
  const ode = useChecked().values?.ode
  // Of typed equations the first run is the one whose parameters are known: that in front.
  const runs = useMemo(() => {
    const [first] = shown
    if (problem?.id === 'n-body' || !ode || !first) return shown
    // What is conserved may be farthest off at other rows than those where a state is.
    const made = withConserved({ ...first, samples: first.whole ?? first.samples }, ode)
    return made ? [made] : []
  }, [problem?.id, ode, shown])
  const isThere = runs.some(({ scalars }) => scalars.some(({ name }) => names.includes(name)))
  const { logarithmic } = settings
  const key = names.join()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says the names
  const figure = useMemo(
    () => conservedFigure({ title, runs, timeUnit }, names, { logarithmic }),
    [title, runs, timeUnit, key, logarithmic],
  )
  if (names.length === 0)
    return (
      <div className="view" data-view="conserved" data-testid="view-conserved">
        <div className="empty">
          <strong>Nothing is said to be conserved</strong>
          Name a conserved quantity in the panel on the left, like energy = x'^2/2 + x^2/2, and see how well it is kept.
        </div>
      </div>
    )
  return (
    <LiveFrame
      id="conserved"
      hasPicture={shown.length > 0 && isThere}
      isComputing={isComputing}
      controls={
        <Toggle
          label="Logarithmic"
          isOn={logarithmic}
          onChange={(isOn) =>
            workbench.interface.setState(({ odes }) => ({ odes: { ...odes, conserved: { logarithmic: isOn } } }))
          }
        />
      }
    >
      <FigureView figure={figure} isMoving={isMoving} />
    </LiveFrame>
  )
}
