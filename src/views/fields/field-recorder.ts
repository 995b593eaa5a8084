import type { FieldDescription } from '../../core/field.ts'
import { type FieldPlane, type FieldSlice, type FieldValues, planeOf } from './field-plane.ts'
import { valueAlong, valueOn } from './field-samples.ts'

/** A line through the plane: x and y of its ends. Of a field on one axis the x alone count. */
export type FieldCut = readonly [x0: number, y0: number, x1: number, y1: number]
/** A place that is watched. */
export type FieldProbe = readonly [x: number, y: number]

/** What of a field is watched in time. */
export interface Watched {
  readonly field: FieldDescription
  readonly slice: FieldSlice | undefined
  readonly probes: readonly FieldProbe[]
  readonly cut: FieldCut
}

/** What was seen so far; the arrays are new with every record. */
export interface FieldRecord {
  readonly times: Float64Array
  /** One a probe. */
  readonly probes: readonly Float64Array[]
  /** Of the cut: how far along it, and rows of values at `cutTimes`. */
  readonly along: Float64Array
  readonly cutTimes: Float64Array
  readonly cut: Float32Array
}

/** Times after which every second one is forgotten: the whole past stays in sight, ever more coarsely. */
const mostTimes = 4000
const mostRows = 300
const cutPoints = 256

/** Values of a field at even places along a cut, and how far they are from its beginning. */
export function valuesOnCut(
  field: FieldDescription,
  values: FieldValues,
  slice: FieldSlice | undefined,
  cut: FieldCut,
  count = cutPoints,
): { readonly along: Float64Array; readonly values: Float32Array } {
  const plane = planeOf(field, values, slice)
  const [first] = field.grid.axes
  const [x0, y0, x1, y1] = cut
  const length = plane ? Math.hypot(x1 - x0, y1 - y0) : Math.abs(x1 - x0)
  const start = plane ? 0 : Math.min(x0, x1)
  const out = new Float32Array(count)
  const along = new Float64Array(count)
  for (let i = 0; i < count; i++) {
    const share = i / (count - 1)
    along[i] = start + share * length
    out[i] = plane ? valueOn(plane, x0 + share * (x1 - x0), y0 + share * (y1 - y0)) : first ? valueAlong(first, values, along[i] ?? 0) : Number.NaN // biome-ignore format: one choice
  }
  return { along, values: out }
}

/** The line through the middle along x, which is looked at as long as none was drawn. */
export function middleCut(field: FieldDescription, slice: FieldSlice | undefined): FieldCut {
  const plane: FieldPlane | undefined = planeOf(field, new Float32Array(0), slice)
  const x = plane?.x.values ?? field.grid.axes[0]?.values ?? new Float64Array()
  const y = plane?.y.values ?? new Float64Array()
  const middle = ((y[0] ?? 0) + (y.at(-1) ?? 0)) / 2
  return [x[0] ?? 0, middle, x.at(-1) ?? 1, middle]
}

/** Remembers probes and the cut as time goes by; begins anew when time goes back or another thing is watched. */
export function makeFieldRecorder() {
  let key = ''
  let times: number[] = []
  let probes: number[][] = []
  let cutTimes: number[] = []
  let rows: Float32Array[] = []
  let along: Float64Array = new Float64Array()
  let every = 0

  const clear = (count: number) => {
    times = []
    probes = Array.from({ length: count }, () => [])
    cutTimes = []
    rows = []
    every = 0
  }
  return {
    /** Takes one moment in. */
    take({ field, slice, probes: places, cut }: Watched, time: number, values: FieldValues): void {
      const now = JSON.stringify([field.name, field.grid.axes.map((axis) => axis.values.length), slice, places, cut])
      const last = times.at(-1) ?? Number.NEGATIVE_INFINITY
      if (now !== key || time < last) clear(places.length)
      key = now
      if (time <= last && times.length > 0) return
      const plane = planeOf(field, values, slice)
      const [first] = field.grid.axes
      times.push(time)
      places.forEach(([x, y], i) => {
        probes[i]?.push(plane ? valueOn(plane, x, y) : first ? valueAlong(first, values, x) : Number.NaN)
      })
      if (times.length > mostTimes) {
        const isKept = (_: unknown, i: number) => i % 2 === 0
        times = times.filter(isKept)
        probes = probes.map((list) => list.filter(isKept))
      }
      if (time - (cutTimes.at(-1) ?? Number.NEGATIVE_INFINITY) < every) return
      const sampled = valuesOnCut(field, values, slice, cut)
      along = sampled.along
      cutTimes.push(time)
      rows.push(sampled.values)
      if (rows.length <= mostRows) return
      rows = rows.filter((_, i) => i % 2 === 0)
      cutTimes = cutTimes.filter((_, i) => i % 2 === 0)
      every = (time - (cutTimes[0] ?? 0)) / (rows.length - 1)
    },
    record(): FieldRecord {
      const cut = new Float32Array(rows.length * along.length)
      rows.forEach((row, i) => {
        cut.set(row, i * along.length)
      })
      return { times: Float64Array.from(times), probes: probes.map((list) => Float64Array.from(list)), along, cutTimes: Float64Array.from(cutTimes), cut } // biome-ignore format: record
    },
  }
}

export type FieldRecorder = ReturnType<typeof makeFieldRecorder>
