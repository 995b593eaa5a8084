/** The ways of looking at a sweep. */
export const sweepModes = ['curve', 'map', 'parallel', 'overlay', 'multiples'] as const
export type SweepMode = (typeof sweepModes)[number]

/** How the views of sweeps stand. Names that a sweep does not have are passed over. */
export interface SweepViews {
  /** '' is the way that suits the number of quantities swept. */
  readonly mode: SweepMode | ''
  readonly metric: string
  readonly x: string
  readonly y: string
  /** Scalar of the curves. */
  readonly scalar: string
  readonly logarithmic: boolean
  /** Levels of the quantities that a map does not show, by PATH. */
  readonly slice: Readonly<Record<string, number>>
  /** Metrics of the parallel coordinates. */
  readonly metrics: readonly string[]
  readonly brushes: Readonly<Record<string, readonly [number, number]>>
  /** Column that the table is sorted by; '' is the order of the points. */
  readonly sortBy: string
  readonly isDescending: boolean
}

export const firstSweepViews: SweepViews = {
  mode: '',
  metric: '',
  x: '',
  y: '',
  scalar: '',
  logarithmic: false,
  slice: {},
  metrics: [],
  brushes: {},
  sortBy: '',
  isDescending: false,
}

/** What the last session kept, as far as it can be read. Brushes and slices begin anew. */
export function parseSweepViews(value: unknown): SweepViews {
  const { mode, metric, x, y, scalar, logarithmic, metrics, sortBy, isDescending } = Object(value)
  const text = (given: unknown) => (typeof given === 'string' ? given : '')
  return {
    ...firstSweepViews,
    mode: sweepModes.find((each) => each === mode) ?? '',
    metric: text(metric),
    x: text(x),
    y: text(y),
    scalar: text(scalar),
    logarithmic: logarithmic === true,
    metrics: Array.isArray(metrics) ? metrics.filter((name: unknown) => typeof name === 'string') : [],
    sortBy: text(sortBy),
    isDescending: isDescending === true,
  }
}
