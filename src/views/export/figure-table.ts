import type { Figure, Mark, Panel } from '../plots/figure.ts'
import { unitText } from '../plots/number-text.ts'
import { type Drawing, isMultiples, isParallel, isScene, type Scene } from '../plots/scene.ts'

interface Column {
  readonly head: string
  readonly values: Float64Array
}

/** Columns that share their x. */
interface Block {
  readonly x: Float64Array
  readonly columns: Column[]
}

/**
 * What a figure shows, as tab-separated cells for a spreadsheet: one column a curve with its unit, after the x it belongs to;
 * curves over the same x share it. A map is a table of its own: x along the top, y down the side. Numbers in full, in the
 * units of the figure's description; an empty cell where there is no number.
 */
export function figureTable(figure: Drawing): string {
  if (isScene(figure)) return sceneTable(figure)
  if (isParallel(figure))
    return tableOf(figure.dimensions.map(({ label, unit, values }) => ({ head: withUnit(label, unit), values })))
  if (isMultiples(figure)) return figure.cells.map((each) => `${cell(each.title)}\n${figureTable(each)}`).join('\n')
  const marks = figure.panels.flatMap((panel) => panel.marks.map((mark) => ({ panel, mark })))
  const heat = marks.find(({ mark }) => mark.type === 'heat')
  if (heat?.mark.type === 'heat') return heatTable(figure, heat.panel, heat.mark)
  const blocks: Block[] = []
  for (const { panel, mark } of marks) {
    const columns = columnsOf(panel, mark)
    if (!columns || mark.type === 'rule' || mark.type === 'heat') continue
    const block = blocks.find((each) => isSame(each.x, mark.x))
    if (block) block.columns.push(...columns)
    else blocks.push({ x: mark.x, columns: [...columns] })
  }
  const xHead = withUnit(figure.x.label, figure.x.unit)
  return tableOf(blocks.flatMap(({ x, columns }) => [{ head: xHead, values: x }, ...columns]))
}

function columnsOf(panel: Panel, mark: Mark): readonly Column[] | undefined {
  const head = (more: string) => withUnit([mark.label || panel.y.label, more].filter(Boolean).join(', '), panel.y.unit)
  if (mark.type === 'line' || mark.type === 'path') return [{ head: head(panel.y.label), values: mark.y }]
  if (mark.type === 'points')
    return [
      { head: head(panel.y.label), values: mark.y },
      ...(mark.sigma ? [{ head: head('standard deviation'), values: mark.sigma }] : []),
    ]
  if (mark.type === 'band')
    return [
      { head: head('low'), values: mark.low },
      { head: head('high'), values: mark.high },
    ]
  return undefined
}

/** Three columns a curve. */
function sceneTable({ axes, marks }: Scene): string {
  const columns = marks.flatMap((mark) =>
    [mark.x, mark.y, mark.z].map((values, k): Column => {
      const axis = axes[k] ?? axes[0]
      return { head: withUnit([axis.label, mark.label].filter(Boolean).join(', '), axis.unit), values }
    }),
  )
  return tableOf(columns)
}

function tableOf(columns: readonly Column[]): string {
  const rows = Math.max(0, ...columns.map((column) => column.values.length))
  const lines = [columns.map((column) => cell(column.head)).join('\t')]
  for (let row = 0; row < rows; row++) lines.push(columns.map((column) => number(column.values[row])).join('\t'))
  return `${lines.join('\n')}\n`
}

function heatTable(figure: Figure, panel: Panel, mark: Extract<Mark, { type: 'heat' }>): string {
  const corner = `${withUnit(panel.y.label, panel.y.unit)} \\ ${withUnit(figure.x.label, figure.x.unit)}`
  const lines = [[cell(corner), ...Array.from(mark.x, number)].join('\t')]
  mark.y.forEach((y, row) => {
    const values = mark.values.subarray(row * mark.x.length, (row + 1) * mark.x.length)
    lines.push([number(y), ...Array.from(values, number)].join('\t'))
  })
  return `${lines.join('\n')}\n`
}

function isSame(a: Float64Array, b: Float64Array): boolean {
  return a === b || (a.length === b.length && a.every((value, i) => value === b[i]))
}

function withUnit(label: string, unit: string): string {
  const text = unitText(unit)
  return text === '' ? label : `${label} (${text})`
}

const cell = (text: string) => text.replace(/[\t\r\n]+/g, ' ')
const number = (value: number | undefined) => (value === undefined || !Number.isFinite(value) ? '' : String(value))
