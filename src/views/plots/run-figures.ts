import type { Quantity, Samples } from '../../core/field.ts'
import type { EventRecord, StudyResult } from '../../core/simulation.ts'
import type { FittedSeries } from '../../fit/fit-result.ts'
import type { ProblemValues } from '../../pde/problem.ts'
import { sensitivityFigure } from '../studies/sensitivity-figure.ts'
import { studyFigure } from '../studies/study-figure.ts'
import { type ChromatogramRun, chromatogramFigure } from './chromatogram.ts'
import { spansDecades } from './decades.ts'
import type { Figure } from './figure.ts'
import type { MeasuredSeries } from './measured-marks.ts'
import { orbitsFigure } from './orbits.ts'
import { phasePortraitFigure, phasePortraitScene } from './phase-portrait.ts'
import type { Drawing } from './scene.ts'
import { timeSeriesFigure } from './time-series.ts'

/** A run as reports, exports, thumbnails and the command line draw it. */
export interface RunPicture {
  readonly problemId: string
  /** Absent: the problem's own way of drawing falls back on what the scalars say. */
  readonly values?: ProblemValues
  readonly title: string
  readonly name: string
  readonly scalars: readonly Quantity[]
  readonly samples: Samples
  readonly timeUnit: string
  readonly measured?: readonly MeasuredSeries[]
  readonly fitted?: readonly FittedSeries[]
  readonly events?: readonly EventRecord[]
  /** What a study other than the course in time found: it is what is drawn then. */
  readonly study?: StudyResult
}

/** Problems whose scalars are concentrations behind a column. */
const isColumn = (problemId: string) => problemId === 'gas-column' || problemId === 'gas-migration'

/** The figure that says most of a run: the chromatogram of a column, the orbits of bodies, the time series of anything else. */
export function mainFigure(run: RunPicture): Figure {
  const { problemId, title, name, scalars, samples, timeUnit, measured, fitted, events } = run
  const ofStudy = studyFigure(run.study, { title, unitOf: unitsOf(run) })
  if (ofStudy) return ofStudy
  if (run.study?.type === 'sensitivities') return sensitivityFigure(run.study, run, { title, timeUnit })
  const more = { ...(measured ? { measured } : {}), ...(fitted ? { fitted } : {}) }
  const runs: readonly ChromatogramRun[] = [{ name, scalars, samples }]
  if (isColumn(problemId)) return chromatogramFigure({ title, runs, ...more })
  if (problemId === 'n-body') {
    const orbits = orbitsFigure({ title, scalars, samples })
    if (orbits.panels[0]?.marks.length) return orbits
  }
  const logarithmicTime = spansDecades(samples.times)
  return timeSeriesFigure({ title, runs, timeUnit, ...more, ...(events ? { events } : {}) }, { logarithmicTime })
}

/** Units of the unknowns by name. */
function unitsOf({ values }: RunPicture): (name: string) => string {
  const { equations, units } = values?.ode ?? {}
  return (name) => units?.[equations?.unknowns.indexOf(name) ?? -1] ?? '1'
}

/** The phase portrait of a run of typed equations: in space where there are three unknowns or more; undefined where there is but one. */
export function portraitOf(run: RunPicture): Drawing | undefined {
  if (run.problemId !== 'typed-ode' || run.study) return undefined
  const unknowns = run.values?.ode?.equations.unknowns ?? run.scalars.map(({ name }) => name)
  const [x, y, z] = unknowns
  if (x === undefined || y === undefined) return undefined
  const trajectory = { name: run.name, scalars: run.scalars, samples: run.samples, colour: 0 }
  const source = { title: run.title, trajectories: [trajectory] }
  return z === undefined || unknowns.length > 6 || y === `${x}'` || unknowns.includes(`${x}'`)
    ? phasePortraitFigure(source, { x, y: unknowns.includes(`${x}'`) ? `${x}'` : y })
    : phasePortraitScene(source, [x, y, z])
}

/** What a card of the gallery shows: where a problem has a portrait in space, that. */
export function cardDrawing(run: RunPicture): Drawing {
  return portraitOf(run) ?? mainFigure(run)
}
