import type { InputError } from '../../core/errors.ts'
import { makeRandom } from '../../core/random.ts'
import { resolveNumber } from '../number.ts'
import type { Bodies, ParameterValues, ProblemText, ReadContext, ReadText } from '../problem.ts'
import { isRecord } from '../typed-text.ts'
import { readObserved } from './observed.ts'

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value)

function numbers(list: readonly unknown[], path: string, errors: InputError[]): Float64Array {
  return Float64Array.from(list, (value, i) => resolveNumber(value, '1', `${path}.${i}`, errors))
}

/** Vectors of one length side by side. */
function vectors(list: readonly unknown[], dimension: number, path: string, errors: InputError[]): Float64Array {
  const flat = new Float64Array(list.length * dimension)
  for (const [body, vector] of list.entries()) {
    const at = `${path}.${body}`
    if (!isList(vector)) errors.push({ path: at, message: 'must be a list of coordinates, like [1, 3]' })
    else if (vector.length !== dimension)
      errors.push({
        path: at,
        message: `has ${vector.length} coordinates; the first position has ${dimension}, and all are of one kind`,
      })
    else flat.set(numbers(vector, at, errors), body * dimension)
  }
  return flat
}

/**
 * Masses, positions and velocities of the section `initial`: given, or drawn at random. Random bodies start at rest, spread evenly
 * in the unit disc or ball about their centre of mass, and so fall towards each other into close encounters (P. G. Breen,
 * C. N. Foley, T. Boekholt, S. Portegies Zwart, Mon. Not. R. Astron. Soc. 494 (2020) 2465).
 */
export function readBodies(
  section: ProblemText,
  parameters: ParameterValues,
  { seed, observe }: Pick<ReadContext, 'seed' | 'observe'>,
): ReadText {
  const errors: InputError[] = []
  const path = 'problem.initial'
  const { initial } = section
  if (!isRecord(initial))
    return {
      errors: [...errors, { path, message: 'is missing: give masses and positions, or "random": { "bodies": 3 }' }],
    }
  const { masses, positions, velocities, random } = initial
  const bodies = isRecord(random)
    ? drawBodies(random, initial, seed, errors)
    : givenBodies(masses, positions, velocities, errors)
  bodies?.masses.forEach((mass, i) => {
    if (mass < 0) errors.push({ path: `${path}.masses.${i}`, message: `must not be negative; here it is ${mass}` })
  })
  const observed = bodies ? readObserved(observe, bodies, parameters, errors) : undefined
  if (errors.length > 0 || !bodies) return { errors }
  return { bodies: { ...bodies, ...(observed ? { observed } : {}) }, errors }
}

function givenBodies(
  masses: unknown,
  positions: unknown,
  velocities: unknown,
  errors: InputError[],
): Bodies | undefined {
  const path = 'problem.initial'
  if (!isList(masses)) errors.push({ path: `${path}.masses`, message: 'is missing: one mass a body, like [3, 4, 5]' })
  if (!isList(positions)) errors.push({ path: `${path}.positions`, message: 'is missing: [x, y] or [x, y, z] a body' })
  if (!isList(masses) || !isList(positions)) return undefined
  if (masses.length < 2) errors.push({ path: `${path}.masses`, message: `has ${masses.length} masses; at least two bodies are needed` }) // biome-ignore format: one sentence
  const same = (list: readonly unknown[], name: string) => {
    if (list.length !== masses.length)
      errors.push({ path: `${path}.${name}`, message: `has ${list.length} entries and there are ${masses.length} masses; give one a body` }) // biome-ignore format: one sentence
  }
  same(positions, 'positions')
  const dimension = isList(positions[0]) && positions[0].length === 3 ? 3 : 2
  const speeds = isList(velocities) ? velocities : positions.map(() => new Array<number>(dimension).fill(0))
  same(speeds, 'velocities')
  const bodies: Bodies = {
    dimension,
    masses: numbers(masses, `${path}.masses`, errors),
    positions: vectors(positions, dimension, `${path}.positions`, errors),
    velocities: vectors(speeds, dimension, `${path}.velocities`, errors),
  }
  if (errors.length > 0) return undefined
  return bodies
}

function drawBodies(
  random: Readonly<Record<string, unknown>>,
  initial: Readonly<Record<string, unknown>>,
  seed: number,
  errors: InputError[],
): Bodies | undefined {
  const path = 'problem.initial'
  for (const name of ['positions', 'velocities'])
    if (initial[name] !== undefined)
      errors.push({ path: `${path}.${name}`, message: 'has no meaning beside `random`; remove one of them' })
  const count = typeof random.bodies === 'number' ? random.bodies : 3
  const dimension = random.dimension === 3 ? 3 : 2
  const given = isList(initial.masses) ? initial.masses : undefined
  if (given && given.length !== count)
    errors.push({ path: `${path}.masses`, message: `has ${given.length} masses for ${count} bodies; give one a body` })
  const masses = given ? numbers(given, `${path}.masses`, errors) : new Float64Array(count).fill(1)
  if (errors.length > 0) return undefined
  const source = makeRandom(seed)
  const positions = new Float64Array(count * dimension)
  for (let body = 0; body < count; body++) {
    // By rejection: uniform in the disc or ball.
    for (;;) {
      let square = 0
      for (let d = 0; d < dimension; d++) {
        const value = 2 * source.uniform() - 1
        positions[body * dimension + d] = value
        square += value * value
      }
      if (square <= 1) break
    }
  }
  const total = masses.reduce((sum, mass) => sum + mass, 0)
  for (let d = 0; d < dimension; d++) {
    let centre = 0
    for (let body = 0; body < count; body++)
      centre += ((masses[body] ?? 0) * (positions[body * dimension + d] ?? 0)) / (total || 1)
    for (let body = 0; body < count; body++)
      positions[body * dimension + d] = (positions[body * dimension + d] ?? 0) - centre
  }
  return { dimension, masses, positions, velocities: new Float64Array(count * dimension) }
}
