// What is exported here is the kernel family `grid`; see scripts/build-kernels.mjs.

export { heapBase } from '../heap-base'
