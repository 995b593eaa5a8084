import type { SweepRow } from '../../experiment/sweep-row.ts'
import { levelsOf, type SweepColumn } from './sweep-columns.ts'

const measure = (isLog: boolean) => (value: number) => (isLog ? Math.log(value) : value)

/** The row whose point of a curve figure is nearest on the page to a place given in the numbers of the axes. */
export function nearestRow(
  x: SweepColumn,
  y: SweepColumn,
  isLogY: boolean,
  atX: number,
  atY: number,
): number | undefined {
  const [across, up] = [measure(x.isLog), measure(isLogY)]
  const span = (column: SweepColumn, to: (value: number) => number) => {
    const levels = levelsOf(column.values)
    return Math.abs(to(levels.at(-1) ?? 1) - to(levels[0] ?? 0)) || 1
  }
  const [width, height] = [span(x, across), span(y, up)]
  let best: { readonly row: number; readonly distance: number } | undefined
  for (let row = 0; row < x.values.length; row++) {
    const dx = (across(x.values[row] ?? Number.NaN) - across(atX)) / width
    const dy = (up(y.values[row] ?? Number.NaN) - up(atY)) / height
    const distance = dx * dx + dy * dy
    if (Number.isFinite(distance) && (!best || distance < best.distance)) best = { row, distance }
  }
  return best?.row
}

/** The point whose curve passes nearest above or below a place. */
export function nearestCurve(
  rows: readonly SweepRow[],
  column: number,
  atX: number,
  atY: number,
): SweepRow | undefined {
  let best: { readonly row: SweepRow; readonly distance: number } | undefined
  for (const row of rows) {
    const { curve } = row
    const values = curve?.columns[column]
    if (!curve || !values) continue
    const at = curve.times.findIndex((time) => time >= atX)
    if (at < 0) continue
    const [before, after] = [curve.times[at - 1] ?? curve.times[at] ?? 0, curve.times[at] ?? 0]
    const share = after > before ? (atX - before) / (after - before) : 1
    const value = (values[at - 1] ?? values[at] ?? 0) * (1 - share) + (values[at] ?? 0) * share
    const distance = Math.abs(value - atY)
    if (!best || distance < best.distance) best = { row, distance }
  }
  return best?.row
}
