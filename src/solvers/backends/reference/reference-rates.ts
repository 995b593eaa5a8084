import { axisNodes, axisSpacing, domainSize } from '../../../core/domain.ts'
import { evaluateExpression } from '../../../expression/evaluate.ts'
import type { Expression } from '../../../expression/expression.ts'
import type { FieldTerm } from '../../../expression/fields/field-equations.ts'
import { namesIn } from '../../../expression/names.ts'
import { makeGridTables } from '../../discretisations/finite-difference/grid-tables.ts'
import type { FieldProblem } from '../../fields/discretised-fields.ts'
import { makePaddedGrid } from './padded.ts'
import { type At, fillAxis, type Held } from './reference-ends.ts'
import { taylorWeights, valuesFrom } from './taylor-weights.ts'

/** Rates of fields in plain numbers. */
export interface ReferenceRates {
  /** The rate of every unknown at every node; 0 where values are prescribed. */
  rates(time: number, nodes: Float64Array): Float64Array
  /** Node values with what is prescribed written in. */
  prescribed(time: number, nodes: Float64Array): Float64Array
  /** ∫ of each unknown. */
  integrals(nodes: Float64Array): Float64Array
}

const numberOf = (name: string) => (name.startsWith('#') ? Number(name.slice(1)) : undefined)

/** The axis of a first derivative along one axis. */
function soleAxis(term: FieldTerm | undefined): number | undefined {
  if (term?.kind !== 'derivative' || term.orders.reduce((a, b) => a + b, 0) !== 1) return undefined
  return term.orders.indexOf(1)
}

/** How far the terms of some expressions reach along each axis. */
function marginsOf({ equations, domain }: FieldProblem, order: 2 | 4): [number, number, number] {
  const margins: [number, number, number] = [0, 0, 0]
  const seen = new Set<number>()
  const reach = (axis: number, by: number) => {
    margins[axis] = Math.max(margins[axis] ?? 0, by)
  }
  const visitTerm = (number: number): void => {
    const term = equations.terms[number]
    if (!term || seen.has(number)) return
    seen.add(number)
    if (term.kind === 'derivative')
      term.orders.forEach((m, axis) => {
        if (m > 0) reach(axis, Math.floor((m + 1) / 2) + order / 2 - 1)
      })
    if (term.kind === 'laplacian') for (let axis = 0; axis < domain.axes.length; axis++) reach(axis, order / 2)
    if (term.kind !== 'divergence') {
      visit(term.of)
      return
    }
    term.fluxes.forEach((flux, axis) => {
      if (flux.kind === 'number' && flux.value === 0) return
      reach(axis, order - 1)
      for (const name of namesIn(flux)) {
        const inner = numberOf(name)
        const across = inner === undefined ? undefined : soleAxis(equations.terms[inner])
        if (across !== undefined && across !== axis) reach(across, order / 2)
      }
      visit(flux)
    })
  }
  const visit = (expression: Expression): void => {
    for (const name of namesIn(expression)) {
      const number = numberOf(name)
      if (number !== undefined) visitTerm(number)
    }
  }
  equations.rates.forEach(visit)
  return margins
}

/**
 * Makes rates by walking the typed expressions node by node: nothing is generated, lowered or shared between nodes. The scheme is that
 * of docs/methods/finite-differences.md: central differences, fluxes at faces, polynomials beyond the ends.
 */
