// What is exported here is the kernel family `math`; see scripts/build-kernels.mjs. The functions of pairs are for other modules.

export { heapBase } from '../heap-base'
export * from './scalar'
export * from './exponential'
export * from './logarithm'
export * from './trigonometric'
export * from './inverse'
export * from './lanewise'
