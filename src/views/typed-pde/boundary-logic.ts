import type { Experiment, ProblemSection } from '../../experiment/experiment.ts'
import { type Boundary, isRecord, withBoundary } from './boundary-section.ts'
import { axesOf, isPeriodic } from './fields-logic.ts'

/** A side of the box or the edge of the region, by its name in the file. */
export type SideName = string

/** The sides that can have conditions, in the order in which they are listed. */
export function sidesOf(problem: ProblemSection): readonly SideName[] {
  const { domain = {} } = problem
  const sides = axesOf(problem).flatMap((axis) => {
    if (isPeriodic(problem, axis)) return []
    const isCentre = axis === 'r' && Number(Reflect.get(Object(domain.r), 'from')) === 0
    return isCentre ? ['r+'] : [`${axis}-`, `${axis}+`]
  })
  return domain.inside === undefined ? sides : [...sides, 'inside']
}

/** Where the condition of an unknown stands in `boundary`, and what it says; no text where nothing is said. */
export interface PlacedCondition {
  readonly keys: readonly (string | number)[]
  readonly texts: readonly string[]
}

const listOf = (given: string | readonly string[]): readonly string[] => (typeof given === 'string' ? [given] : given)

/** The conditions of an unknown on a side as the file has them. */
export function conditionOf({ boundary = {} }: ProblemSection, side: SideName, unknown: string): PlacedCondition {
  for (const key of side === 'inside' ? [side] : [side, side.slice(0, -1)]) {
    const given = Object.hasOwn(boundary, key) ? boundary[key] : undefined
    if (given === undefined) continue
    if (!isRecord(given)) return { keys: [key], texts: listOf(given) }
    const own = Object.hasOwn(given, unknown) ? given[unknown] : undefined
    if (own !== undefined) return { keys: [key, unknown], texts: listOf(own) }
  }
  return { keys: [side, unknown], texts: [] }
}

/** The experiment with the conditions of a side written for that side alone, one list an unknown; empty texts are left out. */
export function withCondition(
  experiment: Experiment,
  side: SideName,
  unknowns: readonly string[],
  unknown: string,
  texts: readonly string[],
): Experiment {
  const { problem } = experiment
  const { boundary = {} } = problem
  const axis = side.slice(0, -1)
  const isShared = side !== 'inside' && Object.hasOwn(boundary, axis)
  // What was said of both ends at once is said of each before one of them changes.
  const touched = isShared ? [`${axis}-`, `${axis}+`] : [side]
  const made = touched.flatMap((each): [string, Boundary[string]][] => {
    const conditions = unknowns.flatMap((name): [string, string | readonly string[]][] => {
      const own = each === side && name === unknown ? texts : conditionOf(problem, each, name).texts
      const said = own.filter((text) => text.trim() !== '')
      const [only] = said
      return only === undefined ? [] : [[name, said.length === 1 ? only : said]]
    })
    const [first] = conditions
    if (first === undefined) return []
    return [[each, unknowns.length === 1 ? first[1] : Object.fromEntries(conditions)]]
  })
  const kept = Object.entries(boundary).filter(([key]) => !touched.includes(key) && !(isShared && key === axis))
  return withBoundary(experiment, Object.fromEntries([...kept, ...made]))
}

/** The experiment with the conditions of one side on all others. */
export function withConditionEverywhere(
  experiment: Experiment,
  side: SideName,
  unknowns: readonly string[],
): Experiment {
  const own = unknowns.map((name) => conditionOf(experiment.problem, side, name).texts)
  let next = experiment
  for (const other of sidesOf(experiment.problem))
    unknowns.forEach((name, i) => {
      next = withCondition(next, other, unknowns, name, own[i] ?? [])
    })
  return next
}

/** The experiment with an axis periodic, or with two ends that are free until they are given conditions. */
export function withPeriodic(experiment: Experiment, axis: string, isOn: boolean): Experiment {
  const { boundary = {} } = experiment.problem
  const kept = Object.entries(boundary).filter(([key]) => key !== axis && key !== `${axis}-` && key !== `${axis}+`)
  return withBoundary(experiment, { ...Object.fromEntries(kept), ...(isOn ? { [axis]: 'periodic' } : {}) })
}

const sideWords: Readonly<Record<string, string>> = {
  'x-': 'left', 'x+': 'right', 'y-': 'bottom', 'y+': 'top', 'z-': 'front', 'z+': 'back', 'r-': 'inner', 'r+': 'outer',
} // biome-ignore format: a table

/** The name of a side for people. */
export function titleOf(side: SideName): string {
  if (side === 'inside') return 'Edge of the region'
  const word = sideWords[side]
  return word === undefined ? `Side ${side}` : `Side ${side}, ${word}`
}
