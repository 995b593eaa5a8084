import { add, divide, isNumber, number, one, power, zero } from '../../../expression/build.ts'
import type { Expression } from '../../../expression/expression.ts'
import type { FieldEquations, FieldTerm } from '../../../expression/fields/field-equations.ts'
import { termIndex, termParts } from '../../../expression/fields/field-terms.ts'
import { constants } from '../../../expression/functions.ts'
import { namesIn } from '../../../expression/names.ts'
import { expressionText } from '../../../expression/print.ts'
import { childrenOf } from '../../../expression/tree.ts'
import { degreeOf } from './degree.ts'
import { mergeSingle } from './merge-products.ts'
import {
  type AxisKind,
  alongAxis,
  composeOperators,
  identityOperator,
  kindsAfter,
  type Operator,
  ordersOf,
  scaleOperator,
  sumOperators,
} from './operator.ts'
import { type Parity, parityOf } from './parity.ts'
import type { FieldSum, SpectralProduct } from './spectral-product.ts'
import { powersOf, type SummandNames, summandsOf } from './summands.ts'
import { operatorsOf } from './term-operators.ts'

/** An array that products are computed from: the unknown or term of this name on the nodes. */
export interface SpectralInput {
  readonly name: string
  readonly kinds: readonly AxisKind[]
  readonly sum: FieldSum
}

/** Equations as spectral methods use them: linear parts, few products, and what these need on the nodes. */
export interface SpectralForm {
  /** The rate of each unknown, of an algebraic one its residual. */
  readonly rates: readonly FieldSum[]
  readonly products: readonly SpectralProduct[]
  readonly inputs: readonly SpectralInput[]
  /** Integrals, a number for all points each. */
  readonly scalars: readonly { readonly name: string; readonly of: Expression }[]
  /** The highest degree of a product; Infinity where one is no polynomial. */
  readonly degree: number
  readonly notes: readonly string[]
}

/**
 * Brings equations to spectral form: every rate a sum of constant operators on unknowns and on pointwise products. `u^m u_x` becomes
 * ∂(u^(m+1))/(m + 1), which conserves and needs fewer transforms.
 */
