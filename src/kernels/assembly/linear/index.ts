// What is exported here is the kernel family `linear`; see scripts/build-kernels.mjs.

export { heapBase } from '../heap-base'
export { factorDense } from './dense-lu'
export { solveDense } from './dense-solve'
export { factorDenseComplex, solveDenseComplex } from './dense-lu-complex'
export { factorBanded, solveBanded } from './banded-lu'
export { factorBandedComplex, solveBandedComplex } from './banded-lu-complex'
export * from './tridiagonal'
export { solveTridiagonalColumns } from './tridiagonal-columns'
export * from './tridiagonal-each'
export * from './block-tridiagonal'
export * from './cholesky'
export * from './qr'
