import { readFileSync } from 'node:fs'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { makeKernels } from '../../src/kernels/kernels.ts'
import { findStepper } from '../../src/solvers/catalogue.ts'
import { makeGravityState, makeGravitySystem } from '../../src/solvers/discretisations/gravity.ts'
import type { GravityModel } from '../../src/solvers/discretisations/gravity-model.ts'
import { makeIntegration } from '../../src/solvers/integrate.ts'
import type { Stepper } from '../../src/solvers/stepper.ts'
import { taylor } from '../../src/solvers/steppers/taylor.ts'
import { drive } from '../support/drive.ts'
import { plainSystem } from '../support/plain-system.ts'

const burrau: { reference: { t: number; y: string[] }[] } = JSON.parse(
  readFileSync(new URL('../reference/ode/nonstiff-end-values.json', import.meta.url), 'utf8'),
).burrau

type Start = Omit<GravityModel, 'gravity' | 'softening'> & { positions: number[]; velocities: number[] }

const pythagorean: Start = {
  dimension: 2,
  masses: Float64Array.of(3, 4, 5),
  positions: [1, 3, -2, -1, 1, -1],
  velocities: [0, 0, 0, 0, 0, 0],
}

/** The state at the times, and how it was found. */
function follow(
  start: Start,
  times: readonly number[],
  { rtol = 1e-30, stepper = taylor, from = 0, gravity = 1, softening = 0 } = {} as {
    rtol?: number
    stepper?: Stepper
    from?: number
    gravity?: number
    softening?: number
  },
) {
  const { dimension, masses, positions, velocities } = start
  const system = makeGravitySystem(makeKernels(), { dimension, gravity, softening, masses })
  const initial = makeGravityState(dimension, Float64Array.from(positions), Float64Array.from(velocities))
  return drive(stepper, system, initial, times, { rtol, atol: rtol * 1e-3 }, { from })
}

const difference = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(a).reduce((most, value, i) => Math.max(most, Math.abs(value - (b[i] ?? Number.NaN))), 0)

test('the Pythagorean problem to its end, to the digits that are known', () => {
  // Source: 113-bit arithmetic, extrapolation, two tolerances; the digits on which they agree, 13 at t = 70.
  const times = burrau.reference.map(({ t }) => t)
  const { samples, steps, rejected } = follow(pythagorean, times)
  burrau.reference.forEach(({ t, y }, k) => {
    // Body by body there; coordinate by coordinate here.
    const numbers = Float64Array.from(y, Number)
    const wanted = makeGravityState(2, numbers.slice(0, 6), numbers.slice(6))
    expect(difference(samples[k] ?? [], wanted), `t = ${t}`).toBeLessThan(t <= 40 ? 1e-15 : 1e-13)
  })
  expect(rejected).toBe(0)
  expect(steps).toBeLessThan(4000)
})

test('its energy is kept to the last digits of double-double arithmetic, and it says so', () => {
  const { stepping } = follow(pythagorean, [20])
  const said = Number(/to (\S+) of itself/.exec(stepping.notes?.()[0] ?? '')?.[1])
  // Source: encounters at distances of 1e-2 and less magnify rounding of 1e-32 in the kinetic and potential energy.
  expect(said).toBeGreaterThan(0)
  expect(said).toBeLessThan(1e-24)
})

test('two bodies with eccentricity 0.99 keep to their ellipse', () => {
  // Source: Kepler's equation. Semi-axis 1, from the far point; masses 0.3 and 0.7 about their centre.
  const [e, far] = [0.99, 1.99]
  const speed = Math.sqrt((1 - e) / far)
  const start: Start = {
    dimension: 2,
    masses: Float64Array.of(0.3, 0.7),
    positions: [-0.7 * far, 0, 0.3 * far, 0],
    velocities: [0, -0.7 * speed, 0, 0.3 * speed],
  }
  const times = [0.5, 2, 3, 3.3, 5, 6.5, 20]
  const { samples } = follow(start, times)
  times.forEach((t, k) => {
    // Mean anomaly from the near point.
    const mean = t + Math.PI
    let anomaly = Math.PI
    for (let i = 0; i < 200; i++) {
      const turned = mean - 2 * Math.PI * Math.round((mean - Math.PI) / (2 * Math.PI))
      anomaly -= (anomaly - e * Math.sin(anomaly) - turned) / (1 - e * Math.cos(anomaly)) / (i < 50 ? 2 : 1)
    }
    const x = Math.cos(anomaly) - e
    const y = Math.sqrt(1 - e * e) * Math.sin(anomaly)
    const [first = Number.NaN, second = Number.NaN, ...heights] = samples[k] ?? []
    // The ellipse is that of float64 data, whose semi-axis differs from 1 in the last digit.
    expect(difference([second - first], [-x]), `x at ${t}`).toBeLessThan(2e-14)
    expect(difference([(heights[1] ?? 0) - (heights[0] ?? 0)], [-y]), `y at ${t}`).toBeLessThan(2e-14)
  })
})

