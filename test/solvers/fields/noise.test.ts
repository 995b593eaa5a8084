import { expect, test } from 'vitest'
import { noInputs } from '../../../src/experiment/inputs.ts'
import { parseExperiment } from '../../../src/experiment/parse.ts'
import { planRun } from '../../../src/experiment/run-plan.ts'
import { finishFields, runFields } from '../../support/typed-pde.ts'

/** u_t = D u_xx − a u + s ξ on a circle: every mode is an Ornstein–Uhlenbeck process. */
const [D, a, s, length, points] = [0.1, 1, 0.5, 2 * Math.PI, 24]
const heat = (method: object, to: number, samples: number, seed = 3) => ({
  isoline: 1,
  seed,
  problem: {
    id: 'typed-pde',
    equations: ['u_t = D*u_xx - a*u + s*white'],
    parameters: { D, a, s },
    domain: { x: { from: 0, to: '2*pi', points } },
    boundary: { x: 'periodic' },
    initial: { u: '0' },
  },
  method,
  time: { to, samples },
  observe: { cosine: 'integral(u*cos(4*x))', sine: 'integral(u*sin(4*x))' },
})

test.each([
  // Fourier: the symbol is −D k². Finite differences of order 2: −(4D/h²) sin²(kh/2).
  { method: { space: 'fourier', step: 0.5 }, symbol: (k: number) => D * k * k },
  {
    method: { space: 'finite-difference', order: 2, step: 0.1 },
    symbol: (k: number) => ((4 * D) / (length / points) ** 2) * Math.sin((k * length) / points / 2) ** 2,
    isWeak: true,
  },
])('the stationary variance of the stochastic heat equation, $method.space', ({ method, symbol, isWeak }) => {
  // Saved so rarely that the numbers are independent to e^(−4).
  const count = 2000
  const run = runFields(heat(method, 4 * count, count + 1))
  expect(run.plan.stepper).toBe('euler-maruyama')
  const variance = (values: readonly number[]) =>
    values.slice(5).reduce((sum, value) => sum + value * value, 0) / (values.length - 5)
  // Exact: ⟨(∫ u dx)²⟩ = s² L / 2a; ⟨(∫ u cos kx dx)²⟩ = s² L / (4 (a + D k²)). Walsh, Lecture Notes in Mathematics 1180 (1986).
  // Of the explicit Euler scheme with step h each is larger by 1/(1 − λ h/2).
  const exact = (l: number, weight: number) =>
    ((s * s * weight) / (2 * l)) * (isWeak ? 1 / (1 - (l * method.step) / 2) : 1)
  // Five standard errors of a variance from `count` normal numbers.
  const bound = 5 * Math.sqrt(2 / count) * 1.02
  expect(Math.abs(variance(run.scalar('integral.u')) / exact(a, length) - 1)).toBeLessThan(bound)
  const l = a + symbol(4)
  expect(Math.abs(variance(run.scalar('cosine')) / exact(l, length / 2) - 1)).toBeLessThan(bound)
  expect(Math.abs(variance(run.scalar('sine')) / exact(l, length / 2) - 1)).toBeLessThan(bound)
})

test('the path follows from the seed, and goes on bit for bit from a checkpoint', () => {
  const document = heat({ space: 'fourier', step: 0.01 }, 2, 5)
  const whole = runFields(document)
  expect([...runFields(document).field('u', 2)]).toEqual([...whole.field('u', 2)])
  expect([...runFields(heat({ space: 'fourier', step: 0.01 }, 2, 5, 4)).field('u', 2)]).not.toEqual([
    ...whole.field('u', 2),
  ])
  const plan = planRun(parseExperiment(document), noInputs)
  const first = plan.makeSimulation({ saveFrames: true })
  // A clock that is always late cuts the work into the smallest pieces.
  let time = 0
  for (let i = 0; i < 3; i++) time = first.advance(0, () => i * 1e9).time
  expect(time).toBeLessThan(2)
  const second = plan.makeSimulation({ saveFrames: true })
  second.restore(structuredClone(first.checkpoint()))
  expect([...finishFields(plan, second).field('u', 2)]).toEqual([...whole.field('u', 2)])
})

test('a strength that depends on the solution is taken where the step begins (Itô)', () => {
  // u_t = s u ξ: the mean stays what it was, E ∫u = ∫u₀. (Stratonovich would let it grow.)
  const document = (seed: number) => ({
    isoline: 1,
    seed,
    problem: {
      id: 'typed-pde',
      equations: ['u_t = 0.1*u_xx + 0.3*u*white'],
      domain: { x: { from: 0, to: 1, points: 8 } },
      boundary: { x: 'periodic' },
      initial: { u: '1' },
    },
    method: { space: 'finite-difference', step: 0.01 },
    time: { to: 1, samples: 2 },
  })
  const runs = 60
  const ends = Array.from(
    { length: runs },
    (_, seed) => runFields(document(seed)).scalar('integral.u')[1] ?? Number.NaN,
  )
  const mean = ends.reduce((sum, value) => sum + value, 0) / runs
  const deviation = Math.sqrt(ends.reduce((sum, value) => sum + (value - mean) ** 2, 0) / runs)
  expect(deviation).toBeGreaterThan(0.1)
  expect(Math.abs(mean - 1)).toBeLessThan((5 * deviation) / Math.sqrt(runs))
})
