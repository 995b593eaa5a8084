import { expect, test } from 'vitest'
import type { Experiment } from '../../../src/experiment/experiment.ts'
import { simulate } from '../../../src/experiment/simulate.ts'
import { shownTable, studyArrays, studyCsv, studySentence } from '../../../src/views/studies/study-table.ts'

function studyOf(study: Experiment['study'], equations: readonly string[], parameters = {}) {
  const names = equations.map((line) => line.charAt(0))
  const made = simulate(
    {
      isoline: 1,
      problem: {
        id: 'typed-ode',
        equations,
        parameters,
        initial: Object.fromEntries(names.map((name) => [name, 0.5])),
      },
      time: { to: 20, samples: 21 },
      ...(study ? { study } : {}),
    },
    {},
  ).report.study
  if (!made) throw new Error('the study has an answer')
  return made
}

test('equilibria of a planar system: state, kind and eigenvalues, rounding written as zero', () => {
  // x' = x − x³, y' = −y: saddle at 0 (eigenvalues 1, −1), stable nodes at ±1 (−2, −1).
  const study = studyOf({ type: 'equilibria', box: { x: [-2, 2], y: [-2, 2] } }, ["x' = x - x^3", "y' = -y"])
  const table = shownTable(study)
  expect(table?.headings.slice(0, 4)).toEqual(['x', 'y', 'kind', 'eigenvalues'])
  expect(table?.rows.map((row) => row.slice(0, 4))).toEqual([
    ['−1', '0', 'stable node', '−1, −2'],
    ['0', '0', 'saddle', '1, −1'],
    ['1', '0', 'stable node', '−1, −2'],
  ])
  expect(studySentence(study)).toBe('3 equilibria in the box.')
  const [head, first] = studyCsv(study).split('\n')
  expect(head).toBe('x,y,kind,eigenvalue 1 re,eigenvalue 1 im,eigenvalue 2 re,eigenvalue 2 im,residual')
  expect(first?.split(',')[2]).toBe('stable node')
  expect(studyArrays(study)).not.toHaveProperty('kind')
  expect(studyArrays(study).x?.shape).toEqual([3])
})

test('special points of a continuation: the fold of r − 1/4 + x² at 1/4', () => {
  const study = studyOf({ type: 'continuation', parameter: 'r', from: -1, to: 1, box: { x: [-2, 2] } }, ["x' = r - 1/4 + x^2"], { r: -1 }) // biome-ignore format: one call
  const table = shownTable(study)
  expect(table?.rows.map(([name, value]) => [name, value])).toEqual([['fold', '0.25']])
})

test('a study without numbers of its own makes no table', () => {
  expect(shownTable({ type: 'bifurcation', scans: { up: { parameter: [1, 2], value: [3, null] } }, of: 'x', parameter: 'r' })).toBeUndefined() // biome-ignore format: one call
  expect(studyCsv({ type: 'bifurcation', scans: { up: { parameter: [1, 2], value: [3, null] } }, of: 'x', parameter: 'r' }).split('\n').slice(0, 3).map((line) => line.split(',').map((cell) => cell === '' ? '' : Number(cell) || cell))).toEqual([['r', 'x'], [1, 3], [2, '']]) // biome-ignore format: one call
})
