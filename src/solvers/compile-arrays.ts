import type { Expression } from '../expression/expression.ts'
import { makeGraph } from '../expression/lower/graph.ts'
import { lowerExpression } from '../expression/lower/lower-expression.ts'
import { encodeArrayModule } from '../expression/lower/wasm-array.ts'
import type { Kernels } from '../kernels/kernels.ts'
import { mathKernels } from '../kernels/math.ts'
import { isSharedMemory, makeModuleCache } from './compiled-modules.ts'

/** A name in the expressions: an array with a value an element, or a number that is the same for all. */
export interface ArrayInput {
  readonly name: string
  readonly kind: 'array' | 'scalar'
}

/**
 * (count, inputs …, outputs …): an array and an output as pointer to float64 in the arena, 8-byte aligned; a scalar as number.
 * An output may be one of the inputs.
 */
export type ArrayFunction = (count: number, ...inputsThenOutputs: readonly number[]) => void

const modules = makeModuleCache<WebAssembly.Module>(64)

/**
 * Expressions over arrays, compiled to one loop of SIMD instructions: pointwise terms of a field's equations. What depends on scalars
 * alone is computed once a call; both sides of a condition are computed. Expressions compiled before are found again.
 * @throws Error for a name that is neither an input nor a constant of the language
 */
export function compileArrays(
  kernels: Kernels,
  expressions: readonly Expression[],
  inputs: readonly ArrayInput[],
): ArrayFunction {
  const shared = isSharedMemory(kernels)
  const module = modules({ shared, expressions, inputs }, () => {
    const graph = makeGraph()
    const slots = new Map(inputs.map(({ name }, slot) => [name, slot]))
    const scope = (name: string) => {
      const slot = slots.get(name)
      return slot === undefined ? undefined : graph.input(slot)
    }
    const outputs = expressions.map((expression) => lowerExpression(graph, expression, scope))
    const { bytes } = encodeArrayModule(
      graph,
      [{ name: 'loop', inputs: inputs.map(({ kind }) => kind), outputs }],
      shared,
    )
    return new WebAssembly.Module(bytes)
  })
  const { exports } = new WebAssembly.Instance(module, {
    env: { memory: kernels.memory },
    math: { ...mathKernels(kernels) },
  })
  // The module was made by us: its only function is of this type.
  return exports.loop as ArrayFunction
}
