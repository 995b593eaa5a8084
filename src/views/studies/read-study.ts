import type { Json } from '../../core/simulation.ts'

// A study comes from a run folder as well as from a run just done: what is not of the shape expected is left out.

/** The record at a place; empty where there is none. */
export function recordOf(value: Json | undefined): Readonly<Record<string, Json>> {
  return isRecord(value) ? value : {}
}

/** The list at a place; empty where there is none. */
export function listOf(value: Json | undefined): readonly Json[] {
  return isList(value) ? value : []
}

const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value)
const isRecord = (value: Json | undefined): value is Readonly<Record<string, Json>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The numbers of a list; NaN for what is none. */
export function numbersOf(value: Json | undefined): Float64Array {
  return Float64Array.from(listOf(value), (each) => (typeof each === 'number' ? each : Number.NaN))
}

export function numberOf(value: Json | undefined): number {
  return typeof value === 'number' ? value : Number.NaN
}

export function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : ''
}
