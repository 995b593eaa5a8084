import { expect, test } from 'vitest'
import { makeKernels } from '../../src/kernels/kernels.ts'
import {
  type MultigridAxis,
  type MultigridEnd,
  type MultigridOperator,
  type MultigridSolveOptions,
  makeMultigrid,
} from '../../src/kernels/multigrid.ts'
import { ellipticReference } from '../../src/kernels/reference/multigrid.ts'

// Expected values: the same discrete equations by elimination (src/kernels/reference/multigrid.ts); exact solutions chosen by hand, with
// their orders; the literature's number for the square.

type Formula = (...x: number[]) => number

const fixed: [MultigridEnd, MultigridEnd] = ['dirichlet', 'dirichlet']
const mirrored: [MultigridEnd, MultigridEnd] = ['neumann', 'neumann']
const { PI, sin, cos, exp } = Math

const axisOf = (nodes: number, ends: MultigridAxis['ends'], length = 1): MultigridAxis => ({
  nodes,
  spacing: length / (ends === 'periodic' ? nodes : nodes - 1),
  ends,
})

/** Values at the nodes; axes begin at 0. */
function valuesOf(axes: readonly MultigridAxis[], formula: Formula): Float64Array {
  const size = axes.reduce((all, { nodes }) => all * nodes, 1)
  return Float64Array.from({ length: size }, (_, m) => {
    let rest = m
    const x = axes.toReversed().map(({ nodes, spacing }) => {
      const at = (rest % nodes) * spacing
      rest = Math.floor(rest / nodes)
      return at
    })
    return formula(...x.reverse())
  })
}

/** The answer for a right side; the start is `u`, which holds the boundary values. */
function solved(
  axes: readonly MultigridAxis[],
  operator: MultigridOperator,
  f: Float64Array,
  u: Float64Array,
  options: MultigridSolveOptions = {},
) {
  const kernels = makeKernels()
  const [side, answer] = [kernels.allocate(f.length), kernels.allocate(f.length)]
  const multigrid = makeMultigrid(kernels, axes, operator)
  kernels.refresh(side).view.set(f)
  kernels.refresh(answer).view.set(u)
  const result = multigrid.solve(side.pointer, answer.pointer, options)
  expect(distance(kernels.refresh(side).view, f)).toBe(0)
  return { ...result, values: kernels.refresh(answer).view.slice(), levels: multigrid.levels }
}

const distance = (a: ArrayLike<number>, b: ArrayLike<number>) => {
  let worst = 0
  for (let i = 0; i < b.length; i++) worst = Math.max(worst, Math.abs(a[i]! - b[i]!))
  return worst
}

const scrambled = (n: number, low: number, high: number, seed: number) =>
  Float64Array.from({ length: n }, (_, i) => low + (high - low) * (0.5 + 0.5 * sin((i + seed) ** 2)))

const small: readonly (readonly [string, readonly MultigridAxis[]])[] = [
  ['one axis', [axisOf(150, ['dirichlet', 'neumann'])]],
  ['even and odd, fixed', [axisOf(12, fixed), axisOf(13, fixed)]],
  ['mixed ends', [axisOf(12, ['neumann', 'dirichlet']), axisOf(13, ['dirichlet', 'neumann'])]],
  ['a ring', [axisOf(13, fixed), axisOf(11, 'periodic', 2)]],
  ['a ring across', [axisOf(12, 'periodic'), axisOf(13, mirrored, 0.8)]],
  ['unequal spacings', [axisOf(7, fixed), axisOf(21, mirrored)]],
  ['three axes', [axisOf(5, fixed), axisOf(6, 'periodic'), axisOf(5, mirrored)]],
]

