import type { Definition, Expression, Span } from './expression.ts'
import { ExpressionError } from './expression-error.ts'
import { namesIn } from './names.ts'
import { listed, type Say } from './ode-text.ts'

interface DefinitionLine {
  readonly name: string
  readonly right: Expression
  readonly leftSpan: Span
  readonly index: number
}

interface ConstraintLine {
  readonly right: Expression
  readonly leftSpan: Span
  readonly index: number
}

/** Definitions so that each uses only those before it; a circle is listed with its names and left out. */
export function sortDefinitions(lines: readonly DefinitionLine[], say: Say): readonly Definition[] {
  const byName = new Map(lines.map((line) => [line.name, line]))
  const state = new Map<string, 'open' | 'done'>()
  const path: string[] = []
  const sorted: Definition[] = []
  const visit = (line: DefinitionLine): void => {
    if (state.get(line.name) === 'done') return
    if (state.get(line.name) === 'open') {
      const circle = path.slice(path.indexOf(line.name))
      const message =
        circle.length === 1
          ? `"${line.name}" is defined by itself; an unknown has a derivative on the left: ${line.name}' = …`
          : `definitions go in a circle: ${[...circle, line.name].join(' needs ')}`
      say({ where: 'equations', index: line.index }, new ExpressionError(message, line.leftSpan.from, line.leftSpan.to))
      return
    }
    state.set(line.name, 'open')
    path.push(line.name)
    for (const name of namesIn(line.right)) {
      const used = byName.get(name)
      if (used) visit(used)
    }
    path.pop()
    state.set(line.name, 'done')
    sorted.push({ name: line.name, value: line.right })
  }
  for (const line of lines) visit(line)
  return sorted
}

/** Names an expression depends on, through definitions. */
function reach(expression: Expression, definitions: ReadonlyMap<string, Expression>): ReadonlySet<string> {
  const found = new Set<string>()
  const visit = (part: Expression): void => {
    for (const name of namesIn(part)) {
      if (found.has(name)) continue
      found.add(name)
      const value = definitions.get(name)
      if (value) visit(value)
    }
  }
  visit(expression)
  return found
}

/**
 * The residual of each algebraic unknown: constraints given out so that each contains its unknown (augmenting paths), as index 1
 * needs. Where that cannot be, an error says which unknown no constraint determines.
 */
export function matchConstraints(
  lines: readonly ConstraintLine[],
  names: readonly string[],
  definitions: readonly Definition[],
  say: Say,
): readonly Expression[] {
  if (lines.length !== names.length) return []
  const values = new Map(definitions.map((definition) => [definition.name, definition.value]))
  const contains = lines.map((line) => reach(line.right, values))
  const holders: (string | undefined)[] = lines.map(() => undefined)
  const assign = (name: string, tried: Set<number>): boolean => {
    for (let i = 0; i < lines.length; i++) {
      if (tried.has(i) || !contains[i]?.has(name)) continue
      tried.add(i)
      const holder = holders[i]
      if (holder !== undefined && !assign(holder, tried)) continue
      holders[i] = name
      return true
    }
    return false
  }
  const free = names.filter((name) => !assign(name, new Set()))
  const idle = lines.find((_, i) => holders[i] === undefined)
  if (idle) {
    const message = `no equation 0 = … determines ${listed(free)} (the index is above 1); differentiate this one by time until ${listed(free)} stands in it`
    say({ where: 'equations', index: idle.index }, new ExpressionError(message, idle.leftSpan.from, idle.leftSpan.to))
    return []
  }
  const residuals = new Map(holders.map((name, i) => [name, lines[i]!.right]))
  return names.map((name) => residuals.get(name)!)
}
