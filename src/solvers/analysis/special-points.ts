import { dot, norm, nullVectors, unit } from '../../kernels/small-dense.ts'
import { findSignChange } from '../find-root.ts'
import type { EquilibriumCurve } from './equilibrium-curve.ts'
import { firstLyapunov } from './hopf.ts'
import type { Linearisation } from './linearisation.ts'

/** A computed point of a branch. */
export interface CurvePoint {
  readonly place: Float64Array
  readonly tangent: Float64Array
  /** Sign of the determinant of the bordered derivative: changes where branches cross. */
  readonly sign: number
  readonly linear: Linearisation | undefined
}

export interface SpecialPoint {
  readonly kind: 'fold' | 'hopf' | 'branch-point'
  readonly place: Float64Array
  /** Distance along the tangent from the point before. */
  readonly at: number
  /** Hopf: ω of the eigenvalues ±iω. */
  readonly frequency?: number
  /** Of Hopf points: negative where the cycle that is born is stable. */
  readonly firstLyapunov?: { readonly value: number; readonly isDegenerate: boolean }
  /** Of branch points: tangent of the branch it was found on, and of the one that crosses. */
  readonly tangent?: Float64Array
  readonly other?: Float64Array
  /** The branch itself turns back here: it is the fork of a pitchfork. */
  readonly isTurning?: boolean
}

/** The point at a place, its tangent on the side of `along`. */
export function pointAt(curve: EquilibriumCurve, place: Float64Array, along: Float64Array): CurvePoint {
  const tangent = curve.tangent(place, along)
  return { place, tangent, sign: curve.bordered(place, tangent).sign, linear: curve.linearise(place) }
}

/** Part of the step to which a special point is located. */
const RESOLUTION = 1e3

/** Folds, Hopf points and branch points between two neighbouring points, in their order. */
export function findSpecialPoints(curve: EquilibriumCurve, from: CurvePoint, to: CurvePoint): readonly SpecialPoint[] {
  const { size } = curve
  const reach = dot(from.tangent, to.place) - dot(from.tangent, from.place)
  if (!(reach > 0)) return []
  const slowness = dot(from.tangent, to.tangent)
  // Hermite's cubic is so near the branch that it serves where Newton's method fails, close to a crossing.
  const placeAt = (s: number): Float64Array => {
    const x = s / reach
    const [a, b] = [(1 + 2 * x) * (1 - x) ** 2, x * x * (3 - 2 * x)]
    const [c, d] = [x * (1 - x) ** 2 * reach, (x * x * (x - 1) * reach) / slowness]
    const guess = from.place.map((value, i) => a * value + b * to.place[i] + c * from.tangent[i] + d * to.tangent[i])
    const found = curve.correct(guess, from.tangent)?.place
    return found && norm(found.map((value, i) => value - guess[i])) < 0.1 * reach ? found : guess
  }
  const locate = (test: (place: Float64Array) => number, atFrom: number, atTo: number): { at: number; place: Float64Array } => {
    const at = findSignChange((s) => test(placeAt(s)), 0, atFrom, reach, atTo, reach * RESOLUTION)
    return { at, place: placeAt(at).slice() }
  } // biome-ignore format: one thought
  const found: SpecialPoint[] = []
  const turns = from.tangent[size] * to.tangent[size] < 0
  const crosses = from.sign * to.sign < 0
  if (crosses) {
    const { logarithm } = curve.bordered(from.place, from.tangent)
    const determinant = (place: Float64Array) => {
      const factors = curve.bordered(place, from.tangent)
      return factors.sign * Math.exp(factors.logarithm - logarithm)
    }
    const { at, place } = locate(determinant, from.sign, determinant(to.place))
    found.push(branchPoint(curve, from, to, at / reach, place, at, turns))
  } else if (turns) {
    const slope = (place: Float64Array) => curve.tangent(place, from.tangent)[size]
    found.push({ kind: 'fold', ...locate(slope, from.tangent[size], to.tangent[size]) })
  }
  found.push(...hopfPoints(curve, from, to, locate))
  return found.toSorted((a, b) => a.at - b.at)
}

