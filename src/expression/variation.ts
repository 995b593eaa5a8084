import { isNumber } from './build.ts'
import type { Expression } from './expression.ts'
import { derivativesBy, jacobianOf } from './jacobian.ts'
import { namesIn } from './names.ts'
import type { OdeEquations } from './ode-equations.ts'
import { childrenOf } from './tree.ts'

/** One derivative of one of several expressions that is not zero by structure. */
export interface VariationEntry {
  readonly row: number
  /** With respect to an unknown, a parameter (places in the equations), or t. */
  readonly by: 'unknown' | 'parameter' | 'time'
  readonly index: number
  readonly value: Expression
}

/** Every derivative of the expressions to unknowns, to the parameters named by place, and to t, through definitions. */
export function variationOf(
  equations: OdeEquations,
  expressions: readonly Expression[],
  parameters: readonly number[],
): readonly VariationEntry[] {
  const along = (name: string, by: VariationEntry['by'], index: number) =>
    derivativesBy(equations, expressions, name).flatMap((value, row): VariationEntry[] =>
      isNumber(value, 0) ? [] : [{ row, by, index, value }],
    )
  return [
    ...jacobianOf(equations, expressions).map(
      ({ row, column, value }): VariationEntry => ({ row, by: 'unknown', index: column, value }),
    ),
    ...parameters.flatMap((place) => along(equations.parameters[place] ?? '', 'parameter', place)),
    ...along('t', 'time', 0),
  ]
}

const comparisons: readonly string[] = ['<', '>', '<=', '>=', '==', '!=', 'and', 'or']

/** Functions that jump where their first argument says. */
const jumping: readonly string[] = ['sign', 'heaviside', 'floor', 'if']

/**
 * Names that decide where the right sides jump: of unknowns, parameters and t, definitions followed. Conditions of `if`, and what stands
 * in `sign`, `heaviside`, `floor` and `mod`. `abs`, `min` and `max` bend but do not jump.
 */
export function jumpNames(equations: OdeEquations): ReadonlySet<string> {
  const definitions = new Map(equations.definitions.map(({ name, value }) => [name, value]))
  const found = new Set<string>()
  const seen = new Set<Expression>()
  const resolve = (expression: Expression): void => {
    for (const name of namesIn(expression)) {
      const definition = definitions.get(name)
      if (definition) resolve(definition)
      else found.add(name)
    }
  }
  const visit = (part: Expression): void => {
    if (seen.has(part)) return
    seen.add(part)
    if (part.kind === 'binary' && comparisons.includes(part.operator)) resolve(part)
    if (part.kind === 'call') {
      if (part.name === 'mod') part.arguments.forEach(resolve)
      const [first] = part.arguments
      if (first && jumping.includes(part.name)) resolve(first)
    }
    for (const child of childrenOf(part)) visit(child)
  }
  for (const expression of [...equations.rates, ...equations.definitions.map(({ value }) => value)]) visit(expression)
  return found
}
