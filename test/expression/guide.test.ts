import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { checkExpression, numberScope } from '../../src/expression/check.ts'
import { ExpressionError } from '../../src/expression/expression-error.ts'
import { functions } from '../../src/expression/functions.ts'
import { parseExpression } from '../../src/expression/parse.ts'

const guide = readFileSync('docs/guide/expressions.md', 'utf8')
const examples = [...guide.matchAll(/^\| `(.+)` \| column (\d+): (.+) \|$/gm)]

/** What is said of a text where `x` is the only name. */
function said(text: string): string {
  try {
    const [error] = checkExpression(parseExpression(text), numberScope(['x']))
    return error ? `${error.column}: ${error.message}` : 'nothing'
  } catch (error) {
    if (error instanceof ExpressionError) return `${error.column}: ${error.message}`
    throw error
  }
}

test('the errors in the guide are the errors that come', () => {
  expect(examples.length).toBeGreaterThan(8)
  for (const [, text = '', column, message] of examples) expect(said(text)).toBe(`${column}: ${message}`)
})

test('the guide names every function', () => {
  for (const name of Object.keys(functions)) expect(guide).toMatch(new RegExp(`\\b${name}\\b`))
})
