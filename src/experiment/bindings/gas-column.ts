import { exactRefusal } from '../../pde/gas-column/exact-refusal.ts'
import { type GasColumnModel, makeGasColumnModel } from '../../pde/gas-column/model.ts'
import type { ParameterValues } from '../../pde/problem.ts'
import { type ColumnResolution, chooseResolution, stableStep } from '../../solvers/discretisations/column-resolution.ts'
import type { Binding } from './binding.ts'

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
    return {
      stepper: 'none',
      memoryBytes: 16 * times.length * (model.components.length + 1),
      why: [`the isotherm is linear, so the outlet concentration is known exactly; ${form}`],
    }
  },
}

/** What `method` asks of the mesh and the steps; what it leaves open is chosen. */
export interface MeshOptions {
  readonly cells?: number
  readonly order?: number
  readonly rtol?: number
}

export function meshOptions({ cells, order, rtol }: ParameterValues): MeshOptions {
  return {
    ...(typeof cells === 'number' ? { cells } : {}),
    ...(typeof order === 'number' ? { order } : {}),
    ...(typeof rtol === 'number' ? { rtol } : {}),
  }
}

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
  prepare({ values, options }) {
    const model = makeGasColumnModel(values)
    const given = meshOptions(options)
    const resolution = chooseResolution(model, given)
    const { cells, order, weno, implicit } = resolution
    const isExactKnown = exactRefusal(model) === undefined
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
        `${cells} cells of equal hold-up${given.cells === undefined ? ', chosen from the sharpest peak' : ''}; ${faces}`,
        implicit
          ? 'KenCarp4: all linear, so transport and exchange are both implicit; error controlled'
          : 'KenCarp4: transport explicit, exchange with the film implicit, error controlled',
        `relative tolerance ${resolution.rtol} a time step${given.rtol === undefined ? ', so that the error in space dominates' : ''}`,
        ...(model.competitive ? ['competitive Langmuir isotherm'] : []),
        ...steepFrontsWarning(model, resolution, isExactKnown),
      ],
      isExactKnown,
    }
  },
}

export const gasColumnBindings: readonly Binding[] = [exact, finiteVolume]
