import type { Kernels } from './kernels.ts'
import { makeBottom } from './multigrid-bottom.ts'
import { writeFaces } from './multigrid-faces.ts'
import { multigridKernels } from './multigrid-kernels.ts'
import {
  axesToHalve,
  coarser,
  type Level,
  type LevelAxis,
  makeLevel,
  makeTransfer,
  restrictBoundary,
  writeConstants,
} from './multigrid-level.ts'
import { vectorKernels } from './vector.ts'

/** What holds at an end of an axis: the value there is given, or the outward slope is zero. */
export type MultigridEnd = 'dirichlet' | 'neumann'

export interface MultigridAxis {
  /** The nodes: with ends on both boundaries, or one for each interval where periodic. */
  readonly nodes: number
  readonly spacing: number
  readonly ends: 'periodic' | readonly [MultigridEnd, MultigridEnd]
}

/** ∇·(c∇u) + k u; arrays hold a value for each node, as the solution does. */
export interface MultigridOperator {
  /** c > 0; default 1. */
  readonly coefficient?: number | Float64Array
  /** k, at most 0 for a definite problem; default 0. */
  readonly reaction?: number | Float64Array
  /** c between two nodes: harmonic keeps the flux through layers right, arithmetic (the default) suits smooth coefficients. */
  readonly mean?: 'arithmetic' | 'harmonic'
}

export interface MultigridSolveOptions {
  /** Σr² is to fall to its square times that of the solution zero (with the given boundary values); default 1e-10. */
  readonly tolerance?: number
  /** Default 50. */
  readonly maximumCycles?: number
  /** What a cycle visits: V each level once, F and W the coarse ones more often. Default V. */
  readonly cycle?: 'V' | 'F' | 'W'
  /** Sweeps before and after the coarse correction; default 2 and 1. */
  readonly sweeps?: readonly [number, number]
  /** Begin from the values given, from zero, or from the coarsest grid upwards (full multigrid, the default). */
  readonly start?: 'given' | 'zero' | 'full'
}

export interface MultigridResult {
  readonly cycles: number
  /** The residual (root of the sum of squares) over that of the solution zero; before the first cycle, then after each. */
  readonly residuals: readonly number[]
  /** `rounding`: it no longer falls because numbers have no more digits. */
  readonly reason: 'tolerance' | 'rounding' | 'cycles' | 'diverged'
  /**
   * Mean of the right side where constants solve the homogeneous problem: only 0 has a solution, so that it is subtracted; 0 otherwise.
   * The solution has then the mean 0.
   */
  readonly imbalance: number
}

/** A solver for ∇·(c∇u) + k u = f on a box. */
export interface Multigrid {
  readonly levels: readonly (readonly number[])[]
  /** Changes the equation. */
  setOperator(operator: MultigridOperator): void
  /**
   * `rightSide` and `solution` are pointers of arrays of all nodes, row-major; `solution` holds the values on Dirichlet ends and takes the
   * answer. A slope g outwards at a Neumann end is 2 c g/h less on the right side there.
   */
  solve(rightSide: number, solution: number, options?: MultigridSolveOptions): MultigridResult
}

/** Unknowns that are solved directly at once. */
const FEW = 120

/**
 * Geometric multigrid for second order in space: nodes on the boundary, flux form, red–black Gauss–Seidel, full weighting, linear
 * interpolation, a sparse direct solver at the bottom. Any number of nodes: where halves do not fit, the coarse nodes lie between the fine
 * ones. Axes in the order of the shape, the last one fastest. Trottenberg, Oosterlee, Schüller, Multigrid (2001).
 */
