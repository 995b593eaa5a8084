import { makeKernels } from '../../kernels/kernels.ts'
import type { ColumnResolution } from './column-resolution.ts'
import { type ColumnTransport, pressureAt, pressureSlopeAt, stretchedLength } from './column-transport.ts'
import { inletPolynomial, meanOfPower } from './polynomial-closure.ts'

/** Cells behind the outlet in which the column simply goes on, so that face values at the outlet need no special formula. */
const BEYOND = 24
const PAD = 8
/** Arrays a component, in this order; the rates of the six stages stand behind each other. */
const NAMES = ['w', 's', 'newW', 'newS', 'stage', 'film'] as const
const STAGES = 6

/** Where everything lies in the kernels' memory: byte pointers to cell 0, and one view of the whole. */
export interface ColumnMemory {
  readonly kernels: ReturnType<typeof makeKernels>
  readonly view: Float64Array
  /** Index in `view` of a byte pointer. */
  index(pointer: number): number
  /** Cells with those beyond the outlet; even. */
  readonly cells: number
  /** Bytes from one array to the next, and from one component to the next. */
  readonly stride: number
  readonly size: number
  readonly components: readonly ComponentPointers[]
  readonly faces: number
  readonly slope: number
  readonly bend: number
  readonly pressure: number
  readonly vacancy: number
  readonly weights: number
  readonly result: number
  readonly table: number
}

export type ComponentPointers = Readonly<
  Record<(typeof NAMES)[number] | 't' | 'p' | 'closure' | 'matrix' | 'factors' | 'feed', number>
>

/** Takes and fills the memory of a column. */
export function makeColumnMemory(transport: ColumnTransport, resolution: ColumnResolution): ColumnMemory {
  const kernels = makeKernels()
  const outlet = resolution.cells
  const cells = outlet + BEYOND + (outlet % 2)
  const length = cells + 2 * PAD
  const stride = 8 * length
  const arrays = NAMES.length + 2 * STAGES
  const count = transport.components.length
  const band = resolution.implicit ? 20 * cells + 8 : 0
  const block = kernels.allocate(
    length * (arrays * count + 5) + (32 + band) * count + 16 + 8 + 4 * count * (2 * count + 1) + 8,
  )
  const { view } = block
  let next = block.pointer
  const take = (numbers: number) => {
    const pointer = next
    next += 8 * numbers
    return pointer
  }
  const components = transport.components.map(() => {
    const base = take(length * arrays) + 8 * PAD
    const at = (i: number) => base + stride * i
    return { w: at(0), s: at(1), newW: at(2), newS: at(3), stage: at(4), film: at(5), t: at(6), p: at(6 + STAGES), closure: 0, matrix: 0, factors: 0, feed: 0 }
  }) // biome-ignore format: one list
  const common = () => take(length) + 8 * PAD
  const [faces, slope, bend, pressure, vacancy] = [common(), common(), common(), common(), common()]
  const weights = take(16)
  const result = take(8)
  const table = take(4 * count * (2 * count + 1))
  const index = (pointer: number) => (pointer - block.pointer) / 8
  const width = stretchedLength(transport) / outlet
  for (let i = 0; i <= cells; i++) {
    const face = Math.min(i, outlet) * width
    view[index(slope) + i] = pressureAt(transport, face) / width
    view[index(bend) + i] = pressureSlopeAt(transport, face)
    view[index(pressure) + i] = pressureAt(transport, Math.min(i + 0.5, outlet) * width)
  }
  const withClosure = components.map((pointers, c) => {
    const closure = take(32)
    fillClosure(view.subarray(index(closure), index(closure) + 32), transport, resolution, width, c)
    if (!resolution.implicit) return { ...pointers, closure }
    return { ...pointers, closure, matrix: take(10 * cells), factors: take(10 * cells), feed: take(8) }
  })
  return { kernels, view, index, cells, stride, size: stride * arrays, components: withClosure, faces, slope, bend, pressure, vacancy, weights, result, table } // biome-ignore format: one list
}

/**
 * The inlet: three rows that continue the polynomial through the inlet's value and the first cells to the cells before it,
 * and one row for that value itself, which the Danckwerts condition u0 c_in = u0 w − D (p̂ w)_ω gives. The last number is the
 * fall of p̂ over the last cell, for columns that end at the outlet.
 */
function fillClosure(
  out: Float64Array,
  transport: ColumnTransport,
  resolution: ColumnResolution,
  width: number,
  component: number,
): void {
  const weno = resolution.weno[component] === true
  // WENO sees a jump at the inlet through low-degree ghosts; a high degree would magnify it.
  const cells = weno ? 1 : resolution.order - 1
  const means = [-1, -2, -3].map((cell) => Array.from({ length: 8 }, (_, power) => meanOfPower(cell, power)))
  inletPolynomial(cells, means).forEach((row, g) => {
    out.set(row, 8 * g)
  })
  const spread = (transport.components[component]?.dispersion ?? 0) / transport.inletVelocity
  const [slope = []] = inletPolynomial(3, [[0, 1, 0, 0]])
  const own = 1 - spread * pressureSlopeAt(transport, 0) - (spread / width) * (slope[0] ?? 0)
  out[24] = 1 / own
  const end = stretchedLength(transport)
  out[31] = Math.exp((-width * pressureSlopeAt(transport, end)) / pressureAt(transport, end))
  for (let k = 1; k <= 3; k++) out[24 + k] = ((spread / width) * (slope[k] ?? 0)) / own
}
