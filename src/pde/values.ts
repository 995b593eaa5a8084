import type { ParameterValues } from './problem.ts'

/** The number of this name; `fallback` where it is absent. Values come checked: a text or a switch here is a mistake of ours. */
export function numberOf(values: ParameterValues, name: string, fallback?: number): number {
  const value = values[name]
  if (typeof value === 'number') return value
  if (value === undefined && fallback !== undefined) return fallback
  throw new Error(`the parameter ${name} is not given as a number`)
}

/** The switch of this name; `fallback` where it is absent. */
export function switchOf(values: ParameterValues, name: string, fallback: boolean): boolean {
  const value = values[name]
  return typeof value === 'boolean' ? value : fallback
}

/** The text of this name; `fallback` where it is absent. */
export function textOf(values: ParameterValues, name: string, fallback: string): string {
  const value = values[name]
  return typeof value === 'string' ? value : fallback
}

/** Whether the parameter is given as a number. */
export function isGiven(values: ParameterValues, name: string): boolean {
  return typeof values[name] === 'number'
}
