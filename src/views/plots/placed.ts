import type { ColourRole, Panel } from './figure.ts'
import type { AxisText } from './number-text.ts'

export type Range = readonly [number, number]

export interface Tick {
  readonly position: number
  /** In the units of the tick labels. */
  readonly value: number
  /** Empty: a minor tick. */
  readonly label: string
}

export interface ColourBar {
  readonly left: number
  readonly width: number
  readonly range: Range
  readonly ticks: readonly Tick[]
  readonly title: string
  readonly titleAt: number
}

/** Where a panel lies and how its data map to the page. */
export interface PanelLayout {
  readonly panel: Panel
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
  readonly range: Range
  readonly ticks: readonly Tick[]
  readonly text: AxisText
  /** The heading of the y axis, in two lines where one would be longer than the panel. */
  readonly titleLines: readonly string[]
  readonly titleAt: number
  readonly toY: (value: number) => number
  readonly colourBar?: ColourBar
  readonly labels: readonly PlacedLabel[]
}

/** Everything that is placed before anything is drawn: the static writer and the painter draw the same layout. */
export interface FigureLayout {
  readonly width: number
  readonly height: number
  readonly fontSize: number
  readonly title?: { readonly text: string; readonly x: number; readonly y: number }
  readonly legend: PlacedLegend
  readonly xRange: Range
  readonly xTicks: readonly Tick[]
  readonly xText: AxisText
  readonly xTitleAt: readonly [number, number]
  readonly toX: (value: number) => number
  readonly panels: readonly PanelLayout[]
  /** Hands zoom and move both axes at once. */
  readonly isPlane: boolean
}

export interface LegendEntry {
  /** The same for all marks that the entry stands for. */
  readonly key: string
  readonly kind: 'line' | 'points' | 'band' | 'arrows'
  /** Of points; default: a disc. */
  readonly shape?: 'disc' | 'ring' | 'cross'
  readonly label: string
  readonly colour: ColourRole
  readonly dash: 'solid' | 'dash' | 'dot' | 'dashdot'
}

/** The sign of arrows and crosses in a legend, as the path of an SVG about its middle. */
export function signPath(entry: Pick<LegendEntry, 'kind'>, x: number, y: number, fontSize: number): string {
  const r = 0.2 * fontSize
  if (entry.kind !== 'arrows') return `M${x - r},${y - r}l${2 * r},${2 * r}m0,${-2 * r}l${-2 * r},${2 * r}`
  const [half, head] = [0.6 * fontSize, 0.34 * fontSize]
  return `M${x - half},${y}h${2 * half}m${-head},${-0.16 * fontSize}l${head},${0.16 * fontSize}l${-head},${0.16 * fontSize}`
}

export interface PlacedLegend {
  readonly height: number
  /** Baseline of the text and left end of the sign. */
  readonly entries: readonly (LegendEntry & { readonly x: number; readonly y: number; readonly signWidth: number })[]
}

/** A text at its line. */
export interface PlacedLabel {
  readonly text: string
  readonly colour: ColourRole
  /** Baseline, by `anchor`. */
  readonly x: number
  readonly y: number
  readonly anchor: 'start' | 'middle' | 'end'
  /** The peak on the page. */
  readonly peak: readonly [number, number]
  /** From the peak to the text, where these are apart. */
  readonly leader?: readonly [number, number, number, number]
}
