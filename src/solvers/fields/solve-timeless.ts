import type { FieldDescription, Frame, Quantity } from '../../core/field.ts'
import type { Simulation } from '../../core/simulation.ts'
import type { Pointer, System } from '../system.ts'
import type { DiscretisedFields, FieldProblem } from './discretised-fields.ts'
import { findZero, notUnique } from './find-zero.ts'
import { extremes } from './node-extremes.ts'
import { makeFieldObserver } from './observed-numbers.ts'
import { zeroSolverOf } from './study/zero-solver.ts'

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
      if (system.size === 0) checkBalance(problem, decoded(from, start))
      found = findZero(system, zeroSolverOf(fields, problem), from, start, names)
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
      metrics: found ? { residual: found.residual, ...extremes(problem.equations.unknowns, decoded(from, start)) } : {},
      errors: {},
      notes: [
        ...fields.notes,
        `Newton's method took ${found?.iterations ?? 0} steps; the largest residual is ${(found?.residual ?? 0).toPrecision(3)}`,
      ],
    }),
  }
}

/**
 * Series solve all but the mean of a constraint that holds an unknown up to a constant. Where that mean is not 0 there is no solution.
 * @throws RunFailure
 */
function checkBalance(problem: FieldProblem, nodes: Float64Array): void {
  const { equations } = problem
  const observed = equations.rates.map((value, i) => ({
    name: `${i}`,
    value: { kind: 'name' as const, name: 'part' },
    parts: [{ name: 'part', value, over: 'mean' as const }],
  }))
  const means = new Float64Array(observed.length)
  makeFieldObserver({ ...problem, equations: { ...equations, observed } }).observe(0, nodes, means)
  const most = nodes.reduce((size, value) => Math.max(size, Math.abs(value)), 0)
  const bad = means.findIndex((mean) => Math.abs(mean) > 1e-6 * Math.max(1, most))
  if (bad >= 0) throw notUnique(equations.unknowns[bad] ?? '')
}
