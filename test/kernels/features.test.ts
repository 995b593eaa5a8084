import { expect, test } from 'vitest'
import { supportsRelaxedSimd } from '../../src/kernels/features.ts'
import { fftFamily } from '../../src/kernels/generated/fft.ts'
import { makeKernels } from '../../src/kernels/kernels.ts'

test('the feature test agrees with what the machine says of the real kernels', () => {
  const bytes = Buffer.from(fftFamily.builds['relaxed-simd'] ?? '', 'base64')
  expect(bytes.length).toBeGreaterThan(1000)
  expect(supportsRelaxedSimd()).toBe(WebAssembly.validate(bytes))
})

test('the plain build has no fused instruction and is the default', () => {
  expect(makeKernels().build).toBe('simd')
  // f64x2.relaxed_madd is 0xfd 0x87 0x02; where it stands, machines without it refuse the module.
  const plain = Buffer.from(fftFamily.builds.simd ?? '', 'base64')
  expect(WebAssembly.validate(plain)).toBe(true)
  expect(plain.includes(Buffer.from([0xfd, 0x87, 0x02]))).toBe(false)
  expect(Buffer.from(fftFamily.builds['relaxed-simd'] ?? '', 'base64').includes(Buffer.from([0xfd, 0x87, 0x02]))).toBe(
    true,
  )
})
