// What is exported here is the kernel family `fft`; see scripts/build-kernels.mjs.

export { heapBase } from '../heap-base'
