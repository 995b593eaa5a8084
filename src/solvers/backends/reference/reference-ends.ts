import { axisSpacing } from '../../../core/domain.ts'
import type { Expression } from '../../../expression/expression.ts'
import type { BoundaryCondition, FieldTerm } from '../../../expression/fields/field-equations.ts'
import type { FieldProblem } from '../../fields/discretised-fields.ts'
import type { PaddedGrid } from './padded.ts'
import { type Given, taylorWeights, valuesFrom } from './taylor-weights.ts'

/** What stands in a padded array: an unknown or a term, by number. */
export interface Held {
  readonly kind: 'unknown' | 'term'
  readonly number: number
  readonly values: Float64Array
}

/** Evaluates an expression at a place of the padded grid. */
export type At = (expression: Expression, at: readonly number[]) => number

/** Conditions on an end that hold for what stands in an array. */
function conditionsFor(
  problem: FieldProblem,
  held: Held,
  axis: number,
  end: 'from' | 'to',
): readonly BoundaryCondition[] {
  const { equations } = problem
  const on = (unknown: number, of: 'value' | 'laplacian') =>
    equations.boundary.filter((one) => one.side !== 'inside' && one.side.axis === axis && one.side.end === end && one.unknown === unknown && one.of === of) // biome-ignore format: one test
  if (held.kind === 'unknown') return [...on(held.number, 'value'), ...on(held.number, 'laplacian')]
  const term: FieldTerm | undefined = equations.terms[held.number]
  if (term?.kind !== 'laplacian' || term.of.kind !== 'name') return []
  const unknown = equations.unknowns.indexOf(term.of.name)
  if (unknown < 0) return []
  const found = on(unknown, 'laplacian')
  if (found.length > 0 || on(unknown, 'value').length > 1) return found
  const zero: Expression = { kind: 'number', value: 0 }
  return [{ side: { axis, end }, unknown, of: 'laplacian', kind: 'neumann', value: zero, normal: { kind: 'number', value: 1 }, rightSide: zero }] // biome-ignore format: one record
}

/** How many values the polynomial beyond an end goes through (docs/methods/finite-differences.md). */
function valuesOf(order: 2 | 4, conditions: number, margin: number): number {
  if (order === 2) return conditions === 0 ? Math.max(4, margin + 2) : margin + 1
  return conditions === 0 ? 6 : Math.max(5 - conditions, margin + 1)
}

/**
 * Fills what stands on and beyond the ends of an axis, from the values inside: the other end of a ring, or the polynomial that meets the
 * conditions. All arrays at once: what is read is what stood there before.
 */
export function fillAxis(
  problem: FieldProblem,
  grid: PaddedGrid,
  order: 2 | 4,
  arrays: readonly Held[],
  axis: number,
  at: At,
): void {
  const description = problem.domain.axes[axis]
  if (!description) return
  const { isPeriodic, points } = description
  const margin = grid.margins[axis] ?? 0
  const spacing = axisSpacing(description)
  const before = arrays.map(({ values }) => values.slice())
  const writes: { values: Float64Array; place: number; value: number }[] = []
  const lines: (readonly number[])[] = []
  grid.each((place) => {
    // Axes before this one are not filled yet; those behind it are.
    if (place[axis] === 0 && place.every((p, a) => a >= axis || (p >= 0 && p < (grid.counts[a] ?? 1))))
      lines.push(place)
  })
  const moved = (line: readonly number[], to: number) => line.map((p, a) => (a === axis ? to : p))
  arrays.forEach((held, k) => {
    const old = before[k] ?? held.values
    const write = (line: readonly number[], to: number, value: number) =>
      writes.push({ values: held.values, place: grid.place(moved(line, to)), value })
    if (isPeriodic) {
      for (const line of lines)
        for (let j = 1; j <= margin; j++) {
          write(line, -j, old[grid.place(moved(line, points - j))])
          write(line, points - 1 + j, old[grid.place(moved(line, j - 1))])
        }
      return
    }
    for (const end of ['from', 'to'] as const) {
      const conditions = conditionsFor(problem, held, axis, end)
      const own = held.kind === 'unknown' ? 'value' : 'laplacian'
      const given = conditions.find((one) => one.of === own && one.kind === 'dirichlet')
      const slope = conditions.find((one) => one.of === own && one.kind !== 'dirichlet')
      const curvature =
        own === 'value' && margin > 1 && grid.rank === 1 ? conditions.find((one) => one.of === 'laplacian') : undefined
      const isCentre = description.name === 'r' && end === 'from' && !given
      const isOdd = held.kind === 'term' && problem.equations.terms[held.number]?.kind === 'derivative'
      for (const line of lines) {
        const edgeAt = moved(line, end === 'from' ? 0 : points - 1)
        const inwards = (i: number) => old[grid.place(moved(line, end === 'from' ? i : points - 1 - i))]
        const number = (one: BoundaryCondition, part: 'value' | 'normal' | 'rightSide') => at(one[part], edgeAt)
        const edge = given ? number(given, 'rightSide') / number(given, 'value') : inwards(0)
        if (given) write(edgeAt, edgeAt[axis] ?? 0, edge)
        if (margin === 0) continue
        const derivatives: { order: number; value: number }[] = []
        if (slope) derivatives.push({ order: 1, value: -(number(slope, 'rightSide') - number(slope, 'value') * edge) / number(slope, 'normal') }) // biome-ignore format: one thought
        if (curvature?.kind === 'dirichlet') derivatives.push({ order: 2, value: number(curvature, 'rightSide') / number(curvature, 'value') }) // biome-ignore format: one thought
        if (curvature?.kind === 'neumann') derivatives.push({ order: 3, value: -number(curvature, 'rightSide') / number(curvature, 'normal') }) // biome-ignore format: one thought
        if (isCentre && derivatives.length === 0 && !isOdd) derivatives.push({ order: 1, value: 0 })
        const isMirror = isCentre && derivatives[0]?.order === 1 && derivatives[0].value === 0
        const count = valuesOf(order, derivatives.length, margin)
        const known: Given[] = [...valuesFrom(0, count - 1), ...derivatives.map((one) => ({ at: 0, order: one.order }))]
        for (let j = 1; j <= margin; j++) {
          const to = end === 'from' ? -j : points - 1 + j
          if (isMirror) {
            write(line, to, inwards(j))
            continue
          }
          const weights = taylorWeights(known, { at: -j, order: 0 })
          let sum = 0
          for (let i = 0; i < count; i++) sum += weights[i] * (i === 0 ? edge : inwards(i))
          derivatives.forEach((one, m) => {
            sum += weights[count + m] * one.value * spacing ** one.order
          })
          write(line, to, sum)
        }
      }
    }
  })
  for (const { values, place, value } of writes) values[place] = value
}
