import type { Kernels } from '../kernels/kernels.ts'

/** Gives the whole memory as float64, place = pointer / 8; renewed when it has grown. Calls do not allocate otherwise. */
export function makeArenaView(kernels: Kernels): () => Float64Array {
  return kernels.whole
}
