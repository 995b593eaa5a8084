import type { Advance, Simulation } from '../../core/simulation.ts'
import { makeKernels } from '../../kernels/kernels.ts'
import type { Bodies } from '../../pde/problem.ts'
import { numberOf } from '../../pde/values.ts'
import {
  type GravityModel,
  gravityMomenta,
  makeGravityState,
  makeGravitySystem,
} from '../../solvers/discretisations/gravity.ts'
import { makeOdeSimulation } from '../../solvers/ode-simulation.ts'
import type { Binding } from './binding.ts'
import { checkStepper, readStepped, steppedWhy } from './stepped.ts'

const axes = ['x', 'y', 'z']

/** Columns after energy and angular momentum, with their places in the state: x1 y1 x2 …, then vx1 vy1 …. */
function columnsOf({ dimension, masses }: Bodies) {
  const bodies = masses.length
  const size = dimension * bodies
  const one = (prefix: string, start: number) =>
    [...masses.keys()].flatMap((body) =>
      axes
        .slice(0, dimension)
        .map((axis, d) => ({ name: `${prefix}${axis}${body + 1}`, place: start + d * bodies + body })),
    )
  return [...one('', 0), ...one('v', size)]
}

const norm = (vector: Float64Array) => Math.hypot(...vector)

/** Adds the largest relative error of the energy at the saved times to the metrics. */
function withEnergyError(inner: Simulation): Simulation {
  const width = inner.scalars.length
  let first: number | undefined
  let largest = 0
  return {
    ...inner,
    advance(milliseconds, clock): Advance {
      const piece = inner.advance(milliseconds, clock)
      const { times, values } = piece.samples ?? { times: new Float64Array(), values: new Float64Array() }
      for (let row = 0; row < times.length; row++) {
        const energy = values[row * width] ?? 0
        first ??= energy
        largest = Math.max(largest, Math.abs(energy - first) / (Math.abs(first) || 1))
      }
      return piece
    },
    checkpoint() {
      const { arrays, numbers } = inner.checkpoint()
      if (first === undefined) return { arrays, numbers }
      return { arrays, numbers: { ...numbers, 'energy.first': first, 'energy.largest': largest } }
    },
    restore({ arrays, numbers }) {
      first = numbers['energy.first']
      largest = numbers['energy.largest'] ?? 0
      const own = Object.fromEntries(Object.entries(numbers).filter(([name]) => !name.startsWith('energy.')))
      inner.restore({ arrays, numbers: own })
    },
    report() {
      const report = inner.report()
      return { ...report, metrics: { ...report.metrics, energyError: largest } }
    },
  }
}

const integrate: Binding = {
  problem: 'n-body',
  method: 'integrate',
  prepare(request) {
    const { bodies, parameters } = request.values
    if (!bodies) return { refused: 'there are no bodies' }
    const columns = columnsOf(bodies)
    const names: string[] = []
    for (const { name, place } of columns) names[place] = name
    const asked = readStepped(request, names)
    const isAuto = asked.stepper === 'auto'
    const stepped = isAuto ? { ...asked, stepper: 'dop853' } : asked
    const model: GravityModel = {
      dimension: bodies.dimension,
      gravity: numberOf(parameters, 'gravity', 1),
      softening: numberOf(parameters, 'softening', 0),
      masses: bodies.masses,
    }
    checkStepper(stepped.stepper, makeGravitySystem(makeKernels(), model))
    const size = names.length
    return {
      stepper: stepped.stepper,
      ...(stepped.step === undefined ? {} : { step: stepped.step }),
      memoryBytes: 1e6 + 8 * size * 30,
      why: [
        ...(isAuto
          ? ['dop853: smooth forces between encounters and small tolerances suit a method of high order']
          : []),
        ...steppedWhy(stepped, names),
      ],
      makeSimulation() {
        const kernels = makeKernels()
        const system = makeGravitySystem(kernels, model)
        const [momentum, angular] = [new Float64Array(3), new Float64Array(3)]
        const momenta = (state: number) => gravityMomenta(model, kernels.view(state, size), momentum, angular)
        const angularOf = () => (model.dimension === 2 ? (angular[2] ?? 0) : norm(angular))
        return withEnergyError(
          makeOdeSimulation(system, {
            ...stepped,
            from: request.from,
            times: request.times,
            initial: makeGravityState(model.dimension, bodies.positions, bodies.velocities),
            unknowns: names,
            scalars: ['energy', 'angularMomentum', ...columns.map(({ name }) => name)].map((name) => ({
              name,
              unit: '1',
            })),
            row(_, state, out) {
              const values = kernels.view(state, size)
              momenta(state)
              out[0] = system.energy(state)
              out[1] = angularOf()
              for (let i = 0; i < columns.length; i++) out[i + 2] = values[columns[i]?.place ?? 0] ?? 0
            },
            invariants: [
              { name: 'energy', value: (_, state) => system.energy(state) },
              {
                name: 'momentum',
                value(_, state) {
                  momenta(state)
                  return norm(momentum)
                },
              },
              {
                name: 'angularMomentum',
                value(_, state) {
                  momenta(state)
                  return angularOf()
                },
              },
            ],
          }),
        )
      },
    }
  },
}

export const nBodyBindings: readonly Binding[] = [integrate]
