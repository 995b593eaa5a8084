import type { StudyResult } from '../../core/simulation.ts'
import { dot, norm } from '../../kernels/small-dense.ts'
import type { Box } from './box.ts'
import { boxJson, findEquilibria } from './equilibria.ts'
import { type EquilibriumCurve, makeEquilibriumCurve } from './equilibrium-curve.ts'
import { type CurvePoint, findSpecialPoints, pointAt, pointName, type SpecialPoint } from './special-points.ts'
import { finite, named, type Study } from './study.ts'
import type { VectorField } from './vector-field.ts'

export interface ContinuationOptions {
  /** Place of the parameter. */
  readonly parameter: number
  readonly name: string
  readonly from: number
  readonly to: number
  readonly box: Box
  readonly starts: number
  readonly initial: Float64Array
}

type Ending = 'range' | 'closed' | 'far away' | 'no convergence' | 'too long'

interface Half {
  readonly points: CurvePoint[]
  readonly specials: { readonly point: SpecialPoint; readonly index: number }[]
  readonly ending: Ending
}

interface Branch {
  readonly points: readonly CurvePoint[]
  readonly specials: readonly { readonly point: SpecialPoint; readonly index: number }[]
  readonly begins: Ending | 'branch point'
  readonly ends: Ending | 'branch point'
}

const MOST_POINTS = 4000
const MOST_BRANCHES = 40
const LONGEST = 0.02
const SHORTEST = 1e-7
/** Cosine of the largest turn between neighbours. */
const STRAIGHT = 0.985
/** In units of the box: what is beyond has left for infinity. */
const FAR = 20

/** The curve from a point in the direction of its tangent until it leaves the range, closes or gets lost. */
function* followHalf(curve: EquilibriumCurve, start: CurvePoint, low: number, high: number): Generator<number, Half> {
  const { size } = curve
  const points: CurvePoint[] = []
  const specials: { point: SpecialPoint; index: number }[] = []
  let at = start
  let length = LONGEST / 4
  const add = (next: CurvePoint): void => {
    for (const point of findSpecialPoints(curve, at, next)) {
      specials.push({ point, index: points.length })
      // Stability is that of the piece before.
      points.push({ ...at, place: point.place })
    }
    points.push(next)
    at = next
  }
  while (points.length < MOST_POINTS) {
    yield points.length / MOST_POINTS
    const guess = at.place.map((value, i) => value + length * at.tangent[i])
    const corrected = curve.correct(guess, at.tangent)
    const next = corrected && pointAt(curve, corrected.place, at.tangent)
    const isStraight = next !== undefined && dot(next.tangent, at.tangent) > STRAIGHT
    if (!next || !corrected || (!isStraight && length > 1e-4)) {
      length /= 2
      if (length < SHORTEST) return { points, specials, ending: 'no convergence' }
      continue
    }
    const parameter = next.place[size]
    if (parameter < low || parameter > high) {
      const end = landing(curve, at, next, parameter < low ? low : high)
      if (end) add(end)
      return { points, specials, ending: 'range' }
    }
    if (norm(next.place.subarray(0, size)) > FAR * Math.sqrt(size)) return { points, specials, ending: 'far away' }
    const isBack = points.length > 8 && Math.hypot(...next.place.map((value, i) => value - start.place[i])) < length
    add(isBack ? start : next)
    if (isBack) return { points, specials, ending: 'closed' }
    if (corrected.iterations <= 3) length = Math.min(LONGEST, 1.4 * length)
    else if (corrected.iterations > 5) length /= 1.5
  }
  return { points, specials, ending: 'too long' }
}

/** The point exactly at an end of the range. */
function landing(curve: EquilibriumCurve, at: CurvePoint, next: CurvePoint, bound: number): CurvePoint | undefined {
  const { size } = curve
  const whole = next.place[size] - at.place[size]
  const share = (bound - at.place[size]) / whole
  if (!(share > 1e-9)) return undefined
  const guess = at.place.map((value, i) => value + share * (next.place[i] - value))
  guess[size] = bound
  const across = new Float64Array(size + 1)
  across[size] = 1
  const found = curve.correct(guess, across)
  return found && pointAt(curve, found.place, at.tangent)
}

