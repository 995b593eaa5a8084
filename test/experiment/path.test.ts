import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { forbiddenKeys, formatPath, getPath, parsePath, removePath, setPath } from '../../src/experiment/path.ts'

// The PATHs are those of contract 1, "What is computed and compared".
describe('parsePath', () => {
  test.each<[string, readonly string[]]>([
    ['problem.components.0.kd', ['problem', 'components', '0', 'kd']],
    ['data.0.columns["UV 280.5"].scale', ['data', '0', 'columns', 'UV 280.5', 'scale']],
    ['metrics["retentionTime.benzene"]', ['metrics', 'retentionTime.benzene']],
    ['a["say \\"hi\\""]', ['a', 'say "hi"']],
    ['rho', ['problem', 'parameters', 'rho']],
    ['seed', ['seed']],
    ['title', ['title']],
  ])('%s', (path, keys) => expect(parsePath(path)).toEqual(keys))

  test.each([
    '',
    'a..b',
    '.a',
    'a.',
    'a b',
    'a["b',
    'a[b]',
    'a]',
    'problem.__proto__.x',
    'constructor',
    'a["prototype"]',
    'x'.repeat(600),
  ])('refuses %s', (path) => expect(() => parsePath(path)).toThrow(/PATH/))
})

test('formatPath and parsePath are inverse', () => {
  const key = fc.string({ minLength: 1, maxLength: 12 }).filter((k) => !forbiddenKeys.includes(k))
  fc.assert(
    fc.property(fc.array(key, { minLength: 2, maxLength: 6 }), (keys) => {
      expect(parsePath(formatPath(keys))).toEqual(keys)
    }),
    { seed: 3 },
  )
})

describe('values at PATHs', () => {
  const document = { problem: { parameters: { a: 1 }, components: [{ kd: 2 }, { kd: 3 }] }, title: 'x' }

  test('getPath finds own values only', () => {
    expect(getPath(document, 'problem.components.1.kd')).toBe(3)
    expect(getPath(document, 'a')).toBe(1)
    expect(getPath(document, 'problem.components.2.kd')).toBeUndefined()
    expect(getPath(document, 'problem.hasOwnProperty.length')).toBeUndefined()
  })

  test('setPath changes a copy and shares the rest', () => {
    const changed = setPath(document, 'problem.components.1.kd', 30)
    expect(changed.problem.components).toEqual([{ kd: 2 }, { kd: 30 }])
    expect(document.problem.components[1]).toEqual({ kd: 3 })
    expect(changed.problem.components[0]).toBe(document.problem.components[0])
    expect(changed.problem.parameters).toBe(document.problem.parameters)
  })

  test('setPath makes sections, not list items', () => {
    expect(setPath(document, 'method.id', 'exact')).toMatchObject({ method: { id: 'exact' } })
    expect(() => setPath(document, 'problem.components.2.kd', 1)).toThrow(/items 0 to 1/)
    expect(() => setPath(document, 'title.x', 1)).toThrow(/goes on/)
  })

  test('removePath', () => {
    expect(removePath(document, 'problem.parameters.a').problem.parameters).toEqual({})
    expect(removePath(document, 'problem.components.0').problem.components).toEqual([{ kd: 3 }])
    expect(removePath(document, 'problem.nothing.more')).toEqual(document)
  })

  test('what is set is found', () => {
    const key = fc.stringMatching(/^[A-Za-z][A-Za-z0-9 ._-]{0,8}$/).filter((k) => !forbiddenKeys.includes(k))
    fc.assert(
      fc.property(fc.array(key, { minLength: 2, maxLength: 5 }), fc.double(), (keys, value) => {
        const path = formatPath(keys)
        expect(getPath(setPath({}, path, value), path)).toBe(value)
      }),
      { seed: 4 },
    )
  })
})
