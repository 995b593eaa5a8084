import { type Kernels, makeKernels } from '../../kernels/kernels.ts'

/** Kernels with an arena that is empty, and where it begins. */
export interface EmptyKernels {
  readonly kernels: Kernels
  readonly mark: number
}

/**
 * Kernels that nothing uses now. A machine provides memory page by page when it is first written, which for the arrays of a field of
 * 512 × 512 takes longer than all that is read, planned and compiled: an edited equation works where the one before did.
 */
const idle: EmptyKernels[] = []
const mostIdle = 2
/** A larger memory is handed back to the machine. */
const mostBytes = 2 ** 29

/** Kernels for one who uses them alone: some given back, or new ones. */
export function takeKernels(): EmptyKernels {
  const found = idle.pop()
  if (found) return found
  const kernels = makeKernels()
  return { kernels, mark: kernels.mark() }
}

/** Gives kernels back; nothing that was made with them may be used again. */
export function giveBackKernels(empty: EmptyKernels): void {
  const { kernels, mark } = empty
  if (idle.length >= mostIdle || kernels.memory.buffer.byteLength > mostBytes) return
  kernels.release(mark)
  idle.push(empty)
}
