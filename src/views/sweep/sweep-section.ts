import type { Experiment, NumberText, SweepSection } from '../../experiment/experiment.ts'
import { formatPath, getAt, parsePath } from '../../experiment/path.ts'
import { listSweepPaths, type SweepPath } from '../../experiment/sweep-paths.ts'

/** One range of the section. */
export type SweepRange = SweepSection['over'][string]

/** The fields of a range as the form shows them. */
export interface RangeText {
  readonly from: NumberText
  readonly to: NumberText
  readonly samples: number
  readonly isLog: boolean
  /** Given instead of ends. */
  readonly values?: readonly NumberText[]
}

const defaultSamples = 11

export function readRange(range: SweepRange): RangeText {
  if ('values' in range && range.values) return { from: 0, to: 1, samples: range.values.length, isLog: false, values: range.values } // biome-ignore format: one record
  const { from, to, samples = defaultSamples, spacing } = 'from' in range ? range : { from: 0, to: 1 }
  return { from, to, samples, isLog: spacing === 'log' }
}

export function writeRange({ from, to, samples, isLog, values }: RangeText, isDrawn: boolean): SweepRange {
  if (values) return { values }
  return { from, to, ...(isDrawn ? {} : { samples }), ...(isLog ? { spacing: 'log' as const } : {}) }
}

const short = (value: number) => Number(value.toPrecision(3))

/** Where a sweep of a number begins: the range of its slider, else from half of it to twice of it. */
function firstRange(experiment: Experiment, { path, value, description, isInteger }: SweepPath): RangeText {
  const long = getAt(experiment, parsePath(path))
  const { from, to } = Object(long)
  const isText = (given: unknown): given is NumberText => typeof given === 'number' || typeof given === 'string'
  if (isText(from) && isText(to)) return { from, to, samples: defaultSamples, isLog: false }
  const slider = description?.slider
  if (slider) {
    const isLog = slider.logarithmic === true && slider.from > 0
    return { from: short(slider.from), to: short(slider.to), samples: defaultSamples, isLog }
  }
  const present = value ?? 1
  if (present === 0) return { from: 0, to: 1, samples: defaultSamples, isLog: false }
  const ends = isInteger ? [Math.round(present / 2), present * 2] : [short(present / 2), short(present * 2)]
  return { from: ends[0] ?? 0, to: ends[1] ?? 1, samples: defaultSamples, isLog: false }
}

/** The key of the section that names this PATH, in whatever way it is written. */
export function keyOf(sweep: SweepSection | undefined, path: string): string | undefined {
  const full = (text: string) => {
    try {
      return formatPath(parsePath(text))
    } catch {
      return text
    }
  }
  return Object.keys(sweep?.over ?? {}).find((key) => full(key) === full(path))
}

/** The experiment with another range in its sweep, or without it where it was there. */
export function toggleSweep(experiment: Experiment, path: string): Experiment {
  const key = keyOf(experiment.sweep, path)
  if (key !== undefined) return withoutRange(experiment, key)
  const found = listSweepPaths(experiment).find((each) => each.path === path)
  if (!found) return experiment
  const sweep = experiment.sweep ?? { over: {} }
  const isDrawn = (sweep.sampling ?? 'grid') !== 'grid'
  const over = { ...sweep.over, [path]: writeRange(firstRange(experiment, found), isDrawn) }
  return { ...experiment, sweep: { ...sweep, over } }
}

/** The experiment without a range; the last one takes the section with it. */
export function withoutRange(experiment: Experiment, key: string): Experiment {
  const { sweep, ...rest } = experiment
  if (!sweep) return experiment
  const over = Object.fromEntries(Object.entries(sweep.over).filter(([name]) => name !== key))
  return Object.keys(over).length === 0 ? rest : { ...rest, sweep: { ...sweep, over } }
}

/** Ranges that fit a way of sampling: a grid has counts, drawn points have not. */
export function withSampling(experiment: Experiment, sampling: 'grid' | 'random' | 'latin'): Experiment {
  const { sweep } = experiment
  if (!sweep) return experiment
  const isDrawn = sampling !== 'grid'
  const over = Object.fromEntries(
    Object.entries(sweep.over).map(([key, range]) => [key, writeRange(readRange(range), isDrawn)]),
  )
  return { ...experiment, sweep: isDrawn ? { over, sampling, samples: sweep.samples ?? 100 } : { over } }
}
