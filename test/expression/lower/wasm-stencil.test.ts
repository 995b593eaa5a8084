import { expect, test } from 'vitest'
import { makeGraph } from '../../../src/expression/lower/graph.ts'
import { lowerExpression } from '../../../src/expression/lower/lower-expression.ts'
import { encodeStencilModule, type StencilInput } from '../../../src/expression/lower/wasm-stencil.ts'
import { parseExpression } from '../../../src/expression/parse.ts'
import { makeKernels } from '../../../src/kernels/kernels.ts'
import { mathKernels } from '../../../src/kernels/math.ts'

/** Values by the same formula in plain numbers, point by point. */
type Plain = (at: (name: string) => number) => number

const width = 12
const inputs: Readonly<Record<string, StencilInput>> = {
  left: { kind: 'tap', offset: 8 * width },
  here: { kind: 'tap', offset: 8 * (width + 1) },
  below: { kind: 'tap', offset: 8 * (2 * width + 1) },
  own: { kind: 'source', offset: 0 },
  x: { kind: 'line', offset: 8 },
  y: { kind: 'row', offset: 16 },
  D: { kind: 'scalar', offset: 8 },
}
const names = Object.keys(inputs)

const cases: readonly (readonly [string, Plain])[] = [
  ['D*(left - 2*here + below) + x*y', (v) => v('D') * (v('left') - 2 * v('here') + v('below')) + v('x') * v('y')],
  ['if(here < own, sin(y), 3) - D', (v) => (v('here') < v('own') ? Math.sin(v('y')) : 3) - v('D')],
  ['own', (v) => v('own')],
  ['D*7', (v) => v('D') * 7],
  ['-0 + exp(-x^2)/(1 + y^2)', (v) => Math.exp(-(v('x') ** 2)) / (1 + v('y') ** 2)],
]

test('loops over rows agree with the formula at every point, odd lengths too, and write nothing else', () => {
  const kernels = makeKernels()
  const graph = makeGraph()
  const scope = (name: string) => (names.includes(name) ? graph.input(names.indexOf(name)) : undefined)
  const rows = 5
  const stride = 8 * width
  const outputs = cases.map(([text], k) => ({
    node: lowerExpression(graph, parseExpression(text), scope),
    to: k === 1 ? ('taps' as const) : ('out' as const),
    offset: k === 1 ? 8 * 200 : k * 8 * 100,
  }))
  const encoded = encodeStencilModule(graph, Object.values(inputs), [{ name: 'loop', outputs, tapStride: stride, outStride: 8 * 10 }], 8 * 4) // biome-ignore format: one call
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(encoded.bytes), {
    env: { memory: kernels.memory },
    math: { ...mathKernels(kernels) },
  })
  // The module was made here: its only function is of this type.
  const loop = exports.loop as (...values: number[]) => void
  for (const count of [0, 1, 6, 9]) {
    const [taps, out, lines, table, scalars, source] = [400, 600, 20, 20, 40, 100].map((n) => kernels.reserve(n)) as [number, number, number, number, number, number] // biome-ignore format: one list
    const memory = kernels.whole()
    for (const [pointer, length] of [[taps, 150], [lines, 20], [table, 20], [source, 100]] as const) // biome-ignore format: a list
      for (let i = 0; i < length; i++) memory[pointer / 8 + i] = Math.cos(1.9 * i * i + pointer)
    memory[scalars / 8 + 1] = 0.37
    memory.set(encoded.constants, scalars / 8 + 4)
    loop(taps, out, lines, table, scalars, rows, count, source)
    let written = 0
    for (let row = 0; row < rows; row++)
      for (let i = 0; i < count; i++)
        cases.forEach(([, plain], k) => {
          const at = (name: string): number => {
            const { kind, offset } = inputs[name] ?? { kind: 'scalar', offset: 0 }
            const place = offset / 8
            if (kind === 'tap') return memory[taps / 8 + place + row * width + i] ?? Number.NaN
            if (kind === 'source') return memory[source / 8 + place + row * 10 + i] ?? Number.NaN
            if (kind === 'line') return memory[lines / 8 + place + i] ?? Number.NaN
            if (kind === 'row') return memory[table / 8 + place + row] ?? Number.NaN
            return memory[scalars / 8 + place] ?? Number.NaN
          }
          const found = k === 1 ? memory[taps / 8 + 200 + row * width + i] : memory[out / 8 + k * 100 + row * 10 + i]
          // Elementary functions are within two units in the last place of the engine's.
          expect(Math.abs((found ?? Number.NaN) - plain(at))).toBeLessThanOrEqual(1e-15)
          if (k !== 1) written++
        })
    const zeros = kernels.view(out, 600).filter((value) => value === 0).length
    expect(zeros).toBe(600 - written)
  }
})
