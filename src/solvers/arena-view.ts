import type { Kernels } from '../kernels/kernels.ts'

/** Gives the whole memory as float64, place = pointer / 8; renewed when it has grown. Calls do not allocate otherwise. */
export function makeArenaView(kernels: Kernels): () => Float64Array {
  let all = new Float64Array(kernels.memory.buffer)
  return () => {
    if (all.buffer !== kernels.memory.buffer) all = new Float64Array(kernels.memory.buffer)
    return all
  }
}
