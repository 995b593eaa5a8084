import type { Quantity, Samples } from '../../core/field.ts'
import type { ColourRole, ColumnOf, LineMark } from './figure.ts'
import { seriesDash } from './theme.ts'
import { columnReference, timesReference } from './whole-columns.ts'

/** A run as curves: its scalars over its saved times. */
export interface CurveRun {
  /** For people: "exact", "finite volume, 400 cells". */
  readonly name: string
  readonly scalars: readonly Quantity[]
  readonly samples: Samples
  /** All samples, where `samples` are those of a thinned picture. */
  readonly whole?: Samples
}

/** One scalar of one run. */
export interface Curve {
  readonly of: string
  readonly label: string
  readonly unit: string
  /** Its place in the list of runs. */
  readonly run: number
  readonly x: Float64Array
  readonly y: Float64Array
  readonly whole?: { readonly x: ColumnOf; readonly y: ColumnOf }
}

/** One column of row-major samples. */
export function sampleColumn(samples: Samples, width: number, index: number): Float64Array {
  const { times, values } = samples
  const column = new Float64Array(times.length)
  for (let row = 0, at = index; row < column.length; row++, at += width) column[row] = values[at] ?? Number.NaN
  return column
}

/** Every scalar of a run as a curve. */
export function curvesOf({ scalars, samples, whole }: CurveRun, run: number): readonly Curve[] {
  return scalars.map(({ name, label, unit }, i) => ({
    of: name,
    label: label ?? name,
    unit,
    run,
    x: samples.times,
    y: sampleColumn(samples, scalars.length, i),
    ...(whole ? { whole: { x: timesReference(whole), y: columnReference(whole, scalars.length, i) } } : {}),
  }))
}

const styles = ['solid', 'dash', 'dot', 'dashdot'] as const

export interface CurveLook {
  /** Colours tell the runs apart and dashes the scalars, not the other way round; default: from five runs on. */
  readonly byRun?: boolean
  /** Names stand at the curves where they find a place. */
  readonly isDirect?: boolean
}

/**
 * Curves of several runs over one another as lines: colours follow the scalars in Okabe–Ito order, dashes the runs, and empty lines name
 * the runs' dashes in the legend.
 */
export function curveLines(
  runs: readonly CurveRun[],
  curves: readonly Curve[],
  look: CurveLook,
): {
  readonly lines: readonly LineMark[]
  readonly keys: readonly LineMark[]
  readonly colourOf: (of: string, run: number) => ColourRole
} {
  const names = [...new Set(runs.flatMap((run) => run.scalars.map((scalar) => scalar.name)))]
  const byRun = look.byRun ?? runs.length > 4
  const place = (of: string) => Math.max(0, names.indexOf(of))
  const colourOf = (of: string, run: number): ColourRole => (byRun ? run : of === 'sum' ? 'ink' : place(of))
  const severalRuns = runs.length > 1
  const lines = curves.map((curve): LineMark => {
    const dash = byRun ? (styles[place(curve.of) % 4] ?? 'solid') : severalRuns ? (styles[curve.run % 4] ?? 'solid') : seriesDash(place(curve.of)) // biome-ignore format: one choice
    const label = byRun ? `${curve.label}, ${runs[curve.run]?.name ?? ''}` : curve.label
    return { type: 'line', x: curve.x, y: curve.y, ...(curve.whole ? { whole: curve.whole } : {}), label, colour: colourOf(curve.of, curve.run), dash, directLabel: (look.isDirect ?? false) && !byRun && curve.of !== 'sum', ...(look.isDirect || byRun ? {} : { isGrouped: true }) } // biome-ignore format: record
  })
  const empty = new Float64Array()
  const keys = severalRuns && !byRun ? runs.map((run, r): LineMark => ({ type: 'line', x: empty, y: empty, label: run.name, colour: 'ink', dash: styles[r % 4] ?? 'solid' })) : [] // biome-ignore format: one choice
  return { lines, keys, colourOf }
}
