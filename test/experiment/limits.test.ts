import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { InvalidInput } from '../../src/core/errors.ts'
import { checkDataPath, checkLimits, limits, parseJson } from '../../src/experiment/limits.ts'

function errorsOf(work: () => unknown) {
  try {
    work()
  } catch (error) {
    if (error instanceof InvalidInput) return error.errors
    throw error
  }
  return []
}

describe('JSON with a mistake says where and what', () => {
  test.each<[string, number, number, RegExp]>([
    ['{"a": NaN}', 1, 7, /NaN and Infinity/],
    ['{"a": 1,\n "b": -Infinity}', 2, 7, /NaN and Infinity/],
    ['{"a": 1,\n}', 2, 1, /comma/],
    ['{\n  // note\n}', 2, 3, /comments/],
    ["{'a': 1}", 1, 2, /double quotes/],
    ['{"a": [1, 2', 1, 12, /too early/],
  ])('%s', (text, line, column, message) => {
    const [error] = errorsOf(() => parseJson(text))
    expect(error?.message).toMatch(message)
    expect({ line: error?.line, column: error?.column }).toEqual({ line, column: expect.closeTo(column, -0.5) })
  })

  test('an empty file, a byte order mark', () => {
    expect(errorsOf(() => parseJson('  '))[0]?.message).toMatch(/empty/)
    expect(parseJson('\uFEFF{"a":1}')).toEqual({ a: 1 })
  })

  test('a file beyond all size is not even read', () => {
    expect(errorsOf(() => parseJson(' '.repeat(limits.fileBytes + 1)))[0]?.message).toMatch(/32 MB/)
  })
})

describe('what no file may hold', () => {
  test('names that reach into JavaScript, at any depth, also where JSON.parse made them', () => {
    for (const name of ['__proto__', 'constructor', 'prototype']) {
      const [error] = errorsOf(() => checkLimits(JSON.parse(`{"problem":{"parameters":[{"${name}":{"polluted":1}}]}}`)))
      expect(error?.path).toBe(`problem.parameters.0.${name}`)
      expect(error?.message).toContain(name)
    }
    expect(Reflect.get({}, 'polluted')).toBeUndefined()
  })

  test('NaN and Infinity in a document that is no JSON', () => {
    expect(errorsOf(() => checkLimits({ a: { b: Number.NaN } }))[0]?.path).toBe('a.b')
    expect(errorsOf(() => checkLimits({ a: [Number.POSITIVE_INFINITY] }))[0]?.path).toBe('a.0')
  })

  test('deep nesting, long texts, long names, functions', () => {
    const deep = JSON.parse(`${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`)
    expect(errorsOf(() => checkLimits(deep))[0]?.message).toMatch(/nested/)
    expect(errorsOf(() => checkLimits({ notes: 'x'.repeat(300_000) }))[0]?.path).toBe('notes')
    expect(errorsOf(() => checkLimits({ a: { ['k'.repeat(300)]: 1 } }))[0]?.path).toBe('a')
    expect(errorsOf(() => checkLimits({ a: () => 1 }))[0]?.message).toMatch(/function/)
    expect(errorsOf(() => checkLimits({ a: new Array(limits.values + 1).fill(0) }))[0]?.message).toMatch(/CSV/)
  })
})

describe('a file of measurements stays within the folder above', () => {
  test.each(['run3.csv', '../measurements/run3.csv', './a/b.csv', 'a/../b.csv', 'a/../../b.csv', 'ümlaut ä.csv'])(
    '%s is fine',
    (file) => expect(checkDataPath(file)).toBeUndefined(),
  )
  test.each([
    '/etc/passwd',
    '../../etc/passwd',
    'a/../../../b',
    'C:/x.csv',
    'file:///etc/passwd',
    'http://x/y.csv',
    '~/x',
    'a\\..\\b',
    'a\0b',
    '',
    ' ',
    '..',
    '../',
    'a/',
    '../a/../../b',
    'x'.repeat(500),
  ])('%s is refused', (file) => expect(checkDataPath(file)).toMatch(/relative to the experiment/))

  test('whatever passes, resolved by URL rules below a deep folder, is still below its parent', () => {
    const part = fc.constantFrom('..', '.', 'a', 'b', '')
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
        const file = parts.join('/')
        if (checkDataPath(file) !== undefined) return
        const place = new URL(file, 'file:///one/two/three/').pathname
        expect(place.startsWith('/one/two/')).toBe(true)
      }),
      { seed: 8, numRuns: 2000 },
    )
  })
})
