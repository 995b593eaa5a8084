import { expect, test } from 'vitest'
import { parseExperiment } from '../../src/experiment/parse.ts'
import { planRun } from '../../src/experiment/run-plan.ts'
import { type Curve, curveColumn, simulate } from '../../src/experiment/simulate.ts'
import { type Complex, complexStep, plus, real, scaled, times } from '../support/complex-step.ts'

interface Given {
  readonly equations: readonly string[]
  readonly parameters: Readonly<Record<string, unknown>>
  readonly initial: Readonly<Record<string, unknown>>
  readonly events?: readonly unknown[]
  readonly [field: string]: unknown
}

const document = (problem: Given, at: readonly number[], rest: Readonly<Record<string, unknown>> = {}) =>
  parseExperiment({
    isoline: 1,
    problem: { id: 'typed-ode', ...problem },
    method: { rtol: 1e-9 },
    time: { at },
    study: { type: 'sensitivities' },
    ...rest,
  })

const last = (curve: Curve, name: string) => curveColumn(curve, name).at(-1) ?? Number.NaN

/** Differs by less than `part` of what is expected, or of `size` where that is larger. */
function expectNear(found: number, expected: number, part: number, size = 0): void {
  expect(Math.abs(found - expected) / Math.max(Math.abs(expected), size)).toBeLessThan(part)
}

test('Lorenz: to parameters and an initial value that follows one, against the complex step', () => {
  const names = ['sigma', 'rho', 'beta']
  const values = [10, 28, 8 / 3]
  const curve = simulate(
    document(
      {
        equations: ["x' = sigma*(y - x)", "y' = x*(rho - z) - y", "z' = x*y - beta*z"],
        parameters: { sigma: 10, rho: { value: 28, from: 0, to: 60 }, beta: '8/3' },
        initial: { x: 'sigma/10', y: 1, z: 'beta^2' },
      },
      [0, 1, 2],
      { study: { type: 'sensitivities', of: ['sigma', 'problem.parameters.rho', 'beta', 'problem.initial.y'] } },
    ),
    {},
  )
  const rates = ([x, y, z]: readonly Complex[], [s, r, b]: readonly Complex[]) => [
    times(s, plus(y, scaled(-1, x))),
    plus(times(x, plus(r, scaled(-1, z))), scaled(-1, y)),
    plus(times(x, y), scaled(-1, times(b, z))),
  ]
  const initial = ([s, , b, y]: readonly Complex[]) => [scaled(0.1, s), y, times(b, b)]
  for (const [k, name] of [...names, 'initial.y'].entries()) {
    const expected = complexStep(rates, initial, [...values, 1], k, 2, 8000)
    const size = Math.max(...expected.map(Math.abs))
    for (const [i, unknown] of ['x', 'y', 'z'].entries())
      expectNear(last(curve, `${unknown}.${name}`), expected[i] ?? 0, 1e-6, size)
  }
})

test.each(['auto', 'rodas5p', 'bdf'])('Robertson by %s, against the complex step at t = 0.4', (stepper) => {
  const values = [0.04, 1e4, 3e7]
  const curve = simulate(
    document(
      {
        equations: ["y1' = -k1*y1 + k2*y2*y3", "y2' = k1*y1 - k2*y2*y3 - k3*y2^2", "y3' = k3*y2^2"],
        parameters: { k1: 0.04, k2: 1e4, k3: 3e7 },
        initial: { y1: 1, y2: 0, y3: 0 },
      },
      [0, 0.4],
      { method: { stepper, rtol: 1e-8, atol: { y1: 1e-11, y2: 1e-15, y3: 1e-11 } } },
    ),
    {},
  )
  const rates = ([a, b, c]: readonly Complex[], [k1, k2, k3]: readonly Complex[]) => {
    const slow = times(k1, a)
    const back = times(k2, b, c)
    const fast = times(k3, b, b)
    return [plus(back, scaled(-1, slow)), plus(slow, scaled(-1, plus(back, fast))), fast]
  }
  for (const [k, value] of values.entries()) {
    const expected = complexStep(rates, () => [real(1), real(0), real(0)], values, k, 0.4, 2000)
    for (const [i, expectedOne] of expected.entries())
      expectNear(value * last(curve, `y${i + 1}.k${k + 1}`), value * expectedOne, 2e-5, i === 1 ? 1e-7 : 1e-3)
  }
})

