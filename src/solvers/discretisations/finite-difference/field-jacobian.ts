import type { FieldEquations } from '../../../expression/fields/field-equations.ts'
import type { Kernels } from '../../../kernels/kernels.ts'
import { columnColours, transposed } from '../../linear/pattern.ts'
import type { Pointer, SparsityPattern, SystemJacobian } from '../../system.ts'
import type { GridShape } from './field-lowering.ts'
import { fieldPattern } from './field-pattern.ts'
import { makeFieldRates, prescribedNodes } from './field-rates.ts'
import type { TableValue } from './sweep-memory.ts'
import { tangentEquations } from './tangent-equations.ts'

/** The Jacobian of the rates of fields, exact, and its products with vectors. */
export interface FieldJacobian extends SystemJacobian {
  setParameters(values: Float64Array): void
  /** Vectors for products: the state, behind it the vector, behind that J times the vector. */
  readonly work: Pointer
  /** J·v with what stands in `work`; 0 where values are prescribed. */
  multiply(time: number): void
}

/**
 * Makes the Jacobian: the generated loop of the tangent equations gives J·v, as many times as the pattern has colours. The pattern is
 * found when it is asked for first, as explicit methods never do.
 */
export function makeFieldJacobian(
  kernels: Kernels,
  equations: FieldEquations,
  shape: GridShape,
  spacings: readonly number[],
  tables: TableValue,
): FieldJacobian {
  const size = shape.counts.reduce((product, count) => product * count, equations.unknowns.length)
  const tangent = tangentEquations(equations)
  const fields = makeFieldRates(kernels, tangent, shape, spacings, tables)
  const product = fields.sweep(tangent.rates)
  const work = kernels.reserve(3 * size)
  const out = work + 16 * size
  const prescribed = prescribedNodes(equations, shape)
  const multiply = (time: number): void => {
    product(time, work, out)
    const view = kernels.whole()
    for (let i = 0; i < prescribed.length; i++) view[out / 8 + prescribed[i]] = 0
  }
  const colour = (pattern: SparsityPattern) => {
    const { colours, count } = columnColours(pattern)
    const byColour = Array.from({ length: count }, (): number[] => [])
    colours.forEach((one, column) => {
      byColour[one]?.push(column)
    })
    return { byColumn: transposed(pattern), byColour }
  }
  let pattern: SparsityPattern | undefined
  let coloured: ReturnType<typeof colour> | undefined
  const found = (): SparsityPattern => {
    pattern ??= fieldPattern(equations, shape)
    return pattern
  }
  return {
    get pattern() {
      return found()
    },
    setParameters: fields.setParameters,
    work,
    multiply,
    evaluate(time, state, values) {
      coloured ??= colour(found())
      const { byColumn, byColour } = coloured
      kernels.whole().copyWithin(work / 8, state / 8, state / 8 + size)
      const start = work / 8 + size
      for (const columns of byColour) {
        const before = kernels.whole()
        before.fill(0, start, start + size)
        for (const column of columns) before[start + column] = 1
        multiply(time)
        const view = kernels.whole()
        for (const column of columns)
          for (let e = byColumn.rowStarts[column]; e < byColumn.rowStarts[column + 1]; e++)
            view[values / 8 + byColumn.source[e]] = view[out / 8 + byColumn.columns[e]]
      }
    },
  }
}
