import type { StudyResult } from '../../core/simulation.ts'
import type { Figure } from '../plots/figure.ts'
import { bifurcationFigure } from './bifurcation-figure.ts'
import { continuationFigure, type StudyFigureOptions } from './continuation-figure.ts'
import { eigenvaluesFigure } from './equilibria-figure.ts'
import { lyapunovFigure } from './lyapunov-figure.ts'
import { poincareFigure } from './poincare-figure.ts'
import { workPrecisionFigure } from './work-precision-figure.ts'

const figures: Readonly<Record<string, (study: StudyResult, options: StudyFigureOptions) => Figure>> = {
  steady: eigenvaluesFigure,
  eigenvalues: eigenvaluesFigure,
  equilibria: eigenvaluesFigure,
  continuation: continuationFigure,
  bifurcation: bifurcationFigure,
  poincare: poincareFigure,
  lyapunov: lyapunovFigure,
  'work-precision': workPrecisionFigure,
}

/** The figure that says most of a study; undefined of one that has none. */
export function studyFigure(study: StudyResult | undefined, options: StudyFigureOptions): Figure | undefined {
  if (!study || !Object.hasOwn(figures, study.type)) return undefined
  return figures[study.type]?.(study, options)
}
