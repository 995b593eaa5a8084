import { makeTicks } from './axes.ts'
import { largestOf } from './extents.ts'
import { placeLegend } from './labels.ts'
import { axisText } from './number-text.ts'
import type { LegendEntry, PlacedLegend, Range } from './placed.ts'
import type { Scene, SceneAxis } from './scene.ts'
import { textWidth } from './text-metrics.ts'
import { proportions } from './theme.ts'

type Vector = readonly [number, number, number]
type Place = readonly [number, number]

/** A text of the box: a number at a tick or the name of an axis, its middle at the place. */
export interface SceneText {
  readonly text: string
  readonly at: Place
  readonly isTitle: boolean
}

/** Everything of a scene that is placed before it is drawn. */
export interface SceneLayout {
  readonly width: number
  readonly height: number
  readonly fontSize: number
  readonly title?: { readonly text: string; readonly x: number; readonly y: number }
  readonly legend: PlacedLegend
  /** Lines of the three far faces. */
  readonly grid: readonly (readonly [Place, Place])[]
  /** Edges of the far faces and the edges that bear ticks. */
  readonly edges: readonly (readonly [Place, Place])[]
  readonly ticks: readonly (readonly [Place, Place])[]
  readonly texts: readonly SceneText[]
  /** The page and the depth (−1 far to 1 near, about) of a place in the scene's own numbers. */
  readonly project: (x: number, y: number, z: number) => Vector
}

export interface SceneSize {
  readonly width: number
  readonly height: number
  readonly fontSize: number
  readonly title?: boolean
}

const radians = Math.PI / 180
/** Distance of the eye in half boxes: near enough that far things look smaller, too far to bend the box. */
const eyeDistance = 9

/** The range of an axis: as asked, or what its marks need with a little air. */
function rangeOf(scene: Scene, axis: 0 | 1 | 2): Range {
  const asked = scene.axes[axis].range
  if (asked) return asked
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const mark of scene.marks)
    for (const value of [mark.x, mark.y, mark.z][axis] ?? []) {
      if (value < low && Number.isFinite(value)) low = value
      if (value > high && Number.isFinite(value)) high = value
    }
  if (!(high >= low)) return [0, 1]
  const air = high > low ? 0.03 * (high - low) : Math.abs(low) / 2 || 0.5
  return [low - air, high + air]
}

/** Half lengths of the box, the longest 1. */
function boxOf(ranges: readonly [Range, Range, Range], isEqual: boolean): Vector {
  if (!isEqual) return [1, 1, 1]
  const lengths = ranges.map(([low, high]) => high - low)
  const longest = Math.max(...lengths)
  const share = (k: number) => (lengths[k] ?? 1) / longest
  return [share(0), share(1), share(2)]
}

const axisNumbers = [0, 1, 2] as const

