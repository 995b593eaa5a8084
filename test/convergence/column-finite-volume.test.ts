import { expect, test } from 'vitest'
import { makeColumnFiniteVolume } from '../../src/solvers/discretisations/column-finite-volume.ts'
import { btexCase, errorsToTable, finish } from '../solvers/column-cases.ts'

const { transport, times, table } = btexCase('gc_btex_varvel')

function errors(cells: number, order: number, rtol: number, components: readonly number[]): number[] {
  const some = { ...transport, components: transport.components.filter((_, c) => components.includes(c)) }
  const rows = table.map((row) => row.filter((_, c) => components.includes(c)))
  return errorsToTable(some, finish(makeColumnFiniteVolume(some, { cells, order, rtol }, times, false)).values, rows)
}

/** Against the table of 40 digits, all five analytes, errors relative to each peak. */
test('order 5: the error at 200, 400, 800 cells falls as the fifth power once peaks are resolved', () => {
  const [coarse = [], middle = [], fine = []] = [200, 400, 800].map((cells) => errors(cells, 5, 1e-6, [0, 1, 2, 3, 4]))
  const order = (a: number[], b: number[]) => Math.log2(Math.max(...a) / Math.max(...b))
  // At 200 cells the narrowest peak has three cells a standard deviation: not yet the asymptotic slope.
  expect(order(coarse, middle)).toBeGreaterThan(4)
  expect(order(middle, fine)).toBeGreaterThan(4.5)
})

test('orders 3 and 7 on the resolved peaks', () => {
  // Toluene (index 3): 6 cells a standard deviation at 200 cells.
  const slope = (order: number, cells: number) =>
    Math.log2((errors(cells, order, 1e-8, [3])[0] ?? 0) / (errors(2 * cells, order, 1e-8, [3])[0] ?? 1))
  expect(slope(3, 400)).toBeGreaterThan(2.5)
  expect(slope(7, 150)).toBeGreaterThan(6)
}, 120_000)
