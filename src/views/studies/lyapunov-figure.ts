import type { StudyResult } from '../../core/simulation.ts'
import { listText } from '../plots/describe.ts'
import type { Figure, Mark, Panel } from '../plots/figure.ts'
import { numberText } from '../plots/number-text.ts'
import type { StudyFigureOptions } from './continuation-figure.ts'
import { listOf, numberOf, numbersOf, recordOf, textOf } from './read-study.ts'

const subscripts = '₀₁₂₃₄₅₆₇₈₉'
const subscript = (n: number) => [...String(n)].map((digit) => subscripts[Number(digit)] ?? '').join('')

/** Where the list falls apart into a close group and far ones below; undefined where one panel shows all. */
function cutOf(exponents: Float64Array): number | undefined {
  const range = (exponents[0] ?? 0) - (exponents.at(-1) ?? 0)
  for (let k = 1; k < exponents.length; k++)
    if ((exponents[k - 1] ?? 0) - (exponents[k] ?? 0) > 0.6 * range && exponents.length > 2) return k
  return undefined
}

/** How the Lyapunov exponents settle with time, each with its last value. */
export function lyapunovFigure(
  study: StudyResult,
  { title, timeUnit = '1' }: StudyFigureOptions & { readonly timeUnit?: string },
): Figure {
  const convergence = recordOf(study.convergence)
  const x = numbersOf(convergence.t)
  const exponents = numbersOf(study.exponents)
  const texts = Array.from(exponents, (value, k) => `λ${subscript(k + 1)} = ${numberText(value, 4)}`)
  const lines = listOf(convergence.exponents).map(
    (values, k): Mark => ({ type: 'line', x, y: numbersOf(values), label: texts[k] ?? '', colour: k }),
  )
  const zero: Mark = { type: 'rule', axis: 'y', at: 0, label: '', colour: 'muted' }
  const cut = cutOf(exponents)
  const unit = timeUnit === '1' ? '1' : `1/${timeUnit}`
  const panel = (label: string, marks: readonly Mark[], weight: number): Panel => ({
    y: { label, unit, scale: 'linear' },
    marks,
    weight,
  })
  const panels =
    cut === undefined
      ? [panel('Lyapunov exponents', [zero, ...lines], 1)]
      : [panel('exponents near zero', [zero, ...lines.slice(0, cut)], 1.4), panel('contracting', lines.slice(cut), 1)]
  const dimension = numberOf(study.kaplanYorke)
  return {
    title,
    x: { label: 't', unit: timeUnit, scale: 'linear' },
    panels,
    description: `Lyapunov exponents: ${listText(texts)}; ${textOf(study.attractor)}${Number.isFinite(dimension) ? `, Kaplan–Yorke dimension ${numberText(dimension, 4)}` : ''}.`,
  }
}
