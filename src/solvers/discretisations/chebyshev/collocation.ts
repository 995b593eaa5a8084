import type { Expression } from '../../../expression/expression.ts'
import type { FieldTerm } from '../../../expression/fields/field-equations.ts'
import { termIndex } from '../../../expression/fields/field-terms.ts'
import { namesIn } from '../../../expression/names.ts'
import type { Kernels } from '../../../kernels/kernels.ts'
import { compileArrays } from '../../compile-arrays.ts'
import type { FieldProblem } from '../../fields/discretised-fields.ts'
import type { Pointer } from '../../system.ts'
import { type Loop, makeChain } from './collocation-jacobian.ts'
import { applyDense, type Dense, denseInverse, denseProduct, stackDense } from './dense.ts'
import { conditionRows, endConditions, rightSides } from './ends.ts'
import {
  chebyshevExtremes,
  chebyshevZeros,
  derivativeMatrices,
  interpolationMatrix,
  polynomialThrough,
  quadratureWeights,
  rationalThrough,
} from './points.ts'

/** Fields as polynomials that fulfil their conditions, and the rates of their values at the points inside. */
export interface Collocation {
  rates(time: number, state: Pointer, out: Pointer): void
  encode(time: number, nodes: Pointer, state: Pointer): void
  decode(time: number, state: Pointer, nodes: Pointer): void
  integrals(time: number, state: Pointer, out: Pointer): void
  /** ∂^order of an unknown at the points inside from its values there; further columns are those of the right sides. */
  insideDerivative(unknown: number, order: number): Dense
  /** view[at …] ← the right sides of the conditions of an unknown. */
  rightSide(unknown: number, time: number, view: Float64Array, at: number): void
  /** How many conditions an unknown has. */
  readonly conditions: readonly number[]
  /** Adds ∂rates/∂state to a full matrix. */
  addJacobian(time: number, state: Pointer, matrix: Float64Array): void
  /** After the parameters have changed. */
  refresh(): void
}

/** Polynomials of an unknown: by values at the points inside and the right sides of its conditions. */
interface Polynomials {
  /** ∂^order at the ends and inside. */
  derivative(order: number): Dense
  readonly toNodes: Dense
}

/** The highest order of a derivative that the language has. */
const highestOrder = 4

