import { suggestName } from '../core/nearest.ts'
import { evaluateExpression } from './evaluate.ts'
import type { Expression } from './expression.ts'
import { ExpressionError } from './expression-error.ts'
import { functions } from './functions.ts'
import { functionNames, isConstantName, namesIn } from './names.ts'
import { foreignFunction } from './remedies.ts'
import { childrenOf } from './tree.ts'

/** Whether a part is made of numbers alone, and whether it was already told that it has no value. */
type Constancy = 'varies' | 'constant' | 'told'

/** What may stand in an expression. `pi` and `e` are always known; `t` only where it is among the names. */
export interface Scope {
  readonly names: readonly string[]
  /** Allowed functions and operators (`functionNames`, and `laplacian` … in equations of fields). */
  readonly functions: readonly string[]
  /** How many arguments operators take that are no functions of numbers; one where it is not said. */
  readonly argumentCounts?: Readonly<Record<string, { readonly least: number; readonly most: number }>>
  /** A better message for a name that is not known, where the caller has one. */
  readonly explain?: (name: string) => string | undefined
}

/** The functions of the expression language and these names. */
export function numberScope(names: readonly string[]): Scope {
  return { names, functions: functionNames }
}

interface ScopeSets {
  readonly names: ReadonlySet<string>
  readonly allowed: ReadonlySet<string>
}

/** A scope serves every line of a system: its sets are made once. */
const sets = new WeakMap<Scope, ScopeSets>()

function setsOf(scope: Scope): ScopeSets {
  const known = sets.get(scope)
  if (known) return known
  const made = { names: new Set(scope.names), allowed: new Set(scope.functions) }
  sets.set(scope, made)
  return made
}

/** Everything in an expression that its scope does not allow, in the order of the text; empty where it is right. */
export function checkExpression(expression: Expression, scope: Scope): readonly ExpressionError[] {
  const errors: ExpressionError[] = []
  const { names, allowed } = setsOf(scope)
  const say = (part: Expression, message: string, length?: number) => {
    const from = part.span?.from ?? 0
    errors.push(new ExpressionError(message, from, length === undefined ? part.span?.to : from + length))
  }
  const visit = (part: Expression): Constancy => {
    const before = errors.length
    if (part.kind === 'name' && !names.has(part.name) && !isConstantName(part.name))
      say(part, unknownName(part.name, scope, allowed))
    if (part.kind === 'call') {
      const problem = callProblem(part, scope, names, allowed)
      if (problem) say(part, problem, part.name.length)
    }
    const below = childrenOf(part).map(visit)
    if (errors.length > before || below.includes('told')) return 'told'
    if (part.kind === 'name' ? !isConstantName(part.name) : below.includes('varies')) return 'varies'
    // A logarithm of a negative number is wrong before anything runs. Operators of fields have no value of their own.
    if (part.kind === 'call' && !Object.hasOwn(functions, part.name)) return 'varies'
    if (part.kind === 'number') return 'constant'
    const value = evaluateExpression(part, () => Number.NaN)
    if (Number.isFinite(value)) return 'constant'
    say(part, `this has no finite value (${value})`)
    return 'told'
  }
  visit(expression)
  return errors
}

function unknownName(name: string, scope: Scope, allowed: ReadonlySet<string>): string {
  if (allowed.has(name)) return `"${name}" is a function: write ${name}(…) with its argument in brackets`
  const explained = scope.explain?.(name)
  if (explained !== undefined) return explained
  if (foreignFunction(name) !== undefined) return `"${name}" is not known here; ${foreignFunction(name)}`
  return `"${name}" is not known here${suggestName(name, [...scope.names, 'pi', 'e'])}`
}

function callProblem(
  call: Expression & { readonly kind: 'call' },
  scope: Scope,
  names: ReadonlySet<string>,
  allowed: ReadonlySet<string>,
): string | undefined {
  const { name } = call
  const count = call.arguments.length
  if (!allowed.has(name)) {
    const [argument] = call.arguments
    if (names.has(name) && argument && namesIn(argument).has('t'))
      return argument.kind === 'name'
        ? `write ${name} alone, without (t): every unknown is taken at the time t`
        : `"${name}" is not a function; a value at another time (a delay) cannot be typed, and a product is written ${name}*(…)`
    if (names.has(name) || isConstantName(name))
      return `"${name}" is not a function; write ${name}*(…) for a product${names.has(name) ? `, ${name} alone for its value` : ''}`
    const foreign = foreignFunction(name)
    if (foreign !== undefined) return `"${name}" is not a function here; ${foreign}`
    return `"${name}" is not a function${suggestName(name, scope.functions)}`
  }
  const known = scope.argumentCounts?.[name] ?? (Object.hasOwn(functions, name) ? functions[name] : undefined)
  const { least, most } = known ?? { least: 1, most: 1 }
  if (count >= least && count <= most) return undefined
  if (name === 'if') return `if takes 3 arguments, not ${count}: if(condition, value, otherwise)`
  const wanted = least === most ? String(least) : most >= 64 ? `${least} or more` : `${least} to ${most}`
  return `${name} takes ${wanted} argument${least === 1 && most === 1 ? '' : 's'}, not ${count}`
}
