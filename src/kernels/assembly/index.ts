// The one WebAssembly module. Each kernel file exports here; memory is handed out by ../kernels.ts.

/** First byte behind static data. */
export function heapBase(): i32 {
  return i32(__heap_base)
}

export * from './goldstein'
export * from './column'
export * from './column-band'
export * from './column-competition'
