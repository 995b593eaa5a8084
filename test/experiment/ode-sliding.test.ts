import { expect, test } from 'vitest'
import type { Checkpoint } from '../../src/core/simulation.ts'
import { noInputs } from '../../src/experiment/inputs.ts'
import { parseExperiment } from '../../src/experiment/parse.ts'
import { planRun } from '../../src/experiment/run-plan.ts'
import { curveColumn, simulate } from '../../src/experiment/simulate.ts'

const typed = (equations: readonly string[], initial: Readonly<Record<string, number>>, to: number, method = {}) =>
  parseExperiment({
    isoline: 1,
    problem: { id: 'typed-ode', equations, initial },
    method: { rtol: 1e-9, atol: 1e-12, ...method },
    time: { to, samples: 41 },
  })

const friction = typed(["x'' = -x - 0.5*sign(x')"], { x: 2.2, "x'": 0 }, 20)

test('dry friction brings an oscillator to rest, each saved time once', () => {
  const { report, ...curve } = simulate(friction, noInputs)
  expect(curve.times).toEqual(Float64Array.from({ length: 41 }, (_, i) => i / 2))
  // Each half swing turns about ±0.5: 2.2 → −1.2 → 0.2, where the spring is weaker than the friction, at t = 2π.
  const x = curveColumn(curve, 'x')
  expect(x[2]).toBeCloseTo(0.5 + 1.7 * Math.cos(1), 7)
  expect(x[8]).toBeCloseTo(-0.5 - 0.7 * Math.cos(4 - Math.PI), 7)
  for (const value of x.subarray(13)) expect(Math.abs(value - 0.2)).toBeLessThan(1e-7)
  expect(report.stepper).toBe('radau5')
  expect(report.notes?.join(' ')).toMatch(/from t = 6\.28\d* on the solution is held on a jump of the rate of x'/i)
})

test('a relay without hysteresis stays where it switches', () => {
  const curve = simulate(typed(["x' = if(x < 1, 1, -2)"], { x: 0 }, 3), noInputs)
  // Filippov's solution: x = t until it is 1, then 1.
  const x = curveColumn(curve, 'x')
  for (let i = 0; i < 41; i++) expect(Math.abs((x[i] ?? 0) - Math.min(1, (3 * i) / 40))).toBeLessThan(1e-8)
})

test('a named stepper is not exchanged: it says what holds the solution', () => {
  const { equations, initial } = friction.problem as unknown as { equations: string[]; initial: Record<string, number> }
  expect(() => simulate(typed(equations, initial, 20, { stepper: 'tsit5' }), noInputs)).toThrow(/held on a jump.*tanh/)
})

test('goes on from a checkpoint bit for bit, before the hold and behind it', () => {
  const whole = simulate(friction, noInputs)
  for (const pieces of [1, 300]) {
    const first = planRun(friction, noInputs).makeSimulation({ saveFrames: false })
    let clock = 0
    const rows: number[] = []
    const take = (samples?: { readonly values: Float64Array }) => rows.push(...(samples?.values ?? []))
    for (let i = 0; i < pieces; i++) take(first.advance(1, () => clock++).samples)
    const saved: Checkpoint = structuredClone(first.checkpoint())
    const second = planRun(friction, noInputs).makeSimulation({ saveFrames: false })
    second.restore(saved)
    for (let isDone = false; !isDone; ) {
      const piece = second.advance(1000, () => 0)
      take(piece.samples)
      isDone = piece.done
    }
    const x = Float64Array.from({ length: 41 }, (_, i) => rows[2 * i] ?? Number.NaN)
    expect(x).toEqual(curveColumn(whole, 'x'))
    expect(rows).toHaveLength(82)
  }
})
