import { noiseFromDifferences } from '../fit/residual-checks.ts'
import type { Experiment } from './experiment.ts'
import { freeVariables } from './fit-free.ts'
import { type CurveKind, type FitObjective, makeFitObjective } from './fit-objective.ts'
import { type FitSpace, makeFitSpace } from './fit-space.ts'
import type { Inputs } from './inputs.ts'
import { type MeasuredColumn, measuredColumns } from './measured.ts'
import { plan } from './plan.ts'
import { resolveProblem } from './resolve.ts'

/** A fit set up: data read, coordinates chosen, residuals ready to be computed. */
export interface PreparedFit {
  readonly measured: readonly MeasuredColumn[]
  readonly space: FitSpace
  readonly objective: FitObjective
  readonly kind: CurveKind
  /** First guess of each group's noise, over its given uncertainties where there are any. */
  readonly groupScales: Float64Array
  readonly notes: readonly string[]
}

export function prepareFit(experiment: Experiment, inputs: Inputs): PreparedFit {
  const scalars = scalarsOf(experiment, inputs)
  const { columns: measured, notes } = measuredColumns(experiment, inputs, scalars)
  const variables = freeVariables(experiment, measured)
  const space = makeFitSpace(variables)
  const kind = curveKindOf(experiment)
  const objective = makeFitObjective(experiment, inputs, measured, space, kind, scalars.length)
  const groupScales = new Float64Array(objective.groups).fill(1)
  measured.forEach((column, c) => {
    if (!column.sigma) groupScales[objective.groupOf[objective.rowsOf[c] ?? 0] ?? 0] = noiseOf(column)
  })
  objective.setGroupScales(groupScales)
  return { measured, space, objective, kind, groupScales, notes }
}

/** Noise of a column without a model, never below a millionth of its range: computed data have none. */
function noiseOf(column: MeasuredColumn): number {
  const range = column.y.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY) - column.y.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY) // biome-ignore format: one thought
  const noise = noiseFromDifferences(column.y) ?? 0.01 * range
  return Math.max(noise, 1e-6 * range) || 1
}

/** The closed solution where the method allows it and there is one: linear isotherms. */
function curveKindOf(experiment: Experiment): CurveKind {
  const { problem, method } = experiment
  const isExact = method?.id === undefined || method.id === 'auto' || method.id === 'exact'
  const isLinear = !problem.components?.some((component) => Object.hasOwn(component, 'capacity'))
  return problem.id === 'gas-column' && isExact && isLinear ? 'exact' : 'simulated'
}

/** What the model gives: one outlet concentration a component, or what a plan says. */
function scalarsOf(
  experiment: Experiment,
  inputs: Inputs,
): readonly { readonly name: string; readonly unit: string }[] {
  if (experiment.problem.id === 'gas-column')
    return resolveProblem(experiment, inputs).components.map((c) => ({ name: String(c.name), unit: 'mol/m^3' }))
  const { data: _data, fit: _fit, sweep: _sweep, ...rest } = experiment
  return plan(rest, inputs).makeSimulation({ saveFrames: false }).scalars
}
