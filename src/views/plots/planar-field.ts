import type { ArrowsMark } from './figure.ts'

type Range = readonly [number, number]

/** Writes both rates of a planar system, or of a plane section of a larger one, at (x, y) into the first two places of `rates`. */
export type PlanarRates = (x: number, y: number, rates: Float64Array) => void

/** Directions of a planar system on a grid of so many columns and rows, cell middles; rests and places without a value left out. */
export function directionField(
  planar: PlanarRates,
  x: Range,
  y: Range,
  columns: number,
  rows: number,
): Pick<ArrowsMark, 'x' | 'y' | 'dx' | 'dy'> {
  const places = { x: [] as number[], y: [] as number[], dx: [] as number[], dy: [] as number[] }
  const rates = new Float64Array(2)
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const atX = x[0] + ((column + 0.5) / columns) * (x[1] - x[0])
      const atY = y[0] + ((row + 0.5) / rows) * (y[1] - y[0])
      planar(atX, atY, rates)
      const [dx = 0, dy = 0] = rates
      if (!Number.isFinite(dx) || !Number.isFinite(dy) || (dx === 0 && dy === 0)) continue
      places.x.push(atX)
      places.y.push(atY)
      places.dx.push(dx)
      places.dy.push(dy)
    }
  const array = (values: readonly number[]) => Float64Array.from(values)
  return { x: array(places.x), y: array(places.y), dx: array(places.dx), dy: array(places.dy) }
}

/** A polyline, NaN between pieces. */
export interface PlaneCurve {
  readonly x: Float64Array
  readonly y: Float64Array
}

/**
 * The curves on which each of the two rates is zero, by marching squares on a grid of `count` cells a side (saddles of a cell decided
 * by its middle), each crossing placed by regula falsi steps to about 1e-4 of a cell. A jump of sign through infinity is not a zero.
 */
export function nullclines(planar: PlanarRates, x: Range, y: Range, count: number): readonly [PlaneCurve, PlaneCurve] {
  const side = count + 1
  const xs = Float64Array.from({ length: side }, (_, i) => x[0] + (i / count) * (x[1] - x[0]))
  const ys = Float64Array.from({ length: side }, (_, i) => y[0] + (i / count) * (y[1] - y[0]))
  const values = [new Float64Array(side * side), new Float64Array(side * side)] as const
  const rates = new Float64Array(2)
  for (let row = 0; row < side; row++)
    for (let column = 0; column < side; column++) {
      planar(xs[column] ?? 0, ys[row] ?? 0, rates)
      values[0][row * side + column] = rates[0] ?? Number.NaN
      values[1][row * side + column] = rates[1] ?? Number.NaN
    }
  const rateOf = (which: 0 | 1) => (atX: number, atY: number) => {
    planar(atX, atY, rates)
    return rates[which] ?? Number.NaN
  }
  return [zeroCurve(values[0], xs, ys, rateOf(0)), zeroCurve(values[1], xs, ys, rateOf(1))]
}

