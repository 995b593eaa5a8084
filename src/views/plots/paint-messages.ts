import type { Picture } from './pictures.ts'

/** Device pixels of a canvas, and how many there are in a CSS pixel. */
export interface CanvasSize {
  readonly width: number
  readonly height: number
  readonly ratio: number
}

export type ToPainter =
  | { readonly paint: 'open'; readonly surface: number; readonly canvas: OffscreenCanvas }
  /** `picture` is packed: see `makeArrayPacker`. */
  | { readonly paint: 'draw'; readonly surface: number; readonly size: CanvasSize; readonly picture: unknown }
  | { readonly paint: 'close'; readonly surface: number }

export type FromPainter =
  | { readonly paint: 'ready' }
  /** The picture of a surface is on the screen; the next one may come. */
  | { readonly paint: 'painted'; readonly surface: number }

const kindOf = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && 'paint' in value ? value.paint : undefined

/** A message meant for the painting worker; undefined for anything else. */
export function parseToPainter(value: unknown): ToPainter | undefined {
  return ['open', 'draw', 'close'].includes(String(kindOf(value))) ? (value as ToPainter) : undefined
}

/** A message from the painting worker; undefined for anything else. */
export function parseFromPainter(value: unknown): FromPainter | undefined {
  return ['ready', 'painted'].includes(String(kindOf(value))) ? (value as FromPainter) : undefined
}

/** A picture as it came out of a message, its arrays put back. */
export function parsePicture(value: unknown): Picture {
  return value as Picture
}
