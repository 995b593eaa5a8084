import type { Experiment } from '../../../experiment/experiment.ts'
import { freeVariables } from '../../../experiment/fit-free.ts'
import { prepareFit } from '../../../experiment/fit-prepare.ts'
import type { Inputs } from '../../../experiment/inputs.ts'
import { planRun } from '../../../experiment/run-plan.ts'
import { sweepPoints } from '../../../experiment/sweep.ts'
import { type Command, parseArguments, printJson } from '../command.ts'
import { readExperimentInput } from '../experiment-input.ts'

/** What a run does not look at and a fit or a sweep would stumble over: their PATHs, bounds and columns. */
function checkSections(experiment: Experiment, inputs: Inputs): void {
  if (experiment.sweep) sweepPoints(experiment)
  if (experiment.fit && experiment.data?.length) prepareFit(experiment, inputs)
  else if (experiment.fit && Object.keys(experiment.fit.free).length > 0) freeVariables(experiment, [])
}

export const command: Command = {
  name: 'check',
  summary: 'validates an experiment and says how it would be solved',
  usage: `FILE [--set PATH=VALUE …]

  --set PATH=VALUE   changes a value first, like problem.parameters.length=30

FILE may be -, standard input. Exit status 2 where something is wrong; every error names the field and the remedy.`,
  async run(args, io) {
    const parsed = parseArguments(args, { set: { type: 'string', multiple: true } }, { names: ['FILE'] })
    const { experiment, inputs } = await readExperimentInput(parsed.positionals[0] ?? '', io, {
      set: parsed.texts('set'),
    })
    const { method, stepper, space, backend, step, memoryBytes, why } = planRun(experiment, inputs)
    checkSections(experiment, inputs)
    const summary = {
      method,
      ...(space === undefined ? {} : { space }),
      stepper,
      backend,
      step: step ?? null,
      memoryBytes,
      why,
    }
    if (parsed.json) printJson(io, { ok: true, errors: [], plan: summary })
    else {
      const memory = `${(memoryBytes / 1024 / 1024).toFixed(1)} MB`
      const lines = [
        `valid: ${experiment.title ?? experiment.problem.id}`,
        `method ${method}, stepper ${stepper}, backend ${backend}, about ${memory}`,
        ...why.map((reason) => `- ${reason}`),
      ]
      io.stdout(`${lines.join('\n')}\n`)
    }
    return 0
  },
}
