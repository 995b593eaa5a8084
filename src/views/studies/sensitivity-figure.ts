import type { StudyResult } from '../../core/simulation.ts'
import { type CurveRun, sampleColumn } from '../plots/curve-lines.ts'
import { spansDecades } from '../plots/decades.ts'
import { listText } from '../plots/describe.ts'
import type { Figure, LineMark, Mark, Panel } from '../plots/figure.ts'
import { numberText } from '../plots/number-text.ts'
import { seriesDash } from '../plots/theme.ts'
import { listOf, numberOf, recordOf, textOf } from './read-study.ts'

/** More panels, or lines in one, cannot be read: the quantities first typed and the parameters that matter most are drawn. */
const most = { panels: 6, lines: 8 } as const

/** A parameter or initial value of the study `sensitivities`. */
export interface SensitivityParameter {
  readonly path: string
  /** As in the names of columns. */
  readonly name: string
  readonly value: number
  readonly unit: string
  /** What its derivatives are multiplied by: |value|, 1 where that is 0. */
  readonly scale: number
  /** Root mean square over time and quantities of its scaled sensitivities, and the same at the end. */
  readonly overall: number
  readonly final: number
}

/** The parameters of a study, the one that matters most first. */
export function sensitivityParameters(study: StudyResult): readonly SensitivityParameter[] {
  return listOf(study.of)
    .map((entry) => recordOf(entry))
    .map(({ path, name, value, unit, scale, sensitivity, finalSensitivity }) => ({
      path: textOf(path),
      name: textOf(name),
      value: numberOf(value),
      unit: textOf(unit),
      scale: numberOf(scale),
      overall: numberOf(sensitivity),
      final: numberOf(finalSensitivity),
    }))
    .sort((a, b) => b.overall - a.overall)
}

/**
 * How far a relative change of each parameter moves each quantity over time: p·(∂x/∂p) over the largest |x|, a panel for each quantity,
 * the same colour for the same parameter in all.
 */
export function sensitivityFigure(
  study: StudyResult,
  run: CurveRun,
  { title, timeUnit = '1' }: { readonly title: string; readonly timeUnit?: string },
): Figure {
  const parameters = sensitivityParameters(study).slice(0, most.lines)
  const largest = recordOf(study.largest)
  const { scalars, samples } = run
  const panels = Object.keys(largest)
    .slice(0, most.panels)
    .map((quantity): Panel => {
      const size = numberOf(largest[quantity]) || 1
      const lines = parameters.flatMap(({ name, scale }, k): readonly LineMark[] => {
        const at = scalars.findIndex((scalar) => scalar.name === `${quantity}.${name}`)
        if (at < 0) return []
        const y = sampleColumn(samples, scalars.length, at).map((value) => (scale * value) / size)
        return [{ type: 'line', x: samples.times, y, label: name, colour: k, dash: seriesDash(k), isGrouped: true }]
      })
      const zero: Mark = { type: 'rule', axis: 'y', at: 0, label: '', colour: 'muted' }
      return { y: { label: quantity, unit: '1', scale: 'linear' }, marks: [zero, ...lines], weight: 1 }
    })
  const words = parameters.map(({ name, overall }) => `${name} ${numberText(overall, 3)}`)
  const empty: Panel = { y: { label: '', unit: '1', scale: 'linear' }, marks: [], weight: 1 }
  return {
    title,
    x: { label: 'Time', unit: timeUnit, scale: spansDecades(samples.times) ? 'log' : 'linear' },
    panels: panels.length > 0 ? panels : [empty],
    description:
      words.length > 0
        ? `Change of ${listText(Object.keys(largest).slice(0, most.panels))} for a relative change of each parameter, over the largest value; root mean square: ${listText(words)}.`
        : 'No sensitivities.',
  }
}
