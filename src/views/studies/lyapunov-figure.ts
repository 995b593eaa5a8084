import type { StudyResult } from '../../core/simulation.ts'
import { listText } from '../plots/describe.ts'
import type { Figure, Mark } from '../plots/figure.ts'
import { numberText } from '../plots/number-text.ts'
import type { StudyFigureOptions } from './continuation-figure.ts'
import { listOf, numberOf, numbersOf, recordOf, textOf } from './read-study.ts'

const subscripts = '₀₁₂₃₄₅₆₇₈₉'
const subscript = (n: number) => [...String(n)].map((digit) => subscripts[Number(digit)] ?? '').join('')

/** How the Lyapunov exponents settle with time, each with its last value. */
export function lyapunovFigure(
  study: StudyResult,
  { title, timeUnit = '1' }: StudyFigureOptions & { readonly timeUnit?: string },
): Figure {
  const convergence = recordOf(study.convergence)
  const x = numbersOf(convergence.t)
  const exponents = numbersOf(study.exponents)
  const texts = Array.from(exponents, (value, k) => `λ${subscript(k + 1)} = ${numberText(value, 4)}`)
  const marks: Mark[] = [
    { type: 'rule', axis: 'y', at: 0, label: '', colour: 'muted' },
    ...listOf(convergence.exponents).map(
      (values, k): Mark => ({ type: 'line', x, y: numbersOf(values), label: texts[k] ?? '', colour: k }),
    ),
  ]
  const dimension = numberOf(study.kaplanYorke)
  return {
    title,
    x: { label: 't', unit: timeUnit, scale: 'linear' },
    panels: [{ y: { label: 'Lyapunov exponents', unit: timeUnit === '1' ? '1' : `1/${timeUnit}`, scale: 'linear' }, marks, weight: 1 }], // biome-ignore format: one panel
    description: `Lyapunov exponents: ${listText(texts)}; ${textOf(study.attractor)}${Number.isFinite(dimension) ? `, Kaplan–Yorke dimension ${numberText(dimension, 4)}` : ''}.`,
  }
}
