import { coordinates, domainSize } from '../../core/domain.ts'
import { evaluateExpression } from '../../expression/evaluate.ts'
import type { Expression } from '../../expression/expression.ts'
import type { ObservedNumber } from '../../expression/fields/field-equations.ts'
import { type BlockEvaluator, makeBlockEvaluator } from '../../expression/lower/blocked.ts'
import { namesIn } from '../../expression/names.ts'
import type { FieldProblem } from './discretised-fields.ts'
import { makeNodeCalculus } from './node-calculus.ts'

/** Numbers of saved fields, from node values. */
export interface FieldObserver {
  /** out ← `equations.observed` in their order, of node values (unknown after unknown). */
  observe(time: number, nodes: Float64Array, out: Float64Array): void
  /**
   * A value of `equations.observed` at this place; 0 where it is but the rounding of its integrals, and of those of |u|: what a drift
   * would be relative to means nothing then.
   */
  withoutRounding(time: number, nodes: Float64Array, place: number, value: number): number
}

/** A function of parameters and coordinates at all nodes. */
function onNodes({ equations, parameters, domain }: FieldProblem, expression: Expression, time = 0): Float64Array {
  const out = new Float64Array(domainSize(domain))
  makeBlockEvaluator([expression], [...equations.axes, ...equations.parameters, 't'])(
    out.length,
    [...coordinates(domain), ...parameters, time],
    [out],
  )
  return out
}

/** The level set of a problem on its nodes: typed, painted or imported; undefined where the box is whole. */
export function levelOnNodes(problem: FieldProblem): Float64Array | undefined {
  const typed = problem.equations.levelSet ? onNodes(problem, problem.equations.levelSet) : undefined
  const { levelSet } = problem
  if (!typed || !levelSet) return typed ?? levelSet
  return typed.map((value, i) => Math.max(value, levelSet[i] ?? value))
}

/** Compiles the observed numbers of a problem. Derivatives in them are differences of high order on the nodes. */
export function makeFieldObserver(problem: FieldProblem): FieldObserver {
  const { equations, domain, parameters } = problem
  const { unknowns, terms, observed } = equations
  const size = domainSize(domain)
  const calculus = makeNodeCalculus(domain, levelOnNodes(problem))
  const places = observed.length > 0 ? coordinates(domain) : []
  const names = [...unknowns, ...equations.axes, ...equations.parameters, 't', ...terms.map((_, i) => `#${i}`)]
  const evaluators = new Map<Expression, BlockEvaluator>()
  const constants = new Map(equations.parameters.map((name, i) => [name, parameters[i] ?? Number.NaN]))
  const constant = (expression: Expression) =>
    evaluateExpression(expression, (name) => constants.get(name) ?? Number.NaN)

  const evaluatorOf = (expression: Expression) => {
    const made = evaluators.get(expression) ?? makeBlockEvaluator([expression], names)
    evaluators.set(expression, made)
    return made
  }
  const points = observed.map(({ parts }) => parts.map(({ at }) => at?.map(constant)))

  const reader = (time: number, nodes: Float64Array) => {
    const kept = new Map<number, Float64Array | number>()
    const fields = unknowns.map((_, i) => nodes.subarray(i * size, (i + 1) * size))
    const evaluate = (expression: Expression): Float64Array => {
      if (expression.kind === 'name') {
        const unknown = unknowns.indexOf(expression.name)
        if (unknown >= 0) return fields[unknown] ?? new Float64Array(size)
      }
      const used = namesIn(expression)
      const values = new Float64Array(size)
      const inputs = [...fields, ...places, ...parameters, time, ...terms.map((_, i) => (used.has(`#${i}`) ? termOf(i) : 0))] // biome-ignore format: one list
      evaluatorOf(expression)(size, inputs, [values])
      return values
    }
    const termOf = (place: number): Float64Array | number => {
      const found = kept.get(place)
      if (found !== undefined) return found
      const term = terms[place]
      let value: Float64Array | number = 0
      if (term?.kind === 'derivative')
        value = term.orders.reduce((values, order, axis) => calculus.derivative(values, axis, order), evaluate(term.of)) // biome-ignore format: one thought
      else if (term?.kind === 'laplacian') value = calculus.laplacian(evaluate(term.of))
      else if (term?.kind === 'divergence') value = calculus.divergence(term.fluxes.map(evaluate))
      else if (term) value = calculus.integral(evaluate(term.of))
      kept.set(place, value)
      return value
    }
    const partOf = (part: ObservedNumber['parts'][number], at: readonly number[] | undefined): number => {
      const values = evaluate(part.value)
      if (at) return calculus.at(values, at)
      if (part.over === 'integral') return calculus.integral(values)
      if (part.over === 'mean') return calculus.integral(values) / calculus.integral(values.map((value) => (Number.isNaN(value) ? value : 1))) // biome-ignore format: one thought
      const sign = part.over === 'minimum' ? -1 : 1
      const most = values.reduce((best, value) => (sign * value > best ? sign * value : best), Number.NEGATIVE_INFINITY)
      return sign * most
    }
    return { fields, evaluate, partOf }
  }
  /** Of sums over nodes and of differences, which grow with their number along an axis. */
  const rounding = Number.EPSILON * (64 + Math.max(...domain.axes.map(({ points }) => points)))

  return {
    withoutRounding(time, nodes, place, value) {
      const { fields, evaluate } = reader(time, nodes)
      const sizeOf = (values: Float64Array) => Math.abs(calculus.integral(values.map(Math.abs)))
      const summed = (observed[place]?.parts ?? []).filter(
        ({ over, at }) => !at && (over === 'integral' || over === 'mean'),
      )
      if (summed.length === 0) return value
      const sum = (lists: readonly Float64Array[]) => lists.reduce((total, values) => total + sizeOf(values), 0)
      const size = Math.max(sum(fields), sum(summed.map((part) => evaluate(part.value))))
      return Math.abs(value) <= rounding * size ? 0 : value
    },
    observe(time, nodes, out) {
      const { partOf } = reader(time, nodes)
      observed.forEach((number, i) => {
        const parts = new Map(number.parts.map((part, k) => [part.name, partOf(part, points[i]?.[k])]))
        out[i] = evaluateExpression(number.value, (name) => (name === 't' ? time : (parts.get(name) ?? constants.get(name) ?? Number.NaN))) // biome-ignore format: one thought
      })
    },
  }
}
