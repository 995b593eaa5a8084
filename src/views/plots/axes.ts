import { scaleLinear, scaleLog } from 'd3'
import type { AxisStyle } from './figure.ts'
import { type AxisText, superscript, tickTexts } from './number-text.ts'
import type { Range, Tick } from './placed.ts'
import { textWidth } from './text-metrics.ts'

/** Data to page, straight or by logarithm. */
export function makeScale(axis: AxisStyle, domain: Range, range: Range): (value: number) => number {
  const scale = axis.scale === 'log' ? scaleLog(domain, range) : scaleLinear(domain, range)
  return (value) => scale(value)
}

/** Ticks of an axis over a domain, about so many, with their texts. */
export function makeTicks(
  axis: AxisStyle,
  domain: Range,
  factor: number,
  count: number,
  to: (v: number) => number,
): Tick[] {
  if (axis.ticks)
    return axis.ticks
      .filter(({ at }) => at >= domain[0] && at <= domain[1])
      .map(({ at, label }) => ({ position: to(at), value: at, label }))
  if (axis.scale === 'log') {
    const decades = Math.log10(domain[1] / domain[0])
    if (decades >= 1.5) {
      const every = Math.max(1, Math.ceil(decades / count))
      const ticks: Tick[] = []
      for (let power = Math.floor(Math.log10(domain[0])); power <= Math.ceil(Math.log10(domain[1])); power++)
        for (let digit = 1; digit <= (every === 1 ? 9 : 1); digit++) {
          const value = digit * 10 ** power
          if (value < domain[0] * (1 - 1e-9) || value > domain[1] * (1 + 1e-9)) continue
          const isNamed = digit === 1 && ((power % every) + every) % every === 0
          ticks.push({ position: to(value), value, label: isNamed ? `10${superscript(power)}` : '' })
        }
      return ticks
    }
    const values = scaleLog().domain(domain).ticks(count)
    return values.map((value) => ({ position: to(value), value, label: String(Number(value.toPrecision(3))) }))
  }
  const scaled = scaleLinear()
    .domain([domain[0] * factor, domain[1] * factor])
    .ticks(count)
  const texts = tickTexts(scaled)
  return scaled.map((value, i) => ({ position: to(value / factor), value, label: texts[i] ?? '' }))
}

/** The heading in one line, or with its unit in a second where the panel has not the room. */
export function headingLines(axis: AxisStyle, text: AxisText, size: number, room: number): readonly string[] {
  if (textWidth(text.title, size) <= room || !text.unit) return [text.title]
  return [axis.label, `(${text.unit})`]
}
