import { RunFailure } from '../../../core/errors.ts'
import { eigenvalues, eigenvector } from '../../../kernels/eigen.ts'
import { vectorKernels } from '../../../kernels/vector.ts'
import type { Pointer } from '../../system.ts'
import type { FieldSolver } from './linear-solver.ts'
import type { RestingSystem } from './resting-system.ts'

/** An eigenvalue of J x = λ M x and its mode in the variables of the state. */
export interface FieldMode {
  readonly real: number
  readonly imaginary: number
  readonly mode: Float64Array
  /** Undefined where the eigenvalue is real. */
  readonly modeImaginary?: Float64Array
  /** ‖J x − λ M x‖ of the mode, relative to the size of J times its own. */
  readonly residual: number
}

export interface EigenvaluesFound {
  readonly modes: readonly FieldMode[]
  /** Solutions of linear systems. */
  readonly solves: number
  /** Where the shift really was. */
  readonly shift: number
}

/** Vectors to start with: so many equal eigenvalues are found for sure. */
const BLOCK = 4
/** Relative to the eigenvalues of the inverse, the residual at which one counts as found. */
const CONVERGED = 1e-13
/** Nearer than this part to each other eigenvalues count as equal. */
const EQUAL = 1e-7

/**
 * Eigenvalues of J x = λ M x that lie nearest to a real number σ, by a block Arnoldi process with (σ M − J)⁻¹ M that is orthogonalised
 * twice and never restarted (T. Ericsson, A. Ruhe, Math. Comp. 35 (1980) 1251; A. Ruhe, Math. Comp. 33 (1979) 680 for the band). Places
 * without mass take no part: their directions are cleaned out by one more solution. A small problem is exhausted and so solved whole.
 * Yields the part done.
 * @throws RunFailure where σ M − J is singular for every σ, or the process does not converge
 */
