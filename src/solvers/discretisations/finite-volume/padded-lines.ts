import type { Domain } from '../../../core/domain.ts'
import { isNumber } from '../../../expression/build.ts'
import type { Expression } from '../../../expression/expression.ts'
import type { FieldEquations } from '../../../expression/fields/field-equations.ts'
import { lineEnd } from '../../../kernels/reconstruct.ts'
import { conditionsOn, type Side } from '../finite-difference/boundary-rules.ts'

/** Float64 of one padded array that is worked on at a time: a handful of them stay in the second cache. */
const BLOCK = 4096

/** Lines along one axis, cut into blocks: `inner` values side by side, `rows` such rows, each of n values along the axis. */
export interface LineShape {
  readonly n: number
  /** Values beside each other in the whole grid: the distance along the axis. */
  readonly step: number
  /** Distance of rows. */
  readonly plane: number
  readonly outer: number
  readonly innerBlock: number
  readonly rowBlock: number
  /** Float64 of a padded block, room for what pairs read and write beyond included. */
  readonly length: number
}

/** How the lines along an axis are cut. */
export function lineShape(counts: readonly number[], axis: number): LineShape {
  const n = counts[axis] ?? 1
  const step = counts.slice(0, axis).reduce((product, count) => product * count, 1)
  const outer = counts.slice(axis + 1).reduce((product, count) => product * count, 1)
  const padded = n + 6
  const innerBlock = step * padded <= BLOCK ? step : Math.min(step, Math.max(8, Math.floor(BLOCK / padded)))
  const rowBlock = innerBlock === step ? Math.min(outer, Math.max(1, Math.floor(BLOCK / (padded * step)))) : 1
  return { n, step, plane: n * step, outer, innerBlock, rowBlock, length: rowBlock * padded * innerBlock + 8 }
}

/** What stands beyond the two ends of an axis for one array. */
export interface LineEnds {
  readonly from: number
  readonly to: number
  /** ∂/∂n at the ends where it is not 0. */
  readonly fromSlope?: Expression
  readonly toSlope?: Expression
}

/** What continues an unknown beyond the ends of an axis, from its conditions there. */
export function unknownEnds(equations: FieldEquations, domain: Domain, axis: number, unknown: number): LineEnds {
  if (domain.axes[axis]?.isPeriodic) return { from: lineEnd.periodic, to: lineEnd.periodic }
  const [from, to] = (['from', 'to'] as const).map((end) => endRule(equations, { axis, end }, unknown))
  return {
    from: from?.kind ?? lineEnd.even,
    to: to?.kind ?? lineEnd.even,
    ...(from?.slope ? { fromSlope: from.slope } : {}),
    ...(to?.slope ? { toSlope: to.slope } : {}),
  }
}

function endRule(equations: FieldEquations, side: Side, unknown: number): { kind: number; slope?: Expression } {
  const conditions = conditionsOn(equations, side, unknown, 'value')
  const given = conditions.find(({ kind }) => kind === 'dirichlet')
  // A wall turns momentum round; what flows in goes on as it does inside.
  if (given) return { kind: isNumber(given.rightSide, 0) ? lineEnd.odd : lineEnd.given }
  const [slope] = conditions
  if (!slope || (slope.kind === 'neumann' && isNumber(slope.rightSide, 0))) return { kind: lineEnd.even }
  const value: Expression = {
    kind: 'binary',
    operator: '*',
    left: slope.value,
    right: { kind: 'name', name: equations.unknowns[unknown] ?? '' },
  }
  const left: Expression = isNumber(slope.value, 0)
    ? slope.rightSide
    : { kind: 'binary', operator: '-', left: slope.rightSide, right: value }
  return { kind: lineEnd.even, slope: { kind: 'binary', operator: '/', left, right: slope.normal } }
}

/**
 * Where a slope of 0 is asked for, of an unknown that one speed carries: nothing can be asked of what flows out, it goes on as inside.
 * @param speed along the axis, with its sign
 */
export function openEnds(ends: LineEnds, speed: Expression | undefined): LineEnds {
  if (!speed) return ends
  const opens = (kind: number, slope: Expression | undefined) => kind === lineEnd.even && !slope
  return {
    ...ends,
    ...(opens(ends.from, ends.fromSlope) ? { from: lineEnd.open, fromSlope: speed } : {}),
    ...(opens(ends.to, ends.toSlope) ? { to: lineEnd.open, toSlope: speed } : {}),
  }
}

/** Of what is no unknown: coordinates go on evenly, terms as they do inside. */
export function givenEnds(domain: Domain, axis: number, name: string): LineEnds {
  const own = domain.axes[axis]
  if (own?.isPeriodic) return { from: lineEnd.periodic, to: lineEnd.periodic }
  const kind = own?.name === name ? lineEnd.odd : name.startsWith('#') ? lineEnd.given : lineEnd.even
  return { from: kind, to: kind }
}
