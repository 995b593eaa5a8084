// What is exported here is the kernel family `bodies`; see scripts/build-kernels.mjs.

export { heapBase } from '../heap-base'
export * from './gravity'
export * from './series'
export * from './series-measures'
