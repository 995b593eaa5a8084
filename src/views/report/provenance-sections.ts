import type { Table } from '../../data/dataset.ts'
import { columnSectionOf } from '../../experiment/column-section.ts'
import { unitText } from '../plots/number-text.ts'
import { whyNotMeasured } from './from-run.ts'
import { definitions, type Html, html, section, table } from './html.ts'
import { programName } from './model-sections.ts'
import type { ReportSource } from './source.ts'

const sizeOf = ({ columns }: Table) =>
  `${Math.max(0, ...columns.map(({ values }) => values.length))} rows, ${columns.length} columns`

/** Files measured or given: hash, how they were read, what was guessed. */
export function dataSection({ inputs, experiment, scalars }: ReportSource): Html | undefined {
  const files = Object.entries(inputs).map(([file, dataset]) => {
    const { options } = dataset
    return definitions([
      ['File', file],
      ['Size', dataset.tables.map(sizeOf).join('; ')],
      ['Read as', `${dataset.format.toUpperCase()}, ${options.encoding}, delimiter ${delimiterName(options.delimiter)}, decimal ${options.decimal === ',' ? 'comma' : 'point'}`], // biome-ignore format: record
      ['SHA-256', html`<code>${dataset.sha256}</code>`],
    ])
  })
  const several = (experiment.data ?? []).length > 1
  const columns = (experiment.data ?? []).flatMap((data) =>
    Object.entries(data.columns).map(([name, column]) => {
      const long = columnSectionOf(column)
      const scale =
        typeof column === 'string'
          ? []
          : [
              column.unit ? unitText(column.unit) : '',
              column.scale !== undefined ? `scale ${column.scale}` : '',
              column.offset !== undefined ? `offset ${column.offset}` : '',
            ]
      return [
        ...(several ? [data.file] : []),
        name,
        [long.role, long.of ? `of ${long.of}` : ''].join(' ').trim(),
        scale.filter((s) => s !== '').join(', '),
      ]
    }),
  )
  const unusable = whyNotMeasured(experiment, inputs, scalars).map(({ path, message }) => html`<p class="note">Not shown, ${path}: ${message}</p>`) // biome-ignore format: one call
  const notes = Object.values(inputs).flatMap((dataset) => dataset.notes.map((note) => html`<li>${note}</li>\n`))
  return section(
    'Data',
    files.length > 0 ? html`${files}` : undefined,
    table(
      [
        ...(several ? [{ heading: 'File' }] : []),
        { heading: 'Column' },
        { heading: 'Used as' },
        { heading: 'Unit, scale' },
      ],
      columns,
    ),
    unusable.length > 0 ? html`${unusable}` : undefined,
    notes.length > 0 ? html`<h3>Notes on reading</h3><ul>${notes}</ul>` : undefined,
  )
}

const delimiterName = (delimiter: string) =>
  ({ ',': 'comma', ';': 'semicolon', '\t': 'tab', ' ': 'space', '|': 'bar' })[delimiter] ?? JSON.stringify(delimiter)

const duration = (seconds: number) =>
  seconds < 0.1
    ? `${(1000 * seconds).toPrecision(2)} ms`
    : seconds < 100
      ? `${seconds.toPrecision(3)} s`
      : `${Math.round(seconds)} s`

/** Where the numbers come from, and the command that gives them again. */
export function provenanceSection(source: ReportSource): Html | undefined {
  const { outcome } = source
  const versions = Object.entries(outcome.versions).map(([name, version]) => `${name} ${version}`)
  return section(
    'Provenance',
    definitions([
      ['Made with', `Isoline ${source.version}`],
      ['Versions', versions.join(', ')],
      ['Platform', source.platform],
      [
        'Backend',
        `${programName(outcome.backend)}, ${outcome.compute.precision === 'f64' ? 'double' : 'single'} precision, build ${outcome.compute.build}`,
      ],
      ['Seed', String(outcome.seed)],
      ['Time', `${duration(outcome.seconds.wall)} on the clock, ${duration(outcome.seconds.cpu)} of the processor`],
      ['Fitted in', source.fit ? duration(source.fit.seconds) : undefined],
      ['Experiment, SHA-256', source.experimentSha256 ? html`<code>${source.experimentSha256}</code>` : undefined],
      ['Report written', source.madeAt],
    ]),
    html`<h3>To get these numbers again</h3><pre>${source.command}</pre>
<p class="muted">In the folder of Isoline ${source.version}, with the file beside it. An HTML report carries its experiment and up to 1 MB of its data: drop it on a window of Isoline to open it.</p>`,
  )
}

/** Papers the problem is taken from. Addresses are text: a report fetches nothing and its links are for people. */
export function referencesSection({ problem }: ReportSource): Html | undefined {
  if (problem.references.length === 0) return undefined
  const items = problem.references.map(({ text, url }) => html`<li>${text}${url && /^https:\/\//.test(url) ? html` <a href="${url}" rel="noreferrer">${url}</a>` : ''}</li>\n`) // biome-ignore format: one item
  return section('References', html`<ol>${items}</ol>`)
}
