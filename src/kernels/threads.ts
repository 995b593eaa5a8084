import { fftKernels } from './fft-pass.ts'
import type { KernelBuild, Kernels } from './kernels.ts'
import { makeKernels } from './kernels.ts'

/** What several threads can do together: blocks `from` to before `to`, with the numbers given for all; `thread` counts from 0. */
type Task = (
  kernels: Kernels,
) => (argument: (index: number) => number, thread: number, from: number, to: number) => void

/** Every thread knows these by name; a new one is a line here. */
const tasks = {
  /** record, source, target, scratch memory, bytes of it a thread. */
  fftPass: (kernels) => {
    const { fftPass } = fftKernels(kernels)
    return (argument, thread, from, to) =>
      fftPass(argument(0), argument(1), argument(2), argument(3) + thread * argument(4), from, to)
  },
  /** Additions and multiplications in registers, this many rounds a block: what the machine gives on several threads at best. */
  arithmetic: (kernels) => {
    const { arithmetic } = fftKernels(kernels)
    return (argument, _thread, from, to) => {
      for (let block = from; block < to; block++) arithmetic(argument(0))
    }
  },
} as const satisfies Record<string, Task>

export type ThreadTask = keyof typeof tasks

/** What a new thread must be told: structured-clonable. */
export interface ThreadStart {
  readonly memory: WebAssembly.Memory
  readonly build: KernelBuild
  /** Where the threads' common numbers lie. */
  readonly control: number
  /** 1 and up; 0 is the thread that asks. */
  readonly thread: number
}

/** Starts a thread that runs `serveKernelThread(start)`: hosts know how (src/hosts/node, src/hosts/browser). */
export type StartThread = (start: ThreadStart) => { close(): void }

/**
 * Threads that share the memory of some kernels. A phase is cut into chunks; each thread draws the next ticket when it is free,
 * so a thread that the system delays costs its own chunk, not a fixed share of all. The asking thread works too: with no
 * other thread up yet the work is merely done by one.
 */
export interface ThreadPool {
  readonly kernels: Kernels
  /** Threads in all, the asking one among them. */
  readonly threads: number
  /** Does blocks 0 to before `blocks`, `chunk` at a time, and returns when all are done. At most 8 numbers. */
  run(task: ThreadTask, numbers: readonly number[], blocks: number, chunk?: number): void
  close(): void
}

// Int32 of the control block. TICKET holds the phase in its upper half and the next chunk in its lower one, and is drawn by
// compare-and-exchange: a thread that comes late from an old phase finds another phase there and draws nothing.
const PHASE = 0
const TICKET = 1
const DONE = 2
const CHUNKS = 3
const CHUNK = 4
const BLOCKS = 5
const TASK = 6
const STOP = 7
const THREADS = 8
const controlBytes = 64
const mostNumbers = 8
const mostChunks = 0x7fff

/** Rounds before a thread sleeps: about 50 µs, the gap between two phases of one computation. */
const patience = 4000

/**
 * The chunk of a ticket: each thread's usual tickets lie together, away from those of the others, so that neighbouring columns,
 * which share cache lines, are seldom written by two threads at once. The first `chunks % threads` regions are longer by one.
 */
function chunkOf(ticket: number, chunks: number, threads: number): number {
  const region = ticket % threads
  const whole = Math.floor(chunks / threads)
  return region * whole + Math.min(region, chunks % threads) + Math.floor(ticket / threads)
}

const names = Object.keys(tasks) as readonly ThreadTask[]

interface Control {
  readonly words: Int32Array
  readonly numbers: Float64Array
}

function controlAt(memory: WebAssembly.Memory, pointer: number): Control {
  return {
    words: new Int32Array(memory.buffer, pointer, controlBytes / 4),
    numbers: new Float64Array(memory.buffer, pointer + controlBytes, mostNumbers),
  }
}

