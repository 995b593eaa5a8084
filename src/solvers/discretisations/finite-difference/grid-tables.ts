import { axisNodes, axisSpacing, type Domain } from '../../../core/domain.ts'
import type { Kernels } from '../../../kernels/kernels.ts'
import type { Pointer } from '../../system.ts'
import type { TableValue } from './sweep-memory.ts'

/** Gregory's end weights: the trapezoid rule corrected to order 4. */
const gregory = [3 / 8, 7 / 6, 23 / 24] as const

/** Area of the unit sphere in d dimensions: 2, 2π, 4π, … */
function sphereArea(dimension: number): number {
  if (dimension === 1) return 2
  if (dimension === 2) return 2 * Math.PI
  return (2 * Math.PI * sphereArea(dimension - 2)) / (dimension - 2)
}

/**
 * Values along the axes of a domain that stencils read: coordinates of nodes and of the faces behind them, what a node stands for in an
 * integral (`quadrature`: trapezoid rule; Gregory's of order 4 at bounded ends), and for a radius the factors of r^(1−d) ∂(r^(d−1) ∂).
 * Nodes beyond the ends continue a bounded axis and go round a periodic one.
 */
export function makeGridTables(domain: Domain, order: 2 | 4): TableValue {
  const nodes = domain.axes.map(axisNodes)
  const spacings = domain.axes.map(axisSpacing)
  const isRadial = domain.axes[0]?.name === 'r'
  return (axis, name, node) => {
    const one = domain.axes[axis]
    const spacing = spacings[axis] ?? 1
    if (!one) return 1
    const count = one.points
    const own = one.isPeriodic ? ((node % count) + count) % count : node
    const coordinate = nodes[axis]?.[own] ?? one.from + own * spacing
    if (isRadial && name !== 'coordinate' && name !== 'face') return radialFactor(name, own, domain, spacing)
    switch (name) {
      case 'coordinate':
        return coordinate
      case 'face':
        return one.from + (own + 0.5) * spacing
      default: {
        if (one.isPeriodic) return spacing
        const fromEnd = Math.min(own, count - 1 - own)
        if (order === 4 && count >= 6) return spacing * (gregory[fromEnd] ?? 1)
        return fromEnd === 0 ? spacing / 2 : spacing
      }
    }
  }
}

function radialFactor(name: string, node: number, domain: Domain, spacing: number): number {
  const [axis] = domain.axes
  const d = domain.dimension
  if (!axis) return 1
  const at = (i: number) => axis.from + i * spacing
  const power = (r: number, n: number) => Math.max(r, 0) ** n
  const isLast = node === axis.points - 1
  const isFirst = node === 0
  /** Of the shell between two radii, by r^(d−1) dr. */
  const shell = (from: number, to: number) => (power(to, d) - power(from, d)) / d
  const low = isFirst ? at(0) : at(node - 0.5)
  const high = isLast ? at(node) : at(node + 0.5)
  const volume = shell(low, high)
  switch (name) {
    case 'quadrature':
      return sphereArea(d) * volume
    // At an end the flux beyond it is twice that at the end less the one within: only what passes the end counts.
    case 'outer':
      if (isFirst && axis.from > 0) return (power(at(0.5), d - 1) - power(at(0), d - 1) / 2) / volume
      return isLast ? power(at(node), d - 1) / (2 * volume) : power(at(node + 0.5), d - 1) / volume
    case 'inner':
      if (isLast) return (power(at(node - 0.5), d - 1) - power(at(node), d - 1) / 2) / volume
      return isFirst && axis.from > 0 ? power(at(0), d - 1) / (2 * volume) : power(low, d - 1) / volume
    case 'first':
      return at(node) === 0 ? 0 : (d - 1) / at(node)
    default:
      return at(node) === 0 ? d : 1
  }
}

/** What each node stands for in an integral, in the order of the nodes. */
export function quadratureWeights(kernels: Kernels, counts: readonly number[], tables: TableValue): Pointer {
  const [nx = 1, ny = 1] = counts
  const nodes = counts.reduce((product, count) => product * count, 1)
  const weights = kernels.reserve(nodes)
  const [xs, ys, zs] = [0, 1, 2].map((axis) => {
    const count = counts[axis]
    return Float64Array.from({ length: count ?? 1 }, (_, i) =>
      count === undefined ? 1 : tables(axis, 'quadrature', i),
    )
  })
  const view = kernels.view(weights, nodes)
  let before = Number.NaN
  for (let m = 0, at = 0; m < nodes / nx; m++, at += nx) {
    const factor = (ys?.[m % ny] ?? 1) * (zs?.[Math.floor(m / ny)] ?? 1)
    // Most rows are as the one before.
    if (factor === before) view.copyWithin(at, at - nx, at)
    else for (let x = 0; x < nx; x++) view[at + x] = (xs?.[x] ?? 1) * factor
    before = factor
  }
  return weights
}
