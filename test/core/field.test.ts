import { expect, test } from 'vitest'
import { gridShape, gridSize, linspace, logspace } from '../../src/core/field.ts'

test('equidistant values hit both ends exactly', () => {
  const values = linspace(0.1, 0.7, 7)
  expect(values[0]).toBe(0.1)
  expect(values[6]).toBe(0.7)
  expect(values[3]).toBeCloseTo(0.4, 15)
  expect([...linspace(2, 5, 1)]).toEqual([2])
})

test('logarithmic values have a constant ratio and exact ends', () => {
  const values = logspace(1e-3, 1e3, 7)
  expect(values[0]).toBe(1e-3)
  expect(values[6]).toBe(1e3)
  expect(values[3]).toBeCloseTo(1, 12)
})

test('shape and size of a grid, slowest axis first', () => {
  const grid = {
    axes: [
      { name: 'y', unit: 'm', values: linspace(0, 1, 3) },
      { name: 'x', unit: 'm', values: linspace(0, 1, 5) },
    ],
  }
  expect(gridShape(grid)).toEqual([3, 5])
  expect(gridSize(grid)).toBe(15)
  expect(gridSize({ axes: [] })).toBe(1)
})
