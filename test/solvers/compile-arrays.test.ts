import { expect, test } from 'vitest'
import { parseExpression } from '../../src/expression/parse.ts'
import { makeKernels } from '../../src/kernels/kernels.ts'
import { type ArrayInput, compileArrays } from '../../src/solvers/compile-arrays.ts'

const inputs: readonly ArrayInput[] = [
  { name: 'u', kind: 'array' },
  { name: 'v', kind: 'array' },
  { name: 'F', kind: 'scalar' },
  { name: 'k', kind: 'scalar' },
]
/** The pointwise part of Gray and Scott's equations. */
const texts = ['-u*v^2 + F*(1 - u)', 'u*v^2 - (F + k)*v']

for (const shared of [false, true])
  test(`lengths even and odd, in place, nothing written beyond${shared ? ', on a shared memory' : ''}`, () => {
    const kernels = makeKernels({ shared })
    const loop = compileArrays(kernels, texts.map(parseExpression), inputs)
    const [F, k] = [0.04, 0.06]
    const [first, second] = [kernels.allocate(12), kernels.allocate(12)]
    const [u, v] = [kernels.refresh(first!).view, kernels.refresh(second!).view]
    for (const count of [0, 1, 2, 3, 10, 11]) {
      const start = Array.from({ length: 12 }, (_, i) => [Math.sin(i) + 1, Math.cos(3 * i)] as const)
      start.forEach(([a, b], i) => {
        u[i] = a
        v[i] = b
      })
      loop(count, first!.pointer, second!.pointer, F, k, first!.pointer, second!.pointer)
      start.forEach(([a, b], i) => {
        const inside = i < count
        expect(u[i]).toBe(inside ? -a * (b * b) + F * (1 - a) : a)
        expect(v[i]).toBe(inside ? a * (b * b) - (F + k) * b : b)
      })
    }
  })

test('an expression of scalars alone, a constant, a condition of scalars, a copy', () => {
  const kernels = makeKernels()
  const loop = compileArrays(kernels, ['F*k', '2', 'if(F < k, u, v)', 'v'].map(parseExpression), inputs)
  const [u, v, ...out] = Array.from({ length: 6 }, () => kernels.allocate(3))
  const at = (block: (typeof out)[number] | undefined) => kernels.refresh(block!).view
  at(u).set([1, 2, 3])
  at(v).set([4, 5, 6])
  loop(3, u!.pointer, v!.pointer, 3, 7, ...out.map(({ pointer }) => pointer))
  expect(out.map((block) => [...at(block)])).toEqual([[21, 21, 21], [2, 2, 2], [1, 2, 3], [4, 5, 6]]) // biome-ignore format: a table
})

test('a name that is not an input is an error', () => {
  expect(() => compileArrays(makeKernels(), [parseExpression('w + 1')], inputs)).toThrow('"w" is not known')
})
