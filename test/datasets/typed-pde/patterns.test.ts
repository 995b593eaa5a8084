import { expect, test } from 'vitest'
import { referenceText } from '../../support/spectral.ts'
import type { FieldRun } from '../../support/typed-pde.ts'
import { axisOf, runGallery } from './open.ts'

/** The rate at which the distance of a field from its even state grows between two saved times. */
function growth(run: FieldRun, field: string, even: number, from: number, to: number): number {
  const size = (time: number) => run.field(field, time).reduce((most, value) => Math.max(most, Math.abs(value - even)), 0)
  return Math.log(size(to) / size(from)) / (to - from)
} // biome-ignore format: one thought

/** The larger real part of the eigenvalues of [[a, b], [c, d]]. */
function fastest(a: number, b: number, c: number, d: number): number {
  const [trace, determinant] = [a + d, a * d - b * c]
  const square = trace ** 2 / 4 - determinant
  return trace / 2 + (square > 0 ? Math.sqrt(square) : 0)
}

const coarse = (points: number, y = points) => ({ 'problem.domain.x.points': points, 'problem.domain.y.points': y })

test('Cahn–Hilliard: how fast a wave grows, and that the energy only falls', () => {
  // Source: Cahn 1965: q²(1 − 3m²) − ε²q⁴.
  const q = (2 * Math.PI * 10) / 100
  const start = { ...coarse(64, 8), 'problem.parameters.m.value': 0.1, 'problem.initial.c': `m + 1e-5*cos(${q}*x)` }
  const run = runGallery('cahn-hilliard', { ...start, time: { to: 10, at: [0, 10] } })
  expect(growth(run, 'c', 0.1, 0, 10)).toBeCloseTo(q ** 2 * 0.97 - q ** 4, 5)
  const energy = runGallery('cahn-hilliard', { ...coarse(64), time: { to: 100, samples: 51 } }).scalar('energy')
  energy.forEach((value, i) => {
    if (i > 0) expect(value).toBeLessThan(energy[i - 1] ?? 0)
  })
})

test('Swift–Hohenberg: growth of a wave, height of rolls', () => {
  // Source: Cross and Hohenberg 1993: r − (1 − q²)²; one wave q = 1 in balance: ¾A² = r, its third harmonic changes A by about r/256.
  const rolls = (q: number, size: number) => ({ ...coarse(128, 8), 'problem.initial.u': `${size}*cos(${q}*x)` })
  const run = runGallery('swift-hohenberg', { ...rolls(0.875, 1e-5), time: { to: 20, at: [0, 20] } })
  expect(growth(run, 'u', 0, 0, 20)).toBeCloseTo(0.2 - (1 - 0.875 ** 2) ** 2, 5)
  const late = runGallery('swift-hohenberg', { ...rolls(1, 0.1), time: { to: 60, at: [60] } })
  expect(Math.max(...late.field('u', 60)) / Math.sqrt((4 * 0.2) / 3)).toBeCloseTo(1, 2)
})

test.each(['spots', 'worms', 'waves'])('Gray–Scott, %s, beside a NumPy program', (name) => {
  // Source: test/reference/pde/gray-scott-2d.json, made by gray_scott_2d.py.
  const known = JSON.parse(referenceText('gray-scott-2d.json'))[name]
  const run = runGallery(`gray-scott-${name}`, { 'method.rtol': 1e-4, time: { to: 200, at: [200] } })
  expect(Math.abs((run.scalar('u')[0] ?? 0) - known.u)).toBeLessThan(2.5e-3)
  expect(Math.abs((run.scalar('v')[0] ?? 0) - known.v)).toBeLessThan(2.5e-3)
})

test('Brusselator: growth of a wave as the eigenvalue of its matrix', () => {
  // Source: linearised about (A, B/A): [[B − 1 − D₁q², A²], [−B, −A² − D₂q²]].
  const q = (2 * Math.PI * 8) / 100
  const run = runGallery('brusselator', { ...coarse(64, 8), 'method.rtol': 1e-8, 'problem.parameters.B.value': 8.5, 'problem.initial.u': `A + 1e-6*cos(${q}*x)`, 'problem.initial.v': 'B/A', time: { to: 12, at: [8, 12] } })
  expect(growth(run, 'u', 3, 8, 12)).toBeCloseTo(fastest(7.5 - 5 * q ** 2, 9, -8.5, -9 - 12 * q ** 2), 2)
}) // biome-ignore format: long lines

test('Schnakenberg: growth of a wave as the eigenvalue of its matrix', () => {
  // Source: Murray II, section 2.3, about (1, 0.9): γ[[0.8, 1], [−1.8, −1]] − q² diag(1, d).
  const q = 5 * Math.PI
  const run = runGallery('schnakenberg', { ...coarse(33, 9), 'method.rtol': 1e-8, 'problem.initial.u': `1 + 1e-6*cos(${q}*x)`, 'problem.initial.v': 0.9, time: { to: 0.03, at: [0.02, 0.03] } })
  const exact = fastest(800 - q ** 2, 1000, -1800, -1000 - 10 * q ** 2)
  expect(growth(run, 'u', 1, 0.02, 0.03) / exact).toBeCloseTo(1, 2)
}) // biome-ignore format: long lines

