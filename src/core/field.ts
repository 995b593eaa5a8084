/** One coordinate of a field: `x` in m, `time` in s, … */
export interface Axis {
  readonly name: string
  readonly unit: string
  /** Strictly monotone. */
  readonly values: Float64Array
}

/** A rectilinear grid: one axis a dimension, slowest first (…, y, x). */
export interface Grid {
  readonly axes: readonly Axis[]
}

/** Name and unit of a number or an array. */
export interface Quantity {
  /** The identifier in files (`benzene`, `benzene_film`). */
  readonly name: string
  /** As in contract and units module; '1' where dimensionless. */
  readonly unit: string
  /** For people; default: the name. */
  readonly label?: string
}

/** What a field is before its values are known: the xarray model without data. */
export interface FieldDescription extends Quantity {
  /** Its own dimensions without `time`, slowest first; empty for a number a time. */
  readonly grid: Grid
  /** NaN where there is no field: outside a region of the grid. */
  readonly hasGaps?: boolean
}

/** A labelled array: `values` in C order over the grid's axes. */
export interface Field extends FieldDescription {
  readonly values: Float64Array
}

/** All fields of one time. */
export interface Frame {
  readonly time: number
  readonly fields: readonly Field[]
}

/** Rows of scalars.csv: `values` is row-major, `times.length` rows of one value a scalar. */
export interface Samples {
  readonly times: Float64Array
  readonly values: Float64Array
}

/** Numbers of the grid's dimensions, slowest first. */
export function gridShape(grid: Grid): readonly number[] {
  return grid.axes.map((axis) => axis.values.length)
}

/** Count of values on the grid. */
export function gridSize(grid: Grid): number {
  return gridShape(grid).reduce((product, n) => product * n, 1)
}

/** `count` equidistant values from `from` to `to`, both included. The ends are exact. */
export function linspace(from: number, to: number, count: number): Float64Array {
  const values = new Float64Array(count)
  const step = count > 1 ? (to - from) / (count - 1) : 0
  for (let i = 0; i < count; i++) values[i] = from + i * step
  if (count > 1) values[count - 1] = to
  return values
}

/** `count` values from `from` to `to`, equidistant in the logarithm. Both must be positive. The ends are exact. */
export function logspace(from: number, to: number, count: number): Float64Array {
  const values = linspace(Math.log(from), Math.log(to), count).map(Math.exp)
  if (count > 0) values[0] = from
  if (count > 1) values[count - 1] = to
  return values
}
