import { axisSpacing, type Domain } from '../../../core/domain.ts'
import type { Modes } from './modes.ts'
import type { AxisKind } from './operator.ts'

/** A coefficient that counts in an integral: its place in a field's numbers and its weight. */
export interface IntegralWeight {
  readonly place: number
  readonly weight: number
}

/** ∫ over the domain from the coefficients of a field: the mean along periodic and cosine axes, odd sines along the others. */
export function integralWeights(domain: Domain, modes: Modes, kinds: readonly AxisKind[]): IntegralWeight[] {
  let weights: IntegralWeight[] = [{ place: 0, weight: 1 }]
  let stride = modes.isComplex ? 2 : 1
  for (const [axis, { from, to }] of domain.axes.entries()) {
    const { count, waves } = modes.axes[axis]
    const own: IntegralWeight[] = []
    // ∫ 2 sin qx over the length is 4/q for odd waves.
    if (kinds[axis] === 'sine') for (let k = 1; k < count; k += 2) own.push({ place: k * stride, weight: 4 / waves[k] })
    else own.push({ place: 0, weight: to - from })
    const before = weights
    weights = own.flatMap((a) => before.map((b) => ({ place: a.place + b.place, weight: a.weight * b.weight })))
    stride *= count
  }
  return weights
}

/** Weights of the trapezoidal rule on the nodes, x running fastest. */
export function trapezoidWeights(domain: Domain): Float64Array {
  let weights = Float64Array.of(1)
  for (const axis of domain.axes) {
    const spacing = axisSpacing(axis)
    const own = new Float64Array(axis.points).fill(spacing)
    if (!axis.isPeriodic) {
      own[0] /= 2
      own[axis.points - 1] /= 2
    }
    const next = new Float64Array(weights.length * axis.points)
    for (let k = 0; k < axis.points; k++)
      for (let i = 0; i < weights.length; i++) next[k * weights.length + i] = own[k] * weights[i]
    weights = next
  }
  return weights
}
