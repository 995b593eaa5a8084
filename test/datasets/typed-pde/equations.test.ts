import { expect, test } from 'vitest'
import { referenceText } from '../../support/spectral.ts'
import { axisOf, lineError, runGallery } from './open.ts'

const known = (name: string): number[] =>
  [JSON.parse(referenceText('known-numbers.json'))[name].value].flat().map(Number)

test('Schrödinger: the width of a free packet', () => {
  // Source: Strauss, section 9.4: σ(t)² = σ² + (t/2σ)², its middle at −15 + kt; σ(2) = √2 in known-numbers.json.
  const run = runGallery('schrodinger', { time: { to: 10, at: [2, 10] } })
  ;[2, 10].forEach((t, i) => {
    const [mean, square] = [run.scalar('mean')[i] ?? 0, run.scalar('square')[i] ?? 0]
    expect(mean).toBeCloseTo(-15 + 2 * t, 6)
    expect(Math.sqrt(square - mean ** 2)).toBeCloseTo(Math.sqrt(1 + t ** 2 / 4), 5)
  })
  expect(known('gaussian_packet')[0]).toBeCloseTo(Math.SQRT2, 12)
})

test('Schrödinger: what passes a wall', () => {
  // Source: the spectrum e^{−2σ²(p − k)²} of the packet times the transmission of a plane wave through a smooth wall, by matching
  // small steps of constant potential (transfer matrix), written here anew.
  const [k, sigma, height] = [1, 6, 1]
  const pieces = 400
  const passes = (p: number): number => {
    // Backwards from a wave e^{ipx} on the right: ψ'' = 2(V − E)ψ by the classical Runge–Kutta method.
    let [a, b, c, d] = [Math.cos(4 * p), Math.sin(4 * p), -p * Math.sin(4 * p), p * Math.cos(4 * p)]
    const h = -8 / pieces
    const q = (x: number) => height * (Math.tanh((x + 1) / 0.4) - Math.tanh((x - 1) / 0.4)) - p * p
    for (let i = 0; i < pieces; i++) {
      const x = 4 + i * h
      const step = (u: number, v: number): [number, number] => {
        const [q0, q1, q2] = [q(x), q(x + h / 2), q(x + h)]
        const [u1, v1] = [v, q0 * u]
        const [u2, v2] = [v + (h / 2) * v1, q1 * (u + (h / 2) * u1)]
        const [u3, v3] = [v + (h / 2) * v2, q1 * (u + (h / 2) * u2)]
        const [u4, v4] = [v + h * v3, q2 * (u + h * u3)]
        return [u + (h / 6) * (u1 + 2 * u2 + 2 * u3 + u4), v + (h / 6) * (v1 + 2 * v2 + 2 * v3 + v4)]
      }
      ;[a, c] = step(a, c)
      ;[b, d] = step(b, d)
    }
    // The part that comes in: |ψ + ψ'/(ip)|²/4 = ((a + d/p)² + (b − c/p)²)/4.
    return 4 / ((a + d / p) ** 2 + (b - c / p) ** 2)
  }
  let [sum, weight] = [0, 0]
  for (let p = 0.2; p < 2; p += 0.005) {
    const share = Math.exp(-2 * sigma ** 2 * (p - k) ** 2)
    sum += share * passes(p)
    weight += share
  }
  const run = runGallery('schrodinger-barrier', { time: { to: 80, at: [80] } })
  expect(Math.abs((run.scalar('passed')[0] ?? 0) - sum / weight)).toBeLessThan(1e-3)
})

test('nonlinear Schrödinger: the breather at its peaks', () => {
  // Source: known-numbers.json, nls_breather: |ψ(0, π/4)| = 4, |ψ(0, π/8)| = 2.5298; ∫|ψ|² = 8.
  const run = runGallery('nonlinear-schrodinger', { 'method.rtol': 1e-7, time: { to: Math.PI / 4, at: [Math.PI / 8, Math.PI / 4] } })
  const middle = axisOf(run).indexOf(0)
  const height = (t: number) => Math.hypot(run.field('u', t)[middle] ?? 0, run.field('v', t)[middle] ?? 0)
  expect(height(Math.PI / 4)).toBeCloseTo(known('nls_breather')[0] ?? 0, 4)
  expect(height(Math.PI / 8)).toBeCloseTo(known('nls_breather')[1] ?? 0, 4)
  expect(run.report.invariants.power?.last).toBeCloseTo(8, 5)
}) // biome-ignore format: long lines

test('sine-Gordon: the exact breather', () => {
  // Source: Ablowitz and Clarkson 1991; energy 16√(1 − ω²) = 12.8.
  const run = runGallery('sine-gordon', { time: { to: 20, at: [20] } })
  const s = 0.8
  expect(lineError(run, 'u', 20, (x) => 4 * Math.atan((s * Math.sin(0.6 * 20)) / (0.6 * Math.cosh(s * x))))).toBeLessThan(1e-5)
  expect(run.report.invariants.energy?.last).toBeCloseTo(12.8, 5)
}) // biome-ignore format: long lines

