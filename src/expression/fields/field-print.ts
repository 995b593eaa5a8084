import { add, isNumber, multiply } from '../build.ts'
import type { Expression } from '../expression.ts'
import { expressionText } from '../print.ts'
import type { BoundaryCondition, FieldEquations, FieldTerm, ObservedNumber } from './field-equations.ts'
import { highestDerivative, noiseName } from './field-names.ts'
import { replaceNames, termIndex } from './field-terms.ts'
import type { FieldText } from './field-text.ts'

/** An expression as it is typed: terms as calls of operators (`laplacian(u)`, `dxx(u)`, `div(vector(…))`). */
export function writtenExpression(
  expression: Expression,
  equations: Pick<FieldEquations, 'terms' | 'axes'>,
): Expression {
  const { terms, axes } = equations
  const done = new Map<number, Expression>()
  const write = (e: Expression): Expression =>
    replaceNames(e, (name) => {
      const index = termIndex(name)
      const term = index === undefined ? undefined : terms[index]
      if (index === undefined || term === undefined) return undefined
      const known = done.get(index) ?? ofTerm(term)
      done.set(index, known)
      return known
    })
  const ofTerm = (term: FieldTerm): Expression => {
    switch (term.kind) {
      case 'laplacian':
      case 'integral':
        return called(term.kind, write(term.of))
      case 'divergence': {
        const [only] = term.fluxes
        const fluxes = term.fluxes.map(write)
        return called('div', only && fluxes.length === 1 ? write(only) : called('vector', ...fluxes))
      }
      case 'derivative':
        return derivative(write(term.of), term.orders, axes)
    }
  }
  return write(expression)
}

function called(name: string, ...values: readonly Expression[]): Expression {
  return { kind: 'call', name, arguments: values }
}

/** dxx(…) of at most four letters, in one another where there are more. */
function derivative(of: Expression, orders: readonly number[], axes: readonly string[]): Expression {
  let letters = orders.flatMap((order, axis) => Array.from({ length: order }, () => axes[axis] ?? '')).join('')
  let whole = of
  while (letters.length > 0) {
    whole = called(`d${letters.slice(-highestDerivative)}`, whole)
    letters = letters.slice(0, -highestDerivative)
  }
  return whole
}

/** A condition with its own names as typed: `u`, `dn(u)`, `laplacian(u)`. */
export function writtenCondition(
  condition: BoundaryCondition,
  unknowns: readonly string[],
): { readonly left: Expression; readonly right: Expression } {
  const name: Expression = { kind: 'name', name: unknowns[condition.unknown] ?? '' }
  const q = condition.of === 'value' ? name : called('laplacian', name)
  const slope = multiply(condition.normal, called('dn', q))
  const value = multiply(condition.value, q)
  const left = isNumber(condition.value, 0) ? slope : isNumber(condition.normal, 0) ? value : add(slope, value)
  return { left, right: condition.rightSide }
}

/** An observed number as typed. */
function writtenObserved(number: ObservedNumber, equations: FieldEquations): Expression {
  const words = { integral: 'integral', mean: 'mean', maximum: 'max', minimum: 'min' } as const
  return replaceNames(number.value, (name) => {
    const part = number.parts.find((piece) => piece.name === name)
    if (part === undefined) return undefined
    const value = writtenExpression(part.value, equations)
    if (part.over) return called(words[part.over], value)
    return called('at', value, ...(part.at ?? []))
  })
}

/** A side as the key of a file. */
export function sideKey(side: BoundaryCondition['side'], axes: readonly string[]): string {
  return side === 'inside' ? 'inside' : `${axes[side.axis] ?? ''}${side.end === 'from' ? '-' : '+'}`
}

/**
 * The equations as text that is read as the same again, everything written out: for reports, and for what was made from another
 * form. An axis is periodic where no side has a condition and `isPeriodic` says so.
 */
export function fieldText(
  equations: FieldEquations,
  isPeriodic: readonly boolean[],
  radialDimension?: number,
): FieldText {
  const { unknowns, rates, noise, algebraic, velocityOf, boundary, axes, levelSet } = equations
  const text = (e: Expression) => expressionText(writtenExpression(e, equations))
  const lines = unknowns.flatMap((name, i) => {
    if (velocityOf[i] !== undefined) return []
    const velocity = velocityOf.indexOf(i)
    const place = velocity < 0 ? i : velocity
    const factor = noise[place]
    const white: Expression = { kind: 'name', name: noiseName }
    const rate = rates[place]
    if (rate === undefined) return []
    const whole = text(factor ? add(rate, multiply(factor, white)) : rate)
    return [algebraic[i] ? `0 = ${whole}` : `${name}_${velocity < 0 ? 't' : 'tt'} = ${whole}`]
  })
  const sides = new Map<string, Map<string, string[]>>()
  for (const condition of boundary) {
    if (velocityOf[condition.unknown] !== undefined) continue
    const key = sideKey(condition.side, axes)
    const side = sides.get(key) ?? new Map<string, string[]>()
    sides.set(key, side)
    const name = unknowns[condition.unknown] ?? ''
    const { left, right } = writtenCondition(condition, unknowns)
    side.set(name, [...(side.get(name) ?? []), `${text(left)} = ${text(right)}`])
  }
  return {
    equations: [...lines, ...equations.definitions.map(({ name, value }) => `${name} = ${text(value)}`)],
    axes: axes.map((name, i) => ({ name, isPeriodic: isPeriodic[i] ?? false })),
    ...(radialDimension === undefined ? {} : { radialDimension }),
    parameters: equations.parameters,
    boundary: Object.fromEntries([...sides].map(([key, side]) => [key, Object.fromEntries(side)])),
    ...(levelSet ? { inside: `${text(levelSet)} < 0` } : {}),
    observe: Object.fromEntries(
      equations.observed.map((number) => [number.name, expressionText(writtenObserved(number, equations))]),
    ),
  }
}
