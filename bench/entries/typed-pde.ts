// What the benchmark calls, bundled as the application is; the same file is the program of its threads.
import { isMainThread, workerData } from 'node:worker_threads'
import { serveKernelThread } from '../../src/kernels/threads.ts'

export { makeRandom } from '../../src/core/random.ts'
export { noInputs } from '../../src/experiment/inputs.ts'
export { makeLiveFields } from '../../src/experiment/makers/field-live.ts'
export { parseExperiment } from '../../src/experiment/parse.ts'
export { readFieldEquations } from '../../src/expression/fields/read-field-equations.ts'
export { makeNodeThreads } from '../../src/hosts/node/kernel-threads.ts'
export { makeKernels } from '../../src/kernels/kernels.ts'
export { makeThreadPool } from '../../src/kernels/threads.ts'
export { makeFiniteDifference } from '../../src/solvers/discretisations/finite-difference/finite-difference.ts'
export { makeFourierFields } from '../../src/solvers/discretisations/fourier/fourier-fields.ts'
export { etdrk4 } from '../../src/solvers/steppers/etdrk4.ts'
export { rk4 } from '../../src/solvers/steppers/rk4.ts'

if (!isMainThread) serveKernelThread(workerData)
