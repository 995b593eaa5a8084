import { expect, test } from 'vitest'
import type { StudyResult } from '../../../src/core/simulation.ts'
import type { Mark } from '../../../src/views/plots/figure.ts'
import { figureToSvg } from '../../../src/views/plots/static-svg.ts'
import { bifurcationFigure } from '../../../src/views/studies/bifurcation-figure.ts'
import { continuationFigure } from '../../../src/views/studies/continuation-figure.ts'
import { equilibriaTable } from '../../../src/views/studies/equilibria-table.ts'
import { lyapunovFigure } from '../../../src/views/studies/lyapunov-figure.ts'
import { poincareFigure } from '../../../src/views/studies/poincare-figure.ts'
import { studyFigure } from '../../../src/views/studies/study-figure.ts'
import { workPrecisionFigure } from '../../../src/views/studies/work-precision-figure.ts'

// Source of every expected number: the small results written down here.
const title = 'A study'
const of = <T extends Mark['type']>(marks: readonly Mark[], type: T) =>
  marks.filter((mark): mark is Extract<Mark, { type: T }> => mark.type === type)

const branch = {
  parameter: [0, 1, 2, 3],
  states: { x: [5, 5, 5, 5], y: [0, 1, 2, 3] },
  unstable: [0, 0, 0, 2],
  isStable: [true, true, true, false],
  begins: 'range',
  ends: 'range',
}
const continuation: StudyResult = {
  type: 'continuation',
  parameter: 'B',
  from: 3,
  to: 0,
  branches: [branch],
  specials: [
    { kind: 'hopf', name: 'Hopf, subcritical', parameter: 2, state: { x: 5, y: 2 }, frequency: 1, branch: 0, index: 2 },
    { kind: 'fold', name: 'fold', parameter: 1, state: { x: 5, y: 1 }, branch: 0, index: 1 },
  ],
}

test('continuation: the unknown that changes, stable solid, unstable dashed, points by name', () => {
  const figure = continuationFigure(continuation, { title, unitOf: (name) => (name === 'y' ? 'mol/m^3' : '1') })
  expect(figure.x).toMatchObject({ label: 'B', range: [0, 3] })
  const [panel] = figure.panels
  expect(panel.y).toMatchObject({ label: 'y', unit: 'mol/m^3' })
  const [stable, unstable] = of(panel.marks, 'path')
  expect([...stable.x]).toEqual([0, 1, 2])
  expect([...unstable.y]).toEqual([2, 3])
  expect(unstable.dash).toBe('dash')
  const points = of(panel.marks, 'points')
  expect(points.map(({ label, shape }) => [label, shape])).toEqual([
    ['Hopf, subcritical', 'ring'],
    ['fold', 'disc'],
  ])
  expect(figure.description).toBe('One branch of equilibria over B; Hopf, subcritical at 2 and fold at 1.')
})

test('an unknown that stands still is a level line', () => {
  const figure = continuationFigure(continuation, { title, of: 'x' })
  expect(figure.panels[0].y.range).toEqual([0, 10])
})

test('a bifurcation diagram has a colour a scan', () => {
  const scans = { up: { parameter: [1, 1, 2], value: [3, 4, null] }, down: { parameter: [2], value: [5] } }
  const study = { type: 'bifurcation', parameter: 'r', from: 1, to: 2, of: 'x', sampled: 'maxima of x', scans }
  const figure = bifurcationFigure(study, { title })
  const [up, down] = of(figure.panels[0].marks, 'points')
  expect([...up.y]).toEqual([3, 4, Number.NaN])
  expect(up.colour).not.toBe(down.colour)
  expect(figure.panels[0].y.label).toBe('maxima of x')
  expect(figure.description).toContain('4 samples, scanned up and down')
})

