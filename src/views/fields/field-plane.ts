import { type Axis, type FieldDescription, gridShape } from '../../core/field.ts'

export type FieldValues = Float64Array | Float32Array

/** Which of three axes stands still (0: the slowest), and at which of its nodes. */
export interface FieldSlice {
  readonly axis: number
  readonly node: number
}

/** Values on the plane that is seen, with its axes: rows along `y`. */
export interface FieldPlane {
  readonly x: Axis
  readonly y: Axis
  readonly values: FieldValues
}

/** The plane of a field of two axes, or a slice through one of three; undefined where there is only one axis. */
export function planeOf(
  field: FieldDescription,
  values: FieldValues,
  slice: FieldSlice | undefined,
): FieldPlane | undefined {
  const { axes } = field.grid
  const [first, second, third] = axes
  if (!first || !second) return undefined
  if (!third) return { x: second, y: first, values }
  const [nz = 0, ny = 0, nx = 0] = gridShape(field.grid)
  const { axis = 0, node = Math.floor(nz / 2) } = slice ?? {}
  if (axis === 0) return { x: third, y: second, values: values.subarray(node * ny * nx, (node + 1) * ny * nx) }
  const [rows, columns] = axis === 1 ? [nz, nx] : [nz, ny]
  const plane = new Float32Array(rows * columns)
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const place = axis === 1 ? (row * ny + node) * nx + column : (row * ny + column) * nx + node
      plane[row * columns + column] = values[place] ?? Number.NaN
    }
  return { x: axis === 1 ? third : second, y: first, values: plane }
}
