import { add, divide, isNumber, multiply, negate, one, plus, subtract, zero } from '../build.ts'
import type { Expression } from '../expression.ts'
import { namesIn } from '../names.ts'
import { simplifyExpression } from '../simplify.ts'
import { sameExpression } from '../tree.ts'
import type { FieldEquations, FieldSplit, FieldTerm, LinearFieldTerm } from './field-equations.ts'
import {
  makeTermTable,
  replaceNames,
  type TermTable,
  termIndex,
  termParts,
  usedTerms,
  withParts,
} from './field-terms.ts'

/** One linear part of an expression, by what stands before the unknown. */
interface LinearPart {
  readonly unknown: number
  readonly orders: readonly number[]
  readonly laplacians: number
  readonly coefficient: Expression
}

/** constant + linear + rest. The constant is of parameters alone; the rest is over the new terms. */
interface Parts {
  readonly constant: Expression | undefined
  readonly linear: readonly LinearPart[]
  readonly rest: Expression | undefined
}

const nothing: Parts = { constant: undefined, linear: [], rest: undefined }

/**
 * The part of each rate that is linear in the unknowns and their derivatives, with coefficients of parameters alone, and the rest:
 * what symbols, implicit and exponential steps are made from. Operators are taken through sums, so `laplacian(u^3 - u)` gives −∇²u
 * and the rest ∇²(u³); products of sums are multiplied out as far as they give linear terms.
 */
export function splitFields(equations: FieldEquations): FieldSplit {
  const { axes, unknowns, parameters } = equations
  const isRadial = axes[0] === 'r'
  const table = makeTermTable(axes, unknowns)
  const free = new Set(parameters)
  const isFree = (e: Expression) => [...namesIn(e)].every((name) => free.has(name))
  const done = new Map<number, Parts>()
  const whole = (index: number): Expression => {
    // The term as it was, over the new table.
    const term = equations.terms[index]
    return term ? table.intern(withParts(term, termParts(term).map(restore))) : zero
  }
  const wholes = new Map<string, Expression>()
  function restore(e: Expression): Expression {
    return replaceNames(e, (name) => {
      const index = termIndex(name)
      if (index === undefined) return undefined
      const known = wholes.get(name) ?? whole(index)
      wholes.set(name, known)
      return known
    })
  }
  const ofTerm = (index: number): Parts => {
    const known = done.get(index)
    if (known) return known
    const term = equations.terms[index]
    const found = term ? takeThrough(term, split, table, axes, isRadial) : undefined
    const parts = found ?? { ...nothing, rest: whole(index) }
    done.set(index, parts)
    return parts
  }
  const split = (e: Expression): Parts => {
    if (isFree(e)) return { ...nothing, constant: e }
    if (e.kind === 'name') {
      const unknown = unknowns.indexOf(e.name)
      if (unknown >= 0)
        return { ...nothing, linear: [{ unknown, orders: axes.map(() => 0), laplacians: 0, coefficient: one }] }
      const index = termIndex(e.name)
      return index === undefined ? { ...nothing, rest: e } : ofTerm(index)
    }
    if (e.kind === 'unary' && e.operator === '-') return scaled(split(e.operand), negate)
    if (e.kind === 'binary') {
      const { operator, left, right } = e
      if (operator === '+') return joined(split(left), split(right))
      if (operator === '-') return joined(split(left), scaled(split(right), negate))
      if (operator === '/' && isFree(right)) return scaled(split(left), (part) => divide(part, right))
      if (operator === '*') {
        if (isFree(left)) return scaled(split(right), (part) => multiply(left, part))
        if (isFree(right)) return scaled(split(left), (part) => multiply(right, part))
        const product = multipliedOut(split(left), split(right), left, right, restore)
        if (product) return product
      }
    }
    return { ...nothing, rest: restore(e) }
  }
  const rows = equations.rates.map(split)
  const linear = rows.flatMap((parts, rate) =>
    gathered(parts.linear)
      .map((part): LinearFieldTerm => ({ rate, ...part, coefficient: simplifyExpression(part.coefficient) }))
      .filter((part) => !isNumber(part.coefficient, 0)),
  )
  const rest = rows.map((parts) => simplifyExpression(plus(parts.constant, parts.rest) ?? zero))
  const used = usedTerms(table.terms, [rest])
  return { linear, rest: used.groups[0] ?? [], terms: used.terms }
}

function scaled(parts: Parts, by: (part: Expression) => Expression): Parts {
  return {
    constant: parts.constant && by(parts.constant),
    linear: parts.linear.map((part) => ({ ...part, coefficient: by(part.coefficient) })),
    rest: parts.rest && by(parts.rest),
  }
}

function joined(a: Parts, b: Parts): Parts {
  return {
    constant: plus(a.constant, b.constant),
    linear: gathered([...a.linear, ...b.linear]),
    rest: plus(a.rest, b.rest),
  }
}

