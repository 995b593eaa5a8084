import { expect, test } from 'vitest'
import { parseExperiment } from '../../src/experiment/parse.ts'
import { setPath } from '../../src/experiment/path.ts'
import type { FitResult } from '../../src/fit/fit-result.ts'
import { fitOfData, fitOfRun } from '../../src/views/export/fit-of-run.ts'
import type { FitState } from '../../src/views/fit/fit-store.ts'
import { gasColumn } from '../experiment/samples.ts'

const data = [{ file: 'a.csv', columns: { t: 'x', c: 'y:benzene' } }]
const experiment = parseExperiment({ ...gasColumn(), data })
const path = 'problem.components.0.kd'
const result: FitResult = {
  status: 'converged',
  reason: '',
  parameters: { [path]: { value: 5.5, standardError: 0.1, interval95: [5.3, 5.7], unit: '1/s' } },
  correlation: [[1]],
  flagged: [],
  residualStd: 1,
  r2: 1,
  reducedChiSquare: 1,
  degreesOfFreedom: 10,
  evaluations: 1,
  iterations: 1,
  seconds: 0,
  series: [],
  notes: [],
}
const state: FitState = { status: 'done', iterations: [], result, of: experiment }

test('a run made with the fitted values has the fit; one made before does not', () => {
  expect(fitOfRun(state, setPath(experiment, path, 5.5))).toBe(result)
  expect(fitOfRun(state, experiment)).toBeUndefined()
  expect(fitOfData(state, experiment)).toBe(result)
})

test('a preview, or a fit of other measurements, is no fit of this run', () => {
  expect(fitOfRun({ ...state, isPreview: true }, setPath(experiment, path, 5.5))).toBeUndefined()
  const other = parseExperiment({ ...gasColumn(), data: [{ file: 'b.csv', columns: { t: 'x', c: 'y:benzene' } }] })
  expect(fitOfData(state, other)).toBeUndefined()
})
