import type { Quantity, Samples } from '../../core/field.ts'
import { sampleColumn } from './curve-lines.ts'
import { countText, listText, sentence } from './describe.ts'
import type { ColourRole, ColumnOf, Figure, Mark, PathMark, PointsMark } from './figure.ts'
import { numberText } from './number-text.ts'
import { directionField, nullclines, type PlanarRates } from './planar-field.ts'
import { type Camera, firstCamera, type Scene, type SceneMark } from './scene.ts'
import { columnReference } from './whole-columns.ts'

/** A solution in the space of states. */
export interface Trajectory {
  /** For people. */
  readonly name: string
  readonly scalars: readonly Quantity[]
  readonly samples: Samples
  /** All samples, where `samples` are those of a thinned picture. */
  readonly whole?: Samples
  readonly colour: ColourRole
}

/** An equilibrium with its kind, as the study `equilibria` finds them. */
export interface EquilibriumMark {
  readonly state: Readonly<Record<string, number>>
  readonly isStable: boolean
  /** "stable node", "saddle", "centre", … */
  readonly kind: string
}

export interface PhasePortraitSource {
  readonly title: string
  readonly trajectories: readonly Trajectory[]
  /** Rates in the plane shown, where they can be told: the system's own, or a section of it. */
  readonly planar?: PlanarRates
  /** Of a section: which values stand still, for people: "z = 27". */
  readonly section?: string
  readonly equilibria?: readonly EquilibriumMark[]
}

export interface PhasePortraitOptions {
  /** Names of the scalars on the axes. */
  readonly x: string
  readonly y: string
  readonly isEqual?: boolean
  readonly hasDirections?: boolean
  readonly hasNullclines?: boolean
  /** What of the plane is seen: the directions are drawn there; default: all of it. */
  readonly xRange?: readonly [number, number]
  readonly yRange?: readonly [number, number]
}

const columnOf = ({ scalars, samples }: Trajectory, name: string) =>
  sampleColumn(
    samples,
    scalars.length,
    scalars.findIndex((scalar) => scalar.name === name),
  )

const wholeOf = ({ scalars, whole }: Trajectory, name: string): ColumnOf | undefined =>
  whole &&
  columnReference(
    whole,
    scalars.length,
    scalars.findIndex((scalar) => scalar.name === name),
  )

const quantityOf = (source: PhasePortraitSource, name: string): Quantity =>
  source.trajectories.flatMap(({ scalars }) => scalars).find((scalar) => scalar.name === name) ?? { name, unit: '1' }

/** The range of all values with a share of air on both sides. */
function rangeOf(lists: readonly Float64Array[], air: number): readonly [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const values of lists)
    for (const value of values) {
      if (!Number.isFinite(value)) continue
      if (value < low) low = value
      if (value > high) high = value
    }
  if (!(high >= low)) return [-1, 1]
  if (high === low) return [low - (Math.abs(low) || 1), high + (Math.abs(high) || 1)]
  return [low - air * (high - low), high + air * (high - low)]
}

/**
 * The plane of two scalars with trajectories, their beginnings (rings) and ends (discs), and of planar systems or sections the
 * direction field and the curves where each rate is zero; equilibria marked by their stability.
 */
export function phasePortraitFigure(source: PhasePortraitSource, options: PhasePortraitOptions): Figure {
  const { x, y } = options
  const paths = source.trajectories.map((trajectory) => ({
    trajectory,
    x: columnOf(trajectory, x),
    y: columnOf(trajectory, y),
  }))
  const stable = equilibriumPoints(source, options, true)
  const unstable = equilibriumPoints(source, options, false)
  const points = [...stable, ...unstable]
  const xRange = rangeOf([...paths.map((path) => path.x), ...points.map((mark) => mark.x)], 0.12)
  const yRange = rangeOf([...paths.map((path) => path.y), ...points.map((mark) => mark.y)], 0.12)
  const [seenX, seenY] = [options.xRange ?? xRange, options.yRange ?? yRange]
  const marks: Mark[] = []
  if (source.planar && options.hasDirections)
    marks.push({ type: 'arrows', ...directionField(source.planar, seenX, seenY, 24, 18), label: 'direction', colour: 'muted', length: 1.1, opacity: 0.5 }) // biome-ignore format: record
  if (source.planar && options.hasNullclines) {
    const [ofX, ofY] = nullclines(source.planar, seenX, seenY, 64)
    const label = (name: string) => (name.endsWith("'") ? `${name.slice(0, -1)}″ = 0` : `${name}′ = 0`)
    marks.push({ type: 'path', ...ofX, label: label(x), colour: 5, dash: 'dash', width: 0.9 })
    marks.push({ type: 'path', ...ofY, label: label(y), colour: 6, dash: 'dash', width: 0.9 })
  }
  const isNamed = paths.length > 1
  marks.push(
    ...paths.map(({ trajectory, ...path }): PathMark => {
      const [wholeX, wholeY] = [wholeOf(trajectory, x), wholeOf(trajectory, y)]
      const whole = wholeX && wholeY ? { whole: { x: wholeX, y: wholeY } } : {}
      return { type: 'path', x: path.x, y: path.y, ...whole, label: isNamed ? trajectory.name : '', colour: trajectory.colour, width: 0.7 } // biome-ignore format: record
    }),
    ...ends(paths),
    ...points,
  )
  const [quantityX, quantityY] = [quantityOf(source, x), quantityOf(source, y)]
  return {
    title: source.title,
    x: { label: quantityX.label ?? x, unit: quantityX.unit, scale: 'linear', range: xRange },
    panels: [
      { y: { label: quantityY.label ?? y, unit: quantityY.unit, scale: 'linear', range: yRange }, marks, weight: 1 },
    ],
    plane: options.isEqual ? 'equal' : 'free',
    description: describe(source, [x, y], options),
  }
}

