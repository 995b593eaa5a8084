import { RunFailure } from '../../../core/errors.ts'
import type { FieldEquations, FieldSplit } from '../../../expression/fields/field-equations.ts'
import type { Kernels } from '../../../kernels/kernels.ts'
import { makeGmres } from '../../../kernels/krylov.ts'
import { vectorKernels } from '../../../kernels/vector.ts'
import type { Pointer } from '../../system.ts'
import { makeEvenSolvers } from './even-solver.ts'
import type { GridShape } from './field-lowering.ts'
import type { FieldRates } from './field-rates.ts'
import { type EvenOperator, evenOperators, unknownsIn } from './linear-operators.ts'

/** Algebraic unknowns that follow from the others by transforms. */
export interface Constraints {
  setParameters(values: Float64Array): void
  /** Writes the algebraic unknowns of a state of all unknowns. @throws RunFailure where there is no solution */
  solve(time: number, state: Pointer): void
}

/** An order in which each constraint is linear and even in its own unknown and uses only those solved before; undefined: there is none. */
export function constraintOrder(
  equations: FieldEquations,
  shape: GridShape,
  split: FieldSplit,
): readonly EvenOperator[] | undefined {
  const operators = evenOperators(equations, shape, split)
  const waiting = equations.unknowns.flatMap((_, unknown) => (equations.algebraic[unknown] ? [unknown] : []))
  const needs = waiting.map((unknown) => {
    const inRest = unknownsIn(equations.unknowns, split.terms, split.rest[unknown] ?? { kind: 'number', value: 0 })
    const all = new Set(inRest)
    for (const term of split.linear) {
      if (term.rate !== unknown) continue
      if (term.unknown !== unknown || !operators[unknown]?.terms.includes(term)) all.add(term.unknown)
    }
    return [...all].filter((other) => equations.algebraic[other])
  })
  const order: EvenOperator[] = []
  const done = new Set<number>()
  for (let progress = true; progress && done.size < waiting.length; ) {
    progress = false
    waiting.forEach((unknown, i) => {
      const operator = operators[unknown]
      if (done.has(unknown) || !operator || !needs[i]?.every((other) => done.has(other))) return
      done.add(unknown)
      order.push(operator)
      progress = true
    })
  }
  return done.size === waiting.length ? order : undefined
}

/**
 * Largest part that the mean of a right side may have of its size where only a mean of 0 has a solution: what quadrature misses is taken
 * away, more is a mistake.
 */
const IMBALANCE = 0.01
/** Of the residual, a solution by iteration. */
const RELATIVE = 1e-13
const MOST = 200

/**
 * Makes the solver: 0 = L p + r is p = −L⁻¹ r, one transform there and back; where the stencils differ from L beside the
 * ends, L⁻¹ is the preconditioner of an iteration. It starts from zero, so that the same state always gives the same values.
 */
export function makeConstraints(
  kernels: Kernels,
  equations: FieldEquations,
  shape: GridShape,
  spacings: readonly number[],
  fields: FieldRates,
  order: readonly EvenOperator[],
  weights: Pointer,
): Constraints {
  const nodes = shape.counts.reduce((product, count) => product * count, 1)
  const solvers = makeEvenSolvers(kernels, shape, spacings, order, equations.parameters)
  const residuals = order.map(({ unknown }) => {
    const rate = equations.rates[unknown]
    if (!rate) throw new Error('a constraint has no residual')
    return fields.residual(unknown)
  })
  const work = kernels.reserve(nodes)
  const { maxNorm, axpy, compensatedSum, multiplyVectors, fillVector, copyVector, scaleVector } = vectorKernels(kernels)
  const gmres = order.every(({ isExact }) => isExact) ? undefined : makeGmres(kernels, { size: nodes, restart: 40 })
  const [right, solution] = gmres ? [kernels.reserve(nodes), kernels.reserve(nodes)] : [0, 0]
  const scratch = kernels.reserve(nodes)
  const isClosed = (operator: EvenOperator) => operator.kinds.every((kind) => kind === 'periodic' || kind === 'ss')

  const checkBalance = (operator: EvenOperator, name: string): void => {
    multiplyVectors(nodes, weights, work, scratch)
    const sum = compensatedSum(nodes, scratch)
    const view = kernels.whole()
    let size = 0
    for (let i = 0; i < nodes; i++) size += Math.abs(view[scratch / 8 + i])
    if (isClosed(operator) && Math.abs(sum) > IMBALANCE * size)
      throw new RunFailure(
        `The constraint of ${name} has no solution: with slopes given on every side (or rings) what stands beside its derivatives must be 0 on the mean, and it is ${(sum / compensatedSum(nodes, weights)).toPrecision(4)}. Take its mean away, as in 0 = laplacian(${name}) + f - integral(f)/V with V the size of the domain, or give a value of ${name} on a side.`,
      )
  }
  return {
    setParameters: solvers.setParameters,
    solve(time, state) {
      order.forEach((operator, slot) => {
        const { unknown, isExact } = operator
        const residual = residuals[slot]
        const field = state + 8 * unknown * nodes
        fillVector(nodes, 0, field)
        residual?.(time, state, work)
        if (solvers.isSingular(slot)) checkBalance(operator, equations.unknowns[unknown] ?? '')
        if (isExact || !gmres || !residual) {
          solvers.solve(slot, work)
          axpy(nodes, -1, work, field)
          return
        }
        // The constraint is affine: J v = R(v) − R(0).
        const product = (vector: Pointer, out: Pointer) => {
          copyVector(nodes, vector, field)
          residual(time, state, out)
          axpy(nodes, -1, work, out)
        }
        const preconditioner = (vector: Pointer, out: Pointer) => {
          copyVector(nodes, vector, out)
          solvers.solve(slot, out)
        }
        scaleVector(nodes, -1, work)
        copyVector(nodes, work, right)
        scaleVector(nodes, -1, work)
        fillVector(nodes, 0, solution)
        const isFound = gmres.solve(product, right, solution, {
          relative: RELATIVE,
          mostIterations: MOST,
          preconditioner,
        })
        if (!isFound && !(gmres.residual <= 1e-7 * maxNorm(nodes, right) * Math.sqrt(nodes)))
          throw new RunFailure(`The constraint of ${equations.unknowns[unknown]} was not solved: a residual of ${gmres.residual.toPrecision(3)} stays after ${gmres.iterations} iterations. Are its coefficients such that waves of a length of the box solve it without a right side?`) // biome-ignore format: one sentence
        copyVector(nodes, solution, field)
      })
    },
  }
}
