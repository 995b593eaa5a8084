import type { ColourRole, ColumnOf, Figure } from './figure.ts'
import type { Multiples } from './multiples.ts'
import type { Parallel } from './parallel.ts'

/** A curve in space, in the order of its points; NaN ends a piece. */
export interface SceneLine {
  readonly type: 'line'
  readonly x: Float64Array
  readonly y: Float64Array
  readonly z: Float64Array
  readonly label: string
  readonly colour: ColourRole
  readonly width?: number
  /** All points, where `x`, `y` and `z` are only those that place the box (of the same extent). */
  readonly whole?: { readonly x: ColumnOf; readonly y: ColumnOf; readonly z: ColumnOf }
}

export interface ScenePoints {
  readonly type: 'points'
  readonly x: Float64Array
  readonly y: Float64Array
  readonly z: Float64Array
  readonly label: string
  readonly colour: ColourRole
  readonly size?: number
  readonly shape?: 'disc' | 'ring' | 'cross'
}

export type SceneMark = SceneLine | ScenePoints

export interface SceneAxis {
  readonly label: string
  /** '' or '1' shows none. */
  readonly unit: string
  /** Default: fitted to the marks. */
  readonly range?: readonly [number, number]
}

/** From where a scene is seen. Angles in degrees: azimuth about z from x towards y, elevation above the plane of x and y. */
export interface Camera {
  readonly azimuth: number
  readonly elevation: number
  /** 1 shows the whole box. */
  readonly zoom: number
}

/** A figure in three dimensions: curves and points in a box that can be turned. Drawn by the painter and as static SVG. */
export interface Scene {
  readonly title: string
  readonly axes: readonly [SceneAxis, SceneAxis, SceneAxis]
  readonly marks: readonly SceneMark[]
  readonly camera: Camera
  /** One unit has the same length on all axes; default: the box is a cube. */
  readonly isEqual?: boolean
  /** A sentence for screen readers. */
  readonly description: string
}

/** What a view may show and a file may hold. */
export type Drawing = Figure | Scene | Parallel | Multiples

export const isScene = (drawing: Drawing): drawing is Scene => 'axes' in drawing
export const isParallel = (drawing: Drawing): drawing is Parallel => 'dimensions' in drawing
export const isMultiples = (drawing: Drawing): drawing is Multiples => 'cells' in drawing

/** From the front, a little from the side and from above: three faces of the box are seen. */
export const firstCamera: Camera = { azimuth: -52, elevation: 22, zoom: 1 }

/** The camera turned by so many degrees; it never goes over the top, where left and right would change places. */
export function turnCamera(camera: Camera, azimuth: number, elevation: number): Camera {
  const around = ((((camera.azimuth + azimuth + 180) % 360) + 360) % 360) - 180
  return { ...camera, azimuth: around, elevation: Math.min(90, Math.max(-90, camera.elevation + elevation)) }
}

/** The camera nearer by a factor, between half and fifty times the size of the whole. */
export function zoomCamera(camera: Camera, factor: number): Camera {
  return { ...camera, zoom: Math.min(50, Math.max(0.5, camera.zoom * factor)) }
}
