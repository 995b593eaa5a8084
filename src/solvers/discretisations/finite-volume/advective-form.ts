import { add, isNumber, multiply, negate, one, zero } from '../../../expression/build.ts'
import { differentiate } from '../../../expression/differentiate.ts'
import type { Expression } from '../../../expression/expression.ts'
import type { FieldEquations, FieldTerm } from '../../../expression/fields/field-equations.ts'
import { termIndex, termParts, usedTerms } from '../../../expression/fields/field-terms.ts'
import { namesIn } from '../../../expression/names.ts'
import { simplifyExpression } from '../../../expression/simplify.ts'
import { summandsOf } from '../fourier/summands.ts'
import { isZero, potential } from './antiderivative.ts'

/** ∂/∂t of an unknown has −∂(value)/∂axis; or, where it is a speed, −value · ∂(that unknown)/∂axis. */
export interface Transport {
  readonly rate: number
  readonly axis: number
  /** Pointwise in unknowns, coordinates, parameters, `t` and terms. */
  readonly value: Expression
}

/** Equations with what carries taken out of them. */
export interface AdvectiveForm {
  /** One at most a rate and axis. */
  readonly fluxes: readonly Transport[]
  /** Of what is carried without being conserved. */
  readonly speeds: readonly Transport[]
  /** Everything else: diffusion, sources, constraints; its own terms. */
  readonly rest: FieldEquations
  /** What was made of what was typed, for people. */
  readonly notes: readonly string[]
}

/** Sum of transports, by rate and axis. */
type Sums = Map<string, { rate: number; axis: number; value: Expression }>

function put(sums: Sums, rate: number, axis: number, value: Expression): void {
  const key = `${rate} ${axis}`
  sums.set(key, { rate, axis, value: add(sums.get(key)?.value ?? zero, value) })
}

/** co · #k: what stands before a term in a product; undefined where the term stands otherwise. */
function beforeTerm(
  e: Expression,
  isCarried: (name: string) => boolean,
): { readonly co: Expression; readonly term: string } | undefined {
  const has = (one: Expression) => [...namesIn(one)].some(isCarried)
  if (e.kind === 'name') return isCarried(e.name) ? { co: one, term: e.name } : undefined
  if (e.kind === 'unary' && e.operator === '-') {
    const inner = beforeTerm(e.operand, isCarried)
    return inner && { ...inner, co: negate(inner.co) }
  }
  if (e.kind !== 'binary' || (e.operator !== '*' && e.operator !== '/')) return undefined
  if (e.operator === '/') {
    const inner = has(e.right) ? undefined : beforeTerm(e.left, isCarried)
    return inner && { ...inner, co: { kind: 'binary', operator: '/', left: inner.co, right: e.right } }
  }
  if (has(e.left) === has(e.right)) return undefined
  const inner = beforeTerm(has(e.left) ? e.left : e.right, isCarried)
  return inner && { ...inner, co: multiply(has(e.left) ? e.right : e.left, inner.co) }
}

/**
 * Finds what carries: derivatives of first order of expressions, divergences of fluxes without slopes, products of an unknown's slope.
 * Slopes whose coefficients are the derivatives of one function become its flux (`u*dx(u)` → `dx(u^2/2)`); a velocity in coordinates alone
 * that is free of sources becomes the flux velocity · unknown; of other velocities the unknown is carried without being conserved.
 */
