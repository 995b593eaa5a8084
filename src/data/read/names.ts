import { isSameDimension, parseUnit, UnitError } from '../../core/unit.ts'

/** A header cell taken apart. */
export interface HeaderName {
  /** As in the file, blanks trimmed. */
  readonly header: string
  /** Without a unit in brackets or after a comma or slash. */
  readonly name: string
  /** As found; '' where none is given. */
  readonly unit: string
}

/** The name of a file without its folder and its ending. */
export function baseName(file: string): string {
  return file.replace(/^.*[\\/]/, '').replace(/\.[^.]*$/, '')
}

/** Whether the unit module knows it. */
export function isUnit(text: string): boolean {
  try {
    parseUnit(text)
    return text.trim() !== ''
  } catch (error) {
    if (error instanceof UnitError) return false
    throw error
  }
}

const second = parseUnit('s')
export const isTimeUnit = (unit: string): boolean => isUnit(unit) && isSameDimension(parseUnit(unit), second)

/** Units believed after an underscore or a blank, where single letters are more often indices than units. */
const plainUnits =
  /^(s|sec|seconds?|min|mins|minutes?|hours?|hr|ms|us|mV|uV|µV|V|mAU|AU|uAU|RIU|nRIU|uRIU|pA|nA|uA|mA|nm|um|µm|mm|cm|K|kelvin|°C|degC|°F|bar|mbar|kPa|MPa|hPa|Pa|psi|atm|torr|mL|ml|uL|µL|ul|L|mol|mmol|mM|uM|µM|nM|mg|ug|µg|ng|kg|Hz|kHz|ppm|ppb|%|percent|counts|cts|mS|uS|µS|nC|a\.u\.|(?:m|u|µ|n)?(?:mol|g|S|L|l)\/(?:m\^?3|m³|mL|ml|L|l|cm|min|h)|(?:mL|ml|uL|µL|L|cm|m|mm)\/(?:min|s|h))$/
const letters: Readonly<Record<string, RegExp>> = {
  h: /^(t|time|zeit|rt|tr)\b/i, d: /^(t|time|zeit|age)\b/i, m: /^(x|y|z|r|length|position|distance|depth|height|radius)\b/i,
  C: /^(t|temp|temperature|oven)\b/i, F: /^(temp|temperature)\b/i, A: /^(i|current)\b/i, V: /^(u|v|volt|voltage)\b/i, M: /^(c|conc|concentration)\b/i, g: /^(m|mass|weight)\b/i,
} // biome-ignore format: a table

function isLikelyUnit(text: string, quantity: string): boolean {
  return (
    plainUnits.test(text) || (Object.hasOwn(letters, text) && letters[text]?.test(quantity.replace(/_/g, ' ')) === true)
  )
}

/** "°C" where a temperature is given in "C", which would be coulombs. */
export function mendUnit(unit: string, name: string): string {
  const text = unit.trim()
  if ((text === 'C' || text === 'F') && /temp|oven|°|^t$/i.test(name)) return text === 'C' ? 'degC' : 'degF'
  return text
}

/**
 * Takes a header apart: `Time (min)`, `Absorbance [mAU]`, `t/s`, `c / (mol/m^3)`, `Time, min`, `time_min`, `flow_mL_per_min`,
 * `Retention time min`. A wavelength (`UV 280 nm`) is part of the name.
 */
export function splitHeader(cell: string): HeaderName {
  const header = cell.replace(/\s+/g, ' ').trim()
  const bracket = /^(.*?)\s*(?:\(([^()]*(?:\([^()]*\)[^()]*)*)\)|\[([^\]]*)\]|\{([^}]*)\}|<([^>]*)>)$/.exec(header)
  if (bracket) {
    const name = (bracket[1] ?? '').replace(/[\s_,:/]+$/, '')
    const inside = (bracket[2] ?? bracket[3] ?? bracket[4] ?? bracket[5] ?? '').trim()
    const square = bracket[2] === undefined
    // "u(c)" is the uncertainty of c, "Time (c)" would be a unit.
    if (bracket[2] !== undefined && /^(u|σ)$/i.test(name) && !isUnit(inside)) return { header, name: header, unit: '' }
    if (name === '' && isUnit(inside)) return { header, name: header, unit: mendUnit(inside, '') }
    const unitLike = inside === '' || inside === '-' || inside === '–' || isUnit(inside)
    if (name !== '' && unitLike)
      return { header, name, unit: inside === '-' || inside === '–' ? '1' : mendUnit(inside, name) }
    // Unknown, but standing where a unit stands: kept as found.
    if (
      name !== '' &&
      inside.length <= 12 &&
      (square ? /^[^\s\d][^\s]*$/ : /^[a-zµ%°][a-z]{0,4}(\/[a-zA-Zµ]{1,4})?$/).test(inside)
    )
      return { header, name, unit: inside }
    return { header, name: header, unit: '' }
  }
  const slash = /^([^/]+?)\s*\/\s*(.+)$/.exec(header)
  if (slash) {
    const [, left = '', right = ''] = slash
    const bare = right.replace(/^\((.*)\)$/, '$1')
    if (isUnit(bare) && !(isUnit(header) && left.length > 1))
      return { header, name: left.trim(), unit: mendUnit(bare, left) }
    if (isUnit(header)) return { header, name: header, unit: header }
  }
  const comma = /^(.+?)\s*,\s*(\S.*)$/.exec(header)
  if (comma && isUnit(comma[2] ?? ''))
    return { header, name: comma[1] ?? '', unit: mendUnit(comma[2] ?? '', comma[1] ?? '') }
  const parts = header.split('_')
  for (let i = 1; i < parts.length; i++) {
    const unit = parts
      .slice(i)
      .join('_')
      .replace(/_per_/g, '/')
      .replace(/_?percent$/, '%')
    const quantity = parts.slice(0, i).join('_')
    if (quantity !== '' && !/\d$/.test(quantity.replace(/^c\d$/, 'c')) && isLikelyUnit(unit, quantity))
      return { header, name: header, unit: mendUnit(unit, quantity) }
  }
  const blank = /^(.*\S)\s+(\S+)$/.exec(header)
  if (blank) {
    const [, quantity = '', unit = ''] = blank
    if (!/\d$/.test(quantity) && isLikelyUnit(unit, quantity))
      return { header, name: quantity, unit: mendUnit(unit, quantity) }
  }
  return { header, name: header, unit: '' }
}

/** A cell of a units row without its brackets; undefined where it is not a unit. `-` is dimensionless. */
export function unitOfCell(cell: string, name: string): string | undefined {
  const text = cell
    .trim()
    .replace(/^[([{<](.*)[)\]}>]$/, '$1')
    .trim()
  if (text === '') return ''
  if (text === '-' || text === '–' || text === '1') return '1'
  if (/^(none|dimensionless|unitless)$/i.test(text)) return '1'
  return isUnit(text)
    ? mendUnit(text, name)
    : /^%[A-Z]$|^(cps|mOD|OD|a\.?u\.?|arb\.? units?|relative)$/i.test(text)
      ? text
      : undefined
}