test('Poisson: middle and torsion constant of a square', () => {
  // Source: known-numbers.json (double series); Timoshenko and Goodier, section 109.
  const run = runGallery('poisson')
  expect(run.scalar('middle')[0]).toBeCloseTo(known('poisson_square_centre')[0] ?? 0, 7)
  expect(run.scalar('torsion')[0]).toBeCloseTo(known('square_torsion_constant')[0] ?? 0, 6)
})

test('Helmholtz: sound in a corner as a double series', () => {
  // Source: Morse and Ingard, section 9.5: Σ of cosines, each source coefficient over q² − k²; those of a Gauss function within the room are in closed form.
  const run = runGallery('helmholtz')
  let corner = 0
  for (let m = 0; m < 60; m++)
    for (let n = 0; n < 60; n++) {
      const [p, q] = [(m * Math.PI) / 2, (n * Math.PI) / 1.5]
      const weight = ((m === 0 ? 1 : 2) * (n === 0 ? 1 : 2)) / 3
      const source = Math.cos(p * 0.6) * Math.cos(q * 0.7) * Math.exp((-0.01 * (p ** 2 + q ** 2)) / 2)
      corner += (weight * source * (-1) ** (m + n)) / (p ** 2 + q ** 2 - 400)
    }
  expect(run.scalar('corner')[0]).toBeCloseTo(corner, 6)
})

test('porous medium: Barenblatt', () => {
  // Source: Barenblatt 1952, m = 2: t^{−1/3} max(0, 1 − x²/(12 t^{2/3})); the edge is sharp, so that a grid of h = 0.05 has an error of order h.
  const run = runGallery('porous-medium', { time: { from: 1, to: 4, at: [4] } })
  expect(lineError(run, 'u', 4, (x) => Math.max(0, 1 - x ** 2 / (12 * 4 ** (2 / 3))) / 4 ** (1 / 3))).toBeLessThan(0.01)
  expect(run.scalar('height')[0]).toBeCloseTo(4 ** (-1 / 3), 3)
  // ∫ (1 − x²/12)₊ = (4/3)√12.
  expect(run.report.invariants.gas?.last).toBeCloseTo((4 / 3) * Math.sqrt(12), 3)
}) // biome-ignore format: long lines

test('thin film: how fast small waves are levelled', () => {
  // Source: Orchard 1962: e^{−q⁴t} for depth 1 and small waves.
  const run = runGallery('thin-film', { 'method.rtol': 1e-8, 'problem.initial.h': '1 + 1e-4*cos(x) + 1e-4*cos(2*x)', time: { to: 0.1, at: [0.1] } })
  expect(lineError(run, 'h', 0.1, (x) => 1 + 1e-4 * (Math.exp(-0.1) * Math.cos(x) + Math.exp(-1.6) * Math.cos(2 * x)))).toBeLessThan(1e-7)
}) // biome-ignore format: long lines

test('plate: the lowest tone of a square', () => {
  // Source: Leissa 1973, simply supported square: 19.7392; here a start in that tone alone, back after a period.
  const period = (2 * Math.PI) / 19.7392
  const run = runGallery('plate', { 'problem.initial.u': 'sin(pi*x)*sin(pi*y)', time: { to: period, at: [period / 4, period / 2, period] } })
  const [quarter = 1, half = 0, whole = 0] = run.scalar('middle')
  expect(Math.abs(quarter)).toBeLessThan(1e-4)
  expect(half).toBeCloseTo(-1, 4)
  expect(whole).toBeCloseTo(1, 4)
}) // biome-ignore format: long lines

test('Black–Scholes: the published formula', () => {
  // Source: Black and Scholes 1973; S = K = 100, r = 5 %, σ = 20 %, one year: 10.4506 (J. C. Hull, Options, Futures and Other Derivatives).
  expect(Math.abs((runGallery('black-scholes').scalar('today').at(-1) ?? 0) - 10.4506)).toBeLessThan(5e-3)
})

test('Eikonal: the linear equation behind it', () => {
  // Source: u = −ε log w with ε²∇²w = w, w = 1 on the edge: 1 − w is a double series of sines.
  const run = runGallery('eikonal', { time: { to: 2, at: [2] } })
  let w = 1
  for (let m = 1; m < 400; m += 2)
    for (let n = 1; n < 400; n += 2) {
      const q = (m * Math.PI) ** 2 / 2.25 + (n * Math.PI) ** 2
      w -= ((16 / (Math.PI ** 2 * m * n)) * (-1) ** ((m + n) / 2 - 1)) / (1 + 0.05 ** 2 * q)
    }
  expect(Math.abs((run.scalar('middle')[0] ?? 0) + 0.05 * Math.log(w))).toBeLessThan(2e-3)
})
