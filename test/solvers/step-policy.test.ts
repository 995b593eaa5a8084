import { expect, test } from 'vitest'
import { makeKernels } from '../../src/kernels/kernels.ts'
import { findStepper } from '../../src/solvers/catalogue.ts'
import { makeGravityState, makeGravitySystem } from '../../src/solvers/discretisations/gravity.ts'
import { makeIntegration } from '../../src/solvers/integrate.ts'
import { type StepPolicy, withStepPolicy } from '../../src/solvers/step-policy.ts'
import type { Stepper } from '../../src/solvers/stepper.ts'

/** Two bodies with eccentricity 0.9, semi-axis 1, from the far point; relative orbit of period 2π. */
const far = 1.9
const speed = Math.sqrt(0.1 / far)
const initial = makeGravityState(2, Float64Array.of(-far / 2, 0, far / 2, 0), Float64Array.of(0, -speed / 2, 0, speed / 2)) // biome-ignore format: one thought

/** A part of the time in which the two would fall together: what a hand-made policy does. */
const fallTime = (part: number): StepPolicy => ({
  name: 'fall-time',
  next: ({ state }) => part * Math.hypot((state[1] ?? 0) - (state[0] ?? 0), (state[3] ?? 0) - (state[2] ?? 0)) ** 1.5,
})

const find = (id: string) => {
  const stepper = findStepper(id)
  if (!stepper) throw new Error(id)
  return stepper
}

function orbit(stepper: Stepper, to = 2 * Math.PI) {
  const kernels = makeKernels()
  const system = makeGravitySystem(kernels, { dimension: 2, gravity: 1, softening: 0, masses: Float64Array.of(0.5, 0.5) }) // biome-ignore format: one thought
  const integration = makeIntegration({ system, stepper, tolerances: { rtol: 1e-6, atol: 1e-9 }, from: 0, to, unknowns: [] }) // biome-ignore format: one thought
  const state = () => kernels.view(integration.stepping.state, 8).slice()
  kernels.view(integration.stepping.state, 8).set(initial)
  integration.begin(0)
  const run = () => {
    const lengths: number[] = []
    while (!integration.isDone) {
      integration.advance()
      lengths.push(integration.time - integration.previousTime)
    }
    return lengths
  }
  return { integration, run, state }
}

const errorOf = (state: Float64Array) => Math.max(...state.slice(0, 4).map((value, i) => Math.abs(value - (initial[i] ?? 0)))) // biome-ignore format: one thought

test.each([
  ['rk4', 4],
  ['yoshida4', 4],
  ['verlet', 2],
])('%s under a policy: steps are those of the policy, the order %i is kept', (id, order) => {
  const errors = [0.02, 0.01].map((part) => {
    const { run, state } = orbit(withStepPolicy(find(id), fallTime(part)))
    const lengths = run()
    // Source: the policy at the far point, 1.9^1.5 times the part; at the near point (distance 0.1) 0.1^1.5.
    expect(lengths[0]).toBeCloseTo(part * far ** 1.5, 12)
    expect(Math.min(...lengths.slice(0, -1))).toBeGreaterThan(0.99 * part * 0.1 ** 1.5)
    expect(Math.min(...lengths.slice(0, -1))).toBeLessThan(1.2 * part * 0.1 ** 1.5)
    return errorOf(state())
  })
  // Source: after one period the bodies are back; a smooth rule of steps keeps the order (Hairer, Lubich, Wanner, VIII.1).
  const found = Math.log2((errors[0] ?? 0) / (errors[1] ?? 1))
  expect(found).toBeGreaterThan(order - 0.3)
  expect(found).toBeLessThan(order + 1.3)
})

test('a policy sees what the method suggests and how large its error was', () => {
  const suggestions: number[] = []
  const policy: StepPolicy = {
    name: 'its own',
    next({ suggested, error }) {
      suggestions.push(suggested)
      expect(error).toBeLessThanOrEqual(1)
      return Math.abs(suggested)
    },
  }
  const { run, state } = orbit(withStepPolicy(find('dop853'), policy, 1))
  const plain = orbit(find('dop853'))
  const [lengths, wanted] = [run(), plain.run()]
  // Source: a policy that repeats the method is the method, but for its halved tries.
  expect(suggestions[0]).toBeGreaterThan(0)
  expect(Math.abs(lengths.length - wanted.length)).toBeLessThan(0.2 * wanted.length)
  expect(errorOf(state())).toBeLessThan(1e-3)
})

test('steps whose error is too large are tried again where the policy is not trusted', () => {
  const bold = (accepted?: number) => {
    const { integration, run, state } = orbit(withStepPolicy(find('dop853'), fallTime(2), accepted))
    run()
    return { rejected: integration.rejected, error: errorOf(state()) }
  }
  const [trusted, checked] = [bold(), bold(1)]
  expect(trusted.rejected).toBe(0)
  expect(checked.rejected).toBeGreaterThan(0)
  expect(checked.error).toBeLessThan(0.1 * trusted.error)
})

test('a run under a policy goes on bit for bit from a checkpoint', () => {
  const make = () => orbit(withStepPolicy(find('taylor'), fallTime(0.1)))
  const whole = make()
  for (let step = 0; step < 20; step++) whole.integration.advance()
  const saved = whole.integration.checkpoint()
  const other = make()
  other.integration.restore(saved)
  expect(other.run()).toEqual(whole.run())
  expect(other.state()).toEqual(whole.state())
})