function equilibriumPoints(
  source: PhasePortraitSource,
  { x, y }: PhasePortraitOptions,
  isStable: boolean,
): readonly PointsMark[] {
  const own = (source.equilibria ?? []).filter(
    (each) => each.isStable === isStable && Object.hasOwn(each.state, x) && Object.hasOwn(each.state, y),
  )
  // A kind has one entry in the legend: "saddle", "stable spiral".
  return [...new Set(own.map(({ kind }) => kind))].map((kind) => {
    const members = own.filter((each) => each.kind === kind)
    const value = (name: string) => Float64Array.from(members, ({ state }) => state[name] ?? Number.NaN)
    return { type: 'points', x: value(x), y: value(y), label: kind, colour: 'ink', shape: shapeOf(isStable, kind), size: 2.4 } // biome-ignore format: record
  })
}

const shapeOf = (isStable: boolean, kind: string) =>
  isStable ? 'disc' : kind.toLowerCase().includes('saddle') ? 'cross' : 'ring'

/** A ring where each trajectory begins, a disc where it is now. */
function ends(
  paths: readonly { readonly trajectory: Trajectory; readonly x: Float64Array; readonly y: Float64Array }[],
): readonly PointsMark[] {
  return paths.flatMap(({ trajectory, x, y }): readonly PointsMark[] => {
    const last = x.length - 1
    if (last < 0) return []
    const one = (at: number) => ({ x: x.slice(at, at + 1), y: y.slice(at, at + 1) })
    const common = { type: 'points', label: '', colour: trajectory.colour, size: 2 } as const
    return [{ ...common, ...one(0), shape: 'ring' }, { ...common, ...one(last) }] // biome-ignore format: a pair
  })
}

/** The same in the space of three scalars, as a scene that can be turned. */
export function phasePortraitScene(
  source: PhasePortraitSource,
  names: readonly [string, string, string],
  camera: Camera = firstCamera,
): Scene {
  const paths = source.trajectories.map((trajectory) => ({
    trajectory,
    x: columnOf(trajectory, names[0]),
    y: columnOf(trajectory, names[1]),
    z: columnOf(trajectory, names[2]),
  }))
  const marks = paths.flatMap(({ trajectory, x, y, z }): readonly SceneMark[] => {
    const last = x.length - 1
    const { colour } = trajectory
    const one = (at: number) => ({ x: x.slice(at, at + 1), y: y.slice(at, at + 1), z: z.slice(at, at + 1) })
    const [wholeX, wholeY, wholeZ] = names.map((name) => wholeOf(trajectory, name))
    const whole = wholeX && wholeY && wholeZ ? { whole: { x: wholeX, y: wholeY, z: wholeZ } } : {}
    const line = { type: 'line', x, y, z, ...whole, label: paths.length > 1 ? trajectory.name : '', colour, width: 0.7 } as const // biome-ignore format: record
    if (last < 0) return [line]
    return [
      line,
      { type: 'points', ...one(0), label: '', colour, size: 1.8, shape: 'ring' },
      { type: 'points', ...one(last), label: '', colour, size: 1.8 },
    ]
  })
  const kinds = [...new Set((source.equilibria ?? []).map(({ kind }) => kind))]
  const equilibria = kinds.map((kind): SceneMark => {
    const own = (source.equilibria ?? []).filter((each) => each.kind === kind)
    const value = (name: string) => Float64Array.from(own, ({ state }) => state[name] ?? Number.NaN)
    const shape = shapeOf(own[0]?.isStable ?? false, kind)
    return { type: 'points', x: value(names[0]), y: value(names[1]), z: value(names[2]), label: kind, colour: 'ink', size: 2.2, shape } // biome-ignore format: record
  })
  const axis = (name: string) => {
    const quantity = quantityOf(source, name)
    return { label: quantity.label ?? name, unit: quantity.unit }
  }
  return {
    title: source.title,
    axes: [axis(names[0]), axis(names[1]), axis(names[2])],
    marks: [...marks, ...equilibria],
    camera,
    description: describe(source, names, {}),
  }
}

function describe(
  source: PhasePortraitSource,
  names: readonly string[],
  options: Pick<PhasePortraitOptions, 'hasDirections' | 'hasNullclines'>,
): string {
  const { trajectories } = source
  if (trajectories.length === 0) return 'No run yet.'
  const first = trajectories[0]
  const end = names.map((name) => {
    const value = first ? columnOf(first, name).at(-1) : undefined
    return `${name} = ${numberText(value ?? Number.NaN, 4)}`
  })
  const kinds = (source.equilibria ?? []).map(({ kind }) => kind)
  const parts = [
    `phase portrait of ${listText([...names])} with ${countText(trajectories.length, 'trajectory', 'trajectories')}; ${trajectories.length > 1 ? 'the first' : 'it'} ends at ${listText(end)}`,
    source.planar && options.hasNullclines ? 'nullclines' : '',
    source.planar && options.hasDirections ? `direction field${source.section ? ` at ${source.section}` : ''}` : '',
    kinds.length > 0 ? `${countText(kinds.length, 'equilibrium', 'equilibria')}: ${listText(kinds)}` : '',
  ]
  return `${sentence(parts.filter((part) => part !== '').join('; '))}.`
}
