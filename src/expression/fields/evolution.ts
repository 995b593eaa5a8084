import { divide, isNumber, multiply, negate, subtract, zero } from '../build.ts'
import { differentiate } from '../differentiate.ts'
import type { Expression, Span } from '../expression.ts'
import { ExpressionError } from '../expression-error.ts'
import { namesIn } from '../names.ts'
import { listed } from '../ode-text.ts'
import { simplifyExpression } from '../simplify.ts'
import type { FieldTerm } from './field-equations.ts'
import { noiseName } from './field-names.ts'
import { replaceNames, termIndex, termParts } from './field-terms.ts'
import type { SayField } from './field-text.ts'

/** An equation over unknowns, terms and derivatives by time (`@u`), with its place in the text. */
export interface Residual {
  readonly value: Expression
  readonly index: number
  readonly span: Span
  /** The unknown whose derivative alone is left of the sign; then `value` is the right side. */
  readonly alone?: string
}

/** The name under which the highest derivative by time of an unknown stands until equations are solved for it. */
export function rateName(unknown: string): string {
  return `@${unknown}`
}

/** Names in an expression, those inside its terms too. */
export function deepNames(expression: Expression, terms: readonly FieldTerm[], into = new Set<string>()): Set<string> {
  for (const name of namesIn(expression)) {
    if (into.has(name)) continue
    into.add(name)
    const term = terms[termIndex(name) ?? -1]
    if (term) for (const part of termParts(term)) deepNames(part, terms, into)
  }
  return into
}

/**
 * The highest derivative by time of each unknown, from equations in which they stand linearly: by elimination with expressions.
 * Undefined where they do not determine it; then that is listed.
 */
export function solveForRates(
  residuals: readonly Residual[],
  unknowns: readonly string[],
  terms: readonly FieldTerm[],
  say: SayField,
): ReadonlyMap<string, Expression> | undefined {
  const [first] = residuals
  const fail = (line: Residual, message: string): undefined =>
    void say(['problem', 'equations', line.index], new ExpressionError(message, line.span.from, line.span.to))
  if (first === undefined) return new Map()
  if (residuals.length !== unknowns.length) {
    const written = unknowns.map((name) => `${name}_t`)
    return fail(
      first,
      `${residuals.length === 1 ? 'one equation has' : `${residuals.length} equations have`} derivatives by time, but there ${unknowns.length === 1 ? 'is one' : `are ${unknowns.length}`}: ${listed(written)}; each needs one equation`,
    )
  }
  /** Row: coefficient of each derivative, and what is left; their sum is 0. */
  const rows: { readonly line: Residual; coefficients: Expression[]; rest: Expression }[] = []
  for (const line of residuals) {
    const names = namesIn(line.value)
    const hidden = unknowns.find((name) => {
      const rate = rateName(name)
      return [...names].some((term) => {
        const inner = terms[termIndex(term) ?? -1]
        return inner !== undefined && termParts(inner).some((part) => deepNames(part, terms).has(rate))
      })
    })
    if (hidden !== undefined)
      return fail(
        line,
        `a derivative of ${hidden}_t in space cannot be solved for; make what is under the time derivative an unknown of its own: w_t = …, 0 = ${hidden} - laplacian(${hidden}) - w`,
      )
    const own = line.alone === undefined ? undefined : unknowns.indexOf(line.alone)
    const coefficients = unknowns.map((name, i) => {
      const inside = names.has(rateName(name)) ? differentiate(line.value, rateName(name)) : zero
      return own === i ? subtract(inside, { kind: 'number', value: 1 }) : inside
    })
    const bent = unknowns.find((_, i) => [...namesIn(coefficients[i] ?? zero)].some((name) => name.startsWith('@')))
    if (bent !== undefined) return fail(line, `${bent}_t must stand linearly, for the equation is solved for it`)
    const rest = replaceNames(line.value, (name) => (name.startsWith('@') ? zero : undefined))
    rows.push({ line, coefficients, rest })
  }
  const holders: number[] = []
  for (let column = 0; column < unknowns.length; column++) {
    const free = rows.map((_, i) => i).filter((i) => !holders.includes(i) && !isNumber(rows[i]?.coefficients[column] ?? zero, 0)) // biome-ignore format: one list
    // A number divides best.
    const pivot = free.find((i) => rows[i]?.coefficients[column]?.kind === 'number') ?? free[0]
    const row = pivot === undefined ? undefined : rows[pivot]
    if (pivot === undefined || row === undefined)
      return fail(
        rows.find((_, i) => !holders.includes(i))?.line ?? first,
        `no equation is left that determines ${unknowns[column]}_t`,
      )
    holders.push(pivot)
    const divisor = row.coefficients[column] ?? zero
    row.coefficients = row.coefficients.map((value) => simplifyExpression(divide(value, divisor)))
    row.rest = divide(row.rest, divisor)
    rows.forEach((other, i) => {
      const factor = other.coefficients[column] ?? zero
      if (i === pivot || isNumber(factor, 0)) return
      other.coefficients = other.coefficients.map((value, j) =>
        j === column ? zero : simplifyExpression(subtract(value, multiply(factor, row.coefficients[j] ?? zero))),
      )
      other.rest = subtract(other.rest, multiply(factor, row.rest))
    })
  }
  return new Map(
    unknowns.map((name, column) => [name, simplifyExpression(negate(rows[holders[column] ?? -1]?.rest ?? zero))]),
  )
}

