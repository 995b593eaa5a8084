import type { Experiment, NumberText } from '../../experiment/experiment.ts'
import type { Bodies, ParameterDescription } from '../../pde/problem.ts'

/** A body as its text stands in the file. */
export interface BodyText {
  readonly mass: NumberText
  readonly position: readonly NumberText[]
  readonly velocity: readonly NumberText[]
}

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value)

const textOf = (value: unknown): NumberText => (typeof value === 'number' || typeof value === 'string' ? value : 0)

/** The bodies that are given one by one; undefined where they are drawn by the seed. */
export function givenBodies(experiment: Experiment): readonly BodyText[] | undefined {
  const { masses, positions, velocities }: Readonly<Record<string, unknown>> = experiment.problem.initial ?? {}
  if (!isList(masses) || !isList(positions)) return undefined
  const size = isList(positions[0]) && positions[0].length === 3 ? 3 : 2
  const vector = (list: unknown, i: number): readonly NumberText[] => {
    const one = isList(list) ? list[i] : undefined
    return Array.from({ length: size }, (_, k) => textOf(isList(one) ? one[k] : 0))
  }
  return masses.map((mass, i) => ({
    mass: textOf(mass),
    position: vector(positions, i),
    velocity: vector(velocities, i),
  }))
}

/** The experiment with these bodies, each written out. */
export function withBodies(experiment: Experiment, bodies: readonly BodyText[]): Experiment {
  const initial = {
    masses: bodies.map(({ mass }) => mass),
    positions: bodies.map(({ position }) => position),
    velocities: bodies.map(({ velocity }) => velocity),
  }
  return { ...experiment, problem: { ...experiment.problem, initial } }
}

/** Bodies that were drawn, as text that can be edited. */
export function writtenBodies({ dimension, masses, positions, velocities }: Bodies): readonly BodyText[] {
  return Array.from(masses, (mass, i) => ({
    mass,
    position: [...positions.slice(i * dimension, (i + 1) * dimension)],
    velocity: [...velocities.slice(i * dimension, (i + 1) * dimension)],
  }))
}

/** One body more: of mass 1, at rest, to the right of all others. */
export function withBodyAdded(bodies: readonly BodyText[]): readonly BodyText[] {
  const size = bodies[0]?.position.length ?? 2
  const right = Math.max(0, ...bodies.map(({ position }) => Number(position[0])).filter(Number.isFinite))
  const rest = new Array<number>(size - 1).fill(0)
  return [...bodies, { mass: 1, position: [right + 1, ...rest], velocity: [0, ...rest] }]
}

/** The same bodies in the plane or in space: what is added is 0, what goes is the third coordinate. */
export function inDimension(bodies: readonly BodyText[], size: 2 | 3): readonly BodyText[] {
  const resized = (vector: readonly NumberText[]) => Array.from({ length: size }, (_, k) => vector[k] ?? 0)
  return bodies.map(({ mass, position, velocity }) => ({
    mass,
    position: resized(position),
    velocity: resized(velocity),
  }))
}

const axes = ['x', 'y', 'z']

/** What is known of a number of a body, by its PATH below `problem.initial`; undefined of another. */
export function describeBody(
  list: string | undefined,
  index: string | undefined,
  coordinate: string | undefined,
): ParameterDescription | undefined {
  const common = { kind: 'number', unit: '1', required: true, group: 'Bodies' } as const
  const body = `body ${Number(index) + 1}`
  if (list === 'masses') return { ...common, name: 'mass', label: `Mass of ${body}`, minimum: 0, help: 'Bodies without mass are pulled and do not pull.', slider: { from: 0, to: 10 } } // biome-ignore format: record
  const axis = axes[Number(coordinate)] ?? ''
  if (list === 'positions') return { ...common, name: axis, label: `Position of ${body}, ${axis}`, help: 'Where the body is at the first time.', slider: { from: -5, to: 5 } } // biome-ignore format: record
  if (list === 'velocities') return { ...common, name: axis, label: `Velocity of ${body}, ${axis}`, help: 'How fast the body moves at the first time.', slider: { from: -2, to: 2 } } // biome-ignore format: record
  return undefined
}
