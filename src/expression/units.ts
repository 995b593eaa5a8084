import { parseUnit, type Unit } from '../core/unit.ts'
import { evaluateExpression } from './evaluate.ts'
import type { Expression } from './expression.ts'
import { ExpressionError } from './expression-error.ts'
import { isConstantName, namesIn } from './names.ts'
import type { OdeEquations } from './ode-equations.ts'
import {
  isDimensionless,
  isOneKind,
  isOneScale,
  pureNumber,
  type Quantity,
  quantityOf,
  quantityText,
  scaleBetween,
  timesPower,
  unitFrom,
} from './quantity.ts'

/** Unit of a name; undefined where none was given, which fits everything. */
export type UnitOf = (name: string) => Unit | undefined

export interface UnitReading {
  /** Absent where it does not follow from the units given. */
  readonly unit?: Unit
  readonly errors: readonly ExpressionError[]
}

/**
 * The unit of an expression, and where its units do not fit ("adds m and s"). Numbers have no unit; 0 fits everything. Units of
 * one kind but different scale (cm and m) do not fit unless a number beside them is the conversion.
 */
export function checkUnits(expression: Expression, unitOf: UnitOf): UnitReading {
  const errors: ExpressionError[] = []
  const quantity = quantityIn(expression, (name) => toQuantity(unitOf(name)), errors)
  return quantity === undefined ? { errors } : { unit: unitFrom(quantity), errors }
}

/** An error of units in a system: which expression of the `OdeEquations` it stands in, and where. */
export interface OdeUnitError {
  readonly where: 'rates' | 'definitions' | 'events' | 'outputs'
  readonly index: number
  readonly error: ExpressionError
}

/**
 * Units through a whole system: each rate against its unknown's unit over the time's, definitions in their order, assignments of
 * events. `units` gives what definitions and outputs measure, where it follows.
 * @param unitOf of unknowns, parameters and, where given, definitions; of `x'` it is made from x
 */
export function checkOdeUnits(
  equations: OdeEquations,
  unitOf: UnitOf,
  timeUnit: string,
): { readonly units: ReadonlyMap<string, Unit>; readonly errors: readonly OdeUnitError[] } {
  const errors: OdeUnitError[] = []
  const time = quantityOf(parseUnit(timeUnit))
  const found = new Map<string, Quantity>()
  const lookup = (name: string): Quantity | undefined => {
    if (name === 't') return time
    const given = found.get(name) ?? toQuantity(unitOf(name))
    if (given !== undefined || !name.endsWith("'")) return given
    const base = lookup(name.slice(0, -1))
    return base && timesPower({ ...base, literals: 1 }, time, -1)
  }
  const units = new Map<string, Unit>()
  const read = (where: OdeUnitError['where'], index: number, expression: Expression, wanted?: Quantity, left = '') => {
    const own: ExpressionError[] = []
    const quantity = quantityIn(expression, lookup, own)
    if (quantity && wanted && own.length === 0)
      fits(wanted, quantity, expression, own, (a, b) => `${left} is in ${a}, its right side in ${b}`)
    for (const error of own) errors.push({ where, index, error })
    return quantity
  }
  equations.definitions.forEach(({ name, value }, index) => {
    const given = toQuantity(unitOf(name))
    const quantity = given ?? read('definitions', index, value)
    if (given) read('definitions', index, value, given, name)
    if (quantity === undefined) return
    found.set(name, { ...quantity, literals: 1 })
    units.set(name, unitFrom(quantity))
  })
  equations.rates.forEach((rate, index) => {
    const name = equations.unknowns[index] ?? ''
    const unit = equations.algebraic[index] ? undefined : lookup(name)
    read('rates', index, rate, unit && timesPower(unit, time, -1), `${name}'`)
  })
  equations.events.forEach((event, index) => {
    read('events', index, event.when)
    for (const { unknown, value } of event.assignments) {
      const name = equations.unknowns[unknown] ?? ''
      read('events', index, value, lookup(name), name)
    }
  })
  equations.outputs.forEach(({ name, value }, index) => {
    const quantity = read('outputs', index, value)
    if (quantity) units.set(name, unitFrom(quantity))
  })
  return { units, errors }
}

function toQuantity(unit: Unit | undefined): Quantity | undefined {
  return unit && quantityOf(unit)
}

/** What names measure, and calls that are no functions of numbers. */
export type Lookup = ((name: string) => Quantity | undefined) & {
  readonly operator?: (
    call: Expression & { readonly kind: 'call' },
    values: readonly (Quantity | undefined)[],
  ) => Quantity | undefined
  /** A number may carry a unit that is not written: what it stands beside is not known. */
  readonly hasOpenNumbers?: boolean
}