test.each([
  [1e-6, 8],
  [1e-8, 11],
  [1e-10, 13],
])('the error of a step at tolerance %f falls as that of a series of order %i', (rtol, order) => {
  // Source: the first coefficient left out. The wanted values are those of order 36.
  const start: Start = { ...pythagorean, velocities: [0.3, -0.2, 0.1, 0.4, -0.26, -0.2] }
  const errors = [0.4, 0.2].map((step) => {
    const one = (tolerance: number) => {
      const system = makeGravitySystem(makeKernels(), { ...start, gravity: 1, softening: 0 })
      const stepping = taylor.make(system, { rtol: tolerance, atol: 0 })
      const initial = makeGravityState(2, Float64Array.from(start.positions), Float64Array.from(start.velocities))
      system.kernels.view(stepping.state, 12).set(initial)
      stepping.start(0)
      stepping.attempt(step)
      stepping.accept()
      return system.kernels.view(stepping.state, 6).slice()
    }
    return difference(one(rtol), one(1e-30))
  })
  const slope = Math.log2((errors[0] ?? 0) / (errors[1] ?? 1))
  expect(slope).toBeGreaterThan(order + 0.5)
  expect(slope).toBeLessThan(order + 1.8)
})

test('in space, with softening, another constant and bodies without mass: the same as in the plane without them', () => {
  // Source: coordinates and units may be chosen; what has no mass moves nothing.
  const plane = follow(pythagorean, [4], { gravity: 0.7, softening: 0.25 }).samples[0] ?? []
  const [x1, x2, x3, y1, y2, y3] = plane
  const spaceOf = (flat: number[]) => [0, 1, 2].flatMap((body) => [0, flat[2 * body] ?? 0, flat[2 * body + 1] ?? 0])
  const more = follow(
    {
      dimension: 3,
      masses: Float64Array.of(3, 4, 5, 0, 0),
      positions: [...spaceOf(pythagorean.positions), 0.3, 4, 2, -1, 1, 9],
      velocities: new Array<number>(15).fill(0),
    },
    [4],
    { gravity: 0.7, softening: 0.25 },
  ).samples[0]
  const places = [5, 6, 7, 10, 11, 12].map((place) => more?.[place] ?? Number.NaN)
  expect(difference(places, [x1, x2, x3, y1, y2, y3].map(Number))).toBeLessThan(1e-15)
  const dop853 = findStepper('dop853')
  if (!dop853) throw new Error('no dop853')
  expect(difference(plane, follow(pythagorean, [4], { stepper: dop853, rtol: 1e-13, gravity: 0.7, softening: 0.25 }).samples[0] ?? [])).toBeLessThan(1e-10) // biome-ignore format: one thought
})

test('there and back again', () => {
  const { samples } = follow(pythagorean, [1.5])
  const state = Array.from(samples[0] ?? [])
  const bodyByBody = (at: number) => [0, 1, 2].flatMap((body) => [state[at + body] ?? 0, state[at + 3 + body] ?? 0])
  const back = follow({ ...pythagorean, positions: bodyByBody(0), velocities: bodyByBody(6) }, [0], { from: 1.5 })
  // Source: rounding of the state to float64 at the turn.
  expect(difference(back.samples[0] ?? [], makeGravityState(2, Float64Array.from(pythagorean.positions), new Float64Array(6)))).toBeLessThan(1e-14) // biome-ignore format: one thought
})

test('from a checkpoint it goes on bit for bit', () => {
  const make = () => {
    const system = makeGravitySystem(makeKernels(), { ...pythagorean, gravity: 1, softening: 0 })
    const integration = makeIntegration({ system, stepper: taylor, tolerances: { rtol: 1e-28, atol: 0 }, from: 0, to: 20, unknowns: [] }) // biome-ignore format: one thought
    const run = () => {
      while (!integration.isDone) integration.advance()
      return [...system.kernels.view(integration.stepping.state, 12)]
    }
    return { system, integration, run }
  }
  const whole = make()
  const initial = makeGravityState(2, Float64Array.from(pythagorean.positions), new Float64Array(6))
  whole.system.kernels.view(whole.integration.stepping.state, 12).set(initial)
  whole.integration.begin(0)
  for (let step = 0; step < 300; step++) whole.integration.advance()
  const saved = whole.integration.checkpoint()
  const other = make()
  other.integration.restore(saved)
  expect(other.run()).toEqual(whole.run())
  expect(other.integration.stepping.notes?.()).toEqual(whole.integration.stepping.notes?.())
})

test('systems without a series are refused, with what to take', () => {
  const { system } = plainSystem({ size: 1, rates: (_, y, out) => void out.set(y) })
  expect(taylor.refuse(system)).toMatch(/power series.*dop853/)
})

test('steps take nothing the size of a vector on the way', () => {
  setFlagsFromString('--expose-gc')
  const collect: () => void = runInNewContext('gc')
  const system = makeGravitySystem(makeKernels(), { ...pythagorean, gravity: 1, softening: 0.5 })
  const integration = makeIntegration({ system, stepper: taylor, tolerances: { rtol: 1e-20, atol: 0 }, from: 0, to: 1e6, unknowns: [] }) // biome-ignore format: one thought
  const initial = makeGravityState(2, Float64Array.from(pythagorean.positions), new Float64Array(6))
  system.kernels.view(integration.stepping.state, 12).set(initial)
  integration.begin(0)
  const advance = (count: number) => {
    for (let step = 0; step < count; step++) integration.advance()
  }
  advance(6000)
  collect()
  const before = process.memoryUsage().heapUsed
  advance(2000)
  // Source: a number may be boxed, 16 bytes each; the state alone is 96 bytes, a series 4992.
  expect((process.memoryUsage().heapUsed - before) / 2000).toBeLessThan(400)
})
