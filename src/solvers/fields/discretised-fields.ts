import type { Domain } from '../../core/domain.ts'
import type { FieldEquations } from '../../expression/fields/field-equations.ts'
import type { Kernels } from '../../kernels/kernels.ts'
import type { Pointer, System } from '../system.ts'

/** A typed PDE with its numbers: what every discretisation and backend starts from. Plain data. */
export interface FieldProblem {
  readonly equations: FieldEquations
  /** In the order of `equations.parameters`. */
  readonly parameters: Float64Array
  readonly domain: Domain
  /** Painted or imported region: a value a node, negative inside; beside `equations.levelSet`, which is typed. */
  readonly levelSet?: Float64Array
  /** Of the noise. */
  readonly seed: number
}

export type SpaceId = 'fourier' | 'cosine' | 'sine' | 'chebyshev' | 'finite-difference' | 'finite-volume'

/** How a discretisation is wanted; what is left out it chooses. */
export interface SpaceOptions {
  /** Finite differences: 2 or 4. Finite volumes: 2 (TVD) or 5 (WENO5-Z). */
  readonly order?: number
  /** Spectral: keep the upper third of the wavenumbers empty (quadratic terms), the upper half (cubic), or nothing. */
  readonly dealias?: 'two-thirds' | 'half' | 'none'
  /** Constraints stand in the state with a mass of 0 even where transforms could solve them within the rates: J is then sparse. */
  readonly keepConstraints?: boolean
}

/** A step that an explicit treatment of part of the equations allows, and what limits it. */
export interface StableStep {
  /** Everything explicit; Infinity where nothing limits. */
  readonly explicit: number
  /** The linear stiff part implicit, the rest explicit. */
  readonly semiImplicit: number
  /** For people: "diffusion of u on the finest spacing (h²/4D)". */
  readonly reason: string
}

/**
 * Equations on a grid, ready to be advanced: a `System` in whatever variables the method likes (node values, cell means,
 * coefficients), and the way from and to node values. Node values: unknown after unknown, each with x running fastest, boundary
 * nodes included; what lies outside a region is NaN on the way out and ignored on the way in.
 */
export interface DiscretisedFields {
  readonly space: SpaceId
  readonly order: number
  readonly system: System
  /** state ← the node values of all unknowns. */
  encode(time: number, nodes: Pointer, state: Pointer): void
  /** node values ← state; prescribed boundary values as they are at this time. */
  decode(time: number, state: Pointer, nodes: Pointer): void
  /** Takes effect with the next call of anything; what was factored is factored anew when needed. */
  setParameters(values: Float64Array): void
  /** At a state; costs about one evaluation. */
  stableStep(time: number, state: Pointer): StableStep
  /**
   * out ← ∫ u over the domain for each unknown, by the rule in which the method is conservative. What is kept by the equations is
   * then kept to rounding.
   */
  integrals(time: number, state: Pointer, out: Pointer): void
  /** out ← the pointwise factor of the noise of every unknown, and the noise's amplitude is divided by √(cell volume) already. */
  noise?(time: number, state: Pointer, out: Pointer): void
  /** Sentences for `why`: what was chosen inside. */
  readonly notes: readonly string[]
}

/** Where it may refuse, `refuse` of the catalogue has said so before. Takes all its memory from `kernels` at once. */
export type MakeFields = (kernels: Kernels, problem: FieldProblem, options: SpaceOptions) => DiscretisedFields
