import { expect, test } from 'vitest'
import { InvalidInput } from '../../src/core/errors.ts'
import { runFields } from '../support/typed-pde.ts'

const study = (type: string, problem: object, more: object = {}, method: object = {}) => ({
  isoline: 1,
  problem: { id: 'typed-pde', initial: { u: '0' }, ...problem },
  study: { type, ...more },
  method,
  time: { to: 1 },
})
const line = (from: number, to: number, points: number) => ({ x: { from, to, points } })
const square = (side: number, points: number) => ({
  x: { from: 0, to: side, points },
  y: { from: 0, to: side, points },
})

/** Eigenvalues as they stand in the outcome. */
const eigenvaluesOf = (document: object): readonly (readonly [number, number])[] => {
  const { report } = runFields(document)
  const list = report.study?.eigenvalues
  if (!Array.isArray(list)) throw new Error('no eigenvalues')
  expect(report.metrics.residual).toBeLessThan(1e-10)
  return list.map((pair: number[]) => [pair[0] ?? Number.NaN, pair[1] ?? Number.NaN])
}

test.each([
  ['finite-difference', 1e-8],
  ['chebyshev', 1e-12],
])('Bratu on a line, %s', (space, within) => {
  const run = runFields(study('steady', { equations: ['u_t = u_xx + L*exp(u)'], parameters: { L: 1 }, domain: line(0, 1, 65), boundary: { x: 'u = 0' }, initial: { u: '0' } }, {}, { space })) // biome-ignore format: one call
  // Exact: u = 2 log(cosh(θ)/cosh(θ(1 − 2x))), θ = √(2L) cosh(θ)/4; the lower branch (Ascher, Mattheij, Russell, 1988, 1.4).
  let theta = 0.4
  for (let i = 0; i < 200; i++) theta = (Math.SQRT2 * Math.cosh(theta)) / 4
  run.field('u', 0).forEach((value, i) => {
    const exact = 2 * Math.log(Math.cosh(theta) / Math.cosh(theta * (1 - i / 32)))
    expect(Math.abs(value - exact)).toBeLessThan(within)
  })
  expect(run.report.study?.residual).toBeLessThan(1e-9)
})

test('beyond the fold of Bratu’s problem there is no rest', () => {
  // Folds at L = 3.513830719 on a line (Bandle, 1980; the number from θ tanh θ = 1).
  const at = (L: number) => study('steady', { equations: ['u_t = u_xx + L*exp(u)'], parameters: { L }, domain: line(0, 1, 65), boundary: { x: 'u = 0' }, initial: { u: '0' } }) // biome-ignore format: one call
  expect(runFields(at(3.5138)).report.metrics['maximum.u']).toBeCloseTo(1.18, 1)
  expect(() => runFields(at(3.52))).toThrow(/No steady state of u was found/)
})

test('the front of Allen and Cahn and the modes around it', () => {
  const front = { equations: ['u_t = d^2*u_xx + u - u^3'], parameters: { d: 0.1 }, domain: line(-1, 1, 201), boundary: { 'x-': 'u = -1', 'x+': 'u = 1' }, initial: { u: 'x' } } // biome-ignore format: one thought
  const run = runFields(study('steady', front))
  // On the whole line: tanh(x/(√2 d)); the sides change it by e^(−√2/d) = 7e-7.
  run.field('u', 0).forEach((value, i) => {
    expect(Math.abs(value - Math.tanh((i / 100 - 1) / (Math.SQRT2 * 0.1)))).toBeLessThan(1e-5)
  })
  // Pöschl–Teller: 0 and −3/2 above the continuum, which begins at −2 (Morse, Feshbach, 12.3).
  const values = eigenvaluesOf(study('eigenvalues', front, { count: 3 }))
  expect(Math.abs(values[0]?.[0] ?? 1)).toBeLessThan(1e-4)
  expect(values[1]?.[0]).toBeCloseTo(-1.5, 4)
  expect(values[2]?.[0]).toBeLessThan(-2)
})

test('rest is looked for on the way of the solution: Fisher grows to 1, heat keeps its mean (but for the stencils at its ends)', () => {
  const fisher = runFields(study('steady', { equations: ['u_t = u_xx + u*(1 - u)'], domain: line(0, 10, 101), initial: { u: '0.001*(x<1)' } })) // biome-ignore format: one call
  expect(fisher.report.metrics['minimum.u']).toBeCloseTo(1, 10)
  const heat = runFields(study('steady', { equations: ['u_t = u_xx'], domain: line(0, 1, 65), initial: { u: '1 + cos(pi*x)' } })) // biome-ignore format: one call
  expect(heat.report.metrics['minimum.u']).toBeCloseTo(1, 5)
  expect(heat.report.metrics['maximum.u']).toBeCloseTo(1, 5)
})

test('modes of a square: equal eigenvalues are all found', () => {
  const values = eigenvaluesOf(study('eigenvalues', { equations: ['u_t = laplacian(u)'], domain: square(Math.PI, 33), boundary: { x: 'u = 0', y: 'u = 0' } }, { count: 8 })) // biome-ignore format: one call
  // −(m² + n²).
  const exact = [-2, -5, -5, -8, -10, -10, -13, -13]
  exact.forEach((value, i) => {
    expect(Math.abs((values[i]?.[0] ?? 0) / value - 1)).toBeLessThan(1e-4)
  })
  const closed = eigenvaluesOf(study('eigenvalues', { equations: ['u_t = laplacian(u)'], domain: square(Math.PI, 17) }, { count: 4 })) // biome-ignore format: one call
  const slopes = [0, -1, -1, -2]
  slopes.forEach((value, i) => {
    expect(closed[i]?.[0]).toBeCloseTo(value, 4)
  })
})

