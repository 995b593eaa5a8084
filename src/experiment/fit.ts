import type { FitResult } from '../fit/fit-result.ts'
import type { Experiment } from './experiment.ts'
import { completeFit } from './fit-columns.ts'
import type { FitContext, FitEvent } from './fit-event.ts'
import { prepareFit } from './fit-prepare.ts'
import { fitReport } from './fit-report.ts'
import { searchFit } from './fit-search.ts'
import type { Inputs } from './inputs.ts'
import { makeTicker } from './tick.ts'

/** Longest work between two looks at messages, ms. */
const patience = 20

/**
 * Fits an experiment to its data: says what it does as it goes and ends with the result. Nothing is random but the starts, which come from
 * the experiment's seed. Stops at once when the signal aborts, with the best so far.
 * @throws InvalidInput where the experiment, its data or its free PATHs cannot be used
 */
export async function* fitExperiment(
  experiment: Experiment,
  inputs: Inputs,
  context: FitContext,
): AsyncGenerator<FitEvent, FitResult> {
  const steps = fitSteps(experiment, inputs, context)
  const ticker = makeTicker()
  let last = context.clock()
  try {
    for (;;) {
      const next = steps.next()
      if (next.done) return next.value
      if (next.value) yield next.value
      if (context.clock() - last > patience) {
        await ticker.tick()
        last = context.clock()
      }
    }
  } finally {
    ticker.close()
  }
}

/** The fit as a generator without promises: yields an event, or nothing after an evaluation so that the driver may pause. */
function* fitSteps(given: Experiment, inputs: Inputs, context: FitContext): Generator<FitEvent | undefined, FitResult> {
  const started = context.clock()
  const seconds = () => (context.clock() - started) / 1000
  const { experiment, notes } = completeFit(given, inputs)
  const prepared = prepareFit(experiment, inputs)
  const { space, objective, measured } = prepared
  const said = [...notes, ...prepared.notes]
  yield {
    type: 'started',
    parameters: space.variables.map(({ path, unit, start }) => ({ path, unit, start })),
    count: objective.count,
    notes: said,
  }
  if (context.preview === true) {
    const end = { theta: space.start, status: 'stopped', reason: 'the model at the start values: nothing was fitted', loss: 'linear', lossScale: 1, evaluations: 1, iterations: 0, seconds: seconds(), notes: said } as const // biome-ignore format: one record
    const result = fitReport(objective, space, measured, end)
    yield { type: 'ended', result }
    return result
  }
  const found = yield* searchFit(prepared, experiment, inputs, context)
  const result = fitReport(objective, space, measured, {
    ...found,
    seconds: seconds(),
    notes: [...said, ...found.notes],
  })
  const timed = { ...result, seconds: seconds() }
  yield { type: 'ended', result: timed }
  return timed
}

/** Drives `fitSteps` to its end in one go: tests and scripts. */
export function fitAtOnce(experiment: Experiment, inputs: Inputs, context: FitContext): FitResult {
  const steps = fitSteps(experiment, inputs, context)
  for (;;) {
    const next = steps.next()
    if (next.done) return next.value
  }
}
