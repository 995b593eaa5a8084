import { expect, test } from 'vitest'
import { InvalidInput } from '../../src/core/errors.ts'
import { noInputs } from '../../src/experiment/inputs.ts'
import { parseExperiment } from '../../src/experiment/parse.ts'
import { plan } from '../../src/experiment/plan.ts'
import { curveColumn, simulate } from '../../src/experiment/simulate.ts'

const pythagorean = {
  masses: [3, 4, 5],
  positions: [
    [1, 3],
    [-2, -1],
    [1, -1],
  ],
}

const run = (initial: object, method: object, time: object, rest: object = {}) =>
  simulate(
    parseExperiment({ isoline: 1, problem: { id: 'n-body', parameters: {}, initial }, method, time, ...rest }),
    noInputs,
  )

const errorsOf = (initial: object, parameters: object = {}) => {
  try {
    plan(parseExperiment({ isoline: 1, problem: { id: 'n-body', parameters, initial } }), noInputs)
  } catch (error) {
    if (error instanceof InvalidInput) return error.errors
    throw error
  }
  return []
}

test('the Pythagorean problem through its first close encounters', () => {
  const curve = run(pythagorean, { stepper: 'auto', rtol: 1e-14 }, { at: [10, 20] })
  expect(curve.scalars.map(({ name }) => name)).toEqual(
    ['energy', 'angularMomentum', 'x1', 'y1', 'x2', 'y2', 'x3', 'y3', 'vx1', 'vy1', 'vx2', 'vy2', 'vx3', 'vy3'], // biome-ignore format: a list
  )
  // Source: 113-bit arithmetic, extrapolation of order 24. In 53 bits the encounters magnify the last digit to 1e-9 at t = 10, 1e-7 at 20.
  const [first, second] = [curveColumn(curve, 'x1')[0], curveColumn(curve, 'x1')[1]]
  expect(Math.abs((first ?? 0) - 0.778480410138109)).toBeLessThan(2e-9)
  expect(Math.abs((second ?? 0) - 3.0042926366964)).toBeLessThan(5e-7)
  // Source: masses 3, 4, 5 at distances 5, 4, 3: −(12/5 + 15/4 + 20/3) = −12.8166….
  expect(curve.report.invariants.energy?.first).toBeCloseTo(-(12 / 5 + 15 / 4 + 20 / 3), 12)
  expect(curve.report.metrics.energyError).toBeLessThan(1e-8)
  expect(Math.abs(curve.report.invariants.angularMomentum?.drift ?? 1)).toBeLessThan(1e-10)
  expect(curve.report.invariants.momentum?.last).toBeLessThan(1e-10)
})

test.each(['verlet', 'yoshida4'])(
  'two bodies on a circle by %s: the energy does not drift, the period is kept',
  (stepper) => {
    // Source: equal masses 1 at distance 2 turn with speed 1/2 at radius 1, period 4π.
    const circle = { masses: [1, 1], positions: [[-1, 0], [1, 0]], velocities: [[0, -0.5], [0, 0.5]] } // biome-ignore format: vectors
    const curve = run(circle, { stepper, step: 0.02 }, { to: '40*pi', samples: 11 })
    expect(curve.report.metrics.energyError).toBeLessThan(stepper === 'verlet' ? 1e-4 : 1e-8)
    expect(curveColumn(curve, 'x2')[10]).toBeCloseTo(1, stepper === 'verlet' ? 3 : 6)
  },
)

test('in space: three coordinates, an angular momentum with all its parts', () => {
  const curve = run(
    { masses: [1, 1e-3], positions: [[0, 0, 0], [0, 0, 1]], velocities: [[0, 0, 0], [0, 1, 0]] }, // biome-ignore format: vectors
    { stepper: 'dop853', rtol: 1e-11 },
    { to: 5, samples: 3 },
  )
  expect(curve.scalars).toHaveLength(14)
  // Source: m |r × v| = 1e-3.
  expect(curveColumn(curve, 'angularMomentum')[2]).toBeCloseTo(1e-3, 12)
})

test('random bodies: the same from the same seed, others from another; at rest about their centre of mass', () => {
  const draw = (seed: number) => run({ random: { bodies: 3 } }, { rtol: 1e-10 }, { at: [0, 0.1] }, { seed })
  const [one, again, other] = [draw(7), draw(7), draw(8)]
  expect([...one.values]).toEqual([...again.values])
  expect([...one.values]).not.toEqual([...other.values])
  const first = (name: string) => curveColumn(one, name)[0] ?? Number.NaN
  expect(first('x1') + first('x2') + first('x3')).toBeCloseTo(0, 14)
  expect([first('vx1'), first('vy3')]).toEqual([0, 0])
})

test('what is wrong with the bodies, at its place', () => {
  const paths = (initial: object, parameters?: object) => errorsOf(initial, parameters).map(({ path }) => path)
  expect(paths({})).toEqual(['problem.initial.masses', 'problem.initial.positions'])
  expect(paths({ ...pythagorean, masses: [3, 4] })).toEqual(['problem.initial.positions', 'problem.initial.velocities'])
  expect(paths({ ...pythagorean, positions: [[1, 3], [-2, -1], [1, -1, 0]] })).toEqual(['problem.initial.positions.2']) // biome-ignore format: vectors
  expect(paths({ ...pythagorean, positions: [[1, 3], [-2, -1], [1, 3]] })).toEqual(['problem.initial.positions.2']) // biome-ignore format: vectors
  expect(paths({ ...pythagorean, positions: [[1, 3], [-2, -1], [1, 3]] }, { softening: 0.1 })).toEqual([]) // biome-ignore format: vectors
  expect(paths({ ...pythagorean, masses: [3, 4, -5] })).toEqual(['problem.initial.masses.2'])
  expect(paths({ random: { bodies: 3 }, positions: [] })).toEqual(['problem.initial.positions'])
})
