// Plain twins of the grid kernels, for tests: a value at a time, by the definitions. Grids are functions of whole numbers, so that what
// lies outside needs no halo.

/** A grid's value at x, y, z, also outside. */
export type GridValue = (x: number, y: number, z: number) => number

type Steps = readonly (readonly [number, number, number])[]

const axes: Steps = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
]

const along = (u: GridValue, axis: number, x: number, y: number, z: number, distance: number) => {
  const [a, b, c] = axes[axis] ?? [0, 0, 0]
  return u(x + distance * a, y + distance * b, z + distance * c)
}

/** The textbook differences; weights at the distances −2 … 2 over the divisor. */
const weights = {
  'first 2': [[0, -1, 0, 1, 0], 2],
  'first 4': [[1, -8, 0, 8, -1], 12],
  'second 2': [[0, 1, -2, 1, 0], 1],
  'second 4': [[-1, 16, -30, 16, -1], 12],
} as const

/** A derivative along an axis (0: x). */
export function differenceReference(
  u: GridValue,
  axis: number,
  derivative: 'first' | 'second',
  order: 2 | 4,
  spacing: number,
): GridValue {
  const [list, divisor] = weights[`${derivative} ${order}`]
  const power = derivative === 'first' ? spacing : spacing ** 2
  return (x, y, z) =>
    list.reduce((sum: number, weight, k) => sum + weight * along(u, axis, x, y, z, k - 2), 0) / (divisor * power)
}

/** centre·u + Σ over the axes of w (second difference, without its own centre). */
export function starReference(u: GridValue, order: 2 | 4, centre: number, w: readonly number[]): GridValue {
  const near = order === 2 ? 1 : 16 / 12
  const far = order === 2 ? 0 : -1 / 12
  return (x, y, z) =>
    w.reduce(
      (sum, weight, axis) => {
        const at = (distance: number) => along(u, axis, x, y, z, distance)
        return sum + weight * (near * (at(-1) + at(1)) + far * (at(-2) + at(2)))
      },
      centre * u(x, y, z),
    )
}

/** ∇·(D∇u) with arithmetic or harmonic means of D between values. */
export function fluxReference(u: GridValue, d: GridValue, spacings: readonly number[], isHarmonic: boolean): GridValue {
  const mean = (a: number, b: number) => (isHarmonic ? (2 * a * b) / (a + b) : (a + b) / 2)
  return (x, y, z) =>
    spacings.reduce((sum, h, axis) => {
      const at = (f: GridValue, distance: number) => along(f, axis, x, y, z, distance)
      const right = mean(d(x, y, z), at(d, 1)) * (at(u, 1) - u(x, y, z))
      const left = mean(d(x, y, z), at(d, -1)) * (u(x, y, z) - at(u, -1))
      return sum + (right - left) / h ** 2
    }, 0)
}

/** One explicit step of Gray–Scott: [u, v]. */
export function grayScottReference(
  u: GridValue,
  v: GridValue,
  { wu, wv, feed, kill, dt }: Readonly<Record<'wu' | 'wv' | 'feed' | 'kill' | 'dt', number>>,
): [GridValue, GridValue] {
  const spread = (f: GridValue) => starReference(f, 2, -4, [1, 1])
  const [su, sv] = [spread(u), spread(v)]
  const made: GridValue = (x, y, z) => u(x, y, z) * v(x, y, z) ** 2
  return [
    (x, y, z) => u(x, y, z) + wu * su(x, y, z) + dt * (feed * (1 - u(x, y, z)) - made(x, y, z)),
    (x, y, z) => v(x, y, z) + wv * sv(x, y, z) + dt * (made(x, y, z) - (feed + kill) * v(x, y, z)),
  ]
}
