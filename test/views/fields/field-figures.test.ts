import { expect, test } from 'vitest'
import { linspace } from '../../../src/core/field.ts'
import { contourPath } from '../../../src/views/fields/contours.ts'
import { fieldFigure } from '../../../src/views/fields/field-figure.ts'
import { planeOf } from '../../../src/views/fields/field-plane.ts'
import { followRange } from '../../../src/views/fields/field-range.ts'
import { makeFieldRecorder } from '../../../src/views/fields/field-recorder.ts'
import { valueOn } from '../../../src/views/fields/field-samples.ts'
import { fieldsToBytes } from '../../../src/views/fields/save-field.ts'
import { radialSpectrum } from '../../../src/views/fields/spectrum.ts'

const axis = (name: string, count: number, to = 1) => ({ name, unit: 'm', values: linspace(0, to, count) })
const square = { name: 'u', unit: 'K', grid: { axes: [axis('y', 41), axis('x', 41)] } }
const onSquare = (f: (x: number, y: number) => number) =>
  Float32Array.from({ length: 41 * 41 }, (_, i) => f((i % 41) / 40, Math.floor(i / 41) / 40))

test('the spectrum of one wave is one line at its wave number, with the power of the wave', () => {
  const n = 64
  // Five and three waves across a square of side 2: |k| = 2π·√34/2, the fifth or sixth ring of width 2π/2 (√34 = 5.83).
  const values = Float64Array.from({ length: n * n }, (_, i) => 1 + 0.5 * Math.cos((2 * Math.PI * (5 * (i % n) + 3 * Math.floor(i / n))) / n)) // biome-ignore format: a field
  const { wave, power } = radialSpectrum({ values, columns: n, rows: n, width: 2, height: 2 })
  const top = power.indexOf(Math.max(...power))
  expect(wave[top]).toBeCloseTo(6 * Math.PI, 10)
  // A cosine of amplitude a has the mean square a²/2 (Parseval).
  expect(power[top]).toBeCloseTo(0.125, 10)
  expect(power.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0.125, 10)
})

test('contours of a distance are circles', () => {
  const plane = planeOf(square, onSquare((x, y) => Math.hypot(x - 0.5, y - 0.5)), undefined) // biome-ignore format: one call
  if (!plane) throw new Error('there is a plane')
  const { x, y } = contourPath(plane, [0.3])
  const radii = [...x].flatMap((at, i) => (Number.isNaN(at) ? [] : [Math.hypot(at - 0.5, (y[i] ?? 0) - 0.5)]))
  expect(radii.length).toBeGreaterThan(40)
  // Linear interpolation of a function of curvature 1/r: off by h²/8r = 2.6e-4 at most.
  for (const radius of radii) expect(Math.abs(radius - 0.3)).toBeLessThan(3e-4)
})

test('a range stands still while values stay inside, and follows what grows out of it or shrinks', () => {
  const first = followRange(0.03, 0.97, 'auto', undefined)
  expect(first).toEqual([0, 1])
  expect(followRange(0.1, 0.9, 'auto', first)).toBe(first)
  expect(followRange(0, 1.4, 'auto', first)[1]).toBeGreaterThanOrEqual(1.4)
  expect(followRange(0.4, 0.5, 'auto', first)).not.toBe(first)
  expect(followRange(-3, 9, 'locked', first)).toBe(first)
  const [low, high] = followRange(-0.2, 0.7, 'symmetric', undefined)
  expect(low).toBe(-high)
})

test('probes and the cut are remembered, and forgotten when time goes back', () => {
  const recorder = makeFieldRecorder()
  const watched = { field: square, slice: undefined, probes: [[0.25, 0.5]] as const, cut: [0, 0.5, 1, 0.5] as const }
  for (const time of [0, 1, 2]) recorder.take(watched, time, onSquare((x, y) => x + time * y)) // biome-ignore format: one call
  const record = recorder.record()
  // Linear between nodes, so exact but for float32: 0.25 + t/2.
  expect([...record.times]).toEqual([0, 1, 2])
  for (const [i, value] of (record.probes[0] ?? []).entries()) expect(value).toBeCloseTo(0.25 + i / 2, 6)
  expect(record.cut.at(-1)).toBeCloseTo(2, 6)
  recorder.take(
    watched,
    0,
    onSquare(() => 0),
  )
  expect([...recorder.record().times]).toEqual([0])
})

test('a slice through three axes is the plane that it names', () => {
  const box = { name: 'u', unit: '1', grid: { axes: [axis('z', 2), axis('y', 3), axis('x', 4)] } }
  // 100 z + 10 y + x of the places.
  const values = Float32Array.from({ length: 24 }, (_, i) => 100 * Math.floor(i / 12) + 10 * (Math.floor(i / 4) % 3) + (i % 4)) // biome-ignore format: a field
  const across = (at: number, node: number) => {
    const plane = planeOf(box, values, { axis: at, node })
    return [plane?.x.name, plane?.y.name, plane?.values[1]]
  }
  expect([across(0, 1), across(1, 2), across(2, 3)]).toEqual([['x', 'y', 101], ['x', 'z', 21], ['y', 'z', 13]]) // biome-ignore format: a table
})

test('a figure of a field has its colours, contours, probes and sentence; on one axis its curves', () => {
  const values = onSquare((x) => x)
  const source = { title: 'Heat', time: 1.5, timeUnit: 's', fields: [square], values: [values] }
  const figure = fieldFigure(source, { field: 0, colours: 'sequential', range: [0, 1], hasContours: true, probes: [[0.5, 0.5]] }) // biome-ignore format: one call
  expect(figure.panels[0]?.marks.map(({ type }) => type)).toEqual(['heat', 'path', 'points'])
  expect(figure.description).toBe('U over x and y at t = 1.5 s, coloured from 0 to 1.')
  const rod = { ...square, grid: { axes: [axis('x', 41)] } }
  const line = fieldFigure({ ...source, fields: [rod], values: [values.slice(0, 41)] }, { field: 0, colours: 'sequential', range: [0, 1] }) // biome-ignore format: one call
  expect(line.panels[0]?.marks.map(({ type }) => type)).toEqual(['line'])
  expect(valueOn({ x: axis('x', 41), y: axis('y', 41), values }, 0.33, 0.7)).toBeCloseTo(0.33, 6)
})

test('the fields of a moment as CSV have one row a node, x fastest', () => {
  const field = { ...square, values: Float64Array.from(onSquare((x, y) => x + 10 * y)) }
  const rows = new TextDecoder()
    .decode(fieldsToBytes('csv', [field], 0, 0, '1'))
    .trimEnd()
    .split('\n')
  expect(rows.length).toBe(1 + 41 * 41)
  expect(rows[0]).toBe('x,y,u')
  expect(rows[2]?.split(',').map(Number)[0]).toBeCloseTo(0.025, 12)
})
