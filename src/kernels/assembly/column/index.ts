// Chromatography columns. What is exported here is the family `column`; see scripts/build-kernels.mjs.

export { heapBase } from '../heap-base'
export * from './goldstein'
export * from './column'
export * from './column-band'
export * from './column-competition'
