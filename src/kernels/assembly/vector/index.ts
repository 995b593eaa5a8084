// Vectors of float64 and their linear combinations. What is exported here is the kernel family `vector`; see scripts/build-kernels.mjs.

export { heapBase } from '../heap-base'
export * from './elementary'
export * from './combine'
export * from './norms'
export * from './runge-kutta'
