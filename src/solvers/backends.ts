/** A line of `isoline list`. */
export interface CatalogueEntry {
  readonly id: string
  readonly title: string
}

/** Where numbers live and loops run. */
export const backends: readonly CatalogueEntry[] = [
  { id: 'auto', title: 'Chosen for the problem' },
  { id: 'wasm', title: 'WebAssembly with SIMD, double precision' },
  { id: 'gpu', title: 'WebGPU or WebGL2, single precision' },
  { id: 'reference', title: 'Plain TypeScript, double precision: slow, an oracle for the others' },
]
