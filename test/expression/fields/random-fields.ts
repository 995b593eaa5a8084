import fc from 'fast-check'
import { add, multiply, negate, number, power, subtract } from '../../../src/expression/build.ts'
import { differentiate } from '../../../src/expression/differentiate.ts'
import type { Expression } from '../../../src/expression/expression.ts'
import { parseExpression } from '../../../src/expression/parse.ts'

/** What u and v are where a typed expression is compared with its meaning. */
export const given = new Map(
  Object.entries({ u: 'sin(x + 0.3*y) + 0.2*x*y', v: 'exp(-0.3*x)*cos(y) + 0.4*y^2' }).map(
    ([name, text]) => [name, parseExpression(text)] as const,
  ),
)
export const parameterValues: Readonly<Record<string, number>> = { a: 0.7, b: -1.3 }

/** A typed text, and what it is for the fields above, made by the rules of calculus beside the reader. */
export interface Meant {
  readonly text: string
  readonly value: Expression
}

const along = (e: Expression, axis: string) => differentiate(e, axis)
const laplacian = (e: Expression) => add(along(along(e, 'x'), 'x'), along(along(e, 'y'), 'y'))
const name = (text: string): Expression => ({ kind: 'name', name: text })
const unknown = fc.constantFrom('u', 'v')
const fieldOf = (text: string) => given.get(text) ?? name(text)

/** Typed expressions of two unknowns in the plane, with operators in one another. */
export function randomField(maxDepth = 3): fc.Arbitrary<Meant> {
  const { field } = fc.letrec<{ field: Meant }>((tie) => {
    const inner = tie('field')
    const leaf: fc.Arbitrary<Meant> = fc.oneof(
      { weight: 4, arbitrary: unknown.map((text): Meant => ({ text, value: fieldOf(text) })) },
      { weight: 2, arbitrary: fc.constantFrom('a', 'b', 'x', 'y').map((text): Meant => ({ text, value: name(text) })) },
      {
        weight: 1,
        arbitrary: fc.integer({ min: 1, max: 3 }).map((n): Meant => ({ text: String(n), value: number(n) })),
      },
      {
        weight: 3,
        arbitrary: fc.tuple(unknown, fc.constantFrom('x', 'y', 'xx', 'xy', 'xyy')).map(
          ([of, letters]): Meant => ({
            text: `${of}_${letters}`,
            value: [...letters].reduce((e, axis) => along(e, axis), fieldOf(of)),
          }),
        ),
      },
    )
    const pair = (join: (a: Meant, b: Meant) => Meant) => fc.tuple(inner, inner).map(([a, b]) => join(a, b))
    const single = (change: (a: Meant) => Meant) => inner.map(change)
    return {
      field: fc.oneof(
        { maxDepth, depthIdentifier: 'field' },
        { weight: 4, arbitrary: leaf },
        { weight: 3, arbitrary: pair((a, b) => ({ text: `(${a.text}) + (${b.text})`, value: add(a.value, b.value) })) },
        { weight: 2, arbitrary: pair((a, b) => ({ text: `(${a.text}) - (${b.text})`, value: subtract(a.value, b.value) })) },
        { weight: 4, arbitrary: pair((a, b) => ({ text: `(${a.text})*(${b.text})`, value: multiply(a.value, b.value) })) },
        { weight: 1, arbitrary: single((a) => ({ text: `-(${a.text})`, value: negate(a.value) })) },
        { weight: 1, arbitrary: single((a) => ({ text: `(${a.text})^2`, value: power(a.value, number(2)) })) },
        { weight: 1, arbitrary: single((a) => ({ text: `sin(${a.text})`, value: { kind: 'call', name: 'sin', arguments: [a.value] } })) },
        { weight: 2, arbitrary: single((a) => ({ text: `laplacian(${a.text})`, value: laplacian(a.value) })) },
        { weight: 2, arbitrary: single((a) => ({ text: `dx(${a.text})`, value: along(a.value, 'x') })) },
        { weight: 1, arbitrary: single((a) => ({ text: `dxy(${a.text})`, value: along(along(a.value, 'x'), 'y') })) },
        {
          weight: 2,
          arbitrary: pair((a, b) => ({
            text: `div((${a.text})*grad(${b.text}))`,
            value: add(
              along(multiply(a.value, along(b.value, 'x')), 'x'),
              along(multiply(a.value, along(b.value, 'y')), 'y'),
            ),
          })),
        },
        {
          weight: 1,
          arbitrary: pair((a, b) => ({
            text: `dot(grad(${a.text}), [${b.text}, 2])`,
            value: add(multiply(along(a.value, 'x'), b.value), multiply(number(2), along(a.value, 'y'))),
          })),
        },
      ),
    } // biome-ignore format: one case a line
  })
  return field
}
