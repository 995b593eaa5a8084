/** Exponents of m, kg, s, A, K, mol, cd. */
export type Dimension = readonly [number, number, number, number, number, number, number]

/** A unit: SI value = (value + offset)·factor. The offset is not 0 for degC and degF alone. */
export interface Unit {
  readonly symbol: string
  readonly factor: number
  readonly offset: number
  readonly dimension: Dimension
}

/** Thrown by `parseUnit`, `convertUnit` and `parseQuantity`: says what is wrong and what would be right. */
export class UnitError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'UnitError'
  }
}

const none: Dimension = [0, 0, 0, 0, 0, 0, 0]
const length: Dimension = [1, 0, 0, 0, 0, 0, 0]
const mass: Dimension = [0, 1, 0, 0, 0, 0, 0]
const time: Dimension = [0, 0, 1, 0, 0, 0, 0]
const current: Dimension = [0, 0, 0, 1, 0, 0, 0]
const temperature: Dimension = [0, 0, 0, 0, 1, 0, 0]
const amount: Dimension = [0, 0, 0, 0, 0, 1, 0]
const light: Dimension = [0, 0, 0, 0, 0, 0, 1]
const pressure: Dimension = [-1, 1, -2, 0, 0, 0, 0]
const energy: Dimension = [2, 1, -2, 0, 0, 0, 0]
const voltage: Dimension = [2, 1, -3, -1, 0, 0, 0]
const conductance: Dimension = [-2, -1, 3, 2, 0, 0, 0]
const volume: Dimension = [3, 0, 0, 0, 0, 0, 0]

interface Entry {
  readonly factor: number
  readonly dimension: Dimension
  readonly offset?: number
  /** Takes the SI prefixes. */
  readonly prefixed?: boolean
}

/** SI Brochure, 9th edition (2019), tables 2, 4 and 8; NIST SP 811 for the rest. Instrument readings (AU, counts) have no dimension. */
const entries: Readonly<Record<string, Entry>> = {
  m: { factor: 1, dimension: length, prefixed: true },
  g: { factor: 1e-3, dimension: mass, prefixed: true },
  s: { factor: 1, dimension: time, prefixed: true },
  A: { factor: 1, dimension: current, prefixed: true },
  K: { factor: 1, dimension: temperature, prefixed: true },
  mol: { factor: 1, dimension: amount, prefixed: true },
  cd: { factor: 1, dimension: light },
  Hz: { factor: 1, dimension: [0, 0, -1, 0, 0, 0, 0], prefixed: true },
  N: { factor: 1, dimension: [1, 1, -2, 0, 0, 0, 0], prefixed: true },
  Pa: { factor: 1, dimension: pressure, prefixed: true },
  J: { factor: 1, dimension: energy, prefixed: true },
  W: { factor: 1, dimension: [2, 1, -3, 0, 0, 0, 0], prefixed: true },
  C: { factor: 1, dimension: [0, 0, 1, 1, 0, 0, 0], prefixed: true },
  V: { factor: 1, dimension: voltage, prefixed: true },
  S: { factor: 1, dimension: conductance, prefixed: true },
  ohm: { factor: 1, dimension: [2, 1, -3, -2, 0, 0, 0], prefixed: true },
  L: { factor: 1e-3, dimension: volume, prefixed: true },
  l: { factor: 1e-3, dimension: volume, prefixed: true },
  M: { factor: 1e3, dimension: [-3, 0, 0, 0, 0, 1, 0], prefixed: true },
  bar: { factor: 1e5, dimension: pressure, prefixed: true },
  eV: { factor: 1.602176634e-19, dimension: energy, prefixed: true },
  Da: { factor: 1.6605390666e-27, dimension: mass, prefixed: true },
  AU: { factor: 1, dimension: none, prefixed: true },
  RIU: { factor: 1, dimension: none, prefixed: true },
  t: { factor: 1e3, dimension: mass },
  min: { factor: 60, dimension: time },
  h: { factor: 3600, dimension: time },
  d: { factor: 86400, dimension: time },
  atm: { factor: 101325, dimension: pressure },
  psi: { factor: 6894.757293168361, dimension: pressure },
  torr: { factor: 101325 / 760, dimension: pressure },
  mmHg: { factor: 133.322387415, dimension: pressure },
  cal: { factor: 4.184, dimension: energy, prefixed: true },
  P: { factor: 0.1, dimension: [-1, 1, -1, 0, 0, 0, 0], prefixed: true },
  in: { factor: 0.0254, dimension: length },
  ft: { factor: 0.3048, dimension: length },
  degC: { factor: 1, dimension: temperature, offset: 273.15 },
  degF: { factor: 5 / 9, dimension: temperature, offset: 459.67 },
  rad: { factor: 1, dimension: none },
  deg: { factor: Math.PI / 180, dimension: none },
  '%': { factor: 1e-2, dimension: none },
  ppm: { factor: 1e-6, dimension: none },
  ppb: { factor: 1e-9, dimension: none },
  counts: { factor: 1, dimension: none },
  'a.u.': { factor: 1, dimension: none },
}

