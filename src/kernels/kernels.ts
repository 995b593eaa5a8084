/** Float64 scratch memory that lives in WebAssembly: `view` for reading and writing, `pointer` for the kernels. */
export interface Block {
  readonly pointer: number
  readonly view: Float64Array
}

/** Which instructions a build uses. Fused multiply–add rounds once instead of twice: results differ in the last digits. */
export type KernelBuild = 'simd' | 'relaxed-simd'

/** Kernels compiled together: a folder of `assembly`. `builds` are base64; `-shared` ones take a shared memory. */
export interface KernelFamily {
  readonly name: string
  readonly builds: Readonly<Partial<Record<KernelBuild | `${KernelBuild}-shared`, string>>>
}

/** The exported functions by name; each binding file gives its own a type. Pointers are byte offsets of float64 arrays. */
export type KernelExports = Readonly<Record<string, unknown>>

/**
 * One memory and the kernels that work in it. Not shared between simulations that run at once.
 * The arena is a stack: `mark` and `release` give everything taken since back.
 */
export interface Kernels {
  readonly memory: WebAssembly.Memory
  readonly build: KernelBuild
  /** The family's functions on this memory; linked once. A family without the build has its plain one. */
  link(family: KernelFamily): KernelExports
  /**
   * The number by which kernels call a function of another WebAssembly module; −1 where it is a function of JavaScript. Its
   * parameters must be those the kernel calls it with.
   */
  callable(f: (...values: never[]) => unknown): number
  /**
   * Takes a block of float64, zeroed, 16-byte aligned. Take all blocks before the first step:
   * taking one may move the memory and so detaches the views handed out before; `refresh` renews them.
   */
  allocate(length: number): Block
  /** The same as `allocate` where only the pointer is wanted: much quicker. */
  reserve(length: number): number
  /** The whole memory as float64, place = pointer / 8; the same object until the memory grows. */
  whole(): Float64Array
  /** The block again, its view valid after a later `allocate`. */
  refresh(block: Block): Block
  /** A fresh view of `length` float64 at a pointer. */
  view(pointer: number, length: number): Float64Array
  /** Where the arena ends now. */
  mark(): number
  /** Gives back every block taken after `mark`. */
  release(mark: number): void
}

export interface KernelOptions {
  readonly build?: KernelBuild
  /** A shared memory (2 GiB at most) for kernels on several threads; `attach` works in another thread's. */
  readonly shared?: boolean
  readonly attach?: WebAssembly.Memory
}

/** Behind the windows of the families' static data (scripts/build-kernels.mjs). */
const arenaStart = 1024 + 16 * 32 * 1024
const pageBytes = 65536

const compiled = new Map<string, WebAssembly.Module>()

function moduleOf(family: KernelFamily, build: KernelBuild, shared: boolean): WebAssembly.Module {
  const suffix = shared ? '-shared' : ''
  const name = family.builds[`${build}${suffix}`] === undefined ? (`simd${suffix}` as const) : (`${build}${suffix}` as const) // biome-ignore format: one thought
  const key = `${family.name} ${name}`
  const found = compiled.get(key)
  if (found) return found
  const text = family.builds[name]
  if (text === undefined) throw new Error(`the kernels ${family.name} have no build for a shared memory`)
  const made = new WebAssembly.Module(Uint8Array.from(atob(text), (c) => c.charCodeAt(0)))
  compiled.set(key, made)
  return made
}

/** A fresh memory without kernels; families are linked when first used. Modules are compiled once a thread. */
export function makeKernels(options: KernelOptions = {}): Kernels {
  const { build = 'simd', shared = false, attach } = options
  const pages = Math.ceil(arenaStart / pageBytes) + 1
  const memory = attach ?? new WebAssembly.Memory({ initial: pages, maximum: 32768, ...(shared ? { shared } : {}) })
  const isShared = shared || attach !== undefined
  const linked = new Map<string, KernelExports>()
  const table = new WebAssembly.Table({ element: 'anyfunc', initial: 1 })
  const numbers = new WeakMap<object, number>()
  let next = arenaStart
  let all = new Float64Array(memory.buffer)
  // A view of a memory that has grown is empty, which is quicker to see than that its buffer is another; not so of a shared one.
  const whole = () => {
    if (isShared ? all.buffer !== memory.buffer : all.length === 0) all = new Float64Array(memory.buffer)
    return all
  }
  const reserve = (length: number): number => {
    const pointer = next
    next = (next + 8 * length + 15) & ~15
    // What a memory grows by is zero already; writing there would only make the machine provide it.
    const used = whole().length
    const missing = next - 8 * used
    if (missing > 0) memory.grow(Math.ceil(missing / pageBytes))
    whole().fill(0, pointer / 8, Math.min(used, pointer / 8 + length))
    return pointer
  }
  // A view forgets its length when the memory moves.
  const lengths = new WeakMap<Block, number>()
  const blockAt = (pointer: number, length: number): Block => {
    const block = { pointer, view: new Float64Array(memory.buffer, pointer, length) }
    lengths.set(block, length)
    return block
  }
  return {
    memory,
    build,
    link(family) {
      const found = linked.get(family.name)
      if (found) return found
      const abort = () => {
        throw new Error(`a kernel of ${family.name} aborted`)
      }
      const { exports } = new WebAssembly.Instance(moduleOf(family, build, isShared), { env: { memory, table, abort } })
      linked.set(family.name, exports)
      return exports
    },
    callable(f) {
      const found = numbers.get(f)
      if (found !== undefined) return found
      const place = table.length
      try {
        table.grow(1)
        table.set(place, f)
        numbers.set(f, place)
        return place
      } catch {
        // A table takes exported functions of WebAssembly only.
        numbers.set(f, -1)
        return -1
      }
    },
    allocate: (length) => blockAt(reserve(length), length),
    reserve,
    whole,
    refresh: (block) => blockAt(block.pointer, lengths.get(block) ?? block.view.length),
    view: (pointer, length) => new Float64Array(memory.buffer, pointer, length),
    mark: () => next,
    release(mark) {
      next = mark
    },
  }
}
