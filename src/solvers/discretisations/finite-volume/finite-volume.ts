import { axisSpacing } from '../../../core/domain.ts'
import { isNumber } from '../../../expression/build.ts'
import { splitFields } from '../../../expression/fields/split-fields.ts'
import type { Kernels } from '../../../kernels/kernels.ts'
import { vectorKernels } from '../../../kernels/vector.ts'
import type {
  DiscretisedFields,
  FieldProblem,
  MakeFields,
  SpaceOptions,
  StableStep,
} from '../../fields/discretised-fields.ts'
import type { Pointer, System } from '../../system.ts'
import { prescribedNodes } from '../finite-difference/boundary-rules.ts'
import { makeFieldRates } from '../finite-difference/field-rates.ts'
import { gridShape, makeFiniteDifference } from '../finite-difference/finite-difference.ts'
import { makeGridTables, quadratureWeights } from '../finite-difference/grid-tables.ts'
import { makeAdvection } from './advection.ts'
import { advectiveForm } from './advective-form.ts'

/** Of a time in which the fastest wave crosses a cell: stable with three-stage Runge–Kutta, and what it was tested with. */
const courant = { 2: 0.625, 5: 0.8 } as const

/**
 * Conservation laws by differences of fluxes at faces between nodes, each the same number for both its neighbours: WENO5-Z (order 5) or
 * TVD (order 2) from point values, split by the largest wave speed nearby (Shu, Osher 1989). Diffusion, sources and constraints are those of
 * finite differences. The state is the node values; a node on an end stands for half a cell, and a wall there mirrors.
 * @throws Error for a radius, or a region inside the box
 */
export const makeFiniteVolume: MakeFields = (
  kernels: Kernels,
  problem: FieldProblem,
  options: SpaceOptions,
): DiscretisedFields => {
  const { equations, domain } = problem
  if (domain.axes[0]?.name === 'r') throw new Error('finite volumes are not made for a radius')
  const order = options.order === 2 ? 2 : 5
  const form = advectiveForm(equations)
  const central = order === 5 ? 4 : 2
  const base = makeFiniteDifference(kernels, { ...problem, equations: form.rest }, { ...options, order: central })
  const { size } = base.system
  const shape = gridShape(problem, central)
  const nodes = shape.counts.reduce((product, count) => product * count, 1)
  const { unknowns, algebraic } = equations
  const isWhole = size === nodes * unknowns.length
  const evolving = unknowns.flatMap((_, k) => (isWhole || !algebraic[k] ? [k] : []))
  const fields = makeFieldRates(kernels, equations, shape, domain.axes.map(axisSpacing), makeGridTables(domain, central), []) // biome-ignore format: one thought
  const advection = makeAdvection(kernels, {
    equations,
    form,
    domain,
    order,
    fields,
    slots: unknowns.map((_, unknown) => evolving.indexOf(unknown)),
  })
  fields.setParameters(problem.parameters)
  advection.setParameters(problem.parameters)

  const prescribed = prescribedNodes(equations, shape)
  const places = Int32Array.from(
    [...prescribed].flatMap((place) => {
      const slot = evolving.indexOf(Math.floor(place / nodes))
      return slot < 0 ? [] : [slot * nodes + (place % nodes)]
    }),
  )
  const isDecoded = !isWhole || prescribed.length > 0
  const all = isDecoded ? kernels.reserve(nodes * unknowns.length) : 0
  const nodeValues = (time: number, state: Pointer): Pointer => {
    if (!isDecoded) return state
    base.decode(time, state, all)
    return all
  }
  const vector = vectorKernels(kernels)
  const restIsNothing = form.rest.rates.every((rate) => isNumber(rate, 0))
  const carry = (time: number, state: Pointer, out: Pointer): void => {
    advection.subtract(time, nodeValues(time, state), out)
    if (places.length === 0) return
    const view = kernels.whole()
    for (let i = 0; i < places.length; i++) view[out / 8 + places[i]] = 0
  }
  const { jacobian, split, ...others } = base.system
  const system: System = {
    ...others,
    rates(time, state, out) {
      if (restIsNothing) vector.fillVector(size, 0, out)
      else base.system.rates(time, state, out)
      carry(time, state, out)
    },
    ...(split
      ? {
          split: {
            ...split,
            nonstiff(time, state, out) {
              split.nonstiff(time, state, out)
              carry(time, state, out)
            },
          },
        }
      : {}),
    isAutonomous: base.system.isAutonomous !== false && !advection.usesTime,
  }

  // What is linear with constant coefficients allows the same step at every state.
  const isSame = splitFields(form.rest).rest.every((rate) => isNumber(rate, 0)) && base.system.isAutonomous !== false
  const unbounded: StableStep = { explicit: Number.POSITIVE_INFINITY, semiImplicit: Number.POSITIVE_INFINITY, reason: '' } // biome-ignore format: one thought
  let known: StableStep | undefined = restIsNothing ? unbounded : undefined
  const weights = quadratureWeights(kernels, shape.counts, makeGridTables(domain, 2))
  const product = kernels.reserve(nodes)
  return {
    ...base,
    space: 'finite-volume',
    order,
    system,
    setParameters(values) {
      base.setParameters(values)
      if (!restIsNothing) known = undefined
      fields.setParameters(values)
      advection.setParameters(values)
    },
    stableStep(time, state) {
      const rest = known ?? base.stableStep(time, state)
      if (isSame) known = rest
      const rate = advection.rate(time, nodeValues(time, state)) / courant[order]
      const both = (other: number) => 1 / (rate + 1 / other)
      const isAdvective = rate * rest.explicit >= 1 || !(rest.explicit < Number.POSITIVE_INFINITY)
      return {
        explicit: both(rest.explicit),
        semiImplicit: both(rest.semiImplicit),
        reason: isAdvective ? 'the fastest wave may not cross a cell in one step' : rest.reason,
      }
    },
    integrals(time, state, out) {
      const from = nodeValues(time, state)
      for (let k = 0; k < unknowns.length; k++) {
        vector.multiplyVectors(nodes, weights, from + 8 * k * nodes, product)
        kernels.whole()[out / 8 + k] = vector.compensatedSum(nodes, product)
      }
    },
    notes: [
      `finite volumes: ${order === 5 ? 'WENO5-Z' : 'TVD with a monotonised central limiter'} on ${shape.counts.join(' × ')} nodes`,
      ...form.notes,
      ...(restIsNothing ? [] : base.notes),
    ],
  }
}