/** Makes it for `count` points inside; all arrays are taken here. */
export function makeCollocation(
  kernels: Kernels,
  problem: FieldProblem,
  count: number,
  nodes: Float64Array,
  parameters: Float64Array,
): Collocation {
  const { equations, domain } = problem
  const [{ from, to, name: axisName }] = domain.axes
  const { unknowns, terms } = equations
  const inside = chebyshevZeros(count, from, to)
  const all = Float64Array.from([from, ...inside, to])
  const total = all.length
  const through = polynomialThrough(all)
  const derivatives = derivativeMatrices(through, highestOrder)
  const weights = quadratureWeights(through, from, to)
  // Nodes are read by a rational function of order 9: polynomials through equal distances swing.
  const fromNodes = interpolationMatrix(rationalThrough(nodes, 8), inside)
  const lookup = (name: string, x: number, time: number) =>
    name === axisName ? x : name === 't' ? time : parameters[equations.parameters.indexOf(name)]

  const makePolynomials = (unknown: number): Polynomials => {
    const conditions = endConditions(problem, unknown)
    const grid = chebyshevExtremes(count + conditions.length, from, to)
    const own = derivativeMatrices(grid, highestOrder)
    const rows = stackDense(interpolationMatrix(grid, inside), conditionRows(conditions, own, from, to, lookup))
    const values = denseInverse(rows)
    if (!values)
      throw new Error(
        `the conditions of ${unknowns[unknown]} at the ends of ${axisName} contradict each other or say the same twice`,
      )
    const toAll = interpolationMatrix(grid, all)
    const made = new Map<number, Dense>()
    return {
      derivative(order) {
        const found = made.get(order)
        if (found) return found
        const matrix = denseProduct(toAll, denseProduct(own[order], values))
        made.set(order, matrix)
        return matrix
      },
      toNodes: denseProduct(interpolationMatrix(grid, nodes), values),
    }
  }
  let polynomials = unknowns.map((_, unknown) => makePolynomials(unknown))
  const right = unknowns.map((_, unknown) =>
    rightSides(endConditions(problem, unknown), equations.velocityOf[unknown] !== undefined, from, to, lookup),
  )
  const room = Math.max(...unknowns.map((_, unknown) => count + endConditions(problem, unknown).length))
  const vectors = unknowns.map(() => kernels.reserve(room))
  const take = () => kernels.reserve(total)
  const onAll = unknowns.map(take)
  const onTerms = terms.map(take)
  const coordinate = kernels.allocate(total)
  coordinate.view.set(all)
  const coordinatePointer = coordinate.pointer
  const product = take()
  const outputs = unknowns.map(take)

  const names = new Map<string, Pointer>([
    [axisName, coordinatePointer],
    ...unknowns.map((name, place): [string, Pointer] => [name, onAll[place]]),
    ...terms.map((_, place): [string, Pointer] => [`#${place}`, onTerms[place]]),
  ])
  const makeLoop = (expressions: readonly Expression[], to: readonly Pointer[]): Loop => {
    const used = [...new Set(expressions.flatMap((one) => [...namesIn(one)]))]
    const run = compileArrays(
      kernels,
      expressions,
      used.map((name) => ({ name, kind: names.has(name) ? 'array' : 'scalar' })),
    )
    return { run, arguments: [...used.map((name) => names.get(name) ?? Number.NaN), ...to], used }
  }
  const call = (loop: Loop, time: number) => {
    for (const [place, name] of loop.used.entries())
      if (!names.has(name)) loop.arguments[place] = name === 't' ? time : parameters[equations.parameters.indexOf(name)]
    loop.run(total, ...loop.arguments)
  }

  /** What brings a term to the points, after the terms before it. */
  const makeTerm = (term: FieldTerm, out: Pointer): ((time: number) => void) => {
    if (term.kind === 'integral') {
      const loop = makeLoop([term.of], [product])
      return (time) => {
        call(loop, time)
        const view = kernels.whole()
        let sum = 0
        for (let j = 0; j < total; j++) sum += weights[j] * view[product / 8 + j]
        view.fill(sum, out / 8, out / 8 + total)
      }
    }
    const of = term.kind === 'divergence' ? term.fluxes[0] : term.of
    const order = term.kind === 'divergence' ? 1 : term.kind === 'laplacian' ? 2 : term.orders[0]
    // A derivative of a derivative of a bare unknown keeps the polynomial of the unknown.
    const nested = nestedOrder(of, terms, unknowns)
    if (nested && nested.order + order <= highestOrder) {
      const { unknown, order: inner } = nested
      return () =>
        applyDense(polynomials[unknown].derivative(inner + order), kernels.whole(), vectors[unknown] / 8, out / 8)
    }
    const loop = makeLoop([of], [product])
    return (time) => {
      call(loop, time)
      applyDense(derivatives[order], kernels.whole(), product / 8, out / 8)
    }
  }
  const steps = terms.map((term, place) => makeTerm(term, onTerms[place]))
  const rateLoop = makeLoop(equations.rates, outputs)
  const sink = kernels.reserve(unknowns.length * count)
  const chain = makeChain({
    ...{ kernels, equations, count, total, weights, derivatives, product, makeLoop, call },
    bareOf: (of, order) => {
      const nested = nestedOrder(of, terms, unknowns)
      return nested && nested.order + order <= highestOrder
        ? { unknown: nested.unknown, matrix: polynomials[nested.unknown].derivative(nested.order + order) }
        : undefined
    },
  })
  /** Vectors ← values inside and right sides. */
  const load = (time: number, state: Pointer) => {
    const view = kernels.whole()
    for (let unknown = 0; unknown < unknowns.length; unknown++) {
      const at = vectors[unknown] / 8
      view.copyWithin(at, state / 8 + unknown * count, state / 8 + (unknown + 1) * count)
      right[unknown](time, view, at + count)
    }
  }
  const rates = (time: number, state: Pointer, out: Pointer): void => {
    load(time, state)
    for (let unknown = 0; unknown < unknowns.length; unknown++)
      applyDense(polynomials[unknown].derivative(0), kernels.whole(), vectors[unknown] / 8, onAll[unknown] / 8)
    for (let place = 0; place < steps.length; place++) steps[place](time)
    call(rateLoop, time)
    const view = kernels.whole()
    for (let unknown = 0; unknown < unknowns.length; unknown++) {
      const at = outputs[unknown] / 8 + 1
      view.copyWithin(out / 8 + unknown * count, at, at + count)
    }
  }
  return {
    rates,
    encode(_, from, state) {
      for (let unknown = 0; unknown < unknowns.length; unknown++)
        applyDense(fromNodes, kernels.whole(), from / 8 + unknown * nodes.length, state / 8 + unknown * count)
    },
    decode(time, state, to) {
      load(time, state)
      for (let unknown = 0; unknown < unknowns.length; unknown++)
        applyDense(polynomials[unknown].toNodes, kernels.whole(), vectors[unknown] / 8, to / 8 + unknown * nodes.length)
    },
    integrals(time, state, out) {
      load(time, state)
      for (let unknown = 0; unknown < unknowns.length; unknown++) {
        applyDense(polynomials[unknown].derivative(0), kernels.whole(), vectors[unknown] / 8, onAll[unknown] / 8)
        const view = kernels.whole()
        let sum = 0
        for (let j = 0; j < total; j++) sum += weights[j] * view[onAll[unknown] / 8 + j]
        view[out / 8 + unknown] = sum
      }
    },
    rightSide: (unknown, time, view, at) => right[unknown](time, view, at),
    conditions: unknowns.map((_, unknown) => endConditions(problem, unknown).length),
    addJacobian(time, state, matrix) {
      rates(time, state, sink)
      chain.add(
        time,
        polynomials.map((one) => one.derivative(0)),
        matrix,
      )
    },
    insideDerivative(unknown, order) {
      const { columns, values } = polynomials[unknown].derivative(order)
      return { rows: count, columns, values: values.subarray(columns, columns * (count + 1)) }
    },
    refresh() {
      polynomials = unknowns.map((_, unknown) => makePolynomials(unknown))
    },
  }
}

/** A term that is itself a derivative of a bare unknown: which, and of what order. */
function nestedOrder(
  of: Expression,
  terms: readonly FieldTerm[],
  unknowns: readonly string[],
): { readonly unknown: number; readonly order: number } | undefined {
  if (of.kind !== 'name') return undefined
  const unknown = unknowns.indexOf(of.name)
  if (unknown >= 0) return { unknown, order: 0 }
  const term = terms[termIndex(of.name) ?? -1]
  if (!term || term.kind === 'integral' || term.kind === 'divergence') return undefined
  const inner = nestedOrder(term.of, terms, unknowns)
  return inner && { unknown: inner.unknown, order: inner.order + (term.kind === 'laplacian' ? 2 : term.orders[0]) }
}
