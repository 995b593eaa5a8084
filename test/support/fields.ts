import type { Domain } from '../../src/core/domain.ts'
import type { Expression } from '../../src/expression/expression.ts'
import type { BoundaryCondition, FieldEquations, FieldTerm } from '../../src/expression/fields/field-equations.ts'
import { parseExpression } from '../../src/expression/parse.ts'
import { childrenOf } from '../../src/expression/tree.ts'
import type { FieldProblem } from '../../src/solvers/fields/discretised-fields.ts'

/** An expression in which `T0`, `T1`, … name the terms. */
export function fieldExpression(text: string): Expression {
  return rename(parseExpression(text))
}

function rename(e: Expression): Expression {
  if (e.kind === 'name') return /^T\d+$/.test(e.name) ? { kind: 'name', name: `#${e.name.slice(1)}` } : e
  const [a, b] = childrenOf(e).map(rename)
  if (e.kind === 'binary' && a && b) return { ...e, left: a, right: b }
  if (e.kind === 'unary' && a) return { ...e, operand: a }
  if (e.kind === 'call') return { ...e, arguments: e.arguments.map(rename) }
  return e
}

export const laplacian = (of: string): FieldTerm => ({ kind: 'laplacian', of: fieldExpression(of) })
export const derivative = (of: string, ...orders: number[]): FieldTerm => ({ kind: 'derivative', of: fieldExpression(of), orders }) // biome-ignore format: one thought
export const divergence = (...fluxes: string[]): FieldTerm => ({ kind: 'divergence', fluxes: fluxes.map(fieldExpression) }) // biome-ignore format: one thought
export const integral = (of: string): FieldTerm => ({ kind: 'integral', of: fieldExpression(of) })

/** `side` as `x-`, `y+`; value·q + normal·∂q/∂n = rightSide. */
export interface ConditionDraft {
  readonly side: string
  readonly unknown?: number
  readonly of?: 'value' | 'laplacian'
  readonly value?: string
  readonly normal?: string
  readonly rightSide?: string
}

export interface FieldDraft {
  readonly axes: readonly { name: string; from: number; to: number; points: number; isPeriodic?: boolean }[]
  readonly dimension?: number
  readonly unknowns?: readonly string[]
  readonly rates: readonly string[]
  readonly algebraic?: readonly boolean[]
  readonly terms: readonly FieldTerm[]
  readonly parameters?: Readonly<Record<string, number>>
  readonly boundary?: readonly ConditionDraft[]
}

/** A problem from its parts; sides that have no condition get a slope of 0. */
export function fieldProblem(draft: FieldDraft): FieldProblem {
  const { unknowns = ['u'], parameters = {} } = draft
  const domain: Domain = {
    axes: draft.axes.map(({ isPeriodic = false, ...axis }) => ({ unit: '1', isPeriodic, ...axis })),
    dimension: draft.dimension ?? draft.axes.length,
  }
  const boundary: BoundaryCondition[] = (draft.boundary ?? []).map(
    ({ side, unknown = 0, of = 'value', value = '0', normal = '0', rightSide = '0' }) => ({
      side: { axis: draft.axes.findIndex(({ name }) => name === side[0]), end: side[1] === '-' ? 'from' : 'to' },
      unknown,
      of,
      kind: normal === '0' ? 'dirichlet' : value === '0' ? 'neumann' : 'robin',
      value: fieldExpression(value),
      normal: fieldExpression(normal),
      rightSide: fieldExpression(rightSide),
    }),
  )
  domain.axes.forEach((one, axis) => {
    if (one.isPeriodic) return
    for (const end of ['from', 'to'] as const)
      unknowns.forEach((_, unknown) => {
        const isGiven = boundary.some(
          (b) => b.side !== 'inside' && b.side.axis === axis && b.side.end === end && b.unknown === unknown,
        )
        if (isGiven) return
        const numbers = { value: fieldExpression('0'), normal: fieldExpression('1'), rightSide: fieldExpression('0') }
        boundary.push({ side: { axis, end }, unknown, of: 'value', kind: 'neumann', ...numbers })
      })
  })
  const equations: FieldEquations = {
    axes: draft.axes.map(({ name }) => name),
    unknowns,
    rates: draft.rates.map(fieldExpression),
    algebraic: draft.algebraic ?? unknowns.map(() => false),
    velocityOf: unknowns.map(() => undefined),
    noise: unknowns.map(() => undefined),
    terms: draft.terms,
    parameters: Object.keys(parameters),
    boundary,
    definitions: [],
    observed: [],
  }
  return { equations, parameters: Float64Array.from(Object.values(parameters)), domain, seed: 1 }
}
