import type { StudyResult } from '../../core/simulation.ts'
import { listText } from '../plots/describe.ts'
import type { Figure, Mark } from '../plots/figure.ts'
import { sizeText } from '../plots/number-text.ts'
import type { StudyFigureOptions } from './continuation-figure.ts'
import { listOf, numberOf, recordOf, textOf } from './read-study.ts'

/** Cost over achieved error, both logarithmic: one line a method. Errors below the reference's own uncertainty stand at it. */
export function workPrecisionFigure(
  study: StudyResult,
  { title, cost = 'milliseconds' }: StudyFigureOptions & { readonly cost?: 'milliseconds' | 'evaluations' },
): Figure {
  const runs = listOf(study.runs).map((entry) => recordOf(entry))
  const floor = numberOf(recordOf(study.reference).uncertainty)
  const steppers = [...new Set(runs.map((run) => textOf(run.stepper)))]
  const marks = steppers.flatMap((stepper, colour): Mark[] => {
    const own = runs
      .filter((run) => textOf(run.stepper) === stepper)
      .map((run) => ({ error: Math.max(numberOf(run.error), floor || 1e-16), cost: numberOf(run[cost]) }))
      .filter((run) => Number.isFinite(run.error) && run.cost > 0)
      .toSorted((a, b) => a.error - b.error)
    if (own.length === 0) return []
    const x = Float64Array.from(own, (run) => run.error)
    const y = Float64Array.from(own, (run) => run.cost)
    return [
      { type: 'line', x, y, label: stepper, colour },
      { type: 'points', x, y, label: '', colour, size: 1.6 },
    ]
  })
  const isSeen = Number.isFinite(floor) && floor > 0
  return {
    title,
    x: { label: 'largest relative error', unit: '1', scale: 'log' },
    panels: [
      {
        y: cost === 'milliseconds' ? { label: 'time of computing', unit: 'ms', scale: 'log' } : { label: 'evaluations', unit: '1', scale: 'log' }, // biome-ignore format: one choice
        marks: isSeen ? [...marks, { type: 'rule', axis: 'x', at: floor, label: 'uncertainty of the reference', colour: 'muted' }] : marks, // biome-ignore format: one choice
        weight: 1,
      },
    ],
    description: `Work–precision diagram of ${listText(steppers)}${isSeen ? `; the reference is known to ${sizeText(floor)}` : ''}.`,
  }
}
