import type { FieldDescription } from '../../core/field.ts'
import { sentence } from './describe.ts'
import type { Figure } from './figure.ts'
import { numberText, unitText } from './number-text.ts'

export interface SpaceTimeSource {
  readonly title: string
  /** A field over one axis. */
  readonly field: FieldDescription
  /** Saved times, s. */
  readonly times: Float64Array
  /** One row a time. */
  readonly values: Float64Array
}

/** A field of one dimension over place (across) and time (upwards) as colours. */
export function spaceTimeFigure(source: SpaceTimeSource): Figure {
  const { field, times, values } = source
  const axis = field.grid.axes[0] ?? { name: 'x', unit: 'm', values: new Float64Array() }
  const label = field.label ?? field.name
  let top = 0
  for (let i = 0; i < values.length; i++) if ((values[i] ?? 0) > (values[top] ?? 0)) top = i
  const width = Math.max(1, axis.values.length)
  const place = `${numberText(axis.values[top % width] ?? 0)} ${unitText(axis.unit)}`
  const time = `${numberText(times[Math.floor(top / width)] ?? 0)} s`
  return {
    title: source.title,
    x: { label: axis.name === 'x' ? 'Position' : sentence(axis.name), unit: axis.unit, scale: 'linear' },
    panels: [
      {
        y: { label: 'Time', unit: 's', scale: 'linear' },
        marks: [
          {
            type: 'heat',
            x: axis.values,
            y: times,
            values,
            label: sentence(label),
            unit: field.unit,
            colours: 'sequential',
          },
        ],
        weight: 1,
      },
    ],
    description: `${sentence(label)} over place and time; the largest value, ${numberText(values[top] ?? 0)} ${unitText(field.unit)}, at ${place} and ${time}.`,
  }
}
