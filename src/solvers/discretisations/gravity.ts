import { bodiesKernels } from '../../kernels/bodies.ts'
import type { Kernels } from '../../kernels/kernels.ts'
import type { Pointer, SparsityPattern, System, TaylorSeries } from '../system.ts'
import { type GravityModel, hasSeries } from './gravity-model.ts'

/**
 * The system of a gravity model. State: x of all bodies, y of all (z of all), then the velocities in the same order
 * (`writeGravityState`). Separable, so that symplectic methods serve; the Jacobian is given up to 64 bodies.
 */
export interface GravitySystem extends System {
  readonly model: GravityModel
  /** Kinetic and potential energy. */
  energy(state: Pointer): number
  /** The number i·n + j of the pair i < j of n bodies that are nearest to each other. */
  nearestPair(state: Pointer): number
}

/** Above this many bodies the dense Jacobian costs more than an implicit method could gain. */
const jacobianBodies = 64

function patternOf(size: number): SparsityPattern {
  const rowStarts = new Int32Array(2 * size + 1)
  const columns = new Int32Array(2 * size + size * (size + 1))
  let at = 0
  for (let row = 0; row < 2 * size; row++) {
    if (row < size) {
      columns[at++] = row
      columns[at++] = size + row
    } else {
      for (let column = 0; column < size; column++) columns[at++] = column
      columns[at++] = row
    }
    rowStarts[row + 1] = at
  }
  return { rowStarts, columns }
}

/** The system in these kernels. Takes a block of the arena for the masses. */
export function makeGravitySystem(kernels: Kernels, model: GravityModel): GravitySystem {
  const loops = bodiesKernels(kernels)
  const { dimension, gravity, masses: given } = model
  const bodies = given.length
  const size = dimension * bodies
  const square = model.softening ** 2
  const masses = kernels.allocate(bodies)
  masses.view.set(given)
  const pattern = bodies <= jacobianBodies ? patternOf(size) : undefined
  const { pointer } = masses
  const width = 2 * size
  const taylor: TaylorSeries = {
    lengths: (order) => ({
      series: 2 * width * (order + 1),
      work: loops.bodiesSeriesWork(bodies, dimension, order),
    }),
    unit(state) {
      const time = loops.bodiesShortestTime(bodies, dimension, gravity, square, pointer, state)
      return Number.isFinite(time) && time > 0 ? 2 ** Math.round(Math.log2(time)) : 1
    },
    expand: (order, unit, state, low, series, work) =>
      loops.bodiesSeries(bodies, dimension, gravity, square, pointer, order, unit, state, low, series, work),
    coefficient: (k, series) => loops.bodiesSeriesSize(bodies, dimension, square, k, series),
    evaluate: (order, unit, series, timeHigh, timeLow, state, low) =>
      loops.bodiesSeriesAt(bodies, dimension, order, unit, series, timeHigh, timeLow, state, low),
    conserved: (state, low, out) =>
      loops.bodiesEnergyDouble(bodies, dimension, gravity, square, pointer, state, low, out),
  }
  return {
    model,
    kernels,
    size: 2 * size,
    isAutonomous: true,
    rates: (_, state, out) => loops.bodiesRates(bodies, dimension, gravity, square, pointer, state, out),
    nearestPair: (state) => loops.bodiesNearestPair(bodies, dimension, state),
    energy: (state) => loops.bodiesEnergy(bodies, dimension, gravity, square, pointer, state),
    separable: {
      positions: size,
      drift: (_, state, out) => loops.bodiesDrift(bodies, dimension, state, out),
      kick: (_, state, out) => loops.bodiesForces(bodies, dimension, gravity, square, pointer, state, out),
    },
    ...(hasSeries(model) ? { taylor } : {}),
    ...(pattern
      ? {
          jacobian: {
            pattern,
            evaluate: (_, state, out) => loops.bodiesJacobian(bodies, dimension, gravity, square, pointer, state, out),
          },
        }
      : {}),
  }
}

/** The state of positions and velocities given body by body. */
export function makeGravityState(dimension: number, positions: Float64Array, velocities: Float64Array): Float64Array {
  const size = positions.length
  const bodies = size / dimension
  const state = new Float64Array(2 * size)
  for (let body = 0; body < bodies; body++)
    for (let d = 0; d < dimension; d++) {
      state[d * bodies + body] = positions[body * dimension + d] ?? 0
      state[size + d * bodies + body] = velocities[body * dimension + d] ?? 0
    }
  return state
}

/** Total momentum and angular momentum of a state, each as a vector (z of the angular momentum alone in the plane). */
export function gravityMomenta(
  { dimension, masses }: GravityModel,
  state: ArrayLike<number>,
  momentum: Float64Array,
  angular: Float64Array,
): void {
  const bodies = masses.length
  const size = dimension * bodies
  const at = (d: number, body: number) => state[d * bodies + body] ?? 0
  const speed = (d: number, body: number) => state[size + d * bodies + body] ?? 0
  momentum.fill(0)
  angular.fill(0)
  for (let body = 0; body < bodies; body++) {
    const m = masses[body] ?? 0
    for (let d = 0; d < dimension; d++) momentum[d] = (momentum[d] ?? 0) + m * speed(d, body)
    angular[2] = (angular[2] ?? 0) + m * (at(0, body) * speed(1, body) - at(1, body) * speed(0, body))
    if (dimension === 2) continue
    angular[0] = (angular[0] ?? 0) + m * (at(1, body) * speed(2, body) - at(2, body) * speed(1, body))
    angular[1] = (angular[1] ?? 0) + m * (at(2, body) * speed(0, body) - at(0, body) * speed(2, body))
  }
}
