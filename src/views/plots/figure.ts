// One description of a figure, drawn three ways: fast painter while running, plotly.js when still, static SVG in reports and CLI.

/** A colour by role: a series' place in the Okabe–Ito order, a named role of the theme, or a place from 0 to 1 on the ramp of values. */
export type ColourRole = number | 'ink' | 'muted' | 'accent' | 'danger' | `ramp:${number}`

/** A column of row-major numbers: `values[row * width + index]`. */
export interface ColumnOf {
  readonly values: Float64Array
  readonly width: number
  readonly index: number
}

export interface LineMark {
  readonly type: 'line'
  readonly x: Float64Array
  readonly y: Float64Array
  readonly label: string
  readonly colour: ColourRole
  readonly dash?: 'solid' | 'dash' | 'dot' | 'dashdot'
  readonly width?: number
  /** Direct label at the tallest point instead of the legend. */
  readonly directLabel?: boolean
  /**
   * All points, where `x` and `y` are only those that place axes and legend (of the same extent): painted, read out and exported instead
   * of them.
   */
  readonly whole?: { readonly x: ColumnOf; readonly y: ColumnOf } | undefined
  /** One entry in the legend for all lines of this name and colour, whatever their dashes. */
  readonly isGrouped?: boolean
}
/**
 * A curve whose points have an order of their own, like a trajectory: x may go back and forth. Never thinned as a function of x; NaN
 * ends a piece.
 */
export interface PathMark {
  readonly type: 'path'
  readonly x: Float64Array
  readonly y: Float64Array
  readonly label: string
  readonly colour: ColourRole
  readonly dash?: 'solid' | 'dash' | 'dot' | 'dashdot'
  readonly width?: number
  /** Default 1. */
  readonly opacity?: number
  /** As of lines. */
  readonly whole?: { readonly x: ColumnOf; readonly y: ColumnOf } | undefined
}
/** Arrows of one length on the page, in the directions (dx, dy) of the plane's own units, with their middles at (x, y). */
export interface ArrowsMark {
  readonly type: 'arrows'
  readonly x: Float64Array
  readonly y: Float64Array
  readonly dx: Float64Array
  readonly dy: Float64Array
  readonly label: string
  readonly colour: ColourRole
  /** In font sizes; default 1. */
  readonly length?: number
  /** Default 1. */
  readonly opacity?: number
}
export interface PointsMark {
  readonly type: 'points'
  readonly x: Float64Array
  readonly y: Float64Array
  /** One standard deviation each. */
  readonly sigma?: Float64Array
  readonly label: string
  /** What the legend says instead of the label, once for all that say the same: "measured" of many columns. */
  readonly legend?: string
  readonly colour: ColourRole
  readonly size?: number
  /** Default: a disc. */
  readonly shape?: 'disc' | 'ring' | 'cross'
}
export interface BandMark {
  readonly type: 'band'
  readonly x: Float64Array
  readonly low: Float64Array
  readonly high: Float64Array
  readonly label: string
  readonly legend?: string
  readonly colour: ColourRole
}
export interface RuleMark {
  readonly type: 'rule'
  readonly axis: 'x' | 'y'
  readonly at: number
  readonly label: string
  readonly colour: ColourRole
}
/** Values over a rectilinear grid; `values[row * x.length + column]`, rows along y. */
export interface HeatMark {
  readonly type: 'heat'
  readonly x: Float64Array
  readonly y: Float64Array
  readonly values: Float64Array | Float32Array
  readonly label: string
  readonly unit: string
  /** `cividis` is sequential too, and the same to the colour-blind. */
  readonly colours: 'sequential' | 'cividis' | 'diverging' | 'cyclic'
  /** Ends of the colour bar; default: the data's, symmetric about zero where diverging. */
  readonly range?: readonly [number, number]
  /** Colours pass over from cell to cell; default: each cell has one. */
  readonly isSmooth?: boolean
  /** Writes each value into its cell with so many decimals: matrices. */
  readonly decimals?: number
}
export type Mark = LineMark | PathMark | ArrowsMark | PointsMark | BandMark | RuleMark | HeatMark

export interface AxisStyle {
  readonly label: string
  /** '' or '1' shows none. */
  readonly unit: string
  readonly scale: 'linear' | 'log'
  /** Default: fitted to the marks. */
  readonly range?: readonly [number, number]
  /** Named places instead of numbers: rows of a matrix, for example. */
  readonly ticks?: readonly { readonly at: number; readonly label: string }[]
}

/** One plot rectangle; panels of a figure are stacked and share x. */
export interface Panel {
  readonly y: AxisStyle
  readonly marks: readonly Mark[]
  /** Share of the height. */
  readonly weight: number
}

export interface Figure {
  readonly title: string
  readonly x: AxisStyle
  readonly panels: readonly Panel[]
  /**
   * x and y are alike, as in a plane of states or positions: hands zoom and move both. `equal`: one unit has the same length on
   * both axes. Of figures with one panel.
   */
  readonly plane?: 'free' | 'equal'
  /** A sentence for screen readers: "five peaks; the tallest, toluene, at 231.5 s". */
  readonly description: string
}
