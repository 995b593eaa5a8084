import { expect, test } from 'vitest'
import { parseExperiment } from '../../src/experiment/parse.ts'
import { plan } from '../../src/experiment/plan.ts'
import { findProblem } from '../../src/pde/catalogue.ts'
import { columnUnit, insertRow, programLists, removeRow, setColumnUnit } from '../../src/views/forms/program-logic.ts'

const problem = findProblem('gas-migration')
const columns = problem?.program ?? []
const experiment = parseExperiment({
  ...problem?.example,
  problem: {
    ...Object(problem?.example.problem),
    program: {
      time: [0, '1 min', '17 min'],
      temperature: ['40 degC', '40 degC', '200 degC'],
      inletPressure: ['200 kPa', '200 kPa', '200 kPa'],
      outletPressure: [101325, 101325, 101325],
    },
  },
})
const resolved = (changed = experiment) => plan(changed, {}).values.program

test('a column has one unit; changing it changes no value', () => {
  expect(columns.map((column) => columnUnit(programLists(experiment)?.[column.name] ?? [], column))).toEqual([
    'min',
    'degC',
    'kPa',
    'Pa',
  ])
  const changed = setColumnUnit(experiment, columns, 'temperature', 'K')
  // Source: 0 °C = 273.15 K.
  expect(programLists(changed)?.temperature).toEqual([313.15, 313.15, 473.15])
  const kilopascals = setColumnUnit(changed, columns, 'outletPressure', 'kPa')
  expect(programLists(kilopascals)?.outletPressure).toEqual(['101.325 kPa', '101.325 kPa', '101.325 kPa'])
  for (const [name, values] of Object.entries(resolved() ?? {}))
    resolved(kilopascals)?.[name]?.forEach((value, i) => {
      expect(value).toBeCloseTo(values[i] ?? Number.NaN, 9)
    })
})

test('a row goes in half way to the next, after the last it goes on; the programme stays valid', () => {
  const between = insertRow(experiment, columns, 1)
  // Source: half way between (1 min, 40 °C) and (17 min, 200 °C).
  expect(programLists(between)).toMatchObject({
    time: [0, '1 min', '9 min', '17 min'],
    temperature: ['40 degC', '40 degC', '120 degC', '200 degC'],
  })
  const after = insertRow(experiment, columns, 2)
  // The last distance, 16 min, once more; the temperature stays.
  expect(programLists(after)).toMatchObject({
    time: [0, '1 min', '17 min', '33 min'],
    temperature: ['40 degC', '40 degC', '200 degC', '200 degC'],
  })
  expect(resolved(after)?.time?.length).toBe(4)
  expect(programLists(removeRow(between, columns, 2))).toEqual(programLists(experiment))
})
