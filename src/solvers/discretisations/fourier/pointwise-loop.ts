import type { Domain } from '../../../core/domain.ts'
import type { Expression } from '../../../expression/expression.ts'
import { namesIn } from '../../../expression/names.ts'
import type { Kernels } from '../../../kernels/kernels.ts'
import { type ArrayFunction, compileArrays } from '../../compile-arrays.ts'
import type { Pointer } from '../../system.ts'
import type { Modes } from './modes.ts'
import type { SpectralForm } from './spectral-form.ts'
import type { Transforms } from './transforms.ts'

/** What several evaluations of one problem share. */
export interface EvaluationContext {
  readonly kernels: Kernels
  readonly domain: Domain
  readonly form: SpectralForm
  readonly modes: Modes
  readonly transforms: Transforms
  readonly parameterNames: readonly string[]
  /** Values on the nodes by the name of an input; taken when first asked for. */
  nodesOf(name: string): Pointer
  /** Another array on the nodes. */
  takeNodes(): Pointer
  /** Weights of the trapezoidal rule; the mean of a series is exactly that. */
  readonly weights: Pointer
  /** Places of pairs of coefficients that are conjugates (int32), and how many there are. */
  readonly pairs: { readonly pointer: Pointer; readonly count: number }
}

/** Pointwise code with its arguments laid out; `t` and integrals are written before a call. */
export interface PointwiseLoop {
  readonly run: ArrayFunction
  readonly arguments: number[]
  /** Place of `t`; −1 where it does not occur. */
  readonly time: number
  readonly scalars: readonly { readonly place: number; readonly name: string }[]
  readonly parameters: readonly { readonly place: number; readonly parameter: number }[]
}

/** Compiles pointwise expressions over the arrays of a problem, coordinates among them. */
export function makePointwiseLoop(
  context: EvaluationContext,
  expressions: readonly Expression[],
  outputs: readonly Pointer[],
): PointwiseLoop {
  const { kernels, domain, form, parameterNames } = context
  const inputNames = new Set(form.inputs.map(({ name }) => name))
  const scalarNames = new Set(form.scalars.map(({ name }) => name))
  const axes = domain.axes.map(({ name }) => name)
  const used = [...new Set(expressions.flatMap((expression) => [...namesIn(expression)]))].filter(
    (name) =>
      name === 't' ||
      inputNames.has(name) ||
      scalarNames.has(name) ||
      axes.includes(name) ||
      parameterNames.includes(name),
  )
  const isArray = (name: string) => inputNames.has(name) || axes.includes(name)
  const run = compileArrays(
    kernels,
    expressions,
    used.map((name) => ({ name, kind: isArray(name) ? 'array' : 'scalar' })),
  )
  return {
    run,
    arguments: [...used.map((name) => (isArray(name) ? context.nodesOf(name) : Number.NaN)), ...outputs],
    time: used.indexOf('t'),
    scalars: used.flatMap((name, place) => (scalarNames.has(name) ? [{ place, name }] : [])),
    parameters: used.flatMap((name, place) => {
      const parameter = parameterNames.indexOf(name)
      return parameter >= 0 ? [{ place, parameter }] : []
    }),
  }
}
