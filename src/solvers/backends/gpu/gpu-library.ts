/** A kernel or a pipeline of gpu.js; results of kernels in a pipeline are handles. */
type Call = (...values: readonly unknown[]) => unknown

export interface GpuPipeline {
  (...values: readonly unknown[]): Promise<unknown>
  readonly backend: string | null
  readonly executorKind: string
  readonly fallbackReason: string | null
  destroy(): Promise<void>
}

/** What is used of an instance of gpu.js. */
export interface GpuInstance {
  readonly context?: unknown
  createKernel(source: string, settings: Readonly<Record<string, unknown>>): Call
  createPipeline(trace: Call, settings?: Readonly<Record<string, unknown>>): GpuPipeline
  addFunction(source: string, settings: Readonly<Record<string, unknown>>): unknown
  destroy(): Promise<void>
}

/** What is used of the library. */
export interface GpuLibrary {
  readonly GPU: {
    new (settings: { readonly mode: string }): GpuInstance
    readonly isWebGL2Supported: boolean
    isWebGPUAvailable(): Promise<boolean>
  }
  input(values: Float32Array, size: readonly number[]): unknown
}

export type GpuMode = 'webgpu' | 'webgl2' | 'webasm'

/** The library from what its file exports, as a module or as one object. */
function parseLibrary(loaded: unknown): GpuLibrary {
  const hasGpu = (value: unknown): value is { GPU: unknown } => (typeof value === 'object' || typeof value === 'function') && value !== null && 'GPU' in value // biome-ignore format: one test
  const inner = typeof loaded === 'object' && loaded !== null && 'default' in loaded ? loaded.default : undefined
  const found = hasGpu(inner) ? inner : loaded
  if (!hasGpu(found)) throw new Error('gpu.js has another shape than that of 2.24')
  return found as unknown as GpuLibrary
}

/** Loads gpu.js when it is first used: it is in no page that computes without. */
export async function loadGpuLibrary(): Promise<GpuLibrary> {
  return parseLibrary(await import('gpu.js'))
}

/** The best mode there is, and why no better one; undefined without a GPU. */
export async function findGpu(
  library: GpuLibrary,
): Promise<
  { readonly mode: GpuMode; readonly fallback?: { readonly from: string; readonly reason: string } } | undefined
> {
  if (await library.GPU.isWebGPUAvailable()) return { mode: 'webgpu' }
  if (library.GPU.isWebGL2Supported)
    return { mode: 'webgl2', fallback: { from: 'webgpu', reason: 'this browser offers no WebGPU adapter' } }
  return undefined
}