test('van der Pol: over a fast passage, against the complex step', () => {
  const curve = simulate(
    document({ equations: ["x'' = mu*(1 - x^2)*x' - x"], parameters: { mu: 3 }, initial: { x: 2, "x'": 0 } }, [0, 6], {
      study: { type: 'sensitivities', of: ['mu', 'problem.initial.x', 'problem.initial["x\'"]'] },
    }),
    {},
  )
  const rates = ([x, v]: readonly Complex[], [mu]: readonly Complex[]) => [
    v,
    plus(times(mu, plus(real(1), scaled(-1, times(x, x))), v), scaled(-1, x)),
  ]
  for (const [k, name] of ['mu', 'initial.x', "initial.x'"].entries()) {
    const expected = complexStep(rates, ([, x, v]) => [x, v], [3, 2, 0], k, 6, 12_000)
    const size = Math.max(...expected.map(Math.abs))
    expectNear(last(curve, `x.${name}`), expected[0] ?? 0, 1e-6, size)
    expectNear(last(curve, `x'.${name}`), expected[1] ?? 0, 1e-6, size)
  }
})

test('events that assign: a ball that bounces, every derivative in closed form', () => {
  const [g, bounce, h, end] = [9.81, 0.8, 2, 2]
  const curve = simulate(
    document(
      {
        equations: ["y'' = -g"],
        parameters: { g, bounce },
        initial: { y: h, "y'": 0 },
        events: [{ when: 'y', direction: 'down', do: ["y' = -bounce*y'", 'y = 0'] }],
      },
      [0, end],
      {
        observe: { energy: "y'^2/2 + g*y" },
        study: { type: 'sensitivities', of: ['g', 'bounce', 'problem.initial.y'] },
      },
    ),
    {},
  )
  expect(curve.report.events).toHaveLength(2)
  // Between the second and the third contact: τ1 = √(2h/g), τ2 = τ1 (1 + 2e), v0 = e² g τ1.
  const solution = (g: number, e: number, h: number) => {
    const first = Math.sqrt((2 * h) / g)
    const since = end - first * (1 + 2 * e)
    const v = e * e * g * first
    const [y, speed] = [v * since - (g / 2) * since ** 2, v - g * since]
    return [y, speed, speed ** 2 / 2 + g * y]
  }
  const step = 1e-5
  const slopes = [
    [solution(g + step, bounce, h), solution(g - step, bounce, h)],
    [solution(g, bounce + step, h), solution(g, bounce - step, h)],
    [solution(g, bounce, h + step), solution(g, bounce, h - step)],
  ].map(([a = [], b = []]) => a.map((value, i) => (value - (b[i] ?? 0)) / (2 * step)))
  for (const [k, name] of ['g', 'bounce', 'initial.y'].entries())
    for (const [i, column] of ['y', "y'", 'energy'].entries())
      expectNear(last(curve, `${column}.${name}`), slopes[k]?.[i] ?? 0, 1e-6, 1e-2)
  // The state after an event is told without the derivatives.
  expect(Object.keys(curve.report.events?.[0]?.state ?? {})).toEqual(['y', "y'"])
})

test('a dose at a time that is a parameter: exponential decay in closed form', () => {
  const [k, dose, when, end] = [0.7, 2, 1.5, 4]
  const curve = simulate(
    document(
      {
        equations: ["c' = -k*c"],
        parameters: { k, dose, when },
        initial: { c: 'dose/2' },
        events: [{ when: 't - when', do: 'c = c + dose' }],
      },
      [0, 1, end],
    ),
    {},
  )
  const [early, late] = [Math.exp(-k * end), Math.exp(-k * (end - when))]
  expectNear(last(curve, 'c'), (dose / 2) * early + dose * late, 1e-7)
  expectNear(last(curve, 'c.k'), -(dose / 2) * end * early - dose * (end - when) * late, 1e-7)
  expectNear(last(curve, 'c.dose'), early / 2 + late, 1e-7)
  expectNear(last(curve, 'c.when'), k * dose * late, 1e-7)
  // Before the dose nothing depends on its time.
  expect(curveColumn(curve, 'c.when')[1]).toBe(0)
})

