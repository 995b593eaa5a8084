// What is exported here is the kernel family `math`; see scripts/build-kernels.mjs.

export { heapBase } from '../heap-base'
export * from './scalar'
export * from './erf'
