import type { Block, Kernels } from '../../src/kernels/kernels.ts'
import type { CsrPattern } from '../../src/kernels/ordering.ts'

/** Uniform numbers in [−1, 1) from a seed (Lehmer's generator): the same everywhere. */
export function randomNumbers(count: number, seed: number): Float64Array {
  let state = (seed * 16807 + 12345) % 2147483647 || 1
  return Float64Array.from({ length: count }, () => {
    state = (state * 48271) % 2147483647
    return (2 * state) / 2147483647 - 1
  })
}

/** A block that holds the values. Its view is detached by the next one: read results through `kernels.view`. */
export function placed(kernels: Kernels, values: ArrayLike<number>): Block {
  const block = kernels.allocate(values.length)
  block.view.set(values)
  return block
}

/** Largest modulus of A x − b over (‖A‖∞ ‖x‖∞ + ‖b‖∞) ε: of the order of n or less when the solve is backward stable. */
export function residual(matrix: ArrayLike<number>, x: ArrayLike<number>, b: ArrayLike<number>): number {
  const n = b.length
  const columns = x.length
  let worst = 0
  let norm = 0
  let largestX = 0
  let largestB = 0
  for (let j = 0; j < columns; j++) largestX = Math.max(largestX, Math.abs(x[j] ?? Number.NaN))
  for (let i = 0; i < n; i++) {
    let sum = -(b[i] ?? 0)
    let row = 0
    for (let j = 0; j < columns; j++) {
      const a = matrix[i * columns + j] ?? 0
      sum += a * (x[j] ?? 0)
      row += Math.abs(a)
    }
    worst = Math.max(worst, Math.abs(sum))
    norm = Math.max(norm, row)
    largestB = Math.max(largestB, Math.abs(b[i] ?? 0))
  }
  return worst / ((norm * largestX + largestB || 1) * Number.EPSILON)
}

/** The real matrix of twice the size of a complex one with interleaved entries: (re, −im; im, re) for each. */
export function realForm(matrix: ArrayLike<number>, n: number): Float64Array {
  const real = new Float64Array(4 * n * n)
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) {
      const re = matrix[2 * (i * n + j)] ?? 0
      const im = matrix[2 * (i * n + j) + 1] ?? 0
      real[4 * i * n + 2 * j] = re
      real[4 * i * n + 2 * j + 1] = -im
      real[(4 * i + 2) * n + 2 * j] = im
      real[(4 * i + 2) * n + 2 * j + 1] = re
    }
  return real
}

/** The pattern of an n × n matrix from a rule. */
export function patternOf(n: number, isIn: (row: number, column: number) => boolean): CsrPattern {
  const rowStarts = new Int32Array(n + 1)
  const columns: number[] = []
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) if (isIn(i, j)) columns.push(j)
    rowStarts[i + 1] = columns.length
  }
  return { rowStarts, columns: Int32Array.from(columns) }
}

/** A random pattern with the whole diagonal and its right neighbour (cyclic). */
export function randomPattern(n: number, density: number, seed: number): CsrPattern {
  const chance = randomNumbers(n * n, seed + 1)
  return patternOf(n, (i, j) => i === j || j === (i + 1) % n || (chance[i * n + j] ?? 0) < 2 * density - 1)
}

/** The five-point star, 4 and −1, on m × m points with zero boundary. */
export function poisson(m: number): { readonly pattern: CsrPattern; readonly values: Float64Array } {
  const n = m * m
  const rowStarts = new Int32Array(n + 1)
  const columns: number[] = []
  const values: number[] = []
  for (let i = 0; i < n; i++) {
    const [x, y] = [i % m, Math.floor(i / m)]
    const add = (isInside: boolean, column: number, value: number) => {
      if (!isInside) return
      columns.push(column)
      values.push(value)
    }
    add(y > 0, i - m, -1)
    add(x > 0, i - 1, -1)
    add(true, i, 4)
    add(x < m - 1, i + 1, -1)
    add(y < m - 1, i + m, -1)
    rowStarts[i + 1] = columns.length
  }
  return { pattern: { rowStarts, columns: Int32Array.from(columns) }, values: Float64Array.from(values) }
}
