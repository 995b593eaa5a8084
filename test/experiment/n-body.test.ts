import { expect, test } from 'vitest'
import { InvalidInput } from '../../src/core/errors.ts'
import type { Simulation } from '../../src/core/simulation.ts'
import { noInputs } from '../../src/experiment/inputs.ts'
import { parseExperiment } from '../../src/experiment/parse.ts'
import { planRun } from '../../src/experiment/run-plan.ts'
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
    planRun(parseExperiment({ isoline: 1, problem: { id: 'n-body', parameters, initial } }), noInputs)
  } catch (error) {
    if (error instanceof InvalidInput) return error.errors
    throw error
  }
  return []
}

test('the Pythagorean problem through its first close encounters by dop853', () => {
  const curve = run(pythagorean, { stepper: 'dop853', rtol: 1e-14 }, { at: [10, 20] })
  expect(curve.scalars.map(({ name }) => name)).toEqual(
    ['energy', 'angularMomentum', 'x1', 'y1', 'x2', 'y2', 'x3', 'y3', 'vx1', 'vy1', 'vx2', 'vy2', 'vx3', 'vy3'], // biome-ignore format: a list
  )
  // Source: test/reference/ode/nonstiff-end-values.json, 113-bit arithmetic. In 53 bits the encounters magnify the last digit to 1e-9 at t = 10, 1e-7 at 20.
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

test('the reference: right to the last digits at t = 70, where the energy and the step are told too', () => {
  const curve = run(pythagorean, { id: 'reference', saveSteps: true }, { at: [0, 60, 70] })
  // Source: test/reference/ode/nonstiff-end-values.json, 113-bit arithmetic, 13 digits at t = 70.
  expect(Math.abs((curveColumn(curve, 'x1')[2] ?? 0) - 6.933463599011887)).toBeLessThan(1e-13)
  expect(Math.abs((curveColumn(curve, 'y1')[2] ?? 0) - 20.2618043059517)).toBeLessThan(1e-13)
  expect(Math.abs((curveColumn(curve, 'vx3')[2] ?? 0) - 1.4364304971039)).toBeLessThan(1e-13)
  expect(curve.report.metrics.energyError).toBeLessThan(1e-12)
  expect(curve.report.notes?.join()).toMatch(/double-double/)
  const { shortestStep = 0, longestStep = 0, closestApproach = 0 } = curve.report.metrics
  const [first, ...later] = curveColumn(curve, 'step')
  expect(first).toBe(0)
  for (const step of later) {
    expect(step).toBeGreaterThanOrEqual(shortestStep)
    expect(step).toBeLessThanOrEqual(longestStep)
  }
  // Source: the closest approach of the problem, 4e-4, at t = 15.8 (V. Szebehely, C. F. Peters, Astron. J. 72 (1967) 876).
  expect(closestApproach).toBeGreaterThan(4.0e-4)
  expect(closestApproach).toBeLessThan(4.3e-4)
  expect(curveColumn(curve, 'nearest')[0]).toBe(3)
})

test('auto follows few bodies by their series, many by dop853; named steppers are taken', () => {
  const planOf = (bodies: number, method: object = {}) =>
    planRun(parseExperiment({ isoline: 1, problem: { id: 'n-body', parameters: {}, initial: { random: { bodies } } }, method }), noInputs) // biome-ignore format: one document
  expect(planOf(3).stepper).toBe('taylor')
  expect(planOf(3).why.join()).toMatch(/few bodies/)
  expect(planOf(11).stepper).toBe('dop853')
  expect(planOf(3, { stepper: 'tsit5' }).stepper).toBe('tsit5')
  expect(planOf(3, { id: 'reference' }).stepper).toBe('taylor')
  expect(() => planOf(65, { id: 'reference' })).toThrow(/64 bodies/)
  expect(() => planOf(65, { compare: true })).toThrow(/nothing to compare with/)
  expect(() => planOf(3, { id: 'reference', stepper: 'dop853' })).toThrow(/dop853/)
})

test.each([
  ['dop853', { rtol: 1e-14 }, 1e-12, 1e-7],
  ['radau5', { rtol: 1e-10 }, 1e-8, 1e-4],
  ['yoshida4', { step: 5e-5 }, 1e-12, 10],
] as const)(
  '%s beside the reference: errors of columns, of positions and of the energy',
  (stepper, options, least, most) => {
    const curve = run(pythagorean, { stepper, ...options, compare: true, saveSteps: true }, { to: 12, samples: 49 })
    const { estimate = {} } = curve.report.errors
    const { positionError = 0, finalPositionError = 0, energyError = 0 } = curve.report.metrics
    expect(positionError).toBeGreaterThan(least)
    expect(positionError).toBeLessThan(most)
    expect(finalPositionError).toBeLessThanOrEqual(positionError)
    expect(energyError).toBeGreaterThan(0)
    expect(Object.keys(estimate)).toContain('vx3')
    expect(Object.keys(estimate)).not.toContain('step')
    // Source: the reference by itself.
    const exact = run(pythagorean, { id: 'reference' }, { to: 12, samples: 49 })
    const [ours, theirs] = [curveColumn(curve, 'y2'), curveColumn(exact, 'y2')]
    const off = ours.reduce((largest, value, i) => Math.max(largest, Math.abs(value - (theirs[i] ?? 0))), 0)
    const height = theirs.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0)
    expect(estimate.y2).toBe(off / height)
    expect(curve.report.notes?.join()).toMatch(/against the reference/)
  },
)

test('a compared run that is taken up again ends with the same errors', () => {
  const text = { isoline: 1, problem: { id: 'n-body', parameters: {}, initial: pythagorean }, method: { stepper: 'dop853', compare: true }, time: { to: 12, samples: 49 } } // biome-ignore format: one document
  const made = planRun(parseExperiment(text), noInputs)
  const toEnd = (simulation: Simulation) => {
    for (let piece = simulation.advance(1, clock); !piece.done; piece = simulation.advance(1, clock));
    return simulation.report()
  }
  // A clock on which every look takes a millisecond: the pieces are the same at every time.
  let time = 0
  const clock = () => time++
  const whole = made.makeSimulation({ saveFrames: false })
  for (let piece = 0; piece < 40; piece++) whole.advance(1, clock)
  const saved = whole.checkpoint()
  const other = made.makeSimulation({ saveFrames: false })
  other.restore(saved)
  expect(toEnd(other)).toEqual(toEnd(whole))
})

test('the figure eight: each body is where it was after a period, and where the one before was after a third', () => {
  // Source: A. Chenciner, R. Montgomery, Ann. of Math. 152 (2000) 881, with C. Simó's start to 8 digits; the further digits by Newton's
  // method on the period 6.32591398, so that the orbit closes to 3e-14 (SciPy's DOP853 at 3e-14).
  const [a, b, v, w] = [0.9700043568118575, -0.2430875298104304, 0.46620368505665744, 0.4323657313204768]
  const eight = { masses: [1, 1, 1], positions: [[a, b], [-a, -b], [0, 0]], velocities: [[v, w], [v, w], [-2 * v, -2 * w]] } // biome-ignore format: vectors
  const period = 6.32591398
  for (const method of [{}, { stepper: 'dop853' }, { id: 'reference' }]) {
    const curve = run(eight, method, { at: [0, period / 3, period] })
    const names = ['x1', 'y1', 'x2', 'y2', 'x3', 'y3', 'vx1', 'vy1', 'vx2', 'vy2', 'vx3', 'vy3']
    for (const name of names) {
      const column = curveColumn(curve, name)
      expect(Math.abs((column[2] ?? 0) - (column[0] ?? 0)), name).toBeLessThan(1e-10)
      const before = name.replace(/[123]/, (body) => String(((Number(body) + 1) % 3) + 1))
      expect(Math.abs((column[1] ?? 0) - (curveColumn(curve, before)[0] ?? 0)), name).toBeLessThan(1e-10)
    }
  }
})

test.each([
  ['dop853', 1e-6, 1e-8],
  ['tsit5', 1e-6, 1e-8],
  ['radau5', 1e-6, 1e-8],
] as const)('an ellipse of eccentricity 0.99 by %s: the error falls with the tolerance', (stepper, loose, tight) => {
  // Source: after one period the bodies are back at the far point.
  const far = 1.99
  const speed = Math.sqrt(0.01 / far)
  const ellipse = { masses: [1, 0], positions: [[0, 0], [far, 0]], velocities: [[0, 0], [0, speed]] } // biome-ignore format: vectors
  const errorAt = (rtol: number) => {
    const curve = run(ellipse, { stepper, rtol }, { at: ['0', '2*pi'] })
    return Math.hypot((curveColumn(curve, 'x2')[1] ?? 0) - far, curveColumn(curve, 'y2')[1] ?? 0)
  }
  const [rough, fine] = [errorAt(loose), errorAt(tight)]
  expect(fine).toBeLessThan(rough / 20)
  expect(fine).toBeLessThan(1e-4)
})

test('bodies that fall onto each other end the run in their own words; softened they pass', () => {
  const fall = { masses: [1, 2], positions: [[-1, 0.3], [1, 0.7]] } // biome-ignore format: vectors
  // Source: free fall from rest at distance d meets after (π/2) √(d³/(2 G M)): d² = 4.16, M = 3, t = 1.867945….
  for (const method of [{}, { stepper: 'dop853' }, { stepper: 'radau5', rtol: 1e-8 }, { id: 'reference' }])
    expect(() => run(fall, method, { to: 3 })).toThrow(/Bodies 1 and 2 meet at about t = 1\.8679\d+.*softening/)
  const stepped = run(fall, { stepper: 'verlet', step: 0.01 }, { to: 3 })
  expect(stepped.report.notes?.join()).toMatch(/not orbits of the bodies/)
  const soft = simulate(parseExperiment({ isoline: 1, problem: { id: 'n-body', parameters: { softening: 0.1 }, initial: fall }, time: { to: 3 } }), noInputs) // biome-ignore format: one document
  expect(soft.report.metrics.energyError).toBeLessThan(1e-13)
})

test('random bodies keep energy, momentum and angular momentum through their encounters', () => {
  // Source: the laws of conservation. Fifty seeds: test/verify/random-bodies.test.ts.
  for (const seed of [1, 2, 3, 6, 7]) {
    const { metrics, invariants } = run({ random: { bodies: 3 } }, {}, {}, { seed }).report
    expect(metrics.energyError, `seed ${seed}`).toBeLessThan(1e-11)
    expect(invariants.momentum?.last).toBeLessThan(1e-14)
    expect(Math.abs(invariants.angularMomentum?.last ?? 1)).toBeLessThan(1e-13)
  }
})

test('observed outputs are expressions of coordinates, masses and time', () => {
  const observe = { r12: 'sqrt((x2 - x1)^2 + (y2 - y1)^2)', p: 'm1*vx1 + m2*vx2 + m3*vx3', pull: 'gravity*m1*m2/(x2 - x1)^2 + 0*t*softening' } // biome-ignore format: texts
  const curve = run(pythagorean, {}, { at: [0, 1] }, { observe })
  // Source: the triangle: bodies 1 and 2 are 5 apart, 3 of it along x; masses 3 and 4.
  expect(curveColumn(curve, 'r12')[0]).toBe(5)
  expect(curveColumn(curve, 'pull')[0]).toBeCloseTo(12 / 9, 14)
  expect(curveColumn(curve, 'p')[1]).toBeCloseTo(0, 14)
  const wrong = (texts: object) => {
    try {
      planRun(parseExperiment({ isoline: 1, problem: { id: 'n-body', parameters: {}, initial: pythagorean }, observe: texts }), noInputs) // biome-ignore format: one document
    } catch (error) {
      if (error instanceof InvalidInput) return error.errors
    }
    return []
  }
  expect(wrong({ d: 'x1 - x9' })).toEqual([{ path: 'observe.d', message: expect.stringContaining('x9'), line: 1, column: 6 }]) // biome-ignore format: one thought
  expect(wrong({ energy: 'x1' })[0]).toMatchObject({ path: 'observe.energy', message: expect.stringContaining('already') }) // biome-ignore format: one thought
})
