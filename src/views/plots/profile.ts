import type { Field, Frame } from '../../core/field.ts'
import { describePeaks, findPeak, listText, sentence } from './describe.ts'
import type { Figure, LineMark, Panel } from './figure.ts'
import { numberText, unitText } from './number-text.ts'
import { seriesDash } from './theme.ts'

export interface ProfileSource {
  readonly title: string
  /** One frame, or a few for comparison (dashes tell them apart). */
  readonly frames: readonly Frame[]
}

export interface ProfileOptions {
  /** Names of the fields shown; default: all that have one dimension. */
  readonly fields?: readonly string[]
}

/** What a field of a column is a part of: `benzene_film` is benzene, in the film. */
function splitName(name: string): { readonly component: string; readonly phase: string } {
  const at = name.lastIndexOf('_')
  return at > 0 ? { component: name.slice(0, at), phase: name.slice(at + 1) } : { component: name, phase: '' }
}

/** Concentrations along the column at saved times: one panel for the gas, one for the film, the same colour in both. */
export function profileFigure(source: ProfileSource, options: ProfileOptions = {}): Figure {
  const isShown = (field: Field) => field.grid.axes.length === 1 && (options.fields?.includes(field.name) ?? true)
  const first = (source.frames[0]?.fields ?? []).filter(isShown)
  const axis = first[0]?.grid.axes[0]
  const names = new Set(first.map((field) => field.name))
  const phaseOf = (name: string) => {
    const { component, phase } = splitName(name)
    return names.has(component) || phase === 'film' ? phase : ''
  }
  const components = [...new Set(first.map(({ name }) => (phaseOf(name) === '' ? name : splitName(name).component)))]
  const phases = [...new Set(first.map(({ name }) => phaseOf(name)))]
  const severalFrames = source.frames.length > 1
  const styles = ['solid', 'dash', 'dot', 'dashdot'] as const
  const panels = phases.map((phase): Panel => {
    const marks = source.frames.flatMap((frame, f) =>
      frame.fields
        .filter((field) => isShown(field) && phaseOf(field.name) === phase)
        .map((field): LineMark => {
          const component = phase === '' ? field.name : splitName(field.name).component
          const place = components.indexOf(component)
          return { type: 'line', x: field.grid.axes[0]?.values ?? new Float64Array(), y: field.values, label: component, colour: place, dash: severalFrames ? (styles[f % 4] ?? 'solid') : seriesDash(place), directLabel: true } // biome-ignore format: record
        }),
    )
    const unit = first.find((field) => phaseOf(field.name) === phase)?.unit ?? '1'
    const label = phases.length === 1 ? 'Concentration' : phase === '' ? 'In the gas' : `In the ${phase}`
    return { y: { label, unit, scale: 'linear' }, marks, weight: 1 }
  })
  const empty = new Float64Array()
  const keys = severalFrames ? source.frames.map((frame, f): LineMark => ({ type: 'line', x: empty, y: empty, label: `${numberText(frame.time)} s`, colour: 'ink', dash: styles[f % 4] ?? 'solid' })) : [] // biome-ignore format: one choice
  const times = source.frames.map((frame) => `${numberText(frame.time)} s`)
  const unit = axis?.unit ?? 'm'
  const peaks = first
    .filter(({ name }) => phaseOf(name) === '')
    .flatMap((field) => {
      const peak = findPeak(field.name, field.grid.axes[0]?.values ?? empty, field.values)
      return peak ? [peak] : []
    })
  return {
    title: source.title,
    x: { label: axis?.name === 'x' || !axis ? 'Position' : sentence(axis.name), unit, scale: 'linear' },
    panels: panels.map((panel, i) => (i === 0 ? { ...panel, marks: [...panel.marks, ...keys] } : panel)),
    description:
      first.length === 0
        ? 'No field along the column was saved.'
        : `Along the column at ${listText(times)}: ${describePeaks(peaks, unitText(unit)).replace('no peak: nothing leaves the column in this time', 'nothing in the gas')}.`,
  }
}
