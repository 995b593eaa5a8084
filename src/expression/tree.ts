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

function hashText(text: string): number {
  let hash = 2166136261
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 16777619)
  return hash
}

/** A number that is equal for equal trees; it looks a few levels down only, so different trees may share it. */
export function hashExpression(expression: Expression, levels = 4): number {
  if (expression.kind === 'number') return hashText(String(expression.value))
  let hash = hashText(
    expression.kind === 'name' || expression.kind === 'call'
      ? expression.name
      : `${expression.kind}${expression.operator}`,
  )
  if (levels === 0) return hash
  for (const child of childrenOf(expression)) hash = Math.imul(hash ^ hashExpression(child, levels - 1), 16777619) + 1
  return hash
}

/** Whether two trees are the same, places in the text aside. */
export function sameExpression(a: Expression, b: Expression): boolean {
  if (a === b) return true
  switch (a.kind) {
    case 'number':
      return b.kind === 'number' && Object.is(a.value, b.value)
    case 'name':
      return b.kind === 'name' && a.name === b.name
    case 'unary':
      return b.kind === 'unary' && a.operator === b.operator && sameExpression(a.operand, b.operand)
    case 'binary':
      return (
        b.kind === 'binary' &&
        a.operator === b.operator &&
        sameExpression(a.left, b.left) &&
        sameExpression(a.right, b.right)
      )
    case 'call':
      return (
        b.kind === 'call' &&
        a.name === b.name &&
        a.arguments.length === b.arguments.length &&
        a.arguments.every((part, i) => sameExpression(part, b.arguments[i]!))
      )
  }
}
