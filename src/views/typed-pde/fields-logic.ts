import type { Experiment, ProblemSection } from '../../experiment/experiment.ts'
import { type FieldOutline, outlineFields } from '../../expression/fields/outline-fields.ts'
import { type Boundary, isRecord, withBoundary } from './boundary-section.ts'

const axisNames = ['x', 'y', 'z', 'r'] as const
export type AxisName = (typeof axisNames)[number]

/** What stands in `problem.initial` for an unknown. */
export type InitialValue = NonNullable<ProblemSection['initial']>[string]

/** The axes of a problem in their order. */
export function axesOf({ domain = {} }: ProblemSection): readonly AxisName[] {
  return axisNames.filter((name) => domain[name] !== undefined)
}

/** Whether an axis closes on itself. */
export function isPeriodic({ boundary = {} }: ProblemSection, axis: string): boolean {
  const given = Object.hasOwn(boundary, axis) ? boundary[axis] : undefined
  return typeof given === 'string' && /^\s*periodic\s*$/i.test(given)
}

/** What the lines speak of while they are being typed. */
export function outlineOf(problem: ProblemSection, lines: readonly string[] = problem.equations ?? []): FieldOutline {
  return outlineFields({
    equations: lines,
    axes: axesOf(problem).map((name) => ({ name, isPeriodic: isPeriodic(problem, name) })),
    parameters: Object.keys(problem.parameters ?? {}),
  })
}

/** Unknowns that may have a value at the start: those of second order also their velocity. */
export function startsOf({ unknowns, secondOrder }: FieldOutline): readonly string[] {
  return [...unknowns, ...secondOrder.map((name) => `${name}_t`)]
}

/** Exact in the middle, so that a new unknown is seen to move: a bump on every axis that is known by numbers. */
export function firstInitial(problem: ProblemSection): string {
  const squares = axesOf(problem).flatMap((name) => {
    const axis = problem.domain?.[name]
    if (typeof axis !== 'object') return []
    const [from, to] = [Number(axis.from), Number(axis.to)]
    if (!(to > from)) return []
    const middle = name === 'r' ? 0 : (from + to) / 2
    const width = Number(((to - from) / 10).toPrecision(3))
    const distance =
      middle === 0 ? name : `(${name} ${middle < 0 ? '+' : '-'} ${Number(Math.abs(middle).toPrecision(6))})`
    return [`(${distance}/${width})^2`]
  })
  return squares.length > 0 ? `exp(-${squares.join(' - ')})` : '1'
}

/**
 * The experiment with other equations. Unknowns that are new get a value at the start (that of `remembered` where they had one before),
 * values and conditions of unknowns that are gone go with them, so that what is typed can run at once.
 */
export function withFieldEquations(
  experiment: Experiment,
  lines: readonly string[],
  remembered: Readonly<Record<string, InitialValue>> = {},
): Experiment {
  const { problem } = experiment
  const outline = outlineOf(problem, lines)
  const before = outlineOf(problem)
  const given = problem.initial ?? {}
  const starts = startsOf(outline)
  const isGone = (name: string) => startsOf(before).includes(name) && !starts.includes(name)
  const added = outline.unknowns.filter((name) => given[name] === undefined && !outline.held.includes(name))
  const initial = {
    ...Object.fromEntries(Object.entries(given).filter(([name]) => !isGone(name))),
    ...Object.fromEntries(added.map((name) => [name, remembered[name] ?? firstInitial(problem)])),
  }
  const boundary = problem.boundary && withoutUnknowns(problem.boundary, isGone)
  return { ...experiment, problem: { ...problem, equations: lines, initial, ...(boundary ? { boundary } : {}) } }
}

function withoutUnknowns(boundary: Boundary, isGone: (name: string) => boolean): Boundary {
  return Object.fromEntries(
    Object.entries(boundary).flatMap(([side, given]): [string, Boundary[string]][] => {
      if (!isRecord(given)) return [[side, given]]
      const kept = Object.entries(given).filter(([name]) => !isGone(name))
      return kept.length > 0 ? [[side, Object.fromEntries(kept)]] : []
    }),
  )
}

export const domainShapes = [
  { id: 'x', title: 'Interval', axes: ['x'] },
  { id: 'xy', title: 'Rectangle', axes: ['x', 'y'] },
  { id: 'xyz', title: 'Box', axes: ['x', 'y', 'z'] },
  { id: 'r', title: 'Radial', axes: ['r'] },
] as const

export type DomainShape = (typeof domainShapes)[number]['id']

/** The shape of the domain; undefined where it is none of them. */
export function shapeOf(problem: ProblemSection): DomainShape | undefined {
  const axes = axesOf(problem).join('')
  return domainShapes.find(({ id }) => id === axes)?.id
}

const pointsOf: Readonly<Record<DomainShape, number>> = { x: 256, xy: 128, xyz: 48, r: 128 }

/** The experiment in a domain of another shape: axes that stay keep their ends; a new one is as long as the first. */
export function withShape(experiment: Experiment, shape: DomainShape): Experiment {
  const { problem } = experiment
  const before = problem.domain ?? {}
  const axes = domainShapes.find(({ id }) => id === shape)?.axes ?? ['x']
  const first = before[axesOf(problem)[0] ?? 'x']
  const model = typeof first === 'object' ? first : { from: 0, to: 1 }
  const domain = Object.fromEntries(
    axes.map((name) => {
      const own = before[name]
      const points = pointsOf[shape]
      const made = name === 'r' ? { ...model, from: 0, points } : { ...model, points }
      return [name, typeof own === 'object' ? { ...own, points: Math.min(Number(own.points) || points, points) } : made]
    }),
  )
  const isLeft = (key: string) => axes.some((axis) => key === axis || key === `${axis}-` || key === `${axis}+`)
  const boundary = Object.fromEntries(Object.entries(problem.boundary ?? {}).filter(([key]) => isLeft(key)))
  return withBoundary({ ...experiment, problem: { ...problem, domain } }, boundary)
}

/** The experiment with a region of the box kept, or the whole box where the text is empty. */
export function withInside(experiment: Experiment, text: string): Experiment {
  const { inside: _, ...rest } = experiment.problem.domain ?? {}
  if (text.trim() !== '')
    return { ...experiment, problem: { ...experiment.problem, domain: { ...rest, inside: text } } }
  const { inside: __, ...boundary } = experiment.problem.boundary ?? {}
  return withBoundary({ ...experiment, problem: { ...experiment.problem, domain: rest } }, boundary)
}

/** The experiment with a value at the start; undefined takes it away. */
export function withInitial(experiment: Experiment, unknown: string, value: InitialValue | undefined): Experiment {
  const { [unknown]: _, ...rest } = experiment.problem.initial ?? {}
  const before = Object.entries(experiment.problem.initial ?? {})
  const isKnown = before.some(([name]) => name === unknown)
  const initial =
    value === undefined
      ? rest
      : isKnown
        ? Object.fromEntries(before.map(([name, old]) => [name, name === unknown ? value : old]))
        : { ...rest, [unknown]: value }
  return { ...experiment, problem: { ...experiment.problem, initial } }
}

/** Whether random numbers are drawn: in equations `white`, in initial data `normal` and `uniform`. */
export function isRandom({ equations = [], initial = {} }: ProblemSection): boolean {
  const texts = [...equations, ...Object.values(initial).filter((value) => typeof value === 'string')]
  return texts.some((text) => /\b(white|normal|uniform)\b/.test(text))
}
