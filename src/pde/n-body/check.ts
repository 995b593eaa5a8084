import type { InputError } from '../../core/errors.ts'
import type { ProblemValues } from '../problem.ts'
import { numberOf } from '../values.ts'

/** Two bodies in one place, which no point masses can be. */
export function checkBodies({ parameters, bodies }: ProblemValues): readonly InputError[] {
  if (!bodies || numberOf(parameters, 'softening', 0) > 0) return []
  const { dimension, masses, positions } = bodies
  const seen = new Map<string, number>()
  const errors: InputError[] = []
  for (let body = 0; body < masses.length; body++) {
    const place = positions.slice(body * dimension, (body + 1) * dimension).join(', ')
    const first = seen.get(place)
    if (first !== undefined)
      errors.push({
        path: `problem.initial.positions.${body}`,
        message: `is where body ${first} is too: point masses in one place attract each other without bound. Move one, or give a softening`,
      })
    seen.set(place, body)
  }
  return errors
}
