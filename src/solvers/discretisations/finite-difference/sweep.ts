import type { Expression } from '../../../expression/expression.ts'
import type { FieldEquations } from '../../../expression/fields/field-equations.ts'
import { encodeStencilModule, type StencilModule } from '../../../expression/lower/wasm-stencil.ts'
import type { Kernels } from '../../../kernels/kernels.ts'
import { mathKernels } from '../../../kernels/math.ts'
import { isSharedMemory, makeModuleCache } from '../../compiled-modules.ts'
import { type GridShape, weightValue } from './field-lowering.ts'
import { type Loop, makeDriver } from './sweep-driver.ts'
import { layOut, makeSweepTables, type TableValue, tapOffset } from './sweep-memory.ts'
import { planSweep } from './sweep-plan.ts'

/** Expressions of fields computed for all nodes, or those of some slabs of the last axis. */
export interface Sweep {
  /** A number the expressions use: a parameter, `t`, `integral 2`. */
  setScalar(name: string, value: number): void
  /**
   * out ← the values of the expressions, one after another as the state has its unknowns. `state` and `out` must not overlap. Each part
   * is the same to the last bit whichever slabs it is computed with.
   */
  run(state: number, out: number, from?: number, to?: number): void
}

interface Compiled {
  readonly module: WebAssembly.Module
  readonly constants: StencilModule['constants']
}

const modules = makeModuleCache<Compiled>(64)

/** Compiles a sweep; takes its memory. */
export function makeSweep(
  kernels: Kernels,
  equations: FieldEquations,
  shape: GridShape,
  spacings: readonly number[],
  outputs: readonly Expression[],
  value: TableValue,
): Sweep {
  const plan = planSweep(equations, shape, outputs)
  const layout = layOut(plan, shape)
  const nodes = shape.counts.reduce((product, count) => product * count, 1)
  const tables = makeSweepTables(kernels, plan, layout, nodes, value)
  const { graph, places } = plan.stencil
  const inputs = places.map(tables.offsetOf)
  const functions = plan.functions.map(({ name, outputs: list }) => ({
    name,
    isInPlace: name.startsWith('end'),
    tapStride: layout.rowBytes,
    outStride: 8 * layout.counts[0],
    outputs: list.map((one) =>
      one.to === 'out'
        ? { node: one.node, to: 'out' as const, offset: 8 * one.part * nodes }
        : { node: one.node, to: 'taps' as const, offset: tapOffset(layout, one.array, one.shift) },
    ),
  }))
  const shared = isSharedMemory(kernels)
  const { module, constants } = modules({ nodes: graph.nodes, inputs, functions, shared }, () => {
    const made = encodeStencilModule(graph, inputs, functions, tables.constantsOffset, shared)
    return { module: new WebAssembly.Module(made.bytes), constants: made.constants }
  })
  const { exports } = new WebAssembly.Instance(module, {
    env: { memory: kernels.memory },
    math: { ...mathKernels(kernels) },
  })
  // The module was made by us: its functions are of this type.
  const loops = exports as unknown as Readonly<Record<string, Loop | undefined>>
  kernels.view(tables.scalars + tables.constantsOffset, constants.length).set(constants)
  for (const place of places)
    if (place.kind === 'scalar' && place.name.startsWith('weight '))
      tables.setScalar(place.name, weightValue(place.name, spacings))
  const memory = kernels.reserve(Math.ceil(layout.bytes / 8))
  return {
    setScalar: tables.setScalar,
    run: makeDriver(kernels, layout, shape.isPeriodic, plan.depths, loops, { ...tables, memory }),
  }
}
