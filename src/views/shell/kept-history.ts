import type { Experiment } from '../../experiment/experiment.ts'
import { parseExperiment } from '../../experiment/parse.ts'
import type { History, HistoryStep } from './history.ts'

/** Steps kept over the closing of a window, each way. */
const longest = 60

/** Sections compared by identity elsewhere: equal ones become one object again. */
const sections = ['problem', 'method', 'time', 'observe', 'study', 'data', 'fit'] as const

/** Steps of undo and redo as they are written beside the experiment. */
export function historyToKeep({ past, future }: History<Experiment>): {
  readonly past: readonly HistoryStep<Experiment>[]
  readonly future: readonly HistoryStep<Experiment>[]
} {
  return { past: past.slice(-longest), future: future.slice(0, longest) }
}

/** The history of an experiment as it was kept; a step that cannot be read ends it there. */
export function parseHistory(present: Experiment, past: unknown, future: unknown): History<Experiment> {
  const share = makeSharing()
  const shown = share(present)
  return {
    present: shown,
    past: stepsOf(Array.isArray(past) ? past.toReversed() : [], share).toReversed(),
    future: stepsOf(Array.isArray(future) ? future : [], share),
  }
}

/** Nearest step first. */
function stepsOf(list: readonly unknown[], share: (experiment: Experiment) => Experiment): HistoryStep<Experiment>[] {
  const steps: HistoryStep<Experiment>[] = []
  for (const item of list) {
    const { value, label } = Object(item)
    try {
      steps.push({ value: share(parseExperiment(value)), label: String(label ?? '') })
    } catch {
      break
    }
  }
  return steps
}

function makeSharing(): (experiment: Experiment) => Experiment {
  const known = new Map<string, unknown>()
  return (experiment) => {
    const shared: Record<string, unknown> = { ...experiment }
    for (const name of sections) {
      const section = experiment[name]
      if (section === undefined) continue
      const text = `${name}${JSON.stringify(section)}`
      if (!known.has(text)) known.set(text, section)
      shared[name] = known.get(text)
    }
    return parseShared(shared)
  }
}

/** The same sections under the same names: the cast says only that. */
function parseShared(shared: Readonly<Record<string, unknown>>): Experiment {
  return shared as unknown as Experiment
}
