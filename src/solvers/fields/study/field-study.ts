import type { FieldDescription, Frame, Samples } from '../../../core/field.ts'
import type { Simulation, StudyResult } from '../../../core/simulation.ts'
import { vectorKernels } from '../../../kernels/vector.ts'
import { finite, makeStudySimulation, type Study } from '../../analysis/study.ts'
import type { DiscretisedFields, FieldProblem } from '../discretised-fields.ts'
import { fieldGrid, fieldScalars } from '../field-simulation.ts'
import { findZero } from '../find-zero.ts'
import { extremes } from '../node-extremes.ts'
import { makeFieldObserver } from '../observed-numbers.ts'
import { findSteady, type SteadyFound } from './find-steady.ts'
import { type FieldSolver, makeFieldSolver } from './linear-solver.ts'
import { nearestEigenvalues } from './nearest-eigenvalues.ts'
import { type RestingSystem, restingSystem } from './resting-system.ts'
import { zeroSolver } from './zero-solver.ts'

/** What is asked of typed fields at rest. */
export interface FieldStudyOptions {
  readonly problem: FieldProblem
  readonly fields: DiscretisedFields
  /** In the order of the unknowns. */
  readonly units: readonly string[]
  /** Node values at the start, unknown after unknown. */
  readonly initial: Float64Array
  readonly from: number
  readonly to: number
  readonly study: { readonly type: 'steady' } | { readonly type: 'eigenvalues'; readonly count: number; readonly near: number } // biome-ignore format: a pair
}

/** The state that is linearised, and how it was come by. */
interface Rest extends SteadyFound {
  /** Rates are linear in the unknowns: the state does not matter. */
  readonly isLinear: boolean
}

/**
 * The study `steady` or `eigenvalues` as a simulation. Steady: one frame, the state of rest that is reached from the initial one. Eigenvalues:
 * one frame and
 * one row a mode, at times 1, 2, 3, …, with a second field an unknown, `u_imaginary`, for modes that are complex.
 */
export function makeFieldStudy(options: FieldStudyOptions): Simulation {
  const { problem, fields, units, initial, from, to, study } = options
  const { unknowns } = problem.equations
  const resting = restingSystem(fields, problem)
  const { system } = resting
  const { kernels, size } = system
  const nodes = kernels.reserve(initial.length)
  const state = kernels.reserve(size)
  kernels.view(nodes, initial.length).set(initial)
  fields.encode(from, nodes, state)
  const grid = fieldGrid(problem)
  const count = initial.length / unknowns.length
  let counts = { steps: 0, rejected: 0, evaluations: 0 }
  let metrics: Record<string, number> = {}
  let notes: readonly string[] = []
  let frames: readonly Frame[] = []
  let samples: Samples | undefined
  const isSteady = study.type === 'steady'

  const decoded = (of: Float64Array): Float64Array => {
    kernels.view(state, size).set(of)
    fields.decode(from, state, nodes)
    return kernels.view(nodes, initial.length).slice()
  }
  const frame = (time: number, values: Float64Array, suffix = ''): Frame => ({
    time,
    fields: unknowns.map((name, i) => ({ name: `${name}${suffix}`, unit: units[i] ?? '1', grid, values: values.slice(i * count, (i + 1) * count) })), // biome-ignore format: one thought
  })

  /** Integrals of the unknowns and observed numbers of the state. */
  const numbersOf = (values: Float64Array): Float64Array => {
    const { observed } = problem.equations
    const integrals = kernels.reserve(unknowns.length)
    fields.integrals(from, state, integrals)
    const out = new Float64Array(unknowns.length + observed.length)
    out.set(kernels.view(integrals, unknowns.length))
    const numbers = new Float64Array(observed.length)
    if (observed.length > 0) makeFieldObserver(problem).observe(from, values, numbers)
    out.set(numbers, unknowns.length)
    return out
  }

  const work: Study = {
    *run(): Generator<number, StudyResult> {
      const solver = makeFieldSolver(resting)
      const rest = yield* comeToRest(resting, solver, study.type, from, state, unknowns.join(', '))
      const { residual, iterations, method } = rest
      counts = { steps: iterations, rejected: 0, evaluations: rest.evaluations }
      const found = kernels.view(state, size).slice()
      if (study.type === 'steady') {
        const values = decoded(found)
        frames = [frame(from, values)]
        samples = { times: Float64Array.of(from), values: numbersOf(values) }
        metrics = { residual, ...extremes(unknowns, values) }
        notes = [`${method}: ${iterations} steps to a residual of ${residual.toPrecision(3)}`]
        return { type: 'steady', residual: finite(residual), iterations, method }
      }
      solver.linearise(from, state)
      const { modes, solves, shift } = yield* nearestEigenvalues(resting, solver, study.near, study.count)
      const background = decoded(new Float64Array(size))
      frames = modes.map(({ mode, modeImaginary }, i) => {
        const [real, imaginary] = [mode, modeImaginary ?? new Float64Array(size)].map((one) =>
          decoded(one).map((value, k) => value - (background[k] ?? 0)),
        )
        const [a, b] = upright(real ?? mode, imaginary ?? mode)
        return { time: i + 1, fields: [...frame(i + 1, a).fields, ...frame(i + 1, b, '_imaginary').fields] }
      })
      samples = {
        times: Float64Array.from(modes, (_, i) => i + 1),
        values: Float64Array.from(modes.flatMap(({ real, imaginary, residual }) => [real, imaginary, residual])),
      }
      const worst = Math.max(0, ...modes.map((mode) => mode.residual))
      metrics = { residual: worst, ...Object.fromEntries(modes.flatMap(({ real, imaginary }, i) => [[`eigenvalue.${i + 1}.real`, real], [`eigenvalue.${i + 1}.imaginary`, imaginary]])) } // biome-ignore format: one thought
      notes = [
        rest.isLinear ? 'the equations are linear in the unknowns: the operator is the same at every state' : `linearised at rest (${method}, residual ${residual.toPrecision(3)})`, // biome-ignore format: a sentence
        `${modes.length} eigenvalues nearest to ${study.near} from ${solves} solutions of linear systems${shift === study.near ? '' : `, with ${shift.toPrecision(6)} taken off, as an eigenvalue lies at ${study.near} itself or too near`}`,
      ]
      return {
        type: 'eigenvalues',
        near: study.near,
        eigenvalues: modes.map(({ real, imaginary }) => [finite(real), finite(imaginary)]),
        residuals: modes.map((mode) => finite(mode.residual)),
        total: resting.mass.reduce((sum, one) => sum + one, 0),
        ...(rest.isLinear ? {} : { steadyResidual: finite(residual), method }),
      }
    },
    counts: () => counts,
    metrics: () => metrics,
    notes: () => [...fields.notes, ...notes],
  }
  const simulation = makeStudySimulation(work, from, to)
  const describe = (suffix: string): readonly FieldDescription[] =>
    unknowns.map((name, i) => ({ name: `${name}${suffix}`, unit: units[i] ?? '1', grid }))
  return {
    ...simulation,
    scalars: isSteady ? fieldScalars(problem.equations) : eigenvalueColumns,
    fields: isSteady ? describe('') : [...describe(''), ...describe('_imaginary')],
    advance(milliseconds, clock) {
      const advanced = simulation.advance(milliseconds, clock)
      const taken = frames
      frames = []
      const rows = samples
      samples = undefined
      return { ...advanced, ...(taken.length > 0 ? { frames: taken } : {}), ...(rows ? { samples: rows } : {}) }
    },
  }
}

