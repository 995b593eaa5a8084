import type { Expression } from '../../../expression/expression.ts'
import type { FieldEquations, FieldTerm } from '../../../expression/fields/field-equations.ts'
import { termIndex } from '../../../expression/fields/field-terms.ts'
import { namesIn } from '../../../expression/names.ts'

/** Values at nodes that stencils reach into, so that they need values beyond the ends too. */
export type FieldArray =
  | { readonly kind: 'unknown'; readonly unknown: number }
  | { readonly kind: 'term'; readonly term: number }
  | { readonly kind: 'expression'; readonly expression: Expression }

/** Which arrays a set of expressions needs, and in which order: an array of stage s is made from those of earlier stages. */
export interface FieldArrays {
  readonly arrays: readonly FieldArray[]
  readonly stageOf: readonly number[]
  readonly stages: number
  /** Place of the array that holds an expression; made when asked for first. */
  source(of: Expression): number
  /** Place of a term's array where there is one. */
  arrayOfTerm(term: number): number | undefined
}

/** A first derivative along one axis: in a flux it is taken at the face. */
export function singleAxis(term: FieldTerm | undefined): number | undefined {
  if (term?.kind !== 'derivative' || term.orders.reduce((sum, order) => sum + order, 0) !== 1) return undefined
  return term.orders.indexOf(1)
}

/** Finds the arrays for some outputs. `isWrapped`: every axis is periodic, so that nothing beyond an end is a rule's matter. */
export function findFieldArrays(
  equations: FieldEquations,
  outputs: readonly Expression[],
  isWrapped: boolean,
): FieldArrays {
  const { unknowns, terms } = equations
  const arrays: FieldArray[] = unknowns.map((_, unknown) => ({ kind: 'unknown', unknown }))
  const stageOf: number[] = unknowns.map(() => 0)
  const known = new Map<string, number>()

  const termArray = (term: number): number => {
    const key = `#${term}`
    const found = known.get(key)
    if (found !== undefined) return found
    const stage = stageOfTerm(term)
    const place = arrays.push({ kind: 'term', term }) - 1
    stageOf[place] = stage
    known.set(key, place)
    return place
  }
  const source = (of: Expression): number => {
    if (of.kind === 'name') {
      const unknown = unknowns.indexOf(of.name)
      if (unknown >= 0) return unknown
      const term = termIndex(of.name)
      if (term !== undefined && terms[term]?.kind !== 'integral') return termArray(term)
    }
    const key = JSON.stringify(of, (name, value) => (name === 'span' ? undefined : value))
    const found = known.get(key)
    if (found !== undefined) return found
    let stage = 1
    for (const name of namesIn(of)) {
      const term = termIndex(name)
      if (term === undefined || terms[term]?.kind === 'integral') continue
      stage = Math.max(stage, stageOfTerm(term))
      // Beyond the ends the expression is made from its parts.
      if (!isWrapped) termArray(term)
    }
    const place = arrays.push({ kind: 'expression', expression: of }) - 1
    stageOf[place] = stage
    known.set(key, place)
    return place
  }
  const stageOfTerm = (term: number): number => {
    const one = terms[term]
    if (!one || one.kind === 'integral') return 0
    if (one.kind !== 'divergence') return 1 + (stageOf[source(one.of)] ?? 0)
    let stage = 1
    for (const flux of one.fluxes)
      for (const name of namesIn(flux)) {
        const inner = termIndex(name)
        const part = inner === undefined ? undefined : terms[inner]
        if (inner === undefined || !part || part.kind === 'integral') continue
        const of = part.kind === 'derivative' && singleAxis(part) !== undefined ? source(part.of) : termArray(inner)
        stage = Math.max(stage, 1 + (stageOf[of] ?? 0))
      }
    return stage
  }
  let last = 0
  for (const output of outputs)
    for (const name of namesIn(output)) {
      const term = termIndex(name)
      if (term !== undefined) last = Math.max(last, stageOfTerm(term))
    }
  return {
    arrays,
    stageOf,
    stages: Math.max(1, last, ...stageOf.map((stage) => stage + 1)),
    source,
    arrayOfTerm: (term) => known.get(`#${term}`),
  }
}
