// What the benchmark calls, bundled as the application is.
export { makeRandom } from '../../src/core/random.ts'
export { fitAtOnce } from '../../src/experiment/fit.ts'
export { simulate } from '../../src/experiment/simulate.ts'
export { makeExactGasColumn } from '../../src/pde/gas-column/exact.ts'
export { makeGasColumnModel } from '../../src/pde/gas-column/model.ts'
