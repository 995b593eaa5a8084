import type { FitResult } from '../../fit/fit-result.ts'
import type { Figure } from './figure.ts'
import { numberText } from './number-text.ts'

export interface CorrelationSource {
  readonly title: string
  readonly fit: Pick<FitResult, 'correlation' | 'parameters'>
  /** What people read instead of a PATH. */
  readonly label: (path: string) => string
}

/** Correlations of fitted parameters as coloured numbers, from −1 (blue) over 0 (white) to 1 (red). */
export function correlationFigure(source: CorrelationSource): Figure {
  const names = Object.keys(source.fit.parameters).map(source.label)
  const n = names.length
  const places = Float64Array.from({ length: n }, (_, i) => i)
  // Rows run upwards in a figure; a matrix is read downwards.
  const values = Float64Array.from(
    { length: n * n },
    (_, k) => source.fit.correlation[n - 1 - Math.floor(k / n)]?.[k % n] ?? Number.NaN,
  )
  let strongest: { a: string; b: string; value: number } | undefined
  for (let i = 0; i < n; i++)
    for (let j = 0; j < i; j++) {
      const value = source.fit.correlation[i]?.[j] ?? 0
      if (!strongest || Math.abs(value) > Math.abs(strongest.value))
        strongest = { a: names[j] ?? '', b: names[i] ?? '', value }
    }
  // Beyond five, names would run into each other below: numbers stand there, and with the names at the left.
  const isNumbered = n > 5
  const ticks = names.map((label, at) => ({ at, label: isNumbered ? String(at + 1) : label }))
  const rows = names.map((label, at) => (isNumbered ? `${label}  ${at + 1}` : label))
  return {
    title: source.title,
    x: { label: '', unit: '1', scale: 'linear', range: [-0.5, n - 0.5], ticks },
    panels: [
      {
        y: {
          label: '',
          unit: '1',
          scale: 'linear',
          range: [-0.5, n - 0.5],
          ticks: [...rows].reverse().map((label, at) => ({ at, label })),
        },
        marks: [
          {
            type: 'heat',
            x: places,
            y: places,
            values,
            label: 'Correlation',
            unit: '1',
            colours: 'diverging',
            range: [-1, 1],
            decimals: 2,
          },
        ],
        weight: 1,
      },
    ],
    description: strongest
      ? `Correlations of ${n} parameters; the strongest, ${numberText(strongest.value, 3)}, between ${strongest.a} and ${strongest.b}.`
      : `One parameter: nothing to be correlated with.`,
  }
}
