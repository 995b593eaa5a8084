import { useVirtualizer } from '@tanstack/react-virtual'
import { useDeferredValue, useMemo, useRef } from 'react'
import { sweepCsv } from '../../experiment/sweep-table.ts'
import { numberText } from '../plots/number-text.ts'
import { useWorkbench } from '../shell/context.tsx'
import { stemOf } from '../shell/file-name.ts'
import { openPoint } from './run-sweep.ts'
import { columnHeading, type SweepColumn } from './sweep-columns.ts'
import { NoSweep } from './sweep-view.tsx'
import { type ShownSweep, useSweep, useSweepViews } from './use-sweep.ts'

/** Every point of a sweep with its metrics, sorted by any column; a row opens its point. */
export function SweepTableView() {
  const shown = useSweep()
  return (
    <div className="view" data-view="sweep-table" data-testid="view-sweep-table">
      {shown ? <Shown shown={shown} /> : <NoSweep />}
    </div>
  )
}

/** Places of the rows in the order asked for; rows without a value come last either way. */
export function sortedRows(count: number, column: SweepColumn | undefined, isDescending: boolean): readonly number[] {
  const order = Array.from({ length: count }, (_, i) => i)
  if (!column) return isDescending ? order.reverse() : order
  const sign = isDescending ? -1 : 1
  return order.sort((a, b) => {
    const [left, right] = [column.values[a] ?? Number.NaN, column.values[b] ?? Number.NaN]
    if (Number.isNaN(left) || Number.isNaN(right)) return Number(Number.isNaN(left)) - Number(Number.isNaN(right))
    return sign * (left - right) || a - b
  })
}

function Shown({ shown: present }: { readonly shown: ShownSweep }) {
  const shown = useDeferredValue(present)
  const workbench = useWorkbench()
  const [views, set] = useSweepViews()
  const { columns, table, record } = shown
  const frame = useRef<HTMLDivElement>(null)
  const sortColumn = columns.find(({ name }) => name === views.sortBy)
  const order = useMemo(
    () => sortedRows(table.rows.length, sortColumn, views.isDescending),
    [table.rows.length, sortColumn, views.isDescending],
  )
  const virtual = useVirtualizer({
    count: order.length,
    getScrollElement: () => frame.current,
    estimateSize: () => 24,
    overscan: 12,
  })
  const items = virtual.getVirtualItems()
  const above = items[0]?.start ?? 0
  const below = virtual.getTotalSize() - (items.at(-1)?.end ?? 0)
  const sortBy = (name: string) =>
    set(views.sortBy === name ? { isDescending: !views.isDescending } : { sortBy: name, isDescending: false })
  const hasFailures = table.rows.some(({ failure }) => failure !== undefined)
  const heading = (name: string, label: string) => (
    <th key={name} aria-sort={views.sortBy === name ? (views.isDescending ? 'descending' : 'ascending') : 'none'}>
      <button type="button" className="sort" data-testid={`sort-${name}`} onClick={() => sortBy(name)}>
        {label}
        {views.sortBy === name ? (views.isDescending ? ' ↓' : ' ↑') : ''}
      </button>
    </th>
  )
  return (
    <>
      <div className="view-controls">
        <span>{record.name}</span>
        <span className="muted tabular">
          {table.rows.length} of {table.total} points
        </span>
        <span className="grow" />
        <button
          type="button"
          className="button small"
          data-testid="sweep-csv"
          onClick={() => void saveCsv(workbench, shown)}
        >
          Save as CSV
        </button>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable with the keyboard */}
      <div ref={frame} className="sheet sweep-sheet" tabIndex={0}>
        <table aria-label={`Points of ${record.name}`} aria-rowcount={order.length}>
          <thead>
            <tr>
              {heading('', 'Point')}
              {columns.map((column) => heading(column.name, columnHeading(column)))}
              {hasFailures ? <th>Failure</th> : null}
            </tr>
          </thead>
          <tbody>
            {above > 0 ? <tr style={{ height: above }} /> : null}
            {items.map((item) => {
              const at = order[item.index] ?? 0
              const row = table.rows[at]
              return (
                <tr key={item.key} aria-rowindex={item.index + 1} style={{ height: 24 }}>
                  <td>
                    <button
                      type="button"
                      className="link"
                      aria-label={`Open point ${(row?.index ?? 0) + 1}`}
                      onClick={() => openPoint(workbench, record, row?.index ?? 0)}
                    >
                      {(row?.index ?? 0) + 1}
                    </button>
                  </td>
                  {columns.map(({ name, values }) => {
                    const value = values[at] ?? Number.NaN
                    return <td key={name}>{Number.isNaN(value) ? '' : numberText(value, 6)}</td>
                  })}
                  {hasFailures ? <td className="danger-text failure">{row?.failure ?? ''}</td> : null}
                </tr>
              )
            })}
            {below > 0 ? <tr style={{ height: below }} /> : null}
          </tbody>
        </table>
      </div>
    </>
  )
}

/** The same bytes as sweep.csv of the command line. */
async function saveCsv(workbench: ReturnType<typeof useWorkbench>, { table, record }: ShownSweep): Promise<void> {
  const csv = sweepCsv(table.axes.map(({ path }) => path), table.rows) // biome-ignore format: one call
  const suggestedName = `${stemOf(record.experiment)}-sweep.csv`
  const place = await workbench.desk.saveFile({ suggestedName, bytes: new TextEncoder().encode(csv) })
  if (place) workbench.interface.notify('info', `Written: ${place.name}.`)
}
