import type { FieldDescription } from '../../core/field.ts'
import { countText, sentence } from '../plots/describe.ts'
import type { AxisStyle, Figure, HeatMark, LineMark } from '../plots/figure.ts'
import { numberText } from '../plots/number-text.ts'
import type { FieldSource } from './field-figure.ts'
import { type FieldSlice, type FieldValues, planeOf } from './field-plane.ts'
import type { FieldRange } from './field-range.ts'
import { type FieldCut, type FieldProbe, type FieldRecord, valuesOnCut } from './field-recorder.ts'
import { radialSpectrum } from './spectrum.ts'

const nameOf = ({ label, name }: FieldDescription) => label ?? name
const timeAxis = (unit: string): AxisStyle => ({ label: 'Time', unit, scale: 'linear' })
const placeText = ([x, y]: FieldProbe, isLine: boolean) => (isLine ? numberText(x, 3) : `(${numberText(x, 3)}, ${numberText(y, 3)})`) // biome-ignore format: one thought

/** A field at the places watched, over time. */
export function probesFigure(field: FieldDescription, record: FieldRecord, probes: readonly FieldProbe[], timeUnit: string): Figure {
  const isLine = field.grid.axes.length === 1
  const marks = probes.map((probe, i): LineMark => ({ type: 'line', x: record.times, y: record.probes[i] ?? new Float64Array(), label: `${nameOf(field)} at ${placeText(probe, isLine)}`, colour: i, directLabel: false })) // biome-ignore format: record
  return {
    title: `${sentence(nameOf(field))} at probes`,
    x: timeAxis(timeUnit),
    panels: [{ y: { label: nameOf(field), unit: field.unit, scale: 'linear' }, marks, weight: 1 }],
    description: `${sentence(nameOf(field))} over time at ${countText(probes.length, 'place')}.`,
  }
} // biome-ignore format: signature

/** How the distance along a cut is called. */
const alongAxis = (field: FieldDescription): AxisStyle => {
  const { axes } = field.grid
  const last = axes.at(-1)
  return axes.length === 1 ? { label: last?.name ?? 'x', unit: last?.unit ?? '1', scale: 'linear' } : { label: 'Distance along the cut', unit: last?.unit ?? '1', scale: 'linear' } // biome-ignore format: one choice
}

/** All fields along the cut, now. */
export function cutFigure(source: FieldSource, slice: FieldSlice | undefined, cut: FieldCut): Figure {
  const [first] = source.fields
  if (!first) throw new Error('a cut through no field was asked for')
  const marks = source.fields.map((field, i): LineMark => {
    const { along, values } = valuesOnCut(field, source.values[i] ?? new Float32Array(), slice, cut, 400)
    return { type: 'line', x: along, y: Float64Array.from(values), label: nameOf(field), colour: i, directLabel: false }
  })
  const names = source.fields.map(nameOf).join(', ')
  const unit = source.fields.every((field) => field.unit === first.unit) ? first.unit : ''
  return {
    title: `${sentence(names)} along a cut`,
    x: alongAxis(first),
    panels: [{ y: { label: names, unit, scale: 'linear' }, marks, weight: 1 }],
    description: `${sentence(names)} along a cut from ${placeText([cut[0], cut[1]], false)} to ${placeText([cut[2], cut[3]], false)}.`,
  }
}

/** The cut through a field over time, as colours: place across, time upwards. */
export function kymographFigure(field: FieldDescription, record: FieldRecord, colours: HeatMark['colours'], range: FieldRange, timeUnit: string): Figure {
  return {
    title: `${sentence(nameOf(field))} over place and time`,
    x: alongAxis(field),
    panels: [{ y: timeAxis(timeUnit), marks: [{ type: 'heat', x: record.along, y: record.cutTimes, values: record.cut, label: nameOf(field), unit: field.unit, colours, range }], weight: 1 }],
    description: `${sentence(nameOf(field))} along the cut over time, ${countText(record.cutTimes.length, 'time')}.`,
  }
} // biome-ignore format: signature

const bins = 64

/** How much of the nodes has which value. */
export function histogramFigure(field: FieldDescription, values: FieldValues, range: FieldRange): Figure {
  const counts = new Float64Array(bins)
  let total = 0
  const [low, high] = range
  for (const value of values) {
    if (!Number.isFinite(value)) continue
    total++
    const bin = Math.min(bins - 1, Math.max(0, Math.floor(((value - low) / (high - low)) * bins)))
    counts[bin] = (counts[bin] ?? 0) + 1
  }
  const edge = (i: number) => low + (i / bins) * (high - low)
  const x = Float64Array.from({ length: 2 * bins + 2 }, (_, i) => edge(Math.floor(i / 2)))
  const y = Float64Array.from(x, (_, i) => (i === 0 || i === 2 * bins + 1 ? 0 : (100 * (counts[Math.floor((i - 1) / 2)] ?? 0)) / Math.max(1, total))) // biome-ignore format: one thought
  return {
    title: `Values of ${nameOf(field)}`,
    x: { label: nameOf(field), unit: field.unit, scale: 'linear', range },
    panels: [{ y: { label: 'Share of the nodes', unit: '%', scale: 'linear' }, marks: [{ type: 'path', x, y, label: '', colour: 0 }], weight: 1 }],
    description: `How much of the nodes has which value of ${nameOf(field)}, in ${bins} steps from ${numberText(low, 3)} to ${numberText(high, 3)}.`,
  } // biome-ignore format: record
}

/** Power of the waves of a field by their length. */
export function spectrumFigure(field: FieldDescription, values: FieldValues, slice: FieldSlice | undefined): Figure {
  const plane = planeOf(field, values, slice)
  const [first] = field.grid.axes
  const x = plane?.x ?? first
  const widthOf = (axis: Float64Array | undefined) => {
    const n = axis?.length ?? 0
    return n > 1 ? (Math.abs((axis?.at(-1) ?? 1) - (axis?.[0] ?? 0)) * n) / (n - 1) : 1
  }
  const { wave, power } = radialSpectrum({ values: plane?.values ?? values, columns: x?.values.length ?? 1, rows: plane?.y.values.length ?? 1, width: widthOf(x?.values), height: widthOf(plane?.y.values) }) // biome-ignore format: record
  const top = power.reduce((best, value, i) => (value > (power[best] ?? 0) ? i : best), 0)
  const largest = power[top] ?? 0
  const floor = Math.max(largest * 1e-12, Number.MIN_VALUE)
  const shown = power.map((value) => Math.max(value, floor))
  const unit = x && x.unit !== '1' ? `1/${x.unit}` : '1'
  return {
    title: `Spectrum of ${nameOf(field)}`,
    x: { label: 'Wave number', unit, scale: 'log' },
    panels: [{ y: { label: `Power of ${nameOf(field)}`, unit: '', scale: 'log' }, marks: [{ type: 'line', x: wave, y: shown, label: '', colour: 0 }], weight: 1 }],
    description: `Power of ${nameOf(field)} by wave number; most at ${numberText(wave[top] ?? 0, 3)}, a wave length of ${numberText((2 * Math.PI) / (wave[top] ?? 1), 3)}.`,
  } // biome-ignore format: record
}
