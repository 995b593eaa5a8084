import { axisNodes, type Domain, domainSize } from '../../core/domain.ts'
import type { FileNumbers } from '../problem.ts'
import { inAxisUnit } from './domain.ts'

/** What the file says of how its numbers become a field. */
export interface FileOptions {
  readonly file: string
  /** Column of a table; default the unknown's name, or the only one that is no coordinate. */
  readonly column?: string
  /** Array of a file with several. */
  readonly array?: string
  /** Values of black and white in a picture; default 0 and 1. */
  readonly from: number
  readonly to: number
}

/** Node values, or what is wrong, in words. */
export type NodeData = { readonly values: Float64Array } | { readonly wrong: string }

/** Values on a grid of their own, coordinates rising, the first dimension slowest. */
interface GridData {
  readonly coordinates: readonly Float64Array[]
  readonly values: Float64Array
}

const listed = (names: readonly string[]) => names.map((name) => `"${name}"`).join(', ')

/** Places of distinct values, rising; those that differ by rounding are one. */
function distinct(values: Float64Array): Float64Array {
  const sorted = Float64Array.from(values).sort()
  const width = (sorted.at(-1) ?? 0) - (sorted[0] ?? 0)
  return sorted.filter((value, i) => i === 0 || value - (sorted[i - 1] ?? 0) > 1e-9 * width)
}

/** The two neighbouring places between which a value stands. */
function between(sorted: Float64Array, value: number): { readonly low: number; readonly high: number } {
  let [low, high] = [0, sorted.length - 1]
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if ((sorted[middle] ?? 0) <= value) low = middle
    else high = middle
  }
  return { low, high }
}

function placeIn(sorted: Float64Array, value: number): number {
  const { low, high } = between(sorted, value)
  return Math.abs((sorted[high] ?? 0) - value) < Math.abs((sorted[low] ?? 0) - value) ? high : low
}

/** The grid that the rows of a table make, in any order. */
function gridOfTable(
  { columns }: FileNumbers,
  domain: Domain,
  unknown: string,
  { file, column }: FileOptions,
): GridData | string {
  const names = columns.map(({ name }) => name)
  const find = (name: string) => columns.find((one) => one.name.toLowerCase() === name.toLowerCase())
  const wanted = domain.axes.map(({ name }) => name)
  const missing = wanted.filter((name) => !find(name))
  const others = columns.filter((one) => !['x', 'y', 'z', 'r', 't'].includes(one.name.toLowerCase()))
  const value = column === undefined ? (find(unknown) ?? (others.length === 1 ? others[0] : undefined)) : find(column)
  if (!value)
    return `"${file}" has no column "${column ?? unknown}"; it has ${listed(names)}. Name one: { "file": "${file}", "column": "${names.at(-1)}" }`
  const rows = value.values.length
  if (rows === 0) return `"${file}" has no rows of numbers; write a header ${[...wanted, unknown].join(',')} and one row a point`
  const bad = value.values.findIndex((number) => !Number.isFinite(number))
  if (bad >= 0) return `"${file}", column "${value.name}": row ${bad + 1} has no number`
  // One column and no coordinates: the nodes in their order.
  if (missing.length === wanted.length && rows === domainSize(domain)) return { coordinates: domain.axes.map(axisNodes), values: reversed(value.values) }
  if (missing.length > 0) return `"${file}" has no column ${listed(missing)}; its columns should be ${[...wanted, unknown].join(', ')}, here are ${listed(names)}`
  const axes = domain.axes.map((axis) => {
    const own = find(axis.name)
    return own ? inAxisUnit(own.values, own.unit, axis) : new Float64Array()
  })
  const coordinates = axes.map(distinct)
  const size = coordinates.reduce((product, each) => product * each.length, 1)
  if (size !== rows)
    return `"${file}" has ${rows} rows, but its coordinates make a grid of ${coordinates.map((each) => each.length).join(' × ')} = ${size}; give a value for each point of a rectangular grid`
  const values = new Float64Array(size).fill(Number.NaN)
  for (let row = 0; row < rows; row++) {
    let place = 0
    for (let d = axes.length - 1; d >= 0; d--) place = place * (coordinates[d]?.length ?? 1) + placeIn(coordinates[d] ?? new Float64Array(), axes[d]?.[row] ?? 0)
    values[place] = value.values[row] ?? Number.NaN
  }
  if (values.some(Number.isNaN)) return `"${file}" gives some points twice and others not at all; give a value for each point of a rectangular grid`
  return { coordinates, values }
} // biome-ignore format: sentences

/** A copy in our order: what is given without coordinates is taken with x fastest, as it is kept. */
const reversed = (values: Float64Array) => Float64Array.from(values)

