// What decides and what computes are two catalogues: each method of one has its partner in the other.
import { expect, test } from 'vitest'
import { bindings } from '../../src/experiment/bindings/catalogue.ts'
import { makers } from '../../src/experiment/makers/catalogue.ts'
import { problems } from '../../src/pde/catalogue.ts'

const names = (list: readonly { readonly problem: string; readonly method: string }[]) =>
  list.map(({ problem, method }) => `${problem} ${method}`).sort()

test('every binding has a maker, every maker a binding, every method of a problem both', () => {
  expect(names(makers)).toEqual(names(bindings))
  expect(new Set(names(makers)).size).toBe(makers.length)
  const methods = problems.flatMap(({ id, methods }) => methods.map((method) => ({ problem: id, method: method.id })))
  expect(names(methods).filter((name) => !names(bindings).includes(name))).toEqual([])
})
