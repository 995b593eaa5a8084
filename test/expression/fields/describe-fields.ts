import type { FieldEquations } from '../../../src/expression/fields/field-equations.ts'
import { fieldText, sideKey, writtenExpression } from '../../../src/expression/fields/field-print.ts'
import { expressionText } from '../../../src/expression/print.ts'

/** Equations in a form that tests can name. */
export function describeFields(equations: FieldEquations) {
  const write = (e: Parameters<typeof expressionText>[0]) => expressionText(writtenExpression(e, equations))
  const printed = fieldText(equations, [])
  const count = equations.definitions.length
  return {
    rates: printed.equations.slice(0, printed.equations.length - count),
    definitions: printed.equations.slice(printed.equations.length - count),
    observed: equations.observed.map(({ value, parts }) => ({
      value: expressionText(value),
      parts: parts.map((part) => `${write(part.value)} ${part.over ?? `at ${(part.at ?? []).map(write).join(', ')}`}`),
    })),
    levelSet: equations.levelSet && expressionText(equations.levelSet),
    boundary: equations.boundary.map(
      (b) => `${sideKey(b.side, equations.axes)} ${equations.unknowns[b.unknown]} ${b.kind}${b.of === 'laplacian' ? ' of laplacian' : ''}: ${[b.value, b.normal, b.rightSide].map(write).join(' | ')}`, // biome-ignore format: one line
    ),
  }
}