test('a mode is a frame: the first of a string is a sine with a largest value of 1', () => {
  const run = runFields(study('eigenvalues', { equations: ['u_t = u_xx'], domain: line(0, 1, 65), boundary: { x: 'u = 0' } }, { count: 2 })) // biome-ignore format: one call
  expect(run.times).toEqual([1, 2])
  run.field('u', 1).forEach((value, i) => {
    expect(Math.abs(value - Math.sin((Math.PI * i) / 64))).toBeLessThan(1e-6)
  })
  expect(run.scalar('eigenvalue.real')[0]).toBeCloseTo(-(Math.PI ** 2), 5)
})

test('levels of the harmonic oscillator by Chebyshev collocation', () => {
  const values = eigenvaluesOf(study('eigenvalues', { equations: ['u_t = 0.5*u_xx - 0.5*x^2*u'], domain: line(-8, 8, 101), boundary: { x: 'u = 0' } }, {}, { space: 'chebyshev' })) // biome-ignore format: one call
  // −(n + 1/2).
  values.forEach(([re], n) => {
    expect(Math.abs(re + n + 0.5)).toBeLessThan(1e-11)
  })
})

test('complex pairs: a string with friction', () => {
  const values = eigenvaluesOf(study('eigenvalues', { equations: ['u_tt = u_xx - 2*g*u_t'], parameters: { g: 0.3 }, domain: line(0, Math.PI, 101), boundary: { x: 'u = 0' } })) // biome-ignore format: one call
  // −g ± i √(k² − g²).
  values.forEach(([re, im], i) => {
    const k = Math.floor(i / 2) + 1
    expect(re).toBeCloseTo(-0.3, 10)
    expect(Math.abs(im)).toBeCloseTo(Math.sqrt(k * k - 0.09), 4)
  })
})

test('constraints: a generalised problem', () => {
  const sides = { u: 'u = 0', p: 'p = 0' }
  const values = eigenvaluesOf(study('eigenvalues', { equations: ['u_t = laplacian(u) - p', '0 = laplacian(p) - p + u'], domain: square(Math.PI, 33), boundary: { x: sides, y: sides } }, { count: 3 })) // biome-ignore format: one call
  // p = u/(k² + 1), λ = −k² − 1/(k² + 1), k² = m² + n².
  const squares = [2, 5, 5]
  squares.forEach((k, i) => {
    expect(Math.abs((values[i]?.[0] ?? 0) + k + 1 / (k + 1))).toBeLessThan(2e-4)
  })
})

test('without time: Poisson by transforms, and a mean taken off by an integral', () => {
  const timeless = (problem: object) => ({ isoline: 1, problem: { id: 'typed-pde', ...problem }, method: { space: 'finite-difference' } }) // biome-ignore format: one thought
  const poisson = runFields(timeless({ equations: ['0 = laplacian(u) + 2*pi^2*sin(pi*x)*sin(pi*y)'], domain: square(1, 129), boundary: { x: 'u = 0', y: 'u = 0' } })) // biome-ignore format: one call
  // u = sin πx sin πy.
  expect(poisson.report.metrics['maximum.u']).toBeCloseTo(1, 7)
  const mean = runFields(timeless({ equations: ['0 = laplacian(u) + cos(pi*x)*cos(pi*y) - integral(u) + 1'], domain: square(1, 33) })) // biome-ignore format: one call
  // u = cos πx cos πy/(2π²) + 1.
  expect(mean.report.metrics['maximum.u']).toBeCloseTo(1 + 1 / (2 * Math.PI ** 2), 5)
  expect(mean.scalar('integral.u')[0]).toBeCloseTo(1, 10)
})

test('what cannot serve is said', () => {
  const messageOf = (document: object): string => {
    try {
      runFields(document)
    } catch (error) {
      if (error instanceof InvalidInput)
        return error.errors.map(({ path, message }) => `${path}: ${message}`).join('\n')
      throw error
    }
    return ''
  }
  const heat = { equations: ['u_t = u_xx'], domain: line(0, 1, 33) }
  expect(messageOf(study('steady', heat, {}, { stepper: 'tsit5' }))).toMatch(
    /method.stepper: "tsit5" cannot serve: this study asks for rest/,
  )
  expect(messageOf(study('steady', heat, {}, { space: 'cosine' }))).toMatch(
    /method.space: "cosine" cannot serve: a study of rest/,
  )
  expect(messageOf(study('eigenvalues', heat, { count: 500 }))).toMatch(/study.count: is 500; of a field 200 at most/)
  expect(messageOf(study('steady', { equations: ['u_t = laplacian(u)'], domain: { ...square(1, 17), inside: 'x^2 + y^2 < 1' }, boundary: { inside: 'u = 0' } }))).toMatch(/problem.domain.inside: is not available yet/) // biome-ignore format: one call
  expect(messageOf(study('lyapunov', heat))).toMatch(/study.type: "lyapunov" is not available for typed-pde/)
})