export function spectralForm(equations: FieldEquations, kinds: readonly (readonly AxisKind[])[]): SpectralForm {
  const { axes, terms, unknowns, parameters } = equations
  const dimension = axes.length
  const places = new Map(unknowns.map((name, place) => [name, place]))
  const notes = new Set<string>()
  const products: SpectralProduct[] = []
  const productPlaces = new Map<string, number>()

  /** Unknown and axis of a first derivative of a bare unknown. */
  const slopeOf = (name: string): { unknown: number; axis: number } | undefined => {
    const term = terms[termIndex(name) ?? -1]
    if (term?.kind !== 'derivative' || term.of.kind !== 'name') return undefined
    const unknown = places.get(term.of.name)
    const order = term.orders.reduce((sum, one) => sum + one, 0)
    return unknown === undefined || order !== 1 ? undefined : { unknown, axis: term.orders.indexOf(1) }
  }
  const names: SummandNames = {
    isConstant: (name) => parameters.includes(name),
    isSlope: (name) => slopeOf(name) !== undefined,
  }
  const degree = (expression: Expression): number =>
    degreeOf(expression, (name) => {
      if (places.has(name)) return 1
      const term = terms[termIndex(name) ?? -1]
      return term && term.kind !== 'integral' ? Math.max(0, ...termParts(term).map(degree)) : 0
    })

  const parityAlong = (expression: Expression, axis: number): Parity =>
    parityOf(expression, (name) => {
      if (name === axes[axis]) return 'neither'
      const place = places.get(name)
      const term = termIndex(name)
      const along = place !== undefined ? kinds[place][axis] : term !== undefined ? kindsOfTerm(term)[axis] : 'cosine'
      return along === 'sine' ? 'odd' : 'even'
    })
  const kindsOf = (expression: Expression): AxisKind[] =>
    axes.map((_, axis) => {
      if (kinds[0]?.[axis] === 'fourier') return 'fourier'
      const parity = parityAlong(expression, axis)
      if (parity === 'neither')
        notes.add(
          `"${expressionText(expression)}" is neither even nor odd at the ends of ${axes[axis]}: its series converges slowly there`,
        )
      return parity === 'odd' ? 'sine' : 'cosine'
    })
  const termKinds: (readonly AxisKind[] | undefined)[] = []
  const kindsOfTerm = (place: number): readonly AxisKind[] => {
    const found = termKinds[place]
    if (found) return found
    const made = makeTermKinds(terms[place])
    termKinds[place] = made
    return made
  }
  const makeTermKinds = (term: FieldTerm): AxisKind[] => {
    switch (term.kind) {
      case 'derivative':
        return kindsAfter(kindsOf(term.of), term.orders)
      case 'laplacian':
        return kindsOf(term.of)
      case 'divergence': {
        const axis = Math.max(
          0,
          term.fluxes.findIndex((flux) => !isNumber(flux, 0)),
        )
        return kindsAfter(
          kindsOf(term.fluxes[axis]),
          axes.map((_, a) => Number(a === axis)),
        )
      }
      case 'integral':
        return axes.map((_, axis) => (kinds[0]?.[axis] === 'fourier' ? 'fourier' : 'cosine'))
    }
  }

  const isStatic = (expression: Expression): boolean =>
    expression.kind === 'name'
      ? axes.includes(expression.name) || names.isConstant(expression.name) || Object.hasOwn(constants, expression.name)
      : childrenOf(expression).every(isStatic)

  const productPlace = (expression: Expression, needed: readonly AxisKind[]): number => {
    const key = `${needed.join()} ${expressionText(expression)}`
    const found = productPlaces.get(key)
    if (found !== undefined) return found
    for (const [axis, kind] of needed.entries()) {
      if (kind === 'fourier') continue
      // What depends on the coordinate may be anything: the user knows.
      if (namesIn(expression).has(axes[axis])) continue
      const parity = parityAlong(expression, axis)
      if (parity !== (kind === 'sine' ? 'odd' : 'even'))
        notes.add(
          `"${expressionText(expression)}" is not ${kind === 'sine' ? 'odd' : 'even'} at the ends of ${axes[axis]}, as its ${kind} series asks: it converges slowly there`,
        )
    }
    productPlaces.set(key, products.length)
    products.push({ expression, kinds: needed, isStatic: isStatic(expression) })
    return products.length - 1
  }

  const merge = (map: Map<number, Operator>, place: number, operator: Operator) => {
    const before = map.get(place)
    map.set(place, before ? sumOperators(before, operator) : operator)
  }
  const sameKinds = (a: readonly AxisKind[], b: readonly AxisKind[]) => a.every((kind, axis) => kind === b[axis])

  /** Adds operator·expression to a field whose series has these kinds. */
  const collect = (sum: FieldSum, target: readonly AxisKind[], operator: Operator, expression: Expression): void => {
    const addProduct = (of: Expression, by: Operator) => {
      for (const [key, coefficient] of by)
        merge(sum.products, productPlace(of, kindsAfter(target, ordersOf(key))), new Map([[key, coefficient]]))
    }
    for (const { coefficient, factor } of summandsOf(expression, names)) {
      const by = scaleOperator(operator, coefficient)
      if (!factor) {
        const plain = by.get(new Array(dimension).fill(0).join())
        if (target.includes('sine')) addProduct(one, by)
        else if (plain) sum.constant = add(sum.constant, plain)
        continue
      }
      if (factor.kind === 'name') {
        const place = places.get(factor.name)
        const term = terms[termIndex(factor.name) ?? -1]
        if (place !== undefined) {
          for (const [key, part] of by) {
            if (sameKinds(kindsAfter(kinds[place], ordersOf(key)), target))
              merge(sum.unknowns, place, new Map([[key, part]]))
            else addProduct(factor, new Map([[key, part]]))
          }
          continue
        }
        if (term && term.kind !== 'integral') {
          for (const { part, operator: inner } of operatorsOf(term, dimension))
            collect(sum, target, composeOperators(by, inner), part)
          continue
        }
      }
      const conservative = asSlope(factor)
      if (conservative) addProduct(conservative.of, composeOperators(by, conservative.operator))
      else addProduct(factor, by)
    }
  }
  /** u^m u_x as ∂x of u^(m+1)/(m+1). */
  const asSlope = (factor: Expression): { of: Expression; operator: Operator } | undefined => {
    const bases = powersOf(factor)
    const [slope, more] = bases.filter(([base]) => base.kind === 'name' && names.isSlope(base.name))
    if (!slope || more || slope[1] !== 1 || slope[0].kind !== 'name') return undefined
    const found = slopeOf(slope[0].name)
    if (!found) return undefined
    const others = bases.filter((base) => base !== slope)
    const name = unknowns[found.unknown]
    if (!others.every(([base]) => base.kind === 'name' && base.name === name)) return undefined
    const exponent = others.reduce((all, [, m]) => all + m, 1)
    return {
      of: power({ kind: 'name', name }, number(exponent)),
      operator: scaleOperator(alongAxis(dimension, found.axis, 1), divide(one, number(exponent))),
    }
  }

  const emptySum = (): FieldSum => ({ unknowns: new Map(), products: new Map(), constant: zero })
  const rates = equations.rates.map((rate, place) => {
    const sum = emptySum()
    collect(sum, kinds[place], identityOperator(dimension), rate)
    return sum
  })

  // What products are made from; making it may bring products of its own.
  const inputs = new Map<string, SpectralInput>()
  const scalars = new Map<string, Expression>()
  const look = (expression: Expression): void => {
    if (expression.kind !== 'name') {
      for (const child of childrenOf(expression)) look(child)
      return
    }
    const { name } = expression
    const place = places.get(name)
    const term = termIndex(name)
    if (inputs.has(name) || scalars.has(name) || (place === undefined && term === undefined)) return
    const sum = emptySum()
    if (place !== undefined) {
      sum.unknowns.set(place, identityOperator(dimension))
      inputs.set(name, { name, kinds: kinds[place], sum })
      return
    }
    const found = terms[term ?? 0]
    if (found.kind === 'integral') {
      scalars.set(name, found.of)
      look(found.of)
      return
    }
    const own = kindsOfTerm(term ?? 0)
    for (const { part, operator } of operatorsOf(found, dimension)) collect(sum, own, operator, part)
    inputs.set(name, { name, kinds: own, sum })
  }
  for (let place = 0; place < products.length; place++) look(products[place].expression)

  const highest = Math.max(0, ...products.map(({ expression }) => degree(expression)))
  const merged = mergeSingle(products, [...rates, ...[...inputs.values()].map(({ sum }) => sum)])
  return {
    rates,
    products: merged,
    inputs: [...inputs.values()],
    scalars: [...scalars].map(([name, of]) => ({ name, of })),
    degree: highest,
    notes: [...notes],
  }
}