/** Places box, ticks, names and legend of a scene on a page, and tells how its places are projected. */
export function layoutScene(scene: Scene, size: SceneSize): SceneLayout {
  const { width, height, fontSize } = size
  const padding = 0.7 * fontSize
  const hasTitle = (size.title ?? true) && scene.title !== ''
  const titleSize = proportions.titleSize * fontSize
  const titleHeight = hasTitle ? 1.5 * titleSize : 0
  const legend = placeLegend(legendOf(scene), padding, padding + titleHeight, width - 2 * padding, fontSize)
  const top = padding + titleHeight + legend.height
  const ranges = [rangeOf(scene, 0), rangeOf(scene, 1), rangeOf(scene, 2)] as const
  const box = boxOf([ranges[0], ranges[1], ranges[2]], scene.isEqual ?? false)

  const { azimuth, elevation, zoom } = scene.camera
  const [ca, sa] = [Math.cos(azimuth * radians), Math.sin(azimuth * radians)]
  const [ce, se] = [Math.cos(elevation * radians), Math.sin(elevation * radians)]
  const toward: Vector = [ce * ca, ce * sa, se]
  const margin = 2.2 * fontSize
  const room = Math.max(fontSize, Math.min(width - 2 * margin, height - top - 2 * margin))
  // The corners of a cube reach a good one and a half of its halves from the middle; the near ones, seen larger, stand lower.
  const scale = (zoom * room) / 3.1
  const [middleX, middleY] = [width / 2, top + (height - top) / 2 - 0.3 * scale * 2 * se * ce]

  const turn = (u: number, v: number, w: number): Vector => {
    const depth = u * toward[0] + v * toward[1] + w * toward[2]
    const near = (scale * eyeDistance) / (eyeDistance - depth)
    return [middleX + near * (v * ca - u * sa), middleY - near * (w * ce - se * (u * ca + v * sa)), depth]
  }
  const unit = (value: number, k: 0 | 1 | 2) => {
    const [low, high] = ranges[k]
    return box[k] * ((2 * (value - low)) / (high - low) - 1)
  }
  const project = (x: number, y: number, z: number) => turn(unit(x, 0), unit(y, 1), unit(z, 2))

  /** A corner or an edge's place: along axis k at `along`, at the given ends of the other two. */
  const place = (k: 0 | 1 | 2, along: number, ends: Vector): Place => {
    const at: [number, number, number] = [ends[0] * box[0], ends[1] * box[1], ends[2] * box[2]]
    at[k] = along
    const [px, py] = turn(...at)
    return [px, py]
  }
  // The faces that the eye sees through the box: those turned away from it.
  const far: Vector = [toward[0] > 0 ? -1 : 1, toward[1] > 0 ? -1 : 1, toward[2] > 0 ? -1 : 1]
  const grid: (readonly [Place, Place])[] = []
  const edges: (readonly [Place, Place])[] = []
  const ticks: (readonly [Place, Place])[] = []
  const texts: SceneText[] = []
  const centre = turn(0, 0, 0)
  const tickSize = proportions.tickSize * fontSize

  for (const k of axisNumbers) {
    const axis = styleOf(scene.axes[k])
    const [i, j] = k === 0 ? ([1, 2] as const) : k === 1 ? ([0, 2] as const) : ([0, 1] as const)
    const ends = (atI: number, atJ: number): Vector => {
      const made: [number, number, number] = [0, 0, 0]
      made[i] = atI
      made[j] = atJ
      return made
    }
    // Edges along k of the two far faces that contain it: three of the four.
    for (const [atI, atJ] of [[far[i], far[j]], [far[i], -far[j]], [-far[i], far[j]]] as const) // biome-ignore format: a list
      edges.push([place(k, -box[k], ends(atI, atJ)), place(k, box[k], ends(atI, atJ))])
    // The ticks stand at an edge of the outline, where one face is seen and the other not: below, or on the left for z.
    const candidates = [ends(far[i], -far[j]), ends(-far[i], far[j])]
    const middle = (end: Vector) => place(k, 0, end)
    const [first = ends(1, 1), second = first] = candidates
    const [m1, m2] = [middle(first), middle(second)]
    const own = k === 2 ? (m1[0] < m2[0] ? first : second) : m1[1] > m2[1] ? first : second
    const [a, b] = [place(k, -box[k], own), place(k, box[k], own)]
    const length = Math.hypot(b[0] - a[0], b[1] - a[1])
    // Outwards: across the edge, away from the middle of the box.
    let [nx, ny] = length > 0 ? [-(b[1] - a[1]) / length, (b[0] - a[0]) / length] : [0, 1]
    const [mx, my] = middle(own)
    if ((mx - centre[0]) * nx + (my - centre[1]) * ny < 0) [nx, ny] = [-nx, -ny]
    const text = axisText(axis, largestOf(ranges[k]))
    const count = Math.max(2, Math.min(6, Math.round(length / (4.5 * fontSize))))
    const places =
      length < 3 * fontSize ? [] : makeTicks(axis, ranges[k], text.factor, count, (value) => unit(value, k))
    const tick = proportions.tickLength * fontSize
    let widest = 0
    for (const { position, label } of places) {
      for (const [atI, atJ] of [
        [far[i], 1],
        [1, far[j]],
      ] as const) {
        // The line on the far face of i runs along j, and the other way round.
        const onI = atJ === 1
        const from = onI ? ends(atI, -1) : ends(-1, atJ)
        const to = onI ? ends(atI, 1) : ends(1, atJ)
        grid.push([place(k, position, from), place(k, position, to)])
      }
      const [px, py] = place(k, position, own)
      ticks.push([[px, py], [px + tick * nx, py + tick * ny]]) // biome-ignore format: a pair
      const half = textWidth(label, tickSize) / 2
      widest = Math.max(widest, half)
      const away = tick + 0.35 * fontSize + Math.abs(nx) * half + Math.abs(ny) * 0.5 * tickSize
      texts.push({ text: label, at: [px + away * nx, py + away * ny], isTitle: false })
    }
    const half = textWidth(text.title, fontSize) / 2
    const away = tick + 0.9 * fontSize + Math.abs(nx) * (2 * widest + half) + Math.abs(ny) * 1.9 * tickSize
    if (length >= fontSize) texts.push({ text: text.title, at: [mx + away * nx, my + away * ny], isTitle: true })
  }
  return {
    width,
    height,
    fontSize,
    ...(hasTitle ? { title: { text: scene.title, x: padding, y: padding + titleSize } } : {}),
    legend,
    grid,
    edges,
    ticks,
    texts,
    project,
  }
}

