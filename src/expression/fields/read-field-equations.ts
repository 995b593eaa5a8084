import { zero } from '../build.ts'
import { checkExpression } from '../check.ts'
import type { Definition, Expression } from '../expression.ts'
import { attempt, ExpressionError } from '../expression-error.ts'
import { simplifyExpression } from '../simplify.ts'
import { readBoundary } from './boundary.ts'
import { elaborate, elaborateScalar } from './elaborate.ts'
import { matchHeld, type Residual, rateName, solveForRates, splitNoise } from './evolution.ts'
import type { FieldEquations } from './field-equations.ts'
import { type FieldLines, readFieldLines, residualOf } from './field-lines.ts'
import { type FieldContext, makeMeaning, velocityName } from './field-meaning.ts'
import { noiseName } from './field-names.ts'
import { constraintsOf, type FieldNames, fieldScope, findHeld, orderDefinitions } from './field-scope.ts'
import { type FieldValue, makeTermTable, replaceNames, termParts, usedTerms, withParts } from './field-terms.ts'
import { type FieldReading, type FieldText, type FieldTextError, fieldTextError, type SayField } from './field-text.ts'
import { readLevelSet } from './level-set.ts'
import { readObserved } from './observe.ts'

export type { ConditionText, FieldReading, FieldText, FieldTextError } from './field-text.ts'

/**
 * Partial differential equations typed as text, read, checked and brought to one form: rates over unknowns and terms, conditions of
 * every side, the region, observed numbers. Everything that is wrong is listed, each with its place; `equations` is there only where
 * nothing is.
 */
export function readFieldEquations(text: FieldText): FieldReading {
  const errors: FieldTextError[] = []
  const say: SayField = (place, error) => {
    errors.push(fieldTextError(place, error))
  }
  const axes = text.axes.map((axis) => axis.name)
  const lines = readFieldLines(text, say)
  const constraints = constraintsOf(lines)
  const evolving = evolvingNames(lines)
  const velocities = evolving.filter((name) => lines.orders.get(name) === 2)
  const given = [...text.parameters, ...axes, 't', noiseName]
  const bare = [...evolving, ...lines.definitions.flatMap((line) => (line.inputs ? [] : [line.name])), ...given]
  const ownFunctions = new Map(
    lines.definitions.flatMap((line) => (line.inputs ? [[line.name, line.inputs.length] as const] : [])),
  )
  const held = findHeld(lines, constraints, new Set([...bare, ...lines.suspects, ...lines.orders.keys()]), say)
  const unknowns = [...evolving, ...held, ...velocities.map(velocityName)]
  const names: FieldNames = {
    axes,
    known: new Set([...bare, ...unknowns, ...lines.suspects]),
    unknowns,
    functions: ownFunctions,
  }
  const table = makeTermTable(axes, [...unknowns, ...evolving.map(rateName), noiseName])
  const values = new Map<string, FieldValue>()
  const meaning = makeMeaning({ axes, lines, bare: new Set([...given, ...unknowns]), held, evolving, values, table })
  const check = (index: number, expression: Expression, more: readonly string[] = []): boolean => {
    const found = checkExpression(expression, fieldScope(names, expression, more))
    for (const error of found) say(['problem', 'equations', index], error)
    return found.length === 0
  }

  // What is not right, or needs itself, has some value: only its own mistake is told.
  for (const line of lines.definitions) if (line.inputs === undefined) values.set(line.name, zero)
  const before = errors.length
  const ordered = orderDefinitions(lines.definitions, say)
  const isCircular = errors.length > before
  for (const line of ordered) {
    const isRight = check(line.index, line.right, line.inputs)
    // A function has its value where it is called; one that needs itself never comes to an end.
    if (line.inputs || isCircular) continue
    const place = ['problem', 'equations', line.index]
    values.set(line.name, (isRight && attempt(say, place, () => elaborate(line.right, meaning))) || zero)
  }

  const residuals = lines.equations.flatMap((line): Residual[] => {
    const sides = line.alone ? [line.right] : [line.left, line.right]
    if (!sides.map((side) => check(line.index, side)).every(Boolean) || isCircular) return []
    const typed = line.alone ? line.right : residualOf(line)
    const value = attempt(say, ['problem', 'equations', line.index], () => elaborateScalar(typed, meaning))
    if (value === undefined) return []
    const end = line.right.span?.to ?? line.leftSpan.to
    const span = line.alone ? (line.right.span ?? line.leftSpan) : { from: line.leftSpan.from, to: end }
    return [{ value, index: line.index, span, ...(line.alone ? { alone: line.alone.name } : {}) }]
  })
  if (isCircular) return { errors }
  const isHeld = new Set(constraints.map((line) => line.index))
  // What does not follow from an earlier mistake is found from here on.
  const isWhole = !lines.broken && errors.length === 0
  const rates = isWhole ? solveForRates(residuals.filter((line) => !isHeld.has(line.index)), evolving, table.terms, say) : undefined // biome-ignore format: one choice
  const holding = isWhole ? matchHeld(residuals.filter((line) => isHeld.has(line.index)), held, table.terms, say) : undefined // biome-ignore format: one choice
  const rateOf = (name: string): Expression => {
    if (velocities.includes(name)) return { kind: 'name', name: velocityName(name) }
    const own = velocities.find((base) => velocityName(base) === name)
    return rates?.get(own ?? name) ?? holding?.get(name) ?? zero
  }
  const noisy = unknowns.map((name) => {
    const line = residuals.find((residual) => residual.alone === name) ?? residuals[0]
    const read = attempt(say, ['problem', 'equations', line?.index ?? 0], () => {
      const split = splitNoise(rateOf(name), table.terms, line?.span ?? { from: 0, to: 1 })
      if (split.noise && held.includes(name))
        throw new ExpressionError('white stands in an equation with a derivative by time: u_t = … + sigma*white', line?.span.from ?? 0, line?.span.to) // biome-ignore format: one sentence
      return split
    })
    return read ?? { rate: zero }
  })
  const finalRates = noisy.map(({ rate }) => simplifyExpression(rate))
  /** Derivatives by time on other places than left sides are what their equations say. */
  const settle = (e: Expression): Expression =>
    simplifyExpression(replaceNames(e, (name) => (name.startsWith('@') ? rates?.get(name.slice(1)) : undefined)))
  const fieldsOfUser: readonly Definition[] = lines.definitions.flatMap((line) => {
    const value = line.inputs ? undefined : values.get(line.name)
    return value && value.kind !== 'vector' ? [{ name: line.name, value: settle(value) }] : []
  })
  const context: FieldContext = {
    text, names, meaning, table, say, settle,
    unknowns, rates: finalRates, isWhole, velocityOf: (name: string) => velocities.find((base) => velocityName(base) === name),
  } // biome-ignore format: short names
  const boundary = readBoundary(context)
  const levelSet = readLevelSet(context)
  const observed = readObserved(context)
  if (errors.length > 0) return { errors }
  const noise = noisy.map((part) => part.noise && simplifyExpression(part.noise))
  return {
    equations: compact({
      axes,
      unknowns,
      rates: finalRates,
      algebraic: unknowns.map((name) => held.includes(name)),
      velocityOf: unknowns.map((name) => {
        const base = velocities.find((other) => velocityName(other) === name)
        return base === undefined ? undefined : unknowns.indexOf(base)
      }),
      noise,
      terms: table.terms.map((term) => withParts(term, termParts(term).map(settle))),
      parameters: text.parameters,
      boundary,
      definitions: fieldsOfUser,
      observed,
      ...(levelSet ? { levelSet } : {}),
    }),
    errors,
  }
}

