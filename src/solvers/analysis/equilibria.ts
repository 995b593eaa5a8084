import type { StudyResult } from '../../core/simulation.ts'
import { type Box, fillBox, isInside } from './box.ts'
import { type Linearisation, linearise } from './linearisation.ts'
import { findRoot, type Root } from './newton.ts'
import { finite, named, type Study } from './study.ts'
import type { VectorField } from './vector-field.ts'

/** An equilibrium and its linearisation. */
export interface Equilibrium {
  readonly state: Float64Array
  readonly residual: number
  readonly linear: Linearisation | undefined
}

export interface EquilibriaOptions {
  readonly box: Box
  /** Starting points in the box. */
  readonly starts: number
  /** Points tried besides. */
  readonly initial: Float64Array
}

/** What a search found. */
export interface EquilibriaFound {
  readonly equilibria: readonly Equilibrium[]
  /** Those met on the way that lie outside the box: by far not all. */
  readonly outside: readonly Equilibrium[]
  /** Neighbours in one continuum: equilibria that are not isolated. */
  readonly isContinuum: boolean
}

/** More roots with a zero eigenvalue than this are points of a continuum. */
const mostSingular = 12

function distance(a: ArrayLike<number>, b: ArrayLike<number>, scale: Float64Array): number {
  let largest = 0
  for (let i = 0; i < a.length; i++) largest = Math.max(largest, Math.abs(a[i] - b[i]) / scale[i])
  return largest
}

const isSingular = (linear: Linearisation | undefined) =>
  linear === undefined || linear.kind === 'non-hyperbolic (zero eigenvalue)'

/**
 * Every equilibrium in the box that Newton's method finds from points spread over it, then with the ones found deflated, merged
 * and in the order of their states. No method can promise all; the more starts, the surer.
 */
export function* findEquilibria(
  field: VectorField,
  { box, starts, initial }: EquilibriaOptions,
): Generator<number, EquilibriaFound> {
  const { size, system } = field
  const { scale } = box
  const found: Equilibrium[] = []
  const outer: Equilibrium[] = []
  const centre = box.low.map((low, i) => (low + box.high[i]) / 2)
  let singular = 0
  const take = (root: Root | undefined): boolean => {
    if (!root) return false
    const linear = linearise(field.jacobian(root.state), size, system.mass)
    // A root of higher order is known to a part of the digits only.
    const near = isSingular(linear) ? 1e-4 : 1e-7
    const list = isInside(root.state, box) ? found : outer
    if (list.some(({ state }) => distance(state, root.state, scale) < near)) return false
    list.push({ state: root.state, residual: root.residual, linear })
    if (isSingular(linear)) singular++
    return true
  }
  const points = [initial, centre, new Float64Array(size), ...fillBox(box, starts)]
  for (const [k, point] of points.entries()) {
    if (singular > mostSingular) break
    take(findRoot(field, point, scale))
    yield (0.7 * k) / points.length
  }
  // Deflation: the ways that led to known roots lead elsewhere now.
  const again = points.slice(0, Math.min(points.length, 24))
  for (const [k, point] of again.entries()) {
    if (singular > mostSingular || outer.length > 50) break
    for (let round = 0; round < 8; round++) {
      const known = [...found, ...outer].map(({ state }) => state)
      const place = round === 0 ? point : point.map((value, i) => value + 1e-3 * scale[i] * Math.cos(7 * i + round))
      const near = findRoot(field, place, scale, { most: 80, deflation: known })
      const root = near && findRoot(field, near.state, scale)
      yield 0.7 + (0.3 * k) / again.length
      if (!take(root)) break
    }
  }
  const equilibria = found.toSorted((a, b) => {
    const i = a.state.findIndex((value, j) => Math.abs(value - b.state[j]) > 1e-9 * scale[j])
    return i < 0 ? 0 : a.state[i] - b.state[i]
  })
  return { equilibria, outside: outer.slice(0, 50), isContinuum: singular > mostSingular }
}

/** An equilibrium as the result of a study writes it. */
function equilibriumJson(unknowns: readonly string[], { state, residual, linear }: Equilibrium) {
  return {
    state: named(unknowns, state),
    residual: finite(residual),
    kind: linear?.kind ?? 'unknown',
    isStable: linear?.isStable ?? false,
    unstable: linear?.unstable ?? null,
    eigenvalues: (linear?.eigenvalues ?? []).map(([re, im]) => [finite(re), finite(im)]),
  }
}

/** A box as the result of a study writes it. */
export function boxJson(unknowns: readonly string[], { low, high }: Box) {
  return Object.fromEntries(unknowns.map((name, i) => [name, [low[i], high[i]]]))
}

/** All equilibria in a box with eigenvalues and kind. */
export function makeEquilibriaStudy(field: VectorField, options: EquilibriaOptions): Study {
  let tried = 0
  let metrics: Record<string, number> = {}
  return {
    *run(): Generator<number, StudyResult> {
      const { unknowns } = field
      const { equilibria, outside, isContinuum } = yield* findEquilibria(field, options)
      tried = options.starts
      metrics = { equilibria: equilibria.length, stableEquilibria: equilibria.filter((each) => each.linear?.isStable).length } // biome-ignore format: record
      return {
        type: 'equilibria',
        box: boxJson(unknowns, options.box),
        starts: options.starts,
        equilibria: equilibria.map((each) => equilibriumJson(unknowns, each)),
        outside: outside.map((each) => equilibriumJson(unknowns, each)),
        isContinuum,
      }
    },
    counts: () => ({ steps: tried, rejected: 0, evaluations: field.evaluations }),
    metrics: () => metrics,
  }
}
