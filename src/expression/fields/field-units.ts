import { parseUnit } from '../../core/unit.ts'
import { parseSides } from '../equation.ts'
import type { Expression } from '../expression.ts'
import { ExpressionError } from '../expression-error.ts'
import { pureNumber, type Quantity, quantityOf, quantityText, timesPower } from '../quantity.ts'
import { fits, type Lookup, quantityIn, type UnitOf } from '../units.ts'
import { type DefinitionLine, knownNames, readFieldLines, shortFields } from './field-lines.ts'
import { derivativeName, noiseName, operatorName } from './field-names.ts'
import { fieldNotation } from './field-notation.ts'
import { orderDefinitions } from './field-scope.ts'
import { type FieldPlace, type FieldText, type FieldTextError, fieldTextError } from './field-text.ts'

type Call = Expression & { readonly kind: 'call' }

/**
 * Where the units of a problem do not fit: equations (u_xx is in the unit of u over that of x squared), definitions, conditions of
 * sides. What was given no unit fits everything, a number written in a formula too: it may carry one. Without a unit of time an equation
 * of one unknown has to fit up to a power of time.
 * @param text of which `readFieldEquations` found nothing wrong
 * @param unitOf of unknowns, parameters, coordinates, definitions
 * @param timeUnit undefined where none is given
 */
export function checkFieldUnits(text: FieldText, unitOf: UnitOf, timeUnit?: string): readonly FieldTextError[] {
  const errors: FieldTextError[] = []
  const lines = readFieldLines(text, () => {})
  const found = new Map<string, Quantity | undefined>()
  const functions = new Map(lines.definitions.flatMap((line) => (line.inputs ? [[line.name, line] as const] : [])))
  const time = timeUnit === undefined ? undefined : quantityOf(parseUnit(timeUnit))
  const units = makeUnits(text, unitOf, time, found, functions)
  const report = (place: FieldPlace, own: readonly ExpressionError[]) => {
    for (const error of own) errors.push(fieldTextError(place, error))
  }
  for (const line of orderDefinitions(lines.definitions, () => {})) {
    if (line.inputs) continue
    const own: ExpressionError[] = []
    const quantity = quantityIn(line.right, units, own)
    const unit = unitOf(line.name)
    const given = unit && quantityOf(unit)
    if (quantity && given && own.length === 0)
      fits(given, quantity, line.right, own, (a, b) => `${line.name} is in ${a}, its right side in ${b}`)
    const result = given ?? quantity
    found.set(line.name, result && { ...result, literals: 1 })
    report(['problem', 'equations', line.index], own)
  }
  for (const line of lines.equations) {
    const own: ExpressionError[] = []
    const right = quantityIn(line.right, units, own)
    const left = line.alone ? rateOf(units(line.alone.name), time, line.alone.order) : quantityIn(line.left, units, own)
    const name = line.alone ? `${line.alone.name}_${'t'.repeat(line.alone.order)}` : 'the left side'
    if (left && right && own.length === 0)
      fits(left, right, line.right, own, (a, b) => `${name} is in ${a}, its right side in ${b}`)
    if (line.alone && time === undefined && right && own.length === 0)
      fitsButTime(line.alone.name, units(line.alone.name), right, line.right, own)
    report(['problem', 'equations', line.index], own)
  }
  checkConditions(text, units, report)
  return errors
}

/** Without a unit of time nothing but seconds may be between an unknown and its rate. */
function fitsButTime(
  name: string,
  unknown: Quantity | undefined,
  right: Quantity,
  place: Expression,
  own: ExpressionError[],
): void {
  if (!unknown || unknown.dimension.every((power, i) => i === 2 || Math.abs(power - (right.dimension[i] ?? 0)) < 1e-9))
    return
  const message = `${name} is in ${quantityText(unknown)}, its change in time is in ${quantityText(right)}: they differ by more than a time`
  own.push(new ExpressionError(message, place.span?.from ?? 0, place.span?.to))
}

function rateOf(quantity: Quantity | undefined, time: Quantity | undefined, order: number): Quantity | undefined {
  return quantity && time && timesPower({ ...quantity, literals: 1 }, time, -order)
}

