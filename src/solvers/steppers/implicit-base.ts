import type { Checkpoint } from '../../core/simulation.ts'
import { type ImplicitKernels, implicitKernels } from '../../kernels/implicit.ts'
import { makeArenaView } from '../arena-view.ts'
import { makeShiftedSolver } from '../linear/make-shifted-solver.ts'
import type { ShiftedSolver, ShiftedSolverOptions } from '../linear/shifted-solver.ts'
import type { SteppingCounts, Tolerances } from '../stepper.ts'
import type { Pointer, System } from '../system.ts'

/** Vectors one behind the other, `stride` bytes apart, padded to pairs. */
export interface Vectors {
  readonly pointer: Pointer
  readonly stride: number
  readonly count: number
}

/** What every implicit method needs around its formula: vectors, weights, solver, start. */
export interface ImplicitBase {
  readonly system: System
  readonly size: number
  readonly kernels: ImplicitKernels
  readonly solver: ShiftedSolver
  readonly memory: () => Float64Array
  readonly state: Pointer
  readonly rates: Pointer
  readonly weights: Pointer
  /** Diagonal of M in the arena, 0 where it is all ones. */
  readonly mass: Pointer
  readonly hasAlgebraic: boolean
  take(count: number): Vectors
  /** Rows of coefficients written into the arena once: a pointer each. */
  table(rows: readonly (readonly number[])[]): Pointer[]
  /** rates ← f(time, y), counted. */
  evaluate(time: number, y: Pointer, out: Pointer): void
  /** The same for a part of the rates. */
  evaluatePart(part: System, time: number, y: Pointer, out: Pointer): void
  /** weights ← 1/(atol + rtol max(|y|, |other|)). */
  setWeights(y: Pointer, other?: Pointer): void
  norm(x: Pointer): number
  /** Makes algebraic unknowns of `state` fulfil their equations; then rates and weights there. */
  settle(time: number): void
  /** out ← y' at `state`, that of algebraic unknowns from their differentiated equations; `rates` must be current. */
  slope(time: number, out: Pointer): void
  /** A first step for a method of the given order: Hairer, Nørsett and Wanner I, II.4; after `settle`. */
  firstStep(time: number, direction: number, longest: number, order: number): number
  counts(): SteppingCounts
  /** The state, J, the vectors named, the numbers `now` and the counts. */
  checkpoint(vectors: Readonly<Record<string, Vectors>>, now: Float64Array): Checkpoint
  /** `refactor` makes the factors again that were in use; it is not counted. */
  restore(
    checkpoint: Checkpoint,
    vectors: Readonly<Record<string, Vectors>>,
    now: Float64Array,
    refactor?: () => unknown,
  ): void
  /** The unknown whose part of the last weighted norm of `x` is largest. */
  worst(x: Pointer): number
}

/**
 * Takes all memory. `linearised`: the part of the rates that is implicit, where that is not the whole.
 */
