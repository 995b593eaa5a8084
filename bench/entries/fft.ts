// What the benchmark calls, bundled as the application is; the same file is the program of its threads.
import { isMainThread, workerData } from 'node:worker_threads'
import { serveKernelThread } from '../../src/kernels/threads.ts'

export { makeRandom } from '../../src/core/random.ts'
export { makeNodeThreads } from '../../src/hosts/node/kernel-threads.ts'
export { supportsRelaxedSimd } from '../../src/kernels/features.ts'
export { makeFft } from '../../src/kernels/fft.ts'
export { makeThreadedFft } from '../../src/kernels/fft-threads.ts'
export { makeKernels } from '../../src/kernels/kernels.ts'
export { makeThreadPool } from '../../src/kernels/threads.ts'
export { makeTrigonometric } from '../../src/kernels/trigonometric.ts'

if (!isMainThread) serveKernelThread(workerData)