export function makeReferenceRates(problem: FieldProblem, order: 2 | 4): ReferenceRates {
  const { equations, domain } = problem
  const { unknowns, terms, axes } = equations
  const margins = marginsOf(problem, order)
  const grid = makePaddedGrid(domain, margins)
  const size = domainSize(domain)
  const spacings = domain.axes.map(axisSpacing)
  const nodesOf = domain.axes.map(axisNodes)
  const tables = makeGridTables(domain, order)
  const isRadial = axes[0] === 'r'
  const central = (m: number) => {
    const reach = Math.floor((m + 1) / 2) + order / 2 - 1
    return taylorWeights(valuesFrom(-reach, reach), { at: 0, order: m }).map((factor, i) => ({ at: i - reach, factor }))
  }
  const face = (m: number) =>
    taylorWeights(valuesFrom(1 - order / 2, order / 2), { at: 0.5, order: m }).map((factor, i) => ({ at: i + 1 - order / 2, factor })) // biome-ignore format: one thought
  const [mean, slope] = [face(0), face(1)]
  const centrals = [0, 1, 2, 3, 4, 5, 6].map(central)
  const shift = (at: readonly number[], axis: number, by: number) => at.map((p, a) => (a === axis ? p + by : p))

  const coordinate = (axis: number, index: number): number => {
    const one = domain.axes[axis]
    if (!one) return 0
    const own = one.isPeriodic ? (index + 2 * one.points) % one.points : index
    return nodesOf[axis]?.[own] ?? one.from + own * (spacings[axis] ?? 1)
  }
  const faceCoordinate = (axis: number, index: number): number => {
    const one = domain.axes[axis]
    if (!one) return 0
    const own = one.isPeriodic ? (index + 2 * one.points) % one.points : index
    return one.from + (own + 0.5) * (spacings[axis] ?? 1)
  }

  /** Everything of one time and state, made when it is asked for. */
  const makeMoment = (time: number, nodes: Float64Array) => {
    const parameters = new Map(equations.parameters.map((name, i) => [name, problem.parameters[i] ?? Number.NaN]))
    const integrals = new Map<number, number>()
    const padded = new Map<string, Float64Array>()
    const plain = new Map<number, Float64Array>()
    const held: Held[] = unknowns.map((_, number) => {
      const values = new Float64Array(grid.size)
      grid.each((at, place, isInner) => {
        if (isInner) values[place] = nodes[number * size + grid.node(at)]
      })
      return { kind: 'unknown', number, values }
    })

    const scalar = (name: string): number | undefined => (name === 't' ? time : parameters.get(name))
    /** At a place of the padded grid, terms from padded arrays. */
    const pointwise: At = (expression, at) =>
      evaluateExpression(expression, (name) => {
        const number = numberOf(name)
        if (number !== undefined) return terms[number]?.kind === 'integral' ? integral(number) : paddedTerm(number)[grid.place(at)] // biome-ignore format: one choice
        const unknown = unknowns.indexOf(name)
        if (unknown >= 0) return held[unknown].values[grid.place(at)]
        const axis = axes.indexOf(name)
        return axis >= 0 ? coordinate(axis, at[axis] ?? 0) : (scalar(name) ?? Number.NaN)
      })
    /** At a node, terms from what is computed there. */
    const inside: At = (expression, at) =>
      evaluateExpression(expression, (name) => {
        const number = numberOf(name)
        if (number !== undefined) return terms[number]?.kind === 'integral' ? integral(number) : plainTerm(number)[grid.node(at)] // biome-ignore format: one choice
        const unknown = unknowns.indexOf(name)
        if (unknown >= 0) return held[unknown].values[grid.place(at)]
        const axis = axes.indexOf(name)
        return axis >= 0 ? coordinate(axis, at[axis] ?? 0) : (scalar(name) ?? Number.NaN)
      })
    const integral = (number: number): number => {
      const known = integrals.get(number)
      const term = terms[number]
      if (known !== undefined || term?.kind !== 'integral') return known ?? Number.NaN
      let sum = 0
      grid.each((at, _, isInner) => {
        if (!isInner) return
        let weight = 1
        domain.axes.forEach((__, axis) => {
          weight *= tables(axis, 'quadrature', at[axis] ?? 0)
        })
        sum += weight * inside(term.of, at)
      })
      integrals.set(number, sum)
      return sum
    }
    const paddedTerm = (number: number): Float64Array => {
      const known = padded.get(`#${number}`)
      if (known) return known
      const values = new Float64Array(grid.size)
      const own = plainTerm(number)
      grid.each((at, place, isInner) => {
        if (isInner) values[place] = own[grid.node(at)]
      })
      for (let axis = grid.rank - 1; axis >= 0; axis--)
        fillAxis(problem, grid, order, [{ kind: 'term', number, values }], axis, pointwise)
      padded.set(`#${number}`, values)
      return values
    }
    const source = (of: Expression): Float64Array => {
      if (of.kind === 'name') {
        const unknown = unknowns.indexOf(of.name)
        if (unknown >= 0) return held[unknown].values
        const number = numberOf(of.name)
        if (number !== undefined && terms[number]?.kind !== 'integral') return paddedTerm(number)
      }
      const key = JSON.stringify(of, (name, value) => (name === 'span' ? undefined : value))
      const known = padded.get(key)
      if (known) return known
      const values = new Float64Array(grid.size)
      grid.each((at, place, isInner) => {
        values[place] = isInner ? inside(of, at) : pointwise(of, at)
      })
      padded.set(key, values)
      return values
    }
    const derivativeAt = (values: Float64Array, orders: readonly number[], at: readonly number[]): number => {
      const axis = orders.findIndex((m) => m > 0)
      if (axis < 0) return values[grid.place(at)]
      const rest = orders.map((m, a) => (a === axis ? 0 : m))
      const m = orders[axis] ?? 0
      let sum = 0
      for (const { at: by, factor } of centrals[m] ?? central(m))
        sum += factor * derivativeAt(values, rest, shift(at, axis, by)) // biome-ignore format: one sum
      return sum / (spacings[axis] ?? 1) ** m
    }
    const fluxAt = (flux: Expression, axis: number, at: readonly number[]): number => {
      const average = (value: (place: readonly number[]) => number) => mean.reduce((sum, { at: by, factor }) => sum + factor * value(shift(at, axis, by)), 0) // biome-ignore format: one sum
      return evaluateExpression(flux, (name) => {
        const number = numberOf(name)
        if (number !== undefined) {
          const term = terms[number]
          if (term?.kind === 'integral') return integral(number)
          const direction = soleAxis(term)
          if (direction === undefined || term?.kind !== 'derivative')
            return average((place) => paddedTerm(number)[grid.place(place)]) // biome-ignore format: one choice
          const values = source(term.of)
          if (direction !== axis) return average((place) => derivativeAt(values, term.orders, place))
          return slope.reduce((sum, { at: by, factor }) => sum + factor * values[grid.place(shift(at, axis, by))], 0) / (spacings[axis] ?? 1) // biome-ignore format: one sum
        }
        const unknown = unknowns.indexOf(name)
        if (unknown >= 0) return average((place) => held[unknown].values[grid.place(place)])
        const along = axes.indexOf(name)
        if (along === axis) return faceCoordinate(axis, at[axis] ?? 0)
        return along >= 0 ? coordinate(along, at[along] ?? 0) : (scalar(name) ?? Number.NaN)
      })
    }
    const h = spacings[0] ?? 1
    const termAt = (term: FieldTerm, at: readonly number[]): number => {
      const node = at[0] ?? 0
      if (term.kind === 'derivative') return derivativeAt(source(term.of), term.orders, at)
      if (term.kind === 'laplacian') {
        const values = source(term.of)
        const along = (axis: number, m: number) => derivativeAt(values, axes.map((_, a) => (a === axis ? m : 0)), at) // biome-ignore format: one call
        if (!isRadial) return axes.reduce((sum, _, axis) => sum + along(axis, 2), 0)
        if (order === 4) return tables(0, 'second', node) * along(0, 2) + tables(0, 'first', node) * along(0, 1)
        const u = (by: number) => values[grid.place(shift(at, 0, by))]
        return (tables(0, 'outer', node) * (u(1) - u(0)) - tables(0, 'inner', node) * (u(0) - u(-1))) / h
      }
      if (term.kind !== 'divergence') return Number.NaN
      const first = term.fluxes[0]
      if (isRadial && first) {
        const flux = (by: number) => fluxAt(first, 0, shift(at, 0, by))
        if (order === 2) return tables(0, 'outer', node) * flux(0) - tables(0, 'inner', node) * flux(-1)
        const sum = (weights: typeof mean) => weights.reduce((all, { at: by, factor }) => all + factor * flux(by - 1), 0) // biome-ignore format: one sum
        return (tables(0, 'second', node) * sum(slope)) / h + tables(0, 'first', node) * sum(mean)
      }
      return term.fluxes.reduce((all, flux, axis) => {
        if (flux.kind === 'number' && flux.value === 0) return all
        return all + slope.reduce((sum, { at: by, factor }) => sum + factor * fluxAt(flux, axis, shift(at, axis, by - 1)), 0) / (spacings[axis] ?? 1) // biome-ignore format: one sum
      }, 0)
    }
    const plainTerm = (number: number): Float64Array => {
      const known = plain.get(number)
      if (known) return known
      const values = new Float64Array(size)
      const term = terms[number]
      if (term)
        grid.each((at, _, isInner) => {
          if (isInner) values[grid.node(at)] = termAt(term, at)
        })
      plain.set(number, values)
      return values
    }
    for (let axis = grid.rank - 1; axis >= 0; axis--) fillAxis(problem, grid, order, held, axis, pointwise)
    return { inside, held }
  }

  const isPrescribed = (unknown: number, at: readonly number[]) =>
    equations.boundary.some((one) => one.side !== 'inside' && one.of === 'value' && one.kind === 'dirichlet' && one.unknown === unknown && !domain.axes[one.side.axis]?.isPeriodic && at[one.side.axis] === (one.side.end === 'from' ? 0 : (grid.counts[one.side.axis] ?? 1) - 1)) // biome-ignore format: one test
  return {
    rates(time, nodes) {
      const { inside } = makeMoment(time, nodes)
      const out = new Float64Array(nodes.length)
      equations.rates.forEach((rate, unknown) => {
        grid.each((at, _, isInner) => {
          if (isInner && !isPrescribed(unknown, at)) out[unknown * size + grid.node(at)] = inside(rate, at)
        })
      })
      return out
    },
    prescribed(time, nodes) {
      const { held } = makeMoment(time, nodes)
      const out = new Float64Array(nodes.length)
      held.forEach(({ values }, unknown) => {
        grid.each((at, place, isInner) => {
          if (isInner) out[unknown * size + grid.node(at)] = values[place]
        })
      })
      return out
    },
    integrals(nodes) {
      const out = new Float64Array(unknowns.length)
      grid.each((at, _, isInner) => {
        if (!isInner) return
        const weight = domain.axes.reduce((product, __, axis) => product * tables(axis, 'quadrature', at[axis] ?? 0), 1)
        for (let k = 0; k < unknowns.length; k++) out[k] += weight * nodes[k * size + grid.node(at)]
      })
      return out
    },
  }
}
