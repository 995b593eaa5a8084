import { RunFailure } from '../../core/errors.ts'
import type { Simulation } from '../../core/simulation.ts'
import { makeKernels } from '../../kernels/kernels.ts'
import { columnNames, coordinateNames } from '../../pde/n-body/names.ts'
import { makeArenaView } from '../../solvers/arena-view.ts'
import { compileSystem } from '../../solvers/compile-system.ts'
import { gravityMomenta, makeGravityState, makeGravitySystem } from '../../solvers/discretisations/gravity.ts'
import { makeOdeSimulation } from '../../solvers/ode-simulation.ts'
import type { BodiesRun } from '../bindings/n-body.ts'

/** Changes of the energy from here on are told in words: something was stepped over. */
const lostEnergy = 1e-3
/** Bodies nearer than this part of the size of the system have met. */
const meeting = 1e-6

const norm = (vector: Float64Array) => Math.hypot(...vector)

/**
 * The simulation of bodies by one stepper. Columns: energy, angular momentum, the coordinates, step and nearest distance where asked
 * for, the observed outputs. Metrics: `energyError` (largest relative error at the saved times), `closestApproach` (at the ends of
 * steps), `shortestStep` (the last one, which lands on the end, left out) and `longestStep`.
 */
export function makeBodiesSimulation(run: BodiesRun): Simulation {
  const { model, bodies, stepped, saveSteps, from, times } = run
  const { dimension, masses } = model
  const count = masses.length
  const kernels = makeKernels()
  const system = makeGravitySystem(kernels, model)
  const unknowns = coordinateNames(dimension, count)
  const columns = columnNames(dimension, count)
  const places = columns.map((name) => unknowns.indexOf(name))
  const size = unknowns.length
  const { observed } = bodies
  const outputs = observed ? compileSystem(kernels, observed.equations) : undefined
  if (observed) outputs?.setParameters(observed.parameters)
  const observedNames = observed?.equations.outputs.map(({ name }) => name) ?? []
  const observedAt = kernels.allocate(Math.max(1, observedNames.length)).pointer
  const end = times[times.length - 1] ?? from

  const [momentum, angular] = [new Float64Array(3), new Float64Array(3)]
  const momenta = (state: number) => gravityMomenta(model, kernels.view(state, size), momentum, angular)
  const angularOf = () => (dimension === 2 ? (angular[2] ?? 0) : norm(angular))
  const all = makeArenaView(kernels)
  /** Distance of a pair, by its number. Called at every step: it allocates nothing. */
  const distance = (state: number, pair: number) => {
    const q = all()
    const at = state / 8
    let square = 0
    for (let d = 0; d < dimension; d++) {
      const row = at + d * count
      square += ((q[row + (pair % count)] ?? 0) - (q[row + Math.floor(pair / count)] ?? 0)) ** 2
    }
    return Math.sqrt(square)
  }

  const seen = new Float64Array(6)
  const [STEP, SHORTEST, LONGEST, CLOSEST, FIRST, LARGEST] = [0, 1, 2, 3, 4, 5] as const
  seen.set([0, Number.POSITIVE_INFINITY, 0, Number.POSITIVE_INFINITY, Number.NaN, 0])
  const last = new Float64Array(2)
  const seenAt = (place: number) => seen[place] ?? Number.NaN

  /** The failure in the words of bodies, where two have met. */
  function explain(failure: RunFailure): RunFailure {
    const [time = 0, state = 0] = last
    if (state === 0) return failure
    const pair = system.nearestPair(state)
    const apart = distance(state, pair)
    const extent = kernels.view(state, dimension * count).reduce((most, value) => Math.max(most, Math.abs(value)), 0)
    if (apart > meeting * extent) return failure
    return new RunFailure(
      `Bodies ${Math.floor(pair / count) + 1} and ${(pair % count) + 1} meet at about t = ${Number(time.toPrecision(9))}: they are ${apart.toPrecision(2)} apart, point masses attract each other without bound, and no step is small enough. End the run before, give a softening, or move the start a little.`,
    )
  }

  const inner = makeOdeSimulation(system, {
    ...stepped,
    from,
    times,
    initial: makeGravityState(dimension, bodies.positions, bodies.velocities),
    unknowns,
    scalars: ['energy', 'angularMomentum', ...columns, ...(saveSteps ? ['step', 'nearest'] : []), ...observedNames].map(
      (name) => ({ name, unit: '1' }),
    ),
    onStep(step, time, state) {
      const length = Math.abs(step)
      seen[STEP] = length
      if (length > seenAt(LONGEST)) seen[LONGEST] = length
      const isFirst = seenAt(SHORTEST) === Number.POSITIVE_INFINITY
      if (isFirst || (length < seenAt(SHORTEST) && time !== end)) seen[SHORTEST] = length
      const apart = distance(state, system.nearestPair(state))
      if (apart < seenAt(CLOSEST)) seen[CLOSEST] = apart
      last[0] = time
      last[1] = state
    },
    row(time, state, out) {
      const values = kernels.view(state, size)
      momenta(state)
      out[0] = system.energy(state)
      out[1] = angularOf()
      let at = 2
      for (const place of places) out[at++] = values[place] ?? 0
      if (saveSteps) {
        out[at++] = seenAt(STEP)
        out[at++] = distance(state, system.nearestPair(state))
      }
      if (outputs) {
        outputs.outputs(time, state, observedAt)
        out.set(kernels.view(observedAt, observedNames.length), at)
      }
      const energy = out[0]
      if (Number.isNaN(seenAt(FIRST))) seen[FIRST] = energy
      seen[LARGEST] = Math.max(seenAt(LARGEST), Math.abs(energy - seenAt(FIRST)) / (Math.abs(seenAt(FIRST)) || 1))
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
  })

  return {
    ...inner,
    advance(milliseconds, clock) {
      try {
        return inner.advance(milliseconds, clock)
      } catch (error) {
        throw error instanceof RunFailure ? explain(error) : error
      }
    },
    checkpoint() {
      const { arrays, numbers } = inner.checkpoint()
      return { arrays: { ...arrays, bodiesSeen: seen.slice() }, numbers }
    },
    restore(checkpoint) {
      seen.set(checkpoint.arrays.bodiesSeen ?? seen)
      inner.restore(checkpoint)
    },
    report() {
      const report = inner.report()
      const energyError = seenAt(LARGEST)
      const steps = {
        closestApproach: seenAt(CLOSEST),
        shortestStep: seenAt(SHORTEST),
        longestStep: seenAt(LONGEST),
      }
      const notes = [...(report.notes ?? [])]
      if (energyError > lostEnergy)
        notes.push(
          `the energy changed by ${energyError.toPrecision(2)} of itself: these are not orbits of the bodies. An encounter was stepped over; take a smaller step or tolerance, dop853, or the method reference`,
        )
      return {
        ...report,
        metrics: { ...report.metrics, energyError, ...(report.steps > 0 ? steps : {}) },
        ...(notes.length > 0 ? { notes } : {}),
      }
    },
  }
}
