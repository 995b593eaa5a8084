import { useCallback } from 'react'
import { liveRun } from '../runs/shown-runs.ts'
import { useChecked } from '../runs/use-checked.ts'
import { useWorkbench } from '../shell/context.tsx'
import type { Workbench } from '../shell/workbench.ts'
import type { StudyGround } from './study-logic.ts'

/** The solutions on the screen: the live one and the runs that are ticked. */
function seenOf(workbench: Workbench): StudyGround['seen'] {
  const { live, runs } = workbench.runs.getState()
  const kept = runs.filter((run) => run.isShown && run.result.samples.times.length > 0).map((run) => run.result)
  return live ? [liveRun(live), ...kept] : kept
}

/** What the fields of a study are guessed from, asked for when they are needed. */
export function useGround(): () => StudyGround {
  const workbench = useWorkbench()
  const ode = useChecked().values?.ode
  return useCallback(() => ({ ...(ode ? { ode } : {}), seen: seenOf(workbench) }), [workbench, ode])
}
