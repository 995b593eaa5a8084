import { csvText } from '../../data/write/csv.ts'
import type { FitResult } from '../../fit/fit-result.ts'

/** The result table for a spreadsheet: one row a parameter, numbers with all their digits. */
export function fitCsv(result: FitResult): string {
  const rows = Object.entries(result.parameters).map(([path, { value, standardError, interval95, unit }]) =>
    [csvText(path), value, standardError, interval95[0], interval95[1], csvText(unit)].join(','),
  )
  return `parameter,value,standardError,lower95,upper95,unit\n${rows.join('\n')}\n`
}
