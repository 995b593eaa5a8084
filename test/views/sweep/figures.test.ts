import { expect, test } from 'vitest'
import { parseExperiment } from '../../../src/experiment/parse.ts'
import type { SweepRow } from '../../../src/experiment/sweep-row.ts'
import type { SweepTable } from '../../../src/experiment/sweep-table.ts'
import { figureTable } from '../../../src/views/export/figure-table.ts'
import type { HeatMark, LineMark } from '../../../src/views/plots/figure.ts'
import { enlargedPixels } from '../../../src/views/plots/heat-image.ts'
import { layoutParallel, lineAt } from '../../../src/views/plots/parallel.ts'
import { drawingToSvg } from '../../../src/views/plots/scene-svg.ts'
import { sweepCurveFigure } from '../../../src/views/sweep/curve-figure.ts'
import { mostCells, sweepMultiples, sweepOverlayFigure } from '../../../src/views/sweep/curves-figure.ts'
import { rowAtPlace, sweepMapFigure } from '../../../src/views/sweep/map-figure.ts'
import { sweepParallel } from '../../../src/views/sweep/parallel-figure.ts'
import { nearestCurve, nearestRow } from '../../../src/views/sweep/places.ts'
import { columnHeading, metricOf, type SweepColumn, sweepColumns } from '../../../src/views/sweep/sweep-columns.ts'
import { sweepDrawings } from '../../../src/views/sweep/sweep-drawings.ts'
import { sortedRows } from '../../../src/views/sweep/sweep-table-view.tsx'

const experiment = parseExperiment({
  isoline: 1,
  title: 'Test',
  problem: { id: 'typed-ode', equations: ["x' = -a*x + b"], parameters: { a: 1, b: 2 }, initial: { x: 1 } },
  sweep: { over: { a: { values: [1, 10, 100] }, b: { values: [0, 1] } } },
})

/** A grid of a (logarithmic) and b, b fastest; the metric is 10·log₁₀ a + b; the last point failed. */
function gridTable(): SweepTable {
  const rows = [1, 10, 100].flatMap((a, i) =>
    [0, 1].map((b, j): SweepRow => {
      const index = 2 * i + j
      const isFailed = index === 5
      return {
        index,
        values: [a, b],
        metrics: isFailed ? {} : { 'final.x': 10 * i + j, steps: 7 },
        ...(isFailed ? { failure: 'too small a step' } : {}),
        steps: 7,
        rejected: 0,
        evaluations: 50,
        milliseconds: 1,
        ...(isFailed ? {} : { curve: { times: [0, 1, 2], columns: [[index, index + 1, index + 2]] } }),
      }
    }),
  )
  const axis = (path: string, isLog: boolean) => ({ path: `problem.parameters.${path}`, unit: '1', label: path, isLog })
  return { axes: [axis('a', true), axis('b', false)], total: 6, rows, scalars: [{ name: 'x', unit: 'm' }] }
}

const table = gridTable()
const columns = sweepColumns(table, experiment)
const column = (name: string): SweepColumn => {
  const found = columns.find((each) => each.name === name)
  if (!found) throw new Error(name)
  return found
}
const [a, b, x] = [column('problem.parameters.a'), column('problem.parameters.b'), column('final.x')]
const page = { widthMillimetres: 120, heightMillimetres: 80, theme: 'light' as const }

test('columns have words and units; the first metric that differs is shown', () => {
  expect(columns.map(columnHeading)).toEqual(['a', 'b', 'x at the end (m)', 'Steps'])
  expect(metricOf(columns, '')?.name).toBe('final.x')
  expect(metricOf(columns, 'steps')?.name).toBe('steps')
  expect(x.values).toEqual(Float64Array.of(0, 1, 10, 11, 20, Number.NaN))
})

test('the curve: a line for every value of the other quantity, without the point that failed', () => {
  const figure = sweepCurveFigure('Test', columns, { x: a, metric: x })
  const lines = figure.panels[0]?.marks.filter((mark): mark is LineMark => mark.type === 'line') ?? []
  expect(lines.map(({ label, y }) => [label, [...y]])).toEqual([
    ['b = 0', [0, 10, 20]],
    ['b = 1', [1, 11]],
  ])
  expect(figure.x.scale).toBe('log')
  expect(figure.description).toContain('least 0 at 1, largest 20 at 100')
  // A value of 0 has no place on a logarithmic axis.
  expect(sweepCurveFigure('', columns, { x: a, metric: x, logarithmic: true }).panels[0]?.y.scale).toBe('linear')
  expect(drawingToSvg(figure, page)).toContain('b = 1')
})

test('the map: cells by value of both, a gap where a point failed, decades along a logarithmic side', () => {
  const figure = sweepMapFigure('Test', columns, { x: a, y: b, metric: x })
  const heat = figure.panels[0]?.marks[0] as HeatMark
  expect([...heat.x]).toEqual([0, 1, 2])
  expect([...heat.values]).toEqual([0, 10, 20, 1, 11, Number.NaN])
  expect(figure.x.ticks?.map(({ label }) => label)).toContain('100')
  // Near (10, 1): the fourth point.
  expect(rowAtPlace(columns, { x: a, y: b, metric: x }, 1.1, 0.9)).toBe(3)
  expect(drawingToSvg(figure, page)).toContain('<image')
})

