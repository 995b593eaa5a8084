import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef, useState } from 'react'
import type { Table } from '../../data/dataset.ts'
import { unitText } from '../plots/number-text.ts'
import { ActionButton } from '../shell/action-button.tsx'
import { useExperiment, useInputs } from '../shell/context.tsx'

/** The measurements as they were read; only the rows in sight are drawn. */
export function SheetView() {
  const experiment = useExperiment()
  const { inputs, pending } = useInputs((state) => state)
  const [chosen, setChosen] = useState('')
  const [tableAt, setTableAt] = useState(0)
  const names = [
    ...pending.flatMap((each) => (each.dataset ? [each.file.name] : [])),
    ...(experiment.data ?? []).map((section) => section.file).filter((file) => inputs[file]),
  ]
  const name = names.includes(chosen) ? chosen : names[0]
  const dataset = pending.find((each) => each.file.name === name)?.dataset ?? (name ? inputs[name]?.dataset : undefined)
  const tables = dataset?.tables ?? []
  const table = tables[tableAt] ?? tables[0]
  return (
    <div className="view" data-view="sheet" data-testid="view-sheet">
      {table ? (
        <>
          <div className="view-controls">
            {names.length > 1 ? (
              <select
                className="select"
                aria-label="File"
                value={name}
                onChange={(event) => setChosen(event.currentTarget.value)}
              >
                {names.map((each) => (
                  <option key={each}>{each}</option>
                ))}
              </select>
            ) : (
              <span>{name}</span>
            )}
            {tables.length > 1 ? (
              <select
                className="select"
                aria-label="Table"
                data-testid="sheet-table"
                value={tables.indexOf(table)}
                onChange={(event) => setTableAt(Number(event.currentTarget.value))}
              >
                {tables.map((each, at) => (
                  <option key={each.name} value={at}>
                    {each.name}
                  </option>
                ))}
              </select>
            ) : null}
            <span>{table.columns[0]?.values.length ?? 0} rows</span>
          </div>
          <Sheet key={`${name} ${table.name}`} table={table} />
        </>
      ) : (
        <div className="empty">
          <strong>No measurements yet</strong>
          Drop a CSV anywhere on the window.
          <ActionButton id="import" icon="plus" label="Import measurements" kind="primary" />
        </div>
      )}
    </div>
  )
}

function Sheet({ table }: { readonly table: Table }) {
  const frame = useRef<HTMLDivElement>(null)
  const count = Math.max(0, ...table.columns.map((column) => column.values.length))
  const rows = useVirtualizer({
    count,
    getScrollElement: () => frame.current,
    estimateSize: () => 24,
    overscan: 12,
  })
  const items = rows.getVirtualItems()
  const above = items[0]?.start ?? 0
  const below = rows.getTotalSize() - (items.at(-1)?.end ?? 0)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable with the keyboard
    <div ref={frame} className="sheet" tabIndex={0}>
      <table aria-label={table.name} aria-rowcount={count}>
        <thead>
          <tr>
            <th>Row</th>
            {table.columns.map((column) => (
              <th key={column.name} title={column.role}>
                {column.name} {column.unit && column.unit !== '1' ? `(${unitText(column.unit)})` : ''}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {above > 0 ? <tr style={{ height: above }} /> : null}
          {items.map((row) => (
            <tr key={row.key} aria-rowindex={row.index + 1} style={{ height: 24 }}>
              <td className="muted">{row.index + 1}</td>
              {table.columns.map((column) => {
                const value = column.values[row.index]
                return (
                  <td key={column.name}>
                    {column.texts?.[row.index] ?? (value === undefined || Number.isNaN(value) ? '' : String(value))}
                  </td>
                )
              })}
            </tr>
          ))}
          {below > 0 ? <tr style={{ height: below }} /> : null}
        </tbody>
      </table>
    </div>
  )
}