test('FitzHugh–Nagumo: the exact front without recovery', () => {
  // Source: Murray I, section 13.5: u = 1/(1 + e^{(x − ct)/√(2D)}), c = √(D/2)(1 − 2a).
  const front = '1/(1 + exp((x - 30)/sqrt(2)))'
  const run = runGallery('fitzhugh-nagumo', { 'problem.domain.x.points': 301, 'problem.domain.y.points': 9, 'problem.parameters.epsilon.value': 0, 'problem.initial.u': front, 'problem.initial.w': 0, 'method.rtol': 1e-6, time: { to: 100, at: [0, 100] } })
  const covered = run.scalar('excited')
  expect((((covered[1] ?? 0) - (covered[0] ?? 0)) * 150) / 100).toBeCloseTo(Math.SQRT1_2 * 0.8, 4)
}) // biome-ignore format: long lines

test('complex Ginzburg–Landau: a plane wave keeps its height and turns with its frequency', () => {
  // Source: Aranson and Kramer 2002: √(1 − q²) exp i(qx − ωt), ω = c + (b − c)q², for A_t = A + (1 + ib)∇²A − (1 + ic)|A|²A.
  const [q, b, c] = [(2 * Math.PI * 4) / 120, 0.5, -0.8]
  const height = Math.sqrt(1 - q ** 2)
  const run = runGallery('complex-ginzburg-landau', { ...coarse(48, 8), 'method.rtol': 1e-8, 'problem.parameters.b.value': b, 'problem.initial.u': `${height}*cos(${q}*x)`, 'problem.initial.v': `${height}*sin(${q}*x)`, time: { to: 10, at: [10] } })
  const omega = c + (b - c) * q ** 2
  const row = run.field('u', 10).subarray(0, 48)
  const nodes = axisOf(run)
  row.forEach((value, i) => {
    expect(Math.abs(value - height * Math.cos(q * (nodes[i] ?? 0) - omega * 10))).toBeLessThan(1e-5)
  })
}) // biome-ignore format: long lines

test('Keller–Segel: how fast a wave of the crowd grows', () => {
  // Source: linearised about n = c = 1: q²(χ·7/8/(1 + q²) − 1).
  const q = (2 * Math.PI * 5) / 40
  const run = runGallery('keller-segel', { ...coarse(32, 8), 'method.rtol': 1e-8, 'problem.initial.n': `1 + 1e-6*cos(${q}*x)`, time: { to: 5, at: [0, 5] } })
  expect(growth(run, 'n', 1, 0, 5)).toBeCloseTo(q ** 2 * ((3 * 7) / 8 / (1 + q ** 2) - 1), 3)
}) // biome-ignore format: long lines

test('predator and prey: the hunters’ front', () => {
  // Source: linear ahead of the front, n = 1: 2√(D(b/(1 + h) − m)) less (3/2)/(t s) of Bramson, s = √(b/(1 + h) − m).
  const s = Math.sqrt(0.8 / 1.3 - 0.4)
  const run = runGallery('predator-prey', { observe: { ahead: 'integral(heaviside(p - 1e-3))' }, time: { to: 200, at: [100, 200] } })
  const [early = 0, late = 0] = run.scalar('ahead')
  expect((late - early) / 100).toBeCloseTo(2 * s - (1.5 * Math.LN2) / (s * 100), 1)
}) // biome-ignore format: long lines

test('an epidemic: speed of the wave and how many it spares', () => {
  // Source: Murray II, section 13.1: 2√(D(β − γ)) km/d; Kermack and McKendrick: s = exp(−(1 − s)β/γ).
  const run = runGallery('epidemic', { observe: { ahead: 'integral(heaviside(0.5 - S))', spared: 'at(S, x = 100)' }, time: { to: 100, at: [50, 100], unit: 'd' } })
  const [early = 0, late = 0] = run.scalar('ahead')
  const speed = 2 * Math.sqrt(10 * 0.3) - (1.5 * Math.LN2 * Math.sqrt(10 / 0.3)) / 50
  expect(Math.abs((late - early) / 50 / speed - 1)).toBeLessThan(0.03)
  let s = 0.1
  for (let i = 0; i < 100; i++) s = Math.exp(-2.5 * (1 - s))
  expect(run.scalar('spared')[1]).toBeCloseTo(s, 2)
}) // biome-ignore format: long lines

test('noise: the variance of a string, and of Allen–Cahn about one phase', () => {
  // Source: every wave is an Ornstein–Uhlenbeck process: ⟨u²⟩ = Σ_q s²/(2L(a + Dq²)).
  const square = runGallery('stochastic-heat', { time: { to: 2000, samples: 2001 } }).scalar('square').slice(20)
  const mean = square.reduce((sum, value) => sum + value, 0) / square.length
  let exact = 0
  for (let n = -64; n < 64; n++) exact += 1 / (2 * 20 * (1 + ((2 * Math.PI * n) / 20) ** 2))
  // 2000 times of some 20 independent lengths: the mean is known to about 1 %.
  expect(Math.abs(mean / exact - 1)).toBeLessThan(0.04)
  const still = { ...coarse(32), 'method.step': 0.01, 'problem.parameters.s.value': 0.02, 'problem.initial.u': 1, observe: { square: 'mean((u - 1)^2)' }, time: { to: 40, samples: 401 } }
  const plane = runGallery('stochastic-allen-cahn', still).scalar('square').slice(50)
  let variance = 0
  // Of 32 points a cubic equation keeps the waves below a quarter: 4k < 32.
  for (let i = -7; i < 8; i++)
    for (let j = -7; j < 8; j++) variance += 0.02 ** 2 / (2 * 3600 * (2 + ((2 * Math.PI) / 60) ** 2 * (i * i + j * j)))
  expect(Math.abs(plane.reduce((sum, value) => sum + value, 0) / plane.length / variance - 1)).toBeLessThan(0.05)
}) // biome-ignore format: long lines
