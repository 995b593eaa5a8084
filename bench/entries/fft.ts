// What the benchmark calls, bundled as the application is.
export { makeRandom } from '../../src/core/random.ts'
export { makeFft } from '../../src/kernels/fft.ts'
export { makeKernels } from '../../src/kernels/kernels.ts'
