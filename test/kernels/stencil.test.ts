import { expect, test } from 'vitest'
import { makeKernels } from '../../src/kernels/kernels.ts'
import {
  differenceReference,
  fluxReference,
  type GridValue,
  grayScottReference,
  starReference,
} from '../../src/kernels/reference/grid.ts'
import {
  differenceOf,
  fillHalos,
  gridLayout,
  type HaloAxis,
  type HaloEnd,
  stencilKernels,
} from '../../src/kernels/stencil.ts'

// Expected values: the plain twins of src/kernels/reference/grid.ts, which read outside values by formula, to rounding; or exact
// derivatives where an order is measured.

const shapes = [[1], [2], [7], [16], [5, 6], [8, 7], [1, 9], [4, 5, 6], [3, 1, 7]].map((sizes) => ({
  sizes,
  name: sizes.join(' × '),
}))

/** A grid with its values, also in the halo, by formula. */
function gridOf(shape: readonly number[], halo: number, ...values: readonly GridValue[]) {
  const kernels = makeKernels()
  const layout = gridLayout(shape, halo)
  const blocks = [...values, ...values].map(() => kernels.allocate(layout.length))
  const { nx, ny, nz, stride, plane, first } = layout
  const at = (x: number, y: number, z: number) => first + x + y * stride + z * plane
  const [hy, hz] = [shape.length > 1 ? halo : 0, shape.length > 2 ? halo : 0]
  values.forEach((value, k) => {
    const { view } = kernels.refresh(blocks[k]!)
    for (let z = -hz; z < nz + hz; z++)
      for (let y = -hy; y < ny + hy; y++) for (let x = -halo; x < nx + halo; x++) view[at(x, y, z)] = value(x, y, z)
  })
  const pointer = (k: number) => blocks[k]!.pointer + 8 * first
  const view = (k: number) => kernels.refresh(blocks[k]!).view
  /** The largest difference inside; everything outside must be as it was (0 in outputs). */
  const difference = (k: number, wanted: GridValue) => {
    const found = view(k)
    let worst = 0
    let outside = found.reduce((sum, value) => sum + Math.abs(value), 0)
    for (let z = 0; z < nz; z++)
      for (let y = 0; y < ny; y++)
        for (let x = 0; x < nx; x++) {
          const value = found[at(x, y, z)]!
          worst = Math.max(worst, Math.abs(value - wanted(x, y, z)))
          outside -= Math.abs(value)
        }
    expect(Math.abs(outside)).toBeLessThan(1e-9)
    return worst
  }
  return { kernels, stencil: stencilKernels(kernels), layout, blocks, pointer, view, at, difference }
}

const wave: GridValue = (x, y, z) => Math.sin(0.7 * x + 1.3 * y - 0.4 * z) + 0.1 * x * y
const other: GridValue = (x, y, z) => 1.5 + Math.cos(0.3 * x - 0.6 * y + 0.9 * z)

test.each(shapes)('differences of a grid $name against the twin', ({ sizes }) => {
  for (const order of [2, 4] as const)
    for (const derivative of ['first', 'second'] as const)
      for (let axis = 0; axis < sizes.length; axis++) {
        const { stencil, layout, pointer, difference } = gridOf(sizes, 2, wave)
        const { nx, ny, nz, stride, plane } = layout
        const offset = [1, stride, plane][axis]!
        const { kind, scale } = differenceOf(derivative, order, 0.5)
        stencil.difference(pointer(0), pointer(1), nx, ny, nz, stride, plane, offset, kind, scale)
        expect(difference(1, differenceReference(wave, axis, derivative, order, 0.5))).toBeLessThan(1e-13)
      }
})

test.each(shapes)('stars on a grid $name against the twin', ({ sizes }) => {
  const w = [0.3, -1.1, 0.7].slice(0, sizes.length)
  for (const order of [2, 4] as const) {
    const { stencil, layout, pointer, difference } = gridOf(sizes, order / 2, wave)
    const { nx, ny, nz, stride, plane } = layout
    const star = order === 2 ? stencil.star : stencil.wideStar
    star(pointer(0), pointer(1), nx, ny, nz, stride, plane, -0.4, 0.3, w[1] ?? 0, w[2] ?? 0)
    expect(difference(1, starReference(wave, order, -0.4, w))).toBeLessThan(1e-13)
  }
})

