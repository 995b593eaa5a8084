// Uniform grids: pointwise arithmetic, reductions, stencils and their halos, multigrid. The kernel family `grid`; see scripts/build-kernels.mjs.

export { heapBase } from '../heap-base'
export * from './pointwise'
export * from './reduction'
export * from './halo'
export * from './stencil'
export * from './flux'
export * from './reconstruct'
export { relax, residual } from './relax'
export * from './transfer'
export * from './level-sums'
