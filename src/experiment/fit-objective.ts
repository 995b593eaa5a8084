import { InvalidInput, RunFailure } from '../core/errors.ts'
import type { Experiment } from './experiment.ts'
import type { CurveSource } from './fit-curves.ts'
import { makeExactCurves } from './fit-exact-curves.ts'
import type { FreeVariable } from './fit-free.ts'
import { makeSensitivityCurves } from './fit-sensitivity-curves.ts'
import { makeSimulatedCurves } from './fit-simulated-curves.ts'
import type { FitSpace } from './fit-space.ts'
import type { Inputs } from './inputs.ts'
import type { MeasuredColumn } from './measured.ts'

/** The residuals of an experiment as functions of the fit's coordinates θ. */
export interface FitObjective {
  readonly count: number
  /** First row of each column's residuals; one more at the end. */
  readonly rowsOf: readonly number[]
  /** Group of each row: columns whose noise is estimated together. All columns with given uncertainties are one group. */
  readonly groupOf: Int32Array
  readonly groups: number
  /** What residuals are divided by beside the given uncertainties; one a group. */
  setGroupScales(scales: ArrayLike<number>): void
  /** (model − measured)/(uncertainty·scale). */
  residuals(theta: ArrayLike<number>, out: Float64Array): void
  jacobian(theta: ArrayLike<number>, columns: readonly Float64Array[]): void
  /** The model of every measured column in its unit. */
  signals(theta: ArrayLike<number>): readonly Float64Array[]
  /** How each column's detector answers at θ: signal = scale·model + offset. */
  responses(theta: ArrayLike<number>): readonly { readonly scale: number; readonly offset: number }[]
  /** Its derivatives to those coordinates that change it. */
  signalDerivatives(theta: ArrayLike<number>): readonly ReadonlyMap<number, Float64Array>[]
  /** How often the problem was run so far. */
  readonly runs: number
}

/** Where curves and their derivatives come from: a closed solution, runs with forward sensitivities, or runs and differences of them. */
export type CurveKind = 'exact' | 'sensitivities' | 'simulated'

const makers = { exact: makeExactCurves, sensitivities: makeSensitivityCurves, simulated: makeSimulatedCurves } as const