test.each(small)('the discrete equations of %s as elimination solves them', (_, axes) => {
  const n = axes.reduce((all, { nodes }) => all * nodes, 1)
  const [f, given] = [scrambled(n, -3, 3, 1), scrambled(n, -1, 1, 2)]
  const options = { tolerance: 1e-12 }
  const constant = ellipticReference(axes, {
    c: new Float64Array(n).fill(2),
    k: new Float64Array(n).fill(-0.7),
    f,
    given,
  })!
  const answer = solved(axes, { coefficient: 2, reaction: -0.7 }, f, given, options)
  expect(answer.reason).not.toBe('diverged')
  expect(answer.residuals.at(-1)).toBeLessThan(1e-11)
  expect(distance(answer.values, constant)).toBeLessThan(1e-10)
  const [c, k] = [scrambled(n, 0.5, 3, 5), scrambled(n, -2, -0.1, 7)]
  for (const mean of ['arithmetic', 'harmonic'] as const) {
    const wanted = ellipticReference(axes, { c, k, f, given, isHarmonic: mean === 'harmonic' })!
    const found = solved(axes, { coefficient: c, reaction: k, mean }, f, given, options)
    expect(found.residuals.at(-1)).toBeLessThan(1e-11)
    expect(distance(found.values, wanted)).toBeLessThan(1e-10)
  }
})

test('the torsion of a square: −Δu = 1, u = 0.0736713532815138 in its middle', () => {
  // The series 1/8 − (16/π³) Σ (−1)^((k−1)/2) / (k³ 2cosh(kπ/2)) over odd k, summed here as well.
  let series = 1 / 8
  for (let k = 1; k < 60; k += 2)
    series -= ((4 / PI ** 3) * (k % 4 === 1 ? 1 : -1)) / (k ** 3 * Math.cosh((k * PI) / 2))
  expect(Math.abs(series - 0.0736713532815138)).toBeLessThan(2e-16)
  const middle = (n: number) => {
    const axes = [axisOf(n, fixed), axisOf(n, fixed)]
    const { values, reason } = solved(axes, {}, new Float64Array(n * n).fill(-1), new Float64Array(n * n), {
      tolerance: 1e-13,
    })
    expect(['tolerance', 'rounding']).toContain(reason)
    return values[(n * n - 1) / 2]!
  }
  const [coarse, fine] = [middle(65), middle(129)]
  const extrapolated = (4 * fine - coarse) / 3
  expect(Math.abs(fine / series - 1)).toBeGreaterThan(1e-7)
  expect(Math.abs(extrapolated - series)).toBeLessThan(2e-9)
})

test('1025² nodes: at most 12 V-cycles to 1e-10 from zero, fewer from the coarsest grid', { timeout: 20000 }, () => {
  const axes = [axisOf(1025, fixed), axisOf(1025, fixed)]
  const u: Formula = (y, x) => sin(PI * x) * cos(2 * PI * y)
  const exact = valuesOf(axes, u)
  const f = valuesOf(axes, (y, x) => -5 * PI ** 2 * u(y, x))
  const [zero, full] = (['zero', 'full'] as const).map((start) => solved(axes, {}, f, exact, { start }))
  expect(zero?.reason).toBe('tolerance')
  expect(zero?.cycles).toBeLessThanOrEqual(12)
  expect(full?.cycles).toBeLessThan(zero!.cycles)
  // The truncation error of order 2, π⁴·17/12 h²/5π² at most.
  expect(distance(full!.values, exact)).toBeLessThan(6e-6)
  // Full multigrid alone is about as exact as the discretisation.
  const start = solved(axes, {}, f, exact, { maximumCycles: 0 })
  expect(distance(start.values, exact)).toBeLessThan(8 * distance(full!.values, exact))
})

const smooth: readonly (readonly [
  string,
  (n: number) => readonly MultigridAxis[],
  MultigridOperator,
  Formula,
  number,
])[] = [
  ['fixed', (n) => [axisOf(n + 1, fixed), axisOf(n + 1, fixed)], {}, (y, x) => exp(x) * sin(y + 1), 0],
  [
    'fixed, Helmholtz',
    (n) => [axisOf(n + 1, fixed), axisOf(n + 1, fixed)],
    { reaction: -9 },
    (y, x) => exp(x) * sin(y + 1),
    -9,
  ],
  [
    'mirrored, Helmholtz',
    (n) => [axisOf(n + 1, mirrored), axisOf(n + 1, mirrored, 0.7)],
    { reaction: -3 },
    (y, x) => (-3 - PI ** 2 * (1 + 4 / 0.49)) * cos(PI * y) * cos((2 * PI * x) / 0.7),
    Number.NaN,
  ],
]

