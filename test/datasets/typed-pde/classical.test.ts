import { expect, test } from 'vitest'
import { referenceTable, referenceText } from '../../support/spectral.ts'
import { axisOf, lineError, runGallery } from './open.ts'

/** Numbers of a stored JSON file. */
const known = (name: string): number[] =>
  [JSON.parse(referenceText('known-numbers.json'))[name].value].flat().map(Number)

/** Largest distance from a column of a stored table, at the nodes that it lists. */
function tableError(run: ReturnType<typeof runGallery>, file: string, column: string, time: number): number {
  const { header, rows } = referenceTable(file)
  const [place, nodes, values] = [header.findIndex((name) => name.trim() === column), axisOf(run), run.field('u', time)]
  let [largest, count] = [0, 0]
  for (const row of rows) {
    const at = nodes.findIndex((x) => Math.abs(x - (row[0] ?? Number.NaN)) < 1e-9)
    if (at < 0) continue
    count++
    largest = Math.max(largest, Math.abs((values[at] ?? Number.NaN) - (row[place] ?? Number.NaN)))
  }
  expect(count).toBeGreaterThan(5)
  return largest
}

test('heat: the middle of a square that is cold at its edges', () => {
  // Source: test/reference/pde/known-numbers.json, heat_square (double sine series); here 100 °C and a unit of time L²/α.
  const unit = 0.1 ** 2 / 117e-6
  const run = runGallery('heat', { time: { to: 0.1 * unit, at: [0, 0.01 * unit, 0.05 * unit, 0.1 * unit], unit: 's' } })
  const middle = run.scalar('middle')
  known('heat_square').forEach((value, i) => {
    expect(Math.abs((middle[i + 1] ?? 0) / 100 - value)).toBeLessThan(3e-4)
  })
})

test('wave: d’Alembert’s solution, and the energy', () => {
  // Source: cos πt sin πx + ½ cos 3πt sin 3πx; the number of known-numbers.json at x = 0.3, t = 0.7.
  const run = runGallery('wave', { time: { to: 4, at: [0, 0.7, 4] } })
  expect(run.scalar('probe')[1]).toBeCloseTo(known('wave_string')[0] ?? 0, 7)
  expect(lineError(run, 'u', 4, (x) => Math.sin(Math.PI * x) + 0.5 * Math.sin(3 * Math.PI * x))).toBeLessThan(1e-8)
  // ∫ c²u_x²/2 of the start: π²/4 + 9π²/16.
  expect(run.report.invariants.energy?.last).toBeCloseTo((Math.PI ** 2 * 13) / 16, 5)
})

test('telegraph: every wave is a damped oscillator', () => {
  // Source: q̂'' + 2b q̂' + c²q² q̂ = 0 for the Fourier coefficients √(π)/(2·20)·e^{−q²/16}·2 of e^{−4x²} on a period of 20.
  const [b, t] = [0.5, 8]
  const run = runGallery('telegraph', { time: { to: t, at: [t] } })
  const exact = (x: number) => {
    let sum = 0
    for (let n = 0; n < 120; n++) {
      const q = (2 * Math.PI * n) / 20
      const weight = ((n === 0 ? 1 : 2) * Math.sqrt(Math.PI / 4) * Math.exp(-(q ** 2) / 16)) / 20
      const square = q ** 2 - b ** 2
      const w = Math.sqrt(Math.abs(square))
      const shape = square > 0 ? Math.cos(w * t) + (b / w) * Math.sin(w * t) : Math.cosh(w * t) + (b / w) * Math.sinh(w * t)
      sum += weight * Math.exp(-b * t) * shape * Math.cos(q * x)
    }
    return sum
  }
  expect(lineError(run, 'u', t, exact)).toBeLessThan(1e-7)
}) // biome-ignore format: formulas

test('Burgers: Basdevant’s wave by Cole and Hopf', () => {
  // Source: test/reference/pde/burgers-basdevant.csv, 40 digits; the steepest slope is Basdevant's 152.00516.
  const run = runGallery('burgers', { 'method.rtol': 1e-7, 'problem.domain.x.points': 2000, time: { to: 1, at: [0.25, 0.5, 1.603688 / Math.PI, 1] } })
  expect(tableError(run, 'burgers-basdevant.csv', 't=0.25', 0.25)).toBeLessThan(1e-6)
  expect(tableError(run, 'burgers-basdevant.csv', 't=0.5', 0.5)).toBeLessThan(1e-5)
  expect(tableError(run, 'burgers-basdevant.csv', 't=1', 1)).toBeLessThan(1e-5)
  expect(Math.abs((run.scalar('slope')[2] ?? 0) - 152.00516)).toBeLessThan(0.1)
}) // biome-ignore format: long calls

