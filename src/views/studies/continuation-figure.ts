import type { StudyResult } from '../../core/simulation.ts'
import { countText, listText, sentence } from '../plots/describe.ts'
import type { ColourRole, Figure, Mark, PathMark, PointsMark } from '../plots/figure.ts'
import { numberText } from '../plots/number-text.ts'
import { aired } from './aired.ts'
import { listOf, numberOf, numbersOf, recordOf, textOf } from './read-study.ts'

export interface StudyFigureOptions {
  readonly title: string
  /** Unit of an unknown or parameter; '1' where it has none. */
  readonly unitOf?: (name: string) => string
}

const marksOf: Readonly<Record<string, { readonly colour: ColourRole; readonly shape: PointsMark['shape'] }>> = {
  fold: { colour: 5, shape: 'disc' },
  hopf: { colour: 4, shape: 'disc' },
  'branch-point': { colour: 'ink', shape: 'ring' },
}

/** The unknowns of a study, in their order. */
export function unknownsOf(study: StudyResult): readonly string[] {
  return Object.keys(recordOf(recordOf(listOf(study.branches)[0]).states))
}

/** Smallest and largest value of an unknown on all branches. */
function extentOf(study: StudyResult, name: string): readonly [number, number] {
  const lists = listOf(study.branches).map((branch) => numbersOf(recordOf(recordOf(branch).states)[name]))
  const all = lists.flatMap((list) => [...list]).filter(Number.isFinite)
  return all.length > 0 ? [Math.min(...all), Math.max(...all)] : [0, 0]
}

/** Whether an unknown changes at all over the parameter, but for rounding. */
function changes(study: StudyResult, name: string): boolean {
  const [low, high] = extentOf(study, name)
  return high - low > 1e-9 * Math.max(Math.abs(low), Math.abs(high))
}

interface Pieces {
  readonly x: number[]
  readonly y: number[]
}

/** The pieces of one stability of a branch, NaN between them. A piece has the stability of its end. */
function addPieces(into: Pieces, x: Float64Array, y: Float64Array, isIn: (piece: number) => boolean): void {
  let isOpen = false
  for (let i = 0; i + 1 < x.length; i++) {
    if (!isIn(i + 1)) {
      isOpen = false
      continue
    }
    if (!isOpen) {
      if (into.x.length > 0) {
        into.x.push(Number.NaN)
        into.y.push(Number.NaN)
      }
      into.x.push(x[i] ?? Number.NaN)
      into.y.push(y[i] ?? Number.NaN)
    }
    isOpen = true
    into.x.push(x[i + 1] ?? Number.NaN)
    into.y.push(y[i + 1] ?? Number.NaN)
  }
}

/** Equilibria over a parameter: stable branches solid, unstable ones dashed, folds, Hopf and branch points marked. */
export function continuationFigure(
  study: StudyResult,
  { title, unitOf = () => '1', of }: StudyFigureOptions & { readonly of?: string },
): Figure {
  const unknowns = unknownsOf(study)
  const name = of ?? unknowns.find((each) => changes(study, each)) ?? unknowns[0] ?? ''
  const parameter = textOf(study.parameter)
  const stable: Pieces = { x: [], y: [] }
  const unstable: Pieces = { x: [], y: [] }
  for (const entry of listOf(study.branches)) {
    const branch = recordOf(entry)
    const [x, y] = [numbersOf(branch.parameter), numbersOf(recordOf(branch.states)[name])]
    const flags = listOf(branch.isStable)
    addPieces(stable, x, y, (i) => flags[i] === true)
    addPieces(unstable, x, y, (i) => flags[i] !== true)
  }
  const path = ({ x, y }: Pieces, label: string, dash: 'solid' | 'dash'): PathMark[] =>
    x.length === 0
      ? []
      : [{ type: 'path', x: Float64Array.from(x), y: Float64Array.from(y), label, colour: 0, dash, ...(dash === 'dash' ? { opacity: 0.7 } : {}) }] // biome-ignore format: record
  const specials = listOf(study.specials).map((entry) => recordOf(entry))
  const names = [...new Set(specials.map((special) => textOf(special.name)))]
  const points = names.map((label): PointsMark => {
    const own = specials.filter((special) => textOf(special.name) === label)
    const look = marksOf[textOf(own[0]?.kind)] ?? { colour: 'ink', shape: 'cross' }
    return {
      type: 'points',
      x: Float64Array.from(own, (special) => numberOf(special.parameter)),
      y: Float64Array.from(own, (special) => numberOf(recordOf(special.state)[name])),
      label,
      colour: look.colour,
      size: 2.4,
      ...(label.includes('subcritical') ? { shape: 'ring' } : look.shape ? { shape: look.shape } : {}),
    }
  })
  const marks: Mark[] = [...path(stable, 'stable', 'solid'), ...path(unstable, 'unstable', 'dash'), ...points]
  // One that stands still is drawn as a level line, not as its rounding.
  const [low] = extentOf(study, name)
  const range = aired(stable.y, unstable.y, ...points.map(({ y }) => y))
  const standing = changes(study, name)
    ? range && { range }
    : { range: [low - (Math.abs(low) || 1), low + (Math.abs(low) || 1)] as const }
  const said = specials.map((special) => `${textOf(special.name)} at ${numberText(numberOf(special.parameter), 6)}`)
  return {
    title,
    x: { label: parameter, unit: unitOf(parameter), scale: 'linear', range: rangeOf(study) },
    panels: [{ y: { label: name, unit: unitOf(name), scale: 'linear', ...standing }, marks, weight: 1 }],
    description: `${sentence(countText(listOf(study.branches).length, 'branch', 'branches'))} of equilibria over ${parameter}${said.length > 0 ? `; ${listText(said)}` : ''}.`,
  }
}

/** The range of the parameter, rising. */
export function rangeOf(study: StudyResult): readonly [number, number] {
  const [from, to] = [numberOf(study.from), numberOf(study.to)]
  return from < to ? [from, to] : [to, from]
}