export function makeMultigrid(
  kernels: Kernels,
  axes: readonly MultigridAxis[],
  operator: MultigridOperator = {},
): Multigrid {
  checkAxes(axes)
  const grid = multigridKernels(kernels)
  const vector = vectorKernels(kernels)
  const rank = axes.length
  const varies = isArray(operator.coefficient) || isArray(operator.reaction)
  const none: LevelAxis = { nodes: 1, spacing: 1, isPeriodic: true, isFixed: [false, false] }
  const own = axes.toReversed().map(
    ({ nodes, spacing, ends }): LevelAxis => ({
      nodes,
      spacing,
      isPeriodic: ends === 'periodic',
      isFixed: ends === 'periodic' ? [false, false] : [ends[0] === 'dirichlet', ends[1] === 'dirichlet'],
    }),
  )
  const levels: Level[] = [makeLevel(kernels, [own[0] ?? none, own[1] ?? none, own[2] ?? none], rank, varies)]
  for (let fine = levels[0]!; ; ) {
    const halve = axesToHalve(fine.axes, rank)
    const unknowns = fine.axes.reduce((all, axis) => all * axis.nodes, 1)
    if (unknowns <= FEW || !halve.includes(true)) break
    const [x, y, z] = fine.axes.map((axis, a) => (halve[a] ? coarser(axis) : axis))
    const coarse = makeLevel(kernels, [x ?? none, y ?? none, z ?? none], rank, varies)
    fine.down = makeTransfer(kernels, fine, coarse)
    levels.push(coarse)
    fine = coarse
  }
  const finest = levels[0]!
  const { pointer: row } = kernels.allocate(finest.axes[0].nodes + 4)
  const [nx, ny, nz] = finest.axes.map(({ nodes }) => nodes) as [number, number, number]
  const closed = own.every(({ isFixed }) => !isFixed[0] && !isFixed[1])
  let isSingular = false
  const bottom = makeBottom(kernels, levels.at(-1)!, rank, () => isSingular)

  const load = (from: number, to: number) =>
    grid.copyBox(from, 8 * nx, 8 * nx * ny, to, 8 * finest.stride, 8 * finest.plane, nx, ny, nz)
  const store = (from: number, to: number) =>
    grid.copyBox(from, 8 * finest.stride, 8 * finest.plane, to, 8 * nx, 8 * nx * ny, nx, ny, nz)

  function setOperator({ coefficient = 1, reaction = 0, mean = 'arithmetic' }: MultigridOperator): void {
    checkOperator(coefficient, reaction, nx * ny * nz)
    isSingular = closed && (isArray(reaction) ? reaction.every((k) => k === 0) : reaction === 0)
    if (!varies) {
      if (isArray(coefficient) || isArray(reaction))
        throw new Error(
          'this multigrid was made for constant coefficients: make another one for coefficients that vary',
        )
      for (const level of levels) writeConstants(kernels, level, rank, coefficient, reaction)
    } else {
      place(coefficient, finest.r)
      place(reaction, finest.u)
      writeFaces(kernels, grid, levels, rank, mean === 'harmonic', row)
    }
    if (!bottom.factor())
      throw new Error('the coarsest grid has a singular matrix: is k an eigenvalue of the problem? Try another k')
  }

  function place(values: number | Float64Array, to: number): void {
    const length = finest.plane * nz
    const view = kernels.view(to, length)
    for (let m = 0; m < ny * nz; m++) {
      const at = m * finest.stride
      if (isArray(values)) view.set(values.subarray(m * nx, (m + 1) * nx), at)
      else view.fill(values, at, at + nx)
    }
  }

  function cycle(l: number, kind: 'V' | 'F' | 'W', before: number, after: number): void {
    const level = levels[l]!
    const coarse = levels[l + 1]
    if (!level.down || !coarse) {
      grid.residual(level.record)
      bottom.solve()
      return
    }
    for (let s = 0; s < before; s++) grid.relax(level.record, 0)
    restrictResidual(level, coarse, level.down)
    grid.changeUnknowns(coarse.record, coarse.u, 0, 0)
    cycle(l + 1, kind, before, after)
    if (kind !== 'V' && coarse.down) cycle(l + 1, kind === 'F' ? 'V' : 'W', before, after)
    const { interpolation, isNested } = level.down
    grid.interpolateFrom(level.record, level.u, coarse.record, coarse.u, ...interpolation, isNested, row)
    for (let s = 0; s < after; s++) grid.relax(level.record, 0)
  }

  function restrictResidual(level: Level, coarse: Level, { restriction, isNested }: NonNullable<Level['down']>): void {
    grid.residual(level.record)
    grid.restrictTo(level.record, level.r, coarse.record, coarse.f, ...restriction, isNested, false, row)
  }

  /** u from the coarsest grid upwards: f and the boundary values go down, each level's solution is the next one's start. */
  function startFull(before: number, after: number): void {
    levels.forEach((level, l) => {
      const coarse = levels[l + 1]
      if (!level.down || !coarse) return
      const { restriction, isNested } = level.down
      grid.restrictTo(level.record, level.f, coarse.record, coarse.f, ...restriction, isNested, false, row)
      restrictBoundary(kernels, level, coarse)
      grid.changeUnknowns(coarse.record, coarse.u, 0, 0)
    })
    for (let l = levels.length - 1; l >= 0; l--) {
      const level = levels[l]!
      const coarse = levels[l + 1]
      if (level.down && coarse) {
        const { interpolation, isNested } = level.down
        grid.interpolateFrom(level.record, level.u, coarse.record, coarse.u, ...interpolation, isNested, row)
        // From now on it takes corrections, which are zero on the boundary.
        kernels.view(coarse.u, coarse.plane * coarse.axes[2].nodes).fill(0)
      }
      cycle(l, 'V', before, after)
    }
  }

  function solve(rightSide: number, solution: number, options: MultigridSolveOptions = {}): MultigridResult {
    const { tolerance = 1e-10, maximumCycles = 50, cycle: kind = 'V', sweeps = [2, 1], start = 'full' } = options
    const [before, after] = sweeps
    const { record, u, f } = finest
    let imbalance = 0
    load(rightSide, f)
    load(solution, u)
    if (isSingular) {
      imbalance = grid.meanOfNodes(record, f)
      grid.changeUnknowns(record, f, 1, -imbalance)
    }
    grid.changeUnknowns(record, u, 0, 0)
    const scale = Math.sqrt(grid.residual(record))
    if (start === 'full') startFull(before, after)
    else if (start === 'given') load(solution, u)
    const relative = () => (scale === 0 ? 0 : Math.sqrt(grid.residual(record)) / scale)
    const residuals = [relative()]
    let reason: MultigridResult['reason'] = 'cycles'
    for (;;) {
      const last = residuals.at(-1)!
      if (last <= tolerance) {
        reason = 'tolerance'
        break
      }
      if (residuals.length > 2 && last > 0.5 * residuals.at(-2)! && last < (1e3 * roundingOf()) / scale) {
        reason = 'rounding'
        break
      }
      if (!(last < 1e10 * residuals[0]!)) {
        reason = 'diverged'
        break
      }
      if (residuals.length > maximumCycles) break
      cycle(0, kind, before, after)
      if (isSingular) grid.changeUnknowns(record, u, 1, -grid.meanOfNodes(record, u))
      residuals.push(relative())
    }
    if (isSingular) grid.changeUnknowns(record, u, 1, -grid.meanOfNodes(record, u))
    store(u, solution)
    return { cycles: residuals.length - 1, residuals, reason, imbalance }
  }

  /** What rounding leaves of the residual at least, about: unit roundoff times the diagonal times the solution. */
  function roundingOf(): number {
    const length = finest.plane * nz
    const diagonal = finest.faces
      ? vector.maxNorm(length, finest.faces[3])
      : Math.abs(kernels.view(finest.record + 120, 1)[0] ?? 0)
    return 2 ** -53 * diagonal * Math.sqrt(vector.dot(length, finest.u, finest.u))
  }
  setOperator(operator)
  return {
    levels: levels.map(({ axes: of }) =>
      of
        .slice(0, rank)
        .map(({ nodes }) => nodes)
        .reverse(),
    ),
    setOperator,
    solve,
  }
}

