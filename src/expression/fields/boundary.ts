import { suggestName } from '../../core/nearest.ts'
import { one, subtract, zero } from '../build.ts'
import { checkExpression } from '../check.ts'
import { derivativeAlong } from '../differentiate.ts'
import { parseSides } from '../equation.ts'
import type { Expression } from '../expression.ts'
import { attempt, ExpressionError } from '../expression-error.ts'
import { namesIn } from '../names.ts'
import { simplifyExpression } from '../simplify.ts'
import { type RawCondition, solveCondition } from './boundary-condition.ts'
import { inBoundaryNames, normalDerivative, quantityOfName, type Side } from './boundary-names.ts'
import { elaborateScalar, type Meaning } from './elaborate.ts'
import { spatialOrders } from './evolution.ts'
import type { BoundaryCondition } from './field-equations.ts'
import { knownNames } from './field-lines.ts'
import { type FieldContext, velocityName } from './field-meaning.ts'
import { noiseName } from './field-names.ts'
import { fieldNotation } from './field-notation.ts'
import { fieldScope } from './field-scope.ts'
import type { ConditionText, FieldPlace, FieldText } from './field-text.ts'
import { outwardFlux } from './outward-flux.ts'
import { inPlainForm } from './typed-forms.ts'

interface SideText {
  readonly side: Side
  readonly label: string
  /** Typed conditions with their places; a condition without a name says by itself which unknown it is for. */
  readonly typed: { readonly text: string; readonly place: FieldPlace; readonly unknown?: string }[]
}

interface Read {
  readonly raw: RawCondition
  readonly place: FieldPlace
  readonly unknown: string
}

/** The conditions of every bounded side and unknown, what was left out written out. */
export function readBoundary(context: FieldContext): readonly BoundaryCondition[] {
  if (context.unknowns.length === 0) return []
  const sides = readSides(context)
  const conditions: BoundaryCondition[] = []
  for (const side of sides.values()) {
    const read = side.typed.flatMap((typed) => readCondition(typed, side, context) ?? [])
    const own = context.unknowns.filter((name) => context.velocityOf(name) === undefined)
    for (const name of own) {
      const found = settleSide(
        name,
        side,
        read.filter((condition) => condition.unknown === name),
        context,
      )
      conditions.push(...found)
      const velocity = context.unknowns.indexOf(velocityName(name))
      if (velocity >= 0 && context.velocityOf(velocityName(name)) === name)
        for (const condition of found) conditions.push(...ofVelocity(condition, velocity, side, read, context))
    }
  }
  return conditions
}

/** Texts by side, and what is wrong with the keys. */
function readSides({ text, say, unknowns, velocityOf }: FieldContext): ReadonlyMap<string, SideText> {
  const sides = new Map<string, SideText>()
  text.axes.forEach(({ name, isPeriodic }, axis) => {
    if (isPeriodic) return
    sides.set(`${name}-`, { side: { axis, end: 'from' }, label: `${name}-`, typed: [] })
    sides.set(`${name}+`, { side: { axis, end: 'to' }, label: `${name}+`, typed: [] })
  })
  const hasInside = text.inside !== undefined || text.hasRegion === true
  if (hasInside) sides.set('inside', { side: 'inside', label: 'inside', typed: [] })
  for (const [key, value] of Object.entries(text.boundary)) {
    const place = ['problem', 'boundary', key]
    const fail = (message: string) => say(place, new ExpressionError(message, 0, key.length))
    const axis = text.axes.find(({ name }) => name === key || `${name}-` === key || `${name}+` === key)
    if (axis === undefined && key !== 'inside') {
      const known = text.axes.flatMap(({ name }) => [`${name}-`, `${name}+`, name])
      fail(`"${key}" is not a side of this domain${suggestName(key, [...known, 'inside'])}`)
      continue
    }
    if (key === 'inside' && !hasInside) {
      fail('there is no region: "inside" in domain says which points are kept')
      continue
    }
    if (value === 'periodic') {
      if (key !== axis?.name) fail(`an axis is periodic as a whole: write "${axis?.name ?? 'x'}": "periodic"`)
      continue
    }
    if (axis?.isPeriodic) {
      fail(`the axis ${axis.name} is periodic and has no sides`)
      continue
    }
    const targets = [...sides.values()].filter((side) => side.label === key || (side.label !== 'inside' && side.label.slice(0, -1) === key)) // biome-ignore format: one list
    const put = (condition: ConditionText, at: FieldPlace, unknown?: string) => {
      const items = typeof condition === 'string' ? [condition] : condition
      items.forEach((item, i) => {
        const itemPlace = typeof condition === 'string' ? at : [...at, i]
        for (const side of targets)
          side.typed.push({ text: item, place: itemPlace, ...(unknown === undefined ? {} : { unknown }) })
      })
    }
    if (typeof value === 'string' || isList(value)) put(value, place)
    else
      for (const [name, condition] of Object.entries(value)) {
        const base = velocityOf(name)
        if (base !== undefined)
          say([...place, name], new ExpressionError(`the conditions of ${name} follow from those of ${base}`, 0, name.length)) // biome-ignore format: one sentence
        else if (!unknowns.includes(name))
          say(
            [...place, name],
            new ExpressionError(`"${name}" is not an unknown${suggestName(name, unknowns)}`, 0, name.length),
          )
        else put(condition, [...place, name], name)
      }
  }
  return sides
}

