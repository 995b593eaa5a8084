import { definitions, type Html, html, section, table } from './html.ts'
import type { ReportSource } from './source.ts'

/** Files measured or given: hash, how they were read, what was guessed. */
export function dataSection({ inputs, experiment }: ReportSource): Html | undefined {
  const rows = Object.entries(inputs).map(([file, dataset]) => {
    const { options } = dataset
    const first = dataset.tables[0]
    const count = Math.max(0, ...(first?.columns ?? []).map((column) => column.values.length))
    const how = `${dataset.format}, ${options.encoding}, delimiter ${JSON.stringify(options.delimiter)}, decimal “${options.decimal}”`
    return [file, `${count} rows, ${first?.columns.length ?? 0} columns`, how, html`<code>${dataset.sha256}</code>`]
  })
  const columns = (experiment.data ?? []).flatMap((data) =>
    Object.entries(data.columns).map(([name, column]) => {
      const long = typeof column === 'string' ? { role: column.split(':')[0] ?? '', of: column.split(':')[1] } : column
      const scale =
        typeof column === 'string'
          ? []
          : [
              column.unit ? `in ${column.unit}` : '',
              column.scale !== undefined ? `scale ${column.scale}` : '',
              column.offset !== undefined ? `offset ${column.offset}` : '',
            ]
      return [
        data.file,
        name,
        [long.role, long.of ? `of ${long.of}` : ''].join(' ').trim(),
        scale.filter((s) => s !== '').join(', '),
      ]
    }),
  )
  const notes = Object.values(inputs).flatMap((dataset) => dataset.notes.map((note) => html`<li>${note}</li>\n`))
  return section(
    'Data',
    table([{ heading: 'File' }, { heading: 'Size' }, { heading: 'Read as' }, { heading: 'SHA-256' }], rows),
    table([{ heading: 'File' }, { heading: 'Column' }, { heading: 'Used as' }, { heading: '' }], columns),
    notes.length > 0 ? html`<h3>Notes on reading</h3><ul>${notes}</ul>` : undefined,
  )
}

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
        `${outcome.backend} (${outcome.compute.executor}, ${outcome.compute.precision}, ${outcome.compute.build})`,
      ],
      ['Seed', String(outcome.seed)],
      ['Time', `${duration(outcome.seconds.wall)} on the clock, ${duration(outcome.seconds.cpu)} of the processor`],
      ['Fitted in', source.fit ? duration(source.fit.seconds) : undefined],
      ['Experiment, SHA-256', source.experimentSha256 ? html`<code>${source.experimentSha256}</code>` : undefined],
      ['Report written', source.madeAt],
    ]),
    html`<h3>To get these numbers again</h3><pre>${source.command}</pre>
<p class="muted">This file carries its experiment: drop it on an Isoline window to open it.</p>`,
  )
}

/** Papers the problem is taken from. Addresses are text: a report fetches nothing and its links are for people. */
export function referencesSection({ problem }: ReportSource): Html | undefined {
  if (problem.references.length === 0) return undefined
  const items = problem.references.map(({ text, url }) => html`<li>${text}${url && /^https:\/\//.test(url) ? html` <a href="${url}" rel="noreferrer">${url}</a>` : ''}</li>\n`) // biome-ignore format: one item
  return section('References', html`<ol>${items}</ol>`)
}