export function makeImplicitBase(
  system: System,
  { rtol, atol }: Tolerances,
  options: ShiftedSolverOptions & { readonly linearised?: System } = {},
): ImplicitBase {
  const { size } = system
  const kernels = implicitKernels(system.kernels)
  const solver = makeShiftedSolver(options.linearised ?? system, options)
  const memory = makeArenaView(system.kernels)
  const take = (count: number): Vectors => {
    const padded = (size + 1) & ~1
    return { pointer: system.kernels.reserve(count * padded), stride: 8 * padded, count }
  }
  const table = (rows: readonly (readonly number[])[]) =>
    rows.map((row) => {
      const pointer = system.kernels.reserve(row.length)
      memory().set(row, pointer / 8)
      return pointer
    })
  const state = take(1).pointer
  const rates = take(1).pointer
  const weights = take(1).pointer
  const work = take(2)
  const moved = work.pointer + work.stride
  const hasAlgebraic = system.mass?.some((value) => value === 0) ?? false
  const mass = system.mass?.some((value) => value !== 1) ? take(1).pointer : 0
  if (mass !== 0 && system.mass) memory().set(system.mass, mass / 8)
  const own = typeof atol === 'number' ? 0 : 1
  const least = system.kernels.reserve(own ? size : 2)
  memory().set(typeof atol === 'number' ? [atol] : atol, least / 8)
  let evaluations = 0
  let earlier = { evaluations: 0, jacobians: 0, factorisations: 0, solves: 0 }
  const evaluate = (time: number, y: Pointer, out: Pointer) => {
    evaluations++
    system.rates(time, y, out)
  }
  const evaluatePart = (part: System, time: number, y: Pointer, out: Pointer) => {
    evaluations++
    part.rates(time, y, out)
  }
  const setWeights = (y: Pointer, other = y) => kernels.errorWeights(y, other, rtol, least, own, weights, size)
  const norm = (x: Pointer) => kernels.weightedNorm(x, weights, size)
  /** A shift so large that differential unknowns stay where they are. */
  const holdingShift = () => {
    const values = solver.jacobian()
    let largest = 1
    for (const value of values) largest = Math.max(largest, Math.abs(value))
    return 1e9 * largest
  }
  const settle = (time: number) => {
    setWeights(state)
    evaluate(time, state, rates)
    if (!hasAlgebraic || !system.mass) return
    for (let sweep = 0; sweep < 20; sweep++) {
      solver.linearise(time, state, rates, weights, 0)
      if (!solver.factor(holdingShift())) return
      const view = memory()
      for (let i = 0; i < size; i++) view[work.pointer / 8 + i] = system.mass[i] === 0 ? view[rates / 8 + i] : 0
      solver.solve(work.pointer)
      let change = 0
      const after = memory()
      for (let i = 0; i < size; i++) {
        if (system.mass[i] !== 0) continue
        const delta = after[work.pointer / 8 + i] ?? 0
        after[state / 8 + i] = after[state / 8 + i] + delta
        change = Math.max(change, Math.abs(delta) * after[weights / 8 + i])
      }
      setWeights(state)
      evaluate(time, state, rates)
      if (!(change > 1e-6)) return
    }
  }
  const slope = (time: number, out: Pointer) => {
    const view = memory()
    view.copyWithin(out / 8, rates / 8, rates / 8 + size)
    if (mass === 0 || !system.mass) return
    if (!hasAlgebraic) {
      for (let i = 0; i < size; i++) view[out / 8 + i] = view[out / 8 + i] / system.mass[i]
      return
    }
    solver.linearise(time, state, rates, weights, 0)
    const shift = holdingShift()
    if (!solver.factor(shift)) return
    solver.timeDerivative(time, state, rates, work.pointer, 1e-3)
    const after = memory()
    for (let i = 0; i < size; i++)
      after[out / 8 + i] = system.mass[i] === 0 ? after[work.pointer / 8 + i] : shift * after[rates / 8 + i]
    solver.solve(out)
  }
  const firstStep = (time: number, direction: number, longest: number, order: number) => {
    const view = memory()
    slope(time, work.pointer)
    const sizeOf = norm(state)
    const speed = norm(work.pointer)
    let guess = sizeOf < 1e-5 || speed < 1e-5 ? 1e-6 : (0.01 * sizeOf) / speed
    guess = Math.min(guess, longest)
    // An Euler step, to see how the slope changes; algebraic unknowns move with the rest.
    for (let i = 0; i < size; i++)
      view[moved / 8 + i] = view[state / 8 + i] + direction * guess * view[work.pointer / 8 + i]
    evaluate(time + direction * guess, moved, moved)
    const after = memory()
    for (let i = 0; i < size; i++) {
      const m = system.mass ? system.mass[i] : 1
      const change = after[moved / 8 + i] - after[rates / 8 + i]
      after[moved / 8 + i] = m === 0 ? 0 : change / m
    }
    const bend = norm(moved) / guess
    const fastest = Math.max(speed, Number.isFinite(bend) ? bend : speed / guess)
    const other = fastest <= 1e-15 ? Math.max(1e-6, guess * 1e-3) : (0.01 / fastest) ** (1 / (order + 1))
    return direction * Math.min(100 * guess, other, longest)
  }
  const counts = () => ({
    evaluations: earlier.evaluations + evaluations + solver.counts.evaluations,
    jacobians: earlier.jacobians + solver.counts.jacobians,
    factorisations: earlier.factorisations + solver.counts.factorisations,
    solves: earlier.solves + solver.counts.solves,
  })
  return {
    system,
    size,
    kernels,
    solver,
    memory,
    state,
    rates,
    weights,
    mass,
    hasAlgebraic,
    take,
    table,
    evaluate,
    evaluatePart,
    setWeights,
    norm,
    settle,
    slope,
    firstStep,
    counts,
    checkpoint(vectors, now) {
      const arrays: Record<string, Float64Array> = {
        state: system.kernels.view(state, size).slice(),
        jacobian: solver.jacobian(),
        now: now.slice(),
      }
      for (const [name, { pointer, stride, count }] of Object.entries(vectors))
        arrays[name] = system.kernels.view(pointer, (stride / 8) * count).slice()
      return { arrays, numbers: { ...counts() } }
    },
    restore({ arrays, numbers }, vectors, now, refactor) {
      const view = memory()
      for (const [name, { pointer }] of Object.entries(vectors)) view.set(arrays[name], pointer / 8)
      view.set(arrays.state, state / 8)
      solver.setJacobian(arrays.jacobian)
      now.set(arrays.now)
      refactor?.()
      earlier = {
        evaluations: numbers.evaluations - evaluations - solver.counts.evaluations,
        jacobians: numbers.jacobians - solver.counts.jacobians,
        factorisations: numbers.factorisations - solver.counts.factorisations,
        solves: numbers.solves - solver.counts.solves,
      }
    },
    worst(x) {
      const view = memory()
      let place = 0
      let largest = -1
      for (let i = 0; i < size; i++) {
        const part = Math.abs(view[x / 8 + i]) * view[weights / 8 + i]
        if (part <= largest) continue
        largest = part
        place = i
        if (Number.isNaN(part)) break
      }
      return place
    },
  }
}
