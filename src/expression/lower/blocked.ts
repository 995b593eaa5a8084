import type { Definition, Expression } from '../expression.ts'
import { evaluateOperation, type Operation } from './operations.ts'
import { type Instruction, makeProgram } from './program.ts'

/** An array of values, or a number that is the same for all elements. */
export type BlockInput = Float64Array | number

/** Evaluates for each of `count` elements; inputs in the order of the names, an output for each expression. */
export type BlockEvaluator = (count: number, inputs: readonly BlockInput[], outputs: readonly Float64Array[]) => void

/** Elements computed at a time: the registers of an ordinary expression fit into the first cache. */
const blockLength = 512

type Loop = (n: number, out: Float64Array, a: Float64Array, b: Float64Array, c: Float64Array) => void

/** One loop for each operation: a loop over a block costs far more than finding it. */
const loops: Readonly<Partial<Record<Operation, Loop>>> = {
  add: (n, out, a, b) => {
    for (let i = 0; i < n; i++) out[i] = a[i]! + b[i]!
  },
  subtract: (n, out, a, b) => {
    for (let i = 0; i < n; i++) out[i] = a[i]! - b[i]!
  },
  multiply: (n, out, a, b) => {
    for (let i = 0; i < n; i++) out[i] = a[i]! * b[i]!
  },
  divide: (n, out, a, b) => {
    for (let i = 0; i < n; i++) out[i] = a[i]! / b[i]!
  },
  negate: (n, out, a) => {
    for (let i = 0; i < n; i++) out[i] = -a[i]!
  },
  sqrt: (n, out, a) => {
    for (let i = 0; i < n; i++) out[i] = Math.sqrt(a[i]!)
  },
  exp: (n, out, a) => {
    for (let i = 0; i < n; i++) out[i] = Math.exp(a[i]!)
  },
  sin: (n, out, a) => {
    for (let i = 0; i < n; i++) out[i] = Math.sin(a[i]!)
  },
  cos: (n, out, a) => {
    for (let i = 0; i < n; i++) out[i] = Math.cos(a[i]!)
  },
  less: (n, out, a, b) => {
    for (let i = 0; i < n; i++) out[i] = a[i]! < b[i]! ? 1 : 0
  },
  select: (n, out, a, b, c) => {
    for (let i = 0; i < n; i++) out[i] = a[i]! !== 0 ? b[i]! : c[i]!
  },
}

function otherLoop(operation: Operation): Loop {
  return (n, out, a, b, c) => {
    for (let i = 0; i < n; i++) out[i] = evaluateOperation(operation, a[i]!, b[i]!, c[i]!)
  }
}

/**
 * A function that evaluates expressions over arrays, block by block, without making code: where a module is not worth its
 * compilation, or the arrays are not in an arena. A call allocates nothing but views of the arrays given.
 * An output may be one of the inputs. @throws Error for a name that is not known
 */
export function makeBlockEvaluator(
  expressions: readonly Expression[],
  names: readonly string[],
  definitions: readonly Definition[] = [],
): BlockEvaluator {
  const { registers, constants, instructions, results } = makeProgram(expressions, names, definitions)
  const memory = Array.from({ length: registers }, () => new Float64Array(blockLength))
  for (const { register, value } of constants) memory[register]?.fill(value)
  const at = (register: number) => memory[register] ?? new Float64Array(blockLength)
  const steps = instructions.map(({ operation, target, a, b, c }: Instruction) => ({
    loop: loops[operation] ?? otherLoop(operation),
    out: at(target),
    a: at(a),
    b: at(b),
    c: at(c),
  }))
  return (count, inputs, outputs) => {
    names.forEach((_, place) => {
      const input = inputs[place]
      if (typeof input === 'number') at(place).fill(input)
    })
    for (let from = 0; from < count; from += blockLength) {
      const n = Math.min(blockLength, count - from)
      inputs.forEach((input, place) => {
        if (typeof input !== 'number') at(place).set(input.subarray(from, from + n))
      })
      for (const { loop, out, a, b, c } of steps) loop(n, out, a, b, c)
      results.forEach((register, place) => {
        outputs[place]?.set(n === blockLength ? at(register) : at(register).subarray(0, n), from)
      })
    }
  }
}
