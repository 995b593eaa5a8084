/** One axis of a box; the values of a field along it follow from these numbers. */
export interface DomainAxis {
  /** `x`, `y`, `z`, or `r` where the solution is symmetric about the origin. */
  readonly name: string
  readonly unit: string
  readonly from: number
  readonly to: number
  /** Periodic: values from `from`, the right end left out. Bounded: nodes, both ends included. */
  readonly points: number
  readonly isPeriodic: boolean
}

/** Where a field lives: an interval, a rectangle or a box, axes in the order x, y, z. Values are stored with x running fastest. */
export interface Domain {
  readonly axes: readonly DomainAxis[]
  /** Of space: the number of axes, or what the file says where the only axis is `r`. */
  readonly dimension: number
}

/** Distance of neighbouring nodes. */
export function axisSpacing(axis: DomainAxis): number {
  return (axis.to - axis.from) / (axis.isPeriodic ? axis.points : axis.points - 1)
}

/** Coordinates of the nodes; the ends of a bounded axis are exact. */
export function axisNodes(axis: DomainAxis): Float64Array {
  const spacing = axisSpacing(axis)
  const nodes = Float64Array.from({ length: axis.points }, (_, i) => axis.from + i * spacing)
  if (!axis.isPeriodic) nodes[axis.points - 1] = axis.to
  return nodes
}

/** Count of nodes. */
export function domainSize(domain: Domain): number {
  return domain.axes.reduce((product, axis) => product * axis.points, 1)
}

/** The coordinate along an axis at every node, x running fastest. */
export function coordinateValues({ axes }: Domain, place: number): Float64Array {
  const along = axes[place]
  const values = along ? axisNodes(along) : new Float64Array()
  const inner = axes.slice(0, place).reduce((product, axis) => product * axis.points, 1)
  const outer = axes.slice(place + 1).reduce((product, axis) => product * axis.points, 1)
  const out = new Float64Array(inner * values.length * outer)
  let at = 0
  for (let o = 0; o < outer; o++) for (const value of values) for (let i = 0; i < inner; i++) out[at++] = value
  return out
}

/** Coordinates of every node, an array an axis. */
export function coordinates(domain: Domain): readonly Float64Array[] {
  return domain.axes.map((_, place) => coordinateValues(domain, place))
}