test('a system with a constraint: the algebraic unknown has its sensitivities from the start', () => {
  // y' = −k z with z = y + a, so that y = (y0 + a) e^−kt − a.
  const [k, a, y0, end] = [0.5, 0.3, 2, 3]
  const curve = simulate(
    document({ equations: ["y' = -k*z", '0 = y + a - z'], parameters: { k, a }, initial: { y: y0 } }, [0, end], {
      study: { type: 'sensitivities', of: ['k', 'a', 'problem.initial.y'] },
    }),
    {},
  )
  expect(curveColumn(curve, 'z.a')[0]).toBeCloseTo(1, 12)
  expect(curveColumn(curve, 'z.initial.y')[0]).toBeCloseTo(1, 12)
  const decay = Math.exp(-k * end)
  expectNear(last(curve, 'y.k'), -(y0 + a) * end * decay, 1e-6)
  expectNear(last(curve, 'y.a'), decay - 1, 1e-6)
  expectNear(last(curve, 'z.a'), decay, 1e-6)
  expectNear(last(curve, 'z.initial.y'), decay, 1e-6)
})

test('columns, units and what matters most', () => {
  const planned = planRun(
    document(
      {
        equations: ["c' = -fast*c - slow*c"],
        parameters: { fast: '2 1/s', slow: { value: 0.02, unit: '1/s' } },
        initial: { c: '3 mol' },
      },
      [0, 0.5, 1],
      { time: { at: [0, 0.5, 1], unit: 's' } },
    ),
    {},
  )
  expect(planned.why.join('\n')).not.toContain('warning')
  const simulation = planned.makeSimulation({ saveFrames: false })
  expect(simulation.scalars.map(({ name, unit }) => `${name} ${unit}`)).toEqual([
    'c mol',
    'c.fast mol/(1/s)',
    'c.slow mol/(1/s)',
  ])
  while (!simulation.advance(1e9, () => 0).done);
  const { metrics, study, notes } = simulation.report()
  // c = 3 e^−(fast + slow) t: p ∂c/∂p/max c = −p t e^−2.02 t, max c = 3.
  const relative = (t: number) => -2 * t * Math.exp(-2.02 * t)
  expect(metrics['finalSensitivity.c.fast']).toBeCloseTo(relative(1), 6)
  expect(metrics['sensitivity.c.fast']).toBeCloseTo(Math.sqrt((relative(0.5) ** 2 + relative(1) ** 2) / 3), 6)
  expect((metrics['sensitivity.fast'] ?? 0) / (metrics['sensitivity.slow'] ?? 1)).toBeCloseTo(100, 6)
  expect(metrics['final.c.fast']).toBeCloseTo(-3 * Math.exp(-2.02), 6)
  expect(study).toMatchObject({ type: 'sensitivities', most: 'fast' })
  expect(notes?.join()).toContain('what matters most')
})

test('names that cannot be differentiated to are told with what could be', () => {
  const problem = { equations: ["x' = -k*x"], parameters: { k: 1 }, initial: { x: 1 } }
  const messages = (of: unknown) => {
    try {
      planRun(document(problem, [0, 1], { study: { type: 'sensitivities', of } }), {})
    } catch (error) {
      return String(
        Object(error).errors?.map((each: { path: string; message: string }) => `${each.path}: ${each.message}`),
      )
    }
    return ''
  }
  expect(messages(['K'])).toContain('study.of: there is no parameter "K"')
  expect(messages('x')).toContain('problem.initial.x')
  expect(messages(['k', 'problem.parameters.k'])).toContain('twice')
  expect(messages(['time.to'])).toContain('is not a parameter')
  expect(messages('k')).toBe('')
})