test.each([2, 4] as const)('the Laplacian has order %i', (order) => {
  // u = sin x cos 2y on a grid of spacing h: Δu = −5u.
  const errors = [0.1, 0.05].map((h) => {
    const u: GridValue = (x, y) => Math.sin(h * x) * Math.cos(2 * h * y)
    const { stencil, layout, pointer, difference } = gridOf([12, 14], 2, u)
    const { nx, ny, nz, stride, plane } = layout
    const w = 1 / h ** 2
    if (order === 2) stencil.star(pointer(0), pointer(1), nx, ny, nz, stride, plane, -4 * w, w, w, 0)
    else stencil.wideStar(pointer(0), pointer(1), nx, ny, nz, stride, plane, -5 * w, w, w, 0)
    return difference(1, (x, y, z) => -5 * u(x, y, z)) / (12 * h)
  })
  expect(Math.log2(errors[0]! / errors[1]!)).toBeGreaterThan(order - 0.6)
})

test.each([[9], [6, 7], [4, 5, 6]].map((sizes) => ({ sizes, name: sizes.join(' × ') })))(
  '∇·(D∇u) on a grid $name: the twin, and nothing lost in a ring',
  ({ sizes }) => {
    const spacings = [0.5, 0.25, 2].slice(0, sizes.length)
    const turn = (f: GridValue): GridValue => {
      const [nx = 1, ny = 1, nz = 1] = sizes.toReversed()
      const wrap = (i: number, n: number) => ((i % n) + n) % n
      return (x, y, z) => f(wrap(x, nx), wrap(y, ny), wrap(z, nz))
    }
    const [u, d] = [turn(wave), turn(other)]
    for (const isHarmonic of [false, true]) {
      const { kernels, stencil, layout, pointer, view, difference } = gridOf(sizes, 1, u, d)
      const { nx, ny, nz, stride, plane, length } = layout
      const faces = [1, stride, plane].slice(0, sizes.length).map((offset, axis) => {
        const face = kernels.allocate(length).pointer + 8 * layout.first
        const [cx, cy, cz] = [nx, ny, nz].map((n, a) => (a === axis ? n + 1 : n)) as [number, number, number]
        const scale = 1 / spacings[axis]! ** 2
        stencil.faceCoefficients(pointer(1) - 8 * offset, face - 8 * offset, cx, cy, cz, stride, plane, offset, isHarmonic, scale) // biome-ignore format: one thought
        return face
      })
      stencil.fluxDivergence(pointer(0), faces[0]!, faces[1] ?? 0, faces[2] ?? 0, pointer(2), nx, ny, nz, stride, plane)
      expect(difference(2, fluxReference(u, d, spacings, isHarmonic))).toBeLessThan(1e-12)
      const out = view(2)
      const size = out.reduce((sum, value) => sum + Math.abs(value), 0)
      // Exact conservation: the sum over a ring is zero.
      expect(Math.abs(out.reduce((sum, value) => sum + value, 0))).toBeLessThan(4e-16 * size)
    }
  },
)

test('the harmonic mean of nothing is nothing', () => {
  const { stencil, pointer, view, layout } = gridOf([4], 1, (x) => (x < 2 ? 0 : 3))
  stencil.faceCoefficients(pointer(0), pointer(1), 3, 1, 1, 0, 0, 1, true, 2)
  expect([...view(1).subarray(layout.first, layout.first + 3)]).toEqual([0, 0, 6])
})

test.each([
  [6, 8],
  [5, 7],
  [3, 1],
])('a Gray–Scott step on %i × %i against the twin', (...shape) => {
  const { stencil, layout, pointer, difference } = gridOf(shape, 1, wave, other)
  const { nx, ny, stride } = layout
  const p = { wu: 0.16, wv: 0.08, feed: 0.035, kill: 0.06, dt: 0.9 }
  stencil.grayScottStep(
    pointer(0),
    pointer(1),
    pointer(2),
    pointer(3),
    nx,
    ny,
    stride,
    p.wu,
    p.wv,
    p.feed,
    p.kill,
    p.dt,
  )
  const [u, v] = grayScottReference(wave, other, p)
  expect(difference(2, u)).toBeLessThan(1e-13)
  expect(difference(3, v)).toBeLessThan(1e-13)
})