const prefixes: Readonly<Record<string, number>> = {
  f: 1e-15, p: 1e-12, n: 1e-9, u: 1e-6, m: 1e-3, c: 1e-2, d: 1e-1, h: 1e2, k: 1e3, M: 1e6, G: 1e9, T: 1e12,
} // biome-ignore format: one line reads as the table it is

/** Spellings found in instrument files and on keyboards, to the one we use. */
const aliases: Readonly<Record<string, string>> = {
  sec: 's', second: 's', seconds: 's', msec: 'ms', minute: 'min', minutes: 'min', mins: 'min', hr: 'h', hour: 'h', hours: 'h',
  day: 'd', days: 'd', meter: 'm', metre: 'm', liter: 'L', litre: 'L', kelvin: 'K', celsius: 'degC', 'Ω': 'ohm', Torr: 'torr',
  '°C': 'degC', '℃': 'degC', '°F': 'degF', '°': 'deg', ul: 'uL', ml: 'mL', percent: '%', count: 'counts', cts: 'counts', au: 'AU', mau: 'mAU', mAu: 'mAU',
  volt: 'V', volts: 'V', mol_: 'mol',
} // biome-ignore format: a table

const supers: Readonly<Record<string, string>> = { '⁰': '0', '¹': '1', '²': '2', '³': '3', '⁴': '4', '⁻': '-' }

function lookUp(name: string): Entry | undefined {
  const known = Object.hasOwn(aliases, name) ? aliases[name] : name
  if (known === undefined) return undefined
  if (Object.hasOwn(entries, known)) return entries[known]
  const prefix = known.slice(0, 1)
  const rest = known.slice(1)
  if (!Object.hasOwn(prefixes, prefix) || !Object.hasOwn(entries, rest)) return undefined
  const entry = entries[rest]
  return entry?.prefixed ? { factor: entry.factor * (prefixes[prefix] ?? 1), dimension: entry.dimension } : undefined
}

const token = /\s*(?:([*·⋅×/()])|\^?\s*\(?([+-]?\d+(?:\.\d+)?)\)?|(a\.u\.|%|°[CF]?|[A-Za-zµμΩ℃_]+))/y

/**
 * Reads a unit: products and quotients of known symbols with powers (`mL/min`, `mol/m^3`, `J/(mol K)`, `m²/s`, `1/s`, `s-1`, `degC`).
 * @throws UnitError naming the part that is not known and the nearest spelling
 */