test('right sides that jump: a tank whose outlet narrows at a level that is a parameter, in closed form', () => {
  // h' = q − k down to h = low, reached at τ = (high − low)/(k − q), then h' = q − k/4.
  const [q, k, low, high, end] = [0.2, 2, 1, 4, 5]
  const curve = simulate(
    document(
      {
        equations: ['outlet = if(h > low, k, k/4)', "h' = q - outlet"],
        parameters: { q, k, low },
        initial: { h: high },
      },
      [0, 1, end],
      { study: { type: 'sensitivities', of: ['q', 'k', 'low', 'problem.initial.h'] } },
    ),
    {},
  )
  const tau = (high - low) / (k - q)
  const slope = q - k / 4
  expect(curve.report.events ?? []).toEqual([])
  expectNear(last(curve, 'h'), low + slope * (end - tau), 1e-7, 1)
  // Derivatives of low + (q − k/4)(end − τ).
  expectNear(last(curve, 'h.q'), end - tau - (slope * (high - low)) / (k - q) ** 2, 1e-6)
  expectNear(last(curve, 'h.k'), -(end - tau) / 4 + (slope * (high - low)) / (k - q) ** 2, 1e-6)
  expectNear(last(curve, 'h.low'), 1 + slope / (k - q), 1e-6)
  expectNear(last(curve, 'h.initial.h'), -slope / (k - q), 1e-6)
  // Before, as if there were no jump.
  expect(curveColumn(curve, 'h.k')[1]).toBeCloseTo(-1, 9)
})

test('dry friction: a block on a spring over two turning points, in closed form', () => {
  const at = (mu: number, sensitivities: boolean) =>
    simulate(
      document(
        { equations: ["x'' = -x - mu*sign(x')"], parameters: { mu }, initial: { x: 5, "x'": 0 } },
        [0, 2, 4, 7],
        {
          method: { rtol: 1e-11, stepper: 'dop853' },
          study: sensitivities ? { type: 'sensitivities' } : { type: 'time' },
        },
      ),
      {},
    )
  const curve = at(0.4, true)
  // Half swings about ±mu: the turning points are 5 − 2 mu·n, x = mu·(−1)^n + (5 − (2 n + 1) mu)·cos t on swing n (mu > 0).
  const slope = (t: number) => {
    const n = Math.floor(t / Math.PI)
    return (n % 2 === 0 ? 1 : -1) - (2 * n + 1) * Math.cos(t)
  }
  for (const [row, t] of [2, 4, 7].entries()) expect(curveColumn(curve, 'x.mu')[row + 1]).toBeCloseTo(slope(t), 6)
})

test('jumps that nothing shows are warned of', () => {
  const why = (equation: string) =>
    planRun(document({ equations: [equation], parameters: { k: 1, at: 1 }, initial: { x: 1 } }, [0, 1], { study: { type: 'sensitivities', of: 'k' } }), {}).why.join() // biome-ignore format: one call
  expect(why("x' = -k*if(x - 0.5, 1, 2)")).toContain('jump where a condition that is no comparison says, by x')
  expect(why("x' = -k*if(x > 0.5, 1, 2)")).not.toContain('warning')
  expect(why("x' = -k*max(x, 0.5)")).not.toContain('warning')
})

test('a run that is stopped goes on bit for bit, through events, and says the same', () => {
  const planned = planRun(
    document(
      {
        equations: ["x' = a*x - b*x*y", "y' = b*x*y - c*y"],
        parameters: { a: 1.1, b: 0.4, c: 0.9 },
        initial: { x: 2, y: 1 },
        events: [{ when: 'x - 3', direction: 'up', do: 'x = x/2' }],
      },
      Array.from({ length: 41 }, (_, i) => i / 4),
      { observe: { sum: 'a*x + y' } },
    ),
    {},
  )
  const rows: number[][] = [[], []]
  // A clock that runs fast: every piece ends at its first look.
  let now = 0
  const hasty = () => (now += 10)
  const whole = planned.makeSimulation({ saveFrames: false })
  while (!advance(whole, 0)) whole.checkpoint()
  let parts = planned.makeSimulation({ saveFrames: false })
  while (!advance(parts, 1)) {
    const checkpoint = parts.checkpoint()
    parts = planned.makeSimulation({ saveFrames: false })
    parts.restore(checkpoint)
  }
  expect(rows[0]?.length).toBe(41 * whole.scalars.length)
  expect(rows[1]).toEqual(rows[0])
  expect(parts.report()).toEqual(whole.report())
  expect(whole.report().events?.length).toBeGreaterThan(1)

  function advance(simulation: typeof whole, list: 0 | 1): boolean {
    const { samples, done } = simulation.advance(1, hasty)
    if (samples) rows[list]?.push(...samples.values)
    return done
  }
})