type Locate = (test: (place: Float64Array) => number, atFrom: number, atTo: number) => { readonly at: number; readonly place: Float64Array } // biome-ignore format: one signature

/** Real parts from the largest on are continuous functions along the branch: one that changes its sign with a partner is a pair's. */
function hopfPoints(
  curve: EquilibriumCurve,
  from: CurvePoint,
  to: CurvePoint,
  locate: Locate,
): readonly SpecialPoint[] {
  const [before, after] = [from.linear?.eigenvalues, to.linear?.eigenvalues]
  if (!before || !after) return []
  const found: SpecialPoint[] = []
  for (let k = 0; k < before.length; k++) {
    const [a, b] = [before[k][0], after[k][0]]
    if (!(a * b < 0)) continue
    const { at, place } = locate((place) => curve.linearise(place)?.eigenvalues[k]?.[0] ?? Number.NaN, a, b)
    const linear = curve.linearise(place)
    const [re, im] = linear?.eigenvalues[k] ?? [1, 0]
    const largest = Math.max(...(linear?.eigenvalues ?? []).map(([x, y]) => Math.hypot(x, y)))
    // A real one passes zero at a fold or branch point; a jump through infinity is no zero.
    if (!(Math.abs(im) > 1e-5 * largest && Math.abs(re) < 1e-6 * largest)) continue
    const frequency = Math.abs(im)
    const isPlain = curve.field.system.mass === undefined
    found.push({
      kind: 'hopf',
      at,
      place,
      frequency,
      ...(isPlain ? { firstLyapunov: firstLyapunov(curve.field, curve.stateOf(place), frequency) } : {}),
    })
    // Its partner changes its sign here as well.
    k++
  }
  return found
}

/**
 * The tangent of the branch that crosses, from the quadratic form of the second derivatives on the two null vectors
 * (Seydel 5.6.2; Keller 1977): one of its two zeros is the branch itself.
 */
function branchPoint(
  curve: EquilibriumCurve,
  from: CurvePoint,
  to: CurvePoint,
  share: number,
  place: Float64Array,
  at: number,
  isTurning: boolean,
): SpecialPoint {
  const { size } = curve
  const tangent = unit(from.tangent.map((value, i) => value + share * (to.tangent[i] - value)))
  const { right, left } = nullVectors(curve.bordered(place, tangent))
  const step = 1e-4
  const ahead = curve.derivative(place.map((value, i) => value + step * right[i]))
  const behind = curve.derivative(place.map((value, i) => value - step * right[i]))
  /** ψᵀ D²f [φ, v]. */
  const form = (vector: Float64Array) => {
    let sum = 0
    for (let i = 0; i < size; i++)
      for (let j = 0; j <= size; j++)
        sum += (left[i] * (ahead[i * (size + 1) + j] - behind[i * (size + 1) + j]) * vector[j]) / (2 * step)
    return sum
  }
  const [mixed, own] = [form(tangent), form(right)]
  const share2 = Math.abs(mixed) > 1e-8 * Math.abs(own) && mixed !== 0 ? -own / (2 * mixed) : 0
  const other = unit(right.map((value, i) => value + share2 * tangent[i]))
  return { kind: 'branch-point', place, at, tangent, other, isTurning }
}

/** For people: `fold`, `pitchfork`, `Hopf, supercritical`. @param kind of a branch point, where it is known */
export function pointName(point: SpecialPoint, kind: string | undefined): string {
  if (point.kind === 'fold') return 'fold'
  if (point.kind === 'branch-point') return kind ?? 'branch point'
  const { firstLyapunov } = point
  if (firstLyapunov === undefined || !Number.isFinite(firstLyapunov.value)) return 'Hopf'
  if (firstLyapunov.isDegenerate) return 'Hopf, degenerate'
  return firstLyapunov.value < 0 ? 'Hopf, supercritical' : 'Hopf, subcritical'
}