export function* nearestEigenvalues(
  { system, mass }: RestingSystem,
  solver: FieldSolver,
  near: number,
  count: number,
): Generator<number, EigenvaluesFound> {
  const { kernels, size } = system
  const vector = vectorKernels(kernels)
  const moving = mass.reduce((sum, one) => sum + one, 0)
  const wanted = Math.min(count, moving)
  const most = Math.min(moving, Math.max(12 * wanted + 80, 160))
  const block = Math.min(BLOCK, moving)
  const take = () => kernels.reserve(size)
  const work = take()
  let solves = 0
  const apply = (from: Pointer, out: Pointer) => {
    const view = kernels.whole()
    for (let i = 0; i < size; i++) view[out / 8 + i] = (mass[i] ?? 0) * view[from / 8 + i]
    solves++
    if (!solver.solve(out)) throw new RunFailure(`A linear system with the Jacobian less ${shift.toPrecision(6)} could not be solved. Give another number for study.near.`) // biome-ignore format: one sentence
  }
  const start = (k: number, out: Pointer) => {
    const view = kernels.whole()
    for (let i = 0; i < size; i++) view[out / 8 + i] = (mass[i] ?? 0) * (Math.sin(1 + (7 + 3 * k) * i * 0.618034) + Math.cos((0.37 + 0.11 * k) * i)) // biome-ignore format: one thought
  }
  const shift = chooseShift()
  if (!solver.factor(shift)) throw new RunFailure('The Jacobian less a multiple of the masses is singular whatever the multiple: a constraint does not determine its unknown. Give it a value on a side.') // biome-ignore format: one sentence

  const basis: Pointer[] = []
  const projected: Float64Array[] = []
  /** Makes a vector orthogonal to the basis, twice; its length before and after. */
  const orthogonalise = (at: Pointer, coefficients?: Float64Array): readonly [number, number] => {
    const before = Math.sqrt(vector.dot(size, at, at))
    for (let round = 0; round < 2; round++)
      basis.forEach((one, i) => {
        const part = vector.dot(size, one, at)
        vector.axpy(size, -part, one, at)
        if (coefficients) coefficients[i] = (coefficients[i] ?? 0) + part
      })
    return [before, Math.sqrt(vector.dot(size, at, at))]
  }
  const extend = (at: Pointer, length: number) => {
    vector.scaleVector(size, 1 / length, at)
    basis.push(at)
  }
  for (let k = 0; basis.length < block && k < 20; k++) {
    const at = take()
    start(k, work)
    apply(work, at)
    const [before, length] = orthogonalise(at)
    if (length > 1e-10 * before) extend(at, length)
  }
  let height = 0
  for (let m = 1; m <= most; m++) {
    const column = new Float64Array(most + block + 1)
    const from = basis[m - 1]
    if (from === undefined) break
    const at = take()
    apply(from, at)
    const [before, length] = orthogonalise(at, column)
    projected.push(column)
    height = m
    // Else the direction is exhausted: the band becomes narrower.
    if (length > 1e-13 * before && basis.length < moving) {
      column[basis.length] = length
      extend(at, length)
    }
    if (m < most && basis.length > m && (m < wanted + 2 || m % 4 !== 0)) continue
    yield Math.min(0.95, m / most)
    const found = ritzPairs(m)
    if (!found)
      throw new RunFailure(
        'The projected Jacobian is not finite. Does the state of rest have values that the rates cannot take?',
      )
    const isWhole = m === most && m >= moving
    if (
      basis.length <= m ||
      isWhole ||
      found.every((pair) => pair.residual <= CONVERGED * Math.hypot(pair.re, pair.im)) ||
      (m >= most && found.every((pair) => pair.residual <= 1e-8 * Math.hypot(pair.re, pair.im)))
    )
      // biome-ignore format: one condition
      return { modes: found.map((pair) => modeOf(pair, m)), solves, shift }
  }
  throw new RunFailure(`Of ${wanted} eigenvalues near ${near} not all came out of ${height} solutions. Ask for fewer, or give a number nearer to them for study.near.`) // biome-ignore format: one sentence

  /** The wanted number; a little beside it where an eigenvalue lies there. */
  function chooseShift(): number {
    const beside = 1e-7 * (solver.size || 1)
    if (!solver.factor(near)) return near + beside
    start(0, work)
    const before = vector.maxNorm(size, work)
    if (!solver.solve(work)) return near + beside
    return vector.maxNorm(size, work) * solver.size > 1e9 * before ? near + beside : near
  }

  interface RitzPair {
    readonly re: number
    readonly im: number
    readonly vector: Float64Array
    readonly residual: number
  }

  /** The wanted eigenvalues of the projection, largest first: those of J nearest to the shift. */
  function ritzPairs(m: number): readonly RitzPair[] | undefined {
    const matrix = new Float64Array(m * m)
    for (let j = 0; j < m; j++) for (let i = 0; i < m; i++) matrix[i * m + j] = projected[j]?.[i] ?? 0
    const values = eigenvalues(matrix, m)
    if (!values) return undefined
    const order = Array.from(values.real, (re, i) => ({ re, im: values.imaginary[i] ?? 0 }))
      .map((pair, place) => ({ ...pair, place, size: Math.hypot(pair.re, pair.im) }))
      .sort((a, b) => (Math.abs(a.size - b.size) <= 1e-12 * (a.size + b.size) ? a.place - b.place : b.size - a.size))
      .slice(0, wanted)
    const pairs: RitzPair[] = []
    for (const { re, im, size: length } of order) {
      const equal = pairs.filter((one) => Math.hypot(one.re - re, one.im - im) <= EQUAL * length)
      const made = eigenvector(kernels, matrix, m, re, im, equal.map((one) => one.vector)) // biome-ignore format: one call
      // What the process leaves beyond its last vectors, met by the mode.
      let residual = 0
      for (let row = m; row < basis.length; row++) {
        let [a, b] = [0, 0]
        for (let j = 0; j < m; j++) {
          a += (projected[j]?.[row] ?? 0) * (made[2 * j] ?? 0)
          b += (projected[j]?.[row] ?? 0) * (made[2 * j + 1] ?? 0)
        }
        residual = Math.hypot(residual, a, b)
      }
      pairs.push({ re, im, vector: made, residual })
    }
    return pairs
  }

  function modeOf({ re, im, vector: small }: RitzPair, m: number): FieldMode {
    const part = (offset: 0 | 1): Pointer => {
      const [sum, out] = [take(), take()]
      vector.fillVector(size, 0, sum)
      for (let j = 0; j < m; j++) vector.axpy(size, small[2 * j + offset] ?? 0, basis[j] ?? 0, sum)
      apply(sum, out)
      return out
    }
    const square = re * re + im * im
    // (σ − λ) = 1/θ.
    const value = { real: shift - re / square, imaginary: im / square }
    const isReal = Math.abs(value.imaginary) <= 1e-10 * Math.hypot(value.real, value.imaginary)
    const imaginaryPart = isReal ? 0 : value.imaginary
    const mark = kernels.mark()
    const [x, y] = [part(0), isReal ? 0 : part(1)]
    const [jx, jy] = [take(), take()]
    solver.multiply(x, jx)
    if (!isReal) solver.multiply(y, jy)
    const view = kernels.whole()
    let [left, length] = [0, 0]
    for (let i = 0; i < size; i++) {
      const one = mass[i] ?? 0
      const [a, b] = [view[x / 8 + i], isReal ? 0 : view[y / 8 + i]]
      left = Math.max(left, Math.abs(view[jx / 8 + i] - one * (value.real * a - imaginaryPart * b)))
      if (!isReal) left = Math.max(left, Math.abs(view[jy / 8 + i] - one * (value.real * b + imaginaryPart * a)))
      length = Math.max(length, Math.hypot(a, b))
    }
    const mode = kernels.view(x, size).slice()
    const other = isReal ? undefined : kernels.view(y, size).slice()
    kernels.release(mark)
    return {
      real: value.real,
      imaginary: imaginaryPart,
      mode,
      ...(other ? { modeImaginary: other } : {}),
      residual: left / (length * (solver.size || 1)),
    }
  }
}