test.each(smooth)('order 2: %s', (name, axesFor, operator, formula, k) => {
  const isCosine = Number.isNaN(k)
  const factor = -3 - PI ** 2 * (1 + 4 / 0.49)
  // e^x sin(y + 1) is harmonic: f = k u.
  const u: Formula = isCosine ? (y, x) => formula(y, x) / factor : formula
  const f: Formula = isCosine ? formula : (y, x) => k * formula(y, x)
  const errors = [24, 48].map((n) => {
    const axes = axesFor(n)
    const exact = valuesOf(axes, u)
    const { values, reason } = solved(axes, operator, valuesOf(axes, f), exact)
    expect(reason, name).toBe('tolerance')
    return distance(values, exact)
  })
  const order = Math.log2(errors[0]! / errors[1]!)
  expect(order).toBeGreaterThan(1.9)
  expect(order).toBeLessThan(2.2)
})

test('order 2 with a coefficient that varies, in a box of three axes', () => {
  // c = e^{x+y}, u = sin πx sin πy cos πz, mirrored in z.
  const u: Formula = (z, y, x) => sin(PI * x) * sin(PI * y) * cos(PI * z)
  const f: Formula = (z, y, x) =>
    exp(x + y) *
    cos(PI * z) *
    (-3 * PI ** 2 * sin(PI * x) * sin(PI * y) + PI * cos(PI * x) * sin(PI * y) + PI * sin(PI * x) * cos(PI * y))
  const errors = [10, 20].map((n) => {
    const axes = [axisOf(n + 1, mirrored), axisOf(n + 1, fixed), axisOf(n + 1, fixed)]
    const exact = valuesOf(axes, u)
    const coefficient = valuesOf(axes, (_z, y, x) => exp(x + y))
    const { values, reason, cycles } = solved(axes, { coefficient }, valuesOf(axes, f), exact)
    expect(reason).toBe('tolerance')
    expect(cycles).toBeLessThan(14)
    return distance(values, exact)
  })
  expect(Math.log2(errors[0]! / errors[1]!)).toBeGreaterThan(1.9)
})

test('only what is balanced has a solution between mirrors and in rings: the rest is said and taken away', () => {
  for (const axes of [
    [axisOf(33, mirrored), axisOf(40, mirrored)],
    [axisOf(36, 'periodic'), axisOf(33, 'periodic')],
  ]) {
    const u: Formula = (y, x) => cos(2 * PI * y) * cos(2 * PI * x)
    const exact = valuesOf(axes, u)
    const f = valuesOf(axes, (y, x) => -8 * PI ** 2 * u(y, x) + 0.25)
    // The start has a mean of its own, which goes too.
    const { values, reason, imbalance } = solved(axes, {}, f, new Float64Array(f.length).fill(4), { start: 'given' })
    expect(reason).toBe('tolerance')
    // The trapezoidal rule is exact for these cosines.
    expect(imbalance).toBeCloseTo(0.25, 12)
    expect(distance(values, exact)).toBeLessThan(0.02)
    const isRing = axes[0]!.ends === 'periodic'
    const weight = (i: number, n: number) => (isRing || (i > 0 && i < n - 1) ? 1 : 0.5)
    const [ny, nx] = [axes[0]!.nodes, axes[1]!.nodes]
    const mean = values.reduce((sum, value, m) => sum + weight(m % nx, nx) * weight(Math.floor(m / nx), ny) * value, 0)
    expect(Math.abs(mean)).toBeLessThan(1e-9)
  }
})

test('a slope at a Neumann end enters by the right side', () => {
  // u = x² + x on [0, 1]: u″ = 2, u(0) = 0, slope 3 at the right end; quadratics are exact.
  const axes = [axisOf(100, ['dirichlet', 'neumann'])]
  const f = valuesOf(axes, () => 2)
  f[99]! -= (2 * 3) / axes[0]!.spacing
  const { values } = solved(axes, {}, f, new Float64Array(100), { tolerance: 1e-13 })
  expect(
    distance(
      values,
      valuesOf(axes, (x = 0) => x * x + x),
    ),
  ).toBeLessThan(1e-10)
})

