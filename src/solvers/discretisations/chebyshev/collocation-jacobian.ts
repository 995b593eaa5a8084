import { isNumber } from '../../../expression/build.ts'
import { differentiate } from '../../../expression/differentiate.ts'
import type { Expression } from '../../../expression/expression.ts'
import type { FieldEquations } from '../../../expression/fields/field-equations.ts'
import type { Kernels } from '../../../kernels/kernels.ts'
import type { ArrayFunction } from '../../compile-arrays.ts'
import type { Pointer } from '../../system.ts'
import { type Dense, denseProduct, denseZeros } from './dense.ts'

/** Pointwise code with its arguments laid out. */
export interface Loop {
  readonly run: ArrayFunction
  readonly arguments: number[]
  readonly used: readonly string[]
}

interface ChainOptions {
  readonly kernels: Kernels
  readonly equations: FieldEquations
  /** Points inside, and with the ends. */
  readonly count: number
  readonly total: number
  readonly weights: Float64Array
  readonly derivatives: readonly Dense[]
  readonly product: Pointer
  makeLoop(expressions: readonly Expression[], to: readonly Pointer[]): Loop
  call(loop: Loop, time: number): void
  /** The matrix of a derivative of a bare unknown; undefined for anything else. */
  bareOf(of: Expression, order: number): { readonly unknown: number; readonly matrix: Dense } | undefined
}

interface Factor {
  readonly name: string
  readonly loop: Loop
}

/** The chain rule through unknowns and terms: adds ∂rates/∂state at the values that are in the arrays. */
export function makeChain(options: ChainOptions) {
  const { kernels, equations, count, total, weights, derivatives, product } = options
  const { unknowns, terms } = equations
  const size = unknowns.length * count
  const names = [...unknowns, ...terms.map((_, place) => `#${place}`)]
  const factorsOf = (expression: Expression): Factor[] =>
    names.flatMap((name) => {
      const slope = differentiate(expression, name)
      return isNumber(slope, 0) ? [] : [{ name, loop: options.makeLoop([slope], [product]) }]
    })
  const ofTerms = terms.map((term) => {
    const of = term.kind === 'divergence' ? term.fluxes[0] : term.of
    const order =
      term.kind === 'divergence' ? 1 : term.kind === 'laplacian' ? 2 : term.kind === 'integral' ? 0 : term.orders[0]
    return { term, of, order, factors: factorsOf(of) }
  })
  const ofRates = equations.rates.map(factorsOf)

  /** Σ slope · matrix over what an expression is made from, at all points. */
  const slopesOf = (
    factors: readonly Factor[],
    matrices: ReadonlyMap<string, Dense>,
    time: number,
  ): Dense | undefined => {
    let sum: Dense | undefined
    for (const { name, loop } of factors) {
      const matrix = matrices.get(name)
      if (!matrix) continue
      options.call(loop, time)
      const view = kernels.whole()
      sum ??= denseZeros(total, size)
      for (let i = 0; i < total; i++) {
        const slope = view[product / 8 + i]
        if (slope === 0) continue
        for (let j = 0; j < size; j++) sum.values[i * size + j] += slope * matrix.values[i * size + j]
      }
    }
    return sum
  }
  /** A matrix on one unknown's values inside as one on the whole state. */
  const widen = (unknown: number, matrix: Dense): Dense => {
    const out = denseZeros(total, size)
    for (let i = 0; i < total; i++)
      for (let j = 0; j < count; j++) out.values[i * size + unknown * count + j] = matrix.values[i * matrix.columns + j]
    return out
  }
  return {
    add(time: number, values: readonly Dense[], jacobian: Float64Array): void {
      const matrices = new Map<string, Dense>(
        values.map((matrix, unknown) => [unknowns[unknown], widen(unknown, matrix)]),
      )
      for (const [place, { term, of, order, factors }] of ofTerms.entries()) {
        const bare = term.kind === 'integral' ? undefined : options.bareOf(of, order)
        if (bare) {
          matrices.set(`#${place}`, widen(bare.unknown, bare.matrix))
          continue
        }
        const slopes = slopesOf(factors, matrices, time)
        if (!slopes) continue
        if (term.kind !== 'integral') {
          matrices.set(`#${place}`, denseProduct(derivatives[order], slopes))
          continue
        }
        const sums = new Float64Array(size)
        for (let i = 0; i < total; i++)
          for (let j = 0; j < size; j++) sums[j] += weights[i] * slopes.values[i * size + j]
        const matrix = denseZeros(total, size)
        for (let i = 0; i < total; i++) matrix.values.set(sums, i * size)
        matrices.set(`#${place}`, matrix)
      }
      for (const [rate, factors] of ofRates.entries()) {
        const slopes = slopesOf(factors, matrices, time)
        if (!slopes) continue
        for (let i = 0; i < count; i++)
          for (let j = 0; j < size; j++) jacobian[(rate * count + i) * size + j] += slopes.values[(i + 1) * size + j]
      }
    },
  }
}
