import { convertUnit, isSameDimension, parseQuantity, parseUnit, UnitError } from '../../core/unit.ts'
import type { NumberText } from '../../experiment/experiment.ts'
import type { ParameterDescription } from '../../pde/problem.ts'

/** What a number field shows of a value in the file: the digits, the unit they are in, and the number in the declared unit. */
export interface Reading {
  readonly digits: string
  readonly unit: string
  /** In the declared unit; NaN where the text is a constant expression or cannot be read. */
  readonly value: number
}

const numberWithUnit = /^\s*([+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][+-]?\d+)?)\s*(.*)$/

/** A number as people write it: up to `digits` significant digits, powers of ten only where they shorten. */
export function formatNumber(value: number, digits = 6): string {
  if (!Number.isFinite(value)) return String(value)
  if (value === 0) return '0'
  const size = Math.abs(value)
  const text =
    size >= 1e5 || size < 1e-3
      ? value.toExponential(digits - 1).replace(/\.?0+e/, 'e')
      : String(Number(value.toPrecision(digits)))
  return text.replace('e+', 'e')
}

/** The digits of a number written out in full: nothing typed is rounded away; powers of ten where they shorten. */
function writeNumber(value: number): string {
  const plain = String(value)
  const size = Math.abs(value)
  const power = value.toExponential()
  const isLong = size !== 0 && (size >= 1e6 || size < 1e-3)
  return (isLong && power.length < plain.length + 2 ? power : plain).replace('e+', 'e')
}

/** What stands in the file, for the field. */
export function readNumberText(text: NumberText, unit: string): Reading {
  if (typeof text === 'number') return { digits: writeNumber(text), unit, value: text }
  const match = numberWithUnit.exec(text)
  if (!match?.[1]) return { digits: text, unit, value: Number.NaN }
  const own = (match[2] ?? '').trim()
  try {
    return { digits: match[1], unit: own === '' ? unit : own, value: parseQuantity(text, unit) }
  } catch {
    return { digits: text, unit, value: Number.NaN }
  }
}

/** What was typed, as it will stand in the file; or why not and what to try. */
export type Typed =
  | { readonly ok: true; readonly text: NumberText; readonly value: number }
  | { readonly ok: false; readonly message: string }

/**
 * Reads what was typed into a field: digits (point or comma), with or without a unit, or a constant expression.
 * @param shown the unit the field shows: digits alone are in it
 * @param evaluate the value of a constant expression; throws where it is none
 */
