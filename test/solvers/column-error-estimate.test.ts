import { expect, test } from 'vitest'
import { makeEstimatedColumn } from '../../src/solvers/discretisations/column-error-estimate.ts'
import { makeColumnFiniteVolume } from '../../src/solvers/discretisations/column-finite-volume.ts'
import { btexCase, errorsToTable, finish, thomasCase } from './column-cases.ts'

// Fronts of 7, 3, 6, 0.9 and 1.7 cells a standard deviation: from smooth to a shock within a cell.
test.each([
  [0.3, 400],
  [1, 400],
  [1, 800],
  [5, 400],
  [5, 800],
])('a load of %d on %d cells: the estimate bounds the true error (Thomas) and is of its size', (load, cells) => {
  const { transport, times, exact } = thomasCase(load)
  const simulation = makeEstimatedColumn(transport, { cells }, times, false)
  const { values } = finish(simulation)
  const error = Math.max(...times.map((time, i) => Math.abs((values[i] ?? 0) - exact(time))))
  const estimate = simulation.report().errors.estimate?.a ?? 0
  expect(estimate).toBeGreaterThan(error)
  expect(estimate).toBeLessThan(8 * error)
})

test('linear peaks: the estimate bounds the error against the table of 40 digits', () => {
  const { transport, times, table } = btexCase('gc_btex_varvel')
  for (const cells of [400, 528]) {
    const simulation = makeEstimatedColumn(transport, { cells }, times, false)
    const errors = errorsToTable(transport, finish(simulation).values, table)
    transport.components.forEach(({ name }, c) => {
      const estimate = simulation.report().errors.estimate?.[name] ?? 0
      expect(estimate).toBeGreaterThan(errors[c] ?? 1)
      // The seventh order is not trusted: on the safe side by what it would have gained.
      expect(estimate).toBeLessThan(30 * (errors[c] ?? 0))
    })
  }
})

test('the solution is that without an estimate; interrupted and restored, both go on bit for bit', () => {
  const { transport, times } = thomasCase(1)
  const options = { cells: 64 }
  const plain = finish(makeColumnFiniteVolume(transport, options, times, false))
  const whole = makeEstimatedColumn(transport, options, times, false)
  expect(finish(whole)).toEqual(plain)
  const first = makeEstimatedColumn(transport, options, times, false)
  const values: number[] = []
  for (let k = 0; k < 5; k++) values.push(...(first.advance(0, () => 1).samples?.values ?? []))
  const second = makeEstimatedColumn(transport, options, times, false)
  second.restore(structuredClone(first.checkpoint()))
  values.push(...finish(second).values)
  expect(Float64Array.from(values)).toEqual(plain.values)
  expect(second.report()).toEqual(whole.report())
  expect(second.report().errors.estimate?.a).toBeGreaterThan(0)
  // A checkpoint of a run that had none cannot give one.
  const third = makeEstimatedColumn(transport, options, times, false)
  third.restore(makeColumnFiniteVolume(transport, options, times, false).checkpoint())
  finish(third)
  expect(third.report().errors.estimate).toBeUndefined()
})
