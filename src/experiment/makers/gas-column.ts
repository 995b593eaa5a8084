import { type ExactGasColumn, makeExactGasColumn } from '../../pde/gas-column/exact.ts'
import { exactRefusal } from '../../pde/gas-column/exact-refusal.ts'
import { findApex, gasColumnMetrics } from '../../pde/gas-column/metrics.ts'
import { type GasColumnModel, makeGasColumnModel } from '../../pde/gas-column/model.ts'
import { makeEstimatedColumn } from '../../solvers/discretisations/column-error-estimate.ts'
import { makeColumnFiniteVolume } from '../../solvers/discretisations/column-finite-volume.ts'
import { makeSampledSolution } from '../../solvers/sampled-solution.ts'
import { meshOptions } from '../bindings/gas-column.ts'
import type { Maker } from './maker.ts'

const scalarsOf = (model: GasColumnModel) => model.components.map(({ name }) => ({ name, unit: 'mol/m^3' }))

/** The solution, made at first use. */
function makeLazySolution(model: GasColumnModel): () => ExactGasColumn {
  let made: ExactGasColumn | undefined
  return () => {
    made ??= makeExactGasColumn(model)
    return made
  }
}

/** Outlet concentrations of all components, row-major. */
function makeExactRows(solution: () => ExactGasColumn, width: number): (times: Float64Array) => Float64Array {
  return (times) => {
    const rows = new Float64Array(times.length * width)
    const column = new Float64Array(times.length)
    for (let c = 0; c < width; c++) {
      solution().outlet(c, times, column)
      for (let i = 0; i < times.length; i++) rows[i * width + c] = column[i] ?? 0
    }
    return rows
  }
}

const exact: Maker = {
  problem: 'gas-column',
  method: 'exact',
  make({ values, times }) {
    const model = makeGasColumnModel(values)
    const solution = makeLazySolution(model)
    return {
      makeSimulation: () =>
        makeSampledSolution({
          scalars: scalarsOf(model),
          times,
          evaluate: makeExactRows(solution, model.components.length),
          report: () => ({ metrics: gasColumnMetrics(model, solution()) }),
        }),
    }
  },
}

const finiteVolume: Maker = {
  problem: 'gas-column',
  method: 'finite-volume',
  make({ values, options, times }) {
    const model = makeGasColumnModel(values)
    const given = meshOptions(options)
    const isExactKnown = exactRefusal(model) === undefined
    const solution = makeLazySolution(model)
    return {
      // Where the exact solution is known, the error against it is told; elsewhere a second, coarser solution estimates it.
      makeSimulation: ({ saveFrames, estimateErrors = false }) =>
        isExactKnown || !estimateErrors
          ? makeColumnFiniteVolume(model, given, times, saveFrames)
          : makeEstimatedColumn(model, given, times, saveFrames),
      ...(isExactKnown
        ? {
            exact: makeExactRows(solution, model.components.length),
            exactPeaks: () => model.components.map((_, c) => findApex(model, solution(), c).height),
          }
        : {}),
    }
  },
}

export const gasColumnMakers: readonly Maker[] = [exact, finiteVolume]
