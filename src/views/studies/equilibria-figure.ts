import type { StudyResult } from '../../core/simulation.ts'
import { countText, listText, sentence } from '../plots/describe.ts'
import type { Figure, PointsMark } from '../plots/figure.ts'
import { aired } from './aired.ts'
import type { StudyFigureOptions } from './continuation-figure.ts'
import { listOf, numberOf, recordOf, textOf } from './read-study.ts'

/** Eigenvalues in the complex plane: what lies left of the axis dies out. Of `eigenvalues`, `steady` and `equilibria`. */
export function eigenvaluesFigure(study: StudyResult, { title }: StudyFigureOptions): Figure {
  const groups =
    study.type === 'equilibria'
      ? listOf(study.equilibria).map((entry) => recordOf(entry))
      : [{ eigenvalues: study.eigenvalues ?? [], kind: study.kind ?? '' }]
  const marks = groups.map(({ eigenvalues, kind }, k): PointsMark => {
    const pairs = listOf(eigenvalues).map((pair) => listOf(pair).map(numberOf))
    return {
      type: 'points',
      x: Float64Array.from(pairs, ([re]) => re ?? Number.NaN),
      y: Float64Array.from(pairs, ([, im]) => im ?? Number.NaN),
      label: groups.length > 1 ? `${k + 1}: ${textOf(kind)}` : textOf(kind),
      colour: k,
      size: 2,
      shape: 'ring',
    }
  })
  const ranges = [aired([0], ...marks.map(({ x }) => x)), aired([0], ...marks.map(({ y }) => y))]
  const kinds = groups.map(({ kind }) => textOf(kind))
  return {
    title,
    x: { label: 'real part', unit: '1', scale: 'linear', ...(ranges[0] ? { range: ranges[0] } : {}) },
    panels: [
      {
        y: { label: 'imaginary part', unit: '1', scale: 'linear', ...(ranges[1] ? { range: ranges[1] } : {}) },
        marks: [{ type: 'rule', axis: 'x', at: 0, label: '', colour: 'muted' }, ...marks],
        weight: 1,
      },
    ],
    plane: 'free',
    description: `${sentence(countText(groups.length, 'equilibrium', 'equilibria'))}${kinds.length > 0 ? `: ${listText(kinds)}` : ''}.`,
  }
}
