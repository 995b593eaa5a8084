import { expect, test } from 'vitest'
import { makeGraph } from '../../../src/expression/lower/graph.ts'
import { lowerExpression } from '../../../src/expression/lower/lower-expression.ts'
import { neededNodes } from '../../../src/expression/lower/schedule.ts'
import { shareReciprocals } from '../../../src/expression/lower/share-reciprocals.ts'
import { encodeModule, signed, unsigned } from '../../../src/expression/lower/wasm-encoder.ts'
import { parseExpression } from '../../../src/expression/parse.ts'

const names = ['x', 'y', 'p']
function operationsOf(...texts: readonly string[]): readonly string[] {
  const graph = makeGraph()
  const roots = texts.map((text) =>
    lowerExpression(graph, parseExpression(text), (name) =>
      names.includes(name) ? graph.input(names.indexOf(name)) : undefined,
    ),
  )
  return neededNodes(graph, roots, () => false).map((id) => graph.nodes[id]?.operation ?? '')
}
const count = (list: readonly string[], one: string) => list.filter((operation) => operation === one).length

test('common sub-expressions are one node, across expressions and in either order of operands', () => {
  const list = operationsOf('exp(x*y) + 1', 'exp(y*x)*exp(x*y)', 'x*y')
  expect([count(list, 'exp'), count(list, 'multiply')]).toEqual([1, 2])
})

test('a difference taken both ways, as in the forces of two bodies, is computed once', () => {
  const list = operationsOf('p/(x - y)^3', '-p*(y - x)/((y - x)^2)^(3/2)')
  expect([count(list, 'subtract'), count(list, 'sqrt'), count(list, 'divide')]).toEqual([1, 1, 2])
})

test('three quotients of one divisor share its reciprocal, two do not', () => {
  const divisions = (...texts: readonly string[]) => {
    const graph = makeGraph()
    const outputs = texts.map((text, index) => ({
      node: lowerExpression(graph, parseExpression(text), (name) => graph.input(names.indexOf(name))),
      index,
    }))
    const roots = shareReciprocals(graph, outputs).map(({ node }) => node)
    return neededNodes(graph, roots, () => false).filter((id) => graph.nodes[id]?.operation === 'divide').length
  }
  expect(divisions('x/(1 + p)', 'y/(1 + p) + x')).toBe(2)
  expect(divisions('x/(1 + p)', 'y/(1 + p) + x', 'exp(x*y/(1 + p))')).toBe(1)
  // A constant divisor stays one: its quotients are rounded once.
  expect(divisions('x/3', 'y/3', 'p/3')).toBe(3)
})

test('powers: as few products as binary powering needs, roots, and the general power', () => {
  // x^15: squares 2, 4, 8 and three products more.
  expect(operationsOf('x^15').filter((one) => one !== 'input')).toEqual(new Array(6).fill('multiply'))
  expect(operationsOf('x^0.5')).toEqual(['input', 'sqrt'])
  expect(operationsOf('x^-1')).toEqual(['input', 'constant', 'divide'])
  expect(count(operationsOf('x^33'), 'pow')).toBe(1)
  expect(count(operationsOf('x^y'), 'pow')).toBe(1)
  expect(operationsOf('e^x')).toEqual(['input', 'exp'])
  expect(operationsOf('x^0')).toEqual(['constant'])
})

test('constants are folded; a division stays one unless its divisor is a power of two', () => {
  expect(operationsOf('2*pi + sin(1)')).toEqual(['constant'])
  expect(operationsOf('if(1 < 2, x, y/0)')).toEqual(['input'])
  expect(count(operationsOf('x/3'), 'divide')).toBe(1)
  expect(count(operationsOf('x/8'), 'divide')).toBe(0)
  expect(count(operationsOf('x/8'), 'multiply')).toBe(1)
})

test('LEB128: the examples of the WebAssembly and DWARF standards', () => {
  // DWARF 4, figures 22 and 23.
  expect(unsigned(2)).toEqual([2])
  expect(unsigned(127)).toEqual([127])
  expect(unsigned(128)).toEqual([0x80, 1])
  expect(unsigned(12857)).toEqual([0x80 + 57, 100])
  expect(signed(2)).toEqual([2])
  expect(signed(-2)).toEqual([0x7e])
  expect(signed(127)).toEqual([0xff, 0])
  expect(signed(-127)).toEqual([0x81, 0x7f])
  expect(signed(128)).toEqual([0x80, 1])
  expect(signed(-129)).toEqual([0xff, 0x7e])
})

test('a module of one function is valid', () => {
  const type = { parameters: ['f64'], result: 'f64' } as const
  // x + x
  const bytes = encodeModule({
    imports: [],
    functions: [{ type, exportName: 'double', locals: [], code: [0x20, 0, 0x20, 0, 0xa0] }],
    base: false,
    shared: false,
  })
  const memory = new WebAssembly.Memory({ initial: 1 })
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } })
  expect((exports.double as (x: number) => number)(21)).toBe(42)
})