export function advectiveForm(equations: FieldEquations): AdvectiveForm {
  const { unknowns, axes, terms, algebraic } = equations
  const fluxes: Sums = new Map()
  const speeds: Sums = new Map()
  const notes: string[] = []
  const made: FieldTerm[] = [...terms]
  const ofTerm = (name: string): FieldTerm | undefined => terms[termIndex(name) ?? -1]
  const isSteady = (name: string) =>
    !unknowns.includes(name) && !axes.includes(name) && (!name.startsWith('#') || ofTerm(name)?.kind === 'integral')
  const isConstant = (e: Expression) => [...namesIn(e)].every(isSteady)
  /** Unknowns an expression depends on, through terms too. */
  const unknownsIn = (e: Expression): ReadonlySet<string> => {
    const found = new Set<string>()
    for (const name of namesIn(e)) {
      if (unknowns.includes(name)) found.add(name)
      const term = ofTerm(name)
      if (term && term.kind !== 'integral')
        for (const part of termParts(term)) for (const inner of unknownsIn(part)) found.add(inner)
    }
    return found
  }
  const hasTerms = (e: Expression) =>
    [...namesIn(e)].some((name) => {
      const term = ofTerm(name)
      return term !== undefined && term.kind !== 'integral'
    })
  /** A part of a flux that carries: no slope of what is carried in it. */
  const carries = (part: Expression, own: string): boolean => {
    const names = [...namesIn(part)]
    if (!hasTerms(part)) return names.some((name) => unknowns.includes(name))
    const inTerms = names.filter((name) => ofTerm(name)).flatMap((name) => [...unknownsIn({ kind: 'name', name })])
    return names.includes(own) && !inTerms.includes(own)
  }
  const isCarried = (name: string): boolean => {
    const term = ofTerm(name)
    if (term?.kind === 'divergence') return true
    return term?.kind === 'derivative' && term.orders.reduce((sum, order) => sum + order, 0) === 1 && !hasTerms(term.of)
  }

  const rates = equations.rates.map((whole, rate) => {
    if (algebraic[rate] || equations.velocityOf.includes(rate)) return whole
    const own = unknowns[rate] ?? ''
    let rest: Expression = zero
    /** By axis, the coefficient of each unknown's slope. */
    const slopes = axes.map(() => new Map<string, Expression>())
    for (const { coefficient, factor } of summandsOf(whole, { isConstant: isSteady, isSlope: isCarried })) {
      const summand = factor ? multiply(coefficient, factor) : coefficient
      const found = factor && beforeTerm(factor, isCarried)
      const term = found && ofTerm(found.term)
      if (!found || !term) {
        rest = add(rest, summand)
        continue
      }
      const co = multiply(coefficient, found.co)
      if (term.kind === 'divergence') {
        // A coefficient that changes in space is not a matter of fluxes.
        if (!isConstant(co)) {
          rest = add(rest, summand)
          continue
        }
        const left = term.fluxes.map((flux, axis) => {
          let stays: Expression = zero
          for (const part of summandsOf(flux, { isConstant: isSteady, isSlope: () => true })) {
            const value = part.factor ? multiply(part.coefficient, part.factor) : part.coefficient
            if (carries(value, own)) put(fluxes, rate, axis, negate(multiply(co, value)))
            else stays = add(stays, value)
          }
          return stays
        })
        if (left.every((flux) => isNumber(flux, 0))) continue
        made.push({ kind: 'divergence', fluxes: left })
        rest = add(rest, multiply(co, { kind: 'name', name: `#${made.length - 1}` }))
        continue
      }
      if (term.kind !== 'derivative') continue
      const axis = term.orders.indexOf(1)
      if (isConstant(co)) {
        put(fluxes, rate, axis, negate(multiply(co, term.of)))
        continue
      }
      // The chain rule; what changes with the place alone is a source.
      for (const name of namesIn(term.of)) {
        const slope = multiply(co, simplifyExpression(differentiate(term.of, name)))
        if (unknowns.includes(name)) slopes[axis]?.set(name, add(slopes[axis]?.get(name) ?? zero, slope))
        else if (name === axes[axis]) rest = add(rest, slope)
      }
    }
    return add(rest, takeSlopes(rate, own, slopes))
  })

  /** Slopes of one rate, as a flux, as a velocity, or given back to be differenced as they stand. */
  function takeSlopes(rate: number, own: string, slopes: readonly ReadonlyMap<string, Expression>[]): Expression {
    let back: Expression = zero
    const velocity = axes.map((): Expression => zero)
    slopes.forEach((byName, axis) => {
      const inUnknowns = [...byName.values()].every((slope) =>
        [...namesIn(slope)].every((name) => unknowns.includes(name) || isSteady(name)),
      )
      const flux = byName.size > 0 && inUnknowns ? potential(byName) : undefined
      if (flux) {
        put(fluxes, rate, axis, negate(flux))
        notes.push(`what is typed as products with slopes along ${axes[axis]} in the equation of ${own} is a flux, and carried as one`)
        return
      } // biome-ignore format: one sentence
      for (const [name, slope] of byName)
        if (name === own) velocity[axis] = negate(slope)
        else {
          made.push({ kind: 'derivative', of: { kind: 'name', name }, orders: axes.map((_, a) => Number(a === axis)) })
          back = add(back, multiply(slope, { kind: 'name', name: `#${made.length - 1}` }))
        }
    })
    if (velocity.every((one) => isNumber(one, 0))) return back
    const isGiven = velocity.every((one) => [...namesIn(one)].every((name) => axes.includes(name) || isSteady(name)))
    const isFree =
      isGiven && isZero(velocity.reduce((sum, one, axis) => add(sum, differentiate(one, axes[axis] ?? '')), zero))
    velocity.forEach((one, axis) => {
      if (isNumber(one, 0)) return
      if (isFree) put(fluxes, rate, axis, multiply(one, { kind: 'name', name: own }))
      else put(speeds, rate, axis, one)
    })
    notes.push(
      isFree
        ? `the velocity that carries ${own} has no divergence: ${own} is conserved`
        : `${own} is carried by a velocity as it was typed, which does not conserve it; "div" of velocity times ${own} would`,
    )
    return back
  }

  const used = usedTerms(made, [
    rates,
    equations.noise.map((factor) => factor ?? zero),
    equations.boundary.flatMap(({ value, normal, rightSide }) => [value, normal, rightSide]),
  ])
  const [restRates = [], noise = [], conditions = []] = used.groups
  const rest: FieldEquations = {
    ...equations,
    rates: restRates,
    noise: equations.noise.map((factor, i) => factor && noise[i]),
    boundary: equations.boundary.map((condition, i) => ({
      ...condition,
      value: conditions[3 * i] ?? condition.value,
      normal: conditions[3 * i + 1] ?? condition.normal,
      rightSide: conditions[3 * i + 2] ?? condition.rightSide,
    })),
    terms: used.terms,
    definitions: [],
    observed: [],
  }
  const simplified = (sums: Sums) =>
    [...sums.values()].flatMap((one) => {
      const value = simplifyExpression(one.value)
      return isNumber(value, 0) ? [] : [{ ...one, value }]
    })
  return { fluxes: simplified(fluxes), speeds: simplified(speeds), rest, notes }
}