/** Crossings of an edge are numbered: edge along x at (row, column) is 2·(row·side + column), along y one more. */
function zeroCurve(
  values: Float64Array,
  xs: Float64Array,
  ys: Float64Array,
  at: (x: number, y: number) => number,
): PlaneCurve {
  const side = xs.length
  const value = (row: number, column: number) => values[row * side + column] ?? Number.NaN
  const crossings = new Map<number, readonly [number, number] | undefined>()
  const crossing = (row: number, column: number, isAlongX: boolean): number | undefined => {
    const key = 2 * (row * side + column) + (isAlongX ? 0 : 1)
    if (!crossings.has(key)) {
      const from = [xs[column] ?? 0, ys[row] ?? 0] as const
      const to = isAlongX ? ([xs[column + 1] ?? 0, from[1]] as const) : ([from[0], ys[row + 1] ?? 0] as const)
      const other = isAlongX ? value(row, column + 1) : value(row + 1, column)
      crossings.set(key, findZero(from, to, value(row, column), other, at))
    }
    return crossings.get(key) === undefined ? undefined : key
  }
  const links: (readonly [number, number])[] = []
  for (let row = 0; row < side - 1; row++)
    for (let column = 0; column < side - 1; column++) {
      const corners = [value(row, column), value(row, column + 1), value(row + 1, column + 1), value(row + 1, column)]
      if (corners.some((corner) => !Number.isFinite(corner))) continue
      const signs = corners.map((corner) => corner > 0)
      const [a, b, c, d] = signs
      // Bottom, right, top, left.
      const cuts = [
        a === b ? undefined : crossing(row, column, true),
        b === c ? undefined : crossing(row, column + 1, false),
        c === d ? undefined : crossing(row + 1, column, true),
        d === a ? undefined : crossing(row, column, false),
      ]
      const present = cuts.filter((cut) => cut !== undefined)
      const [bottom, right, top, left] = cuts
      if (present.length === 2) {
        const [one = 0, two = 0] = present
        links.push([one, two])
      } else if (bottom !== undefined && right !== undefined && top !== undefined && left !== undefined) {
        const isMiddle =
          at(((xs[column] ?? 0) + (xs[column + 1] ?? 0)) / 2, ((ys[row] ?? 0) + (ys[row + 1] ?? 0)) / 2) > 0
        if (isMiddle === a) links.push([bottom, right], [top, left])
        else links.push([bottom, left], [top, right])
      }
    }
  return chain(links, crossings)
}

/** Where a value changes its sign between two places; undefined where it jumps instead. */
function findZero(
  from: readonly [number, number],
  to: readonly [number, number],
  first: number,
  second: number,
  at: (x: number, y: number) => number,
): readonly [number, number] | undefined {
  const place = (share: number) => [from[0] + share * (to[0] - from[0]), from[1] + share * (to[1] - from[1])] as const
  let [low, high, atLow, atHigh] = [0, 1, first, second]
  const bound = Math.max(Math.abs(first), Math.abs(second))
  let share = 0.5
  for (let round = 0; round < 6; round++) {
    share = atLow === atHigh ? (low + high) / 2 : low - (atLow * (high - low)) / (atHigh - atLow)
    const found = at(...place(share))
    if (Number.isNaN(found)) return undefined
    if (Math.abs(found) <= 1e-4 * bound) return place(share)
    // Illinois (Dowell and Jarratt 1971): the end that stays counts half, so that both ends move.
    if (found > 0 === atHigh > 0) {
      high = share
      atHigh = found
      atLow /= 2
    } else {
      low = share
      atLow = found
      atHigh /= 2
    }
  }
  return Math.abs(at(...place(share))) <= bound ? place(share) : undefined
}

/** Pieces of two crossings each, joined to curves as long as they go. */
function chain(
  links: readonly (readonly [number, number])[],
  crossings: ReadonlyMap<number, readonly [number, number] | undefined>,
): PlaneCurve {
  const neighbours = new Map<number, number[]>()
  const join = (from: number, to: number) => neighbours.set(from, [...(neighbours.get(from) ?? []), to])
  for (const [a, b] of links) {
    join(a, b)
    join(b, a)
  }
  const x: number[] = []
  const y: number[] = []
  const put = (key: number) => {
    const place = crossings.get(key)
    if (!place) return
    x.push(place[0])
    y.push(place[1])
  }
  const take = (from: number): number | undefined => {
    const own = neighbours.get(from)
    const next = own?.pop()
    if (next === undefined) return undefined
    const back = neighbours.get(next)
    back?.splice(back.indexOf(from), 1)
    return next
  }
  // Open curves from their ends first, then the closed ones.
  const starts = [...neighbours.keys()]
  for (const start of [...starts.filter((key) => neighbours.get(key)?.length === 1), ...starts])
    while ((neighbours.get(start)?.length ?? 0) > 0) {
      if (x.length > 0) {
        x.push(Number.NaN)
        y.push(Number.NaN)
      }
      put(start)
      for (let at = take(start); at !== undefined; at = take(at)) put(at)
    }
  return { x: Float64Array.from(x), y: Float64Array.from(y) }
}
