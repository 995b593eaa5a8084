import type { FitResult } from '../../fit/fit-result.ts'

const quoted = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

/** The result table for a spreadsheet: one row a parameter, numbers with all their digits. */
export function fitCsv(result: FitResult): string {
  const rows = Object.entries(result.parameters).map(([path, { value, standardError, interval95, unit }]) =>
    [quoted(path), value, standardError, interval95[0], interval95[1], quoted(unit)].join(','),
  )
  return `parameter,value,standardError,lower95,upper95,unit\n${rows.join('\n')}\n`
}
