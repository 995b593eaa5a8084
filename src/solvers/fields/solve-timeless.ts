import { domainSize } from '../../core/domain.ts'
import { RunFailure } from '../../core/errors.ts'
import type { FieldDescription, Frame, Quantity } from '../../core/field.ts'
import type { Simulation } from '../../core/simulation.ts'
import { vectorKernels } from '../../kernels/vector.ts'
import { makeShiftedSolver } from '../linear/make-shifted-solver.ts'
import type { Pointer, System } from '../system.ts'
import type { DiscretisedFields, FieldProblem } from './discretised-fields.ts'

interface TimelessOptions {
  readonly problem: FieldProblem
  readonly fields: DiscretisedFields
  readonly system: System
  /** The state to begin from. */
  readonly start: Pointer
  readonly from: number
  readonly scalars: readonly Quantity[]
  readonly descriptions: readonly FieldDescription[]
  frameOf(time: number, values: Float64Array): Frame
  row(time: number, state: Pointer, out: Float64Array): void
  takeFrames(): { readonly frames?: readonly Frame[] }
  decoded(time: number, state: Pointer): Float64Array
}

const mostIterations = 50
/** Relative size of a correction at which the solution counts as found, beside rounding. */
const converged = 1e-12

/**
 * Newton's method on 0 = f(y), its steps halved while they do not bring the residual down. Linear equations take one step and one that
 * cleans up rounding.
 * @throws RunFailure where there is no unique solution or none is found
 */
function solve(system: System, held: Float64Array, time: number, state: Pointer, names: string): { readonly iterations: number; readonly residual: number } {
  const { kernels, size } = system
  const vector = vectorKernels(kernels)
  const take = () => kernels.reserve((size + 1) & ~1)
  const [residual, step, trial, weights] = [take(), take(), take(), take()]
  // With g = 1: −J where there is an equation, 1 where a value is prescribed, whose rate is 0.
  const solver = makeShiftedSolver({ ...system, mass: held }, { isExact: true })
  vector.fillVector(size, 1, weights)
  const norm = (at: Pointer) => vector.maxNorm(size, at)
  system.rates(time, state, residual)
  if (size === 0) return { iterations: 0, residual: 0 }
  let size0 = norm(residual)
  if (!Number.isFinite(size0)) throw new RunFailure(`The equations have no finite value at the initial guess of ${names}. Give an initial value where they have, under problem.initial.`) // biome-ignore format: one sentence
  let previous = Number.POSITIVE_INFINITY
  for (let iteration = 1; iteration <= mostIterations; iteration++) {
    if (size0 === 0) return { iterations: iteration - 1, residual: 0 }
    solver.linearise(time, state, residual, weights, 1)
    // −J δ = f.
    vector.copyVector(size, residual, step)
    if (!solver.factor(1)) throw notUnique(names)
    solver.solve(step)
    const length = norm(step)
    if (!Number.isFinite(length) || length > 1e12 * Math.max(1, norm(state))) throw notUnique(names)
    let part = 1
    for (;;) {
      vector.combine2(size, 1, state, part, step, trial)
      system.rates(time, trial, residual)
      const next = norm(residual)
      if (next < size0 || length <= 1e-8 * norm(trial)) {
        size0 = next
        break
      }
      part /= 2
      if (part < 1e-4) throw notFound(names, size0)
    }
    vector.copyVector(size, trial, state)
    const relative = length / Math.max(norm(state), Number.MIN_VALUE)
    if (part === 1 && (relative < converged || (relative < 1e-8 && relative >= previous / 2))) return { iterations: iteration, residual: size0 }
    previous = relative
  }
  throw notFound(names, size0)
} // biome-ignore format: signature

/** 1 at nodes on which an unknown is prescribed, of a state that is the node values. */
function heldNodes({ equations, domain }: FieldProblem, { mass, size }: System): Float64Array {
  const held = mass?.slice() ?? new Float64Array(size)
  const nodes = domainSize(domain)
  if (size !== nodes * equations.unknowns.length) return held
  for (const { side, unknown, of, kind } of equations.boundary) {
    if (side === 'inside' || of !== 'value' || kind !== 'dirichlet') continue
    const stride = domain.axes.slice(0, side.axis).reduce((product, { points }) => product * points, 1)
    const { points = 1 } = domain.axes[side.axis] ?? {}
    for (let i = 0; i < nodes; i++) if (Math.floor(i / stride) % points === (side.end === 'from' ? 0 : points - 1)) held[unknown * nodes + i] = 1 // biome-ignore format: one thought
  }
  return held
}

const notUnique = (names: string) =>
  new RunFailure(`The equations 0 = … do not determine ${names}: there is none or more than one solution, as where only slopes are given on every side or every axis is periodic. Give a value on one side, or a condition like 0 = laplacian(u) + f - integral(u).`) // biome-ignore format: one sentence
const notFound = (names: string, residual: number) =>
  new RunFailure(`No solution of 0 = … was found for ${names}: Newton's method stays at a residual of ${residual.toPrecision(3)}. Begin nearer to it with problem.initial, or take more points.`) // biome-ignore format: one sentence

/** The simulation of a problem in which nothing changes in time: one frame and one row, at `from`. */
export function solveTimeless(options: TimelessOptions): Simulation {
  const { problem, fields, system, start, from, scalars, descriptions, row, takeFrames, decoded } = options
  const names = problem.equations.unknowns.join(', ')
  let found: { readonly iterations: number; readonly residual: number } | undefined
  return {
    scalars,
    fields: descriptions,
    advance() {
      if (found) return { time: from, done: true }
      found = solve(system, heldNodes(problem, system), from, start, names)
      const values = new Float64Array(scalars.length)
      row(from, start, values)
      return { time: from, done: true, samples: { times: Float64Array.of(from), values }, ...takeFrames() }
    },
    checkpoint: () => ({ arrays: { state: system.kernels.view(start, system.size).slice() }, numbers: { found: found ? 1 : 0, iterations: found?.iterations ?? 0, residual: found?.residual ?? 0 } }), // biome-ignore format: one thought
    restore({ arrays, numbers }) {
      system.kernels.view(start, system.size).set(arrays.state ?? [])
      found = numbers.found === 1 ? { iterations: numbers.iterations ?? 0, residual: numbers.residual ?? 0 } : undefined
    },
    report: () => ({
      steps: found?.iterations ?? 0,
      rejected: 0,
      evaluations: found?.iterations ?? 0,
      invariants: {},
      metrics: found
        ? { residual: found.residual, ...Object.fromEntries(extremes(problem, decoded(from, start))) }
        : {},
      errors: {},
      notes: [
        ...fields.notes,
        `Newton's method took ${found?.iterations ?? 0} steps; the largest residual is ${(found?.residual ?? 0).toPrecision(3)}`,
      ],
    }),
  }
}

/** Smallest and largest value of each unknown. */
function extremes({ equations }: FieldProblem, nodes: Float64Array): readonly [string, number][] {
  const size = nodes.length / equations.unknowns.length
  return equations.unknowns.flatMap((name, k): [string, number][] => {
    const values = nodes.subarray(k * size, (k + 1) * size).filter(Number.isFinite)
    return [
      [`minimum.${name}`, values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY)],
      [`maximum.${name}`, values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY)],
    ]
  })
}
