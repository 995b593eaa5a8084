import { format } from 'd3'
import type { AxisStyle } from './figure.ts'

const superscripts: Readonly<Record<string, string>> = { '0': '⁰', '1': '¹', '2': '²', '3': '³', '4': '⁴', '5': '⁵', '6': '⁶', '7': '⁷', '8': '⁸', '9': '⁹', '-': '⁻', '+': '' } // biome-ignore format: a table

/** `-6` as `⁻⁶`. */
export function superscript(exponent: number): string {
  return [...String(exponent)].map((c) => superscripts[c] ?? c).join('')
}

/** A unit as people print it: `mol/m^3` as `mol/m³`, `degC` as `°C`, `um` as `µm`; empty for dimensionless. */
export function unitText(unit: string): string {
  if (unit === '' || unit === '1') return ''
  return unit
    .replace(/\^(-?\d+)/g, (_, n: string) => superscript(Number(n)))
    .replace(/\bdeg([CF])\b/g, '°$1')
    .replace(/\bu(?=(?:m|g|s|A|K|mol|L|l|M|V|Pa|S|W|J)\b)/g, 'µ')
    .replace(/\bohm\b/g, 'Ω')
    .replace(/\*/g, '·')
}

/** A small number where only its size matters, like an error: `1.9×10⁻¹⁶`. */
export function sizeText(value: number): string {
  if (value === 0 || !Number.isFinite(value)) return numberText(value)
  const [mantissa = '', exponent = '0'] = value.toExponential(1).split('e')
  return `${mantissa.replace('-', '−')}×10${superscript(Number(exponent))}`
}

/**
 * A number for people: so many significant digits, a true minus, and powers of ten as `1.2×10⁻⁶` where the plain form would
 * be long.
 */
export function numberText(value: number, digits = 4, keepsZeros = false): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? '–' : value > 0 ? '∞' : '−∞'
  if (value === 0) return '0'
  const trim = (text: string) => (keepsZeros || !text.includes('.') ? text : text.replace(/\.?0+$/, ''))
  const exponent = Number(value.toExponential(digits - 1).split('e')[1])
  if (exponent >= -4 && exponent < Math.max(6, digits)) {
    const text = value.toPrecision(digits)
    return (text.includes('e') ? String(Number(text)) : trim(text)).replace('-', '−')
  }
  const mantissa = trim((value / 10 ** exponent).toPrecision(digits)).replace('-', '−')
  return mantissa === '1' ? `10${superscript(exponent)}` : `${mantissa}×10${superscript(exponent)}`
}

/**
 * `value ± error` with the error's leading digits (two if they begin with 1, else one), the value to the same place, and one
 * power of ten for both: `(2.953 ± 0.004)×10³`.
 */
export function valueWithError(value: number, error: number): string {
  if (!Number.isFinite(error) || error <= 0 || !Number.isFinite(value)) return numberText(value, 6)
  const exponent = value === 0 ? Math.floor(Math.log10(error)) : Math.floor(Math.log10(Math.abs(value)))
  const shift = exponent >= -3 && exponent < 6 ? 0 : exponent
  const scaledError = error / 10 ** shift
  const place = Math.floor(Math.log10(scaledError))
  const lead = scaledError / 10 ** place
  const decimals = Math.min(15, Math.max(0, -(place - (lead < 2 ? 1 : 0))))
  const both = `${(value / 10 ** shift).toFixed(decimals)} ± ${scaledError.toFixed(decimals)}`.replace('-', '−')
  return shift === 0 ? both : `(${both})×10${superscript(shift)}`
}

/**
 * Numbers of one column with the same number of decimals, so that their points stand under each other: six digits of the largest. Those
 * that differ by more than a thousand, or are very large or small, keep their own form.
 */
