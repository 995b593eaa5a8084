import { add, divide, isNumber, multiply, negate, one, zero } from '../build.ts'
import { differentiate } from '../differentiate.ts'
import type { Expression } from '../expression.ts'
import { namesIn } from '../names.ts'
import { isComparison } from '../operators.ts'
import { simplifyExpression } from '../simplify.ts'
import { childrenOf, hashExpression, sameExpression } from '../tree.ts'
import type { FieldTerm, LinearFieldTerm } from './field-equations.ts'

/** A vector of expressions, one component an axis. */
export interface FieldVector {
  readonly kind: 'vector'
  readonly components: readonly Expression[]
}
export type FieldValue = Expression | FieldVector

/** Makes terms, equal ones once, and the expressions that use them. Everything that is linear takes constant factors out of a term. */
export interface TermTable {
  readonly terms: readonly FieldTerm[]
  derivative(of: Expression, orders: readonly number[]): Expression
  laplacian(of: Expression): Expression
  divergence(fluxes: readonly Expression[]): Expression
  integral(of: Expression): Expression
  /** A term as it is, simplified; nothing else is done to it. */
  intern(term: FieldTerm): Expression
}

/** Place in `terms` of a name `#k`; undefined of any other. */
export function termIndex(name: string): number | undefined {
  return name.startsWith('#') ? Number(name.slice(1)) : undefined
}

const jumping: readonly string[] = ['abs', 'sign', 'floor', 'heaviside', 'mod', 'min', 'max', 'if']

/** Whether an expression has derivatives of every order where it has a value. */
function isSmooth(expression: Expression): boolean {
  if (expression.kind === 'call' && jumping.includes(expression.name)) return false
  if (expression.kind === 'unary' && expression.operator === 'not') return false
  if (
    expression.kind === 'binary' &&
    (isComparison(expression.operator) || ['and', 'or'].includes(expression.operator))
  )
    return false
  return childrenOf(expression).every(isSmooth)
}

/** What a term contains directly. */
export function termParts(term: FieldTerm): readonly Expression[] {
  return term.kind === 'divergence' ? term.fluxes : [term.of]
}

/** Order in space of a linear term. */
export function orderOf(term: Pick<LinearFieldTerm, 'orders' | 'laplacians'>): number {
  return term.orders.reduce((sum, order) => sum + order, 2 * term.laplacians)
}

/** The same term of other parts. */
export function withParts(term: FieldTerm, parts: readonly Expression[]): FieldTerm {
  return term.kind === 'divergence' ? { ...term, fluxes: parts } : { ...term, of: parts[0] ?? zero }
}

function sameTerm(a: FieldTerm, b: FieldTerm): boolean {
  if (a.kind !== b.kind) return false
  const [left, right] = [termParts(a), termParts(b)]
  if (!left.every((part, i) => right[i] !== undefined && sameExpression(part, right[i]))) return false
  return a.kind !== 'derivative' || b.kind !== 'derivative' || a.orders.every((order, i) => order === b.orders[i])
}

/**
 * An empty table.
 * @param unknowns everything that varies in space beside the coordinates and terms
 */
