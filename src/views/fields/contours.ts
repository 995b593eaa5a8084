import { contours as makeContours } from 'd3'
import type { FieldPlane } from './field-plane.ts'

/** Nodes along a side beyond which every second, third, … is taken: contours of a moving field are for the eye. */
const mostNodes = 160

/** Lines of equal value (marching squares, crossings by linear interpolation), NaN between pieces. The edge of the grid is no line. */
export function contourPath(plane: FieldPlane, levels: readonly number[]): { readonly x: Float64Array; readonly y: Float64Array } {
  const [columns, rows] = [plane.x.values.length, plane.y.values.length]
  const stride = Math.max(1, Math.ceil(Math.max(columns, rows) / mostNodes))
  const [width, height] = [Math.floor((columns - 1) / stride) + 1, Math.floor((rows - 1) / stride) + 1]
  const values = new Array<number>(width * height)
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++)
      values[row * width + column] = plane.values[row * stride * columns + column * stride] ?? Number.NaN
  const [x, y]: [number[], number[]] = [[], []]
  // d3 has values in the middles of cells, half a cell from the corner.
  const at = (axis: Float64Array, place: number) => {
    const node = (place - 0.5) * stride
    const low = Math.min(axis.length - 1, Math.max(0, Math.floor(node)))
    const high = Math.min(axis.length - 1, low + 1)
    return (axis[low] ?? 0) + (node - low) * ((axis[high] ?? 0) - (axis[low] ?? 0))
  }
  const isEdge = (px: number, py: number) => px <= 0.5 || py <= 0.5 || px >= width - 0.5 || py >= height - 0.5
  for (const { coordinates } of makeContours().size([width, height]).thresholds([...levels])(values))
    for (const ring of coordinates.flat()) {
      let isOpen = false
      for (const [px = 0, py = 0] of ring) {
        const isOut = isEdge(px, py)
        if (!isOut) {
          x.push(at(plane.x.values, px))
          y.push(at(plane.y.values, py))
        } else if (isOpen) {
          x.push(Number.NaN)
          y.push(Number.NaN)
        }
        isOpen = !isOut
      }
      x.push(Number.NaN)
      y.push(Number.NaN)
    }
  return { x: Float64Array.from(x), y: Float64Array.from(y) }
} // biome-ignore format: signature