function isList(value: FieldText['boundary'][string]): value is readonly string[] {
  return Array.isArray(value)
}

function readCondition(typed: SideText['typed'][number], side: SideText, context: FieldContext): Read | undefined {
  const { text, names, meaning, table, say, unknowns, settle } = context
  return attempt(say, typed.place, (): Read => {
    const read = parseSides(typed.text, fieldNotation(knownNames(text)), 'write u = …, dn(u) = … or dn(u) + 2*u = …')
    // On a side u(0, t) is u, as any other way to say where.
    const isField = (name: string) => unknowns.includes(name)
    const never = () => false
    const plain = (e: Expression) => inPlainForm(e, names.axes, never, never, isField)
    const sides = { left: plain(read.left), right: plain(read.right) }
    for (const expression of [sides.left, sides.right]) {
      const [error] = checkExpression(
        expression,
        fieldScope(names, expression, ['flux', ...unknowns.map((name) => `${name}_n`)], ['dn']),
      )
      if (error) throw error
    }
    const whole: Expression = { kind: 'binary', operator: '-', ...sides, span: { from: 0, to: typed.text.length } }
    const named = typed.unknown ?? soleUnknown(context)
    const inner: Meaning = {
      ...meaning,
      normal: (of, place) => normalDerivative(of, side.side, names.axes, place),
      valueOf: (name, place) => {
        if (name !== 'flux' || names.known.has(name)) return meaning.valueOf(name, place)
        const rate = context.rates[unknowns.indexOf(named ?? '')]
        if (named === undefined || rate === undefined)
          throw new ExpressionError(
            'say which unknown the flux is of: { "u": "flux = …" }',
            place.span?.from ?? 0,
            place.span?.to,
          )
        return outwardFlux(rate, named, side.side, table.terms, place)
      },
    }
    const typedValue = elaborateScalar(whole, inner)
    const rated = [...namesIn(typedValue)].find((name) => name.startsWith('@') || name.startsWith('~@'))
    if (rated !== undefined)
      throw new ExpressionError(`${rated.replace(/^~?@/, '')}_t cannot stand in a condition of a side: it follows from the equation`, 0, typed.text.length) // biome-ignore format: one sentence
    const value = settle(typedValue)
    const residual = inBoundaryNames(value, side.side, names.axes, table.terms, isField, whole)
    if (namesIn(residual).has(noiseName))
      throw new ExpressionError('white cannot stand in a condition of a side', 0, typed.text.length)
    const span = { from: 0, to: typed.text.length }
    return {
      raw: { residual, span },
      place: typed.place,
      unknown: named ?? unknownOf(residual, sides.left, context, span),
    }
  })
}

function soleUnknown({ unknowns, velocityOf }: FieldContext): string | undefined {
  const own = unknowns.filter((name) => velocityOf(name) === undefined)
  return own.length === 1 ? own[0] : undefined
}

/** Which unknown a condition is for: the one with a normal derivative, else the one that its left side begins with. */
function unknownOf(residual: Expression, left: Expression, context: FieldContext, span: RawCondition['span']): string {
  const quantities = [...namesIn(residual)]
    .map(quantityOfName)
    .filter(({ unknown }) => context.unknowns.includes(unknown))
  const normals = new Set(
    quantities.filter(({ isNormal, of }) => isNormal || of === 'laplacian').map(({ unknown }) => unknown),
  )
  const [only] = normals
  if (only !== undefined && normals.size === 1) return only
  const typed = [...namesIn(left)].find((name) => context.unknowns.includes(name))
  if (normals.size === 0 && typed !== undefined) return typed
  throw new ExpressionError(`say which unknown this is for: { ${context.unknowns.map((name) => `"${name}": "…"`).join(', ')} }`, span.from, span.to) // biome-ignore format: one sentence
}

