import { evaluateExpression } from '../evaluate.ts'
import type { Expression } from '../expression.ts'
import { namesIn } from '../names.ts'
import type { FieldEquations, LinearFieldTerm } from './field-equations.ts'
import { symbolOf } from './field-symbol.ts'
import { orderOf } from './field-terms.ts'
import { frozenLinearisation } from './frozen-linearisation.ts'

export type FieldKind =
  | 'ordinary'
  | 'hyperbolic'
  | 'parabolic'
  | 'dispersive'
  | 'elliptic'
  | 'algebraic'
  /** Short waves grow without bound: no grid gives an answer. */
  | 'ill-posed'

/** What sort of equation one is. */
export interface FieldClass {
  /** Place in `unknowns`; equations of second order in time are told at the unknown, not at its velocity. */
  readonly unknown: number
  readonly kind: FieldKind
  /** Highest order in space. */
  readonly order: number
  /** Of the derivative by time; 0 for a constraint. */
  readonly timeOrder: 0 | 1 | 2
  /** For `why`: "u: parabolic, second order in space; the coefficient depends on the solution". */
  readonly sentence: string
}

const ordinals = ['', 'first', 'second', 'third', 'fourth', 'fifth', 'sixth']

/**
 * Order and kind of each equation, by the highest derivatives of its linearisation.
 * @param parameter values of parameters, where they are known: then signs count, and what has a factor of 0 does not
 */
export function fieldClasses(
  equations: FieldEquations,
  parameter: (name: string) => number | undefined = () => undefined,
): readonly FieldClass[] {
  const { unknowns, algebraic, velocityOf } = equations
  /** The number that a coefficient is; undefined where it varies or is not known. */
  const numberOf = (e: Expression): number | undefined => {
    const isKnown = [...namesIn(e)].every((name) => parameter(name) !== undefined)
    return isKnown ? evaluateExpression(e, (name) => parameter(name) ?? Number.NaN) : undefined
  }
  const all = frozenLinearisation(equations).filter((part) => numberOf(part.coefficient) !== 0)
  return unknowns.flatMap((name, i): readonly FieldClass[] => {
    if (velocityOf[i] !== undefined) return []
    const velocity = velocityOf.indexOf(i)
    const parts = all.filter((part) => part.rate === (velocity < 0 ? i : velocity))
    const order = Math.max(0, ...parts.map(orderOf))
    const timeOrder = algebraic[i] ? 0 : velocity < 0 ? 1 : 2
    const own = parts.filter((part) => part.unknown === i)
    const highest = own.filter((part) => orderOf(part) === order && order > 0)
    const sign = growth(highest, equations.axes.length, numberOf)
    const kind = kindOf(timeOrder, order, highest.length > 0, returning(i, order, parts, all, algebraic), sign)
    const isBent = parts.some(
      (part) => orderOf(part) === order && [...namesIn(part.coefficient)].some((used) => unknowns.includes(used) || used.startsWith('#')), // biome-ignore format: one condition
    )
    return [
      { unknown: i, kind, order, timeOrder, sentence: sentenceOf(name, kind, order, timeOrder, order > 0 && isBent) },
    ]
  })
}

/** The greatest real part of the symbol of these terms over directions; undefined where a coefficient is not known. */
function growth(
  parts: readonly LinearFieldTerm[],
  dimension: number,
  numberOf: (e: Expression) => number | undefined,
): number | undefined {
  if (parts.length === 0 || parts.some((part) => numberOf(part.coefficient) === undefined)) return undefined
  const known = parts.map((part) => ({
    ...part,
    coefficient: { kind: 'number', value: numberOf(part.coefficient) ?? 0 } as const,
  }))
  const directions = dimension === 1 ? [[1]] : Array.from({ length: 16 }, (_, i) => [Math.cos((i * Math.PI) / 16), Math.sin((i * Math.PI) / 16), 0].slice(0, dimension)) // biome-ignore format: one choice
  if (dimension === 3) directions.push([0, 0, 1], [0, 0.6, 0.8], [0.6, 0, 0.8])
  const reals = directions.map((k) => symbolOf(known, k, () => Number.NaN).reduce((sum, entry) => sum + entry.real, 0))
  return Math.max(...reals)
}

/** Order in which an unknown comes back in the rate of another that drives it in the highest order; undefined where none does. */
function returning(
  unknown: number,
  order: number,
  parts: readonly LinearFieldTerm[],
  all: readonly LinearFieldTerm[],
  algebraic: readonly boolean[],
): number | undefined {
  const others = parts.filter((part) => part.unknown !== unknown && orderOf(part) === order && !algebraic[part.unknown])
  const orders = others.flatMap(({ unknown: other }) =>
    all.filter((part) => part.rate === other && part.unknown === unknown).map(orderOf),
  )
  return orders.length === 0 ? undefined : Math.max(...orders)
}

function kindOf(
  timeOrder: 0 | 1 | 2,
  order: number,
  isOwn: boolean,
  back: number | undefined,
  sign: number | undefined,
): FieldKind {
  if (timeOrder === 0) return order === 0 ? 'algebraic' : order === 1 ? 'hyperbolic' : 'elliptic'
  if (order === 0) return 'ordinary'
  if (isOwn && order % 2 === 0 && sign !== undefined && sign > 1e-12) return 'ill-posed'
  if (timeOrder === 2) return order > 2 ? 'dispersive' : 'hyperbolic'
  if (order === 1) return 'hyperbolic'
  // Two equations that drive each other are one of second order in time: a wave, or one of Schrödinger's kind.
  if (!isOwn && back !== undefined) return order + back > 2 ? 'dispersive' : 'hyperbolic'
  if (order % 2 === 1) return 'dispersive'
  return 'parabolic'
}

function sentenceOf(name: string, kind: FieldKind, order: number, timeOrder: 0 | 1 | 2, isBent: boolean): string {
  const inSpace = `${ordinals[order] ?? `${order}th`} order in space`
  const bent = isBent ? '; the coefficient depends on the solution' : ''
  switch (kind) {
    case 'algebraic':
      return `${name}: an algebraic equation at each point`
    case 'ordinary':
      return `${name}: an ordinary differential equation${timeOrder === 2 ? ' of second order' : ''} at each point`
    case 'elliptic':
      return `${name}: an elliptic constraint, ${inSpace}${bent}`
    case 'ill-posed':
      return `${name}: ill-posed: short waves grow without bound, for the highest derivative (${inSpace}) has the wrong sign`
    case 'hyperbolic':
      if (timeOrder === 0) return `${name}: a constraint of first order in space${bent}`
      return `${name}: hyperbolic, ${timeOrder === 2 ? 'a wave equation' : 'transport'}, ${inSpace}${bent}`
    default:
      return `${name}: ${kind}, ${inSpace}${timeOrder === 2 ? ', second in time' : ''}${bent}`
  }
}
