// What is exported here is the kernel family `linear`; see scripts/build-kernels.mjs.

export { heapBase } from '../heap-base'
