import { kernelBytes } from './generated/kernels.ts'

/** Float64 scratch memory that lives in WebAssembly: `view` for reading and writing, `pointer` for the kernels. */
export interface Block {
  readonly pointer: number
  readonly view: Float64Array
}

/** One instance of the kernels with its own memory. Not shared between simulations that run at once. */
export interface Kernels {
  readonly exports: KernelExports
  /**
   * Takes a block of float64, zeroed, 16-byte aligned, for the life of the instance. Take all blocks before the first step:
   * taking one may move the memory and so detaches the views handed out before; `refresh` renews them.
   */
  allocate(length: number): Block
  /** The block again, its view valid after a later `allocate`. */
  refresh(block: Block): Block
}

/** The exported functions by name; each binding file gives its own a type. Pointers are byte offsets of float64 arrays. */
export type KernelExports = Readonly<Record<string, unknown>>

let compiled: WebAssembly.Module | undefined

/** A fresh instance. The module is compiled once a thread. */
export function makeKernels(): Kernels {
  compiled ??= new WebAssembly.Module(kernelBytes())
  const memory = new WebAssembly.Memory({ initial: 4 })
  const instance = new WebAssembly.Instance(compiled, { env: { memory, abort: () => { throw new Error('a kernel aborted') } } }) // biome-ignore format: one thought
  const base = instance.exports.heapBase
  let next = (typeof base === 'function' ? Number(base()) : 1024) + 15 & ~15 // biome-ignore format: bit arithmetic
  return {
    exports: instance.exports,
    allocate(length) {
      const pointer = next
      next = (next + 8 * length + 15) & ~15
      const missing = next - memory.buffer.byteLength
      if (missing > 0) memory.grow(Math.ceil(missing / 65536))
      return { pointer, view: new Float64Array(memory.buffer, pointer, length) }
    },
    refresh(block) {
      return { pointer: block.pointer, view: new Float64Array(memory.buffer, block.pointer, block.view.length) }
    },
  }
}
