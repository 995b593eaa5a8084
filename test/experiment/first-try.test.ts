import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { InvalidInput } from '../../src/core/errors.ts'
import { runFields } from '../support/typed-pde.ts'

/*
 * Ten problems of textbooks as they were first written, before anything about the format was known. The files are not to be
 * corrected: what they hold must be read. Answers are those of the books, in closed form or as series.
 */

const folder = new URL('../reference/pde/first-try/', import.meta.url)
const { PI: pi, sin, cos, exp, sqrt, sinh, cosh, abs } = Math
/** Σ of terms n = 1, 2, … */
const series = (count: number, term: (n: number) => number) =>
  Array.from({ length: count }, (_, i) => term(i + 1)).reduce((sum, one) => sum + one, 0)

/** Roots of tan z = −z, one in each ((n − 1/2)π, nπ), by bisection. */
const robinRoots = Array.from({ length: 80 }, (_, i) => {
  let [low, high] = [(i + 0.5) * pi, (i + 1) * pi]
  const f = (z: number) => sin(z) + z * cos(z)
  for (let k = 0; k < 60; k++) {
    const middle = (low + high) / 2
    if (f(low) * f(middle) <= 0) high = middle
    else low = middle
  }
  return (low + high) / 2
})

/** The largest difference from u(x, t), at the times given or all saved ones. */
function largestError(
  name: string,
  exact: (x: number, t: number) => number,
  isCounted = (_x: number, t: number) => t > 0,
) {
  const run = runFields(readFileSync(new URL(`${name}.isoline.json`, folder), 'utf8'))
  let largest = 0
  let count = 0
  for (const { time, fields } of run.frames) {
    const [field] = fields
    const nodes = field?.grid.axes[0]?.values ?? new Float64Array()
    nodes.forEach((x, i) => {
      if (!isCounted(x, time)) return
      count++
      largest = Math.max(largest, abs((field?.values[i] ?? Number.NaN) - exact(x, time)))
    })
  }
  expect(count).toBeGreaterThan(100)
  return largest
}

test('heat with a Robin end: Haberman, §5.8, expansion in sin √λ x with tan √λ L = −√λ/h', () => {
  // Coefficient 100 ∫ sin zx / ∫ sin² zx on (0, 1).
  const exact = (x: number, t: number) =>
    series(80, (n) => {
      const z = robinRoots[n - 1] ?? 0
      return ((100 * (1 - cos(z))) / z / (0.5 - sin(2 * z) / (4 * z))) * sin(z * x) * exp(-z * z * t)
    })
  // The start contradicts both ends; what that leaves is largest at the first times.
  expect(largestError('01-heat-robin', exact)).toBeLessThan(0.05)
})

test('plucked string: Strauss, §2.1, Example 2, half of the triangle each way', () => {
  const triangle = (x: number) => Math.max(0, 0.5 - 0.5 * abs(x))
  // b = 1/2: of corners a series of sines knows as much as its wavelength.
  expect(largestError('02-plucked-string', (x, t) => (triangle(x - 2 * t) + triangle(x + 2 * t)) / 2)).toBeLessThan(
    0.01,
  )
})

test('Laplace in a rectangle: Haberman, Exercise 2.5.1(a)', () => {
  const run = runFields(readFileSync(new URL('03-laplace-rectangle.isoline.json', folder), 'utf8'))
  const [field] = run.frames[0]?.fields ?? []
  const [y, x] = field?.grid.axes.map((axis) => axis.values) ?? []
  let largest = 0
  y?.forEach((yj, j) => {
    x?.forEach((xi, i) => {
      const exact = yj + (cos((pi * xi) / 2) * sinh((pi * yj) / 2)) / sinh(pi / 2)
      largest = Math.max(largest, abs((field?.values[j * x.length + i] ?? Number.NaN) - exact))
    })
  })
  expect(x?.at(-1)).toBe(2)
  expect(largest).toBeLessThan(1e-6)
})

test('a ramp that breaks: Evans, §3.4.1, Example 1, shock at (1 + t)/2', () => {
  const exact = (x: number, t: number) =>
    t <= 1 ? (x <= t ? 1 : x >= 1 ? 0 : (1 - x) / (1 - t)) : x < (1 + t) / 2 ? 1 : 0
  // Away from the shock by four cells of 1/64, and from the corners of the ramp.
  const isCounted = (x: number, t: number) =>
    t < 0.95 ? abs(x - t) > 0.1 && abs(x - 1) > 0.1 : t > 1.05 && abs(x - (1 + t) / 2) > 4 / 64
  expect(largestError('04-burgers-evans', exact, isCounted)).toBeLessThan(0.005)
})

test('wave of Fisher and Kolmogoroff: Ablowitz and Zeppetella 1979, in Murray I, §13.4', () => {
  const exact = (x: number, t: number) => (1 + exp((x - (5 * t) / sqrt(6)) / sqrt(6))) ** -2
  expect(largestError('05-fisher-murray', exact)).toBeLessThan(1e-4)
})

test('convection and diffusion: Farlow, Lesson 15, the bell of e^(−x²) moved and widened', () => {
  // ∫ of the heat kernel: variance 1/2 + 2Dt.
  const exact = (x: number, t: number) => exp(-((x - t) ** 2) / (1 + 0.4 * t)) / sqrt(1 + 0.4 * t)
  expect(largestError('06-advection-diffusion-farlow', exact)).toBeLessThan(1e-4)
})

