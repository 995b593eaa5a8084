import { basename, resolve } from 'node:path'
import { invalid } from '../../../core/errors.ts'
import { readMeasurements } from '../../../data/read/catalogue.ts'
import { applyFit } from '../../../experiment/apply-fit.ts'
import { sectionKey } from '../../../experiment/column-section.ts'
import type { Experiment } from '../../../experiment/experiment.ts'
import { fitExperiment } from '../../../experiment/fit.ts'
import { writeFit } from '../../../experiment/fit-store.ts'
import type { Inputs } from '../../../experiment/inputs.ts'
import { removeRun } from '../../../experiment/run-files.ts'
import type { FitResult } from '../../../fit/fit-result.ts'
import { type Command, type CommandIo, type ExitStatus, parseArguments, printJson } from '../command.ts'
import { readBytes, readExperimentInput } from '../experiment-input.ts'
import { openOutFolder } from '../out-folder.ts'

const exitStatus: Readonly<Record<FitResult['status'], ExitStatus>> = { converged: 0, failed: 1, stopped: 3 }

const largestMeasurement = 1024 * 1024 * 1024

/** The experiment with FILE of --data as its measurements: in place of the first dataset, whose roles stay where its columns are there. */
async function withData(experiment: Experiment, inputs: Inputs, path: string, io: CommandIo) {
  const place = resolve(io.cwd, path)
  const name = basename(place)
  const bytes = await readBytes(place, path, largestMeasurement)
  const dataset = { ...(await readMeasurements({ name, bytes })), file: name, original: bytes }
  const [first, ...rest] = experiment.data ?? []
  const known = dataset.tables.flatMap((table) => table.columns)
  const { sha256: _sha256, options: _options, ...kept } = first ?? { file: name, columns: {} }
  const columns = Object.keys(kept.columns).every((key) =>
    known.some((column) => sectionKey({ [key]: 'x' }, column) !== undefined),
  )
    ? kept.columns
    : {}
  return {
    experiment: { ...experiment, data: [{ ...kept, file: name, sha256: dataset.sha256, columns }, ...rest] },
    inputs: { ...inputs, [name]: dataset },
  }
}

const digits = (value: number) => (Number.isFinite(value) ? value.toPrecision(6) : 'unknown')

/** The table a person reads on stderr. */
function talk(result: FitResult, io: CommandIo): void {
  io.stderr(`${result.status}: ${result.reason}\n`)
  for (const [path, { value, standardError, interval95, unit }] of Object.entries({
    ...result.parameters,
    ...result.derived,
  })) {
    const range = interval95.map(digits).join(' to ')
    io.stderr(`  ${path} = ${digits(value)} ± ${standardError.toPrecision(2)}${unit === '1' ? '' : ` ${unit}`} (95 %: ${range})\n`) // biome-ignore format: one line
  }
  io.stderr(`  residual std ${digits(result.residualStd)}, R² ${result.r2.toFixed(6)}, ${result.evaluations} evaluations, ${result.seconds.toFixed(2)} s\n`) // biome-ignore format: one line
  for (const note of result.notes) io.stderr(`note: ${note}\n`)
}

export const command: Command = {
  name: 'fit',
  summary: 'fits an experiment to measurements',
  usage: `FILE [--data CSV] [--set PATH=VALUE …] [--out DIR]

  --data CSV         measurements, in place of the file's first dataset; columns named as components are recognised
  --set PATH=VALUE   changes a value first, like fit.loss=cauchy
  --out DIR          keeps fit.json, fit-curves.csv, the fitted experiment.json and the measurements

What is free stands in the file's fit section; without one K and kd of every measured component are.
Exit status: 0 converged, 1 not converged, 2 invalid, 3 stopped (Ctrl+C; prints the best so far).`,
  async run(args, io) {
    const options = {
      data: { type: 'string' },
      set: { type: 'string', multiple: true },
      out: { type: 'string' },
    } as const
    const parsed = parseArguments(args, options, { names: ['FILE'] })
    const path = parsed.text('data')
    const read = await readExperimentInput(parsed.positionals[0] ?? '', io, {
      set: parsed.texts('set'),
      allowMissingData: path !== undefined,
    })
    const { experiment, inputs } = path === undefined ? read : await withData(read.experiment, read.inputs, path, io)
    if (!experiment.data?.length)
      throw invalid('data', 'there is nothing to fit to: add a data section, or give --data CSV')
    const out = parsed.text('out')
    const files = out === undefined ? undefined : await openOutFolder(out, io)
    let result: FitResult | undefined
    let lastShown = Date.now()
    for await (const event of fitExperiment(experiment, inputs, {
      clock: () => performance.now(),
      signal: io.signal,
    })) {
      if (event.type === 'ended') result = event.result
      else if (event.type === 'progress' && Date.now() - lastShown > 2000) {
        lastShown = Date.now()
        io.stderr(`iteration ${event.iteration}, ${event.evaluations} evaluations, cost ${event.cost.toPrecision(6)}\n`)
      }
    }
    if (!result) throw new Error('the fit ended without a result; please report this')
    if (files) {
      await removeRun(files)
      await writeFit(files, { result, fitted: applyFit(experiment, inputs, result), inputs })
    }
    talk(result, io)
    if (out !== undefined) io.stderr(`saved in ${out}\n`)
    printJson(io, result)
    return exitStatus[result.status]
  },
}
