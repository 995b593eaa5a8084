import { evaluateExpression } from '../../../src/expression/evaluate.ts'
import type { Expression } from '../../../src/expression/expression.ts'
import { functions } from '../../../src/expression/functions.ts'
import { makeBlockEvaluator } from '../../../src/expression/lower/blocked.ts'
import { makeClosure } from '../../../src/expression/lower/closure.ts'
import { makeGraph } from '../../../src/expression/lower/graph.ts'
import { lowerExpression } from '../../../src/expression/lower/lower-expression.ts'
import { encodeArrayModule } from '../../../src/expression/lower/wasm-array.ts'
import { encodeScalarModule } from '../../../src/expression/lower/wasm-scalar.ts'
import { makeKernels } from '../../../src/kernels/kernels.ts'
import { mathKernels } from '../../../src/kernels/math.ts'

const kernels = makeKernels()
const math = { ...mathKernels(kernels) }

/** The values of an expression at points (one array of values a name, in order), by every way there is. */
export function everyWay(expression: Expression, names: readonly string[], points: readonly (readonly number[])[]) {
  const graph = makeGraph()
  const scope = (name: string) => (names.includes(name) ? graph.input(names.indexOf(name)) : undefined)
  const node = lowerExpression(graph, expression, scope)
  const count = points.length
  const column = (place: number) => Float64Array.from(points, (point) => point[place] ?? 0)

  const walked = points.map((point) =>
    evaluateExpression(expression, (name) => point[names.indexOf(name)] ?? Number.NaN),
  )
  const closure = makeClosure(expression, names)
  const closed = points.map((point) => closure(Float64Array.from(point)))
  const blocked = new Float64Array(count)
  makeBlockEvaluator([expression], names)(
    count,
    names.map((_, place) => column(place)),
    [blocked],
  )

  const mark = kernels.mark()
  const blocks = [...names.map((_, place) => column(place)), new Float64Array(count)].map((values) => {
    const block = kernels.allocate(count)
    block.view.set(values)
    return block.pointer
  })
  const array = encodeArrayModule(graph, [{ name: 'f', inputs: names.map(() => 'array' as const), outputs: [node] }])
  const arrayInstance = new WebAssembly.Instance(new WebAssembly.Module(array.bytes), {
    env: { memory: kernels.memory },
    math,
  })
  ;(arrayInstance.exports.f as (...all: number[]) => void)(count, ...blocks)
  const pairs = [...kernels.view(blocks.at(-1) ?? 0, count)]

  // Slot 0 is the time, the others the state.
  const scalar = encodeScalarModule(graph, [{ name: 'f', outputs: [{ node, index: 0 }] }], {
    unknowns: names.length - 1,
    parameters: 0,
  })
  const base = kernels.allocate(scalar.baseLength + 1).pointer
  const scalarInstance = new WebAssembly.Instance(new WebAssembly.Module(scalar.bytes), {
    env: { memory: kernels.memory },
    system: { base },
    math,
  })
  const f = scalarInstance.exports.f as (time: number, state: number, out: number) => void
  const [state, out] = [kernels.allocate(names.length).pointer, kernels.allocate(1).pointer]
  const single = points.map((point) => {
    kernels.view(state, names.length).set(point.slice(1))
    f(point[0] ?? 0, state, out)
    return kernels.view(out, 1)[0] ?? Number.NaN
  })
  kernels.release(mark)
  return { walked, closed, blocked: [...blocked], single, pairs }
}

/** Thrown where rounding decides: next to a jump, or where an error has grown beyond use. */
export class Undecided extends Error {}

/** Relative rounding of one operation, with the bounds of graph.ts (a power of 32: 31 roundings, e^x: 0.24 |x| ulp). */
const unit = 60 * 2 ** -53

/**
 * The value and a bound of how far two correct evaluations may differ: the running error analysis of Higham (Accuracy and Stability
 * of Numerical Algorithms, 3.3), with functions taken at both ends of their argument's error.
 */
export function valueWithError(
  expression: Expression,
  lookup: (name: string) => number,
): { readonly value: number; readonly error: number } {
  const value = evaluateExpression(expression, lookup)
  const parts =
    expression.kind === 'call' ? expression.arguments : expression.kind === 'binary' ? [expression.left, expression.right] : expression.kind === 'unary' ? [expression.operand] : [] // biome-ignore format: one thought
  if (parts.length === 0) return { value, error: 0 }
  if (expression.kind === 'call' && expression.name === 'if') {
    const condition = valueWithError(parts[0]!, lookup)
    if (condition.error > 0 && Math.abs(condition.value) <= condition.error) throw new Undecided()
    return valueWithError(condition.value !== 0 ? parts[1]! : parts[2]!, lookup)
  }
  const found = parts.map((part) => valueWithError(part, lookup))
  if (!found.every((part) => part.error <= 1e-6 * (1 + Math.abs(part.value)) || part.error === 0)) throw new Undecided()
  const name =
    expression.kind === 'call'
      ? expression.name
      : expression.kind === 'number' || expression.kind === 'name'
        ? ''
        : expression.operator
  const of = (values: readonly number[]): number => {
    const argument = values.map((one): Expression => ({ kind: 'number', value: one }))
    const [left = { kind: 'number', value: 0 }, right = { kind: 'number', value: 0 }] = argument
    if (expression.kind === 'call') return functions[expression.name]?.apply(values) ?? Number.NaN
    if (expression.kind === 'binary') return evaluateExpression({ ...expression, left, right }, lookup)
    return expression.kind === 'unary' ? evaluateExpression({ ...expression, operand: left }, lookup) : value
  }
  const [a = 0, b = 0] = found.map((part) => part.value)
  // The sign of a zero is not kept.
  if ((name === '/' && b === 0) || (name === 'atan2' && (a === 0 || b === 0)) || (name === '^' && a === 0))
    throw new Undecided()
  const jumps = ['floor', 'sign', 'heaviside', 'mod', '<', '>', '<=', '>=', '==', '!=', 'and', 'or', 'not'].includes(
    name,
  )
  let error = 0
  for (let corner = 0; corner < 2 ** found.length; corner++) {
    const shifted = found.map(
      (part, place) => part.value + ((corner >> place) & 1 ? 1 : -1) * (part.error + 4 * unit * Math.abs(part.value)),
    )
    const other = of(
      jumps ? shifted : found.map((part, place) => part.value + ((corner >> place) & 1 ? 1 : -1) * part.error),
    )
    if (jumps && name !== 'mod' && other !== value) throw new Undecided()
    if (name === 'mod' && Math.abs(other - value) > 1e-6 * (1 + Math.abs(value))) throw new Undecided()
    if (Number.isFinite(value) !== Number.isFinite(other)) throw new Undecided()
    if (Number.isFinite(value)) error = Math.max(error, Math.abs(other - value))
  }
  // What jumps and was decided is exact.
  if (jumps && name !== 'mod') return { value, error: 0 }
  return { value, error: 1.5 * error + unit * Math.abs(value) + 1e-300 }
}
