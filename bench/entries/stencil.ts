// What the benchmark calls, bundled as the application is.
export { makeRandom } from '../../src/core/random.ts'
export { parseExpression } from '../../src/expression/parse.ts'
export { makeKernels } from '../../src/kernels/kernels.ts'
export { stencilKernels } from '../../src/kernels/stencil.ts'
export { tridiagonalFactors, tridiagonalKernels } from '../../src/kernels/tridiagonal.ts'
export { vectorKernels } from '../../src/kernels/vector.ts'
export { compileArrays } from '../../src/solvers/compile-arrays.ts'
