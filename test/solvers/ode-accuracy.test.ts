import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { PlainProblem } from '../support/plain-system.ts'
import { plainSimulation, runToEnd } from '../support/run-plain.ts'

// End values: 113-bit arithmetic, extrapolation of order 24, two tolerances of which only agreeing digits were kept
// (test/reference/ode/nonstiff-end-values.json). Bounds are a few times what was measured when they were written.

interface Reference {
  readonly y0: readonly number[]
  readonly reference: readonly { readonly t: number; readonly y: readonly string[] }[]
}
const references = JSON.parse(
  readFileSync(new URL('../reference/ode/nonstiff-end-values.json', import.meta.url), 'utf8'),
) as Readonly<Record<string, Reference>>

const lorenz: PlainProblem = {
  size: 3,
  rates(_, y, out) {
    out[0] = 10 * (y[1] - y[0])
    out[1] = y[0] * (28 - y[2]) - y[1]
    out[2] = y[0] * y[1] - (8 / 3) * y[2]
  },
}
const lotka: PlainProblem = {
  size: 2,
  rates(_, y, out) {
    out[0] = 1.5 * y[0] - y[0] * y[1]
    out[1] = -3 * y[1] + y[0] * y[1]
  },
}
/** Masses 1 … 7; x, y, x', y'. */
const pleiades: PlainProblem = {
  size: 28,
  rates(_, y, out) {
    for (let i = 0; i < 7; i++) {
      let [ax, ay] = [0, 0]
      for (let j = 0; j < 7; j++) {
        if (i === j) continue
        const [dx, dy] = [y[j] - y[i], y[7 + j] - y[7 + i]]
        const weight = (j + 1) / (dx * dx + dy * dy) ** 1.5
        ax += weight * dx
        ay += weight * dy
      }
      out[i] = y[14 + i]
      out[7 + i] = y[21 + i]
      out[14 + i] = ax
      out[21 + i] = ay
    }
  },
}

function errorAt(problem: PlainProblem, name: string, t: number, stepper: string, rtol: number): number {
  const { y0, reference } = references[name] ?? { y0: [], reference: [] }
  const exact = (reference.find((one) => one.t === t)?.y ?? []).map(Number)
  const simulation = plainSimulation({ problem, initial: y0, times: [0, t], stepper, rtol, atol: rtol })
  const { values } = runToEnd(simulation)
  const off = Math.hypot(...exact.map((value, i) => values[exact.length + i] - value))
  return off / Math.hypot(...exact)
}

test.each([
  ['tsit5', 1e-6, 3e-4],
  ['tsit5', 1e-9, 1e-6],
  ['dop853', 1e-9, 3e-7],
  ['dop853', 1e-13, 1e-10],
  ['auto', 1e-9, 3e-7],
])('Lorenz at t = 10, %s, rtol %f: error at most %f', (stepper, rtol, bound) => {
  expect(errorAt(lorenz, 'lorenz', 10, stepper, rtol)).toBeLessThan(bound)
})

test.each([
  ['tsit5', 1e-9, 1e-6],
  ['dop853', 1e-9, 3e-6],
  ['dop853', 1e-12, 1e-8],
])('Pleiades at t = 3, %s, rtol %f: error at most %f', (stepper, rtol, bound) => {
  expect(errorAt(pleiades, 'pleiades', 3, stepper, rtol)).toBeLessThan(bound)
})

test.each([
  ['tsit5', 1e-8, 1e-6],
  ['dop853', 1e-12, 1e-11],
  ['rkc2', 1e-6, 1e-3],
])('Lotka–Volterra at t = 10, %s, rtol %f: error at most %f', (stepper, rtol, bound) => {
  expect(errorAt(lotka, 'lotka', 10, stepper, rtol)).toBeLessThan(bound)
})

