import { nearestName } from '../../core/nearest.ts'
import type { Scope } from '../check.ts'
import type { Expression } from '../expression.ts'
import { ExpressionError } from '../expression-error.ts'
import { namesIn, reservedName } from '../names.ts'
import { listed } from '../ode-text.ts'
import { foreignFunction } from '../remedies.ts'
import { childrenOf } from '../tree.ts'
import { missingAxis } from './elaborate.ts'
import type { DefinitionLine, EquationLine, FieldLines } from './field-lines.ts'
import { derivativeName, fieldFunctions, operatorCounts } from './field-names.ts'
import type { SayField } from './field-text.ts'

/** Names and calls in an expression. */
export function wordsIn(expression: Expression): ReadonlySet<string> {
  const found = new Set(namesIn(expression))
  const visit = (part: Expression): void => {
    if (part.kind === 'call') found.add(part.name)
    for (const child of childrenOf(part)) visit(child)
  }
  visit(expression)
  return found
}

/** The names that these are or are derivatives of. */
function basesOf(names: Iterable<string>, known: ReadonlySet<string>): ReadonlySet<string> {
  const bases = new Set<string>()
  for (const name of names) bases.add(known.has(name) ? name : (derivativeName(name)?.base ?? name))
  return bases
}

/**
 * The definitions in an order in which each uses only those before it; one that needs itself is listed with the names of the
 * circle and left out.
 */
export function orderDefinitions(lines: readonly DefinitionLine[], say: SayField): readonly DefinitionLine[] {
  const byName = new Map(lines.map((line) => [line.name, line]))
  const known = new Set(byName.keys())
  const state = new Map<string, 'open' | 'done'>()
  const path: string[] = []
  const sorted: DefinitionLine[] = []
  const visit = (line: DefinitionLine): boolean => {
    if (state.get(line.name) === 'done') return true
    if (state.get(line.name) === 'open') {
      const circle = path.slice(path.indexOf(line.name))
      const message =
        circle.length === 1
          ? `"${line.name}" is defined by itself; an unknown has a derivative on the left, ${line.name}_t = …, or an equation 0 = …`
          : `definitions go in a circle: ${[...circle, line.name].join(' needs ')}; make one of them an unknown with an equation 0 = …`
      say(['problem', 'equations', line.index], new ExpressionError(message, line.leftSpan.from, line.leftSpan.to))
      return false
    }
    state.set(line.name, 'open')
    path.push(line.name)
    for (const name of basesOf(wordsIn(line.right), known)) {
      const used = line.inputs?.includes(name) ? undefined : byName.get(name)
      if (used) visit(used)
    }
    path.pop()
    state.set(line.name, 'done')
    sorted.push(line)
    return true
  }
  for (const line of lines) visit(line)
  return sorted
}

/** Lines without a derivative by time, also behind the names of definitions: they hold unknowns at every time. */
export function constraintsOf(lines: FieldLines): readonly EquationLine[] {
  const definitions = new Map(lines.definitions.map((line) => [line.name, line]))
  const known = new Set(definitions.keys())
  const done = new Map<string, boolean>()
  const mentions = (e: Expression): boolean =>
    [...wordsIn(e)].some((word) => {
      const read = derivativeName(word)
      return (
        (!known.has(word) && read !== undefined && read.time > 0 && lines.orders.has(read.base)) || /^dtt?$/.test(word)
      )
    }) ||
    [...basesOf(wordsIn(e), known)].some((name) => {
      const line = definitions.get(name)
      if (line === undefined) return false
      const before = done.get(name)
      if (before !== undefined) return before
      done.set(name, false)
      const found = mentions(line.right)
      done.set(name, found)
      return found
    })
  return lines.equations.filter((line) => line.alone === undefined && !mentions(line.left) && !mentions(line.right))
}