test('damped string: Haberman, Exercise 4.4.3, e^(−βt/2ρ)(cos ωt + β/(2ρω) sin ωt)', () => {
  const omega = sqrt(4 * ((2 * pi) / 3) ** 2 - 0.25 ** 2)
  const exact = (x: number, t: number) => exp(-t / 4) * (cos(omega * t) + (0.25 / omega) * sin(omega * t)) * sin((2 * pi * x) / 3) // biome-ignore format: one formula
  expect(largestError('07-telegraph-haberman', exact)).toBeLessThan(1e-4)
})

test('vibrating beam: Farlow, Lesson 21', () => {
  const exact = (x: number, t: number) => (cos(pi * pi * t) + sin(pi * pi * t) / (pi * pi)) * sin(pi * x)
  expect(largestError('08-beam-farlow', exact)).toBeLessThan(1e-4)
})

test('cooling of a sphere: Carslaw and Jaeger, §9.3, series of sin(nπr)/r', () => {
  const exact = (r: number, t: number) =>
    series(60, (n) => -2 * (-1) ** n * exp(-n * n * pi * pi * t) * (r === 0 ? 1 : sin(n * pi * r) / (n * pi * r)))
  // Second order of 1/256; the start contradicts the surface.
  expect(largestError('09-sphere-heat', exact)).toBeLessThan(1e-3)
})

test('soliton of Korteweg and de Vries: Strauss, §14.2, (c/2) sech²(½√c (x − ct))', () => {
  // On a circle of 20 the tails e^(−2·10) are cut.
  const exact = (x: number, t: number) => series(3, (n) => 2 / cosh(x - 4 * t + 20 * (n - 2)) ** 2)
  expect(largestError('10-kdv-strauss', exact)).toBeLessThan(1e-3)
})

/** A problem on 0 < x < 1 with what is given. */
const small = (problem: object) => ({
  isoline: 1,
  problem: {
    id: 'typed-pde',
    equations: ['u_t = u_xx'],
    domain: { x: [0, 1] },
    initial: ['u(x,0) = sin(πx)'],
    ...problem,
  },
  time: { to: 0.01, samples: 2 },
})
const messagesOf = (problem: object): string => {
  try {
    runFields(small(problem))
  } catch (error) {
    if (error instanceof InvalidInput) return error.errors.map(({ path, message }) => `${path}: ${message}`).join('\n')
    throw error
  }
  return ''
}

test('the ways to write a round Laplacian are one', () => {
  const atCentre = (equation: string, more: object = {}) =>
    runFields(small({ equations: [equation], domain: { r: [0, 1], ...more }, boundary: ['u(1,t) = 0'], initial: ['u(r,0) = 1 - r^2'] })).field('u', 0.01)[0] ?? Number.NaN // biome-ignore format: one call
  // laplacian(u) itself is tested elsewhere against Bessel functions; here the others are compared with it.
  const ball = atCentre('u_t = laplacian(u)', { dimension: 3 })
  for (const text of [
    'u_t = u_rr + 2/r u_r',
    'u_t = u_rr + (2/r)*u_r',
    'u_t = (1/r²)(r² u_r)_r',
    'u_t = 1/r^2 dr(r^2*u_r)',
  ])
    expect(atCentre(text)).toBeCloseTo(ball, 6)
  const disc = atCentre('u_t = laplacian(u)')
  expect(abs(disc - ball)).toBeGreaterThan(1e-3)
  for (const text of ['u_t = u_rr + 1/r u_r', 'u_t = 1/r (r u_r)_r']) expect(atCentre(text)).toBeCloseTo(disc, 6)
  expect(messagesOf({ equations: ['u_t = 1/r^2 (r^2 u_r)_r'], domain: { r: [0, 1], dimension: 2 } })).toMatch(/domain.dimension: must be 3/) // biome-ignore format: one call
})

test('what is misplaced is told with its place and remedy', () => {
  expect(messagesOf({ domain: { x: '0 to 1' } })).toMatch(
    /domain.x: must say where x begins and ends: .* \[0, 1\] or "0 < x < 1"/,
  )
  expect(messagesOf({ boundary: { 'u(2,t)': '0' } })).toMatch(/"u\(2,t\)" is taken at x = 2, but x goes from 0 to 1/)
  expect(messagesOf({ boundary: { left: 'u(1,t) = 0' } })).toMatch(/is a value at x\+, and stands under left/)
  expect(messagesOf({ boundary: ['u = 0'] })).toMatch(/boundary.0: "u = 0" does not say on which side it holds/)
  expect(messagesOf({ initial: { u: '1 if x < 0.5' } })).toMatch(/what it is elsewhere is missing: add ", 0 otherwise"/)
  expect(messagesOf({ initial: { u: '1 if x < 0.2, 2 if x > 0.5' } })).toMatch(
    /no case of .* at x = 0\.20\d+.*otherwise/,
  )
  // Only the mistake itself, not what follows from it at the sides.
  expect(messagesOf({ equations: ['u_t = laplacain(u)'], boundary: { x: 'u = 0' } })).toBe(
    'problem.equations.0: "laplacain" is not a function; did you mean "laplacian"?',
  )
})

test('an axis is periodic where both ends are said to be equal', () => {
  expect(runFields(small({ boundary: ['u(0,t) = u(1,t)'], initial: ['u(x,0) = sin^2(2πx)'] })).plan.space).toBe(
    'fourier',
  )
})