export function alignedTexts(values: readonly number[], digits = 6): readonly string[] {
  const sizes = values.filter((value) => Number.isFinite(value) && value !== 0).map(Math.abs)
  const [low, high] = [Math.min(...sizes), Math.max(...sizes)]
  if (sizes.length === 0 || high / low > 1000 || high >= 1e6 || low < 1e-3)
    return values.map((value) => numberText(value, digits, true))
  const decimals = Math.max(0, digits - 1 - Math.floor(Math.log10(high)))
  return values.map((value) => (Number.isFinite(value) ? value.toFixed(decimals).replace('-', '−') : '–'))
}

/** Both ends of an interval to the place that the error of its value tells: `5.28 to 5.46` for 5.37 ± 0.05. */
export function intervalText([low, high]: readonly [number, number], error: number): string {
  const largest = Math.max(Math.abs(low), Math.abs(high))
  if (!(error > 0) || !Number.isFinite(error) || !Number.isFinite(largest) || largest === 0)
    return `${numberText(low, 5)} to ${numberText(high, 5)}`
  const exponent = Math.floor(Math.log10(largest))
  const shift = exponent >= -3 && exponent < 6 ? 0 : exponent
  const scaledError = error / 10 ** shift
  const place = Math.floor(Math.log10(scaledError))
  const decimals = Math.min(15, Math.max(0, -(place - (scaledError / 10 ** place < 2 ? 1 : 0))))
  const text = (value: number) => (value / 10 ** shift).toFixed(decimals).replace('-', '−')
  const both = `${text(low)} to ${text(high)}`
  return shift === 0 ? both : `(${both})×10${superscript(shift)}`
}

/** How an axis shows its numbers: multiplied by `factor`, under the heading `title`. */
export interface AxisText {
  readonly factor: number
  readonly title: string
  /** The unit after the factor: `µmol/m³`; empty where there is none. */
  readonly unit: string
}

const prefixes: Readonly<Record<number, string>> = {
  [-12]: 'p',
  [-9]: 'n',
  [-6]: 'µ',
  [-3]: 'm',
  3: 'k',
  6: 'M',
  9: 'G',
}
/** Units that are said with a prefix in the field; seconds and metres of a column keep their plain unit. */
const prefixable = /^(?:mol|Pa|V|AU|RIU|W|J|A)(?![\w^])/

/**
 * Heading and factor for numbers up to `largest`: a prefix where the unit takes one ("Concentration (µmol/m³)"), else a power
 * of ten ("Rate (10³ 1/s)"), so that tick labels stay short.
 */
export function axisText(axis: AxisStyle, largest: number): AxisText {
  const unit = unitText(axis.unit)
  const plain = { factor: 1, unit, title: unit ? `${axis.label} (${unit})` : axis.label }
  if (axis.scale === 'log' || axis.ticks || !(largest > 0) || !Number.isFinite(largest)) return plain
  const exponent = 3 * Math.floor(Math.log10(largest * 1.0001) / 3)
  const isEasy = largest >= 0.01 && largest < 1e5
  if (prefixable.test(axis.unit) ? exponent === 0 : isEasy) return plain
  const prefix = prefixes[exponent]
  const factor = 10 ** -exponent
  if (prefix && prefixable.test(axis.unit))
    return { factor, unit: prefix + unit, title: `${axis.label} (${prefix}${unit})` }
  const power = `10${superscript(exponent)}`
  return {
    factor,
    unit: unit ? `${power} ${unit}` : power,
    title: `${axis.label} (${unit ? `${power} ${unit}` : power})`,
  }
}

/** Labels of equidistant ticks, all with the same number of decimals. */
export function tickTexts(ticks: readonly number[]): readonly string[] {
  const [first = 0, second = first + 1] = ticks
  const step = Math.abs(second - first)
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9))
  const fewest = [0, 1, 2, 3].find((extra) =>
    ticks.every((tick) => Math.abs(Number(tick.toFixed(decimals + extra)) - tick) < 1e-6 * step),
  )
  const show = format(`.${Math.min(12, decimals + (fewest ?? 0))}f`)
  return ticks.map((tick) => show(Math.abs(tick) < 1e-9 * step ? 0 : tick))
}
