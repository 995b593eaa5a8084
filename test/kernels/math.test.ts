// The elementary functions against test/reference/math/reference.json, 60-digit values made by make-reference.py beside it.
// ISOLINE_MATH_REFERENCE names another file, made with more points; the largest errors are printed then.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { makeGraph } from '../../src/expression/lower/graph.ts'
import { type MathFunction, mathFunctions } from '../../src/expression/lower/operations.ts'
import { encodeArrayModule } from '../../src/expression/lower/wasm-array.ts'
import { makeKernels } from '../../src/kernels/kernels.ts'
import { mathKernels } from '../../src/kernels/math.ts'

const path = process.env.ISOLINE_MATH_REFERENCE ?? join(import.meta.dirname, '../reference/math/reference.json')
const reference: Record<string, number[][]> = JSON.parse(readFileSync(path, 'utf8'))

/** Largest errors in units in the last place, as stated in docs/methods/expressions.md. */
const bounds: Record<MathFunction, { readonly scalar: number; readonly pair: number }> = {
  exp: { scalar: 1, pair: 1.5 },
  log: { scalar: 1, pair: 1 },
  sin: { scalar: 1, pair: 1 },
  cos: { scalar: 1, pair: 1 },
  tan: { scalar: 2, pair: 2 },
  asin: { scalar: 1, pair: 1 },
  acos: { scalar: 1, pair: 1 },
  atan: { scalar: 2, pair: 1 },
  sinh: { scalar: 2, pair: 2 },
  cosh: { scalar: 2, pair: 2 },
  tanh: { scalar: 2, pair: 2 },
  erf: { scalar: 1, pair: 1 },
  atan2: { scalar: 2, pair: 2 },
  pow: { scalar: 1, pair: 1 },
}

const kernels = makeKernels()
const scalar = mathKernels(kernels)
const takesTwo = (name: MathFunction) => name === 'pow' || name === 'atan2'

const graph = makeGraph()
const array = encodeArrayModule(
  graph,
  mathFunctions.map((name) => ({
    name,
    inputs: takesTwo(name) ? ['array', 'array'] : ['array'],
    outputs: [graph.apply(name, ...(takesTwo(name) ? [graph.input(0), graph.input(1)] : [graph.input(0)]))],
  })),
)
const { exports } = new WebAssembly.Instance(new WebAssembly.Module(array.bytes), {
  env: { memory: kernels.memory },
  math: { ...scalar },
})

function inPairs(name: MathFunction, rows: readonly (readonly number[])[]): Float64Array {
  const mark = kernels.mark()
  const [x, y, out] = [0, 1, 2].map(() => kernels.allocate(rows.length))
  const columns = [x!, y!].map((block, place) => {
    const fresh = kernels.refresh(block)
    rows.forEach((row, i) => {
      fresh.view[i] = row[place] ?? 0
    })
    return fresh.pointer
  })
  const apply = exports[name] as (...pointers: number[]) => void
  apply(rows.length, ...columns.slice(0, takesTwo(name) ? 2 : 1), out!.pointer)
  const values = kernels.refresh(out!).view.slice()
  kernels.release(mark)
  return values
}

function alone(name: MathFunction, row: readonly number[]): number {
  const [x = 0, y = 0] = row
  return name === 'pow' || name === 'atan2' ? scalar[name](x, y) : scalar[name](x)
}

/** Size of the last place of a float64; that of the subnormal numbers below them. */
function lastPlace(value: number): number {
  return 2 ** (Math.max(-1022, Math.floor(Math.log2(Math.abs(value)))) - 52)
}

describe('the largest error in units in the last place', () => {
  for (const name of mathFunctions)
    test(name, () => {
      const rows = reference[name] ?? []
      expect(rows.length).toBeGreaterThan(100)
      const pairs = inPairs(name, rows)
      const worst = { scalar: 0, pair: 0 }
      const where = { scalar: rows[0], pair: rows[0] }
      rows.forEach((row, i) => {
        const [value, rest] = [row.at(-2) ?? 0, row.at(-1) ?? 0]
        const errorOf = (found: number) => Math.abs(found - value - rest) / lastPlace(value)
        const errors = { scalar: errorOf(alone(name, row)), pair: errorOf(pairs[i] ?? 0) }
        for (const kind of ['scalar', 'pair'] as const)
          if (!(errors[kind] <= worst[kind])) {
            worst[kind] = errors[kind]
            where[kind] = row
          }
      })
      if (process.env.ISOLINE_MATH_REFERENCE)
        console.log(
          `${name}: scalar ${worst.scalar.toFixed(3)} (${where.scalar}), pair ${worst.pair.toFixed(3)} (${where.pair})`,
        )
      expect(worst.scalar, `scalar at ${where.scalar}`).toBeLessThanOrEqual(bounds[name].scalar)
      expect(worst.pair, `pair at ${where.pair}`).toBeLessThanOrEqual(bounds[name].pair)
    })
})

describe('special arguments as in JavaScript (ECMA-262, 21.3)', () => {
  const special = [
    0, -0, 1, -1, 0.5, -0.5, 2, -2, 3, -3, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN, Number.MIN_VALUE, -Number.MIN_VALUE,
    2 ** -1022, 1e-310, 1e-20, -1e-20, 710, 800, -746, -800, 1e300, -1e300, Number.MAX_VALUE, 1 + 2 ** -52, 1 - 2 ** -53,
  ] // biome-ignore format: a table
  const own: Partial<Record<MathFunction, (x: number, y: number) => number>> = { erf: (x) => Math.sign(x) }
  for (const name of mathFunctions)
    test(name, () => {
      const rows = special.flatMap((x) => (takesTwo(name) ? special.map((y) => [x, y]) : [[x]]))
      const pairs = inPairs(name, rows)
      const standard = own[name] ?? (Math[name as 'pow'] as (x: number, y: number) => number)
      let seen = 0
      rows.forEach((row, i) => {
        const wanted = standard(row[0] ?? 0, row[1] ?? 0)
        for (const found of [alone(name, row), pairs[i] ?? 0]) {
          // erf has no standard: its limits, zeros and NaN only.
          if (name === 'erf' && Math.abs(row[0] ?? 0) < 7 && row[0] !== 0) continue
          seen++
          const label = `${name}(${row.map((x) => (Object.is(x, -0) ? '-0' : x))})`
          if (Number.isNaN(wanted) || !Number.isFinite(wanted) || wanted === 0) expect(found, label).toBe(wanted)
          else expect(Math.abs(found - wanted), label).toBeLessThanOrEqual(4 * lastPlace(wanted))
        }
      })
      expect(seen).toBeGreaterThan(20)
    })
})
