import { useMemo, useRef } from 'react'
import type { Quantity, Samples } from '../../core/field.ts'
import type { EventRecord } from '../../core/simulation.ts'
import { timeUnitOf } from '../../experiment/resolve.ts'
import type { Problem } from '../../pde/problem.ts'
import type { ColourRole } from '../plots/figure.ts'
import type { EquilibriumMark } from '../plots/phase-portrait.ts'
import { thinnedSamples } from '../plots/thinning.ts'
import { problemInFront } from '../problem-in-front.ts'
import { isActive } from '../runs/run-record.ts'
import { runOf } from '../runs/same-run.ts'
import { keptRun, liveRun } from '../runs/shown-runs.ts'
import { useChecked } from '../runs/use-checked.ts'
import { useDocument, useExperiment, useRunsLater, useWorkbench } from '../shell/context.tsx'
import { isOtherStudy, isSameSystem, timeExperiment } from '../studies/time-experiment.ts'
import { equilibriaOf } from './equilibria-of.ts'

/** A run as views of differential equations take it: it has its own colour there. */
export interface OdeRun {
  readonly name: string
  readonly scalars: readonly Quantity[]
  readonly samples: Samples
  /** All samples, where `samples` are those of a thinned picture. */
  readonly whole?: Samples
  readonly colour: ColourRole
  readonly events: readonly EventRecord[]
}

export interface OdeRuns {
  readonly problem?: Problem
  readonly title: string
  readonly timeUnit: string
  readonly shown: readonly OdeRun[]
  /** Found by the studies that are ticked, of exactly the system in front. */
  readonly equilibria: readonly EquilibriumMark[]
  /** A run goes on, or a hand slides: the painter draws. */
  readonly isMoving: boolean
  readonly isComputing: boolean
}

/** A trajectory of more points than this is thinned while it grows: every frame draws all of it. */
const mostWhileMoving = 3000
/** A run of more rows than this is looked at by the painter alone; the page works with its thinned rows. */
const mostAtRest = 20_000

/** What follows the hand first, then the runs that are ticked; a kept run of the same numbers is not shown twice. */
export function useOdeRuns(): OdeRuns {
  const workbench = useWorkbench()
  const experiment = useExperiment()
  // A piece of a run that comes in does not hold the hand up.
  const { live, runs, activeId, waiting } = useRunsLater()
  const isSliding = useDocument((state) => state.isSliding)
  const present = useChecked().plan?.experiment
  // While what is typed cannot be planned the last picture stays as it was.
  const last = useRef(present)
  if (present) last.current = present
  const asked = present ?? last.current
  const planned = useMemo(() => asked && { ...timeExperiment(asked), study: { type: 'time' } }, [asked])
  const active = runs.find((run) => run.id === activeId)
  const isComputing = active !== undefined && isActive(active.result) && !isOtherStudy(active.experiment)
  const isMoving = isComputing || isSliding
  const problem = problemInFront(experiment)
  const shown = useMemo(() => {
    const shownLive = waiting ? undefined : live
    const twin = shownLive && planned ? runOf(runs, planned) : undefined
    const colour = twin?.colour ?? workbench.runs.nextColour()
    const list: readonly OdeRun[] = [
      ...(shownLive ? [{ ...liveRun(shownLive), colour, events: shownLive.report.events ?? [] }] : []),
      ...runs
        .filter((run) => run !== twin && run.isShown && run.result.samples.times.length > 0)
        .map((run) => {
          return { ...keptRun(run), colour: run.colour, events: run.result.outcome?.events ?? [] }
        }),
    ]
    return list.map((run) => drawn(run, isMoving))
  }, [waiting, live, runs, planned, isMoving, workbench])
  const equilibria = useMemo(() => {
    const own = runs.filter(
      (run) => run.isShown && run.result.outcome?.study && isSameSystem(run.experiment, experiment),
    )
    // The newest says it: the same search repeated finds the same.
    return equilibriaOf(own.at(-1)?.result.outcome?.study)
  }, [runs, experiment])
  return {
    ...(problem ? { problem } : {}),
    title: experiment.title ?? problem?.title ?? '',
    timeUnit: problem ? timeUnitOf(experiment) : '1',
    shown,
    equilibria,
    isMoving,
    isComputing,
  }
}

/** The run as it is drawn: of very many rows those that a picture needs, and at rest all of them beside, for the painter alone. */
function drawn(run: OdeRun, isMoving: boolean): OdeRun {
  if (run.samples.times.length <= (isMoving ? mostWhileMoving : mostAtRest)) return run
  const thin = thinnedSamples(run.samples, run.scalars.length)
  return isMoving ? { ...run, samples: thin } : { ...run, samples: thin, whole: run.samples }
}
