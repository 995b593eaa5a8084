import type { StudyResult } from '../../core/simulation.ts'
import type { Figure } from '../plots/figure.ts'
import { numberText } from '../plots/number-text.ts'
import type { StudyFigureOptions } from './continuation-figure.ts'
import { numberOf, numbersOf, recordOf, textOf } from './read-study.ts'

/** The unknown that a section keeps still is no axis: the first two whose values differ among the points. */
function axesOf(study: StudyResult): readonly [string, string] {
  const points = recordOf(study.points)
  const moving = Object.keys(points).filter((name) => {
    const values = numbersOf(points[name])
    const scale = Math.max(...values.map(Math.abs), 1e-300)
    return values.length < 2 || Math.max(...values) - Math.min(...values) > 1e-9 * scale
  })
  const [x = '', y = x] = moving.length > 0 ? moving : Object.keys(points)
  return [x, y]
}

/** The points of a section in the plane of two unknowns; of a single moving one each value over the one before. */
export function poincareFigure(
  study: StudyResult,
  { title, unitOf = () => '1', x, y }: StudyFigureOptions & { readonly x?: string; readonly y?: string },
): Figure {
  const points = recordOf(study.points)
  const [first, second] = axesOf(study)
  const [atX, atY] = [x ?? first, y ?? second]
  const isReturn = atX === atY
  const values = numbersOf(points[atX])
  const marks = [
    {
      type: 'points',
      x: isReturn ? values.slice(0, -1) : values,
      y: isReturn ? values.slice(1) : numbersOf(points[atY]),
      label: '',
      colour: 0,
      size: 0.7,
    } as const,
  ]
  const repeats = numberOf(study.repeatsAfter)
  const where = study.period === undefined ? `where ${textOf(study.section)} crosses zero` : `every ${numberText(numberOf(study.period))}` // biome-ignore format: one thought
  return {
    title,
    x: { label: isReturn ? `${atX}, n` : atX, unit: unitOf(atX), scale: 'linear' },
    panels: [{ y: { label: isReturn ? `${atX}, n + 1` : atY, unit: unitOf(atY), scale: 'linear' }, marks, weight: 1 }],
    plane: 'free',
    description: `Poincaré section: ${values.length} points ${where}${Number.isFinite(repeats) ? `; they repeat after ${repeats}` : '; they do not repeat'}.`,
  }
}
