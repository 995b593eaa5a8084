import { expect, test } from 'vitest'
import type { Figure } from '../../../src/views/plots/figure.ts'
import { layoutFigure } from '../../../src/views/plots/layout.ts'
import { orbitsFigure } from '../../../src/views/plots/orbits.ts'
import { pathPlaces } from '../../../src/views/plots/path-places.ts'
import { phasePortraitFigure, phasePortraitScene } from '../../../src/views/plots/phase-portrait.ts'
import { directionField, nullclines } from '../../../src/views/plots/planar-field.ts'
import { type Drawing, firstCamera, turnCamera } from '../../../src/views/plots/scene.ts'
import { depthPaths, layoutScene } from '../../../src/views/plots/scene-layout.ts'
import { drawingToSvg } from '../../../src/views/plots/scene-svg.ts'
import { conservedFigure, timeSeriesFigure } from '../../../src/views/plots/time-series.ts'
import { lorenzRun } from './lorenz.ts'

const run = lorenzRun()
const equilibria = [
  { state: { x: Math.sqrt(72), y: Math.sqrt(72), z: 27 }, isStable: false, kind: 'unstable spiral' },
  { state: { x: 0, y: 0, z: 0 }, isStable: false, kind: 'saddle' },
]
/** van der Pol with mu = 1. */
const vanDerPol = (x: number, y: number, rates: Float64Array) => {
  rates[0] = y
  rates[1] = (1 - x * x) * y - x
}
const planarScalars = ['x', 'y'].map((name) => ({ name, unit: '1' }))
const planarRun = {
  name: 'Run 1',
  scalars: planarScalars,
  samples: { times: Float64Array.of(0, 1, 2, 3), values: Float64Array.of(1, 0, 0.6, -0.8, -1, -1.6, -2, 0.4) },
  colour: 0,
} as const

const drawings: Readonly<Record<string, Drawing>> = {
  'phase-portrait': phasePortraitFigure(
    { title: 'van der Pol', trajectories: [planarRun], planar: vanDerPol },
    { x: 'x', y: 'y', hasDirections: true, hasNullclines: true },
  ),
  'phase-space': phasePortraitScene({ title: 'Lorenz', trajectories: [run], equilibria }, ['x', 'y', 'z']),
  'time-series': timeSeriesFigure({
    title: 'Lorenz',
    runs: [run, { ...run, name: 'Run 2' }],
    timeUnit: 's',
    events: [{ event: 0, t: 5, state: { x: 0, y: 1, z: 2 } }],
  }),
}
for (const [name, drawing] of Object.entries(drawings))
  for (const theme of ['light', 'dark'] as const)
    test(`${name} (${theme}) is drawn as it was last looked at`, async () => {
      const svg = drawingToSvg(drawing, { widthMillimetres: 120, heightMillimetres: 90, theme })
      await expect(svg).toMatchFileSnapshot(`${name}-${theme}.svg`)
    })

test('nullclines of van der Pol lie where they are by hand: y = 0, and y = x/(1 − x²) without its poles', () => {
  const [ofX, ofY] = nullclines(vanDerPol, [-3, 3], [-3, 3], 48)
  expect(ofX.x.length).toBeGreaterThan(40)
  for (const y of ofX.y) if (!Number.isNaN(y)) expect(Math.abs(y)).toBeLessThan(1e-3)
  let count = 0
  for (let i = 0; i < ofY.x.length; i++) {
    const [x = 0, y = 0] = [ofY.x[i], ofY.y[i]]
    if (Number.isNaN(x)) continue
    count++
    // (1 − x²)·y − x = 0, in the size of the rate over a cell.
    expect(Math.abs((1 - x * x) * y - x)).toBeLessThan(0.01)
  }
  expect(count).toBeGreaterThan(40)
})

test('a jump of sign through infinity is no nullcline', () => {
  const [ofX] = nullclines(
    (x, y, rates) => {
      rates[0] = 1 / (x - 0.013)
      rates[1] = y
    },
    [-1, 1],
    [-1, 1],
    20,
  )
  expect(ofX.x.length).toBe(0)
})

test('a closed nullcline is one curve that ends where it begins', () => {
  const [circle] = nullclines(
    (x, y, rates) => {
      rates[0] = x * x + y * y - 1
      rates[1] = 1
    },
    [-2, 2],
    [-2, 2],
    40,
  )
  expect(circle.x.some(Number.isNaN)).toBe(false)
  expect(circle.x[0]).toBe(circle.x.at(-1))
  for (let i = 0; i < circle.x.length; i++) expect(Math.hypot(circle.x[i] ?? 0, circle.y[i] ?? 0)).toBeCloseTo(1, 3)
})

test('directions leave out rests and places without a value', () => {
  const field = directionField(
    (x, _, rates) => {
      rates[0] = x < 0 ? Number.NaN : 0
      rates[1] = x < 0 ? 0 : Number(x > 0.5)
    },
    [-1, 1],
    [0, 1],
    4,
    2,
  )
  // Columns at −0.75, −0.25, 0.25 and 0.75: only the last one moves.
  expect([...field.x]).toEqual([0.75, 0.75])
  expect([...field.dy]).toEqual([1, 1])
})

