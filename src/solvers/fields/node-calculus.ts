import { axisNodes, axisSpacing, type Domain, domainSize } from '../../core/domain.ts'
import { fornbergWeights } from '../discretisations/finite-difference/stencil-weights.ts'

/** Values around a node that its derivative is made of: order 8 for first derivatives inside, 6 for fourth. */
const width = 9
/** Weights of the trapezoidal rule corrected at the ends, of order 4: the norm of B. Strand, J. Comput. Phys. 110 (1994) 47. */
const endWeights = [17 / 48, 59 / 48, 43 / 48, 49 / 48]

/** Surface of the unit sphere in 1, 2 and 3 dimensions. */
const sphere = [2, 2 * Math.PI, 4 * Math.PI]

/** What saved fields are measured with: derivatives, integrals and values between nodes, from node values alone. */
export interface NodeCalculus {
  /** ∂^order along an axis. */
  derivative(values: Float64Array, axis: number, order: number): Float64Array
  laplacian(values: Float64Array): Float64Array
  /** Divergence of components, one an axis. */
  divergence(components: readonly Float64Array[]): Float64Array
  /** Weights of the nodes in an integral over the domain; 0 outside a region. */
  readonly weights: Float64Array
  /** The integral; values that are not numbers count as outside. */
  integral(values: Float64Array): number
  /** By the polynomial through the six nearest values along each axis. */
  at(values: Float64Array, point: readonly number[]): number
}

/** A line of nodes of an array: where it begins and the distance of its values. */
function forEachLine(domain: Domain, axis: number, visit: (start: number, stride: number) => void): void {
  const counts = domain.axes.map(({ points }) => points)
  const stride = counts.slice(0, axis).reduce((product, n) => product * n, 1)
  const length = counts[axis] ?? 1
  const size = domainSize(domain)
  for (let block = 0; block < size; block += stride * length) for (let i = 0; i < stride; i++) visit(block + i, stride)
}

function axisWeights({ points, isPeriodic, from, to }: Domain['axes'][number]): Float64Array {
  const spacing = axisSpacing({ name: '', unit: '', points, isPeriodic, from, to })
  return Float64Array.from({ length: points }, (_, i) => {
    if (isPeriodic) return spacing
    const end = Math.min(i, points - 1 - i)
    if (points < 2 * endWeights.length) return end === 0 ? spacing / 2 : spacing
    return spacing * (endWeights[end] ?? 1)
  })
}

/** The part of each node's cell that lies inside, from a function that is negative there. */
function insideParts(domain: Domain, level: Float64Array): Float64Array {
  return level.map((value, i) => {
    let reach = 0
    let stride = 1
    let rest = i
    for (const { points } of domain.axes) {
      const place = rest % points
      const before = level[place > 0 ? i - stride : i] ?? value
      const after = level[place < points - 1 ? i + stride : i] ?? value
      reach += Math.abs(after - before) / (place > 0 && place < points - 1 ? 2 : 1)
      rest = Math.floor(rest / points)
      stride *= points
    }
    if (reach === 0) return value < 0 ? 1 : 0
    return Math.min(1, Math.max(0, 0.5 - value / reach))
  })
}

