// Inner loops of implicit integrators. What is exported here is the kernel family `implicit`; see scripts/build-kernels.mjs.

export { heapBase } from '../heap-base'
export * from './combine'
export * from './nordsieck'
export * from './radau'
export * from './exponential'
