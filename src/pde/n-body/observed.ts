import type { InputError } from '../../core/errors.ts'
import { formatPath } from '../../core/path.ts'
import { readOdeEquations } from '../../expression/ode.ts'
import type { Bodies, ParameterValues } from '../problem.ts'
import { checkColumnName, keepReadings } from '../typed-text.ts'
import { coordinateNames, scalarNames } from './names.ts'

const readKept = keepReadings(readOdeEquations)

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
    if (taken.includes(name))
      errors.push({ path: formatPath(['observe', name]), message: `"${name}" is a column already; take another name` })
    checkColumnName(name, ['observe'], errors)
  }
  const reading = readKept({
    // The bodies move by their own law; of the equations only the outputs are used.
    equations: coordinateNames(dimension, masses.length).map((name) => `${name}' = 0`),
    parameters: ['gravity', 'softening', ...Array.from(masses, (_, body) => `m${body + 1}`)],
    outputs: observe,
  })
  for (const { index, message, column } of reading.errors)
    errors.push({ path: formatPath(['observe', String(index)]), message, line: 1, column })
  const { equations } = reading
  if (!equations) return undefined
  return { equations, parameters: Float64Array.of(Number(parameters.gravity), Number(parameters.softening), ...masses) }
}
