import { csvQuoted } from '../data/write/csv.ts'
import type { FitResult } from '../fit/fit-result.ts'
import type { Experiment } from './experiment.ts'
import type { Files } from './files.ts'
import type { Inputs } from './inputs.ts'
import { writeInputs } from './inputs-file.ts'
import { decodeText, encodeJson, encodeText } from './text-files.ts'

/**
 * Data, model, residuals and band of every measured column, one row a point: `dataset,column,of,unit,x,measured,model,residual,bandLow,bandHigh`,
 * x in seconds, 17 significant digits.
 */
function fitCurvesCsv(result: FitResult): string {
  const lines = ['dataset,column,of,unit,x,measured,model,residual,bandLow,bandHigh']
  for (const series of result.series) {
    const head = [series.dataset, series.column, series.of, series.unit].map((name) => csvQuoted(name)).join(',')
    series.x.forEach((x, i) => {
      const row = [x, series.measured[i], series.model[i], series.residuals[i], series.bandLow[i], series.bandHigh[i]]
      lines.push(`${head},${row.map((value) => (value ?? Number.NaN).toPrecision(17)).join(',')}`)
    })
  }
  return `${lines.join('\n')}\n`
}

/** Keeps a fit: fit.json, fit-curves.csv, the fitted experiment and the measurements. Each file is written whole or not at all. */
export async function writeFit(
  files: Files,
  fit: { readonly result: FitResult; readonly fitted: Experiment; readonly inputs: Inputs },
): Promise<void> {
  await writeInputs(files, fit.inputs)
  await files.write('fit-curves.csv', encodeText(fitCurvesCsv(fit.result)))
  await files.write('experiment.json', encodeJson(fit.fitted))
  // Last: where it stands, the others do.
  await files.write('fit.json', encodeJson(fit.result))
}

/** The result that `writeFit` kept; undefined where there is none. Numbers that JSON cannot hold (no interval) come back as NaN. */
export async function readFit(files: Files): Promise<FitResult | undefined> {
  const bytes = await files.read('fit.json')
  return bytes ? parseFit(JSON.parse(decodeText(bytes))) : undefined
}

function parseFit(value: unknown): FitResult {
  return JSON.parse(JSON.stringify(value), (_key, item: unknown) => (item === null ? Number.NaN : item)) as FitResult
}
