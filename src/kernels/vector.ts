import { vectorFamily } from './generated/vector.ts'
import type { Kernels } from './kernels.ts'

/**
 * Vectors of float64: copies, linear combinations, norms. Pointers are byte offsets; nothing behind a vector is touched.
 * Weighted norms: root mean square of x_i / (atol_i + rtol·max(|y_i|, |z_i|)), 1 at the tolerance; `atols` is a pointer, or 0 where
 * `atol` holds for all. What each does exactly stands in src/kernels/assembly/vector.
 */
export interface VectorKernels {
  copyVector(n: number, x: number, out: number): void
  fillVector(n: number, value: number, out: number): void
  /** x ← a x */
  scaleVector(n: number, a: number, x: number): void
  /** y ← y + a x */
  axpy(n: number, a: number, x: number, y: number): void
  /** out ← a x + b y; out may be x or y. */
  combine2(n: number, a: number, x: number, b: number, y: number, out: number): void
  /** out ← a x + b y + c z + d u + e v; out may be any of them. */
  combine5(
    n: number,
    a: number,
    x: number,
    b: number,
    y: number,
    c: number,
    z: number,
    d: number,
    u: number,
    e: number,
    v: number,
    out: number,
  ): void
  /** out ← x y, value by value. */
  multiplyVectors(n: number, x: number, y: number, out: number): void
  /** out ← y + h Σ a_j k_j, the list of terms made by `makeTerms`; out may be y or one of the k_j. */
  stage(n: number, terms: number, h: number, y: number, out: number): void
  /** out ← h Σ a_j k_j; out may be one of the k_j. */
  sumTerms(n: number, terms: number, h: number, out: number): void
  /** Rewrites the coefficients of `terms`: a_j = Σ_m φ_m(θ) c[j][m]. Basis 0: θ^(m+1); 1: θ, θ(1−θ), θ²(1−θ), … */
  denseWeights(terms: number, coefficients: number, degree: number, basis: number, theta: number): void
  weightedNorm(n: number, x: number, y: number, z: number, rtol: number, atol: number, atols: number): number
  /** The weighted norm of h Σ e_j k_j, which is not stored. */
  errorNorm(
    n: number,
    terms: number,
    h: number,
    y: number,
    z: number,
    rtol: number,
    atol: number,
    atols: number,
  ): number
  errorNorm853(
    n: number,
    terms5: number,
    terms3: number,
    h: number,
    y: number,
    z: number,
    rtol: number,
    atol: number,
    atols: number,
  ): number
  /** Place of the largest weighted |x_i|, or of the first that is not a number. */
  worstOf(n: number, x: number, y: number, z: number, rtol: number, atol: number, atols: number): number
  /** The largest |x_i|; NaN where one is. */
  maxNorm(n: number, x: number): number
  maxDifference(n: number, x: number, y: number): number
  /** Place of the first value that is not finite; −1 where all are. */
  firstNonFinite(n: number, x: number): number
  minimumOf(n: number, x: number): number
  dot(n: number, x: number, y: number): number
  /** Σ x_i, compensated. */
  compensatedSum(n: number, x: number): number
  /** A whole try of an explicit step, by a program of `makeRungeKuttaProgram`; see assembly/vector/runge-kutta.ts. */
  rungeKuttaAttempt(program: number, time: number, step: number, y: number, next: number): number
  /** √(Σ(a_i − b_i)² / Σ(x_i − y_i)²); 0 where x = y. */
  quotientOfDifferences(n: number, a: number, b: number, x: number, y: number): number
}

/** The vector kernels of one instance. */
export function vectorKernels(kernels: Kernels): VectorKernels {
  return kernels.link(vectorFamily) as unknown as VectorKernels
}

/**
 * Writes a list of terms into the arena, once, and gives its pointer; terms with coefficient 0 are left out unless `keepZeros`.
 * Coefficients that a row is short of are 0.
 */
export function makeTerms(
  kernels: Kernels,
  row: readonly number[],
  pointers: readonly number[],
  keepZeros = false,
): number {
  let count = 0
  for (let j = 0; j < pointers.length; j++) if (keepZeros || (row[j] ?? 0) !== 0) count++
  const list = kernels.reserve(2 + 2 * count)
  const all = kernels.whole()
  let place = list / 8
  all[place] = asLowHalf(count)
  for (let j = 0; j < pointers.length; j++) {
    const coefficient = row[j] ?? 0
    if (coefficient === 0 && !keepZeros) continue
    place += 2
    all[place] = asLowHalf(pointers[j])
    all[place + 1] = coefficient
  }
  return list
}

/** The float64 whose bytes are those of an int32 ≥ 0 and zeros, a multiple of the least there is: a view of integers is not needed. */
const asLowHalf = (integer: number): number => integer * Number.MIN_VALUE

/** An explicit method on a system, all pointers: lists of terms by `makeTerms`. */
export interface RungeKuttaProgram {
  readonly size: number
  /** The rates' number by `Kernels.callable`. */
  readonly rates: number
  readonly isFirstSameAsLast: boolean
  readonly inner: number
  /** Terms of the error; 0: none. */
  readonly error: number
  readonly second: number
  readonly weights: number
  readonly newSlope: number
  /** Of each stage its node, the terms of its state and its slope; slopes may be more. */
  readonly nodes: readonly number[]
  readonly rows: readonly number[]
  readonly slopes: readonly number[]
}

/** Writes the program into the arena and gives its pointer; its tolerances are set by `setProgramTolerances`. */
export function makeRungeKuttaProgram(kernels: Kernels, program: RungeKuttaProgram): number {
  const { size, nodes, rows, slopes, rates, isFirstSameAsLast, inner, error, second, weights, newSlope } = program
  const pointer = kernels.reserve(7 + 2 * nodes.length)
  const integers = new Int32Array(kernels.memory.buffer, pointer, 14 + 4 * nodes.length)
  const floats = kernels.whole()
  integers.set([size, nodes.length, rates, isFirstSameAsLast ? 1 : 0, inner, error, second])
  integers[12] = weights
  integers[13] = newSlope
  for (let i = 0; i < nodes.length; i++) {
    floats[pointer / 8 + 7 + 2 * i] = nodes[i]
    integers[16 + 4 * i] = rows[i]
    integers[17 + 4 * i] = slopes[i]
  }
  return pointer
}

/** Tolerances of a program, as weighted norms take them: `atols` is a pointer, or 0 where `atol` holds for all. */
export function setProgramTolerances(
  kernels: Kernels,
  program: number,
  { rtol, atol, atols }: { readonly rtol: number; readonly atol: number; readonly atols: number },
): void {
  const floats = kernels.whole()
  const place = program / 8
  // Zero as it was written.
  if (atols !== 0) new Int32Array(floats.buffer, program, 8)[7] = atols
  floats[place + 4] = rtol
  floats[place + 5] = atol
}
