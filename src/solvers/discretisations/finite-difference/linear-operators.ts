import { isNumber } from '../../../expression/build.ts'
import { evaluateExpression } from '../../../expression/evaluate.ts'
import type { Expression } from '../../../expression/expression.ts'
import type {
  BoundaryCondition,
  FieldEquations,
  FieldSplit,
  FieldTerm,
  LinearFieldTerm,
} from '../../../expression/fields/field-equations.ts'
import { orderOf, termIndex, termParts } from '../../../expression/fields/field-terms.ts'
import { namesIn } from '../../../expression/names.ts'
import { conditionsOn } from './boundary-rules.ts'
import type { GridShape } from './field-lowering.ts'

/** What holds at the two ends of an axis for the homogeneous problem: a value (`v`) or a slope (`s`). */
export type EndKind = 'periodic' | 'vv' | 'ss' | 'vs' | 'sv'

/** The part of a rate that is linear in its own unknown with constant coefficients and even: cosines and sines are its modes. */
export interface EvenOperator {
  readonly unknown: number
  readonly terms: readonly LinearFieldTerm[]
  readonly kinds: readonly EndKind[]
  /** Cosines and sines are its modes exactly, ends included. */
  readonly isExact: boolean
}

const isEven = ({ orders }: LinearFieldTerm) => orders.every((order) => order % 2 === 0)

/** The even linear operator of each unknown that has one with derivatives in it; undefined where ends or a radius forbid it. */
export function evenOperators(
  equations: FieldEquations,
  shape: GridShape,
  split: FieldSplit,
): readonly (EvenOperator | undefined)[] {
  return equations.unknowns.map((_, unknown) => {
    if (shape.radial !== undefined) return undefined
    const terms = split.linear.filter((term) => term.rate === unknown && term.unknown === unknown && isEven(term))
    const order = Math.max(0, ...terms.map(orderOf))
    if (order === 0) return undefined
    const kinds: EndKind[] = []
    let isExact = shape.order === 2
    for (let axis = 0; axis < shape.counts.length; axis++) {
      if (shape.isPeriodic[axis]) {
        kinds.push('periodic')
        continue
      }
      const ends = (['from', 'to'] as const).map((end) => endKind(equations, unknown, axis, end, order))
      const [low, high] = ends
      if (!low || !high || (shape.counts[axis] ?? 0) < 4) return undefined
      if (ends.some((end) => end?.isRobin)) isExact = false
      kinds.push(`${low.kind}${high.kind}`)
    }
    if (kinds.every((kind) => kind === 'periodic')) isExact = true
    return { unknown, terms, kinds, isExact }
  })
}

function endKind(
  equations: FieldEquations,
  unknown: number,
  axis: number,
  end: 'from' | 'to',
  order: number,
): { readonly kind: 'v' | 's'; readonly isRobin: boolean } | undefined {
  const values = conditionsOn(equations, { axis, end }, unknown, 'value')
  const [first] = values
  if (!first || values.length > 1) return undefined
  const kind = first.kind === 'dirichlet' ? 'v' : 's'
  if (order > 2) {
    // The Laplacian must have the same kind of end, or sines and cosines do not meet both conditions.
    const second = conditionsOn(equations, { axis, end }, unknown, 'laplacian')[0]
    if ((second?.kind === 'dirichlet') !== (kind === 'v') || order > 4) return undefined
  }
  return { kind, isRobin: first.kind === 'robin' || namesIn(first.rightSide).has(equations.unknowns[unknown] ?? '') }
}

/** Values of coefficients for parameters. */
export function coefficientsOf(
  terms: readonly LinearFieldTerm[],
  names: readonly string[],
  values: Float64Array,
): readonly number[] {
  const places = new Map(names.map((name, i) => [name, i]))
  return terms.map(({ coefficient }) =>
    evaluateExpression(coefficient, (name) => values[places.get(name) ?? -1] ?? Number.NaN),
  )
}

const zero: Expression = { kind: 'number', value: 0 }
const named = (name: string): Expression => ({ kind: 'name', name })

/** Equations of the operators alone, with homogeneous ends: rates are L u, 0 where there is no operator. */
export function operatorEquations(
  equations: FieldEquations,
  operators: readonly ({ readonly terms: readonly LinearFieldTerm[] } | undefined)[],
): FieldEquations {
  const terms: FieldTerm[] = []
  const add = (term: FieldTerm): Expression => named(`#${terms.push(term) - 1}`)
  const known = new Map<string, Expression>()
  const powers = (of: number, count: number): Expression => {
    const key = `${of} ${count}`
    const made = known.get(key) ?? (count === 0 ? named(equations.unknowns[of] ?? '') : add({ kind: 'laplacian', of: powers(of, count - 1) })) // biome-ignore format: one thought
    known.set(key, made)
    return made
  }
  const rates = equations.unknowns.map((_, rateOf) => {
    let rate: Expression = zero
    for (const { orders, laplacians: count, coefficient, unknown: of } of operators[rateOf]?.terms ?? []) {
      const inner = powers(of, count)
      const whole = orders.some((order) => order > 0) ? add({ kind: 'derivative', of: inner, orders }) : inner
      const product: Expression = { kind: 'binary', operator: '*', left: coefficient, right: whole }
      rate = isNumber(rate, 0) ? product : { kind: 'binary', operator: '+', left: rate, right: product }
    }
    return rate
  })
  const boundary = equations.boundary.map(
    (one): BoundaryCondition =>
      one.kind === 'robin'
        ? { ...one, kind: 'neumann', value: zero, normal: { kind: 'number', value: 1 }, rightSide: zero }
        : { ...one, rightSide: zero },
  )
  return { ...equations, rates, terms, boundary }
}

/** Unknowns that an expression depends on, through terms. */
export function unknownsIn(
  names: readonly string[],
  terms: readonly FieldTerm[],
  expression: Expression,
): ReadonlySet<number> {
  const found = new Set<number>()
  const seen = new Set<number>()
  const visit = (one: Expression): void => {
    for (const name of namesIn(one)) {
      const number = termIndex(name)
      if (number === undefined) {
        const unknown = names.indexOf(name)
        if (unknown >= 0) found.add(unknown)
        continue
      }
      const term = terms[number]
      if (!term || seen.has(number)) continue
      seen.add(number)
      termParts(term).forEach(visit)
    }
  }
  visit(expression)
  return found
}
