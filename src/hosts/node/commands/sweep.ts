import { invalid } from '../../../core/errors.ts'
import type { SweepSection } from '../../../experiment/experiment.ts'
import { parseExperiment } from '../../../experiment/parse.ts'
import { type Command, parseArguments, printJson } from '../command.ts'
import { readExperimentInput } from '../experiment-input.ts'
import { openOutFolder } from '../out-folder.ts'
import { performSweep } from '../run-sweep.ts'

const exitStatus = { done: 0, failed: 1, stopped: 3, running: 1 } as const

/** `PATH=a:b:n[:log]` as the range of a sweep section. */
export function parseOver(text: string): readonly [string, SweepSection['over'][string]] {
  const match = /^(.*?)=([^:]+):([^:]+):(\d+)(:log)?$/.exec(text)
  const [, path, from, to, samples, log] = match ?? []
  if (path === undefined || path === '' || from === undefined || to === undefined)
    throw invalid('', `--over "${text}" is not PATH=a:b:n, like problem.parameters.length=10:30:5 (or …:log)`)
  return [path, { from, to, samples: Number(samples), ...(log ? { spacing: 'log' as const } : {}) }]
}

export const command: Command = {
  name: 'sweep',
  summary: 'runs an experiment over ranges of its numbers; one row a point with every metric',
  usage: `FILE --over PATH=a:b:n[:log] … [--out DIR] [--set PATH=VALUE …]

  --over PATH=a:b:n[:log]   n values from a to b (units may stand behind a and b); the last --over goes fastest
  --out DIR                 keeps sweep.csv, experiment.json and outcome.json; without it sweep.csv goes to standard output
  --set PATH=VALUE          changes a value first

A file with a sweep section is swept by \`run\` as well.`,
  async run(args, io) {
    const options = {
      over: { type: 'string', multiple: true },
      out: { type: 'string' },
      set: { type: 'string', multiple: true },
    } as const
    const parsed = parseArguments(args, options, { names: ['FILE'] })
    const input = await readExperimentInput(parsed.positionals[0] ?? '', io, {
      set: parsed.texts('set'),
      allowMissingData: true,
    })
    const over = Object.fromEntries(parsed.texts('over').map(parseOver))
    const isShort = Object.keys(over).length > 0
    if (!isShort && !input.experiment.sweep) throw invalid('', 'give --over PATH=a:b:n, or a file with a sweep section')
    const experiment = isShort ? parseExperiment({ ...input.experiment, sweep: { over } }) : input.experiment
    const out = parsed.text('out')
    const files = out === undefined ? undefined : await openOutFolder(out, io)
    const { outcome, csv } = await performSweep({ ...input, experiment }, io, io.signal, files)
    if (parsed.json) printJson(io, outcome)
    else if (files === undefined) io.stdout(csv)
    io.stderr(
      `${outcome.status}${outcome.reason === undefined ? '' : `: ${outcome.reason}`}${out === undefined ? '' : `; saved in ${out}`}\n`,
    )
    return exitStatus[outcome.status]
  },
}
