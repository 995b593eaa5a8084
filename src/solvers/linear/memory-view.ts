import type { Kernels } from '../../kernels/kernels.ts'

/** Gives the whole memory as float64; the value at pointer p stands at p / 8. Cheap: made anew only after the memory has grown. */
export function makeMemoryView(kernels: Kernels): () => Float64Array {
  let view = new Float64Array(kernels.memory.buffer)
  return () => {
    if (view.buffer !== kernels.memory.buffer) view = new Float64Array(kernels.memory.buffer)
    return view
  }
}
