import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cutRows, parseScalars, scalarsHeader, scalarsRows } from '../../src/experiment/scalars-file.ts'

test('numbers come back bit for bit', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.double(), fc.double({ noNaN: true }))), (rows) => {
      const samples = { times: Float64Array.from(rows, (r) => r[1]), values: Float64Array.from(rows, (r) => r[0]) }
      const text = scalarsHeader(['o-xylene']) + scalarsRows(samples)
      const back = parseScalars(text)
      expect(back.names).toEqual(['o-xylene'])
      // toPrecision does not write the sign of zero; 0 and −0 are the same number.
      expect([...back.samples.values]).toEqual([...samples.values].map((v) => v + 0))
      expect([...back.samples.times]).toEqual([...samples.times].map((v) => v + 0))
    }),
    { seed: 6 },
  )
})

test('17 significant digits, by the definition of the contract', () => {
  const text = scalarsRows({ times: new Float64Array([0.1]), values: new Float64Array([1 / 3]) })
  // 0.1 and 1/3 as doubles have these decimal expansions (IEEE 754).
  expect(text).toBe('0.10000000000000001,0.33333333333333331\n')
})

test('a torn last line is left out; cutting keeps whole rows', () => {
  const text = 't,a\n0,1\n1,2\n2,3'
  expect([...parseScalars(text).samples.times]).toEqual([0, 1])
  expect(cutRows(text, 1)).toBe('t,a\n0,1\n')
  expect(cutRows('t,a\n0,1\n', 5)).toBe('t,a\n0,1\n')
})

test('names with commas and quotes survive', () => {
  const names = ['a,b', 'say "x"', 'plain']
  expect(parseScalars(scalarsHeader(names)).names).toEqual(names)
})
