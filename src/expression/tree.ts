import type { Expression } from './expression.ts'

/** The expressions directly below one. */
export function childrenOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'number':
    case 'name':
      return []
    case 'call':
      return expression.arguments
    case 'unary':
      return [expression.operand]
    case 'binary':
      return [expression.left, expression.right]
  }
}

const hashes = new WeakMap<Expression, number>()

function hashText(text: string): number {
  let hash = 2166136261
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 16777619)
  return hash
}

/** A number that is equal for equal trees (places in the text aside); kept with the node once it is known. */
export function hashExpression(expression: Expression): number {
  const known = hashes.get(expression)
  if (known !== undefined) return known
  let hash = hashText(
    expression.kind === 'number'
      ? `${expression.value}`
      : expression.kind === 'name' || expression.kind === 'call'
        ? `${expression.kind} ${expression.name}`
        : `${expression.kind} ${expression.operator}`,
  )
  for (const child of childrenOf(expression)) hash = Math.imul(hash ^ hashExpression(child), 16777619) + 1
  hashes.set(expression, hash)
  return hash
}

/** Whether two trees are the same, places in the text aside. */
export function sameExpression(a: Expression, b: Expression): boolean {
  if (a === b) return true
  if (a.kind !== b.kind || hashExpression(a) !== hashExpression(b)) return false
  if (a.kind === 'number') return b.kind === 'number' && Object.is(a.value, b.value)
  if (a.kind === 'name') return b.kind === 'name' && a.name === b.name
  if (a.kind === 'call' && (b.kind !== 'call' || a.name !== b.name)) return false
  if (a.kind === 'binary' && (b.kind !== 'binary' || a.operator !== b.operator)) return false
  if (a.kind === 'unary' && (b.kind !== 'unary' || a.operator !== b.operator)) return false
  const [left, right] = [childrenOf(a), childrenOf(b)]
  return left.length === right.length && left.every((part, i) => part === right[i] || sameExpression(part, right[i]!))
}