/** The grid that an array covers: the whole domain, as its nodes do; a picture by the middles of its pixels. */
function gridOfArray(
  { arrays }: FileNumbers,
  { axes }: Domain,
  unknown: string,
  { file, array, from, to }: FileOptions,
): GridData | string {
  const names = arrays.map(({ name }) => name)
  const found = array === undefined ? (arrays.find(({ name }) => name === unknown) ?? (arrays.length === 1 ? arrays[0] : undefined)) : arrays.find(({ name }) => name === array)
  if (!found) return `"${file}" has no array "${array ?? unknown}"; it has ${listed(names)}. Name one: { "file": "${file}", "array": "${names[0]}" }`
  // (…, y, x); dimensions of one value say nothing.
  const shape = found.shape.filter((count) => count > 1)
  if (shape.length !== axes.length) return `"${file}" holds an array of shape ${found.shape.join(' × ')}, the domain has ${axes.length} ${axes.length === 1 ? 'axis' : 'axes'} (${axes.map(({ name }) => name).reverse().join(', ')}): give an array of ${axes.length} dimension${axes.length === 1 ? '' : 's'}`
  const bad = found.values.findIndex((number) => !Number.isFinite(number))
  if (bad >= 0) return `"${file}" has a value that is no number, the ${bad + 1}th of its array`
  const counts = shape.toReversed()
  const coordinates = axes.map((axis, d) => {
    const count = counts[d] ?? 1
    if (found.isPicture) return Float64Array.from({ length: count }, (_, i) => axis.from + ((axis.to - axis.from) * (i + 0.5)) / count)
    return axisNodes({ ...axis, points: count })
  })
  const values = Float64Array.from(found.values)
  if (found.isPicture) {
    const [width = 1, height = 1] = counts
    for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) values[y * width + x] = from + (to - from) * (found.values[(height - 1 - y) * width + x] ?? 0)
  }
  return { coordinates, values }
} // biome-ignore format: sentences

/** Linear interpolation along one axis: the two places and the weight of the second. Beyond the ends the end's value, or around. */
function weightsOf(from: Float64Array, axis: Domain['axes'][number]) {
  const count = from.length
  const length = axis.to - axis.from
  return Array.from(axisNodes(axis), (node) => {
    const [first, last] = [from[0] ?? 0, from[count - 1] ?? 0]
    if (node < first || node > last) {
      if (!axis.isPeriodic) return { low: node < first ? 0 : count - 1, high: node < first ? 0 : count - 1, weight: 0 }
      const gap = first + length - last
      const ahead = node > last ? node - last : node + length - last
      return { low: count - 1, high: 0, weight: gap > 0 ? Math.min(1, ahead / gap) : 0 }
    }
    const { low, high } = between(from, node)
    const gap = (from[high] ?? 0) - (from[low] ?? 0)
    const part = gap > 0 ? (node - (from[low] ?? 0)) / gap : 0
    // A node that is one but for rounding takes the value as it is.
    return { low, high, weight: part < 1e-9 ? 0 : part > 1 - 1e-9 ? 1 : part }
  })
}

/** Values on the nodes, by linear interpolation an axis at a time; on the same grid they are taken as they are. */
function resample({ coordinates, values }: GridData, { axes }: Domain): Float64Array {
  let current = values
  const counts = coordinates.map((each) => each.length)
  axes.forEach((axis, d) => {
    const weights = weightsOf(coordinates[d] ?? new Float64Array(), axis)
    const inner = counts.slice(0, d).reduce((product, n) => product * n, 1)
    const outer = counts.slice(d + 1).reduce((product, n) => product * n, 1)
    const count = counts[d] ?? 1
    const next = new Float64Array(inner * weights.length * outer)
    for (let o = 0; o < outer; o++)
      weights.forEach(({ low, high, weight }, i) => {
        const to = (o * weights.length + i) * inner
        const [a, b] = [(o * count + low) * inner, (o * count + high) * inner]
        for (let k = 0; k < inner; k++) next[to + k] = weight === 0 ? (current[a + k] ?? 0) : weight === 1 ? (current[b + k] ?? 0) : (1 - weight) * (current[a + k] ?? 0) + weight * (current[b + k] ?? 0) // biome-ignore format: one thought
      })
    counts[d] = weights.length
    current = next
  })
  return current
}

/** The values of a file at the nodes of the domain, interpolated where its grid is another. */
export function nodeData(numbers: FileNumbers, domain: Domain, unknown: string, options: FileOptions): NodeData {
  const grid = numbers.arrays.length > 0 ? gridOfArray(numbers, domain, unknown, options) : gridOfTable(numbers, domain, unknown, options) // biome-ignore format: one thought
  return typeof grid === 'string' ? { wrong: grid } : { values: resample(grid, domain) }
}
