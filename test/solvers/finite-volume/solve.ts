import { axisNodes, axisSpacing, type Domain, domainSize } from '../../../src/core/domain.ts'
import { readFieldEquations } from '../../../src/expression/fields/read-field-equations.ts'
import { type Kernels, makeKernels } from '../../../src/kernels/kernels.ts'
import { makeFiniteVolume } from '../../../src/solvers/discretisations/finite-volume/finite-volume.ts'
import type { DiscretisedFields, FieldProblem } from '../../../src/solvers/fields/discretised-fields.ts'
import { ssprk33 } from '../../../src/solvers/steppers/ssprk33.ts'
import { drive } from '../../support/drive.ts'

/** An axis: from, to, points; `periodic` unless said otherwise. */
export interface AxisDraft {
  readonly from: number
  readonly to: number
  readonly points: number
  readonly isPeriodic?: boolean
}

/** A problem as it is typed. */
export interface LawDraft {
  readonly axes: Readonly<Record<string, AxisDraft>>
  readonly equations: readonly string[]
  readonly parameters?: Readonly<Record<string, number>>
  readonly boundary?: Readonly<Record<string, Readonly<Record<string, string>>>>
}

export function lawProblem(draft: LawDraft): FieldProblem {
  const names = Object.keys(draft.axes)
  const axes = names.map((name) => ({ name, unit: '1', isPeriodic: true, ...draft.axes[name] }))
  const domain: Domain = { axes: axes as Domain['axes'], dimension: axes.length }
  const parameters = draft.parameters ?? {}
  const reading = readFieldEquations({
    axes: axes.map(({ name, isPeriodic }) => ({ name, isPeriodic })),
    equations: draft.equations,
    parameters: Object.keys(parameters),
    boundary: draft.boundary ?? {},
  })
  if (!reading.equations) throw new Error(JSON.stringify(reading.errors))
  return { equations: reading.equations, parameters: Float64Array.from(Object.values(parameters)), domain, seed: 1 }
}

/** Fields with values on their nodes, ready to go. */
export interface Law {
  readonly kernels: Kernels
  readonly fields: DiscretisedFields
  readonly points: readonly (readonly number[])[]
  readonly spacing: number
  readonly state: number
  /** Node values of the unknowns at a later time, steps of a share of what is stable. */
  solve(to: number, options?: { readonly courant?: number; readonly step?: number }): readonly Float64Array[]
  integral(values: readonly Float64Array[]): readonly number[]
}

/** @param initial one an unknown, of the coordinates */
export function makeLaw(draft: LawDraft, order: 2 | 5, initial: readonly ((x: number, y: number) => number)[]): Law {
  const problem = lawProblem(draft)
  const kernels = makeKernels()
  const fields = makeFiniteVolume(kernels, problem, { order })
  const [xs = new Float64Array(1), ys = new Float64Array(1)] = problem.domain.axes.map(axisNodes)
  const points = [...ys].flatMap((y) => [...xs].map((x) => [x, y] as const))
  const count = domainSize(problem.domain)
  const nodes = kernels.reserve(count * initial.length)
  const state = kernels.reserve(fields.system.size)
  const sums = kernels.reserve(initial.length)
  kernels.view(nodes, count * initial.length).set(initial.flatMap((f) => points.map(([x, y]) => f(x, y))))
  fields.encode(0, nodes, state)
  return {
    kernels,
    fields,
    points,
    spacing: axisSpacing(problem.domain.axes[0]),
    state,
    solve(to, { courant = 0.8, step = courant * fields.stableStep(0, state).explicit } = {}) {
      const start = kernels.view(state, fields.system.size).slice()
      const { stepping } = drive(ssprk33, fields.system, start, [to], { rtol: 1e-6, atol: 1e-6 }, { step })
      fields.decode(to, stepping.state, nodes)
      return initial.map((_, k) => kernels.view(nodes + 8 * k * count, count).slice())
    },
    integral(values) {
      values.forEach((one, k) => {
        kernels.view(nodes + 8 * k * count, count).set(one)
      })
      const mark = kernels.reserve(fields.system.size)
      fields.encode(0, nodes, mark)
      fields.integrals(0, mark, sums)
      return [...kernels.view(sums, initial.length)]
    },
  }
}
