import { type Camera, firstCamera } from '../plots/scene.ts'

/** How the views of differential equations stand: which quantities, which axes, from where. */
export interface OdeViews {
  readonly series: {
    /** Names of scalars clicked away. */
    readonly hidden: readonly string[]
    readonly logarithmic: boolean
    readonly logarithmicTime: boolean
    readonly isSeparate: boolean
  }
  readonly portrait: {
    /** Names on the axes, '' for the problem's first choice; three make a scene. */
    readonly axes: readonly [x: string, y: string, z: string]
    readonly dimension: 'auto' | 'plane' | 'space'
    readonly hasDirections: boolean
    readonly hasNullclines: boolean
    readonly isEqual: boolean
    readonly camera: Camera
  }
  readonly conserved: { readonly logarithmic: boolean }
}

export const firstOdeViews: OdeViews = {
  series: { hidden: [], logarithmic: false, logarithmicTime: false, isSeparate: false },
  portrait: {
    axes: ['', '', ''],
    dimension: 'auto',
    hasDirections: true,
    hasNullclines: true,
    isEqual: false,
    camera: firstCamera,
  },
  conserved: { logarithmic: true },
}

/** What the last session kept, as far as it can be read. */
export function parseOdeViews(value: unknown): OdeViews {
  const { series, portrait, conserved } = Object(value)
  const { series: s, portrait: p, conserved: c } = firstOdeViews
  const isOn = (given: unknown, otherwise: boolean) => (typeof given === 'boolean' ? given : otherwise)
  const [of, at] = [Object(series), Object(portrait)]
  const { azimuth, elevation, zoom } = Object(at.camera)
  const isCamera = [azimuth, elevation, zoom].every(Number.isFinite)
  const axes = Array.isArray(at.axes) ? at.axes.map(String) : []
  const dimension = (['auto', 'plane', 'space'] as const).find((each) => each === at.dimension)
  return {
    series: {
      hidden: Array.isArray(of.hidden) ? of.hidden.filter((name: unknown) => typeof name === 'string') : s.hidden,
      logarithmic: isOn(of.logarithmic, s.logarithmic),
      logarithmicTime: isOn(of.logarithmicTime, s.logarithmicTime),
      isSeparate: isOn(of.isSeparate, s.isSeparate),
    },
    portrait: {
      axes: [axes[0] ?? '', axes[1] ?? '', axes[2] ?? ''],
      dimension: dimension ?? p.dimension,
      hasDirections: isOn(at.hasDirections, p.hasDirections),
      hasNullclines: isOn(at.hasNullclines, p.hasNullclines),
      isEqual: isOn(at.isEqual, p.isEqual),
      camera: isCamera ? { azimuth, elevation, zoom } : p.camera,
    },
    conserved: { logarithmic: isOn(Object(conserved).logarithmic, c.logarithmic) },
  }
}
