import { expect, test } from 'vitest'
import { parseJson } from '../../src/experiment/limits.ts'

const whole = '{\n  "isoline": 1,\n  "list": [1, 2],\n  "text": "a"\n}'

// Each mistake is made at a known place; lines and columns are counted from 1.
test.each<[string, string, number, number, RegExp]>([
  ['a comma before }', whole.replace('"a"', '"a",'), 5, 1, /a comma stands before "}"/],
  ['a comma before ]', whole.replace('2]', '2,]'), 3, 17, /a comma stands before "]"/],
  ['a comma missing', whole.replace('1,\n', '1\n'), 3, 3, /a comma or "}" is missing before/],
  ['a comma too many', whole.replace('1,\n', '1,,\n'), 2, 16, /a name in double quotes/],
  ['a line comment', whole.replace('"list"', '// why\n"list"'), 3, 3, /comments are not allowed.*notes/],
  ['a hash comment', `# why\n${whole}`, 1, 1, /comments are not allowed/],
  ['NaN', whole.replace('2]', 'NaN]'), 3, 15, /NaN and Infinity/],
  ['-Infinity', whole.replace('2]', '-Infinity]'), 3, 15, /NaN and Infinity/],
  ['single quotes', whole.replace('"text"', "'text'"), 4, 3, /plain double quotes/],
  ['typographic quotes', whole.replace('"text"', '“text”'), 4, 3, /plain double quotes/],
  ['a name without quotes', whole.replace('"text"', 'text'), 4, 3, /a name in double quotes/],
  ['+5', whole.replace('2]', '+5]'), 3, 15, /no "\+"/],
  ['.5', whole.replace('2]', '.5]'), 3, 15, /0\.5/],
  ['05', whole.replace('2]', '05]'), 3, 15, /does not begin with 0/],
  ['True', whole.replace('2]', 'True]'), 3, 15, /small letters/],
  ['a lone backslash', whole.replace('"a"', '"C:\\dir"'), 4, 14, /write it twice/],
  ['a line break in a text', whole.replace('"a"', '"a\nb"'), 4, 13, /not closed on its line/],
  ['a colon missing', whole.replace('"text":', '"text"'), 4, 10, /":" is missing/],
  ['a value missing', whole.replace('1,\n', ',\n'), 2, 14, /a value should stand here/],
  ['something after the end', `${whole}{}`, 5, 2, /after the end/],
  ['the end missing', whole.slice(0, -2), 4, 14, /ends too early; the last "{" is not closed/],
  ['a text not closed', '{"a": "x', 1, 7, /begins here is not closed/],
  ['a wrong bracket', whole.replace('2]', '2}'), 3, 16, /a comma or "]" is missing before "},"/],
])('%s: said with its line and column', (_, source, line, column, message) => {
  expect(() => parseJson(source)).toThrow(
    expect.objectContaining({
      errors: [expect.objectContaining({ line, column, message: expect.stringMatching(message) })],
    }),
  )
})

test('whatever is cut off or changed, the mistake found is inside the text', () => {
  const alphabet = '{}[],:"\\0-.eE+tfn \n'
  for (let at = 0; at <= whole.length; at++)
    for (const character of ['', ...alphabet]) {
      const source = whole.slice(0, at) + character + whole.slice(at + 1)
      let error: unknown
      try {
        parseJson(source)
      } catch (thrown) {
        error = thrown
      }
      let isJson = true
      try {
        JSON.parse(source)
      } catch {
        isJson = false
      }
      // The engine's own parser is the judge of what is JSON.
      expect(error === undefined, source).toBe(isJson)
      if (!isJson && source.trim() !== '') expect(error).toMatchObject({ errors: [{ line: expect.any(Number) }] })
    }
})

test('a deep text costs no stack', () => {
  expect(() => parseJson(`${'['.repeat(1_000_000)}x`)).toThrow(/a value should stand here/)
})