export function makeTermTable(axes: readonly string[], unknowns: Iterable<string>): TermTable {
  const terms: FieldTerm[] = []
  const places = new Map<number, number[]>()
  const isRadial = axes[0] === 'r'
  const varying = new Set<string>([...axes, ...unknowns])
  const varies = (name: string): boolean => {
    const index = termIndex(name)
    return index === undefined ? varying.has(name) : terms[index]?.kind !== 'integral'
  }
  const isConstant = (e: Expression) => ![...namesIn(e)].some(varies)
  /** Whether it can be differentiated as it stands. */
  const isGiven = (e: Expression) =>
    isSmooth(e) && [...namesIn(e)].every((name) => !varies(name) || axes.includes(name))
  const hasTerms = (e: Expression) => [...namesIn(e)].some((name) => name.startsWith('#') && varies(name))

  /** Constant factor, and what is left. */
  const factored = (e: Expression): readonly [Expression, Expression] => {
    if (isConstant(e)) return [e, one]
    if (e.kind === 'unary' && e.operator === '-') {
      const [factor, rest] = factored(e.operand)
      return [negate(factor), rest]
    }
    if (e.kind === 'binary' && (e.operator === '*' || e.operator === '/')) {
      const [[a, left], [b, right]] = [factored(e.left), factored(e.right)]
      return e.operator === '*' ? [multiply(a, b), multiply(left, right)] : [divide(a, b), divide(left, right)]
    }
    return [one, e]
  }
  const intern = (term: FieldTerm): Expression => {
    const simple = withParts(term, termParts(term).map(simplifyExpression))
    const hash = termParts(simple).reduce((sum, part) => Math.imul(sum, 31) + hashExpression(part), simple.kind.length)
    const bucket = places.get(hash) ?? []
    let index = bucket.find((i) => terms[i] !== undefined && sameTerm(terms[i], simple))
    if (index === undefined) {
      index = terms.length
      terms.push(simple)
      places.set(hash, [...bucket, index])
    }
    return { kind: 'name', name: `#${index}` }
  }
  const termOf = (e: Expression): FieldTerm | undefined =>
    e.kind === 'name' ? terms[termIndex(e.name) ?? -1] : undefined
  const unit = (axis: number) => axes.map((_, i) => Number(i === axis))

  const derivative = (whole: Expression, orders: readonly number[]): Expression => {
    if (orders.every((order) => order === 0)) return whole
    const of = simplifyExpression(whole)
    if (isConstant(of)) return zero
    const [factor, rest] = factored(of)
    if (isGiven(rest)) {
      let derived = rest
      orders.forEach((order, i) => {
        for (let n = 0; n < order; n++) derived = differentiate(derived, axes[i] ?? '')
      })
      return multiply(factor, derived)
    }
    const inner = termOf(rest)
    if (inner?.kind === 'derivative') {
      const sum = orders.map((order, i) => order + (inner.orders[i] ?? 0))
      return multiply(factor, intern({ ...inner, orders: sum }))
    }
    const first = orders.reduce((sum, order) => sum + order, 0) === 1 ? orders.indexOf(1) : -1
    // The derivative of a flux is a divergence: it is then discretised with its conservation.
    if (first >= 0 && !isRadial && inner === undefined && hasTerms(rest))
      return multiply(factor, intern({ kind: 'divergence', fluxes: axes.map((_, i) => (i === first ? rest : zero)) }))
    return multiply(factor, intern({ kind: 'derivative', of: rest, orders }))
  }
  const laplacian = (whole: Expression): Expression => {
    const of = simplifyExpression(whole)
    if (isConstant(of)) return zero
    const [factor, rest] = factored(of)
    if (isGiven(rest) && !isRadial)
      return multiply(
        factor,
        axes.map((axis) => differentiate(differentiate(rest, axis), axis)).reduce((a, b) => add(a, b)),
      )
    return multiply(factor, intern({ kind: 'laplacian', of: rest }))
  }
  const divergence = (wholes: readonly Expression[]): Expression => {
    const fluxes = wholes.map(simplifyExpression)
    // In a ball a constant flux has a divergence too.
    if (!isRadial && fluxes.every((flux) => isConstant(flux))) return zero
    if (!isRadial && fluxes.every(isGiven))
      return fluxes.map((flux, i) => differentiate(flux, axes[i] ?? '')).reduce((a, b) => add(a, b))
    const parts = fluxes.map(factored)
    const [common] = parts.find(([, rest]) => !isNumber(rest, 0)) ?? [one]
    const isShared = parts.every(([factor]) => isNumber(factor, 0) || sameExpression(factor, common))
    if (!isShared) return intern({ kind: 'divergence', fluxes })
    const rests = parts.map(([factor, rest]) => (isNumber(factor, 0) ? zero : rest))
    const [source] = rests.map(termOf)
    const isGradient =
      source?.kind === 'derivative' &&
      rests.every((rest, axis) => {
        const term = termOf(rest)
        return (
          term?.kind === 'derivative' &&
          sameExpression(term.of, source.of) &&
          term.orders.every((order, i) => order === unit(axis)[i])
        )
      })
    const inner = isGradient
      ? intern({ kind: 'laplacian', of: source.of })
      : intern({ kind: 'divergence', fluxes: rests })
    return multiply(common, inner)
  }
  const integral = (whole: Expression): Expression => {
    const [factor, rest] = factored(simplifyExpression(whole))
    return isNumber(factor, 0) ? zero : multiply(factor, intern({ kind: 'integral', of: rest }))
  }
  return { terms, derivative, laplacian, divergence, integral, intern }
}

/** The terms that expressions need, numbered anew without gaps, each behind those it uses, and the expressions with the new names. */
export function usedTerms(
  terms: readonly FieldTerm[],
  groups: readonly (readonly Expression[])[],
): { readonly terms: readonly FieldTerm[]; readonly groups: readonly (readonly Expression[])[] } {
  /** Each behind those it needs. */
  const order: number[] = []
  const seen = new Set<number>()
  const needed = (e: Expression): readonly number[] =>
    [...namesIn(e)].flatMap((name) => termIndex(name) ?? []).sort((a, b) => a - b)
  const visit = (index: number): void => {
    const term = terms[index]
    if (term === undefined || seen.has(index)) return
    seen.add(index)
    for (const part of termParts(term)) for (const other of needed(part)) visit(other)
    order.push(index)
  }
  const all = groups.flatMap((group) => group.flatMap(needed))
  for (const index of [...new Set(all)].sort((a, b) => a - b)) visit(index)
  const numbers = new Map(order.map((index, place) => [`#${index}`, `#${place}`]))
  const rename = (e: Expression) =>
    replaceNames(e, (name) => {
      const to = numbers.get(name)
      return to === undefined || to === name ? undefined : { kind: 'name', name: to }
    })
  return {
    terms: order.flatMap((index) => {
      const term = terms[index]
      return term ? [withParts(term, termParts(term).map(rename))] : []
    }),
    groups: groups.map((group) => group.map(rename)),
  }
}

/** An expression with others in the place of names; parts without such a name are shared. */
export function replaceNames(expression: Expression, by: (name: string) => Expression | undefined): Expression {
  const done = new Map<Expression, Expression>()
  const replace = (e: Expression): Expression => {
    const known = done.get(e)
    if (known) return known
    const made = rebuild(e)
    done.set(e, made)
    return made
  }
  const rebuild = (e: Expression): Expression => {
    switch (e.kind) {
      case 'number':
        return e
      case 'name':
        return by(e.name) ?? e
      case 'unary': {
        const operand = replace(e.operand)
        return operand === e.operand ? e : { ...e, operand }
      }
      case 'binary': {
        const [left, right] = [replace(e.left), replace(e.right)]
        return left === e.left && right === e.right ? e : { ...e, left, right }
      }
      case 'call': {
        const values = e.arguments.map(replace)
        return values.every((value, i) => value === e.arguments[i]) ? e : { ...e, arguments: values }
      }
    }
  }
  return replace(expression)
}
