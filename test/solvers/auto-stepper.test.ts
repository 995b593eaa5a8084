import { expect, test } from 'vitest'
import type { PlainProblem } from '../support/plain-system.ts'
import { plainSimulation, runToEnd } from '../support/run-plain.ts'

/** y'' = μ (1 − y²) y' − y. */
const vanDerPol = (mu: number): PlainProblem => ({
  size: 2,
  isAutonomous: true,
  rates(_, y, out) {
    out[0] = y[1]
    out[1] = mu * (1 - y[0] ** 2) * y[1] - y[0]
  },
})
const robertson: PlainProblem = {
  size: 3,
  isAutonomous: true,
  rates(_, y, out) {
    out[0] = -0.04 * y[0] + 1e4 * y[1] * y[2]
    out[1] = 0.04 * y[0] - 1e4 * y[1] * y[2] - 3e7 * y[1] ** 2
    out[2] = 3e7 * y[1] ** 2
  },
}

const auto = (problem: PlainProblem, initial: readonly number[], times: readonly number[], rtol = 1e-6, atol = rtol) =>
  plainSimulation({ problem, initial, times, stepper: 'auto', rtol, atol })

test('a smooth system stays with the explicit method, and costs what it costs', () => {
  const oscillator: PlainProblem = { size: 2, rates: (_, y, out) => out.set([y[1], -y[0]]) }
  const chosen = auto(oscillator, [1, 0], [0, 50])
  runToEnd(chosen)
  const plain = plainSimulation({
    problem: oscillator,
    initial: [1, 0],
    times: [0, 50],
    stepper: 'dop853',
    // It works at a tenth of the tolerance.
    rtol: 0.1 * 1e-6,
    atol: 0.1 * 1e-6,
  })
  runToEnd(plain)
  expect(chosen.report().steps).toBe(plain.report().steps)
  expect(chosen.report().evaluations).toBe(plain.report().evaluations)
  expect(chosen.report().notes).toEqual(['dop853 to begin with: order 8 for a relative tolerance of 0.000001.'])
  const loose = auto(oscillator, [1, 0], [0, 5], 1e-2)
  runToEnd(loose)
  expect(loose.report().notes?.[0]).toMatch(/^tsit5/)
})

test('steps that a stiff part shortens at a tight tolerance, well inside the region of stability, bring the stiff method', () => {
  // Measured: 696 steps; 22836 before order reduction was looked for.
  const chosen = auto(robertson, [1, 0, 0], [0, 1e4], 1e-11, 1e-17)
  runToEnd(chosen)
  expect(chosen.report().steps).toBeLessThan(3000)
  expect(chosen.report().stepper).toMatch(/radau5/)
})

test('very stiff from the beginning: the explicit phase costs next to nothing', () => {
  const chosen = auto(robertson, [1, 0, 0], [0, 1e5], 1e-6, 1e-11)
  const { values } = runToEnd(chosen)
  const stiff = plainSimulation({
    problem: robertson,
    initial: [1, 0, 0],
    times: [0, 1e5],
    stepper: 'radau5',
    // Of which `radau5` makes a bound of 0.13e-6 for its estimate, what `auto` asks of it.
    rtol: 1.48e-9,
    atol: 1.48e-14,
  })
  runToEnd(stiff)
  expect(chosen.report().notes?.[1]).toMatch(/^radau5 from t = .*short by stiffness/)
  expect(chosen.report().evaluations).toBeLessThan(1.6 * stiff.report().evaluations)
  // Published reference at t = 1e5 (IVP test set, ROBER): 1.7865921142e-2, 7.2747514685e-8, 9.8213400614e-1.
  expect(Math.abs(values[3] / 1.786592114209946e-2 - 1)).toBeLessThan(1e-4)
  expect(Math.abs(values[4] / 7.274751468436319e-8 - 1)).toBeLessThan(1e-4)
})

test('stiff and not in turn: it goes and comes back', () => {
  const chosen = auto(vanDerPol(1000), [2, 0], [0, 2000])
  const { values } = runToEnd(chosen)
  const notes = chosen.report().notes ?? []
  expect(notes[1]).toMatch(/^radau5 from t = 0\.0/)
  expect(notes.some((note) => /^dop853 from t = 80\d.*no longer stiff/.test(note))).toBe(true)
  expect(notes.filter((note) => /stiff again/.test(note)).length).toBeGreaterThan(0)
  // End value: 113-bit reference, 1.706167732170465.
  expect(values[2]).toBeCloseTo(1.706167732170465, 4)
  expect(chosen.report().steps).toBeLessThan(800)
})

test('algebraic unknowns go to radau5 at once', () => {
  // y' = −y z, 0 = z − 2: y = e^{−2t}.
  const problem: PlainProblem = {
    size: 2,
    mass: Float64Array.of(1, 0),
    rates(_, y, out) {
      out[0] = -y[0] * y[1]
      out[1] = y[1] - 2
    },
  }
  const chosen = auto(problem, [1, 2], [0, 1])
  const { values } = runToEnd(chosen)
  expect(values[2]).toBeCloseTo(Math.exp(-2), 5)
  expect(chosen.report().notes).toEqual(['radau5: the system has algebraic unknowns or a mass matrix.'])
})

test('a large system stiff by diffusion goes to rkc2', () => {
  // u_t = Δu + u (1 − u) on 40 × 40 points, insulated: from a constant u the solution is that of the logistic equation.
  const n = 40
  const problem: PlainProblem = {
    size: n * n,
    rates(_, u, out) {
      for (let i = 0; i < n * n; i++) {
        const x = i % n
        const west = x > 0 ? u[i - 1] : u[i]
        const east = x < n - 1 ? u[i + 1] : u[i]
        const south = i >= n ? u[i - n] : u[i]
        const north = i < n * n - n ? u[i + n] : u[i]
        out[i] = (west + east + south + north - 4 * u[i]) * n * n + u[i] * (1 - u[i])
      }
    },
  }
  const initial = Array.from({ length: n * n }, (_, i) => 0.1 + 0.05 * Math.cos((Math.PI * ((i % n) + 0.5)) / n))
  const chosen = auto(problem, initial, [0, 4], 1e-4)
  const { values } = runToEnd(chosen)
  expect(chosen.report().notes?.[1]).toMatch(/^rkc2 from t = .*diffusion/)
  expect(chosen.report().evaluations).toBeLessThan(4000)
  // Reference: the same system with dop853 at 1e-9.
  const exact = runToEnd(
    plainSimulation({ problem, initial, times: [0, 4], stepper: 'dop853', rtol: 1e-6, atol: 1e-6 }),
  )
  expect(Math.abs(values[n * n] - exact.values[n * n])).toBeLessThan(1e-3)
})

test('cut and taken up again while the stiff method works: the same bits', () => {
  const make = () =>
    auto(
      vanDerPol(100),
      [2, 0],
      Array.from({ length: 41 }, (_, k) => 5 * k),
      1e-5,
    )
  const whole = make()
  const expected = runToEnd(whole)
  let clock = 0
  for (const pieces of [1, 4, 9]) {
    const stopped = make()
    const first: number[] = []
    for (let k = 0; k < pieces; k++) first.push(...(stopped.advance(0, () => clock++).samples?.values ?? []))
    const resumed = make()
    resumed.restore(structuredClone(stopped.checkpoint()))
    const rest = runToEnd(resumed)
    expect(Float64Array.from([...first, ...rest.values])).toEqual(expected.values)
    expect(resumed.report()).toEqual(whole.report())
  }
})
