import { type ExactGasColumn, exactRefusal, makeExactGasColumn } from '../../pde/gas-column/exact.ts'
import { findApex, gasColumnMetrics } from '../../pde/gas-column/metrics.ts'
import { type GasColumnModel, makeGasColumnModel } from '../../pde/gas-column/model.ts'
import type { ParameterValues } from '../../pde/problem.ts'
import { makeEstimatedColumn } from '../../solvers/discretisations/column-error-estimate.ts'
import { makeColumnFiniteVolume } from '../../solvers/discretisations/column-finite-volume.ts'
import { type ColumnResolution, chooseResolution, stableStep } from '../../solvers/discretisations/column-resolution.ts'
import { makeSampledSolution } from '../../solvers/sampled-solution.ts'
import type { Binding } from './binding.ts'

const scalarsOf = (model: GasColumnModel) => model.components.map(({ name }) => ({ name, unit: 'mol/m^3' }))

/** The solution, made at first use: planning alone needs no kernels. */
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

const exact: Binding = {
  problem: 'gas-column',
  method: 'exact',
  prepare({ values, times }) {
    const model = makeGasColumnModel(values)
    const refused = exactRefusal(model)
    if (refused !== undefined) return { refused }
    const isSpread = model.components.some((component) => component.dispersion > 0)
    const form = isSpread
      ? 'with dispersion: the transfer function in Laplace space, inverted numerically'
      : "without dispersion: Goldstein's J function in closed form"
    const width = model.components.length
    const solution = makeLazySolution(model)
    return {
      stepper: 'none',
      memoryBytes: 16 * times.length * (width + 1),
      why: [`the isotherm is linear, so the outlet concentration is known exactly; ${form}`],
      makeSimulation: () =>
        makeSampledSolution({
          scalars: scalarsOf(model),
          times,
          evaluate: makeExactRows(solution, width),
          report: () => ({ metrics: gasColumnMetrics(model, solution()) }),
        }),
    }
  },
}

const number = (options: ParameterValues, name: string) =>
  typeof options[name] === 'number' ? options[name] : undefined

/** Below this many cells a standard deviation the edges of a peak are off by more than a plot's line. */
const FEW_CELLS = 2.5

/** What the mesh cannot resolve, and what to do about it. */
function steepFrontsWarning(model: GasColumnModel, resolution: ColumnResolution, isExactKnown: boolean): string[] {
  const { cells, cellsAWidth } = resolution
  const named = (isMeant: (count: number) => boolean) =>
    model.components.filter((_, i) => isMeant(cellsAWidth[i] ?? 0)).map(({ name }) => name)
  const jumps = named((count) => count === 0)
  const steep = named((count) => count > 0 && count < FEW_CELLS)
  const remedy = isExactKnown
    ? 'use the method "exact", which follows any front'
    : 'see errors.estimate for how far off'
  const least = Math.min(...cellsAWidth.filter((count) => count > 0))
  const wanted = 100 * Math.ceil((cells * FEW_CELLS) / least / 100)
  const more = isExactKnown || wanted > 1e5 ? remedy : `${remedy}; about ${wanted} cells would resolve them`
  return [
    ...(jumps.length > 0
      ? [`warning: ${jumps.join(', ')} keeps the sharp edges of the injection, which no mesh resolves; ${remedy}`]
      : []),
    ...(steep.length > 0
      ? [`warning: the fronts of ${steep.join(', ')} are not resolved (${least.toPrecision(2)} cells a standard deviation, ${FEW_CELLS} are needed): edges are smeared over a few cells; ${more}`]
      : []),
  ] // biome-ignore format: sentences
}

const finiteVolume: Binding = {
  problem: 'gas-column',
  method: 'finite-volume',
  prepare({ values, options, times }) {
    const model = makeGasColumnModel(values)
    const chosen = { cells: number(options, 'cells'), order: number(options, 'order'), rtol: number(options, 'rtol') }
    const given = Object.fromEntries(Object.entries(chosen).filter(([, value]) => value !== undefined))
    const resolution = chooseResolution(model, given)
    const { cells, order, weno, implicit } = resolution
    const isExactKnown = exactRefusal(model) === undefined
    const solution = makeLazySolution(model)
    const step = implicit
      ? undefined
      : Math.min(...model.components.map((component) => stableStep(model, component, resolution)))
    const sharp = model.components.filter((_, i) => weno[i]).map((component) => component.name)
    const faces =
      sharp.length === 0
        ? `linear upwind faces of order ${order}`
        : `WENO-Z faces of order ${order} for the steep fronts of ${sharp.join(', ')}`
    // Gas, film and the stages of the Runge–Kutta pair, a component; frames under way; half as much for the second solution.
    const memoryBytes =
      8 * cells * model.components.length * (2 + 2 * 7 + 2 * 4 + (implicit ? 20 : 0)) * (isExactKnown ? 1 : 1.5)
    return {
      stepper: 'kencarp4',
      space: 'finite-volume',
      ...(step === undefined ? {} : { step }),
      memoryBytes,
      why: [
        `${cells} cells of equal hold-up${chosen.cells === undefined ? ', chosen from the sharpest peak' : ''}; ${faces}`,
        implicit
          ? 'KenCarp4: all linear, so transport and exchange are both implicit; error controlled'
          : 'KenCarp4: transport explicit, exchange with the film implicit, error controlled',
        `relative tolerance ${resolution.rtol} a time step${chosen.rtol === undefined ? ', so that the error in space dominates' : ''}`,
        ...(model.competitive ? ['competitive Langmuir isotherm'] : []),
        ...steepFrontsWarning(model, resolution, isExactKnown),
      ],
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

export const gasColumnBindings: readonly Binding[] = [exact, finiteVolume]
