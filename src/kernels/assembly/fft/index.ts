// Fourier and trigonometric transforms. What is exported here is the kernel family `fft`; see scripts/build-kernels.mjs.
// The inner loops are exported so that the optimiser does not melt them into one function that the browser compiles badly.

export { heapBase } from '../heap-base'
export * from './cosine'
export * from './hermitian'
export { firstComplex4, firstReal4, packComplex, packReal } from './load'
export * from './pass'
export * from './pointwise'
export * from './rows'
export * from './save'
export * from './stages'
export { bluestein, runStages } from './line'