test('Arenstorf: the orbit closes after its period, 17.0652165601579625588917206249', () => {
  // Restricted three-body problem, Hairer, Nørsett, Wanner I, II.0; start and period to 25 digits there.
  const mu = 0.012277471
  const problem: PlainProblem = {
    size: 4,
    rates(_, y, out) {
      const d1 = ((y[0] + mu) ** 2 + y[1] ** 2) ** 1.5
      const d2 = ((y[0] - 1 + mu) ** 2 + y[1] ** 2) ** 1.5
      out[0] = y[2]
      out[1] = y[3]
      out[2] = y[0] + 2 * y[3] - ((1 - mu) * (y[0] + mu)) / d1 - (mu * (y[0] - 1 + mu)) / d2
      out[3] = y[1] - 2 * y[2] - ((1 - mu) * y[1]) / d1 - (mu * y[1]) / d2
    },
  }
  const initial = [0.994, 0, 0, -2.0015851063790824]
  const closing = (stepper: string, rtol: number) => {
    const times = [0, 17.065216560157964]
    const { values } = runToEnd(plainSimulation({ problem, initial, times, stepper, rtol, atol: rtol }))
    return Math.hypot(values[4] - initial[0], values[5])
  }
  expect(closing('dop853', 1e-13)).toBeLessThan(1e-8)
  expect(closing('tsit5', 1e-11)).toBeLessThan(1e-5)
})

test('Hénon–Heiles, Yoshida, 1e5 steps of 0.02: the energy stays within 5e-8 and does not grow', () => {
  // Bound of the energy error: measured 3.22e-8 for this method and step (a correct implementation elsewhere).
  const initial = [0.1, -0.05, 0.3, 0.25]
  const drift: number[] = []
  const problem: PlainProblem = {
    size: 4,
    rates: () => undefined,
    separable: {
      positions: 2,
      drift(_, y, out) {
        out[0] = y[2]
        out[1] = y[3]
      },
      kick(_, y, out) {
        out[0] = -y[0] - 2 * y[0] * y[1]
        out[1] = -y[1] - y[0] * y[0] + y[1] * y[1]
      },
    },
  }
  const energy = (y: Float64Array) =>
    0.5 * (y[0] ** 2 + y[1] ** 2 + y[2] ** 2 + y[3] ** 2) + y[0] ** 2 * y[1] - y[1] ** 3 / 3
  const times = Array.from({ length: 10_001 }, (_, k) => 0.2 * k)
  const { values } = runToEnd(plainSimulation({ problem, initial, times, stepper: 'yoshida4', step: 0.02 }))
  const first = energy(Float64Array.from(initial))
  for (let k = 0; k < times.length; k++) drift.push(Math.abs(energy(values.subarray(4 * k, 4 * k + 4)) - first) / first)
  expect(drift).toHaveLength(10_001)
  const early = Math.max(...drift.slice(0, 1000))
  const late = drift.slice(1000).reduce((a, b) => Math.max(a, b), 0)
  expect(late).toBeLessThan(5e-8)
  expect(late).toBeLessThan(1.2 * early)
  expect(early).toBeGreaterThan(1e-10)
})

test('RKC on the heat equation: many stages, the error follows the tolerance', () => {
  // u_t = u_xx on 199 points; the initial sine is an eigenvector, λ = −4 sin²(π h/2)/h².
  const n = 199
  const h = 1 / (n + 1)
  const problem: PlainProblem = {
    size: n,
    rates(_, u, out) {
      for (let i = 0; i < n; i++) out[i] = ((i > 0 ? u[i - 1] : 0) - 2 * u[i] + (i < n - 1 ? u[i + 1] : 0)) / (h * h)
    },
  }
  const initial = Array.from({ length: n }, (_, i) => Math.sin(Math.PI * (i + 1) * h))
  const rate = (-4 * Math.sin((Math.PI * h) / 2) ** 2) / (h * h)
  for (const rtol of [1e-3, 1e-5, 1e-7]) {
    const simulation = plainSimulation({ problem, initial, times: [0, 0.5], stepper: 'rkc2', rtol, atol: rtol })
    const { values } = runToEnd(simulation)
    const off = Math.max(...initial.map((value, i) => Math.abs(values[n + i] - value * Math.exp(0.5 * rate))))
    expect(off).toBeLessThan(20 * rtol)
    // Explicit steps of order 2 would need λ t / 2 = 4e4 of them.
    expect(simulation.report().evaluations).toBeLessThan(12_000)
  }
})