/** Whether a point lies on a branch that is known: found again from its neighbours on it at the same parameter. */
function isKnown(curve: EquilibriumCurve, branches: readonly Branch[], place: Float64Array): boolean {
  const { size } = curve
  const across = new Float64Array(size + 1)
  across[size] = 1
  for (const { points } of branches)
    for (let i = 0; i + 1 < points.length; i++) {
      const [a, b] = [points[i].place, points[i + 1].place]
      const share = (place[size] - a[size]) / (b[size] - a[size] || 1)
      if (!(share >= -1e-9 && share <= 1 + 1e-9)) continue
      const guess = a.map((value, j) => value + share * (b[j] - value))
      guess[size] = place[size]
      const near = norm(guess.map((value, j) => value - place[j]))
      if (near > 0.1) continue
      const found = curve.correct(guess, across)?.place ?? guess
      if (norm(found.map((value, j) => value - place[j])) < 1e-6 * (1 + norm(place))) return true
    }
  return false
}

function join(backward: Half | undefined, start: CurvePoint, forward: Half | undefined): Branch {
  const reversed = (backward?.points ?? []).toReversed()
  const shift = reversed.length + 1
  const specials = [
    ...(backward?.specials ?? [])
      .map(({ point, index }) => ({ point, index: reversed.length - 1 - index }))
      .toReversed(),
    ...(forward?.specials ?? []).map(({ point, index }) => ({ point, index: index + shift })),
  ]
  return {
    points: [...reversed, start, ...(forward?.points ?? [])],
    specials,
    begins: backward?.ending ?? 'branch point',
    ends: forward?.ending ?? 'branch point',
  }
}

interface Continued {
  readonly branches: readonly Branch[]
  readonly kinds: ReadonlyMap<SpecialPoint, string>
}

const opposite = (point: CurvePoint): CurvePoint => ({
  ...point,
  tangent: point.tangent.map((value) => -value),
  sign: -point.sign,
})

function* continueAll(field: VectorField, options: ContinuationOptions): Generator<number, Continued> {
  const { parameter, box } = options
  const [from, to] = [Math.min(options.from, options.to), Math.max(options.from, options.to)]
  const given = field.parameters[parameter]
  const curve = makeEquilibriumCurve(field, parameter, box, to - from)
  const { size } = curve
  const [low, high] = [from / (to - from), to / (to - from)]
  const branches: Branch[] = []
  const kinds = new Map<SpecialPoint, string>()
  const waiting: SpecialPoint[] = []
  const along = new Float64Array(size + 1)
  along[size] = 1

  const keep = (branch: Branch) => {
    branches.push(branch)
    for (const { point } of branch.specials) if (point.kind === 'branch-point') waiting.push(point)
  }
  function* fromPlace(place: Float64Array): Generator<number, void> {
    if (isKnown(curve, branches, place)) return
    const start = pointAt(curve, place, along)
    if (!start.tangent.every(Number.isFinite)) return
    const forward = yield* followHalf(curve, start, low, high)
    // A closed curve has one half only.
    const backward = forward.ending === 'closed' ? undefined : yield* followHalf(curve, opposite(start), low, high)
    const branch = join(backward, start, forward)
    if (branch.points.length > 1) keep(forward.ending === 'closed' ? { ...branch, begins: 'closed' } : branch)
  }
  function* fork(point: SpecialPoint): Generator<number, void> {
    const { other, tangent } = point
    if (!other || !tangent) return
    const halves: (Half | undefined)[] = []
    const sides: number[] = []
    for (const side of [-1, 1]) {
      const direction = other.map((value) => side * value)
      let found: Float64Array | undefined
      for (const reach of [0.01, 0.003, 0.001]) {
        const guess = point.place.map((value, i) => value + reach * direction[i])
        found = curve.correct(guess, direction)?.place
        if (found) break
      }
      if (!found) continue
      sides.push(found[size] - point.place[size])
      const isOut = found[size] < low || found[size] > high
      if (isOut || isKnown(curve, branches, found)) {
        halves.push(undefined)
        continue
      }
      const start = pointAt(curve, found, direction)
      const half = yield* followHalf(curve, start, low, high)
      halves.push({ ...half, points: [start, ...half.points], specials: half.specials.map((s) => ({ ...s, index: s.index + 1 })) }) // biome-ignore format: record
    }
    const [minus = 0, plus = 0] = sides
    const isFork = sides.length === 2 && Math.abs(plus - minus) < 0.1 * Math.abs(plus + minus)
    kinds.set(point, point.isTurning || isFork ? 'pitchfork' : 'transcritical')
    const start: CurvePoint = { place: point.place, tangent: other, sign: 0, linear: undefined }
    const branch = join(halves[0], start, halves[1])
    if (branch.points.length > 1) keep(branch)
  }

  const places = [...new Set([from, given >= from && given <= to ? given : from, (from + to) / 2, to])]
  try {
    for (const [k, value] of places.entries()) {
      field.setParameter(parameter, value)
      const search = findEquilibria(field, options)
      let found = search.next()
      for (; !found.done; found = search.next()) yield (0.5 * (k + found.value)) / places.length
      // A continuum at one value is no branch over the parameter.
      if (found.value.isContinuum) continue
      for (const { state } of found.value.equilibria) {
        if (branches.length >= MOST_BRANCHES) break
        for (const _ of fromPlace(curve.place(state, value))) yield (0.5 * (k + 1)) / places.length
      }
    }
    for (let point = waiting.shift(); point && branches.length < MOST_BRANCHES; point = waiting.shift()) {
      // The same crossing seen from its other branch.
      const twin = [...kinds.keys()].find((known) => norm(known.place.map((v, i) => v - (point?.place[i] ?? 0))) < 1e-4)
      if (twin) kinds.set(point, kinds.get(twin) ?? 'branch point')
      else for (const _ of fork(point)) yield 0.9
    }
  } finally {
    field.setParameter(parameter, given)
  }
  return { branches, kinds }
}

