import type { Dimension, Unit } from '../core/unit.ts'

/** What an expression measures. Undefined: a unit that was not given, or 0, which fits everything. */
export interface Quantity {
  readonly dimension: Dimension
  /** SI value of 1. */
  readonly factor: number
  /** Product of the numbers written as factors: `100*x` may be a conversion of x from m to cm. */
  readonly literals: number
  /** As the unit was given; absent where it follows from others. */
  readonly symbol?: string
}

const bases = ['m', 'kg', 's', 'A', 'K', 'mol', 'cd']
const dimensionless: Dimension = [0, 0, 0, 0, 0, 0, 0]

export const pureNumber: Quantity = { dimension: dimensionless, factor: 1, literals: 1 }

/** What a unit measures and its scale. */
export function quantityOf(unit: Unit): Quantity {
  return { dimension: unit.dimension, factor: unit.factor, literals: 1, symbol: unit.symbol }
}

/** Whether it is a pure number. Exponents are compared to 1e-9: roots of units are not exact. */
export function isDimensionless(quantity: Quantity): boolean {
  return quantity.dimension.every((exponent) => Math.abs(exponent) < 1e-9)
}

/** Whether two measure the same, whatever their scales. */
export function isOneKind(a: Quantity, b: Quantity): boolean {
  return a.dimension.every((exponent, i) => Math.abs(exponent - (b.dimension[i] ?? 0)) < 1e-9)
}

/** a·b^power. */
export function timesPower(a: Quantity, b: Quantity, power: number): Quantity {
  const [m, kg, s, ampere, kelvin, mol, cd] = a.dimension.map((exponent, i) => exponent + power * (b.dimension[i] ?? 0))
  return {
    dimension: [m ?? 0, kg ?? 0, s ?? 0, ampere ?? 0, kelvin ?? 0, mol ?? 0, cd ?? 0],
    factor: a.factor * b.factor ** power,
    literals: a.literals * b.literals ** power,
  }
}

const near = (a: number, b: number) => Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b))

/** Whether numbers of the two can be compared: one scale, or the numbers written beside them are the conversion. */
export function isOneScale(a: Quantity, b: Quantity): boolean {
  return [a.factor, a.factor / a.literals].some((f) => [b.factor, b.factor / b.literals].some((g) => near(f, g)))
}

/** The factor between two scales, as short as it can be written. */
export function scaleBetween(a: Quantity, b: Quantity): string {
  const ratio = a.factor > b.factor ? a.factor / b.factor : b.factor / a.factor
  return String(Number(ratio.toPrecision(12)))
}

/** The unit for people: `mm`, or in SI `m/s^2`, `kg m^2/s^3`. */
export function quantityText(quantity: Quantity): string {
  if (quantity.symbol !== undefined) return quantity.symbol === '1' ? 'a number without unit' : quantity.symbol
  const write = (sign: number) =>
    quantity.dimension.flatMap((exponent, i) => {
      const power = Number((sign * exponent).toFixed(6))
      return power > 0 ? [power === 1 ? (bases[i] ?? '') : `${bases[i]}^${power}`] : []
    })
  const [above, below] = [write(1), write(-1)]
  const scale = near(quantity.factor, 1) ? '' : `${Number(quantity.factor.toPrecision(6))} `
  if (above.length === 0 && below.length === 0)
    return scale === '' ? 'a number without unit' : `${scale.trim()} (no unit)`
  const under = below.length === 0 ? '' : below.length === 1 ? `/${below[0]}` : `/(${below.join(' ')})`
  return `${scale}${above.length === 0 ? '1' : above.join(' ')}${under}`
}

/** The unit of a quantity, with the symbol it was given or one made of SI units. */
export function unitFrom(quantity: Quantity): Unit {
  const text = quantity.symbol ?? (isDimensionless(quantity) && near(quantity.factor, 1) ? '1' : quantityText(quantity))
  return { symbol: text, factor: quantity.factor, offset: 0, dimension: quantity.dimension }
}
