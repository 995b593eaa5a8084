import type { Definition, Expression } from '../expression.ts'

/**
 * Something of a field that is not pointwise, named `#0`, `#1`, … in the expressions that use it. `of` and `fluxes` are pointwise
 * in unknowns, coordinates, parameters, `t` and terms that stand before.
 */
export type FieldTerm =
  /** ∂^(orders) of an expression, one order an axis. `of` is mostly a bare unknown; `dx(u^2)` keeps its conservative form. */
  | { readonly kind: 'derivative'; readonly of: Expression; readonly orders: readonly number[] }
  /** ∇²; on a radial axis r^(1−d) ∂(r^(d−1) ∂). `biharmonic(u)` is two of them, one of the other. */
  | { readonly kind: 'laplacian'; readonly of: Expression }
  /** Divergence of a flux, one component an axis; first derivatives in the flux are terms of their own. */
  | { readonly kind: 'divergence'; readonly fluxes: readonly Expression[] }
  /** Integral over the domain: a number for all points. */
  | { readonly kind: 'integral'; readonly of: Expression }

/** value·q + normal·∂q/∂n = rightSide on a side, n outward; q is an unknown or its Laplacian. */
export interface BoundaryCondition {
  /** Place in `domain.axes` and which end; or the edge of the region that `inside` keeps. */
  readonly side: { readonly axis: number; readonly end: 'from' | 'to' } | 'inside'
  /** Place in `unknowns`. */
  readonly unknown: number
  readonly of: 'value' | 'laplacian'
  /** dirichlet: normal is 0; neumann: value is 0; robin: neither. Normalised so that value or, failing it, normal is not the literal 0. */
  readonly kind: 'dirichlet' | 'neumann' | 'robin'
  /** Pointwise in coordinates, parameters, `t`; the right side may hold values of unknowns at the point too (a nonlinear flux). */
  readonly value: Expression
  readonly normal: Expression
  readonly rightSide: Expression
}

/**
 * Partial differential equations as typed, checked and brought to one form: pointwise expressions over unknowns and terms. What a
 * discretisation, a GPU kernel, a report and the residual of a network are made from. Definitions and functions of the user are
 * written out.
 */
export interface FieldEquations {
  /** Names of the axes, x before y before z; `r` alone where radial. */
  readonly axes: readonly string[]
  /** Order of the state. An equation of second order in time gives `u`, and `u_t` behind all that were typed. */
  readonly unknowns: readonly string[]
  /** ∂/∂t of each unknown; of an algebraic one the residual that is kept zero. */
  readonly rates: readonly Expression[]
  /** Unknowns held by a constraint `0 = …` at every time. All of them: a problem without time. */
  readonly algebraic: readonly boolean[]
  /** Which unknowns were brought in for second order in time, and the place of the one they are the derivative of. */
  readonly velocityOf: readonly (number | undefined)[]
  /** Factor of space–time white noise (Itô) an unknown, pointwise; undefined where there is none. */
  readonly noise: readonly (Expression | undefined)[]
  /** In an order in which each uses only those before it; equal ones are one. */
  readonly terms: readonly FieldTerm[]
  readonly parameters: readonly string[]
  /** Every bounded side and unknown has its conditions here, the default (∂u/∂n = 0) written out. */
  readonly boundary: readonly BoundaryCondition[]
  /** Of the user, by name, in the same form: fields that can be looked at beside the unknowns. */
  readonly definitions: readonly Definition[]
  /** Numbers of a saved time: `integral(u)`, `at(u, x = 0.5)`. */
  readonly observed: readonly ObservedNumber[]
  /** Where the region typed as `inside` begins: negative inside, continuous, in coordinates and parameters. */
  readonly levelSet?: Expression
}

/** A number a saved time, typed in `observe`: pointwise arithmetic of values at points and integrals. */
export interface ObservedNumber {
  readonly name: string
  /** Pointwise in `t`, parameters, and the names of `parts`. */
  readonly value: Expression
  readonly parts: readonly (Definition & {
    /** A point (one coordinate an axis, constant expressions), or a functional over the domain. */
    readonly at?: readonly Expression[]
    readonly over?: 'integral' | 'mean' | 'maximum' | 'minimum'
  })[]
}

/** coefficient · ∂^(orders) of an unknown, in the rate of another or the same. */
export interface LinearFieldTerm {
  readonly rate: number
  readonly unknown: number
  /** One an axis; all 0: the unknown itself. On a radial axis Laplacians are `laplacians` instead. */
  readonly orders: readonly number[]
  /** How many Laplacians stand before it beside `orders`: ∇^(2·laplacians). Kept whole, so that a symbol or a stencil can be chosen. */
  readonly laplacians: number
  /** In parameters alone. */
  readonly coefficient: Expression
}

/** rates = linear part with constant coefficients + the rest. */
export interface FieldSplit {
  readonly linear: readonly LinearFieldTerm[]
  /** The rest of each rate, in the same form over `terms`. */
  readonly rest: readonly Expression[]
  readonly terms: readonly FieldTerm[]
}
