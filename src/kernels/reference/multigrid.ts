import { solveReference } from './dense.ts'

/** An axis as in ../multigrid.ts. */
interface Axis {
  readonly nodes: number
  readonly spacing: number
  readonly ends: 'periodic' | readonly ['dirichlet' | 'neumann', 'dirichlet' | 'neumann']
}

/**
 * The discrete equations of ../multigrid.ts, assembled by their definition and solved by elimination, for tests. `c`, `k`, `f` and `given`
 * (the Dirichlet values) are arrays of all nodes, row-major. Not for problems whose solution is not unique.
 */
export function ellipticReference(
  axes: readonly Axis[],
  {
    c,
    k,
    f,
    given,
    isHarmonic = false,
  }: Readonly<Record<'c' | 'k' | 'f' | 'given', ArrayLike<number>>> & { readonly isHarmonic?: boolean },
): number[] | undefined {
  const strides = axes.map((_, a) => axes.slice(a + 1).reduce((all, { nodes }) => all * nodes, 1))
  const n = axes.reduce((all, { nodes }) => all * nodes, 1)
  const matrix = new Float64Array(n * n)
  const side = new Float64Array(n)
  for (let m = 0; m < n; m++) {
    const index = axes.map(({ nodes }, a) => Math.floor(m / (strides[a] ?? 1)) % nodes)
    const isGiven = axes.some(({ ends, nodes }, a) => {
      if (ends === 'periodic') return false
      return (index[a] === 0 && ends[0] === 'dirichlet') || (index[a] === nodes - 1 && ends[1] === 'dirichlet')
    })
    const add = (column: number, value: number) => {
      matrix[m * n + column] = (matrix[m * n + column] ?? 0) + value
    }
    if (isGiven) {
      add(m, 1)
      side[m] = given[m] ?? 0
      continue
    }
    side[m] = f[m] ?? 0
    add(m, k[m] ?? 0)
    axes.forEach(({ nodes, spacing, ends }, a) => {
      const i = index[a] ?? 0
      for (const step of [-1, 1]) {
        // Beyond a Neumann end lies the mirror image.
        let to = i + step
        if (ends === 'periodic') to = (to + nodes) % nodes
        else if (to < 0 || to >= nodes) to = i - step
        const other = m + (to - i) * (strides[a] ?? 1)
        const [p, q] = [c[m] ?? 0, c[other] ?? 0]
        const face = (isHarmonic ? (2 * p * q) / (p + q) : (p + q) / 2) / spacing ** 2
        add(other, face)
        add(m, -face)
      }
    })
  }
  return solveReference(matrix, side)
}
