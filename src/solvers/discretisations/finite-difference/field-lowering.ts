import type { Expression } from '../../../expression/expression.ts'
import type { FieldEquations } from '../../../expression/fields/field-equations.ts'
import { termIndex } from '../../../expression/fields/field-terms.ts'
import { lowerExpression } from '../../../expression/lower/lower-expression.ts'
import { type FieldArrays, singleAxis } from './field-arrays.ts'
import { along, here, type Shift, type StencilGraph, shifted } from './stencil-graph.ts'
import { centralWeights, faceWeights, type StencilWeight } from './stencil-weights.ts'

/** Name in expressions of what a node stands for in an integral. */
export const quadrature = '%quadrature'

/** Value of a number of the code named by `weight divisor powers …`, a power of the spacing an axis: 1/(divisor · Π h^power). */
export function weightValue(name: string, spacings: readonly number[]): number {
  const [, divisor = 1, ...powers] = name.split(' ').map(Number)
  return powers.reduce((all, power, axis) => all / (spacings[axis] ?? 1) ** power, 1) / divisor
}

/** What of a grid decides which code is made: two grids of one shape share it, whatever their spacings. */
export interface GridShape {
  readonly counts: readonly number[]
  readonly isPeriodic: readonly boolean[]
  /** Of each axis the first that has the same spacing. */
  readonly spacingClass: readonly number[]
  readonly order: 2 | 4
  /** Dimension of space where the only axis is a radius. */
  readonly radial: number | undefined
}

/** Terms and expressions as nodes of a stencil graph, at the point in question or at its faces. */
export interface FieldLowering {
  /** An expression at a point of the stage that is made; terms that are not arrays of earlier stages are computed in place. */
  point(expression: Expression, stage: number): number
  /** The same where every term is an array: beyond the ends. */
  pointOfArrays(expression: Expression, shift?: Shift): number
  tap(array: number, shift: Shift): number
  coordinate(axis: number, shift: Shift): number
  scalar(name: string): number
  /** 1 / (divisor · product of spacings to these powers). */
  weight(divisor: number, powers: readonly number[]): number
}

/** The least of a few numbers that makes all factors whole, so that a sum of weights that should vanish does. */
function wholeFactors(weights: readonly StencilWeight[]): {
  readonly divisor: number
  readonly whole: readonly StencilWeight[]
} {
  for (const divisor of [1, 2, 6, 8, 12, 16, 24, 120, 144, 288, 576]) {
    const whole = weights.map(({ at, factor }) => ({ at, factor: Math.round(factor * divisor) }))
    if (whole.every(({ factor }, i) => Math.abs(factor - weights[i].factor * divisor) < 1e-9)) return { divisor, whole }
  }
  return { divisor: 1, whole: weights }
}

