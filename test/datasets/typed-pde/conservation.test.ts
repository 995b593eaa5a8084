import { expect, test } from 'vitest'
import { axisOf, runGallery } from './open.ts'

const differs = (a: Float64Array, b: Float64Array) =>
  a.reduce((sum, value, i) => sum + Math.abs(value - (b[i] ?? 0)), 0)

test("Zalesak's disc after a turn, LeVeque's swirl there and back: what it was at the start, and its mass", () => {
  // Exact: the flow maps every point to itself at the end. The share of the disc that is smeared is that of its edge: the scheme's own.
  for (const [name, to, share] of [['zalesak', 1, 0.3], ['leveque', 1.5, 0.2]] as const) {
    const run = runGallery(name)
    const [from, end] = [run.field('u', 0), run.field('u', to)]
    expect(differs(from, end) / from.reduce((sum, value) => sum + value, 0)).toBeLessThan(share)
    expect(Math.max(...end)).toBeLessThan(1.03)
    expect(Math.min(...end)).toBeGreaterThan(-0.03)
    const mass = run.scalar('integral.u')
    for (const value of mass) expect(Math.abs(value / (mass[0] ?? 0) - 1)).toBeLessThan(1e-13)
  }
}) // biome-ignore format: a table

test("a dam breaks as in Stoker's exact solution: plateau, its speed, and the bore", () => {
  // J. J. Stoker, Water Waves (1957), section 10.8, for depths 10 and 1: both relations between depth and speed meet on the plateau.
  const [g, left, right] = [9.81, 10, 1]
  let [low, high] = [right, left]
  for (let k = 0; k < 100; k++) {
    const h = (low + high) / 2
    const isBelow = 2 * (Math.sqrt(g * left) - Math.sqrt(g * h)) > (h - right) * Math.sqrt((g * (h + right)) / (2 * h * right)) // biome-ignore format: one formula
    if (isBelow) low = h
    else high = h
  }
  const speed = 2 * (Math.sqrt(g * left) - Math.sqrt(g * low))
  const bore = (low * speed) / (low - right)
  const run = runGallery('dam-break')
  const [x, h, q] = [axisOf(run), run.field('h', 2.5), run.field('q', 2.5)]
  const middle = x.findIndex((place) => place > 1.25 * (speed - Math.sqrt(g * low) + bore))
  expect(Math.abs((h[middle] ?? 0) / low - 1)).toBeLessThan(2e-3)
  expect(Math.abs((q[middle] ?? 0) / (h[middle] ?? 1) / speed - 1)).toBeLessThan(2e-3)
  const front = x.findLastIndex((_, i) => (h[i] ?? 0) > (low + right) / 2)
  expect(Math.abs((x[front] ?? 0) - 2.5 * bore)).toBeLessThan(2 * 0.25)
})

test('Burgers: the front of a block runs at half its height, and falls as 1/√t behind the fan', () => {
  // P. D. Lax 1957: until t = 2 the shock is at 1 + t/2; then at √(2t), with height √(2/t), and the values behind it are x/t.
  const run = runGallery('burgers-shock')
  const x = axisOf(run)
  for (const [time, place, height] of [[1, 1.5, 1], [4, Math.sqrt(8), Math.sqrt(0.5)]] as const) {
    const u = run.field('u', time)
    const front = x.findLastIndex((_, i) => (u[i] ?? 0) > height / 2)
    expect(Math.abs((x[front] ?? 0) - place)).toBeLessThan(0.02)
    expect(Math.abs(Math.max(...u) - height)).toBeLessThan(0.01)
    // Where between two nodes the block began is not known to the grid: a spacing over the time.
    const half = x.findIndex((one) => one >= place / 2)
    if (time === 4) expect(Math.abs((u[half] ?? 0) - (x[half] ?? 0) / 4)).toBeLessThan(0.01 / 4)
  }
}) // biome-ignore format: a table