test('in a plane with equal units one unit is as long on both axes, whatever the page', () => {
  const scalars = ['x1', 'y1', 'x2', 'y2'].map((name) => ({ name, unit: '1' }))
  const samples = { times: Float64Array.of(0, 1), values: Float64Array.of(0, 0, 30, 2, 10, 1, 20, 3) }
  const figure = orbitsFigure({ title: 'Two bodies', scalars, samples })
  for (const [width, height] of [
    [400, 300],
    [300, 500],
    [700, 200],
  ] as const) {
    // biome-ignore format: a list
    const layout = layoutFigure(figure, { width, height, fontSize: 11 })
    const panel = layout.panels[0]
    expect(layout.toX(1) - layout.toX(0)).toBeCloseTo((panel?.toY(0) ?? 0) - (panel?.toY(1) ?? 0), 6)
    // All that is there is seen.
    expect(layout.xRange[0]).toBeLessThan(0)
    expect(layout.xRange[1]).toBeGreaterThan(30)
  }
})

test('a path goes back and forth and keeps its order, its pieces and its last point', () => {
  const mark = { x: Float64Array.of(0, 5, 5.001, 2, Number.NaN, 1, 1.001), y: Float64Array.of(0, 0, 0, 0, 0, 3, 3) }
  const { px, py } = pathPlaces(mark, { toX: (x) => x }, { toY: (y) => y }, 0.1)
  expect([...px]).toEqual([0, 5, 2, Number.NaN, 1, 1.001])
  expect([...py]).toEqual([0, 0, 0, Number.NaN, 3, 3])
})

test('every point of a scene lies on the page, and its depth follows the camera', () => {
  const scene = phasePortraitScene({ title: '', trajectories: [run] }, ['x', 'y', 'z'], { azimuth: 0, elevation: 0, zoom: 1 }) // biome-ignore format: one call
  const layout = layoutScene(scene, { width: 500, height: 400, fontSize: 11 })
  for (let i = 0; i < run.samples.times.length; i++) {
    const [x, y] = layout.project(...([0, 1, 2].map((k) => run.samples.values[3 * i + k] ?? 0) as [number, number, number])) // biome-ignore format: one call
    expect(x > 0 && x < 500 && y > 0 && y < 400).toBe(true)
  }
  // Seen along x: more x is nearer, more y is further right, more z is higher.
  const [x0, y0, near0] = layout.project(0, 0, 20)
  expect(layout.project(5, 0, 20)[2]).toBeGreaterThan(near0)
  expect(layout.project(0, 5, 20)[0]).toBeGreaterThan(x0)
  expect(layout.project(0, 0, 25)[1]).toBeLessThan(y0)
  const [line] = scene.marks
  const paths = line ? depthPaths(line, layout, 0.5) : []
  expect(paths.map(({ near }) => near)).toEqual(paths.map(({ near }) => near).toSorted((a, b) => a - b))
})

test('the camera turns round and round, and not over the top', () => {
  expect(turnCamera(firstCamera, 360, 0).azimuth).toBeCloseTo(firstCamera.azimuth, 9)
  expect(turnCamera({ ...firstCamera, azimuth: 170 }, 20, 0).azimuth).toBe(-170)
  expect(turnCamera(firstCamera, 0, 500).elevation).toBe(90)
})

test('scalars of one unit share a panel, others have their own; each may have its own', () => {
  const scalars = [{ name: 'a', unit: '1' }, { name: 'b', unit: 'm' }, { name: 'c', unit: '1' }] // biome-ignore format: a list
  const one = {
    name: 'r',
    scalars,
    samples: { times: Float64Array.of(0, 1), values: Float64Array.of(1, 2, 3, 4, 5, 6) },
  }
  const names = (figure: Figure) => figure.panels.map(({ marks }) => marks.map((mark) => mark.label))
  const source = { title: '', runs: [one], timeUnit: 's' }
  expect(names(timeSeriesFigure(source))).toEqual([['a', 'c'], ['b']])
  expect(names(timeSeriesFigure(source, { isSeparate: true }))).toEqual([['a'], ['b'], ['c']])
  expect(names(timeSeriesFigure(source, { shown: ['b'] }))).toEqual([['b']])
})

test('a conserved quantity is told relative to its first value', () => {
  const one = { name: 'r', scalars: [{ name: 'energy', unit: '1' }], samples: { times: Float64Array.of(0, 1), values: Float64Array.of(-2, -2.02) } } // biome-ignore format: record
  const [panel] = conservedFigure({ title: '', runs: [one], timeUnit: '1' }, ['energy']).panels
  const line = panel?.marks.find((mark) => mark.type === 'line')
  // (−2.02 + 2) / |−2| = −0.01
  expect(line?.type === 'line' ? line.y[1] : undefined).toBeCloseTo(-0.01, 12)
})