/** Makes the lowering of one set of equations on one shape of grid. */
export function makeFieldLowering(
  equations: FieldEquations,
  shape: GridShape,
  arrays: FieldArrays,
  stencil: StencilGraph,
): FieldLowering {
  const { graph } = stencil
  const { axes, unknowns, terms } = equations
  const rank = shape.counts.length
  const { apply, constant } = graph
  const plus = (a: number | undefined, b: number): number => (a === undefined ? b : apply('add', a, b))
  const times = (a: number, b: number) => apply('multiply', a, b)
  const scalar = (name: string) => stencil.at({ kind: 'scalar', name })
  const tap = (array: number, shift: Shift) => stencil.at({ kind: 'tap', array, shift })
  const table = (axis: number, name: string, shift = 0) => stencil.at({ kind: 'table', axis, name, shift })
  const coordinate = (axis: number, shift: Shift) => table(axis, 'coordinate', shift[axis])
  const weight = (divisor: number, powers: readonly number[]) => scalar(`weight ${divisor} ${powers.join(' ')}`)
  const power = (axis: number, by: number) => Array.from({ length: rank }, (_, a) => (a === axis ? by : 0))

  /** Σ factor · value(at), neighbours at equal distances together. */
  const weighted = (weights: readonly StencilWeight[], value: (at: number) => number): number => {
    const sums = new Map<number, number>()
    const left = new Map(weights.map(({ at, factor }) => [at, factor]))
    for (const { at, factor } of weights) {
      if (!left.has(at)) continue
      left.delete(at)
      const other = left.get(-at)
      let sum = value(at)
      let by = factor
      if (at !== 0 && other !== undefined && Math.abs(other) === Math.abs(factor)) {
        left.delete(-at)
        sum = other === factor ? apply('add', sum, value(-at)) : apply('subtract', value(-at), sum)
        by = other
      }
      const size = Math.abs(by)
      const signed = by < 0 ? apply('negate', sum) : sum
      sums.set(size, plus(sums.get(size), signed))
    }
    let total: number | undefined
    for (const [size, sum] of sums) total = plus(total, times(constant(size), sum))
    return total ?? constant(0)
  }

  /** ∂^orders of an array at a place: one central difference an axis, one after another. */
  const derivative = (array: number, orders: readonly number[], at: Shift): number => {
    let divisor = 1
    const step = (axis: number, shift: Shift): number => {
      if (axis === rank) return tap(array, shift)
      const order = orders[axis] ?? 0
      if (order === 0) return step(axis + 1, shift)
      const found = wholeFactors(centralWeights(order, shape.order))
      return weighted(found.whole, (by) => step(axis + 1, shifted(shift, axis, by)))
    }
    orders.forEach((order) => {
      if (order > 0) divisor *= wholeFactors(centralWeights(order, shape.order)).divisor
    })
    return times(weight(divisor, orders), step(0, at))
  }

  const laplacian = (array: number): number => {
    if (shape.radial !== undefined) return radialLaplacian(array)
    const { divisor, whole } = wholeFactors(centralWeights(2, shape.order))
    let total: number | undefined
    for (let first = 0; first < rank; first++) {
      const group = shape.spacingClass.flatMap((of, axis) => (of === first ? [axis] : []))
      if (group.length === 0) continue
      const centre = whole.find(({ at }) => at === 0)?.factor ?? 0
      const around = whole
        .filter(({ at }) => at > 0)
        .map(({ at, factor }) => {
          let sum: number | undefined
          for (const axis of group)
            sum = plus(sum, apply('add', tap(array, along(axis, -at)), tap(array, along(axis, at))))
          return times(constant(factor), sum ?? constant(0))
        })
      const sum = around.reduceRight((a, b) => apply('add', a, b))
      const whole0 = times(constant(centre * group.length), tap(array, here))
      total = plus(total, times(weight(divisor, power(first, 2)), apply('add', sum, whole0)))
    }
    return total ?? constant(0)
  }

  const radialLaplacian = (array: number): number => {
    if (shape.order === 4)
      return apply(
        'add',
        times(table(0, 'second'), derivative(array, [2], here)),
        times(table(0, 'first'), derivative(array, [1], here)),
      )
    const outwards = apply('subtract', tap(array, along(0, 1)), tap(array, here))
    const inwards = apply('subtract', tap(array, here), tap(array, along(0, -1)))
    const sum = apply('subtract', times(table(0, 'outer'), outwards), times(table(0, 'inner'), inwards))
    return times(weight(1, [1]), sum)
  }

  /** A flux at the face between the nodes `face` and `face + 1` along an axis. */
  const flux = (expression: Expression, axis: number, face: number): number => {
    const average = (value: (shift: Shift) => number): number => {
      const { divisor, whole } = wholeFactors(faceWeights(0, shape.order))
      return times(
        constant(1 / divisor),
        weighted(whole, (at) => value(along(axis, face + at))),
      )
    }
    const ofTerm = (number: number): number => {
      const term = terms[number]
      if (!term) throw new Error(`#${number} is not a term`)
      if (term.kind === 'integral') return scalar(`integral ${number}`)
      const direction = singleAxis(term)
      if (direction === undefined || term.kind !== 'derivative') {
        const array = arrays.arrayOfTerm(number)
        if (array === undefined) throw new Error(`#${number} has no array`)
        return average((shift) => tap(array, shift))
      }
      const array = arrays.source(term.of)
      if (direction !== axis) return average((shift) => derivative(array, term.orders, shift))
      const { divisor, whole } = wholeFactors(faceWeights(1, shape.order))
      return times(
        weight(divisor, power(axis, 1)),
        weighted(whole, (at) => tap(array, along(axis, face + at))),
      )
    }
    return lowerExpression(graph, expression, (name) => {
      const number = termIndex(name)
      if (number !== undefined) return ofTerm(number)
      const unknown = unknowns.indexOf(name)
      if (unknown >= 0) return average((shift) => tap(unknown, shift))
      const along0 = axes.indexOf(name)
      if (along0 === axis) return table(axis, 'face', face)
      if (along0 >= 0) return coordinate(along0, here)
      return name === 'pi' || name === 'e' ? undefined : scalar(name)
    })
  }

  const divergence = (fluxes: readonly Expression[]): number => {
    if (shape.radial !== undefined && fluxes[0]) return radialDivergence(fluxes[0])
    let total: number | undefined
    const { divisor, whole } = wholeFactors(faceWeights(1, shape.order))
    fluxes.forEach((one, axis) => {
      if (one.kind === 'number' && one.value === 0) return
      // Faces are named by the node before them: a slope half a spacing beyond 0 is one at 0 between −1 and 0.
      const difference = weighted(whole, (at) => flux(one, axis, at - 1))
      total = plus(total, times(weight(divisor, power(axis, 1)), difference))
    })
    return total ?? constant(0)
  }

  const radialDivergence = (one: Expression): number => {
    if (shape.order === 2)
      return apply('subtract', times(table(0, 'outer'), flux(one, 0, 0)), times(table(0, 'inner'), flux(one, 0, -1)))
    const slope = wholeFactors(faceWeights(1, 4))
    const mean = wholeFactors(faceWeights(0, 4))
    const at = (by: number) => flux(one, 0, by - 1)
    return apply(
      'add',
      times(table(0, 'second'), times(weight(slope.divisor, [1]), weighted(slope.whole, at))),
      times(table(0, 'first'), times(constant(1 / mean.divisor), weighted(mean.whole, at))),
    )
  }

  const inPlace = (number: number): number => {
    const term = terms[number]
    switch (term?.kind) {
      case 'derivative':
        return derivative(arrays.source(term.of), term.orders, here)
      case 'laplacian':
        return laplacian(arrays.source(term.of))
      case 'divergence':
        return divergence(term.fluxes)
      case 'integral':
        return scalar(`integral ${number}`)
      default:
        throw new Error(`#${number} is not a term`)
    }
  }

  const quadratureWeight = (): number => {
    let product: number | undefined
    for (let axis = 0; axis < rank; axis++) {
      const one = table(axis, 'quadrature')
      product = product === undefined ? one : times(product, one)
    }
    return product ?? constant(1)
  }
  const scopeAt =
    (shift: Shift, ofTerm: (term: number) => number) =>
    (name: string): number | undefined => {
      const number = termIndex(name)
      if (number !== undefined) return ofTerm(number)
      const unknown = unknowns.indexOf(name)
      if (unknown >= 0) return tap(unknown, shift)
      const axis = axes.indexOf(name)
      if (axis >= 0) return coordinate(axis, shift)
      if (name === quadrature) return quadratureWeight()
      return name === 'pi' || name === 'e' ? undefined : scalar(name)
    }

  return {
    point: (expression, stage) =>
      lowerExpression(
        graph,
        expression,
        scopeAt(here, (number) => {
          const array = arrays.arrayOfTerm(number)
          const isReady = array !== undefined && (arrays.stageOf[array] ?? 0) < stage
          return isReady ? tap(array, here) : inPlace(number)
        }),
      ),
    pointOfArrays: (expression, shift = here) =>
      lowerExpression(
        graph,
        expression,
        scopeAt(shift, (number) => {
          const array = arrays.arrayOfTerm(number)
          return array === undefined ? inPlace(number) : tap(array, shift)
        }),
      ),
    tap,
    coordinate,
    scalar,
    weight,
  }
}
