import type { InputError } from '../core/errors.ts'
import { formatPath } from '../core/path.ts'

/*
 * What readers of sections with typed text share.
 */

/** Among the outputs of a typed problem conserved quantities have this before their name; an observed output has no blank in its own. */
export const invariantMark = 'invariant '

export const isText = (value: unknown): value is string => typeof value === 'string'

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const keptReadings = 16

/** The reader with its last few readings kept: a fit, a sweep or a slider asks for the same text again and again. */
export function keepReadings<Text, Reading extends object>(read: (text: Text) => Reading): (text: Text) => Reading {
  const readings = new Map<string, Reading>()
  return (text) => {
    const key = JSON.stringify(text)
    const reading = readings.get(key) ?? read(text)
    readings.delete(key)
    readings.set(key, reading)
    const [oldest] = readings.keys()
    if (readings.size > keptReadings && oldest !== undefined) readings.delete(oldest)
    return reading
  }
}

/** Adds an error at `field` where the name of a typed output cannot name a column. */
export function checkColumnName(name: string, field: readonly string[], errors: InputError[]): void {
  if (/^[\p{L}_][\p{L}\p{N}_.'-]*$/u.test(name) && name.length <= 60) return
  errors.push({
    path: formatPath([...field, name]),
    message: `"${name}" cannot name a column: use letters, digits, _ . ' and -, a letter first, 60 at most`,
  })
}
