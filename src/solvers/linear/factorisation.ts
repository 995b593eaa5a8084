import type { Pointer, SparsityPattern } from '../system.ts'

/** One way of solving with g·M − J. `values` are those of J in the order of the pattern; a right side takes the solution. */
export interface Factorisation {
  readonly kind: 'dense' | 'banded' | 'sparse' | 'krylov'
  /** Makes ready for g·M − J; false where the matrix is singular or not finite. */
  factor(values: Pointer, g: number): boolean
  solve(rightSide: Pointer): void
  /** The same for (re + i·im)·M − J; the right side is interleaved. */
  factorComplex(values: Pointer, re: number, im: number): boolean
  solveComplex(rightSide: Pointer): void
  /** An iteration that failed once has gone over to elimination for good; `fallBack` makes one do so. */
  readonly hasFallenBack?: boolean
  fallBack?(): void
}

export interface FactorisationOptions {
  readonly pattern: SparsityPattern
  /** Diagonal of M; absent: ones. */
  readonly mass?: Float64Array
  /** Memory for the complex matrix is taken only where it is needed. */
  readonly isComplex: boolean
}

/** The place of every entry of a pattern in another storage, and that of the diagonal. */
export function places(
  { rowStarts, columns }: SparsityPattern,
  at: (row: number, column: number) => number,
): { readonly entries: Int32Array; readonly diagonal: Int32Array } {
  const size = rowStarts.length - 1
  const entries = new Int32Array(columns.length)
  const diagonal = new Int32Array(size)
  for (let i = 0; i < size; i++) {
    for (let k = rowStarts[i]; k < rowStarts[i + 1]; k++) entries[k] = at(i, columns[k])
    diagonal[i] = at(i, i)
  }
  return { entries, diagonal }
}

/** Writes g·M − J to `matrix`, float64 k·`width` apart; what the pattern has not is left as it is. */
export function writeShifted(
  view: Float64Array,
  matrix: Pointer,
  width: 1 | 2,
  values: Pointer,
  { entries, diagonal }: { readonly entries: Int32Array; readonly diagonal: Int32Array },
  mass: Float64Array | undefined,
  re: number,
  im: number,
): void {
  const base = matrix / 8
  const from = values / 8
  for (let k = 0; k < entries.length; k++) view[base + width * entries[k]] = -view[from + k]
  for (let i = 0; i < diagonal.length; i++) {
    const at = base + width * diagonal[i]
    const m = mass ? mass[i] : 1
    view[at] += re * m
    if (width === 2) view[at + 1] = im * m
  }
}
