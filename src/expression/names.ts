import type { Expression } from './expression.ts'
import { constants, functions } from './functions.ts'
import { childrenOf } from './tree.ts'

const words: readonly string[] = ['and', 'or', 'not']
/** Names that reach into JavaScript where values are kept by name. */
const unsafe: readonly string[] = ['__proto__', 'constructor', 'prototype']

export const functionNames: readonly string[] = Object.keys(functions)

/** Why a name cannot be given to an unknown, parameter or definition; undefined where it can. `t` is time. */
export function reservedName(name: string): string | undefined {
  const base = name.replace(/'+$/, '')
  if (base === 't') return '"t" is the time'
  if (base === 'e') return '"e" is Euler\'s number 2.718…'
  if (base === 'pi') return '"pi" is the number π'
  if (unsafe.includes(base)) return `"${base}" is kept for the machine`
  if (words.includes(base)) return `"${base}" is a word of the language`
  if (Object.hasOwn(functions, base)) return `"${base}" is a function`
  return undefined
}

/** Whether a text is one name, primes allowed at its end. */
export function isName(text: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*'*$/.test(text)
}

export function isConstantName(name: string): boolean {
  return Object.hasOwn(constants, name)
}

/** Every name that stands in an expression but `pi` and `e`, in order of first appearance. */
export function namesIn(expression: Expression): ReadonlySet<string> {
  const found = new Set<string>()
  const seen = new Set<Expression>()
  const visit = (part: Expression): void => {
    if (seen.has(part)) return
    seen.add(part)
    if (part.kind === 'name' && !isConstantName(part.name)) found.add(part.name)
    for (const child of childrenOf(part)) visit(child)
  }
  visit(expression)
  return found
}