const isArray = (value: number | Float64Array | undefined): value is Float64Array => value instanceof Float64Array

function checkAxes(axes: readonly MultigridAxis[]): void {
  if (axes.length < 1 || axes.length > 3) throw new Error(`multigrid takes one to three axes; there are ${axes.length}`)
  axes.forEach(({ nodes, spacing, ends }, a) => {
    const least = ends === 'periodic' ? 2 : 3
    if (!Number.isInteger(nodes) || nodes < least)
      throw new Error(`axis ${a} of a multigrid has ${nodes} nodes; it needs ${least} and more`)
    if (!(spacing > 0 && spacing < Infinity)) throw new Error(`axis ${a} of a multigrid has the spacing ${spacing}`)
  })
}

function checkOperator(coefficient: number | Float64Array, reaction: number | Float64Array, nodes: number): void {
  for (const [name, values] of [
    ['coefficient', coefficient],
    ['reaction', reaction],
  ] as const) {
    if (isArray(values) && values.length !== nodes)
      throw new Error(`the ${name} of a multigrid has ${values.length} values for ${nodes} nodes`)
    const list = isArray(values) ? values : [values]
    const wrong = list.findIndex((value) => !Number.isFinite(value) || (name === 'coefficient' && value <= 0))
    if (wrong >= 0)
      throw new Error(`the ${name} of a multigrid is ${list[wrong]} at node ${wrong}; it must be ${name === 'coefficient' ? 'above 0 and ' : ''}finite`) // biome-ignore format: one thought
  }
}