/** Makes it for a domain. @param level a value a node, negative inside, where only a region is kept */
export function makeNodeCalculus(domain: Domain, level?: Float64Array): NodeCalculus {
  const { axes, dimension } = domain
  const size = domainSize(domain)
  const nodes = axes.map(axisNodes)
  const isRadial = axes[0]?.name === 'r'
  const weights = level ? insideParts(domain, level) : new Float64Array(size).fill(1)
  axes.forEach((axis, d) => {
    const own = axisWeights(axis)
    forEachLine(domain, d, (start, stride) => {
      for (let i = 0; i < axis.points; i++)
        weights[start + i * stride] = (weights[start + i * stride] ?? 0) * (own[i] ?? 0)
    })
  })
  if (isRadial) for (let i = 0; i < size; i++) weights[i] = (weights[i] ?? 0) * (sphere[dimension - 1] ?? 1) * (nodes[0]?.[i] ?? 0) ** (dimension - 1) // biome-ignore format: one thought

  /** Rows of weights: of the node `own` of a stencil of `count` values. */
  const rows = new Map<string, readonly number[]>()
  const rowOf = (order: number, count: number, own: number) => {
    const key = `${order} ${count} ${own}`
    const row =
      rows.get(key) ??
      fornbergWeights(
        order,
        Array.from({ length: count }, (_, k) => k - own),
      )
    rows.set(key, row)
    return row
  }

  const derivative = (values: Float64Array, axis: number, order: number): Float64Array => {
    if (order === 0) return values
    const out = new Float64Array(size)
    const description = axes[axis]
    if (!description) return out
    const { points, isPeriodic } = description
    const count = Math.min(width, isPeriodic ? (points % 2 === 0 ? points - 1 : points) : points)
    const half = (count - 1) >> 1
    const scale = axisSpacing(description) ** -order
    forEachLine(domain, axis, (start, stride) => {
      for (let i = 0; i < points; i++) {
        const first = isPeriodic ? i - half : Math.min(points - count, Math.max(0, i - half))
        const row = rowOf(order, count, i - first)
        let sum = 0
        for (let k = 0; k < count; k++) {
          const place = isPeriodic ? (first + k + points) % points : first + k
          sum += (row[k] ?? 0) * (values[start + place * stride] ?? 0)
        }
        out[start + i * stride] = scale * sum
      }
    })
    return out
  }

  const overRadius = (slope: Float64Array, curvature: Float64Array) =>
    slope.map((value, i) => {
      const r = nodes[0]?.[i] ?? 0
      return r === 0 ? (curvature[i] ?? 0) : value / r
    })
  const laplacian = (values: Float64Array): Float64Array => {
    const sum = new Float64Array(size)
    axes.forEach((_, axis) => {
      const second = derivative(values, axis, 2)
      second.forEach((value, i) => {
        sum[i] = (sum[i] ?? 0) + value
      })
    })
    if (!isRadial || dimension === 1) return sum
    const slopes = overRadius(derivative(values, 0, 1), sum)
    return sum.map((value, i) => value + (dimension - 1) * (slopes[i] ?? 0))
  }

  return {
    derivative,
    laplacian,
    divergence(components) {
      const sum = new Float64Array(size)
      components.forEach((component, axis) => {
        const slope = derivative(component, axis, 1)
        const round = isRadial && dimension > 1 ? overRadius(component, slope) : undefined
        slope.forEach((value, i) => {
          sum[i] = (sum[i] ?? 0) + value + (round ? (dimension - 1) * (round[i] ?? 0) : 0)
        })
      })
      return sum
    },
    weights,
    integral(values) {
      // Compensated: a mass that is kept is seen to be kept.
      let [sum, lost] = [0, 0]
      for (let i = 0; i < size; i++) {
        const part = (values[i] ?? 0) * (weights[i] ?? 0)
        if (Number.isNaN(part)) continue
        const next = sum + (part - lost)
        lost = next - sum - (part - lost)
        sum = next
      }
      return sum
    },
    at(values, point) {
      let parts: readonly { readonly place: number; readonly weight: number }[] = [{ place: 0, weight: 1 }]
      let stride = 1
      axes.forEach((axis, d) => {
        const { points, isPeriodic } = axis
        const spacing = axisSpacing(axis)
        const count = Math.min(6, points)
        const length = axis.to - axis.from
        let where = ((point[d] ?? 0) - axis.from) / spacing
        if (isPeriodic) where -= (Math.floor(((point[d] ?? 0) - axis.from) / length) * length) / spacing
        const nearest = Math.round(where)
        const isNode = Math.abs(where - nearest) < 1e-9
        const first = isPeriodic ? Math.floor(where) - (count >> 1) + 1 : Math.min(points - count, Math.max(0, Math.floor(where) - (count >> 1) + 1)) // biome-ignore format: one thought
        const row = isNode
          ? [1]
          : fornbergWeights(
              0,
              Array.from({ length: count }, (_, k) => first + k - where),
            )
        const begin = isNode ? nearest : first
        const step = stride
        parts = parts.flatMap(({ place, weight }) =>
          row.map((factor, k) => ({ place: place + step * ((begin + k + points) % points), weight: weight * factor })),
        )
        stride *= points
      })
      return parts.reduce((sum, { place, weight }) => sum + weight * (values[place] ?? Number.NaN), 0)
    },
  }
}
