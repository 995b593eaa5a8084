import { expect, test } from 'vitest'
import { type LawDraft, makeLaw } from './solve.ts'

const ring = (points: number) => ({ from: 0, to: 1, points })
const line = (from: number, to: number, points: number) => ({ from, to, points, isPeriodic: false })
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
const variation = (u: Float64Array) => u.reduce((sum, value, i) => sum + Math.abs(value - u[(i + u.length - 1) % u.length]), 0) // biome-ignore format: one thought
const sine = (x: number) => Math.sin(2 * Math.PI * x)

/** Mean error of what should be carried along unchanged. */
function carriedError(draft: LawDraft, order: 2 | 5, f: (x: number) => number, to: number, step: number): number {
  const law = makeLaw(draft, order, [f])
  const [u] = law.solve(to, { step })
  return mean(law.points.map(([x], i) => Math.abs(u[i] - f(x - to))))
}

test('a smooth profile is carried with order 5, and with order 2, where the step is small enough', () => {
  const errors = (order: 2 | 5) =>
    [40, 80, 160].map((n) => carriedError({ axes: { x: ring(n) }, equations: ['u_t = -dx(u)'] }, order, sine, 0.5, order === 5 ? 0.5 * n ** (-5 / 3) : 0.4 / n)) // biome-ignore format: one thought
  const [a, b, c] = errors(5)
  expect(Math.log2(a / b)).toBeGreaterThan(4.9)
  expect(Math.log2(b / c)).toBeGreaterThan(4.9)
  const [d, e, f] = errors(2)
  expect(Math.log2(d / e)).toBeGreaterThan(1.7)
  expect(Math.log2(e / f)).toBeGreaterThan(1.7)
})

test('what flows in at a time-dependent end arrives with order 5', () => {
  // u = g(x − t); g is prescribed on the left, nothing on the right.
  const [a, b] = [41, 81].map((n) => {
    const h = 1 / (n - 1)
    const draft = {
      axes: { x: line(0, 1, n) },
      equations: ['u_t = -dx(u)'],
      boundary: { 'x-': { u: 'u = sin(2*pi*(0 - t))' } },
    }
    const law = makeLaw(draft, 5, [sine])
    const [u] = law.solve(0.5, { step: 0.5 * h ** (5 / 3) })
    // Nothing is known of the solution beyond the right end: the last few values have a lower order.
    return Math.max(...law.points.map(([x], i) => (x > 0.9 ? 0 : Math.abs(u[i] - sine(x - 0.5)))))
  })
  expect(Math.log2(a / b)).toBeGreaterThan(4)
})

test('Burgers: typed with a slope or a flux it is the same, the shock stands where Rankine and Hugoniot say', () => {
  const axes = { x: line(-1, 3, 201) }
  const start = (x: number) => (x < 0 ? 2 : 0.5)
  for (const order of [2, 5] as const) {
    const typed = ['u_t = -u*dx(u)', 'u_t = -dx(u^2/2)'].map((equation) => makeLaw({ axes, equations: [equation] }, order, [start])) // biome-ignore format: one thought
    const [u, v] = typed.map((law) => law.solve(1)[0])
    expect(Math.max(...u.map((value, i) => Math.abs(value - v[i])))).toBeLessThan(1e-12)
    // The shock has the speed (2 + 1/2)/2: at t = 1 it stands at 1.25; the first value is at half a spacing left of the jump.
    const h = typed[0].spacing
    const place = -1 + u.reduce((sum, value, i) => sum + ((value - 0.5) / 1.5) * (i === 0 ? h / 2 : h), 0)
    expect(Math.abs(place - 1.25)).toBeLessThan(0.51 * h)
    expect(u.filter((value) => value > 0.52 && value < 1.98).length).toBeLessThanOrEqual(6)
    expect(Math.max(...u)).toBeLessThan(2 + 1e-6)
    expect(Math.min(...u)).toBeGreaterThan(0.5 - 1e-6)
  }
})

test('Burgers from a sine, before the shock, has the values of its characteristics with order 5', () => {
  // u = f(x − u t), f(x) = 1/2 + sin(2πx)/(2π)·… solved by Newton's method; the shock would form at t = 1.
  const f = (x: number) => 0.5 + sine(x) / (2 * Math.PI)
  const exact = (x: number, t: number) => {
    let u = f(x)
    for (let k = 0; k < 60; k++) u -= (u - f(x - u * t)) / (1 + t * Math.cos(2 * Math.PI * (x - u * t)))
    return u
  }
  const [a, b] = [80, 160].map((n) => {
    const law = makeLaw({ axes: { x: ring(n) }, equations: ['u_t + u*u_x = 0'] }, 5, [f])
    const [u] = law.solve(0.3, { step: 0.5 * n ** (-5 / 3) })
    return mean(law.points.map(([x], i) => Math.abs(u[i] - exact(x, 0.3))))
  })
  expect(Math.log2(a / b)).toBeGreaterThan(4.5)
})

