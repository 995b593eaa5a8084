import { setFlagsFromString } from 'node:v8'
import { expect, test } from 'vitest'
import { makeRandom } from '../../src/core/random.ts'
import { supportsRelaxedSimd } from '../../src/kernels/features.ts'
import { makeFft } from '../../src/kernels/fft.ts'
import { makeKernels } from '../../src/kernels/kernels.ts'
import { referenceFft } from '../../src/kernels/reference/fft.ts'

// Node 20 has the instructions behind a flag, later ones have them without; the flag counts for modules compiled from now on.
if (!supportsRelaxedSimd() && process.versions.node.startsWith('20.'))
  setFlagsFromString('--experimental-wasm-relaxed-simd')

test.skipIf(!supportsRelaxedSimd()).each([[[60]], [[101]], [[128]], [[16, 30]]])(
  'the build with fused multiply-add is as exact as the plain one: %j',
  (shape) => {
    const points = shape.reduce((a, b) => a * b, 1)
    const random = makeRandom(points)
    const x = Float64Array.from({ length: 2 * points }, () => random.normal())
    const wanted = referenceFft(x, shape)
    const power = Math.sqrt(wanted.reduce((total, value) => total + value * value, 0))
    const results = (['simd', 'relaxed-simd'] as const).map((build) => {
      const kernels = makeKernels({ build })
      const plan = makeFft(kernels, shape)
      const block = kernels.allocate(plan.valueLength)
      block.view.set(x)
      plan.forward(block.pointer, block.pointer)
      return block.view
    })
    for (const result of results) {
      const error = Math.sqrt(result.reduce((total, value, i) => total + (value - (wanted[i] ?? 0)) ** 2, 0))
      // The bound of the plain build: 1e-15·log2 N.
      expect(error / power).toBeLessThan(1e-15 * Math.log2(points))
    }
    // It is another build: where factors are no halves, some last digit differs.
    expect(results[0]).not.toEqual(results[1])
  },
)
