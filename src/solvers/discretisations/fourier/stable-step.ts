import { domainSize } from '../../../core/domain.ts'
import { isNumber } from '../../../expression/build.ts'
import { differentiate } from '../../../expression/differentiate.ts'
import { expressionText } from '../../../expression/print.ts'
import { vectorKernels } from '../../../kernels/vector.ts'
import type { StableStep } from '../../fields/discretised-fields.ts'
import type { Pointer } from '../../system.ts'
import { type EvaluationContext, makePointwiseLoop, type PointwiseLoop } from './pointwise-loop.ts'
import type { SymbolBlocks } from './spectral-blocks.ts'
import type { SpectralRows } from './spectral-rows.ts'
import { largestOf } from './symbol-algebra.ts'

/** What the bound of a step needs. */
export interface StableStepOptions {
  readonly context: EvaluationContext
  readonly evolved: readonly number[]
  readonly unknowns: readonly string[]
  readonly blocks: () => SymbolBlocks
  readonly rows: () => SpectralRows
  readonly parameters: Float64Array
  /** Products with a part in the rates. */
  readonly products: readonly number[]
  /** Brings the inputs of all products to the nodes. */
  evaluateInputs(time: number, state: Pointer): void
}

interface Slope {
  readonly product: number
  readonly input: number
  readonly loop: PointwiseLoop
}

/**
 * Steps by an upper bound of the Jacobian: for every product its derivative to each of its inputs at its largest node, times the
 * largest symbols before and behind it. For `u u_x` that is max|u|·k_max, the Courant condition.
 */
export function makeStableStep(options: StableStepOptions): (time: number, state: Pointer) => StableStep {
  const { context, evolved, unknowns, parameters } = options
  const { kernels, form } = context
  const vector = vectorKernels(kernels)
  const out = context.takeNodes()
  const points = domainSize(context.domain)
  let slopes: readonly Slope[] | undefined
  const makeSlopes = () =>
    options.products.flatMap((product) =>
      form.inputs.flatMap(({ name }, input) => {
        const derivative = differentiate(form.products[product].expression, name)
        return isNumber(derivative, 0)
          ? []
          : [{ product, input, loop: makePointwiseLoop(context, [derivative], [out]) }]
      }),
    )
  return (time, state) => {
    slopes ??= makeSlopes()
    const rows = options.rows()
    options.evaluateInputs(time, state)
    const bounds = evolved.map(() => ({ size: 0, largest: 0, from: '' }))
    for (const { product, input, loop } of slopes) {
      if (loop.time >= 0) loop.arguments[loop.time] = time
      for (const { place, parameter } of loop.parameters) loop.arguments[place] = parameters[parameter]
      for (const { place } of loop.scalars) loop.arguments[place] = 0
      loop.run(points, ...loop.arguments)
      const slope = vector.maxNorm(points, out)
      let before = 0
      for (const symbols of rows.inputs[input].unknowns.values()) before += largestOf(symbols)
      for (const [slot, place] of evolved.entries()) {
        const symbols = rows.rates[place]?.products.get(product)
        if (!symbols) continue
        const size = slope * before * largestOf(symbols)
        const bound = bounds[slot]
        bound.size += size
        if (size > bound.largest) {
          bound.largest = size
          bound.from = `"${expressionText(form.products[product].expression)}" in the rate of ${unknowns[place]}`
        }
      }
    }
    const n = evolved.length
    const linear = options.blocks()
    let stiff = 0
    for (let i = 0; i < n; i++) {
      let sum = 0
      for (let j = 0; j < n; j++) {
        const symbols = linear[i * n + j]
        if (symbols) sum += largestOf(symbols)
      }
      stiff = Math.max(stiff, sum)
    }
    const worst = bounds.reduce((a, b) => (b.size > a.size ? b : a), { size: 0, largest: 0, from: '' })
    const reason =
      worst.size > 0
        ? `${worst.from} changes by ${worst.size.toPrecision(3)} a unit of time on the shortest wave${stiff > worst.size ? `; the linear part, ${stiff.toPrecision(3)}, is solved exactly or implicitly` : ''}`
        : 'everything is linear with constant coefficients: nothing limits the step'
    return {
      explicit: worst.size + stiff > 0 ? 1 / (worst.size + stiff) : Number.POSITIVE_INFINITY,
      semiImplicit: worst.size > 0 ? 1 / worst.size : Number.POSITIVE_INFINITY,
      reason,
    }
  }
}