/** Equal operators on equal unknowns put together. */
function gathered(parts: readonly LinearPart[]): readonly LinearPart[] {
  const found = new Map<string, LinearPart>()
  for (const part of parts) {
    const key = [part.unknown, part.laplacians, ...part.orders].join()
    const before = found.get(key)
    found.set(key, before ? { ...part, coefficient: add(before.coefficient, part.coefficient) } : part)
  }
  return [...found.values()]
}

/** (c₁ + l₁ + r₁)(c₂ + l₂ + r₂) with the linear terms taken out; undefined where there are none. */
function multipliedOut(
  a: Parts,
  b: Parts,
  left: Expression,
  right: Expression,
  restore: (e: Expression) => Expression,
): Parts | undefined {
  if (!(a.constant && b.linear.length > 0) && !(b.constant && a.linear.length > 0)) return undefined
  const times = (constant: Expression | undefined, parts: Parts): readonly LinearPart[] =>
    constant ? scaled(parts, (part) => multiply(constant, part)).linear : []
  // The rest is the product without what was taken: (A − c₁)(B − c₂) + c₁r₂ + c₂r₁.
  const [wholeA, wholeB] = [restore(left), restore(right)]
  const [freeA, freeB] = [a.constant ? subtract(wholeA, a.constant) : wholeA, b.constant ? subtract(wholeB, b.constant) : wholeB] // biome-ignore format: a pair
  let rest: Expression = multiply(simplifyExpression(freeA), simplifyExpression(freeB))
  if (a.constant && b.rest) rest = add(rest, multiply(a.constant, b.rest))
  if (b.constant && a.rest) rest = add(rest, multiply(b.constant, a.rest))
  const constant = a.constant && b.constant && multiply(a.constant, b.constant)
  return { constant, linear: gathered([...times(a.constant, b), ...times(b.constant, a)]), rest }
}

/** A term as linear parts and a term of the rest; undefined where nothing linear is in it. */
function takeThrough(
  term: FieldTerm,
  split: (e: Expression) => Parts,
  table: TermTable,
  axes: readonly string[],
  isRadial: boolean,
): Parts | undefined {
  const parts = termParts(term).map(split)
  if (parts.every((part) => part.linear.length === 0)) return undefined
  const [inner = nothing] = parts
  switch (term.kind) {
    case 'derivative':
      return {
        constant: undefined,
        linear: inner.linear.map((part) => ({
          ...part,
          orders: part.orders.map((order, i) => order + (term.orders[i] ?? 0)),
        })),
        rest: inner.rest && table.derivative(inner.rest, term.orders),
      }
    case 'laplacian':
      // On a radial axis ∇² and ∂/∂r do not commute: only a pure power of ∇² stays one.
      if (isRadial && inner.linear.some((part) => part.orders.some((order) => order > 0))) return undefined
      return {
        constant: undefined,
        linear: inner.linear.map((part) => ({ ...part, laplacians: part.laplacians + 1 })),
        rest: inner.rest && table.laplacian(inner.rest),
      }
    case 'divergence':
      return ofDivergence(parts, table, axes, isRadial)
    case 'integral':
      return undefined
  }
}

function ofDivergence(
  fluxes: readonly Parts[],
  table: TermTable,
  axes: readonly string[],
  isRadial: boolean,
): Parts | undefined {
  const isUnit = (part: LinearPart, axis: number) => part.orders.every((order, i) => order === Number(i === axis))
  const linear: LinearPart[] = []
  const taken = new Set<LinearPart>()
  // The same multiple of every component of a gradient: its divergence is a Laplacian.
  for (const first of fluxes[0]?.linear ?? []) {
    if (!isUnit(first, 0)) continue
    const all = fluxes.map(
      (flux, axis) =>
      flux.linear.find((part) => part.unknown === first.unknown && part.laplacians === first.laplacians && isUnit(part, axis)), // biome-ignore format: one condition
    )
    const coefficient = simplifyExpression(first.coefficient)
    const isShared = all.every((part) => part && sameExpression(simplifyExpression(part.coefficient), coefficient))
    if (!isShared) continue
    linear.push({ ...first, orders: axes.map(() => 0), laplacians: first.laplacians + 1 })
    for (const part of all) if (part) taken.add(part)
  }
  const others = fluxes.flatMap((flux, axis) => flux.linear.filter((part) => !taken.has(part)).map((part) => ({ part, axis }))) // biome-ignore format: one list
  if (isRadial && others.length > 0) return undefined
  for (const { part, axis } of others)
    linear.push({ ...part, orders: part.orders.map((order, i) => order + Number(i === axis)) })
  const rests = fluxes.map((flux) => (isRadial ? (plus(flux.constant, flux.rest) ?? zero) : (flux.rest ?? zero)))
  return {
    constant: undefined,
    linear,
    rest: rests.some((part) => !isNumber(part, 0)) ? table.divergence(rests) : undefined,
  }
}
