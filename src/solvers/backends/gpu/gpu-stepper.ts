import { domainSize } from '../../../core/domain.ts'
import { RunFailure } from '../../../core/errors.ts'
import { gpuErf } from '../../../expression/lower/gpu-statements.ts'
import type { FieldProblem } from '../../fields/discretised-fields.ts'
import type { GpuLibrary, GpuMode } from './gpu-library.ts'
import type { GpuMethod } from './gpu-methods.ts'
import { planGpu } from './gpu-plan.ts'

/** What really ran. */
export interface GpuExecution {
  readonly mode: GpuMode
  /** `fused-encoder` (WebGPU), `generic` (WebGL2), `fused-threaded` or `fused-sync` (gpu.js's own WebAssembly). */
  readonly executor: string
}

/** A method at work on the GPU. */
export interface GpuStepper {
  /**
   * Node values after so many steps from a time: one submission, one readback. Node values are those at the start, unknown after unknown,
   * and are not changed. Where they are prescribed nothing of use comes back.
   * @throws RunFailure where another executor ran than was asked for
   */
  advance(nodes: Float64Array, time: number, step: number, steps: number): Promise<Float64Array>
  /** Undefined before the first call. */
  execution(): GpuExecution | undefined
  destroy(): Promise<void>
}

/** Values row after row from the nested rows that the library gives. */
function flatten(value: unknown, into: Float64Array, from: number): number {
  if (value instanceof Float32Array) {
    into.set(value, from)
    return from + value.length
  }
  if (!Array.isArray(value)) throw new Error('the result of a kernel is no array')
  return value.reduce((at: number, row: unknown) => flatten(row, into, at), from)
}

const executors: Readonly<Record<GpuMode, readonly string[]>> = {
  webgpu: ['fused-encoder'],
  webgl2: ['generic'],
  webasm: ['fused-threaded', 'fused-sync'],
}

/** The library calls every WebGL "gpu": which one it is, its context says. */
function isMode(backend: string | null, mode: GpuMode, context: unknown): boolean {
  if (mode !== 'webgl2') return backend === mode
  return backend === 'gpu' && Object.prototype.toString.call(context) === '[object WebGL2RenderingContext]'
}

/** Compiles a method for a problem. @param mode where it runs, and nowhere else */
export function makeGpuStepper(
  library: GpuLibrary,
  mode: GpuMode,
  problem: FieldProblem,
  order: 2 | 4,
  method: GpuMethod,
): GpuStepper {
  const plan = planGpu(problem, order, method)
  const gpu = new library.GPU({ mode })
  if (plan.kernels.some(({ usesErf }) => usesErf))
    gpu.addFunction(gpuErf, { argumentTypes: { x: 'Number' }, returnType: 'Number' })
  const kernels = plan.kernels.map(({ source, output }) => gpu.createKernel(source, { output: [...output], precision: 'single', tactic: 'precision' })) // biome-ignore format: one call
  // Time goes on where the data are.
  const tick = gpu.createKernel('function(a0) {\nif (this.thread.x == 0) { return a0[0] + a0[1]; }\nreturn a0[1];\n}', { output: [2], precision: 'single' }) // biome-ignore format: one call
  const unknowns = problem.equations.unknowns.length
  const sizes = problem.domain.axes.map(({ points }) => points)
  const count = domainSize(problem.domain)
  const pipelines = new Map<number, ReturnType<typeof gpu.createPipeline>>()
  let execution: GpuExecution | undefined

  const pipelineOf = (steps: number) => {
    const found = pipelines.get(steps)
    if (found) return found
    const trace = (...values: readonly unknown[]): unknown => {
      const [scalars, lines, first, ...states] = values
      let clock = first
      let now = states
      for (let step = 0; step < steps; step++) {
        const arrays = new Map<string, unknown>([['scalars', scalars], ['lines', lines], ['clock', clock]]) // biome-ignore format: a table
        now.forEach((value, k) => {
          arrays.set(`s 0 ${k}`, value)
        })
        for (const { kernel, inputs, result } of plan.calls)
          arrays.set(result, kernels[kernel]?.(...inputs.map((name) => arrays.get(name))))
        now = now.map((_, k) => arrays.get(`s ${plan.stages} ${k}`))
        if (plan.usesTime && step + 1 < steps) clock = tick(clock)
      }
      return now
    }
    // The library counts the arguments of a trace by its length.
    Object.defineProperty(trace, 'length', { value: 3 + unknowns })
    const made = gpu.createPipeline(trace)
    pipelines.set(steps, made)
    return made
  }

  return {
    async advance(nodes, time, step, steps) {
      const pipeline = pipelineOf(steps)
      const states = Array.from({ length: unknowns }, (_, k) => library.input(Float32Array.from(nodes.subarray(k * count, (k + 1) * count)), sizes)) // biome-ignore format: one call
      const result = await pipeline(
        plan.scalars(problem.parameters),
        plan.lines,
        Float32Array.of(time, step),
        ...states,
      )
      const executor = pipeline.executorKind
      execution = { mode, executor }
      if (!isMode(pipeline.backend, mode, gpu.context) || !executors[mode].includes(executor))
        throw new RunFailure(`${mode} was asked for, and gpu.js ran ${pipeline.backend} (${executor}): ${pipeline.fallbackReason ?? 'no reason given'}. Write "backend": "wasm"`) // biome-ignore format: one sentence
      const out = new Float64Array(nodes.length)
      flatten(result, out, 0)
      return out
    },
    execution: () => execution,
    async destroy() {
      for (const pipeline of pipelines.values()) await pipeline.destroy()
      await gpu.destroy()
    },
  }
}
