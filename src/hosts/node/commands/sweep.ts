import { invalid } from '../../../core/errors.ts'
import type { SweepSection } from '../../../experiment/experiment.ts'
import { parseExperiment } from '../../../experiment/parse.ts'
import { type Command, parseArguments, printJson } from '../command.ts'
import { readExperimentInput } from '../experiment-input.ts'
import { sweepInto } from '../run-sweep.ts'

const exitStatus = { done: 0, failed: 1, stopped: 3, running: 1 } as const

/** `PATH=a:b:n[:log]` as the range of a sweep section; where points are drawn, `PATH=a:b[:log]`. */
export function parseOver(text: string, isDrawn = false): readonly [string, SweepSection['over'][string]] {
  const pattern = isDrawn ? /^(.*?)=([^:]+):([^:]+)()(:log)?$/ : /^(.*?)=([^:]+):([^:]+):(\d+)(:log)?$/
  const [, path, from, to, samples, log] = pattern.exec(text) ?? []
  if (path === undefined || path === '' || from === undefined || to === undefined)
    throw invalid(
      '',
      isDrawn
        ? `--over "${text}" is not PATH=a:b, like problem.parameters.length=10:30 (or …:log); --samples says how many points are drawn`
        : `--over "${text}" is not PATH=a:b:n, like problem.parameters.length=10:30:5 (or …:log)`,
    )
  return [path, { from, to, ...(samples ? { samples: Number(samples) } : {}), ...(log ? { spacing: 'log' as const } : {}) }] // biome-ignore format: one pair
}

/** A whole number above 0. */
function countOf(name: string, text: string): number {
  if (!/^[1-9]\d{0,6}$/.test(text)) throw invalid('', `--${name} ${text} is not a whole number above 0`)
  return Number(text)
}

export const command: Command = {
  name: 'sweep',
  summary: 'runs an experiment over ranges of its numbers; one row a point with every metric',
  usage: `FILE --over PATH=a:b:n[:log] … [--sampling S --samples N] [--out DIR] [--workers N] [--set PATH=VALUE …]

  --over PATH=a:b:n[:log]   n values from a to b (units may stand behind a and b); the last --over goes fastest
  --sampling S              grid (default), random or latin: then --over is PATH=a:b[:log] and --samples N points are drawn
  --samples N               the number of points of random and latin sampling; default 100
  --out DIR                 keeps sweep.csv, experiment.json and outcome.json; without it sweep.csv goes to standard output
  --workers N               threads; default: all cores. The numbers do not depend on it
  --set PATH=VALUE          changes a value first

A file with a sweep section is swept by \`run\` as well. A sweep that was stopped or killed goes on where it was when the same
command is given again, or with \`run --resume DIR\`.`,
  async run(args, io) {
    const options = {
      over: { type: 'string', multiple: true },
      sampling: { type: 'string' },
      samples: { type: 'string' },
      out: { type: 'string' },
      workers: { type: 'string' },
      set: { type: 'string', multiple: true },
    } as const
    const parsed = parseArguments(args, options, { names: ['FILE'] })
    const input = await readExperimentInput(parsed.positionals[0] ?? '', io, {
      set: parsed.texts('set'),
      allowMissingData: true,
    })
    const [sampling, samples] = [parsed.text('sampling'), parsed.text('samples')]
    const isDrawn = sampling !== undefined && sampling !== 'grid'
    const over = Object.fromEntries(parsed.texts('over').map((text) => parseOver(text, isDrawn)))
    const isShort = Object.keys(over).length > 0
    if (!isShort && !input.experiment.sweep) throw invalid('', 'give --over PATH=a:b:n, or a file with a sweep section')
    if (!isShort && (sampling !== undefined || samples !== undefined))
      throw invalid('', '--sampling and --samples go with --over; the sweep section of the file has its own')
    const section = {
      over,
      ...(sampling === undefined ? {} : { sampling }),
      ...(samples === undefined ? {} : { samples: countOf('samples', samples) }),
    }
    const experiment = isShort ? parseExperiment({ ...input.experiment, sweep: section }) : input.experiment
    const out = parsed.text('out')
    const workers = parsed.text('workers')
    const job = {
      experiment,
      inputs: input.inputs,
      ...(workers === undefined ? {} : { workers: countOf('workers', workers) }),
    }
    const { outcome, csv } = await sweepInto(out, job, io, io.signal)
    if (parsed.json) printJson(io, outcome)
    else if (out === undefined) io.stdout(csv)
    io.stderr(
      `${outcome.status}${outcome.reason === undefined ? '' : `: ${outcome.reason}`}${out === undefined ? '' : `; saved in ${out}`}\n`,
    )
    return exitStatus[outcome.status]
  },
}