/** What a halo must hold, as a function of the position along the axis; n inner values v at 0 … n − 1. */
function continued(v: (i: number) => number, n: number, i: number, low: HaloEnd, high: HaloEnd, h: number): number {
  if (i >= 0 && i < n) return v(i)
  if (low === 'periodic') return v(((i % n) + n) % n)
  const [end, k, inner] = i < 0 ? [low, -i, (m: number) => v(m)] : [high, i - n + 1, (m: number) => v(n - 1 - m)]
  if (end === 'periodic') throw new Error('one end only')
  const { kind, value = 0 } = end
  if (kind === 'value') return value
  if (kind === 'even-node') return inner(k) + 2 * k * h * value
  if (kind === 'odd-node') return 2 * value - inner(k)
  if (kind === 'even-face') return inner(k - 1) + (2 * k - 1) * h * value
  return 2 * value - inner(k - 1)
}

test('halos by every rule, corners too', () => {
  const ends: HaloEnd[] = [
    { kind: 'even-node', value: 0.3 },
    { kind: 'odd-node', value: -2 },
    { kind: 'even-face', value: 1.5 },
    { kind: 'odd-face' },
    { kind: 'value', value: 7 },
  ]
  const kinds = [['periodic', 'periodic'], ...ends.map((end, k) => [end, ends[(k + 2) % 5]!])] as [HaloEnd, HaloEnd][]
  for (const shape of [[6], [4, 5], [3, 4, 5]])
    kinds.forEach((_, turn) => {
      const halo = 2
      const { stencil, layout, blocks, view, at } = gridOf(shape, halo, wave)
      const [nx = 1, ny = 1, nz = 1] = shape.toReversed()
      const pair = (axis: number) => kinds[(turn + 2 * axis) % kinds.length]!
      const axes = shape.map((_, a): HaloAxis => {
        const [low, high] = pair(shape.length - 1 - a)
        return { low, high, spacing: 0.5 }
      })
      fillHalos(stencil, layout, blocks[0]!.pointer, axes)
      const along = (v: (i: number) => number, n: number, i: number, axis: number) =>
        continued(v, n, i, ...pair(axis), 0.5)
      const wanted = (x: number, y: number, z: number) =>
        along((c) => along((b) => along((a) => wave(a, b, c), nx, x, 0), ny, y, 1), nz, z, 2)
      const [hy, hz] = [shape.length > 1 ? halo : 0, shape.length > 2 ? halo : 0]
      const found = view(0)
      for (let z = -hz; z < nz + hz; z++)
        for (let y = -hy; y < ny + hy; y++)
          for (let x = -halo; x < nx + halo; x++)
            expect(Math.abs(found[at(x, y, z)]! - wanted(x, y, z))).toBeLessThan(1e-13)
    })
})

test('the heat equation between mirrors keeps its content and ends flat', () => {
  // Cells with even faces: the explicit step is conservative; the mean is the limit.
  const u: GridValue = (x, y) => (x === 2 && y === 3 ? 1 : 0)
  const { stencil, layout, blocks, pointer, view, at } = gridOf([8, 8], 1, u)
  const mirror: HaloAxis = { low: { kind: 'even-face' }, high: { kind: 'even-face' }, spacing: 1 }
  for (let step = 0; step < 2000; step++) {
    const [from, to] = step % 2 === 0 ? [0, 1] : [1, 0]
    fillHalos(stencil, layout, blocks[from]!.pointer, [mirror, mirror])
    stencil.star(pointer(from), pointer(to), 8, 8, 1, layout.stride, layout.plane, 0.2, 0.2, 0.2, 0)
  }
  for (let y = 0; y < 8; y++) for (let x = 0; x < 8; x++) expect(view(0)[at(x, y, 0)]).toBeCloseTo(1 / 64, 13)
})

test('senseless grids are refused', () => {
  expect(() => gridLayout([4, 0], 1)).toThrow(/one to three axes.*\[4, 0\]/)
  const { stencil, layout, blocks } = gridOf([4], 1, wave)
  const axis: HaloAxis = { low: 'periodic', high: { kind: 'value' }, spacing: 1 }
  expect(() => fillHalos(stencil, layout, blocks[0]!.pointer, [axis])).toThrow(/periodic at both ends/)
})