const eigenvalueColumns = ['real', 'imaginary', 'residual'].map((name) => ({ name: `eigenvalue.${name}`, unit: '1' }))

/** Brings the state to rest where that is needed: not for the eigenvalues of linear equations. */
function* comeToRest(
  resting: RestingSystem,
  solver: FieldSolver,
  type: 'steady' | 'eigenvalues',
  time: number,
  state: number,
  names: string,
): Generator<number, Rest> {
  if (type === 'eigenvalues' && !resting.isNonlocal && isLinearAt(resting, solver, time, state))
    return { isLinear: true, iterations: 0, evaluations: 2, residual: 0, method: 'none' }
  if (resting.isTimeless) {
    const found = findZero(resting.system, zeroSolver(solver), time, state, names)
    return { ...found, evaluations: found.iterations, method: "Newton's method", isLinear: false }
  }
  return { ...(yield* findSteady(resting, solver, time, state, names)), isLinear: false }
}

/** Whether the Jacobian is the same at the state and at another. */
function isLinearAt({ system, held }: RestingSystem, solver: FieldSolver, time: number, state: number): boolean {
  const { kernels, size } = system
  const other = kernels.reserve(size)
  solver.linearise(time, state)
  const first = solver.values()
  const scale = 0.5 + 0.5 * vectorKernels(kernels).maxNorm(size, state)
  const view = kernels.whole()
  for (let i = 0; i < size; i++) view[other / 8 + i] = view[state / 8 + i] + (held[i] === 1 ? 0 : scale * (1 + 0.3 * Math.sin(3 * i))) // biome-ignore format: one thought
  solver.linearise(time, other)
  const second = solver.values()
  return first.every((value, i) => Math.abs(value - (second[i] ?? Number.NaN)) <= 1e-12 * solver.size)
}

/** A mode turned and scaled so that its largest value is 1. */
function upright(real: Float64Array, imaginary: Float64Array): readonly [Float64Array, Float64Array] {
  let [re, im, largest] = [1, 0, 0]
  real.forEach((a, i) => {
    const b = imaginary[i] ?? 0
    // A little more, so that rounding does not choose between equal values.
    if (Math.hypot(a, b) <= largest * (1 + 1e-6)) return
    largest = Math.hypot(a, b)
    re = a / (largest * largest)
    im = -b / (largest * largest)
  })
  return [real.map((a, i) => a * re - (imaginary[i] ?? 0) * im), real.map((a, i) => a * im + (imaginary[i] ?? 0) * re)]
}
