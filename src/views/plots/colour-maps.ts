import { interpolateCividis, interpolateViridis } from 'd3'
import type { HeatMark } from './figure.ts'
import { hexToRgb, type Oklab, oklabToRgb, type Rgb } from './oklab.ts'

/** A colour for each number from 0 to 1. */
export type ColourMap = (fraction: number) => Rgb

const clamp = (t: number) => (t > 1 ? 1 : t > 0 ? t : 0)

/** `rgb(1, 2, 3)` or `#010203` as numbers. */
function parseRgb(text: string): Rgb {
  if (text.startsWith('#')) return hexToRgb(text)
  const [r = 0, g = 0, b = 0] = (text.match(/\d+/g) ?? []).map(Number)
  return [r, g, b]
}

/** van der Walt and Smith's viridis: lightness rises evenly. */
export const viridis: ColourMap = (t) => parseRgb(interpolateViridis(clamp(t)))

/** Nuñez, Anderton and Renslow's cividis: as viridis, and the same to the colour-blind. */
export const cividis: ColourMap = (t) => parseRgb(interpolateCividis(clamp(t)))

/**
 * Blue – near white – red for data with a centre: in OKLab the lightness is the same function of the distance from the middle on
 * both sides and falls evenly, so that equal deviations look equal. Chroma is bounded by what sRGB shows at that lightness.
 */
export function divergingOklab(fraction: number): Oklab {
  const t = 2 * clamp(fraction) - 1
  const distance = Math.abs(t)
  const l = 0.965 - 0.5 * distance
  const chroma = 0.155 * Math.sin((Math.PI / 2) * distance)
  const hue = ((t < 0 ? 255 : 28) * Math.PI) / 180
  return { l, a: chroma * Math.cos(hue), b: chroma * Math.sin(hue) }
}

/** `divergingOklab` on the screen. */
export const diverging: ColourMap = (fraction) => oklabToRgb(divergingOklab(fraction))

/**
 * Once around the hue circle for angles: ends meet, constant chroma; lightness rises and falls once, evenly, so that direction can
 * also be read in grey (the same on both halves, dark at 0 and 1, light at ½).
 */
export function cyclicOklab(fraction: number): Oklab {
  const t = fraction - Math.floor(fraction)
  const l = 0.5 + 0.28 * (1 - Math.abs(2 * t - 1))
  const hue = 2 * Math.PI * (t + 0.75)
  const chroma = 0.085
  return { l, a: chroma * Math.cos(hue), b: chroma * Math.sin(hue) }
}

/** `cyclicOklab` on the screen. */
export const cyclic: ColourMap = (fraction) => oklabToRgb(cyclicOklab(fraction))

/** The map of a heat mark. */
export function findColourMap(kind: HeatMark['colours']): ColourMap {
  return kind === 'diverging' ? diverging : kind === 'cyclic' ? cyclic : kind === 'cividis' ? cividis : viridis
}

const tables = new Map<ColourMap, Uint8ClampedArray<ArrayBuffer>>()

/** 256 RGBA entries, for painting pixels without calling the map for each. */
export function colourTable(map: ColourMap): Uint8ClampedArray<ArrayBuffer> {
  const known = tables.get(map)
  if (known) return known
  const table = new Uint8ClampedArray(1024)
  for (let i = 0; i < 256; i++) {
    const [r, g, b] = map(i / 255)
    table.set([r, g, b, 255], 4 * i)
  }
  tables.set(map, table)
  return table
}

/** Limits of a heat mark's colours: its own range, else its data; about zero where the map has a centre. */
export function heatRange(mark: HeatMark): readonly [number, number] {
  if (mark.range) return mark.range
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (const value of mark.values) {
    if (value < low) low = value
    if (value > high) high = value
  }
  if (!(high >= low)) return [0, 1]
  if (mark.colours === 'diverging') {
    const size = Math.max(Math.abs(low), Math.abs(high)) || 1
    return [-size, size]
  }
  return high > low ? [low, high] : [low - 0.5, high + 0.5]
}
