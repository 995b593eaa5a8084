/** () → v128 with one `f64x2.relaxed_madd`: a module that only such machines accept. */
const fusedModule = Uint8Array.from([
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
  // One type () → v128, one function of it; its body: a v128 local, three times on the stack, relaxed_madd, end.
  ...[0x01, 0x05, 0x01, 0x60, 0x00, 0x01, 0x7b],
  ...[0x03, 0x02, 0x01, 0x00],
  ...[0x0a, 0x0f, 0x01, 0x0d, 0x01, 0x01, 0x7b, 0x20, 0x00, 0x20, 0x00, 0x20, 0x00, 0xfd, 0x87, 0x02, 0x0b],
])

/**
 * Whether kernels of the build `relaxed-simd` can run here. They are faster and round differently from machine to machine: the
 * plain build stays the default, and a run says which one it used.
 */
export function supportsRelaxedSimd(): boolean {
  return WebAssembly.validate(fusedModule)
}