test('a section is drawn in the plane of what moves; one unknown over itself', () => {
  const points = { x: [1, 2, 3], y: [4, 5, 7], z: [27, 27, 27] }
  const study = { type: 'poincare', section: 'z - 27', points, repeatsAfter: null }
  const figure = poincareFigure(study, { title })
  expect([figure.x.label, figure.panels[0].y.label]).toEqual(['x', 'y'])
  expect(figure.description).toBe('Poincaré section: 3 points where z - 27 crosses zero; they do not repeat.')
  const single = poincareFigure({ ...study, points: { x: [1, 2, 3] } }, { title })
  const [mark] = of(single.panels[0].marks, 'points')
  expect([[...mark.x], [...mark.y]]).toEqual([
    [1, 2],
    [2, 3],
  ])
})

test('exponents far below the others have a panel of their own', () => {
  const study = {
    type: 'lyapunov',
    exponents: [0.9, 0, -14.5],
    attractor: 'chaotic',
    kaplanYorke: 2.06,
    convergence: {
      t: [1, 2],
      exponents: [
        [1, 0.9],
        [0.1, 0],
        [-14, -14.5],
      ],
    },
  }
  const figure = lyapunovFigure(study, { title, timeUnit: 's' })
  expect(figure.panels.map(({ marks }) => of(marks, 'line').length)).toEqual([2, 1])
  expect(figure.panels[0].y.unit).toBe('1/s')
  expect(figure.description).toBe(
    'Lyapunov exponents: λ₁ = 0.9, λ₂ = 0 and λ₃ = −14.5; chaotic, Kaplan–Yorke dimension 2.06.',
  )
  expect(lyapunovFigure({ ...study, exponents: [0.9, 0] }, { title }).panels).toHaveLength(1)
})

test('work and precision: errors rise along a line, those below the reference stand at its uncertainty, failures are left out', () => {
  const study: StudyResult = {
    type: 'work-precision',
    reference: { stepper: 'dop853', checkedBy: 'radau5', uncertainty: 1e-10 },
    runs: [
      { stepper: 'tsit5', tolerance: 1e-3, error: 1e-2, evaluations: 10, milliseconds: 1 },
      { stepper: 'tsit5', tolerance: 1e-12, error: 1e-13, evaluations: 99, milliseconds: 9 },
      { stepper: 'rk4', step: 1, error: null, evaluations: null, milliseconds: null, reason: 'no' },
    ],
  }
  const figure = workPrecisionFigure(study, { title, cost: 'evaluations' })
  const lines = of(figure.panels[0].marks, 'line')
  expect(lines.map(({ label, x, y }) => [label, [...x], [...y]])).toEqual([['tsit5', [1e-10, 1e-2], [99, 10]]])
  expect(of(figure.panels[0].marks, 'rule')[0].at).toBe(1e-10)
})

test('equilibria as a table: pairs of eigenvalues stand once', () => {
  const study = {
    type: 'equilibria',
    equilibria: [
      { state: { x: 0, y: -1.5 }, kind: 'stable focus', eigenvalues: [[-1, 2], [-1, -2]], residual: 1e-16 },
      { state: { x: 1, y: 2 }, kind: 'saddle', eigenvalues: [[3, 0], [-4, 0]], residual: 0 },
    ],
  } // biome-ignore format: a table
  expect(equilibriaTable(study)).toEqual({
    headings: ['x', 'y', 'kind', 'eigenvalues', 'residual'],
    rows: [
      ['0', '−1.5', 'stable focus', '−1 ± 2 i', '10⁻¹⁶'],
      ['1', '2', 'saddle', '3, −4', '0'],
    ],
  })
  expect(equilibriaTable(undefined).rows).toEqual([])
})

test('every study is drawn, also one whose result is broken; the course in time is none', () => {
  const types = ['steady', 'eigenvalues', 'equilibria', 'continuation', 'bifurcation', 'poincare', 'lyapunov', 'work-precision'] // biome-ignore format: a list
  for (const type of types) {
    const figure = studyFigure({ type, branches: 3, specials: [null], runs: ['x'], points: null }, { title })
    expect(figure?.description, type).toMatch(/\.$/)
    if (figure)
      expect(figureToSvg(figure, { widthMillimetres: 80, heightMillimetres: 50, theme: 'light' })).toContain('</svg>')
  }
  expect(studyFigure({ type: 'time' }, { title })).toBeUndefined()
  expect(studyFigure(undefined, { title })).toBeUndefined()
})