const styleOf = ({ label, unit }: SceneAxis) => ({ label, unit, scale: 'linear' as const })

function legendOf(scene: Scene): readonly LegendEntry[] {
  const entries = new Map<string, LegendEntry>()
  for (const { type, label, colour, ...mark } of scene.marks) {
    const key = `${type} ${label} ${colour}`
    if (label === '' || entries.has(key)) continue
    const shape = 'shape' in mark && mark.shape ? { shape: mark.shape } : {}
    entries.set(key, { key, kind: type, label, colour, dash: 'solid', ...shape })
  }
  return [...entries.values()]
}

/** A piece of a curve at about one depth, on the page. */
export interface DepthPath {
  /** 0 far to 1 near. */
  readonly near: number
  /** x and y in turn; NaN pairs between pieces. */
  readonly places: readonly number[]
}

const depths = 12

/** A curve by depth, farthest first, so that what is near lies over what is far and is drawn stronger. */
export function depthPaths(
  mark: { readonly x: Float64Array; readonly y: Float64Array; readonly z: Float64Array },
  { project }: SceneLayout,
  distance: number,
): readonly DepthPath[] {
  const paths = Array.from({ length: depths }, (_, i) => ({
    near: (i + 0.5) / depths,
    places: [] as number[],
    last: -1,
  }))
  let [lastX, lastY] = [Number.NaN, Number.NaN]
  let count = 0
  for (let i = 0; i < mark.x.length; i++) {
    const [px, py, depth] = project(mark.x[i] ?? Number.NaN, mark.y[i] ?? Number.NaN, mark.z[i] ?? Number.NaN)
    if (!Number.isFinite(px) || !Number.isFinite(py)) {
      ;[lastX, lastY] = [Number.NaN, Number.NaN]
      continue
    }
    if (Math.abs(px - lastX) + Math.abs(py - lastY) < distance && i < mark.x.length - 1) continue
    if (!Number.isNaN(lastX)) {
      const path = paths[Math.min(depths - 1, Math.max(0, Math.floor(((depth + 1.75) / 3.5) * depths)))]
      if (path) {
        if (path.last !== count - 1) {
          if (path.places.length > 0) path.places.push(Number.NaN, Number.NaN)
          path.places.push(lastX, lastY)
        }
        path.places.push(px, py)
        path.last = count
      }
    }
    count++
    lastX = px
    lastY = py
  }
  return paths.filter(({ places }) => places.length > 0)
}

/** How strong a line is drawn at a depth. */
export const strengthOf = (near: number) => 0.35 + 0.65 * near
