import { shownTable, studySentence } from '../studies/study-table.ts'
import { studyWords } from '../studies/study-words.ts'
import { type Html, html, section, table } from './html.ts'
import type { ReportSource } from './source.ts'

/** More rows than this are not read on paper; the CSV has them all. */
const mostRows = 60

/** What a study found in words and as a table: equilibria with eigenvalues and kind, special points, exponents, errors. */
export function studySection({ outcome }: ReportSource): Html | undefined {
  const { study } = outcome
  if (!study) return undefined
  const shown = shownTable(study)
  const said = studySentence(study)
  const rows = shown?.rows ?? []
  return section(
    studyWords(study.type),
    said === '' ? undefined : html`<p>${said}</p>`,
    shown && rows.length > 0
      ? table(
          shown.headings.map((heading, i) => ({ heading, ...(shown.numbers.includes(i) ? { isNumber: true } : {}) })),
          rows.slice(0, mostRows),
        )
      : undefined,
    rows.length > mostRows ? html`<p class="muted">${rows.length - mostRows} more rows are in the CSV.</p>` : undefined,
  )
}