/** The conditions of one unknown on one side, as many as its equations need. */
function settleSide(
  name: string,
  side: SideText,
  read: readonly Read[],
  context: FieldContext,
): readonly BoundaryCondition[] {
  const { unknowns, say } = context
  const index = unknowns.indexOf(name)
  const isField = (other: string) => unknowns.includes(other)
  // What only follows from a mistake in the equations is not to be told.
  if (!context.isWhole) return []
  const order = orderAcross(name, side.side, context)
  const needed = Math.ceil(order / 2)
  const found: BoundaryCondition[] = []
  const hasLaplacian = (condition: Read) => [...namesIn(condition.raw.residual)].some((other) => /^~?\^/.test(other))
  const places: FieldPlace[] = []
  for (const condition of [...read].sort((a, b) => Number(hasLaplacian(a)) - Number(hasLaplacian(b)))) {
    const solved = attempt(say, condition.place, () => {
      const one = solveCondition(condition.raw, { name, index }, side.side, found, isField)
      if (one.of === 'laplacian' && order < 3)
        throw new ExpressionError(`laplacian(${name}) is given on a side where an equation of fourth order stands; that of ${name} has order ${order}`, 0, condition.raw.span.to) // biome-ignore format: one sentence
      if (found.some((other) => other.of === one.of && other.kind === one.kind))
        throw new ExpressionError(
          `${name} has two conditions of one kind on the side ${side.label}`,
          0,
          condition.raw.span.to,
        )
      return one
    })
    if (solved === undefined) return found
    found.push(solved)
    places.push(condition.place)
  }
  const excess = (most: number) => {
    const place = places[most] ?? places[0]
    if (place === undefined) return
    const count =
      most === 0
        ? `has no derivative across ${side.label} and takes no condition there`
        : `takes ${most === 1 ? 'one condition' : `${most} conditions`} on ${side.label}, not ${found.length}`
    say(place, new ExpressionError(`${name} ${count}: its equations have order ${order} there`, 0, 1))
  }
  if (needed === 0) {
    // Nothing flows where nothing moves: dn(u) = 0 says no more than that.
    if (found.some((condition) => !isNatural(condition))) excess(0)
    return []
  }
  if (found.length > needed) excess(needed)
  if (found.length >= needed || order === 3) return found.length > 0 ? found : [natural(index, side.side, 'value')]
  if (needed === 1) return [natural(index, side.side, 'value')]
  const [first] = found
  if (first === undefined) return [natural(index, side.side, 'value'), natural(index, side.side, 'laplacian')]
  if (first.of === 'laplacian') return [natural(index, side.side, 'value'), first]
  if (first.kind !== 'dirichlet') return [first, natural(index, side.side, 'laplacian')]
  const message = `an equation of fourth order takes two conditions on a side: ["${name} = …", "laplacian(${name}) = 0"] is hinged, ["${name} = …", "dn(${name}) = 0"] clamped`
  if (places[0]) say(places[0], new ExpressionError(message, 0, 1))
  return found
}

function natural(unknown: number, side: Side, of: 'value' | 'laplacian'): BoundaryCondition {
  return { side, unknown, of, kind: 'neumann', value: zero, normal: one, rightSide: zero }
}

function isNatural(condition: BoundaryCondition): boolean {
  return condition.kind === 'neumann' && condition.rightSide.kind === 'number' && condition.rightSide.value === 0
}

/** Highest order across a side in which an unknown stands in the rates. */
function orderAcross(name: string, side: Side, { rates, table }: FieldContext): number {
  const axis = side === 'inside' ? undefined : side.axis
  return Math.max(0, ...rates.map((rate) => spatialOrders(rate, table.terms, axis).get(name) ?? 0))
}

/** The condition of u_t that follows from one of u by differentiation in time. */
function ofVelocity(
  condition: BoundaryCondition,
  velocity: number,
  side: SideText,
  read: readonly Read[],
  context: FieldContext,
): readonly BoundaryCondition[] {
  const { unknowns, velocityOf } = context
  const place = read.find(({ unknown }) => unknowns[condition.unknown] === unknown)?.place
  // Where u_t has no derivative in space, its condition is only of use, not needed.
  const isNeeded = orderAcross(unknowns[velocity] ?? '', side.side, context) > 0
  const say: typeof context.say = isNeeded ? context.say : () => {}
  const result = attempt(say, place ?? ['problem', 'boundary', side.label], () => {
    const rateOf = (name: string): Expression | undefined => {
      if (name === 't') return one
      if (!unknowns.includes(name)) return undefined
      const other = velocityName(name)
      if (velocityOf(other) === name) return { kind: 'name', name: other }
      throw new ExpressionError(`this condition must be known for ${unknowns[velocity]} too, and that needs the rate of ${name}: leave ${name} out of it`, 0, 1) // biome-ignore format: one sentence
    }
    const along = (e: Expression) => derivativeAlong(e, rateOf)
    const q: Expression = { kind: 'name', name: unknowns[condition.unknown] ?? '' }
    const moved = along(condition.value)
    const change = moved.kind === 'number' && moved.value === 0 ? along(condition.rightSide) : subtract(along(condition.rightSide), { kind: 'binary', operator: '*', left: moved, right: q }) // biome-ignore format: one choice
    return { ...condition, unknown: velocity, rightSide: simplifyExpression(change) }
  })
  return result ? [result] : []
}
