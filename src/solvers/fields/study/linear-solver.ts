import { makeGmres } from '../../../kernels/krylov.ts'
import { csrKernels, diagonalEntries, placeIntegers } from '../../../kernels/sparse.ts'
import { vectorKernels } from '../../../kernels/vector.ts'
import { makeShiftedSolver } from '../../linear/make-shifted-solver.ts'
import type { ShiftedSolver } from '../../linear/shifted-solver.ts'
import type { Pointer, SystemJacobian } from '../../system.ts'
import type { RestingSystem } from './resting-system.ts'

/** Linear systems with g·M − J of fields at rest; in prescribed nodes the right side is the solution. */
export interface FieldSolver {
  /** Keeps J at a state. */
  linearise(time: number, state: Pointer): void
  /** Makes ready for g·M − J; false where that is singular or not finite. */
  factor(g: number): boolean
  /** Solves in place; false where an iteration did not converge. */
  solve(rightSide: Pointer): boolean
  /** out ← J vector, integrals over the domain included. */
  multiply(vector: Pointer, out: Pointer): void
  /** Values of the local part of J, to be compared. */
  values(): Float64Array
  /** The largest sum of sizes in a row of the local part of J. */
  readonly size: number
}

/** From so many unknowns transforms are tried before elimination. */
const MANY = 3000
/** Of the right side, the residual of an iteration. */
const RELATIVE = 1e-12
const MOST = 240

/**
 * Makes the solver: elimination of the sparse Jacobian; with many unknowns and a linear part that transforms can solve GMRES around
 * those, elimination where that does not converge. Integrals over the domain make full columns of J: they are left to GMRES too, around
 * the rest of J.
 */
export function makeFieldSolver(resting: RestingSystem): FieldSolver {
  const { system, held, mass, isNonlocal } = resting
  const { kernels, size, jacobian } = system
  if (!jacobian) throw new Error('a study of fields needs a Jacobian')
  const { pattern } = jacobian
  const vector = vectorKernels(kernels)
  const csr = csrKernels(kernels)
  const take = () => kernels.reserve(size)
  const diagonals = diagonalEntries(pattern)
  const places = Array.from(held).flatMap((one, i) => (one === 1 ? [i] : []))
  const kept: SystemJacobian = {
    pattern,
    evaluate(time, state, out) {
      jacobian.evaluate(time, state, out)
      const view = kernels.whole()
      for (const i of places) view[out / 8 + diagonals[i]] = -1
    },
  }
  const [starts, columns] = [placeIntegers(kernels, pattern.rowStarts), placeIntegers(kernels, pattern.columns)]
  const values = kernels.reserve(pattern.columns.length)
  const [at, moved, changed, solution] = [take(), take(), take(), take()]
  const now = { time: 0, g: 0, shift: 0, size: 0, state: 0, isDirect: false }
  const solveShifted = size > MANY ? system.split?.solveShifted : undefined
  const everywhere = held.map((one) => 1 - one)
  let eliminated: ShiftedSolver | undefined
  const direct = (): ShiftedSolver => {
    eliminated ??= makeShiftedSolver(
      { ...system, jacobian: kept, mass: isNonlocal ? everywhere : mass },
      { isExact: true },
    )
    return eliminated
  }
  const gmres = isNonlocal || solveShifted ? makeGmres(kernels, { size, restart: 40 }) : undefined

  const local = (from: Pointer, out: Pointer) => csr.csrMultiply(starts, columns, values, size, from, out)
  const multiply = (from: Pointer, out: Pointer) => {
    if (!isNonlocal) {
      local(from, out)
      return
    }
    // Differences to both sides: exact to rounding where rates are linear or quadratic.
    const length = vector.maxNorm(size, from)
    if (!(length > 0)) {
      vector.fillVector(size, 0, out)
      return
    }
    const part = (1e-5 * (1 + now.state)) / length
    vector.combine2(size, 1, at, part, from, moved)
    system.rates(now.time, moved, out)
    vector.combine2(size, 1, at, -part, from, moved)
    system.rates(now.time, moved, changed)
    vector.combine2(size, 0.5 / part, out, -0.5 / part, changed, out)
    const view = kernels.whole()
    for (const i of places) view[out / 8 + i] = -view[from / 8 + i]
  }
  const operator = (from: Pointer, out: Pointer) => {
    multiply(from, out)
    const view = kernels.whole()
    const [x, y] = [from / 8, out / 8]
    for (let i = 0; i < size; i++) view[y + i] = now.g * (mass[i] ?? 0) * view[x + i] - view[y + i]
  }
  const byTransforms = (from: Pointer, out: Pointer) => {
    const length = 1 / now.shift
    vector.combine2(size, length, from, 0, from, out)
    solveShifted?.(length, out)
    const view = kernels.whole()
    for (const i of places) view[out / 8 + i] = view[from / 8 + i]
  }
  const byElimination = (from: Pointer, out: Pointer) => {
    vector.copyVector(size, from, out)
    direct().solve(out)
  }
  const eliminate = (): boolean => {
    direct().setJacobian(Float64Array.from([...kernels.view(values, pattern.columns.length), 0]))
    return direct().factor(isNonlocal ? now.g + now.shift : now.g)
  }
  return {
    get size() {
      return now.size
    },
    values: () => kernels.view(values, pattern.columns.length).slice(),
    multiply,
    linearise(time, state) {
      now.time = time
      now.state = vector.maxNorm(size, state)
      vector.copyVector(size, state, at)
      kept.evaluate(time, state, values)
      const view = kernels.view(values, pattern.columns.length)
      now.size = 0
      for (let i = 0; i < size; i++) {
        let sum = 0
        for (let k = pattern.rowStarts[i]; k < pattern.rowStarts[i + 1]; k++) sum += Math.abs(view[k])
        if (!(sum <= now.size)) now.size = sum
      }
    },
    factor(g) {
      now.g = g
      // A constant may be a solution of the local part alone.
      now.shift = isNonlocal ? 1 : Math.max(g, 1e-12 * now.size)
      now.isDirect = !solveShifted
      return Number.isFinite(now.size) && (!now.isDirect || eliminate())
    },
    solve(rightSide) {
      const run = (preconditioner: (from: Pointer, out: Pointer) => void): boolean => {
        vector.fillVector(size, 0, solution)
        const isFound = gmres?.solve(operator, rightSide, solution, { relative: RELATIVE, mostIterations: MOST, preconditioner }) ?? false // biome-ignore format: one call
        // Rounding of products may end an iteration before its goal.
        const goal = 1e-9 * Math.sqrt(vector.dot(size, rightSide, rightSide))
        if (!isFound && !((gmres?.residual ?? Number.NaN) <= goal)) return false
        vector.copyVector(size, solution, rightSide)
        return true
      }
      if (!now.isDirect) {
        if (run(byTransforms)) return true
        now.isDirect = true
        if (!eliminate()) return false
      }
      if (isNonlocal) return run(byElimination)
      direct().solve(rightSide)
      return Number.isFinite(vector.maxNorm(size, rightSide))
    },
  }
}
