import { InvalidInput } from '../core/errors.ts'
import { noiseFromDifferences } from '../fit/residual-checks.ts'
import { sensitivityObstacle } from './bindings/ode-sensitivities.ts'
import type { Experiment } from './experiment.ts'
import { documentOf } from './fit-curves.ts'
import { type FreeVariable, freeVariables } from './fit-free.ts'
import { type CurveKind, type FitObjective, makeFitObjective } from './fit-objective.ts'
import { type FitSpace, makeFitSpace } from './fit-space.ts'
import type { Inputs } from './inputs.ts'
import { type MeasuredColumn, measuredColumns } from './measured.ts'
import { formatPath } from './path.ts'
import { plan } from './plan.ts'
import { resolveProblem } from './resolve.ts'
import { planRun } from './run-plan.ts'

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
  const { kind, note } = curveKindOf(experiment, inputs, variables)
  const objective = makeFitObjective(experiment, inputs, measured, space, kind, scalars.length)
  const groupScales = new Float64Array(objective.groups).fill(1)
  measured.forEach((column, c) => {
    if (!column.sigma) groupScales[objective.groupOf[objective.rowsOf[c] ?? 0] ?? 0] = noiseOf(column)
  })
  objective.setGroupScales(groupScales)
  return { measured, space, objective, kind, groupScales, notes: note === undefined ? notes : [...notes, note] }
}

/** Noise of a column without a model, never below a millionth of its range: computed data have none. */
function noiseOf(column: MeasuredColumn): number {
  const range = column.y.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY) - column.y.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY) // biome-ignore format: one thought
  const noise = noiseFromDifferences(column.y) ?? 0.01 * range
  return Math.max(noise, 1e-6 * range) || 1
}

/**
 * The closed solution where the method allows it and there is one: linear isotherms. Of typed systems sensitivities, where nothing speaks
 * against them.
 */
function curveKindOf(
  experiment: Experiment,
  inputs: Inputs,
  variables: readonly FreeVariable[],
): { readonly kind: CurveKind; readonly note?: string } {
  const { problem, method } = experiment
  if (problem.id === 'typed-ode') {
    const obstacle = obstacleOf(experiment, inputs, variables)
    if (obstacle === undefined) return { kind: 'sensitivities' }
    return { kind: 'simulated', note: `Derivatives are differences of runs, not sensitivities: ${obstacle}.` }
  }
  const isExact = method?.id === undefined || method.id === 'auto' || method.id === 'exact'
  const isLinear = !problem.components?.some((component) => Object.hasOwn(component, 'capacity'))
  return { kind: problem.id === 'gas-column' && isExact && isLinear ? 'exact' : 'simulated' }
}

/** Why a typed system has no sensitivities to what is free; undefined where it has. */
function obstacleOf(experiment: Experiment, inputs: Inputs, variables: readonly FreeVariable[]): string | undefined {
  const inModel = variables.filter(({ target }) => target.length > 0)
  const of = [...new Set(inModel.map(({ target }) => formatPath(target)))]
  if (of.length === 0) return undefined
  try {
    const { values } = plan({ ...documentOf(experiment, 0), study: { type: 'sensitivities', of } }, inputs)
    const names = inModel.flatMap(({ target, name }) => (target[1] === 'parameters' ? [name] : []))
    return values.ode && sensitivityObstacle(values.ode, names)
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error
    return error.errors.map(({ message }) => message).join('; ')
  }
}

/** What the model gives: one outlet concentration a component, or what a plan says. */
function scalarsOf(
  experiment: Experiment,
  inputs: Inputs,
): readonly { readonly name: string; readonly unit: string }[] {
  if (experiment.problem.id === 'gas-column')
    return resolveProblem(experiment, inputs).components.map((c) => ({ name: String(c.name), unit: 'mol/m^3' }))
  const { data: _data, fit: _fit, sweep: _sweep, study: _study, ...rest } = experiment
  return planRun(rest, inputs).makeSimulation({ saveFrames: false }).scalars
}
