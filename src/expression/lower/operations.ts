import { functions } from '../functions.ts'

/** Functions that are no instruction of the machine: the kernel family `math` has one of each, scalar and in pairs. */
export const mathFunctions = [
  'exp', 'log', 'sin', 'cos', 'tan', 'asin', 'acos', 'atan', 'sinh', 'cosh', 'tanh', 'erf', 'atan2', 'pow',
] as const // biome-ignore format: a list
export type MathFunction = (typeof mathFunctions)[number]

/**
 * What a node of a graph does. `less` … `or`, `not` and `truth` (a constant) give a truth value, which `select` takes first and
 * `number` turns into 0 or 1; all others give and take numbers.
 */
export type Operation =
  | MathFunction
  | 'constant' | 'input' | 'add' | 'subtract' | 'multiply' | 'divide' | 'negate' | 'abs' | 'sqrt' | 'floor' | 'min' | 'max'
  | 'truth' | 'less' | 'lessOrEqual' | 'equal' | 'unequal' | 'and' | 'or' | 'not'
  | 'number' | 'select' // biome-ignore format: a list

const truths: ReadonlySet<Operation> = new Set<Operation>([
  'truth', 'less', 'lessOrEqual', 'equal', 'unequal', 'and', 'or', 'not',
]) // biome-ignore format: a list

const mathNames: ReadonlySet<string> = new Set(mathFunctions)

export const isTruth = (operation: Operation): boolean => truths.has(operation)

export const isMathFunction = (operation: string): operation is MathFunction => mathNames.has(operation)

const apply = (name: string, ...values: readonly number[]): number => functions[name]?.apply(values) ?? Number.NaN

/** The value of one operation; truth values are 0 and 1. The oracle of the other ways, and what folds constants. */
export function evaluateOperation(operation: Operation, a: number, b: number, c: number): number {
  switch (operation) {
    case 'add':
      return a + b
    case 'subtract':
      return a - b
    case 'multiply':
      return a * b
    case 'divide':
      return a / b
    case 'negate':
      return -a
    case 'abs':
      return Math.abs(a)
    case 'sqrt':
      return Math.sqrt(a)
    case 'floor':
      return Math.floor(a)
    case 'min':
      return Math.min(a, b)
    case 'max':
      return Math.max(a, b)
    case 'less':
      return Number(a < b)
    case 'lessOrEqual':
      return Number(a <= b)
    case 'equal':
      return Number(a === b)
    case 'unequal':
      return Number(a !== b)
    case 'and':
      return a & b
    case 'or':
      return a | b
    case 'not':
      return 1 - a
    case 'number':
      return a
    case 'select':
      return a !== 0 ? b : c
    case 'exp':
      return Math.exp(a)
    case 'log':
      return Math.log(a)
    case 'sin':
      return Math.sin(a)
    case 'cos':
      return Math.cos(a)
    case 'tan':
      return Math.tan(a)
    case 'asin':
      return Math.asin(a)
    case 'acos':
      return Math.acos(a)
    case 'atan':
      return Math.atan(a)
    case 'sinh':
      return Math.sinh(a)
    case 'cosh':
      return Math.cosh(a)
    case 'tanh':
      return Math.tanh(a)
    case 'erf':
      return apply('erf', a)
    case 'atan2':
      return Math.atan2(a, b)
    case 'pow':
      return a ** b
    default:
      return Number.NaN
  }
}