export function makeFitObjective(
  experiment: Experiment,
  inputs: Inputs,
  measured: readonly MeasuredColumn[],
  space: FitSpace,
  kind: CurveKind,
  scalarCount: number,
): FitObjective {
  const { variables } = space
  // Columns of one table have their times in common: one computation serves all.
  const sources: { readonly dataset: number; readonly x: Float64Array; readonly source: CurveSource }[] = []
  const sourceOf = measured.map(({ dataset, x }) => {
    const known = sources.find((other) => other.dataset === dataset && isSame(other.x, x))
    if (known) return known.source
    const source = makers[kind](experiment, inputs, dataset, x, variables)
    sources.push({ dataset, x, source })
    return source
  })
  const rowsOf = [0]
  for (const column of measured) rowsOf.push((rowsOf.at(-1) ?? 0) + column.y.length)
  const count = rowsOf.at(-1) ?? 0
  const { groupOf, groups } = groupsOf(measured, rowsOf, count)
  const inverseSigma = new Float64Array(count)
  measured.forEach((column, c) => {
    column.y.forEach((_, i) => {
      inverseSigma[(rowsOf[c] ?? 0) + i] = column.sigma ? 1 / (column.sigma[i] ?? 1) : 1
    })
  })
  let weights = inverseSigma
  const componentsOf = measured.map(({ scalar }) => (scalar < 0 ? [...Array(scalarCount).keys()] : [scalar]))
  const calibration = measured.map((column) => {
    const find = (kind: FreeVariable['kind']) =>
      variables.findIndex((v) => v.kind === kind && v.dataset === column.dataset && v.name === column.column)
    return { scale: find('scale'), offset: find('offset') }
  })

  const calibrationAt = (c: number, values: Float64Array) => {
    const { scale, offset } = calibration[c] ?? { scale: -1, offset: -1 }
    const column = measured[c]
    return {
      scale: scale >= 0 ? (values[scale] ?? 1) : (column?.scale ?? 1),
      offset: offset >= 0 ? (values[offset] ?? 0) : (column?.offset ?? 0),
    }
  }

  /** scale·model + offset of a column: the components' sum in its unit. */
  const signalOf = (c: number, values: Float64Array, scale: number, offset: number): Float64Array => {
    const column = measured[c]
    const out = new Float64Array(column?.y.length ?? 0).fill(offset)
    for (const component of componentsOf[c] ?? []) {
      const curve = sourceOf[c]?.curve(component, values, false)
      if (curve) addScaled(out, curve.values, scale * (column?.factor ?? 1))
    }
    return out
  }

  const signals = (theta: ArrayLike<number>) => {
    const values = space.valuesAt(theta)
    return measured.map((_, c) => {
      const { scale, offset } = calibrationAt(c, values)
      return signalOf(c, values, scale, offset)
    })
  }

  const signalDerivatives = (theta: ArrayLike<number>) => {
    const values = space.valuesAt(theta)
    return measured.map((column, c) => {
      const { scale } = calibrationAt(c, values)
      const indices = calibration[c]
      const toTheta = new Map<number, Float64Array>()
      const add = (j: number, derivative: Float64Array, factor: number) => {
        // d/dy = v·d/dv for a logarithm; θ through the rows of T.
        const outer = factor * (variables[j]?.isLog ? (values[j] ?? 0) : 1)
        space.rows[j]?.forEach((weight, k) => {
          if (weight === 0) return
          const target = toTheta.get(k) ?? new Float64Array(column.y.length)
          toTheta.set(k, target)
          addScaled(target, derivative, outer * weight)
        })
      }
      for (const component of componentsOf[c] ?? []) {
        const curve = sourceOf[c]?.curve(component, values, true)
        if (curve) for (const [j, derivative] of curve.derivatives) add(j, derivative, scale * column.factor)
      }
      if (indices && indices.scale >= 0) add(indices.scale, signalOf(c, values, 1, 0), 1)
      if (indices && indices.offset >= 0) add(indices.offset, new Float64Array(column.y.length).fill(1), 1)
      return toTheta
    })
  }

  return {
    count,
    rowsOf,
    groupOf,
    groups,
    setGroupScales(scales) {
      weights = inverseSigma.map((value, i) => value / (scales[groupOf[i] ?? 0] ?? 1))
    },
    residuals(theta, out) {
      let models: readonly Float64Array[]
      try {
        models = signals(theta)
      } catch (error) {
        // Values that the model refuses (a velocity below zero, a step that collapses) are a place the fit must not go.
        if (error instanceof InvalidInput || error instanceof RunFailure) {
          out.fill(Number.NaN)
          return
        }
        throw error
      }
      measured.forEach((column, c) => {
        const model = models[c] ?? column.y
        addScaled(model, column.y, -1)
        multiplyInto(out, rowsOf[c] ?? 0, model, weights)
      })
    },
    jacobian(theta, columns) {
      signalDerivatives(theta).forEach((own, c) => {
        const first = rowsOf[c] ?? 0
        // Which coordinates change a column never changes: what is not written stays zero.
        for (const [k, derivative] of own) {
          const target = columns[k]
          if (target) multiplyInto(target, first, derivative, weights)
        }
      })
    },
    signals,
    responses: (theta) => {
      const values = space.valuesAt(theta)
      return measured.map((_, c) => calibrationAt(c, values))
    },
    signalDerivatives,
    get runs() {
      return sources.reduce((sum, { source }) => sum + (source.runs ?? 0), 0)
    },
  }
}

function isSame(a: Float64Array, b: Float64Array): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}

/** target += factor·values. */
function addScaled(target: Float64Array, values: Float64Array, factor: number): void {
  for (let i = 0; i < target.length; i++) target[i] = (target[i] ?? 0) + factor * (values[i] ?? 0)
}

/** target[first + i] = values[i]·weights[first + i]. */
function multiplyInto(target: Float64Array, first: number, values: Float64Array, weights: Float64Array): void {
  for (let i = 0; i < values.length; i++) target[first + i] = (values[i] ?? 0) * (weights[first + i] ?? 0)
}

function groupsOf(
  measured: readonly MeasuredColumn[],
  rowsOf: readonly number[],
  count: number,
): { readonly groupOf: Int32Array; readonly groups: number } {
  const groupOf = new Int32Array(count)
  let groups = measured.some((column) => column.sigma) ? 1 : 0
  measured.forEach((column, c) => {
    const group = column.sigma ? 0 : groups++
    groupOf.fill(group, rowsOf[c], rowsOf[c + 1])
  })
  return { groupOf, groups }
}
