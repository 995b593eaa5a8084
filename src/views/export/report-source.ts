import { invalid } from '../../core/errors.ts'
import { plan } from '../../experiment/plan.ts'
import { datasetsOf } from '../data/inputs-store.ts'
import { measuredOf, profileTime } from '../report/from-run.ts'
import type { ReportSource } from '../report/source.ts'
import type { RunRecord } from '../runs/run-record.ts'
import { fileNameOf } from '../shell/file-name.ts'
import type { Workbench } from '../shell/workbench.ts'
import { fitOfRun } from './fit-of-run.ts'

/** Everything the report of a run says. Rejected with InvalidInput where its experiment cannot be planned any more */
export async function reportSourceOf(workbench: Workbench, run: RunRecord): Promise<ReportSource> {
  const inputs = datasetsOf(workbench.inputs.getState())
  const { experiment } = run
  const { outcome, scalars, samples, frames } = run.result
  if (!outcome) throw invalid('', `${run.name} has no outcome yet; wait until it has ended`)
  const planned = plan(experiment, inputs)
  const fit = fitOfRun(workbench.fit.getState(), experiment)
  const { information } = workbench.desk
  // The host gives the command of a run; a fit is another one of the same program.
  const program = (information.command ?? 'node bin/isoline.mjs run').replace(/ run$/, '')
  const exact = planned.isExactKnown ? await workbench.engine.exact(experiment, inputs, samples.times) : undefined
  const at = profileTime(samples, scalars.length)
  const profile = at === undefined ? undefined : frames.find((frame) => frame.time >= at)
  const measured = measuredOf(experiment, inputs, scalars)
  return {
    experiment,
    problem: planned.problem,
    values: planned.values,
    outcome,
    scalars,
    samples,
    inputs,
    ...(measured.length > 0 ? { measured } : {}),
    ...(fit && !run.result.sweep ? { fit } : {}),
    ...(exact ? { exact } : {}),
    ...(profile ? { profile } : {}),
    ...(run.result.sweep ? { sweep: run.result.sweep } : {}),
    command: `${program} ${fit && !run.result.sweep ? 'fit' : 'run'} ${fileNameOf(experiment)}`,
    madeAt: new Date(workbench.now()).toISOString(),
    platform: information.platform,
    version: information.version,
  }
}
