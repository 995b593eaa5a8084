import { nearestName } from '../core/nearest.ts'
import { checkExpression, numberScope, type Scope } from './check.ts'
import type { Definition, Expression } from './expression.ts'
import { attempt, ExpressionError } from './expression-error.ts'
import { namesIn, reservedName } from './names.ts'
import { readEvents, variableTest } from './ode-events.ts'
import { type OdeLines, readLines } from './ode-lines.ts'
import { matchConstraints, sortDefinitions } from './ode-order.ts'
import { listed, type OdeReading, type OdeText, type OdeTextError, type Say } from './ode-text.ts'
import { parseExpression } from './parse.ts'
import { foreignFunction } from './remedies.ts'

export type { OdeReading, OdeText, OdeTextError } from './ode-text.ts'

/**
 * A system typed as text, read, checked and brought to first order. Equations up to order 4; lines without a derivative are
 * definitions, lines `0 = …` hold the names that have no equation of their own. Everything that is wrong is listed, each with its
 * place; `equations` is there only where nothing is.
 */
export function readOdeEquations(text: OdeText): OdeReading {
  const errors: OdeTextError[] = []
  const say: Say = (place, error) => {
    errors.push({ ...place, message: error.message, column: error.column, to: error.to + 1 })
  }
  const lines = readLines(text, say)
  const { unknowns, rates } = reduceOrder(lines)
  const known = [...unknowns, ...text.parameters, ...lines.definitions.map((line) => line.name), ...lines.suspects, 't']
  const algebraic = findAlgebraic(lines, known, say)
  const scope: Scope = {
    ...numberScope([...known, ...algebraic]),
    explain: (name) => explainName(name, unknowns, [...known, ...algebraic, 'pi']),
  }
  for (const line of [...lines.derivatives, ...lines.definitions, ...lines.constraints])
    for (const error of checkExpression(line.right, scope)) say({ where: 'equations', index: line.index }, error)

  const definitions = sortDefinitions(lines.definitions, say)
  const all = [...unknowns, ...algebraic]
  const held = matchConstraints(lines.constraints, algebraic, definitions, say)
  const isVariable = variableTest(all, definitions)
  const events = readEvents(
    text,
    {
      unknowns: all,
      algebraic: new Set(algebraic),
      parameters: new Set(text.parameters),
      definitions: new Set(definitions.map((definition) => definition.name)),
      scope,
      isVariable,
    },
    say,
  )
  const outputs = readOutputs(text, all, scope, say)
  if (errors.length > 0) return { errors: sorted(errors) }
  return {
    equations: {
      unknowns: all,
      rates: [...rates, ...held],
      algebraic: all.map((_, i) => i >= unknowns.length),
      definitions,
      parameters: text.parameters,
      events,
      outputs,
    },
    errors,
  }
}

/** x'' = f gives x and x'; positions first, then velocities, where every equation is of second order. */
function reduceOrder(lines: OdeLines): { readonly unknowns: readonly string[]; readonly rates: readonly Expression[] } {
  const chains = lines.derivatives.map((line) =>
    Array.from({ length: line.order }, (_, level) => {
      const name = `${line.name}${"'".repeat(level)}`
      const rate: Expression = level === line.order - 1 ? line.right : { kind: 'name', name: `${name}'` }
      return { name, rate }
    }),
  )
  const isSecond = lines.derivatives.length > 0 && lines.derivatives.every((line) => line.order === 2)
  const ordered = isSecond
    ? [0, 1].flatMap((level) => chains.flatMap((chain) => chain.slice(level, level + 1)))
    : chains.flat()
  return { unknowns: ordered.map((entry) => entry.name), rates: ordered.map((entry) => entry.rate) }
}

/** The names that the equations `0 = …` hold: those that stand in the system and are nothing else. */
function findAlgebraic(lines: OdeLines, known: readonly string[], say: Say): readonly string[] {
  const { constraints } = lines
  const first = constraints[0]
  if (first === undefined) return []
  const taken = new Set(known)
  const found = new Set<string>()
  for (const line of [...lines.derivatives, ...lines.definitions, ...constraints])
    for (const name of namesIn(line.right))
      if (!taken.has(name) && !name.endsWith("'") && !reservedName(name) && !foreignFunction(name)) found.add(name)
  const names = [...found]
  if (names.length === constraints.length || lines.broken) return names
  const { from, to } = first.leftSpan
  const count = constraints.length === 1 ? 'one equation 0 = … holds' : `${constraints.length} equations 0 = … hold`
  const wanted = constraints.length === 1 ? 'one name' : `${constraints.length} names`
  const there =
    names.length === 0
      ? 'every name here has a derivative, a definition or is a parameter'
      : `here ${names.length === 1 ? 'it is' : `there are ${names.length}:`} ${listed(names)}`
  say(
    { where: 'equations', index: first.index },
    new ExpressionError(`${count} ${wanted} without another equation, but ${there}`, from, to),
  )
  // Fewer names than constraints: the names themselves are right. More: each is reported where it stands.
  return names.length < constraints.length ? names : []
}

function explainName(name: string, unknowns: readonly string[], known: readonly string[]): string {
  const base = name.replace(/'+$/, '')
  if (base !== name && unknowns.includes(base))
    return `"${name}" is not an unknown, because ${base} has an equation of lower order: write its right side here, or name it with a definition`
  if (base !== name && reservedName(base))
    return `"${name}" is not known here: ${reservedName(base)} and has no derivative`
  if (base !== name)
    return `"${name}" has no equation: write ${name} = … alone on the left, with everything else on the right`
  const dotted = [`${name}dot`, `${name}_dot`, `d${name}`, `${name}p`].find((other) => known.includes(other))
  if (dotted !== undefined)
    return `"${name}" has no equation: its derivative is written ${name}' = … on the left, not ${dotted}`
  if (/_t+$/.test(name) && unknowns.includes(name.replace(/_t+$/, '')))
    return `"${name}" is not known here; the derivative on the right is written ${name.replace(/_t+$/, "'")}`
  const foreign = foreignFunction(name)
  if (foreign !== undefined) return `"${name}" is not known here; ${foreign}`
  // Of one letter every other letter is near: only its other case is worth a question.
  const near = name.length > 1 ? nearestName(name, known) : known.find((k) => k.toLowerCase() === name.toLowerCase())
  const remedy = `give it a value under parameters, an equation ${name}' = … or a definition ${name} = …`
  return `"${name}" is not known here${near === undefined ? `: ${remedy}` : `; did you mean "${near}"? Else ${remedy}`}`
}

function readOutputs(text: OdeText, unknowns: readonly string[], scope: Scope, say: Say): readonly Definition[] {
  const outputs: Definition[] = []
  for (const [name, expression] of Object.entries(text.outputs ?? {})) {
    const place = { where: 'outputs', index: name } as const
    if (name === 't' || unknowns.includes(name))
      say(
        place,
        new ExpressionError(`"${name}" is a column already; give the output another name`, 0, expression.length),
      )
    const value = attempt(say, place, () => parseExpression(expression))
    if (value === undefined) continue
    for (const error of checkExpression(value, scope)) say(place, error)
    outputs.push({ name, value })
  }
  return outputs
}

/** By line, then by column. */
function sorted(errors: readonly OdeTextError[]): readonly OdeTextError[] {
  const order = ['equations', 'parameters', 'events', 'outputs']
  return [...errors].sort(
    (a, b) =>
      order.indexOf(a.where) - order.indexOf(b.where) ||
      (typeof a.index === 'number' && typeof b.index === 'number' ? a.index - b.index : 0) ||
      a.column - b.column,
  )
}
