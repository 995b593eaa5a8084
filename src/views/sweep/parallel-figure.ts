import type { Parallel } from '../plots/parallel.ts'
import type { SweepColumn } from './sweep-columns.ts'

export interface ParallelChoice {
  /** Names of the metrics that have an axis, the one that gives the colour among them. */
  readonly metrics: readonly string[]
  readonly colourBy: string
  readonly brushes: Readonly<Record<string, readonly [number, number]>>
}

/** All quantities swept and the metrics chosen, one upright axis each, a line a point. */
export function sweepParallel(title: string, columns: readonly SweepColumn[], choice: ParallelChoice): Parallel {
  const shown = columns.filter(({ kind, name }) => kind === 'axis' || choice.metrics.includes(name))
  const dimensions = shown.map(({ name, label, unit, isLog, values }) => {
    const brush = choice.brushes[name]
    return { label, unit, scale: isLog ? ('log' as const) : ('linear' as const), values, ...(brush ? { brush } : {}) }
  })
  const points = shown[0]?.values.length ?? 0
  const colourBy = Math.max(0, shown.findIndex(({ name }) => name === choice.colourBy)) // biome-ignore format: one call
  const inside = countInside(shown, choice.brushes)
  const brushed = Object.keys(choice.brushes).length > 0 ? `, ${inside} of them inside the ranges chosen` : ''
  return {
    title,
    dimensions,
    colourBy,
    description: `Parallel coordinates of ${points} points over ${shown.map(({ label }) => label).join(', ')}${brushed}; coloured by ${shown[colourBy]?.label ?? 'order'}.`,
  }
}

function countInside(shown: readonly SweepColumn[], brushes: ParallelChoice['brushes']): number {
  const points = shown[0]?.values.length ?? 0
  let count = 0
  for (let row = 0; row < points; row++)
    if (
      shown.every(({ name, values }) => {
        const brush = brushes[name]
        const value = values[row] ?? Number.NaN
        return !brush || (value >= brush[0] && value <= brush[1])
      })
    )
      count++
  return count
}
