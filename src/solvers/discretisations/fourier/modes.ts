import { axisSpacing, type Domain } from '../../../core/domain.ts'
import { isNumber } from '../../../expression/build.ts'
import type { Expression } from '../../../expression/expression.ts'
import type { AxisKind, Operator } from './operator.ts'
import { kindsAfter, ordersOf } from './operator.ts'

/** The coefficients of one axis, in the order in which they are kept. */
export interface ModeAxis {
  readonly isPeriodic: boolean
  readonly points: number
  /** The highest wave number that is kept, in whole waves of the period (of twice the length where bounded). */
  readonly highest: number
  readonly count: number
  /** Signed wave numbers 2π k/period. */
  readonly waves: Float64Array
  /** Place of a wave that the nodes cannot tell from its mirror: its odd derivatives are zero. −1: none is kept. */
  readonly nyquist: number
  /** Half of the spectrum stands for all of it: of real fields, on the last periodic axis. */
  readonly isHalved: boolean
}

/**
 * The coefficients of a field: axis after axis as the domain's, x running fastest, the same for every field. Cosine and sine series
 * have the same places; those of a sine series that do not exist are zero. With a periodic axis numbers are interleaved complex.
 * u = Σ c e^{iqx} over all waves; along bounded axes c₀ + 2Σ c cos qx, 2Σ c sin qx.
 */
export interface Modes {
  readonly axes: readonly ModeAxis[]
  readonly isComplex: boolean
  /** Coefficients, complex ones counted once. */
  readonly count: number
  /** Float64 numbers. */
  readonly length: number
}

/** What part of the wave numbers is kept: all, below a third (quadratic products), below a quarter (cubic) of the period's points. */
export type Kept = 'all' | 'third' | 'quarter'

/** The coefficients of fields on a domain. */
export function makeModes(domain: Domain, kept: Kept): Modes {
  const halved = domain.axes.findIndex((axis) => axis.isPeriodic)
  const axes = domain.axes.map((axis, place): ModeAxis => {
    const { points, isPeriodic } = axis
    const period = isPeriodic ? points : 2 * (points - 1)
    const all = Math.floor(period / 2)
    // Sums of two (three) kept waves are mirrored to waves that are not kept.
    const part = kept === 'third' ? 3 : 4
    const highest = kept === 'all' ? all : Math.max(0, Math.ceil(period / part) - 1)
    const isHalved = place === halved
    const wave = (2 * Math.PI) / (period * axisSpacing(axis))
    const isWhole = isPeriodic && !isHalved
    const count = !isWhole ? highest + 1 : highest === all ? points : 2 * highest + 1
    const waves = Float64Array.from({ length: count }, (_, k) => wave * (k <= highest ? k : k - count))
    const nyquist = period % 2 === 0 && highest === all ? all : -1
    return { isPeriodic, points, highest, count, waves, nyquist, isHalved }
  })
  const count = axes.reduce((product, axis) => product * axis.count, 1)
  const isComplex = halved >= 0
  return { axes, isComplex, count, length: isComplex ? 2 * count : count }
}

/** Factors an operator multiplies coefficients by; a part that is zero for all is absent. */
export interface Symbols {
  readonly real?: Float64Array
  readonly imaginary?: Float64Array
  /** Changes nothing, whatever the parameters are. */
  readonly isOne?: true
}

/** The symbol of an operator on a field of one kind of series, as a field of another; zero where the other has no coefficient. */
export function symbolsOf(
  modes: Modes,
  operator: Operator,
  target: readonly AxisKind[],
  evaluate: (coefficient: Expression) => number,
): Symbols {
  const { axes, count } = modes
  const parts: { real?: Float64Array; imaginary?: Float64Array; isOne?: true } = {}
  for (const [key, coefficient] of operator) {
    const orders = ordersOf(key)
    const source = kindsAfter(target, orders)
    const factors = axes.map((axis, place) => axisFactors(axis, orders[place], source[place], target[place]))
    // i^(sum of the orders along periodic axes).
    const turns = axes.reduce((sum, axis, place) => sum + (axis.isPeriodic ? orders[place] : 0), 0) % 4
    const value = evaluate(coefficient) * (turns > 1 ? -1 : 1)
    const part = turns % 2 === 0 ? 'real' : 'imaginary'
    const out = parts[part] ?? new Float64Array(count)
    parts[part] = out
    addProducts(out, value, factors)
    if (
      operator.size === 1 &&
      isNumber(coefficient, 1) &&
      orders.every((order) => order === 0) &&
      !target.includes('sine')
    )
      parts.isOne = true
  }
  return parts
}

/** out += value · the product of one factor an axis, the first axis running fastest. */
function addProducts(out: Float64Array, value: number, factors: readonly Float64Array[]): void {
  const [x, y = Float64Array.of(1), z = Float64Array.of(1)] = factors
  let at = 0
  for (const c of z) for (const b of y) for (const a of x) out[at++] += value * c * b * a
}

/** q^order with the signs of cosines and sines; i^order is left out. */
function axisFactors(axis: ModeAxis, order: number, source: AxisKind, target: AxisKind): Float64Array {
  const { waves, nyquist, isPeriodic } = axis
  let sign = 1
  if (!isPeriodic) {
    let kind = source
    for (let k = 0; k < order; k++) {
      if (kind === 'cosine') sign = -sign
      kind = kind === 'cosine' ? 'sine' : 'cosine'
    }
  }
  return waves.map((wave, place) => {
    if (place === nyquist && order % 2 === 1) return 0
    if (target === 'sine' && (place === 0 || place === nyquist)) return 0
    return sign * wave ** order
  })
}

/** Pairs of places whose coefficients are conjugates of each other in a real field, beyond those that are never kept twice. */
export function conjugatePlaces(modes: Modes): Int32Array {
  const { axes, isComplex } = modes
  if (!isComplex) return new Int32Array()
  const [x, y, z] = [0, 1, 2].map((place) => axes[place] as ModeAxis | undefined)
  const pairs: number[] = []
  const mirror = (axis: ModeAxis | undefined, k: number): number => {
    if (!axis?.isPeriodic || axis.isHalved) return k
    return k === 0 || k === axis.nyquist ? k : axis.count - k
  }
  const isOwn = (axis: ModeAxis | undefined, k: number) => !axis?.isHalved || k === 0 || k === axis.nyquist
  const [nx, ny, nz] = [x?.count ?? 1, y?.count ?? 1, z?.count ?? 1]
  for (let c = 0; c < nz; c++) {
    if (!isOwn(z, c)) continue
    for (let b = 0; b < ny; b++) {
      if (!isOwn(y, b)) continue
      for (let a = 0; a < nx; a++) {
        if (!isOwn(x, a)) continue
        const here = (c * ny + b) * nx + a
        const there = (mirror(z, c) * ny + mirror(y, b)) * nx + mirror(x, a)
        if (there >= here) pairs.push(here, there)
      }
    }
  }
  return Int32Array.from(pairs)
}
