import type { Domain } from '../../core/domain.ts'
import type { FieldEquations } from '../../expression/fields/field-equations.ts'
import type { SpaceId } from './discretised-fields.ts'
import type { EquationFacts } from './equation-facts.ts'

/** One WebAssembly memory of 32-bit addresses, as kernels.ts opens it. */
export const mostMemory = 2 * 1024 ** 3

/** Vectors of the size of the state that a stepper keeps. */
const stepperVectors: Readonly<Record<string, number>> = {
  none: 6, newton: 60, tsit5: 11, dop853: 16, rk4: 7, ssprk33: 5, rkc2: 9, radau5: 16, rodas5p: 16, bdf: 16, kencarp4: 20, cnab2: 13,
  sbdf2: 13, etdrk4: 30, 'euler-maruyama': 7, auto: 32,
} // biome-ignore format: a table
/** Methods that factorise the Jacobian of everything. */
const factorising: readonly string[] = ['none', 'newton', 'radau5', 'rodas5p', 'bdf', 'auto']

/** Bytes of a run on a grid: the stepper's vectors, the terms, the tables, and the factors of implicit methods. Rough. */
export function fieldMemory(
  nodes: number,
  domain: Domain,
  { unknowns, terms }: FieldEquations,
  space: SpaceId,
  stepper: string,
  facts: EquationFacts,
): number {
  const state = nodes * unknowns.length
  const isSpectral = space !== 'finite-difference' && space !== 'finite-volume'
  const vectors = (stepperVectors[stepper] ?? 16) + 3
  const work = terms.length + 2 * unknowns.length + (isSpectral ? 4 : 2)
  const doubles = state * vectors + nodes * work
  // Banded in one dimension; nested dissection in two: n log n, with a constant of some 30.
  const isFactored = factorising.includes(stepper) && !(facts.isTimeless && facts.isLinear)
  const fill = isFactored ? (domain.axes.length === 1 ? 12 * unknowns.length : 4 * Math.log2(nodes + 1) * unknowns.length) : 0 // biome-ignore format: one thought
  return 8 * (doubles + state * fill) + 4e6
}