/** The names that constraints hold: those that stand in the system and are nothing else. */
export function findHeld(
  lines: FieldLines,
  constraints: readonly EquationLine[],
  known: ReadonlySet<string>,
  say: SayField,
): readonly string[] {
  const [first] = constraints
  if (first === undefined) return []
  const found = new Set<string>()
  const collect = (e: Expression, inputs: readonly string[] = []) => {
    for (const name of basesOf(namesIn(e), known))
      if (!known.has(name) && !inputs.includes(name) && !reservedName(name) && !foreignFunction(name)) found.add(name)
  }
  // What stands in the constraints themselves comes first.
  for (const line of [...constraints, ...lines.equations]) for (const side of [line.left, line.right]) collect(side)
  for (const line of lines.definitions) collect(line.right, line.inputs)
  const names = [...found]
  if (names.length === constraints.length || lines.broken) return names
  const count =
    constraints.length === 1 ? 'one equation without u_t holds' : `${constraints.length} equations without u_t hold`
  const wanted = constraints.length === 1 ? 'one field' : `${constraints.length} fields`
  const there =
    names.length === 0
      ? 'every name here has a derivative by time, a definition or is a parameter'
      : `here ${names.length === 1 ? 'it is' : `there are ${names.length}:`} ${listed(names)}`
  const message = `${count} ${wanted} without another equation, but ${there}`
  say(['problem', 'equations', first.index], new ExpressionError(message, first.leftSpan.from, first.leftSpan.to))
  return names.length < constraints.length ? names : []
}

/** What may stand in expressions of a problem. */
export interface FieldNames {
  readonly axes: readonly string[]
  /** Everything that has a value by its bare name. */
  readonly known: ReadonlySet<string>
  readonly unknowns: readonly string[]
  /** Functions of the user, with how many arguments. */
  readonly functions: ReadonlyMap<string, number>
}

/** The scope of one expression: names that are derivatives of known ones are known. */
export function fieldScope(
  names: FieldNames,
  expression: Expression,
  more: readonly string[] = [],
  calls: readonly string[] = [],
): Scope {
  const isKnown = (name: string) => names.known.has(name) || more.includes(name)
  const derived = [...namesIn(expression)].filter((name) => {
    const read = derivativeName(name)
    if (read === undefined || !isKnown(read.base)) return false
    return [...read.letters].every((letter) => names.axes.includes(letter))
  })
  const counts = [...names.functions].map(([name, count]) => [name, { least: count, most: count }] as const)
  return {
    names: [...names.known, ...more, ...derived],
    functions: [...fieldFunctions(names.axes, [...names.functions.keys()]), ...calls],
    argumentCounts: { ...operatorCounts, ...Object.fromEntries(counts) },
    explain: (name) => explain(name, names),
  }
}

function explain(name: string, names: FieldNames): string {
  const read = derivativeName(name)
  const known = [...names.known]
  if (read && names.known.has(read.base)) {
    const missing = [...read.letters].find((letter) => !names.axes.includes(letter))
    if (missing !== undefined) return `"${name}" is not known here: ${missingAxis(missing, names.axes)}`
  }
  if (['x', 'y', 'z', 'r'].includes(name)) return `"${name}" is not known here: ${missingAxis(name, names.axes)}`
  if (name === 'normal' || name === 'uniform')
    return `"${name}" is a random number of initial data; noise in an equation is white`
  if (name === 'i' || name === 'I' || name === 'j')
    return `"${name}" is not known here: there are no complex numbers; write the real and the imaginary part as two unknowns`
  const foreign = foreignFunction(name)
  if (foreign !== undefined) return `"${name}" is not known here; ${foreign}`
  if (read && !names.known.has(read.base)) {
    const near = nearestName(read.base, names.unknowns)
    const meant = near === undefined ? '' : `; did you mean "${near}${name.slice(read.base.length)}"?`
    return `"${name}" is not known here, for "${read.base}" has no equation${meant}`
  }
  const near = name.length > 1 ? nearestName(name, known) : known.find((k) => k.toLowerCase() === name.toLowerCase())
  const remedy = `give it a value under parameters, an equation ${name}_t = … or a definition ${name} = …`
  return `"${name}" is not known here${near === undefined ? `: ${remedy}` : `; did you mean "${near}"? Else ${remedy}`}`
}