test('points drawn at random take the colour of the nearest', () => {
  const figure = sweepMapFigure('Test', columns, { x: a, y: b, metric: x, isDrawn: true })
  const [heat, marks] = figure.panels[0]?.marks ?? []
  const values = heat?.type === 'heat' ? heat.values : new Float64Array()
  // The corner (1, 0) is the first point's; the corner (100, 1), whose point failed, that of the nearest that has a value: 11 or 20.
  expect(values[0]).toBe(0)
  expect([11, 20]).toContain(values.at(-1))
  expect(marks?.type === 'points' ? marks.x.length : 0).toBe(5)
})

test('parallel coordinates: a range keeps lines, a line is found under the hand, and all leaves as SVG and cells', () => {
  const drawing = sweepParallel('Test', columns, { metrics: ['final.x'], colourBy: 'final.x', brushes: { 'problem.parameters.b': [0.5, 1] } }) // biome-ignore format: one call
  expect(drawing.description).toContain('6 points over a, b, x at the end, 3 of them inside')
  const layout = layoutParallel(drawing, { width: 600, height: 300, fontSize: 11, title: false })
  expect(layout.axes).toHaveLength(3)
  expect(layout.lines.filter(({ isInside }) => isInside).map(({ index }) => index)).toEqual([1, 3, 5])
  const [first, second] = layout.axes
  if (!first || !second) throw new Error('two axes were expected')
  // Half way between the axes the line of the second point, from a = 1 to b = 1, is half way between their places.
  const middle = [(first.x + second.x) / 2, (first.to(1) + second.to(1)) / 2] as const
  expect(lineAt(layout, middle[0], middle[1], 4)).toBe(1)
  expect(first.from(first.to(10))).toBeCloseTo(10, 10)
  const svg = drawingToSvg(drawing, page)
  expect(svg.match(/stroke-linejoin="round"/g)?.length).toBeGreaterThanOrEqual(6)
  expect(svg).toContain('<rect')
  expect(figureTable(drawing).split('\n')[0]).toBe('a\tb\tx at the end (m)')
})

test('curves: over one another in the order of the points, or side by side with the same axes', () => {
  const choice = { scalar: 'x', timeUnit: 's' }
  const overlay = sweepOverlayFigure('Test', table, [a, b], choice)
  expect(overlay.panels[0]?.marks).toHaveLength(5)
  expect(overlay.panels[0]?.marks[4]).toMatchObject({ label: 'a = 100, b = 0', colour: 'ramp:1' })
  const { drawing, rows, says } = sweepMultiples('Test', table, [a, b], choice)
  expect(says).toBe('x (m) over time (s)')
  expect(rows.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4])
  const ranges = new Set(drawing.cells.map((cell) => cell.panels[0]?.y.range?.join()))
  expect(ranges.size).toBe(1)
  const svg = drawingToSvg(drawing, page)
  expect(svg.match(/<svg /g)).toHaveLength(6)
  expect(svg.startsWith('<svg xmlns')).toBe(true)
  // Ids are told apart, so that no cell is cut by another's frame.
  const ids = [...svg.matchAll(/clipPath id="([^"]+)"/g)].map(([, id]) => id)
  expect(new Set(ids).size).toBe(ids.length)
  const many = { ...table, rows: Array.from({ length: 200 }, (_, i) => ({ ...(table.rows[i % 5] ?? table.rows[0]), index: i })) as SweepRow[] } // biome-ignore format: one record
  expect(sweepMultiples('', many, [a, b], choice).drawing.cells).toHaveLength(mostCells)
})

test('a click finds the nearest point of a curve figure and the nearest curve', () => {
  // On the logarithmic axis 8 is nearer to 10 than to 1.
  expect(nearestRow(a, x, false, 8, 10.2)).toBe(2)
  // At t = 1.5 the curves have the values index + 1.5.
  expect(nearestCurve(table.rows, 0, 1.5, 4.4)?.index).toBe(3)
})

test('the table sorts by a column either way; points without a value come last', () => {
  expect(sortedRows(6, x, false)).toEqual([0, 1, 2, 3, 4, 5])
  expect(sortedRows(6, x, true)).toEqual([4, 3, 2, 1, 0, 5])
  expect(sortedRows(3, undefined, true)).toEqual([2, 1, 0])
})

test('a report draws the map of two quantities and the curves of its points', () => {
  const drawings = sweepDrawings(experiment, table)
  expect(drawings.map((drawing) => ('cells' in drawing ? 'multiples' : 'figure'))).toEqual(['figure', 'multiples'])
  expect(drawings[0]?.description).toContain('x at the end (m) over a and b')
})

test('a map of few cells keeps their edges where it is made larger; a grid of two quantities is a table of figures', () => {
  const pixels = enlargedPixels({ width: 2, height: 1, rgba: Uint8ClampedArray.of(1, 2, 3, 255, 9, 8, 7, 255) })
  // 640 pixels over two cells: 320 each.
  expect([pixels.width, pixels.height]).toEqual([640, 320])
  expect([...pixels.rgba.subarray(4 * 319, 4 * 321)]).toEqual([1, 2, 3, 255, 9, 8, 7, 255])
  const whole = { ...table, rows: table.rows.map((row) => ({ ...row, curve: { times: [0, 1], columns: [[0, 1]] } })) }
  expect(sweepMultiples('', whole, [a, b], { scalar: 'x', timeUnit: 's' }).drawing.columns).toBe(2)
})
