import fc from 'fast-check'
import { expect, test } from 'vitest'
import { InvalidInput } from '../../src/core/errors.ts'
import { parseExperiment } from '../../src/experiment/parse.ts'
import { setPath } from '../../src/experiment/path.ts'
import { plan } from '../../src/experiment/plan.ts'
import { gasColumn } from './samples.ts'

test('hostile documents end in InvalidInput, never in anything else, and change no prototype', () => {
  const key = fc.constantFrom(
    'isoline',
    'problem',
    'id',
    'parameters',
    'components',
    'length',
    'name',
    'ka',
    'method',
    'time',
    'at',
    'to',
    'samples',
    'data',
    'file',
    'columns',
    'fit',
    'free',
    'sweep',
    'over',
    '__proto__',
    'constructor',
    'toString',
    'views',
    'seed',
    '0',
    '',
  )
  const leaf = fc.oneof(
    fc.double(),
    fc.string(),
    fc.boolean(),
    fc.constant(null),
    fc.constantFrom('gas-column', '1e999', '5 m', '../../x', 'a\0b', '__proto__'),
    fc.constantFrom(1, 0, -1, 1e300),
  )
  const { node } = fc.letrec((tie) => ({
    node: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      leaf,
      fc.array(tie('node'), { maxLength: 4 }),
      fc.dictionary(key, tie('node'), { maxKeys: 6, noNullPrototype: true }),
    ),
  }))
  const section = fc.constantFrom(
    'problem',
    'method',
    'time',
    'data',
    'fit',
    'sweep',
    'study',
    'observe',
    'seed',
    'views',
    'problem.parameters',
    'problem.components',
    'problem.components.0',
    'problem.parameters.length',
  )
  fc.assert(
    fc.property(section, node, (path, value) => {
      const document = JSON.stringify(setPath(gasColumn(), path, value))
      try {
        plan(parseExperiment(document), {})
      } catch (error) {
        if (!(error instanceof InvalidInput)) throw error
        expect(error.errors.length).toBeGreaterThan(0)
        for (const e of error.errors) expect(e.message.length).toBeGreaterThan(5)
      }
      expect(Object.keys(Object.prototype)).toEqual([])
    }),
    { seed: 9, numRuns: 1500 },
  )
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(() => parseExperiment(text)).toThrow(InvalidInput)
    }),
    { seed: 10 },
  )
})
