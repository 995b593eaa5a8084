import { numberText } from '../plots/number-text.ts'
import { useExperiment, useInputs, useWorkbench } from '../shell/context.tsx'
import { ColumnTable, whyNotUnit } from './column-table.tsx'
import { acceptImport, dropPending, importHints, readPending, scalarNames, whyNotAccept } from './import.ts'
import type { Pending } from './inputs-store.ts'
import { Notes } from './notes.tsx'

const delimiters = [
  [',', 'comma'],
  [';', 'semicolon'],
  ['\t', 'tab'],
  [' ', 'space'],
] as const

/** A file before it is taken: how it was read, what each column is, and a preview. */
export function ImportPanel({ pending }: { readonly pending: Pending }) {
  const workbench = useWorkbench()
  const experiment = useExperiment()
  const { dataset, columns, file, error, isReading } = pending
  const reason =
    (columns ? whyNotAccept(columns, dataset?.tables ?? []) : undefined) ??
    Object.values(columns ?? {})
      .filter((column) => column.role !== 'ignore' && column.unit !== undefined)
      .map((column) => whyNotUnit(column.unit ?? ''))
      .find((why) => why !== undefined)
  const setColumns = (next: Pending['columns']) =>
    workbench.inputs.setState((state) => ({
      pending: state.pending.map((each) => (each.file === file ? { ...each, columns: next } : each)),
    }))
  return (
    <section className="section import" aria-label={`Import ${file.name}`} data-testid="import-panel">
      <h2 className="cut" title={file.name}>
        Import {file.name}
      </h2>
      {isReading ? <p className="muted">Reading…</p> : null}
      {error ? (
        <p className="notice danger" role="alert" style={{ margin: '8px 0' }}>
          {error}
        </p>
      ) : null}
      {dataset ? (
        <>
          <ReadOptions pending={pending} />
          {columns ? <ColumnTable columns={columns} names={scalarNames(experiment)} onChange={setColumns} /> : null}
          <Preview pending={pending} />
          <Notes notes={dataset.notes} />
        </>
      ) : null}
      {dataset && columns
        ? importHints(dataset, columns, experiment).map((hint) => (
            <p key={hint} className="notice warning" data-testid="import-hint">
              {hint}
            </p>
          ))
        : null}
      {reason ? <p className="field-error">{reason}</p> : null}
      <div className="row" style={{ marginTop: 8 }}>
        <button
          type="button"
          className="button primary"
          data-testid="accept-import"
          disabled={!dataset || isReading || reason !== undefined}
          onClick={() => acceptImport(workbench, pending)}
        >
          Accept
        </button>
        <button type="button" className="button" onClick={() => dropPending(workbench, file)}>
          Discard
        </button>
      </div>
    </section>
  )
}

function ReadOptions({ pending }: { readonly pending: Pending }) {
  const workbench = useWorkbench()
  const { dataset, file, options } = pending
  if (!dataset) return null
  const read = dataset.options
  const set = (change: Readonly<Record<string, string | number>>) =>
    void readPending(workbench, file, { ...options, ...change })
  return (
    <div className="read-options">
      <label>
        <span>Delimiter</span>
        <select
          className="select"
          data-testid="import-delimiter"
          value={read.delimiter}
          onChange={(event) => set({ delimiter: event.currentTarget.value })}
        >
          {delimiters.map(([value, name]) => (
            <option key={name} value={value}>
              {name}
            </option>
          ))}
          {delimiters.some(([value]) => value === read.delimiter) ? null : (
            <option value={read.delimiter}>{read.delimiter}</option>
          )}
        </select>
      </label>
      <label>
        <span>Decimal</span>
        <select
          className="select"
          data-testid="import-decimal"
          value={read.decimal}
          onChange={(event) => set({ decimal: event.currentTarget.value })}
        >
          <option value=".">point</option>
          <option value=",">comma</option>
        </select>
      </label>
      <label>
        <span>Rows before data</span>
        <input
          className="text-field"
          type="number"
          min={0}
          max={1000}
          data-testid="import-header"
          value={read.headerRows}
          onChange={(event) => set({ headerRows: Number(event.currentTarget.value) })}
        />
      </label>
      <label>
        <span>Encoding</span>
        <select
          className="select"
          value={read.encoding}
          onChange={(event) => set({ encoding: event.currentTarget.value })}
        >
          {[...new Set([read.encoding, 'utf-8', 'utf-16le', 'utf-16be', 'windows-1252', 'shift_jis'])].map(
            (encoding) => (
              <option key={encoding}>{encoding}</option>
            ),
          )}
        </select>
      </label>
    </div>
  )
}

function Preview({ pending }: { readonly pending: Pending }) {
  const table = pending.dataset?.tables[0]
  const isHere = useInputs((state) => state.pending.length > 0)
  if (!table || !isHere) return null
  const rows = Math.min(5, table.columns[0]?.values.length ?? 0)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table scrolls in it, which a keyboard must reach (axe scrollable-region-focusable)
    <section style={{ overflowX: 'auto', margin: '8px 0' }} aria-label="Preview" tabIndex={0}>
      <table className="plain small tabular" aria-label="First rows">
        <thead>
          <tr>
            {table.columns.map((column) => (
              <th key={column.name} className="number">
                {column.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {Array.from({ length: rows }, (_, row) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place
            <tr key={row}>
              {table.columns.map((column) => (
                <td key={column.name} className="number">
                  {column.texts?.[row] ?? numberText(column.values[row] ?? Number.NaN, 6)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