/**
 * The factor of the noise in a rate and the rate without it.
 * @throws ExpressionError where the noise does not stand linearly
 */
export function splitNoise(
  rate: Expression,
  terms: readonly FieldTerm[],
  span: Span,
): { readonly rate: Expression; readonly noise?: Expression } {
  const names = deepNames(rate, terms)
  if (!names.has(noiseName)) return { rate }
  const inside = [...namesIn(rate)].some((name) => {
    const term = terms[termIndex(name) ?? -1]
    return term !== undefined && termParts(term).some((part) => deepNames(part, terms).has(noiseName))
  })
  if (inside)
    throw new ExpressionError(
      'white is noise without derivatives: it stands outside of operators, sigma*white',
      span.from,
      span.to,
    )
  const noise = differentiate(rate, noiseName)
  if (namesIn(noise).has(noiseName))
    throw new ExpressionError('white stands linearly: sigma*white, also with a factor that depends on the unknowns', span.from, span.to) // biome-ignore format: one sentence
  const without = simplifyExpression(replaceNames(rate, (name) => (name === noiseName ? zero : undefined)))
  return isNumber(noise, 0) ? { rate: without } : { rate: without, noise }
}

/** Highest order in space in which each name stands in an expression, on all axes together or along one. */
export function spatialOrders(
  expression: Expression,
  terms: readonly FieldTerm[],
  axis?: number,
): ReadonlyMap<string, number> {
  const orders = new Map<string, number>()
  const visit = (e: Expression, above: number): void => {
    for (const name of namesIn(e)) {
      const term = terms[termIndex(name) ?? -1]
      if (term === undefined) orders.set(name, Math.max(above, orders.get(name) ?? 0))
      else {
        termParts(term).forEach((part, i) => {
          const isAlong = term.kind !== 'divergence' || axis === undefined || i === axis
          visit(part, above + (isAlong ? ownOrder(term, axis) : 0))
        })
      }
    }
  }
  visit(expression, 0)
  return orders
}

function ownOrder(term: FieldTerm, axis: number | undefined): number {
  switch (term.kind) {
    case 'derivative':
      return axis === undefined ? term.orders.reduce((a, b) => a + b, 0) : (term.orders[axis] ?? 0)
    case 'laplacian':
      return 2
    case 'divergence':
      return 1
    case 'integral':
      return 0
  }
}

/**
 * Which constraint holds which unknown, so that each contains its own, under its highest derivative where that can be (augmenting
 * paths). Undefined with a message where that cannot be.
 */
export function matchHeld(
  residuals: readonly Residual[],
  names: readonly string[],
  terms: readonly FieldTerm[],
  say: SayField,
): ReadonlyMap<string, Expression> | undefined {
  const orders = residuals.map((line) => spatialOrders(line.value, terms))
  const holders = new Map<number, string>()
  const assign = (name: string, tried: Set<number>): boolean => {
    const candidates = residuals
      .map((_, i) => i)
      .filter((i) => orders[i]?.has(name))
      .sort((a, b) => (orders[b]?.get(name) ?? 0) - (orders[a]?.get(name) ?? 0))
    for (const i of candidates) {
      if (tried.has(i)) continue
      tried.add(i)
      const holder = holders.get(i)
      if (holder !== undefined && !assign(holder, tried)) continue
      holders.set(i, name)
      return true
    }
    return false
  }
  const free = names.filter((name) => !assign(name, new Set()))
  const idle = residuals.find((_, i) => !holders.has(i))
  if (free.length > 0 && idle) {
    const message = `no equation without a derivative by time contains ${listed(free)}; each unknown without one needs its own`
    say(['problem', 'equations', idle.index], new ExpressionError(message, idle.span.from, idle.span.to))
    return undefined
  }
  return new Map([...holders].map(([i, name]) => [name, residuals[i]?.value ?? zero]))
}
