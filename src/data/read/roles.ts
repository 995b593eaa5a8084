import type { Column, ColumnRole, Table } from '../dataset.ts'
import { matchScalar } from '../match-scalar.ts'
import {
  axisScore,
  axisWords,
  isIndexName,
  isSigmaName,
  type Order,
  orderOf,
  sigmaOf,
  sigmaWords,
  timeWords,
  words,
} from './axis.ts'
import { isTimeUnit, mendUnit } from './names.ts'
import type { RawColumn, RawTable } from './table-builder.ts'

/** Letters and digits only: how the names of columns are compared with one another. */
const fold = (name: string) => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')

interface Marked {
  readonly raw: RawColumn
  role: ColumnRole
  of?: string
}

/**
 * What each column is: the axis by name, unit and order; standard deviations by name; the rest are curves. A file in which
 * every curve has an axis of its own becomes one table a curve.
 */
export function assignRoles(
  raw: RawTable,
  tableName: string,
  scalars: readonly string[],
): { tables: readonly Table[]; notes: readonly string[] } {
  const notes: string[] = []
  const marked = raw.columns.map((column): Marked => ({ raw: column, role: 'ignore' }))
  const numeric = marked.filter(({ raw: column }) => column.finite > 0 && column.kind !== 'text')
  for (const { raw: column } of marked)
    if (column.kind === 'text') notes.push(`Column "${titleOf(column, raw)}" holds text: ignored, its cells are kept.`)
    else if (column.finite === 0) notes.push(`Column "${titleOf(column, raw)}" holds no number: ignored.`)
  const orders = new Map(numeric.map((m) => [m, orderOf(m.raw.values)]))
  const scored = numeric.map((m, i) => ({ m, score: axisScore(m.raw, orders.get(m) ?? 'none', i === 0) }))
  const best = scored.reduce<(typeof scored)[number] | undefined>(
    (a, b) => (a && a.score >= b.score ? a : b),
    undefined,
  )
  const onlySignal =
    numeric.length === 1 &&
    best !== undefined &&
    !axisWords.test(words(best.m.raw)) &&
    best.m.raw.kind === 'number' &&
    !timeWords.test(words(best.m.raw))
  const axes = best && !onlySignal ? findAxes(scored, best.m, orders, notes, raw) : []
  for (const axis of axes) axis.role = 'x'
  for (const m of numeric) {
    if (m.role !== 'ignore') continue
    if (isIndexName(m.raw) && numeric.length > 2)
      notes.push(`Column "${titleOf(m.raw, raw)}" only counts or steps: ignored.`)
    else m.role = 'y'
  }
  for (const m of repeatedAxes(scored, axes, orders)) {
    m.role = 'ignore'
    notes.push(`Column "${titleOf(m.raw, raw)}" looks like the axis once more: ignored.`)
  }
  markSigmas(marked, notes, raw)
  const curves = marked.filter((m) => m.role === 'y')
  for (const m of curves) {
    const of = matchScalar(m.raw.name, scalars)
    if (of !== undefined) m.of = of
  }
  if (scalars.length > 0 && curves.length === 1 && curves[0] && curves[0].of === undefined) {
    curves[0].of = scalars.length === 1 ? (scalars[0] ?? 'sum') : 'sum'
    notes.push(
      `Column "${titleOf(curves[0].raw, raw)}" is taken as a measurement of ${curves[0].of === 'sum' ? 'all components together' : `"${curves[0].of}"`}.`,
    )
  }
  for (const m of marked) {
    if (m.role !== 'sigma') continue
    const y = curves.find((curve) => titleOf(curve.raw, raw) === m.of)
    if (y?.of !== undefined) m.of = y.of
  }
  const groups = axes.length > 1 ? splitAtAxes(marked, axes) : [marked]
  const tables = groups.map((group): Table => {
    const columns = nameColumns(group, raw, axes.length > 1)
    const y = columns.filter((column) => column.role === 'y')
    return {
      name: groups.length > 1 ? (y[0]?.name ?? tableName) : tableName,
      columns: [...indexAxis(group, raw, notes), ...columns],
    }
  })
  if (groups.length > 1) notes.push(`Every curve has its own axis: ${groups.length} tables.`)
  for (const axis of axes) noteOrder(axis.raw, raw, notes)
  for (const table of tables) {
    const list = table.columns.map(
      (column) =>
        `"${column.name}" ${column.role}${column.of ? ` of ${column.of}` : ''}${column.unit ? ` (${column.unit})` : ''}`,
    )
    notes.push(
      `Roles guessed${tables.length > 1 ? ` in ${table.name}` : ''}: ${list.slice(0, 12).join(', ')}${list.length > 12 ? `, and ${list.length - 12} more` : ''}.`,
    )
  }
  return { tables, notes }
}

const titleOf = (column: RawColumn, raw: RawTable) => column.name || `column${raw.columns.indexOf(column) + 1}`

interface Scored {
  readonly m: Marked
  readonly score: number
}

/** The axis, and the further ones where axes and curves alternate. */
function findAxes(
  scored: readonly Scored[],
  best: Marked,
  orders: ReadonlyMap<Marked, Order>,
  notes: string[],
  raw: RawTable,
): Marked[] {
  const alike = scored.filter(
    ({ m, score }) =>
      m === best ||
      (score >= 5 && orders.get(m) !== 'none') ||
      (score >= 3.5 && orders.get(m) === 'rising' && isTimeUnit(m.raw.unit)),
  )
  const positions = alike.map(({ m }) => scored.findIndex((s) => s.m === m))
  const apart =
    positions.every((p, i) => i === 0 || p - (positions[i - 1] ?? 0) >= 2) &&
    (positions[positions.length - 1] ?? 0) < scored.length - 1
  if (alike.length > 1 && apart && positions[0] === 0) return alike.map(({ m }) => m)
  if ((orders.get(best) ?? 'none') === 'none' && !axisWords.test(words(best.raw)))
    notes.push(`No column is plainly the axis: "${titleOf(best.raw, raw)}" is taken as x.`)
  return [best]
}

