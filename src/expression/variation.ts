import { call, divide, isNumber, multiply, subtract } from './build.ts'
import type { Expression } from './expression.ts'
import { derivativesBy, jacobianOf } from './jacobian.ts'
import { namesIn } from './names.ts'
import type { OdeEquations } from './ode-equations.ts'
import { isComparison } from './operators.ts'
import { childrenOf, sameExpression } from './tree.ts'

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

/** A place where a right side may jump: where `at` goes through zero. */
export interface Jump {
  readonly at: Expression
  /** Unknowns, parameters and t that it depends on, through definitions. */
  readonly names: ReadonlySet<string>
}

/** Where right sides may jump, and what decides that. */
export interface Jumps {
  readonly places: readonly Jump[]
  /** Names that decide without a place that goes through zero: conditions that are no comparison, like `if(x, 1, 2)`. */
  readonly hidden: ReadonlySet<string>
}

/**
 * Every jump of the right sides: both sides of a comparison, what stands in `sign` and `heaviside`, whole numbers in `floor` and `mod`.
 * `abs`, `min` and `max` bend but do not jump; `==` and `!=` differ at single moments only.
 */
export function jumpsOf(equations: OdeEquations): Jumps {
  const definitions = new Map(equations.definitions.map(({ name, value }) => [name, value]))
  const places: Jump[] = []
  const hidden = new Set<string>()
  const seen = new Set<Expression>()
  const resolve = (expression: Expression, into: Set<string>): Set<string> => {
    for (const name of namesIn(expression)) {
      const definition = definitions.get(name)
      if (definition) resolve(definition, into)
      else into.add(name)
    }
    return into
  }
  const add = (at: Expression) => {
    const known = places.some((place) => sameExpression(place.at, at))
    if (!known) places.push({ at, names: resolve(at, new Set()) })
  }
  /** Whole numbers of an expression are where this goes through zero. */
  const wholes = (expression: Expression) => call('sin', multiply({ kind: 'name', name: 'pi' }, expression))
  const isTruth = (part: Expression): boolean =>
    (part.kind === 'binary' && (isComparison(part.operator) || ((part.operator === 'and' || part.operator === 'or') && isTruth(part.left) && isTruth(part.right)))) ||
    (part.kind === 'unary' && part.operator === 'not' && isTruth(part.operand)) // biome-ignore format: one thought
  const visit = (part: Expression): void => {
    if (seen.has(part)) return
    seen.add(part)
    if (part.kind === 'binary' && ['<', '>', '<=', '>='].includes(part.operator)) add(subtract(part.left, part.right))
    if (part.kind === 'binary' && (part.operator === 'and' || part.operator === 'or') && !isTruth(part))
      resolve(part, hidden)
    if (part.kind === 'unary' && part.operator === 'not' && !isTruth(part)) resolve(part, hidden)
    if (part.kind === 'call') {
      const [first, second] = part.arguments
      if (first && (part.name === 'sign' || part.name === 'heaviside')) add(first)
      if (first && part.name === 'floor') add(wholes(first))
      if (first && second && part.name === 'mod') add(wholes(divide(first, second)))
      if (first && part.name === 'if' && !isTruth(first)) resolve(first, hidden)
    }
    for (const child of childrenOf(part)) visit(child)
  }
  for (const expression of [...equations.rates, ...equations.definitions.map(({ value }) => value)]) visit(expression)
  return { places, hidden }
}
