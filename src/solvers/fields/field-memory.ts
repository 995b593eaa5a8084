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
/** Beyond so many unknowns in two and three dimensions GMRES with incomplete factors stands for elimination (make-shifted-solver.ts). */
const mostEliminated = 60_000
/** Vectors of GMRES with restarts: of a solution that is looked for around transforms (linear-solver.ts), and with incomplete factors. */
const searchVectors = 44
const krylovVectors = 34
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
  // Series solve what is linear in modes; on a grid Newton's method looks for it, with the Jacobian beside.
  const isSearched = !isSpectral && (stepper === 'none' || stepper === 'newton')
  const entries = unknowns.length * (1 + 4 * domain.axes.length)
  const searched = isSearched ? searchVectors + 16 + 1.5 * entries : 0
  const vectors = Math.max(stepperVectors[stepper] ?? 16, searched) + 3
  const work = terms.length + 2 * unknowns.length + (isSpectral ? 4 : 2)
  const doubles = state * vectors + nodes * work
  const isFactored = factorising.includes(stepper) && (isSearched || !(facts.isTimeless && facts.isLinear))
  // Banded in one dimension; nested dissection in two: n log n, with a constant of some 30; the matrix and its incomplete factors,
  // of radau5 also the complex ones as real ones of twice the size.
  const iterative = krylovVectors + 3 * entries + (stepper === 'radau5' ? 2 * krylovVectors + 12 * entries : 0)
  const eliminated = domain.axes.length === 1 ? 12 * unknowns.length : 4 * Math.log2(nodes + 1) * unknowns.length
  const isIterative = domain.axes.length > 1 && state > mostEliminated && !isSpectral
  const fill = isFactored ? (isIterative ? iterative : eliminated) : 0
  return 8 * (doubles + state * fill) + 4e6
}
