// What is exported here is the kernel family `sparse`; see scripts/build-kernels.mjs.

export { heapBase } from '../heap-base'
export { csrMultiply, csrMultiplyTransposed, factorIlu, solveIlu } from './csr'
export * from './krylov'
export { factorSparse, factorSparseComplex } from './sparse-factor'
export { refactorSparse, refactorSparseComplex } from './sparse-refactor'
export { solveSparse, solveSparseComplex } from './sparse-solve'
