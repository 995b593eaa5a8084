/** A backend: where numbers live and kernels run. */
export const backends = [
  { id: 'wasm', title: 'WebAssembly, 64-bit floating point, SIMD', precision: 'f64', isAvailable: true },
] as const

/** Steppers that a run can name. */
export const steppers: readonly { readonly id: string; readonly title: string }[] = [
  { id: 'auto', title: 'Chosen by the method' },
]
