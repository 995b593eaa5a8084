import { bookFunctions } from '../book-functions.ts'
import type { Expression } from '../expression.ts'
import { functions } from '../functions.ts'
import { childrenOf } from '../tree.ts'
import { derivativeLetters, derivativeName, operatorName } from './field-names.ts'

/** Functions as books call them, to what they are called here. */
const aliases: Readonly<Record<string, string>> = {
  ln: 'log', arcsin: 'asin', arccos: 'acos', arctan: 'atan', sgn: 'sign', Heaviside: 'heaviside',
} // biome-ignore format: a table

type Call = Expression & { readonly kind: 'call' }

/** Whether the arguments of a call are the coordinates and the time in their order: `u(x, t)`, `V(x, y)`, `g(t)`. */
function isEverywhere(call: Call, axes: readonly string[]): boolean {
  const words = call.arguments.map((argument) => (argument.kind === 'name' ? argument.name : ''))
  const text = words.join()
  const space = axes.join()
  return ['t', space, `${space},t`, `t,${space}`].includes(text)
}

const isOperator = (name: string) =>
  operatorName(name) !== undefined || Object.hasOwn(functions, name) || Object.hasOwn(aliases, name) || Object.hasOwn(bookFunctions, name) || derivativeLetters(name) !== undefined // biome-ignore format: one condition

/** Names that are called with nothing but the coordinates: fields written as u(x, t). */
export function fieldsInFull(expressions: readonly Expression[], axes: readonly string[]): ReadonlySet<string> {
  const full = new Set<string>()
  const other = new Set<string>()
  const visit = (part: Expression): void => {
    if (part.kind === 'call' && !isOperator(part.name)) {
      const base = derivativeName(part.name)?.base ?? part.name
      if (isEverywhere(part, axes)) full.add(part.name).add(base)
      else other.add(part.name)
    }
    for (const child of childrenOf(part)) visit(child)
  }
  for (const expression of expressions) visit(expression)
  return new Set([...full].filter((name) => !other.has(name)))
}

/**
 * The expression in the words of the language: `u(x, t)` is u, `u(1 - u)` a product where u is no function, ln a logarithm.
 * @param isFull names that may be written with the coordinates behind them
 * @param isValue names that have a value and are no functions
 * @param isTaken names whose arguments only say where they are taken
 */
export function inPlainForm(
  expression: Expression,
  axes: readonly string[],
  isFull: (name: string) => boolean,
  isValue: (name: string) => boolean,
  isTaken: (name: string) => boolean = () => false,
): Expression {
  const rewrite = (part: Expression): Expression => {
    switch (part.kind) {
      case 'number':
      case 'name':
        return part
      case 'unary':
        return { ...part, operand: rewrite(part.operand) }
      case 'binary':
        return { ...part, left: rewrite(part.left), right: rewrite(part.right) }
      case 'call':
        return ofCall(part)
    }
  }
  const ofCall = (part: Call): Expression => {
    const span = part.span ? { span: part.span } : {}
    if (isTaken(derivativeName(part.name)?.base ?? part.name) || (isFull(part.name) && isEverywhere(part, axes)))
      return { kind: 'name', name: part.name, ...span }
    const values = part.arguments.map(rewrite)
    const [only] = values
    const isSum = only?.kind === 'binary' && (only.operator === '+' || only.operator === '-')
    if (only && values.length === 1 && isSum && isValue(part.name)) {
      const own = part.span ? { span: { from: part.span.from, to: part.span.from + part.name.length } } : {}
      return { kind: 'binary', operator: '*', left: { kind: 'name', name: part.name, ...own }, right: only, ...span }
    }
    const book = only && values.length === 1 && Object.hasOwn(bookFunctions, part.name) && !isValue(part.name) ? bookFunctions[part.name]?.(only) : undefined // biome-ignore format: one choice
    if (book) return { ...book, ...span }
    const name = Object.hasOwn(aliases, part.name) ? (aliases[part.name] ?? part.name) : part.name
    return { ...part, name, arguments: values }
  }
  return rewrite(expression)
}