test('TVD: the variation of a jump profile never grows, and its values keep their bounds', () => {
  const block = (x: number) => (x > 0.2 && x < 0.5 ? 1 : 0)
  for (const equation of ['u_t = -dx(u)', 'u_t = -dx(u^2/2)']) {
    const law = makeLaw({ axes: { x: ring(100) }, equations: [equation] }, 2, [block])
    let before = 2
    for (const to of [0.02, 0.1, 0.3]) {
      const [u] = law.solve(to)
      const now = variation(u)
      expect(now).toBeLessThan(before + 1e-12)
      expect(Math.max(...u)).toBeLessThan(1 + 1e-12)
      expect(Math.min(...u)).toBeGreaterThan(-1e-12)
      before = now
    }
  }
})

test('mass is kept to 1e-13, between walls too', () => {
  const burgers = makeLaw({ axes: { x: ring(128) }, equations: ['u_t = -dx(u^2/2)'] }, 5, [(x) => 1 + sine(x)])
  expect(Math.abs(burgers.integral(burgers.solve(1))[0] - 1)).toBeLessThan(1e-13)
  const water = makeLaw(
    {
      axes: { x: line(0, 1, 101) },
      equations: ['h_t = -dx(q)', 'q_t = -dx(q^2/h + 9.81*h^2/2)'],
      boundary: { x: { q: 'q = 0' } },
    },
    5,
    [(x) => (x < 0.3 ? 2 : 1), () => 0],
  )
  const before = water.integral([Float64Array.from(water.points, ([x]) => (x < 0.3 ? 2 : 1)), new Float64Array(101)])[0]
  expect(Math.abs(water.integral(water.solve(1, { courant: 0.5 }))[0] / before - 1)).toBeLessThan(1e-13)
})

test("a dam breaks as in Stoker's exact solution", () => {
  // J. J. Stoker, Water Waves (1957), section 10.8: rarefaction, plateau, bore. g = 9.81, depths 10 and 1 (m), t = 2 s.
  const [g, left, right, t] = [9.81, 10, 1, 2]
  // The plateau's depth: the speed behind the rarefaction is that behind the bore.
  let [low, high] = [right, left]
  for (let k = 0; k < 200; k++) {
    const h = (low + high) / 2
    const fan = 2 * (Math.sqrt(g * left) - Math.sqrt(g * h))
    const bore = (h - right) * Math.sqrt((g * (h + right)) / (2 * h * right))
    if (fan > bore) low = h
    else high = h
  }
  const plateau = (low + high) / 2
  const speed = 2 * (Math.sqrt(g * left) - Math.sqrt(g * plateau))
  const shock = (plateau * speed) / (plateau - right)
  const depth = (x: number) => {
    const xi = x / t
    if (xi < -Math.sqrt(g * left)) return left
    if (xi < speed - Math.sqrt(g * plateau)) return (2 * Math.sqrt(g * left) - xi) ** 2 / (9 * g)
    return xi < shock ? plateau : right
  }
  const error = (points: number, order: 2 | 5) => {
    const law = makeLaw(
      {
        axes: { x: line(-50, 50, points) },
        equations: ['h_t = -dx(h*u)', 'q_t = -dx(q*u + g*h^2/2)'].map((one) => one.replaceAll('h*u', 'q').replaceAll('*u', '*q/h')), // biome-ignore format: one thought
        parameters: { g },
      },
      order,
      [(x) => (x < 0 ? left : x === 0 ? (left + right) / 2 : right), () => 0],
    )
    const [h, q] = law.solve(t, { courant: 0.5 })
    const near = law.points.findIndex(([x]) => x >= speed - Math.sqrt(g * plateau) + shock)
    return { mean: mean(law.points.map(([x], i) => Math.abs(h[i] - depth(x)))), middle: [h[near], q[near] / h[near]], least: Math.min(...h) } // biome-ignore format: one thought
  }
  for (const order of [2, 5] as const) {
    const [a, b] = [error(201, order), error(401, order)]
    expect(b.mean).toBeLessThan(0.04)
    // First order, as every scheme across a shock.
    expect(a.mean / b.mean).toBeGreaterThan(1.6)
    expect(Math.abs(b.middle[0] - plateau)).toBeLessThan(2e-3 * plateau)
    expect(Math.abs(b.middle[1] - speed)).toBeLessThan(2e-3 * speed)
    expect(b.least).toBeGreaterThan(1 - 1e-3)
  }
})