/**
 * Equilibria as curves over one parameter: from every equilibrium found at its ends, its middle and its given value in both directions by
 * pseudo-arclength, with folds, Hopf and branch points located and the crossing branches followed.
 */
export function makeContinuationStudy(field: VectorField, options: ContinuationOptions): Study {
  let steps = 0
  return {
    *run(): Generator<number, StudyResult> {
      const { branches, kinds } = yield* continueAll(field, options)
      const { unknowns } = field
      const curve = makeEquilibriumCurve(field, options.parameter, options.box, Math.abs(options.to - options.from))
      steps = branches.reduce((sum, { points }) => sum + points.length, 0)
      const seen: SpecialPoint[] = []
      const specials = branches.flatMap((branch, index) =>
        branch.specials.flatMap(({ point, index: at }) => {
          // A crossing is seen from both of its branches: written once.
          if (seen.some((other) => other.kind === point.kind && norm(other.place.map((v, i) => v - point.place[i])) < 1e-4)) return [] // biome-ignore format: one condition
          seen.push(point)
          const { frequency, firstLyapunov } = point
          return [
            {
              kind: point.kind,
              name: pointName(point, kinds.get(point)),
              branch: index,
              index: at,
              parameter: finite(curve.parameterOf(point.place)),
              state: named(unknowns, curve.stateOf(point.place)),
              ...(frequency === undefined
                ? {}
                : {
                    frequency,
                    period: (2 * Math.PI) / frequency,
                    firstLyapunov: finite(firstLyapunov?.value ?? Number.NaN),
                  }),
            },
          ]
        }),
      )
      return {
        type: 'continuation',
        parameter: options.name,
        from: options.from,
        to: options.to,
        box: boxJson(unknowns, options.box),
        branches: branches.map(({ points, begins, ends }) => ({
          parameter: points.map(({ place }) => finite(curve.parameterOf(place))),
          states: Object.fromEntries(
            unknowns.map((name, i) => [name, points.map(({ place }) => finite(place[i] * curve.scale[i]))]),
          ),
          unstable: points.map(({ linear }) => linear?.unstable ?? null),
          isStable: points.map(({ linear }) => linear?.isStable ?? null),
          begins,
          ends,
        })),
        specials: specials.toSorted((a, b) => (a.parameter ?? 0) - (b.parameter ?? 0)),
      }
    },
    counts: () => ({ steps, rejected: 0, evaluations: field.evaluations }),
  }
}
