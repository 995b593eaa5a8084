import { expect, test } from 'vitest'
import { RunFailure } from '../../src/core/errors.ts'
import { linspace } from '../../src/core/field.ts'
import { makeColumnFiniteVolume } from '../../src/solvers/discretisations/column-finite-volume.ts'
import { chooseResolution } from '../../src/solvers/discretisations/column-resolution.ts'
import type { ColumnTransport } from '../../src/solvers/discretisations/column-transport.ts'
import { btexCase, errorsToTable, finish, thomasCase } from './column-cases.ts'

test.each(['gc_btex_varvel', 'gc_btex_constvel'] as const)('%s at the default within 2e-4 of each peak', (name) => {
  const { transport, times, table } = btexCase(name)
  const { values } = finish(makeColumnFiniteVolume(transport, {}, times, false))
  for (const error of errorsToTable(transport, values, table)) expect(error).toBeLessThan(2e-4)
})

/** Two analytes that compete for a film of which they fill most at the inlet. */
const competing: ColumnTransport = {
  length: 5,
  inletVelocity: 0.4,
  pressureRatio: 0.4,
  phaseRatio: 0.02,
  injection: 4,
  injectorTime: 0,
  components: [
    { name: 'light', ka: 500, kd: 5, concentration: 1, dispersion: 0, capacity: 100 },
    { name: 'heavy', ka: 2000, kd: 10, concentration: 2, dispersion: 1e-5, capacity: 100 },
  ],
}

test('a competitive load: mass closes to 1e-12, nothing turns negative, and competition shows', () => {
  const times = linspace(0, 120, 241)
  const simulation = makeColumnFiniteVolume(competing, { cells: 200 }, times, true)
  const { values, frames } = finish(simulation)
  const { invariants, metrics } = simulation.report()
  for (const name of ['light', 'heavy']) {
    expect(Math.abs(invariants[`mass.${name}`]?.drift ?? 1)).toBeLessThan(1e-12)
    expect(invariants[`mass.${name}`]?.first).toBeGreaterThan(0)
  }
  // What is fed: u0 c0 t1 a cross-section.
  expect(invariants['mass.heavy']?.first).toBeCloseTo(0.4 * 2 * 4, 12)
  expect(Math.min(...values)).toBeGreaterThan(-1e-12)
  for (const { fields } of frames) for (const field of fields) expect(Math.min(...field.values)).toBeGreaterThan(-1e-11)
  expect(frames.length).toBeLessThanOrEqual(101)
  // A filled film lets the heavy one through before its time at low load: H(1 + αK) + t1/2.
  const holdUp = (2 * 5 * (1 + 0.4 + 0.16)) / (3 * 1.4) / 0.4
  expect(metrics['peakTime.heavy']).toBeLessThan(0.8 * holdUp * (1 + 0.02 * 200))
})

/** Errors at 200 and 400 cells against Thomas' solution. */
function errorsToThomas(load: number): number[] {
  const { transport, times, exact } = thomasCase(load)
  return [200, 400].map((cells) => {
    const { values } = finish(makeColumnFiniteVolume(transport, { cells, rtol: 1e-6 }, times, false))
    return Math.max(...times.map((time, i) => Math.abs((values[i] ?? 0) - exact(time))))
  })
}

test('one analyte on a Langmuir film agrees with the solution of Thomas', () => {
  const [coarse = 0, fine = 1] = errorsToThomas(1)
  expect(fine).toBeLessThan(1e-3)
  expect(coarse / fine).toBeGreaterThan(4)
})

test('where the front is resolved, the product of film and gas is of fourth order', () => {
  // 4 and 7 cells a standard deviation of the front.
  const [coarse = 0, fine = 1] = errorsToThomas(0.3)
  expect(fine).toBeLessThan(2e-5)
  expect(Math.log2(coarse / fine)).toBeGreaterThan(4)
})

