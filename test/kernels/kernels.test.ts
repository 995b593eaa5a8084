import { expect, test } from 'vitest'
import { makeKernels } from '../../src/kernels/kernels.ts'

test('a block keeps its length and contents when the memory moves', () => {
  const kernels = makeKernels()
  const block = kernels.allocate(5)
  block.view.set([1, 2, 3, 4, 5])
  const empty = kernels.allocate(0)
  kernels.allocate(1e6)
  expect(block.view.length).toBe(0)
  expect([...kernels.refresh(block).view]).toEqual([1, 2, 3, 4, 5])
  expect(kernels.refresh(empty).view.length).toBe(0)
  // A block that was renewed before can be renewed again.
  const renewed = kernels.refresh(block)
  kernels.allocate(1e6)
  expect(kernels.refresh(renewed).view.length).toBe(5)
})
