import type { OdeEquations } from '../expression/ode-equations.ts'
import { jumpsOf, type VariationEntry, variationOf } from '../expression/variation.ts'

/** A derivative as it stands among the outputs: of which expression, to what. */
export type VariedEntry = Omit<VariationEntry, 'value'>

/** Equations whose outputs also give the derivatives that sensitivities need of everything but the rates. */
export interface VariedEquations {
  readonly equations: OdeEquations
  /** Place of the first derivative among the outputs; they follow in the order of `entries`. */
  readonly first: number
  /** By row: first the observed outputs, then what `events` says. */
  readonly entries: readonly VariedEntry[]
  /** Rows of each event that assigns, and of the jumps behind them: its function and its assignments. */
  readonly events: readonly (EventRows | undefined)[]
  /** So many events are the system's own; those behind them are jumps of the right sides, which change sensitivities alone. */
  readonly ownEvents: number
}

export interface EventRows {
  readonly when: number
  readonly assignments: readonly { readonly unknown: number; readonly row: number }[]
}

/**
 * Adds to the outputs of equations the derivatives of the observed ones, of the functions of events that assign and of their
 * assignments, to the unknowns, to these parameters and to t. Where right sides jump at places that the state or one of these parameters
 * decides, an event without assignments is added.
 * @param observed so many outputs are observed; they stand first
 */
export function varyEquations(
  equations: OdeEquations,
  observed: number,
  parameters: readonly number[],
): VariedEquations {
  const moving = new Set([...equations.unknowns, ...parameters.map((place) => equations.parameters[place] ?? '')])
  const jumps = jumpsOf(equations).places.filter(({ names }) => [...names].some((name) => moving.has(name)))
  const all = [...equations.events, ...jumps.map(({ at }) => ({ when: at, assignments: [] }))]
  const expressions = equations.outputs.slice(0, observed).map(({ value }) => value)
  const ownEvents = equations.events.length
  const events = all.map(({ when, assignments }, event): EventRows | undefined => {
    if (assignments.length === 0 && event < ownEvents) return undefined
    const row = expressions.push(when) - 1
    return {
      when: row,
      assignments: assignments.map(({ unknown, value }) => ({ unknown, row: expressions.push(value) - 1 })),
    }
  })
  const entries = variationOf(equations, expressions, parameters)
  const derivatives = entries.map(({ value }, i) => ({ name: `derivative ${i}`, value }))
  return {
    equations: { ...equations, events: all, outputs: [...equations.outputs, ...derivatives] },
    first: equations.outputs.length,
    entries,
    events,
    ownEvents,
  }
}
