import type { InputError } from '../../core/errors.ts'
import { formatPath } from '../../core/path.ts'
import { type OdeReading, readOdeEquations } from '../../expression/ode.ts'
import type { Bodies, ParameterValues } from '../problem.ts'
import { coordinateNames, scalarNames } from './names.ts'

/** Readings of the last few texts: a sweep or a slider asks for the same again and again. */
const readings = new Map<string, OdeReading>()
const keptReadings = 16

function readCached(observe: Readonly<Record<string, string>>, unknowns: readonly string[], masses: number) {
  const parameters = ['gravity', 'softening', ...Array.from({ length: masses }, (_, body) => `m${body + 1}`)]
  const key = JSON.stringify([observe, unknowns])
  // The bodies move by their own law; of the equations only the outputs are used.
  const reading =
    readings.get(key) ??
    readOdeEquations({ equations: unknowns.map((name) => `${name}' = 0`), parameters, outputs: observe })
  readings.delete(key)
  readings.set(key, reading)
  const [oldest] = readings.keys()
  if (readings.size > keptReadings && oldest !== undefined) readings.delete(oldest)
  return reading
}

/**
 * Observed outputs as expressions of the coordinates (`x1`, `vx1`, …), the masses (`m1`, …), `gravity`, `softening` and `t`, with the
 * values of the parameters; undefined where there are none or something is wrong, which is added to `errors`.
 */
export function readObserved(
  observe: Readonly<Record<string, string>>,
  { dimension, masses }: Bodies,
  parameters: ParameterValues,
  errors: InputError[],
): Bodies['observed'] {
  if (Object.keys(observe).length === 0) return undefined
  const taken = scalarNames(dimension, masses.length)
  for (const name of Object.keys(observe)) {
    const path = formatPath(['observe', name])
    if (taken.includes(name)) errors.push({ path, message: `"${name}" is a column already; take another name` })
    if (!/^[\p{L}_][\p{L}\p{N}_.'-]*$/u.test(name) || name.length > 60)
      errors.push({
        path,
        message: `"${name}" cannot name a column: use letters, digits, _ . ' and -, a letter first, 60 at most`,
      })
  }
  const reading = readCached(observe, coordinateNames(dimension, masses.length), masses.length)
  for (const { index, message, column } of reading.errors)
    errors.push({ path: formatPath(['observe', String(index)]), message, line: 1, column })
  const { equations } = reading
  if (!equations) return undefined
  return { equations, parameters: Float64Array.of(Number(parameters.gravity), Number(parameters.softening), ...masses) }
}