test('Korteweg–de Vries: two solitons after they met', () => {
  // Source: test/reference/pde/kdv-two-soliton.csv (Hirota's solution); the file's t = 10 is 20 after a start at t0 = −10.
  const run = runGallery('kdv', { 'problem.domain.x.points': 1000, 'problem.domain.x.from': -50, time: { to: 20, at: [0, 20] } })
  expect(tableError(run, 'kdv-two-soliton.csv', 't=-10', 0)).toBeLessThan(1e-9)
  expect(tableError(run, 'kdv-two-soliton.csv', 't=10', 20)).toBeLessThan(1e-5)
  // ∫u = 2(k₁ + k₂), ∫u² = (16/3)(k₁³ + k₂³)/8.
  expect(run.report.invariants.mass?.last).toBeCloseTo(3, 8)
  expect(run.report.invariants.momentum?.last).toBeCloseTo((2 / 3) * 1.125, 6)
}) // biome-ignore format: long calls

test('Kuramoto–Sivashinsky: the course until chaos forgets it', () => {
  // Source: test/reference/pde/kuramoto-sivashinsky.json, Fourier with 512 waves in 113 bits.
  const reference = JSON.parse(referenceText('kuramoto-sivashinsky.json')).out.find((one: { t: number }) => one.t === 20)
  const run = runGallery('kuramoto-sivashinsky', { 'method.rtol': 1e-7, time: { to: 20, at: [20] } })
  const u = run.field('u', 20)
  reference.u.forEach((value: string, j: number) => {
    expect(Math.abs((u[8 * j] ?? Number.NaN) - Number(value))).toBeLessThan(1e-4)
  })
}) // biome-ignore format: long lines

test('Fisher: an exact front, and the speed that a start at one place settles to', () => {
  // Source: M. J. Ablowitz, A. Zeppetella, Bull. Math. Biol. 41 (1979) 835: u = (1 + e^{(x − 5t/√6)/√6})^{−2}.
  const front = runGallery('fisher', { 'problem.initial.u': '(1 + exp((x - 30)/sqrt(6)))^(-2)', time: { to: 15, at: [15] } })
  const at = known('fisher_kpp')[0] ?? 0
  const exact = (x: number) => (1 + Math.exp((x - 30 - at * 15) / Math.sqrt(6))) ** -2
  const nodes = axisOf(front)
  // Away from the ends, which close the rod.
  const inside = front.field('u', 15).filter((value, i) => Math.abs((nodes[i] ?? 0) - 50) < 40 && Math.abs(value - exact(nodes[i] ?? 0)) > 2e-5)
  expect(inside.length).toBe(0)
  // M. Bramson, Mem. Am. Math. Soc. 285 (1983): x = 2t − (3/2) ln t + const + o(1).
  const run = runGallery('fisher', { time: { to: 40, at: [20, 40] } })
  const [early = 0, late = 0] = run.scalar('covered')
  expect(Math.abs((late - early) / 20 - (2 - (1.5 * Math.LN2) / 20))).toBeLessThan(0.01)
}) // biome-ignore format: long lines

test('Allen–Cahn: the area of a drop falls by 2π a unit of time', () => {
  // Source: R² = R₀² − 2t (Allen and Cahn 1979), up to the square of the border's width over the radius.
  const run = runGallery('allen-cahn', { time: { to: 0.02, at: [0.005, 0.02] } })
  const [first = 0, last = 0] = run.scalar('area')
  expect((first - last) / (2 * 2 * Math.PI * 0.015)).toBeCloseTo(1, 1)
  const [more = 0, less = 0] = run.scalar('energy')
  // The energy is that of the border, (2√2/3)/ε a unit of length: two circles.
  const length = 2 * Math.PI * (Math.sqrt(0.4 ** 2 - 0.04) + Math.sqrt(0.25 ** 2 - 0.04))
  expect(Math.abs(less / ((length * 2 * Math.SQRT2) / 3 / 0.04) - 1)).toBeLessThan(0.04)
  expect(less).toBeLessThan(more)
})

test('Allen–Cahn in one dimension: stored course', () => {
  // Source: test/reference/pde/allen-cahn-periodic.csv.
  const run = runGallery('allen-cahn-metastable', { 'method.rtol': 1e-8, 'problem.domain.x.points': 1600, time: { to: 1, at: [0.1, 0.5, 1] } })
  for (const time of [0.1, 0.5, 1]) expect(tableError(run, 'allen-cahn-periodic.csv', `t=${time}`, time)).toBeLessThan(1e-5)
}) // biome-ignore format: long lines
