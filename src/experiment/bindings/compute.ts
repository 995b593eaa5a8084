import type { Compute } from '../../core/simulation.ts'
import type { FieldBackend } from '../../solvers/fields/choose-backend.ts'

const computes: Readonly<Record<FieldBackend, Compute>> = {
  wasm: { executor: 'wasm', precision: 'f64', threads: 1, build: 'simd' },
  gpu: { executor: 'gpu', precision: 'f32', threads: 1, build: 'gpu.js' },
  reference: { executor: 'plain', precision: 'f64', threads: 1, build: 'typescript' },
}

/** What computes on a backend, as outcome.json and the badge name it. */
export const computeOf = (backend: FieldBackend): Compute => computes[backend]
