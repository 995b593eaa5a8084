import type { FieldEquations, FieldSplit } from '../../../expression/fields/field-equations.ts'
import type { Kernels } from '../../../kernels/kernels.ts'
import { vectorKernels } from '../../../kernels/vector.ts'
import type { DiscretisedFields } from '../../fields/discretised-fields.ts'
import type { Pointer, System } from '../../system.ts'
import { prescribedNodes } from './boundary-rules.ts'
import { constraintOrder, makeConstraints } from './constraints.ts'
import { makeFieldJacobian, makeFieldTangent } from './field-jacobian.ts'
import type { GridShape } from './field-lowering.ts'
import { type FieldRates, makeFieldRates } from './field-rates.ts'
import { makeFieldSplit } from './field-split.ts'
import { makeRadius, makeStableStep } from './stable-step.ts'
import type { TableValue } from './sweep-memory.ts'

/** What the system of a problem is made from. */
export interface SystemRequest {
  readonly equations: FieldEquations
  readonly shape: GridShape
  readonly spacings: readonly number[]
  readonly tables: TableValue
  /** Quadrature weights of the nodes. */
  readonly weights: Pointer
  readonly split: FieldSplit
  /** In the state whatever transforms could do. */
  readonly keepConstraints: boolean
}

/** A system in node values. */
export interface FieldSystem {
  readonly system: System
  /** Unknowns that stand in the state, in its order. */
  readonly evolving: readonly number[]
  /** Where not all do: a state of all, constraints solved, good until the next call of anything. */
  expand(time: number, state: Pointer): Pointer
  /** A function that computes expressions of a state of all unknowns. */
  readonly sweep: FieldRates['sweep']
  setParameters(values: Float64Array): void
  readonly stableStep: DiscretisedFields['stableStep']
  readonly notes: readonly string[]
}

/** Makes the system: rates, Jacobian, split, constraints. */
export function makeFieldSystem(kernels: Kernels, request: SystemRequest): FieldSystem {
  const { equations, shape, spacings, tables, weights, split } = request
  const { unknowns, algebraic } = equations
  const nodes = shape.counts.reduce((product, count) => product * count, 1)
  const everyone = unknowns.map((_, unknown) => unknown)
  const isMixed = algebraic.some((one) => one) && !algebraic.every((one) => one)
  // In one dimension a band with the constraints in it costs less than transforms, and implicit methods can use it.
  const order =
    isMixed && !request.keepConstraints && shape.counts.length > 1
      ? constraintOrder(equations, shape, split)
      : undefined
  const evolving = order ? everyone.filter((unknown) => !algebraic[unknown]) : everyone
  const size = nodes * evolving.length
  const fields = makeFieldRates(kernels, equations, shape, spacings, tables, evolving)
  const tangent = makeFieldTangent(kernels, equations, shape, spacings, tables, evolving)
  const constraints = order && makeConstraints(kernels, equations, shape, spacings, fields, order, weights)

  const all = order ? kernels.reserve(nodes * unknowns.length) : 0
  const { copyVector } = vectorKernels(kernels)
  const expand = (time: number, state: Pointer): Pointer => {
    if (!constraints) return state
    evolving.forEach((unknown, slot) => {
      copyVector(nodes, state + 8 * slot * nodes, all + 8 * unknown * nodes)
    })
    constraints.solve(time, all)
    return all
  }
  const rates = constraints
    ? (time: number, state: Pointer, out: Pointer) => fields.rates(time, expand(time, state), out)
    : fields.rates

  const isInMass = isMixed && !order
  const linear =
    isInMass || (algebraic.every((one) => one) && shape.counts.length === 1)
      ? undefined
      : makeFieldSplit(kernels, {
          equations,
          shape,
          spacings,
          tables,
          fieldSplit: split,
          evolving,
          rates,
          vectors: [tangent.work, tangent.work + 8 * size],
        })
  const system: System = {
    kernels,
    size,
    rates,
    ...(order ? {} : { jacobian: makeFieldJacobian(kernels, equations, shape, tangent) }),
    ...(isInMass ? { mass: massOf(equations, shape) } : {}),
    ...(linear ? { split: linear.split } : {}),
    isAutonomous: !fields.usesTime,
  }
  const radius = makeRadius(kernels, tangent, { shape, unknowns: unknowns.length, evolving })
  const notes: string[] = []
  if (order) notes.push(`${order.map(({ unknown }) => unknowns[unknown]).join(', ')} is solved from its constraint with fast transforms, whenever rates are asked for`) // biome-ignore format: one sentence
  if (linear) notes.push(linear.note)
  return {
    system,
    evolving,
    expand,
    sweep: fields.sweep,
    setParameters(values) {
      fields.setParameters(values)
      tangent.setParameters(values)
      constraints?.setParameters(values)
      linear?.setParameters(values)
    },
    stableStep: makeStableStep(
      (time, state) => radius(time, expand(time, state)),
      linear
        ? (time, state) => radius(time, expand(time, state), { stiff: linear.split.stiff, work: linear.work })
        : undefined,
      spacings,
    ),
    notes,
  }
}

/** 1 for what evolves and where values are prescribed, 0 for constraints. */
function massOf(equations: FieldEquations, shape: GridShape): Float64Array {
  const nodes = shape.counts.reduce((product, count) => product * count, 1)
  const mass = Float64Array.from({ length: nodes * equations.unknowns.length }, (_, i) =>
    equations.algebraic[Math.floor(i / nodes)] ? 0 : 1,
  )
  for (const place of prescribedNodes(equations, shape)) mass[place] = 1
  return mass
}
