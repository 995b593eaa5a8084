import { readLeft } from './equation.ts'
import { ExpressionError } from './expression-error.ts'
import { namesIn } from './names.ts'
import { parseBetween } from './parse.ts'

/** What the lines of a system speak of, as far as they can be read. */
export interface OdeOutline {
  /** Names that need a value at the start: x of `x' = …`, x and x' of `x'' = …`. */
  readonly states: readonly string[]
  readonly definitions: readonly string[]
  /** Names on right sides that are none of these, nor `t`: parameters, algebraic unknowns, typing errors. */
  readonly others: readonly string[]
}

/** The names of a system while it is being typed: never throws, and a right side that is half typed only hides its own names. */
export function outlineOde(lines: readonly string[]): OdeOutline {
  const states = new Set<string>()
  const definitions = new Set<string>()
  const used = new Set<string>()
  for (const line of lines) {
    const sign = line.search(/(?<![<>=!])=(?!=)/)
    if (sign < 0) continue
    const left = readLeft(line.slice(0, sign).trim())
    if (left?.kind === 'derivative')
      for (let level = 0; level < Math.min(left.order, 4); level++) states.add(`${left.name}${"'".repeat(level)}`)
    if (left?.kind === 'definition') definitions.add(left.name)
    try {
      for (const name of namesIn(parseBetween(line, sign + 1, line.length))) used.add(name)
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error
    }
  }
  const others = [...used].filter((name) => name !== 't' && !states.has(name) && !definitions.has(name))
  return { states: [...states], definitions: [...definitions], others }
}