function makeUnits(
  text: FieldText,
  unitOf: UnitOf,
  time: Quantity | undefined,
  found: ReadonlyMap<string, Quantity | undefined>,
  functions: ReadonlyMap<string, DefinitionLine>,
): Lookup {
  const axes = text.axes.map(({ name }) => name)
  const bare = (name: string): Quantity | undefined => {
    if (name === 't') return time
    const unit = unitOf(name)
    return unit ? quantityOf(unit) : found.get(name)
  }
  /** Product of the units of these axes; undefined where one has none. */
  const product = (letters: readonly string[]): Quantity | undefined => {
    let whole: Quantity | undefined = pureNumber
    for (const letter of letters) {
      const one = bare(letter)
      whole = whole && one && timesPower(whole, one, 1)
    }
    return whole
  }
  const volume = product(axes[0] === 'r' ? Array.from({ length: text.radialDimension ?? 1 }, () => 'r') : axes)
  const over = (a: Quantity | undefined, b: Quantity | undefined, power: number) => a && b && timesPower({ ...a, literals: 1 }, b, -power) // biome-ignore format: one choice
  /** The unit that all axes share. */
  const length = axes.map(bare).every((q, _, all) => q && all[0] && q.factor === all[0].factor)
    ? bare(axes[0] ?? '')
    : undefined
  const name = (word: string): Quantity | undefined => {
    // ⟨W W⟩ is a delta function of time and space.
    if (word === noiseName) return time && volume && timesPower(pureNumber, timesPower(time, volume, 1), -0.5)
    const own = bare(word)
    const read = own || found.has(word) ? undefined : derivativeName(word)
    if (read === undefined) return own
    const inTime = read.time > 0 ? rateOf(name(read.base), time, read.time) : name(read.base)
    return read.letters === '' ? inTime : over(inTime, product([...read.letters]), 1)
  }
  const operator = (node: Call, values: readonly (Quantity | undefined)[]): Quantity | undefined => {
    const [first, second] = values
    const letters = /^d([xyzrtn]+)$/.exec(node.name)?.[1]
    if (letters === 'n') return over(first, length, 1)
    if (letters !== undefined) return [...letters].reduce((q: Quantity | undefined, letter) => over(q, bare(letter), 1), first) // biome-ignore format: one choice
    const line = functions.get(node.name)
    if (line?.inputs) {
      const given = new Map(line.inputs.map((input, i) => [input, values[i]]))
      const inner = Object.assign((word: string) => (given.has(word) ? given.get(word) : name(word)), {
        operator,
        hasOpenNumbers: true,
      })
      return quantityIn(line.right, inner, [])
    }
    switch (operatorName(node.name)) {
      case 'laplacian':
        return over(first, length, 2)
      case 'biharmonic':
        return over(first, length, 4)
      case 'grad':
      case 'div':
      case 'curl':
        return over(first, length, 1)
      case 'dot':
        return first && second && timesPower(first, second, 1)
      case 'advect':
        return first && over(second && timesPower(second, first, 1), length, 1)
      case 'integral':
        return first && volume && timesPower(first, volume, 1)
      case 'mean':
      case 'vector':
        return first
      default:
        return undefined
    }
  }
  return Object.assign(name, { operator, hasOpenNumbers: true })
}

/** Conditions of sides; the outward normal has the length's unit. */
function checkConditions(
  text: FieldText,
  units: Lookup,
  report: (place: FieldPlace, own: readonly ExpressionError[]) => void,
): void {
  const notation = fieldNotation(knownNames(text), shortFields(text))
  const check = (typed: string, place: FieldPlace): void => {
    try {
      const { left, right } = parseSides(typed, notation)
      const own: ExpressionError[] = []
      const [a, b] = [quantityIn(left, units, own), quantityIn(right, units, own)]
      if (a && b && own.length === 0)
        fits(a, b, right, own, (x, y) => `the left side is in ${x}, the right side in ${y}`)
      report(place, own)
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error
    }
  }
  const visit = (value: FieldText['boundary'][string], place: FieldPlace): void => {
    if (typeof value === 'string') {
      if (value !== 'periodic') check(value, place)
    } else
      for (const [key, inner] of Object.entries(value))
        visit(inner, [...place, Array.isArray(value) ? Number(key) : key])
  }
  for (const [key, value] of Object.entries(text.boundary)) visit(value, ['problem', 'boundary', key])
}