test('cells ten times as long as wide are halved across first', () => {
  const axes = [axisOf(65, fixed), axisOf(65, fixed, 10)]
  const u: Formula = (y, x) => sin((PI * x) / 10) * sin(PI * y)
  const { cycles, reason, levels } = solved(axes, {}, valuesOf(axes, (y, x) => -1.01 * PI ** 2 * u(y, x)), new Float64Array(65 ** 2)) // biome-ignore format: one thought
  expect(levels[1]).toEqual([33, 65])
  expect(reason).toBe('tolerance')
  expect(cycles).toBeLessThanOrEqual(8)
})

test.each(['V', 'F', 'W'] as const)('a coefficient that jumps a thousandfold: %s-cycles converge', (cycle) => {
  const n = 65
  const axes = [axisOf(n, fixed), axisOf(n, fixed)]
  const coefficient = valuesOf(axes, (y, x) => (x > 0.34 && y > 0.27 ? 1000 : 1))
  const f = new Float64Array(n * n).fill(-1)
  const answer = solved(axes, { coefficient, mean: 'harmonic' }, f, new Float64Array(n * n), { cycle, tolerance: 1e-9 })
  expect(answer.reason).toBe('tolerance')
  expect(answer.cycles).toBeLessThan(cycle === 'V' ? 30 : 20)
})

test('the operator can change: steps of the heat equation', () => {
  const axes = [axisOf(33, fixed), axisOf(33, fixed)]
  const kernels = makeKernels()
  const [side, answer] = [kernels.allocate(33 * 33), kernels.allocate(33 * 33)]
  const multigrid = makeMultigrid(kernels, axes)
  const mark = kernels.mark()
  const u0 = valuesOf(axes, (y, x) => sin(PI * x) * sin(PI * y))
  // (u − u0)/dt = Δu: the discrete eigenvalue gives the factor of a step exactly.
  const eigenvalue = 2 * 4 * 32 ** 2 * sin(PI / 64) ** 2
  for (const dt of [0.01, 0.3]) {
    multigrid.setOperator({ reaction: -1 / dt })
    kernels.refresh(side).view.set(u0.map((value) => -value / dt))
    kernels.refresh(answer).view.fill(0)
    multigrid.solve(side.pointer, answer.pointer, { tolerance: 1e-12 })
    expect(
      distance(
        kernels.refresh(answer).view,
        u0.map((value) => value / (1 + dt * eigenvalue)),
      ),
    ).toBeLessThan(1e-11)
  }
  // Nothing was taken from the arena on the way.
  expect(kernels.mark()).toBe(mark)
})

test('the same call twice gives the same bits; a right side of zero has the solution zero at once', () => {
  const axes = [axisOf(40, fixed), axisOf(31, 'periodic')]
  const f = scrambled(40 * 31, -1, 1, 3)
  const zero = new Float64Array(f.length)
  expect(solved(axes, {}, f, zero).values).toEqual(solved(axes, {}, f, zero).values)
  const { cycles, values } = solved(axes, {}, zero, zero)
  expect(cycles).toBe(0)
  expect(distance(values, zero)).toBe(0)
})

test('senseless problems are refused with what is wrong', () => {
  const kernels = makeKernels()
  const axes = [axisOf(9, fixed), axisOf(9, fixed)]
  expect(() => makeMultigrid(kernels, [])).toThrow(/one to three axes; there are 0/)
  expect(() => makeMultigrid(kernels, [{ ...axes[0]!, nodes: 2 }])).toThrow(/axis 0 .* 2 nodes; it needs 3/)
  expect(() => makeMultigrid(kernels, [{ ...axes[0]!, spacing: 0 }])).toThrow(/axis 0 .* spacing 0/)
  expect(() => makeMultigrid(kernels, axes, { coefficient: -1 })).toThrow(/coefficient .* -1 .* above 0/)
  expect(() => makeMultigrid(kernels, axes, { coefficient: new Float64Array(80).fill(1) })).toThrow(/80 values for 81/)
  const values = new Float64Array(81).fill(1)
  values[7] = Number.NaN
  expect(() => makeMultigrid(kernels, axes, { reaction: values })).toThrow(/reaction .* NaN at node 7/)
})
