import { axisSpacing } from '../../../core/domain.ts'
import type { Expression } from '../../../expression/expression.ts'
import { splitFields } from '../../../expression/fields/split-fields.ts'
import type { Kernels } from '../../../kernels/kernels.ts'
import { vectorKernels } from '../../../kernels/vector.ts'
import type { DiscretisedFields, FieldProblem, MakeFields, SpaceOptions } from '../../fields/discretised-fields.ts'
import type { Pointer } from '../../system.ts'
import { type GridShape, quadrature } from './field-lowering.ts'
import { makeFieldSystem } from './field-system.ts'
import { makeGridTables, quadratureWeights } from './grid-tables.ts'

/** The shape of a problem's grid for stencils of an order. */
export function gridShape({ domain }: FieldProblem, order: 2 | 4): GridShape {
  const spacings = domain.axes.map(axisSpacing)
  return {
    counts: domain.axes.map(({ points }) => points),
    isPeriodic: domain.axes.map(({ isPeriodic }) => isPeriodic),
    spacingClass: spacings.map((spacing) => spacings.indexOf(spacing)),
    order,
    radial: domain.axes[0]?.name === 'r' ? domain.dimension : undefined,
  }
}

/**
 * Finite differences of order 2 or 4 on a uniform grid with nodes on the ends: one generated loop over the nodes for each stage of the
 * equations. The state is the node values of the unknowns that evolve; at a prescribed end they are not looked at, and their rate is 0.
 * Constraints that transforms can solve are solved within the rates; others stand in the state, with a mass of 0.
 * @throws Error for regions typed or painted inside the box
 */
export const makeFiniteDifference: MakeFields = (
  kernels: Kernels,
  problem: FieldProblem,
  options: SpaceOptions,
): DiscretisedFields => {
  const { equations, domain } = problem
  if (equations.levelSet || problem.levelSet)
    throw new Error('finite differences on a region inside the box are not there yet: leave "inside" out')
  const order = options.order === 4 ? 4 : 2
  const shape = gridShape(problem, order)
  const nodes = shape.counts.reduce((product, count) => product * count, 1)
  const spacings = domain.axes.map(axisSpacing)
  const tables = makeGridTables(domain, order)
  const weights = quadratureWeights(kernels, shape.counts, tables)
  const { unknowns } = equations
  const built = makeFieldSystem(kernels, {
    equations,
    shape,
    spacings,
    tables,
    weights,
    split: splitFields(equations),
    keepConstraints: options.keepConstraints ?? false,
  })
  const { system, evolving } = built

  const names = unknowns.map((name): Expression => ({ kind: 'name', name }))
  const prescribed = built.sweep(names)
  const isWhole = evolving.length === unknowns.length
  const all = isWhole ? 0 : kernels.reserve(nodes * unknowns.length)
  const { compensatedSum, multiplyVectors, copyVector } = vectorKernels(kernels)
  const scratch = kernels.reserve(nodes)
  const hasNoise = equations.noise.some((factor) => factor !== undefined)
  const noises = equations.noise.map((factor): Expression => factor ?? { kind: 'number', value: 0 })
  const noise = hasNoise ? built.sweep(noises.map(overRootOfVolume)) : undefined
  built.setParameters(problem.parameters)

  /** The state of all unknowns, constraints solved. */
  const expanded = (time: number, state: Pointer): Pointer => (isWhole ? state : built.expand(time, state))
  return {
    space: 'finite-difference',
    order,
    system,
    encode(time, from, state) {
      if (isWhole) {
        prescribed(time, from, state)
        return
      }
      prescribed(time, from, all)
      evolving.forEach((unknown, slot) => {
        copyVector(nodes, all + 8 * unknown * nodes, state + 8 * slot * nodes)
      })
    },
    decode(time, state, to) {
      prescribed(time, expanded(time, state), to)
    },
    setParameters: built.setParameters,
    stableStep: built.stableStep,
    integrals(time, state, out) {
      const from = expanded(time, state)
      for (let k = 0; k < unknowns.length; k++) {
        multiplyVectors(nodes, weights, from + 8 * k * nodes, scratch)
        kernels.whole()[out / 8 + k] = compensatedSum(nodes, scratch)
      }
    },
    ...(noise ? { noise: (time, state, out) => noise(time, expanded(time, state), out) } : {}),
    notes: [`finite differences of order ${order} on ${shape.counts.join(' × ')} nodes`, ...built.notes],
  }
}

function overRootOfVolume(factor: Expression): Expression {
  const root: Expression = { kind: 'call', name: 'sqrt', arguments: [{ kind: 'name', name: quadrature }] }
  return { kind: 'binary', operator: '/', left: factor, right: root }
}