/** Names with a derivative by time, in the order of the lines that have it alone on the left, then of the others. */
function evolvingNames(lines: FieldLines): readonly string[] {
  const alone = lines.equations.flatMap((line) => (line.alone ? [line.alone.name] : []))
  const defined = new Set(lines.definitions.map((line) => line.name))
  return [...new Set([...alone, ...lines.orders.keys()])].filter((name) => !defined.has(name))
}

/** Only the terms that are used, numbered in their order. */
function compact(equations: FieldEquations): FieldEquations {
  const { boundary, definitions, observed, noise, levelSet } = equations
  const used = usedTerms(equations.terms, [
    equations.rates,
    noise.map((factor) => factor ?? zero),
    boundary.flatMap((condition) => [condition.value, condition.normal, condition.rightSide]),
    definitions.map(({ value }) => value),
    observed.flatMap((number) => number.parts.map(({ value }) => value)),
  ])
  const [rates = [], factors = [], conditions = [], values = [], parts = []] = used.groups
  let part = 0
  return {
    ...equations,
    terms: used.terms,
    rates,
    noise: noise.map((factor, i) => factor && factors[i]),
    boundary: boundary.map((condition, i) => ({
      ...condition,
      value: conditions[3 * i] ?? condition.value,
      normal: conditions[3 * i + 1] ?? condition.normal,
      rightSide: conditions[3 * i + 2] ?? condition.rightSide,
    })),
    definitions: definitions.map((definition, i) => ({ ...definition, value: values[i] ?? definition.value })),
    observed: observed.map((number) => ({
      ...number,
      parts: number.parts.map((piece) => ({ ...piece, value: parts[part++] ?? piece.value })),
    })),
    ...(levelSet ? { levelSet } : {}),
  }
}