/** What an expression measures; what does not fit is listed. */
export function quantityIn(expression: Expression, lookup: Lookup, errors: ExpressionError[]): Quantity | undefined {
  switch (expression.kind) {
    case 'number':
      return expression.value === 0 || lookup.hasOpenNumbers
        ? undefined
        : { ...pureNumber, literals: Math.abs(expression.value) }
    case 'name':
      return isConstantName(expression.name) ? pureNumber : lookup(expression.name)
    case 'unary': {
      const inner = quantityIn(expression.operand, lookup, errors)
      return expression.operator === '-' ? inner : pureNumber
    }
    case 'binary':
      return ofBinary(expression, lookup, errors)
    case 'call':
      return ofCall(expression, lookup, errors)
  }
}

function say(errors: ExpressionError[], part: Expression, message: string): void {
  errors.push(new ExpressionError(message, part.span?.from ?? 0, part.span?.to))
}

/** The unit that two expressions share, either where only one is known; an error where they share none. */
export function fits(
  a: Quantity | undefined,
  b: Quantity | undefined,
  place: Expression,
  errors: ExpressionError[],
  tell: (a: string, b: string) => string,
): Quantity | undefined {
  const shared = a ?? b
  if (a && b) {
    if (!isOneKind(a, b)) say(errors, place, tell(quantityText(a), quantityText(b)))
    else if (!isOneScale(a, b))
      say(
        errors,
        place,
        `${tell(quantityText(a), quantityText(b))}: they differ by the factor ${scaleBetween(a, b)}; write it in`,
      )
  }
  return shared && { ...shared, literals: 1 }
}

function ofBinary(
  expression: Expression & { readonly kind: 'binary' },
  lookup: Lookup,
  errors: ExpressionError[],
): Quantity | undefined {
  const { operator, left, right } = expression
  const a = quantityIn(left, lookup, errors)
  const b = quantityIn(right, lookup, errors)
  switch (operator) {
    case '+':
      return fits(a, b, expression, errors, (x, y) => `adds ${x} and ${y}`)
    case '-':
      return fits(a, b, expression, errors, (x, y) => `subtracts ${y} from ${x}`)
    case '*':
      return a && b && timesPower(a, b, 1)
    case '/':
      return a && b && timesPower(a, b, -1)
    case '^':
      return ofPower(a, b, right, errors)
    case 'and':
    case 'or':
      return pureNumber
    default:
      fits(a, b, expression, errors, (x, y) => `compares ${x} with ${y}`)
      return pureNumber
  }
}

function ofPower(
  base: Quantity | undefined,
  exponent: Quantity | undefined,
  right: Expression,
  errors: ExpressionError[],
): Quantity | undefined {
  if (exponent && !isDimensionless(exponent))
    say(errors, right, `an exponent is a number without unit, but this one is in ${quantityText(exponent)}`)
  if (base === undefined) return undefined
  if (namesIn(right).size === 0)
    return timesPower(
      pureNumber,
      base,
      evaluateExpression(right, () => Number.NaN),
    )
  if (isDimensionless(base)) return pureNumber
  say(errors, right, `a power of ${quantityText(base)} needs a number as its exponent`)
  return undefined
}

function ofCall(
  expression: Expression & { readonly kind: 'call' },
  lookup: Lookup,
  errors: ExpressionError[],
): Quantity | undefined {
  const values = expression.arguments.map((argument) => quantityIn(argument, lookup, errors))
  const together = (places: readonly (Quantity | undefined)[]) =>
    places.reduce(
      (a, b) => fits(a, b, expression, errors, (x, y) => `${expression.name} takes ${x} and ${y}`),
      undefined,
    )
  switch (expression.name) {
    case 'abs':
      return values[0]
    case 'sqrt':
      return values[0] && timesPower(pureNumber, values[0], 0.5)
    case 'sign':
    case 'heaviside':
      return pureNumber
    case 'min':
    case 'max':
    case 'mod':
      return together(values)
    case 'if':
      return together(values.slice(1))
    case 'atan2':
      together(values)
      return pureNumber
    case 'exp':
    case 'log':
    case 'sin':
    case 'cos':
    case 'tan':
    case 'asin':
    case 'acos':
    case 'atan':
    case 'sinh':
    case 'cosh':
    case 'tanh':
    case 'erf':
    case 'floor': {
      // biome-ignore format: a list
      const [value] = values
      const argument = expression.arguments[0] ?? expression
      if (value && !isDimensionless(value))
        say(errors, argument, `${expression.name} takes a number without unit, but this is in ${quantityText(value)}`)
      else if (value && !isOneScale(value, pureNumber))
        say(errors, argument, `${expression.name} takes a plain number, but this is in ${quantityText(value)}: multiply by ${Number(value.factor.toPrecision(12))}`) // biome-ignore format: one sentence
      return pureNumber
    }
    default:
      return lookup.operator?.(expression, values)
  }
}
