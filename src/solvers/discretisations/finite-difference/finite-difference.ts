import { axisSpacing } from '../../../core/domain.ts'
import type { Expression } from '../../../expression/expression.ts'
import type { Kernels } from '../../../kernels/kernels.ts'
import { vectorKernels } from '../../../kernels/vector.ts'
import type { DiscretisedFields, FieldProblem, MakeFields, SpaceOptions } from '../../fields/discretised-fields.ts'
import type { System } from '../../system.ts'
import { makeFieldJacobian } from './field-jacobian.ts'
import type { GridShape } from './field-lowering.ts'
import { makeFieldRates } from './field-rates.ts'
import { makeGridTables } from './grid-tables.ts'
import { makeRadius, makeStableStep } from './stable-step.ts'

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
 * equations. The state is the node values; at a prescribed end they are not looked at, and their rate is 0.
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
  const fields = makeFieldRates(kernels, equations, shape, spacings, tables)
  const { unknowns } = equations
  const size = nodes * unknowns.length
  const names = unknowns.map((name): Expression => ({ kind: 'name', name }))
  const prescribed = fields.sweep(names)
  const { compensatedSum, multiplyVectors } = vectorKernels(kernels)

  const weights = kernels.reserve(nodes)
  const scratch = kernels.reserve(nodes)
  const [nx = 1, ny = 1] = shape.counts
  const view = kernels.view(weights, nodes)
  const along = [0, 1, 2].map((axis) =>
    Float64Array.from({ length: shape.counts[axis] ?? 1 }, (_, i) =>
      shape.counts[axis] ? tables(axis, 'quadrature', i) : 1,
    ),
  )
  for (let i = 0, m = 0; m < nodes / nx; m++) {
    const row = along[1][m % ny] * along[2][Math.floor(m / ny)]
    for (let x = 0; x < nx; x++) view[i++] = along[0][x] * row
  }
  const noises = equations.noise.map((factor): Expression => factor ?? { kind: 'number', value: 0 })
  const hasNoise = equations.noise.some((factor) => factor !== undefined)
  const noise = hasNoise ? fields.sweep(noises.map(overRootOfVolume)) : undefined

  const jacobian = makeFieldJacobian(kernels, equations, shape, spacings, tables)
  const setParameters = (values: Float64Array): void => {
    fields.setParameters(values)
    jacobian.setParameters(values)
  }
  setParameters(problem.parameters)
  const system: System = { kernels, size, rates: fields.rates, jacobian, isAutonomous: !fields.usesTime }
  const radius = makeRadius(kernels, jacobian, size, shape)
  const stableStep = makeStableStep(radius, undefined, spacings)
  return {
    space: 'finite-difference',
    order,
    system,
    encode: (time, from, state) => prescribed(time, from, state),
    decode: (time, state, to) => prescribed(time, state, to),
    setParameters,
    stableStep,
    integrals(time, state, out) {
      for (let k = 0; k < unknowns.length; k++) {
        void time
        multiplyVectors(nodes, weights, state + 8 * k * nodes, scratch)
        kernels.whole()[out / 8 + k] = compensatedSum(nodes, scratch)
      }
    },
    ...(noise ? { noise } : {}),
    notes: [`finite differences of order ${order} on ${shape.counts.join(' × ')} nodes`],
  }
}

function overRootOfVolume(factor: Expression): Expression {
  const root: Expression = { kind: 'call', name: 'sqrt', arguments: [{ kind: 'name', name: '%quadrature' }] }
  return { kind: 'binary', operator: '/', left: factor, right: root }
}