export function readTyped(
  typed: string,
  description: ParameterDescription,
  shown: string,
  evaluate: (text: string) => number,
): Typed {
  const source = typed.trim()
  if (source === '') return { ok: false, message: `${description.label} needs a number.` }
  try {
    const match = numberWithUnit.exec(source)
    const rest = (match?.[2] ?? '').trim()
    // "2*pi" and "8/3" begin with digits as well: an operator after them makes an expression.
    if (match?.[1] && !/^[*/+\-^(]/.test(rest)) {
      const unit = rest === '' ? shown : rest
      const digits = match[1].replace(',', '.')
      const value = convertUnit(Number(digits), unit, description.unit)
      const text = unit === description.unit ? Number(digits) : `${digits} ${unit}`
      return checkRange(text, value, description)
    }
    const value = evaluate(source)
    return checkRange(source, value, description)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return { ok: false, message: error instanceof UnitError ? sentence(why) : `${sentence(why)}` }
  }
}

function sentence(text: string): string {
  const first = text.charAt(0).toUpperCase() + text.slice(1)
  return /[.!?]$/.test(first) ? first : `${first}.`
}

function checkRange(text: NumberText, value: number, description: ParameterDescription): Typed {
  const { label, unit, minimum, exclusiveMinimum, maximum } = description
  const named = (bound: number) => `${formatNumber(bound)}${unit === '1' ? '' : ` ${unit}`}`
  if (!Number.isFinite(value)) return { ok: false, message: `${label} must be a finite number.` }
  if (description.kind === 'integer' && !Number.isInteger(value))
    return { ok: false, message: `${label} must be a whole number; try ${Math.round(value)}.` }
  if (exclusiveMinimum !== undefined && value <= exclusiveMinimum)
    return { ok: false, message: `${label} must be above ${named(exclusiveMinimum)}.` }
  if (minimum !== undefined && value < minimum)
    return { ok: false, message: `${label} must be at least ${named(minimum)}.` }
  if (maximum !== undefined && value > maximum)
    return { ok: false, message: `${label} must be at most ${named(maximum)}.` }
  return { ok: true, text, value }
}

/** The value in the file's unit of writing: text with the unit shown, a plain number in the declared one. */
export function writeInUnit(value: number, description: ParameterDescription, shown: string): NumberText {
  if (shown === description.unit) return value
  const rounded = Number(convertUnit(value, description.unit, shown).toPrecision(12))
  return `${writeNumber(rounded)} ${shown}`
}

/** The units of the field's menu: the declared one first, then the others that measure the same. */
export function unitChoices(description: ParameterDescription, shown: string): readonly string[] {
  const offered = [description.unit, ...(description.otherUnits ?? []), shown]
  const declared = parseUnit(description.unit)
  return [...new Set(offered)].filter((unit) => {
    try {
      return isSameDimension(parseUnit(unit), declared)
    } catch {
      return false
    }
  })
}

/** Where the field's slider stands, 0 to 1; undefined where the parameter has no useful range. */
export function sliderFraction(value: number, description: ParameterDescription): number | undefined {
  const slider = description.slider
  if (!slider || !Number.isFinite(value)) return undefined
  const fraction = slider.logarithmic
    ? Math.log(value / slider.from) / Math.log(slider.to / slider.from)
    : (value - slider.from) / (slider.to - slider.from)
  return Number.isFinite(fraction) ? Math.min(1, Math.max(0, fraction)) : 0
}

function clampTo(value: number, description: ParameterDescription): number {
  const { minimum, maximum, exclusiveMinimum } = description
  let clamped = value
  if (maximum !== undefined) clamped = Math.min(maximum, clamped)
  if (minimum !== undefined) clamped = Math.max(minimum, clamped)
  if (exclusiveMinimum !== undefined && clamped <= exclusiveMinimum)
    clamped = exclusiveMinimum + Math.abs(exclusiveMinimum || 1) * 1e-9
  return description.kind === 'integer' ? Math.round(clamped) : Number(clamped.toPrecision(6))
}

/**
 * The value after dragging sideways: 300 pixels cross the slider's range (a factor of about ten where there is none).
 * Sliding stops at the slider's ends unless the value began beyond them: typing is how to leave the useful range.
 */
export function slideValue(start: number, pixels: number, description: ParameterDescription, isFine: boolean): number {
  const share = (pixels / 300) * (isFine ? 0.1 : 1)
  const slider = description.slider
  if (!slider) {
    if (description.kind === 'integer') return clampTo(start + Math.round(pixels / (isFine ? 40 : 8)), description)
    return clampTo(start === 0 ? share : start * Math.exp(Math.log(10) * share), description)
  }
  const moved = slider.logarithmic
    ? Math.max(start, slider.from) * (slider.to / slider.from) ** share
    : start + (slider.to - slider.from) * share
  const low = Math.min(slider.from, start)
  const high = Math.max(slider.to, start)
  return clampTo(Math.min(high, Math.max(low, moved)), description)
}

/** The value after one press of an arrow key: one in the second significant digit; Alt a tenth, Shift ten times that. */
export function nudgeValue(
  value: number,
  direction: 1 | -1,
  description: ParameterDescription,
  pace: 'fine' | 'normal' | 'coarse',
): number {
  const factor = pace === 'fine' ? 0.1 : pace === 'coarse' ? 10 : 1
  const span = description.slider ? description.slider.to - description.slider.from : 1
  const size = value === 0 ? span : Math.abs(value)
  let step = 10 ** (Math.floor(Math.log10(size) + 1e-12) - 1) * factor
  if (description.kind === 'integer') step = Math.max(1, Math.round(step))
  const moved = value + direction * step
  return clampTo(Number(moved.toPrecision(12)), description)
}