/** Draws chunks of the phase that runs until there are none, or another phase has begun. */
function makeDrawer(kernels: Kernels, { words, numbers }: Control, thread: number): () => void {
  const linked = new Map<number, ReturnType<Task>>()
  const argument = (index: number) => numbers[index] ?? 0
  return () => {
    const phase = Atomics.load(words, TICKET) >>> 16
    const chunks = Atomics.load(words, CHUNKS)
    const chunk = Atomics.load(words, CHUNK)
    const blocks = Atomics.load(words, BLOCKS)
    const task = Atomics.load(words, TASK)
    const threads = Atomics.load(words, THREADS)
    let work = linked.get(task)
    for (;;) {
      const ticket = Atomics.load(words, TICKET)
      const next = ticket & 0xffff
      if (ticket >>> 16 !== phase || next >= chunks) return
      if (Atomics.compareExchange(words, TICKET, ticket, ticket + 1) !== ticket) continue
      // Drawn: the phase cannot end before this chunk is done, so what was read above belongs to it.
      if (!work) {
        const name = names[task]
        if (name === undefined) throw new Error(`threads: there is no task ${task}`)
        work = tasks[name](kernels)
        linked.set(task, work)
      }
      const first = chunkOf(next, chunks, threads) * chunk
      work(argument, thread, first, Math.min(blocks, first + chunk))
      if (Atomics.add(words, DONE, 1) + 1 === chunks) Atomics.notify(words, DONE)
    }
  }
}

/** The whole life of a thread: works until the pool is closed. Blocks; call it in a worker that does nothing else. */
export function serveKernelThread(start: ThreadStart): void {
  const kernels = makeKernels({ attach: start.memory, build: start.build })
  const control = controlAt(start.memory, start.control)
  const { words } = control
  const draw = makeDrawer(kernels, control, start.thread)
  for (;;) {
    const phase = Atomics.load(words, PHASE)
    if (Atomics.load(words, STOP) !== 0) return
    draw()
    let rounds = 0
    while (Atomics.load(words, PHASE) === phase) if (++rounds > patience) Atomics.wait(words, PHASE, phase)
  }
}

/**
 * A pool of `threads` on shared kernels (`makeKernels({ shared: true })`). Takes a small block of the arena.
 * `mayWait` is false on a browser's main thread, which must not sleep: it spins for the last chunks instead.
 */
export function makeThreadPool(
  kernels: Kernels,
  threads: number,
  startThread: StartThread,
  { mayWait = true }: { mayWait?: boolean } = {},
): ThreadPool {
  const { memory, build } = kernels
  if (memory.buffer instanceof ArrayBuffer)
    throw new Error('threads need kernels on a shared memory: makeKernels({ shared: true })')
  const pointer = kernels.allocate(controlBytes / 8 + mostNumbers).pointer
  const control = controlAt(memory, pointer)
  const { words, numbers } = control
  Atomics.store(words, THREADS, threads)
  const draw = makeDrawer(kernels, control, 0)
  const others = Array.from({ length: threads - 1 }, (_, i) =>
    startThread({ memory, build, control: pointer, thread: i + 1 }),
  )
  let phase = 0
  return {
    kernels,
    threads,
    run(task, values, blocks, chunk = Math.ceil(blocks / (64 * threads))) {
      if (blocks <= 0) return
      if (values.length > mostNumbers) throw new Error(`a task has ${values.length} numbers; ${mostNumbers} at most`)
      const size = Math.max(chunk, Math.ceil(blocks / mostChunks))
      const chunks = Math.ceil(blocks / size)
      for (let i = 0; i < values.length; i++) numbers[i] = values[i] ?? 0
      // A phase of its own in between, without tickets: a late thread can neither draw from the old one with the new numbers nor
      // read half of them for the new one.
      Atomics.store(words, TICKET, ((phase + 1) << 16) | 0xffff)
      Atomics.store(words, DONE, 0)
      Atomics.store(words, CHUNKS, chunks)
      Atomics.store(words, CHUNK, size)
      Atomics.store(words, BLOCKS, blocks)
      Atomics.store(words, TASK, names.indexOf(task))
      phase = (phase + 2) & 0xffff
      Atomics.store(words, TICKET, phase << 16)
      Atomics.add(words, PHASE, 1)
      if (chunks > 1) Atomics.notify(words, PHASE)
      draw()
      let rounds = 0
      for (let done = Atomics.load(words, DONE); done < chunks; done = Atomics.load(words, DONE))
        if (++rounds > patience && mayWait) Atomics.wait(words, DONE, done, 1)
    },
    close() {
      Atomics.store(words, STOP, 1)
      Atomics.add(words, PHASE, 1)
      Atomics.notify(words, PHASE)
      for (const other of others) other.close()
    },
  }
}
