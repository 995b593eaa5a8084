import type { FieldEquations } from '../../../expression/fields/field-equations.ts'
import type { Kernels } from '../../../kernels/kernels.ts'
import { columnColours, transposed } from '../../linear/pattern.ts'
import type { Pointer, SparsityPattern, SystemJacobian } from '../../system.ts'
import type { GridShape } from './field-lowering.ts'
import { fieldPattern } from './field-pattern.ts'
import { type FieldRates, makeFieldRates } from './field-rates.ts'
import type { TableValue } from './sweep-memory.ts'
import { tangentEquations } from './tangent-equations.ts'

/** Exact products of the Jacobian of the rates with vectors. */
export interface FieldTangent {
  setParameters(values: Float64Array): void
  /** Vectors for products: the state of all unknowns, behind it the vector; behind that J times the vector, for the unknowns that evolve. */
  readonly work: Pointer
  /** J·v with what stands in `work`; 0 where values are prescribed. */
  multiply(time: number): void
}

/** Makes the products: the generated loop of the tangent equations. */
export function makeFieldTangent(
  kernels: Kernels,
  equations: FieldEquations,
  shape: GridShape,
  spacings: readonly number[],
  tables: TableValue,
  evolving: readonly number[],
): FieldTangent {
  const nodes = shape.counts.reduce((product, count) => product * count, 1)
  const size = nodes * equations.unknowns.length
  const fields: FieldRates = makeFieldRates(kernels, tangentEquations(equations), shape, spacings, tables, evolving)
  const work = kernels.reserve(2 * size + nodes * evolving.length)
  return {
    setParameters: fields.setParameters,
    work,
    multiply: (time) => fields.rates(time, work, work + 16 * size),
  }
}

/** The Jacobian by as many products as the pattern has colours. The pattern is found when it is asked for first. */
export function makeColouredJacobian(
  kernels: Kernels,
  size: number,
  findPattern: () => SparsityPattern,
  /** Sets the state; gives the pointers of a vector and of J times it, and what computes that. */
  products: {
    readonly vector: Pointer
    readonly product: Pointer
    begin(state: Pointer): void
    multiply(time: number): void
  },
): SystemJacobian {
  const colour = (of: SparsityPattern) => {
    const { colours, count } = columnColours(of)
    const byColour = Array.from({ length: count }, (): number[] => [])
    colours.forEach((one, column) => {
      byColour[one]?.push(column)
    })
    return { byColumn: transposed(of), byColour }
  }
  let pattern: SparsityPattern | undefined
  let coloured: ReturnType<typeof colour> | undefined
  const found = (): SparsityPattern => {
    pattern ??= findPattern()
    return pattern
  }
  return {
    get pattern() {
      return found()
    },
    evaluate(time, state, values) {
      coloured ??= colour(found())
      const { byColumn, byColour } = coloured
      products.begin(state)
      const [start, out] = [products.vector / 8, products.product / 8]
      for (const columns of byColour) {
        const before = kernels.whole()
        before.fill(0, start, start + size)
        for (const column of columns) before[start + column] = 1
        products.multiply(time)
        const view = kernels.whole()
        for (const column of columns)
          for (let e = byColumn.rowStarts[column]; e < byColumn.rowStarts[column + 1]; e++)
            view[values / 8 + byColumn.source[e]] = view[out + byColumn.columns[e]]
      }
    },
  }
}

/** The Jacobian of all rates, from the tangent of equations in which every unknown stands in the state. */
export function makeFieldJacobian(
  kernels: Kernels,
  equations: FieldEquations,
  shape: GridShape,
  tangent: FieldTangent,
): SystemJacobian {
  const size = shape.counts.reduce((product, count) => product * count, equations.unknowns.length)
  const { work } = tangent
  return makeColouredJacobian(kernels, size, () => fieldPattern(equations, shape), {
    vector: work + 8 * size,
    product: work + 16 * size,
    begin(state) {
      kernels.whole().copyWithin(work / 8, state / 8, state / 8 + size)
    },
    multiply: tangent.multiply,
  })
}