export function parseUnit(text: string): Unit {
  const source = text
    .trim()
    .replace(/[µμ]/g, 'u')
    .replace(/[⁻⁰¹²³⁴]+/g, (s) => `^${[...s].map((c) => supers[c] ?? c).join('')}`)
  if (source === '' || source === '1' || source === '-') return { symbol: '1', factor: 1, offset: 0, dimension: none }
  let factor = 1
  let offset = 0
  const dimension: number[] = [...none]
  const signs = [1]
  let sign = 1
  let last: { entry: Entry; sign: number } | undefined
  let symbols = 0
  const apply = (entry: Entry, power: number) => {
    factor *= entry.factor ** power
    for (let i = 0; i < 7; i++) dimension[i] = (dimension[i] ?? 0) + power * (entry.dimension[i] ?? 0)
  }
  token.lastIndex = 0
  while (token.lastIndex < source.length) {
    const at = token.lastIndex
    const match = token.exec(source)
    if (!match)
      throw new UnitError(
        `cannot read the unit "${text}" from "${source.slice(at)}" on; write it like mL/min or mol/m^3`,
      )
    const [, operator, number, name] = match
    const outer = signs[signs.length - 1] ?? 1
    if (operator === '/') sign = -outer
    else if (operator === '(') signs.push(sign)
    else if (operator === ')') {
      if (signs.length === 1) throw new UnitError(`the unit "${text}" closes a bracket that is not open`)
      signs.pop()
      sign = signs[signs.length - 1] ?? 1
      last = undefined
    } else if (operator) sign = outer
    else if (number !== undefined) {
      const value = Number(number)
      if (last) {
        apply(last.entry, last.sign * (value - 1))
        last = undefined
      } else if (value === 1 && symbols === 0) continue
      else
        throw new UnitError(
          `the unit "${text}" has the number ${number} where a symbol should stand; put numbers into the value`,
        )
    } else if (name !== undefined) {
      const entry = lookUp(name)
      if (!entry)
        throw new UnitError(`unknown unit "${name}"${name === text ? '' : ` in "${text}"`}${suggestion(name)}`)
      apply(entry, sign)
      if (entry.offset !== undefined) offset = entry.offset
      symbols++
      last = { entry, sign }
      sign = outer
    }
  }
  if (symbols === 0 || /[*·⋅×/]$/.test(source))
    throw new UnitError(`the unit "${text}" is not complete; write it like mL/min or mol/m^3`)
  if (signs.length > 1) throw new UnitError(`the unit "${text}" opens a bracket and does not close it`)
  // A compound of degC (J/degC) is a difference of temperatures: no offset.
  if (symbols > 1 || dimension[4] !== 1) offset = 0
  return { symbol: text.trim(), factor, offset, dimension: dimension as unknown as Dimension }
}

function suggestion(name: string): string {
  const lower = name.toLowerCase()
  const found = [...Object.keys(entries), 'mL', 'kPa', 'mm', 'um', 'ms', 'mol', 'mAU', 'uV'].find(
    (known) => known.toLowerCase() === lower,
  )
  return found
    ? `; did you mean "${found}"?`
    : '; known are SI units with prefixes, L, bar, atm, psi, min, h, degC, M, AU, %, ppm and the like'
}

/** Whether two units measure the same kind of quantity. */
export function isSameDimension(a: Unit, b: Unit): boolean {
  return a.dimension.every((exponent, i) => Math.abs(exponent - (b.dimension[i] ?? 0)) < 1e-9)
}

/**
 * The same quantity in another unit.
 * @throws UnitError where the two do not measure the same kind of quantity
 */
export function convertUnit(value: number, from: string, to: string): number {
  if (from === to) return value
  return makeConversion(from, to)(value)
}

/** `convertUnit` with both units read once: for whole columns. */
export function makeConversion(from: string, to: string): (value: number) => number {
  const a = parseUnit(from)
  const b = parseUnit(to)
  if (!isSameDimension(a, b))
    throw new UnitError(`"${from}" cannot be converted to "${to}": they measure different quantities`)
  const scale = a.factor / b.factor
  if (a.offset === 0 && b.offset === 0) return (value) => value * scale
  return (value) => (value + a.offset) * scale - b.offset
}

/**
 * Reads a number with its unit (`"15 cm"`, `"0.625 mL/min"`, `"80 degC"`; a decimal comma is accepted) in the unit wanted.
 * A text without unit is a number in `unit`.
 * @throws UnitError
 */
export function parseQuantity(text: string, unit: string): number {
  const match = /^\s*([+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][+-]?\d+)?)\s*(.*)$/.exec(text)
  if (!match?.[1]) throw new UnitError(`"${text}" is not a number with a unit; write it like "15 cm"`)
  const value = Number(match[1].replace(',', '.'))
  const own = (match[2] ?? '').trim()
  return own === '' ? value : convertUnit(value, own, unit)
}
