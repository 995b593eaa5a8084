import { add, call, divide, multiply, not, number, one, subtract } from './build.ts'
import type { Expression } from './expression.ts'
import type { OdeEquations } from './ode-equations.ts'
import { isComparison } from './operators.ts'
import { childrenOf } from './tree.ts'

/** Whether one of the names stands in an expression. */
function mentions(expression: Expression, names: ReadonlySet<string>): boolean {
  if (expression.kind === 'name') return names.has(expression.name)
  return childrenOf(expression).some((child) => mentions(child, names))
}

/** Functions that jump, or whose quotients do (x/abs(x)). */
const jumping: ReadonlySet<string> = new Set(['sign', 'heaviside', 'if', 'floor', 'mod', 'abs', 'atan2'])

/**
 * Whether the rates may jump where the state passes a value: where a function or a comparison that can jump stands in them and depends on
 * the state. Jumps at given times do not count.
 */
export function mayJump({ unknowns, definitions, rates }: OdeEquations): boolean {
  const moving = new Set(unknowns)
  const jumps = new Set<string>()

  function isJump(expression: Expression): boolean {
    if (expression.kind === 'name') return jumps.has(expression.name)
    const isOne =
      expression.kind === 'call'
        ? jumping.has(expression.name)
        : expression.kind === 'unary'
          ? expression.operator === 'not'
          : expression.kind === 'binary' &&
            (isComparison(expression.operator) || expression.operator === 'and' || expression.operator === 'or')
    return (isOne && mentions(expression, moving)) || childrenOf(expression).some(isJump)
  }

  for (const { name, value } of definitions) {
    if (isJump(value)) jumps.add(name)
    if (mentions(value, moving)) moving.add(name)
  }
  return rates.some(isJump)
}

/**
 * The system with each jump of its rates where the state passes a value (`sign`, `heaviside`, comparisons, `if`) drawn out into a
 * ramp of the given half width; undefined where it has none. Jumps at given times stay. A solution that slides along a jump, as a body
 * that dry friction holds, then follows the ramp at the place that keeps it there: Filippov's solution, to within the width.
 * Source: A. F. Filippov, Differential Equations with Discontinuous Righthand Sides, Kluwer (1988).
 */
export function smoothJumps(equations: OdeEquations, width: number): OdeEquations | undefined {
  const moving = new Set(equations.unknowns)
  for (const { name, value } of equations.definitions) if (mentions(value, moving)) moving.add(name)
  let found = 0

  /** From 0 to 1 while the distance goes from −width to width. */
  function rise(distance: Expression): Expression {
    found++
    return call('max', number(0), call('min', one, add(number(0.5), divide(distance, number(2 * width)))))
  }

  /** A condition as a number between 0 and 1; undefined for what is none or does not depend on the state. */
  function truth(condition: Expression): Expression | undefined {
    if (!mentions(condition, moving)) return undefined
    if (condition.kind === 'unary' && condition.operator === 'not') {
      const inner = truth(condition.operand)
      return inner && subtract(one, inner)
    }
    if (condition.kind !== 'binary') return undefined
    const { operator, left, right } = condition
    if (operator === '<' || operator === '<=') return rise(subtract(smooth(right), smooth(left)))
    if (operator === '>' || operator === '>=') return rise(subtract(smooth(left), smooth(right)))
    if (operator !== 'and' && operator !== 'or') return undefined
    const isTruth = (side: Expression): boolean =>
      (side.kind === 'binary' && (isComparison(side.operator) || side.operator === 'and' || side.operator === 'or')) ||
      (side.kind === 'unary' && side.operator === 'not')
    if (!isTruth(left) || !isTruth(right)) return undefined
    return call(operator === 'and' ? 'min' : 'max', truth(left) ?? left, truth(right) ?? right)
  }

  function smooth(expression: Expression): Expression {
    switch (expression.kind) {
      case 'number':
      case 'name':
        return expression
      case 'unary':
        if (expression.operator === 'not') return truth(expression) ?? not(smooth(expression.operand))
        return { ...expression, operand: smooth(expression.operand) }
      case 'binary':
        return truth(expression) ?? { ...expression, left: smooth(expression.left), right: smooth(expression.right) }
      case 'call': {
        const [first, second, third] = expression.arguments
        if (first && mentions(first, moving)) {
          if (expression.name === 'heaviside') return rise(smooth(first))
          if (expression.name === 'sign') return subtract(multiply(number(2), rise(smooth(first))), one)
          const part = expression.name === 'if' ? truth(first) : undefined
          if (part && second && third) {
            const [yes, no] = [smooth(second), smooth(third)]
            const between = add(no, multiply(part, subtract(yes, no)))
            // Beside the ramp only one of the two need have a value.
            const isOn: Expression = { kind: 'binary', operator: '>=', left: part, right: one }
            const isOff: Expression = { kind: 'binary', operator: '<=', left: part, right: number(0) }
            return call('if', isOn, yes, call('if', isOff, no, between))
          }
        }
        return { ...expression, arguments: expression.arguments.map(smooth) }
      }
    }
  }

  const rates = equations.rates.map(smooth)
  const definitions = equations.definitions.map(({ name, value }) => ({ name, value: smooth(value) }))
  return found > 0 ? { ...equations, rates, definitions } : undefined
}
