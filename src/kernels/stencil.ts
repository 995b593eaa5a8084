import { gridFamily } from './generated/grid.ts'
import type { Kernels } from './kernels.ts'

/**
 * Stencils on uniform grids, row by row, x fastest, with room around the inner values for a halo. `u` and `out` are pointers
 * (bytes) of the first inner value; `stride` (row to row), `plane` and `offset` count float64; a grid of fewer dimensions has
 * nz = 1, or ny = nz = 1. Fill the halo before: one value for order 2, two for order 4. `u` and `out` must not overlap.
 * What each does exactly stands in src/kernels/assembly/grid.
 */
export interface StencilKernels {
  /** ∂/∂axis or ∂²/∂axis², along the axis whose neighbours lie `offset` apart; kind and scale by `differenceOf`. */
  difference(
    u: number,
    out: number,
    nx: number,
    ny: number,
    nz: number,
    stride: number,
    plane: number,
    offset: number,
    kind: number,
    scale: number,
  ): void
  /** out ← centre·u + Σ w (both neighbours): a Laplacian, a Helmholtz operator or an explicit heat step; order 2. Axes of weight 0 are not looked at. */
  star: Star
  /** The same of order 4: each neighbour's part is w(16(u₋₁ + u₊₁) − (u₋₂ + u₊₂))/12. */
  wideStar: Star
  /** One axis' ends of all lines; see `fillHalos`. */
  fillHalo(
    u: number,
    n: number,
    offset: number,
    halo: number,
    lines: number,
    line: number,
    slabs: number,
    slab: number,
    spacing: number,
    lowKind: number,
    low: number,
    highKind: number,
    high: number,
  ): void
  /** out ← scale · mean of d and its neighbour `offset` further; harmonic or arithmetic. */
  faceCoefficients(
    d: number,
    out: number,
    nx: number,
    ny: number,
    nz: number,
    stride: number,
    plane: number,
    offset: number,
    isHarmonic: boolean,
    scale: number,
  ): void
  /** out ← ∇·(D∇u), D by `fillFaces`; `fy`, `fz`: 0 where there is no such axis. What one value loses its neighbour gains exactly. */
  fluxDivergence(
    u: number,
    fx: number,
    fy: number,
    fz: number,
    out: number,
    nx: number,
    ny: number,
    nz: number,
    stride: number,
    plane: number,
  ): void
  /** An explicit step of u_t = Du Δu − uv² + F(1 − u), v_t = Dv Δv + uv² − (F + k)v; wu = dt Du/h². */
  grayScottStep(
    u: number,
    v: number,
    outU: number,
    outV: number,
    nx: number,
    ny: number,
    stride: number,
    wu: number,
    wv: number,
    feed: number,
    kill: number,
    dt: number,
  ): void
}

type Star = (
  u: number,
  out: number,
  nx: number,
  ny: number,
  nz: number,
  stride: number,
  plane: number,
  centre: number,
  wx: number,
  wy: number,
  wz: number,
) => void

/** The stencils on one memory. */
export function stencilKernels(kernels: Kernels): StencilKernels {
  return kernels.link(gridFamily) as unknown as StencilKernels
}

/** Where the values of a grid with a halo lie, in float64. */
export interface GridLayout {
  readonly nx: number
  readonly ny: number
  readonly nz: number
  readonly halo: number
  readonly stride: number
  readonly plane: number
  /** From the beginning of the array to the first inner value. */
  readonly first: number
  /** Length of the array. */
  readonly length: number
}

/** The layout of a grid with `halo` values around it; `shape` is row-major, x last. */
export function gridLayout(shape: readonly number[], halo: number): GridLayout {
  const wrong = shape.find((n) => !Number.isInteger(n) || n < 1)
  if (shape.length < 1 || shape.length > 3 || wrong !== undefined)
    throw new Error(`a grid has one to three axes of one value and more; the shape is [${shape.join(', ')}]`)
  const [nx = 1, ny = 1, nz = 1] = shape.toReversed()
  const stride = nx + 2 * halo
  const rows = shape.length > 1 ? ny + 2 * halo : 1
  const plane = stride * rows
  const planes = shape.length > 2 ? nz + 2 * halo : 1
  const first = halo + (shape.length > 1 ? halo * stride : 0) + (shape.length > 2 ? halo * plane : 0)
  return { nx, ny, nz, halo, stride, plane, first, length: plane * planes }
}

const kinds = { 'first 2': 0, 'first 4': 1, 'second 2': 2, 'second 4': 3 } as const

/** Kind and scale of `difference` for a derivative of an order of accuracy. */
export function differenceOf(derivative: 'first' | 'second', order: 2 | 4, spacing: number) {
  const divisor = (derivative === 'first' ? 2 * spacing : spacing ** 2) * (order === 2 ? 1 : derivative === 'first' ? 6 : 12) // biome-ignore format: one thought
  return { kind: kinds[`${derivative} ${order}`], scale: 1 / divisor }
}

/**
 * What lies beyond an end of an axis. `node`: the last value stands on the boundary; `face`: half a step inside it. `even` continues
 * with an outward slope (Neumann), `odd` through a value on the boundary (Dirichlet), `value` is that value everywhere outside.
 */
export type HaloEnd =
  | { readonly kind: 'even-node' | 'odd-node' | 'even-face' | 'odd-face' | 'value'; readonly value?: number }
  | 'periodic'

const ends = { 'even-node': 1, 'odd-node': 2, 'even-face': 3, 'odd-face': 4, value: 5 } as const

/** An axis of `fillHalos`. */
export interface HaloAxis {
  readonly low: HaloEnd
  readonly high: HaloEnd
  readonly spacing: number
}

/** Fills all halos, edges and corners too, of the array that begins at `pointer`; `axes` in the order of the shape. */
export function fillHalos(
  stencil: StencilKernels,
  layout: GridLayout,
  pointer: number,
  axes: readonly HaloAxis[],
): void {
  const { nx, ny, nz, halo, stride, plane, first } = layout
  const [x, y, z] = axes.toReversed()
  const u = pointer + 8 * first
  const fill = (axis: HaloAxis | undefined, from: number, n: number, offset: number, lines: number[]) => {
    if (!axis) return
    const { low, high, spacing } = axis
    if ((low === 'periodic') !== (high === 'periodic'))
      throw new Error('an axis is periodic at both ends or at neither')
    const [count = 1, line = 0, slabs = 1, slab = 0] = lines
    const code = (end: HaloEnd) => (end === 'periodic' ? 0 : ends[end.kind])
    const value = (end: HaloEnd) => (end === 'periodic' ? 0 : (end.value ?? 0))
    const pair = [code(low), value(low), code(high), value(high)] as const
    stencil.fillHalo(from, n, offset, halo, count, line, slabs, slab, spacing, ...pair)
  }
  fill(x, u, nx, 1, [ny, stride, nz, plane])
  fill(y, u - 8 * halo, ny, stride, [stride, 1, nz, plane])
  fill(z, u - 8 * (halo + (y ? halo * stride : 0)), nz, plane, [plane, 1, 1, 0])
}