/** The same time in another unit, right beside the axis. */
function repeatedAxes(
  scored: readonly Scored[],
  axes: readonly Marked[],
  orders: ReadonlyMap<Marked, Order>,
): Marked[] {
  if (axes.length !== 1) return []
  return scored
    .filter(
      ({ m }) =>
        !axes.includes(m) && axisWords.test(words(m.raw)) && isTimeUnit(m.raw.unit) && orders.get(m) === 'rising',
    )
    .map(({ m }) => m)
}

function markSigmas(marked: readonly Marked[], notes: string[], raw: RawTable): void {
  const curves = marked.filter((m) => m.role === 'y')
  for (const [i, m] of marked.entries()) {
    if (m.role !== 'y' || !isSigmaName(m.raw)) continue
    const others = curves.filter((curve) => curve !== m && !isSigmaName(curve.raw))
    const rest = fold(sigmaOf.exec(m.raw.name)?.[1] ?? words(m.raw).replace(sigmaWords, ' '))
    const named = others.filter((curve) => rest !== '' && fold(words(curve.raw)) === rest)
    const left = marked.slice(0, i).filter((curve) => others.includes(curve))
    const y = named[0] ?? left[left.length - 1] ?? others[0]
    if (!y) continue
    m.role = 'sigma'
    m.of = titleOf(y.raw, raw)
    notes.push(`Column "${titleOf(m.raw, raw)}" is taken as the standard deviation of "${m.of}".`)
  }
}

function splitAtAxes(marked: readonly Marked[], axes: readonly Marked[]): Marked[][] {
  const groups: Marked[][] = []
  for (const m of marked) {
    if (axes.includes(m) || groups.length === 0) groups.push([])
    groups[groups.length - 1]?.push(m)
  }
  return groups.filter((group) => group.some((m) => m.role === 'y'))
}

/** Columns with names that are unlike; pairs whose axis carries the curve's name (UNICORN) get them the right way round. */
function nameColumns(group: readonly Marked[], raw: RawTable, paired: boolean): Column[] {
  const taken = new Set<string>()
  const curve = group.find((m) => m.role === 'y')
  return group.map((m) => {
    let title = titleOf(m.raw, raw)
    if (paired && curve && group[0]?.role === 'x' && /^0?$/.test(curve.raw.name) && group[0].raw.name !== '') {
      if (m === curve) title = group[0].raw.name
      else if (m.role === 'x') title = isTimeUnit(m.raw.unit) ? 'time' : 'x'
    }
    let name = title
    for (let i = 2; taken.has(name); i++) name = `${title} (${i})`
    taken.add(name)
    const { values, texts, kind, header } = m.raw
    const isTime = kind === 'clock' || kind === 'stamp'
    // Lengths differ where every curve has its own axis: the blank tail is no measurement.
    const length = paired ? lastFinite(group) + 1 : values.length
    return {
      name,
      ...(header !== '' && header !== name ? { header } : {}),
      role: m.role,
      unit: isTime ? 's' : mendUnit(m.raw.unit, title),
      values: (kind === 'stamp' ? sinceFirst(values) : values).subarray(0, length),
      ...(texts ? { texts: texts.slice(0, length) } : {}),
      ...(m.of !== undefined ? { of: m.of } : {}),
    }
  })
}

function lastFinite(group: readonly Marked[]): number {
  let last = -1
  for (const { raw, role } of group) {
    if (role !== 'x' && role !== 'y') continue
    let i = raw.values.length - 1
    while (i > last && Number.isNaN(raw.values[i])) i--
    last = Math.max(last, i)
  }
  return last
}

function sinceFirst(values: Float64Array): Float64Array {
  const first = values.find((value) => !Number.isNaN(value)) ?? 0
  return values.map((value) => value - first)
}

/** A table without an axis gets one that counts from 0. */
function indexAxis(group: readonly Marked[], raw: RawTable, notes: string[]): Column[] {
  if (group.some((m) => m.role === 'x') || !group.some((m) => m.role === 'y')) return []
  notes.push('No column is an axis: the row number, from 0, is x.')
  return [{ name: 'index', role: 'x', unit: '1', values: Float64Array.from({ length: raw.rowCount }, (_, i) => i) }]
}

function noteOrder(axis: RawColumn, raw: RawTable, notes: string[]): void {
  const back: number[] = []
  const same: number[] = []
  let last = Number.NaN
  const falling = orderOf(axis.values) === 'falling'
  axis.values.forEach((value, i) => {
    if (Number.isNaN(value)) return
    if (value < last && !falling) back.push(raw.lineOf(i))
    if (value === last) same.push(raw.lineOf(i))
    last = value
  })
  const list = (rows: readonly number[]) =>
    `${rows.slice(0, 5).join(', ')}${rows.length > 5 ? ` and ${rows.length - 5} more` : ''}`
  const title = `The axis "${titleOf(axis, raw)}"`
  if (falling) notes.push(`${title} falls from row to row.`)
  if (back.length > 0)
    notes.push(`${title} goes back at row ${list(back)}: the rows are kept in the order of the file.`)
  if (same.length > 0) notes.push(`${title} repeats its value at row ${list(same)}.`)
}
