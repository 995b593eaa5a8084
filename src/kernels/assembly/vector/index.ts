// What is exported here is the kernel family `vector`; see scripts/build-kernels.mjs.

export { heapBase } from '../heap-base'
