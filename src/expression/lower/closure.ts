import type { Expression } from '../expression.ts'
import { evaluateOperation } from './operations.ts'
import { makeProgram } from './program.ts'

/**
 * A function that gives the value of an expression for values of names in order: for one-off use (constraints at the start of a run), where
 * making code would cost more than it saves. A call allocates nothing; one function is not to be called from within itself.
 * @throws Error for a name that is not known
 */
export function makeClosure(expression: Expression, names: readonly string[]): (values: Float64Array) => number {
  const { registers, constants, instructions, results } = makeProgram([expression], names)
  const memory = new Float64Array(registers)
  for (const { register, value } of constants) memory[register] = value
  const [result = 0] = results
  const count = names.length
  return (values) => {
    for (let i = 0; i < count; i++) memory[i] = values[i] ?? Number.NaN
    for (const { operation, target, a, b, c } of instructions)
      memory[target] = evaluateOperation(operation, memory[a] ?? 0, memory[b] ?? 0, memory[c] ?? 0)
    return memory[result] ?? Number.NaN
  }
}
