import type { StudyResult } from '../../core/simulation.ts'
import type { Figure, PointsMark } from '../plots/figure.ts'
import { numberText } from '../plots/number-text.ts'
import { rangeOf, type StudyFigureOptions } from './continuation-figure.ts'
import { numbersOf, recordOf, textOf } from './read-study.ts'

/** The samples of the attractor over the parameter, scans up and down in their own colours. */
export function bifurcationFigure(study: StudyResult, { title, unitOf = () => '1' }: StudyFigureOptions): Figure {
  const parameter = textOf(study.parameter)
  const of = textOf(study.of)
  const scans = Object.entries(recordOf(study.scans))
  let samples = 0
  const marks = scans.map(([direction, value], which): PointsMark => {
    const scan = recordOf(value)
    const x = numbersOf(scan.parameter)
    samples += x.length
    return { type: 'points', x, y: numbersOf(scan.value), label: scans.length > 1 ? `scan ${direction}` : '', colour: which === 0 ? 'ink' : 5, size: 0.5 } // biome-ignore format: record
  })
  const [from, to] = rangeOf(study)
  return {
    title,
    x: { label: parameter, unit: unitOf(parameter), scale: 'linear', range: [from, to] },
    panels: [{ y: { label: textOf(study.sampled) || of, unit: unitOf(of), scale: 'linear' }, marks, weight: 1 }],
    description: `Bifurcation diagram of ${textOf(study.sampled)} over ${parameter} from ${numberText(from)} to ${numberText(to)}: ${samples} samples${scans.length > 1 ? ', scanned up and down' : ''}.`,
  }
}