test('a self-sharpening front arrives when the equilibrium shock does', () => {
  // Fast exchange: the shock moves with u/(1 + α q/c), q = K c/(1 + K c/capacity) (spec 2.4: from 1 + F Δq/Δc).
  const transport: ColumnTransport = {
    length: 2,
    inletVelocity: 0.2,
    pressureRatio: 1,
    phaseRatio: 0.02,
    injection: 1e4,
    injectorTime: 0,
    components: [{ name: 'a', ka: 2e4, kd: 100, concentration: 1, dispersion: 0, capacity: 50 }],
  }
  const times = linspace(0, 20, 401)
  const { values } = finish(makeColumnFiniteVolume(transport, { cells: 400 }, times, false))
  const q = 200 / (1 + 200 / 50)
  const arrival = (2 / 0.2) * (1 + 0.02 * q)
  // First moment of the front: ∫(1 − c/c0)dt is the arrival, by conservation.
  const mean = values.reduce((sum, value) => sum + (1 - value) * 0.05, 0) - 0.025
  expect(mean / arrival).toBeCloseTo(1, 2)
  const half = times[values.findIndex((value) => value > 0.5)] ?? 0
  expect(Math.abs(half / arrival - 1)).toBeLessThan(0.01)
})

test('interrupted and restored, it goes on bit for bit', () => {
  for (const [transport, options] of [
    [btexCase('gc_btex_varvel').transport, { cells: 100, order: 5 }],
    [{ ...competing, injectorTime: 0.3 }, { cells: 64 }],
  ] as const) {
    const times = linspace(0, 150, 301)
    const whole = makeColumnFiniteVolume(transport, options, times, false)
    const expected = finish(whole)
    const first = makeColumnFiniteVolume(transport, options, times, false)
    const values: number[] = []
    for (let k = 0; k < 9; k++) values.push(...(first.advance(0, () => 1).samples?.values ?? []))
    const second = makeColumnFiniteVolume(transport, options, times, false)
    second.restore(structuredClone(first.checkpoint()))
    values.push(...finish(second).values)
    expect(Float64Array.from(values)).toEqual(expected.values)
    expect(second.report()).toEqual(whole.report())
  }
})

test('advance stops at the clock and says how far it came', () => {
  const { transport, times } = btexCase('gc_btex_varvel')
  const simulation = makeColumnFiniteVolume(transport, { cells: 64 }, times, false)
  let now = 0
  const piece = simulation.advance(5, () => (now += 10))
  expect(piece.done).toBe(false)
  expect(piece.time).toBeGreaterThan(0)
  expect(piece.time).toBeLessThan(5)
})

test('the tailing injector feeds exactly what the rectangle feeds', () => {
  const { transport } = btexCase('gc_btex_varvel')
  const [benzene] = transport.components.slice(-1)
  const one = { ...transport, injectorTime: 2, components: benzene ? [benzene] : [] }
  const simulation = makeColumnFiniteVolume(one, { cells: 200, rtol: 1e-7 }, linspace(0, 300, 601), false)
  finish(simulation)
  const mass = simulation.report().invariants[`mass.${benzene?.name}`]
  // ∫ of an exponential filter's output equals that of its input: u0 c0 t1.
  expect(
    (mass?.first ?? 0) / (transport.inletVelocity * (benzene?.concentration ?? 1) * transport.injection),
  ).toBeCloseTo(1, 7)
  // Mean of the outlet: H(1 + αK) + t1/2 + τ (spec 1.3, moments).
  const holdUp = 34.23145217803914
  const expected = holdUp * (1 + (transport.phaseRatio * 579) / 5.299) + 2 + 2
  expect((simulation.report().metrics[`retentionTime.${benzene?.name}`] ?? 0) / expected).toBeCloseTo(1, 4)
})

test('options that cannot serve are refused with the field named', () => {
  expect(() => chooseResolution(competing, { order: 7 })).toThrow(/method\.order/)
  expect(() => chooseResolution(competing, { order: 4 })).toThrow(/3, 5 or 7/)
  expect(() => chooseResolution(competing, { cells: 3 })).toThrow(/method\.cells/)
})

test('a value that is not finite ends the run with time, place and advice', () => {
  const { transport } = btexCase('gc_btex_varvel')
  const simulation = makeColumnFiniteVolume(transport, { cells: 64 }, linspace(0, 100, 11), false)
  simulation.advance(0, () => 1)
  const checkpoint = simulation.checkpoint()
  const gas = checkpoint.arrays.gas0?.slice() ?? new Float64Array()
  gas[2] = Number.NaN
  simulation.restore({ ...checkpoint, arrays: { ...checkpoint.arrays, gas0: gas } })
  expect(() => finish(simulation)).toThrow(RunFailure)
  simulation.restore({ ...checkpoint, arrays: { ...checkpoint.arrays, gas0: gas } })
  expect(() => finish(simulation)).toThrow(/o-xylene.*t = .* s, x = .* m; check/)
})
