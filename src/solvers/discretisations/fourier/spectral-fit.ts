import type { FieldProblem } from '../../fields/discretised-fields.ts'
import { seriesOf, spaceOf } from './choose-kinds.ts'
import { makeModes } from './modes.ts'
import { spectralForm } from './spectral-form.ts'
import { spectralRows, valueIn } from './spectral-rows.ts'

/** Which series suits, and what is lost with it (parts that have not its symmetry); or why none can. */
export type SpectralFit =
  | { readonly space: 'fourier' | 'cosine' | 'sine'; readonly lost: readonly string[] }
  | { readonly refusal: string }

/** Looks whether equations can be solved with Fourier, cosine or sine series. Costs nothing that matters: the page asks too. */
export function spectralFit(problem: FieldProblem): SpectralFit {
  const series = seriesOf(problem.equations, problem.domain)
  if ('refusal' in series) return series
  if (problem.levelSet) return { refusal: 'Fourier, cosine and sine series need a whole box, no part of one' }
  const { equations, parameters } = problem
  const axes = problem.domain.axes.map((axis) => ({ ...axis, points: Math.min(axis.points, 9) }))
  const form = spectralForm(equations, series.kinds)
  const rows = spectralRows(form, makeModes({ ...problem.domain, axes }, 'all'), series.kinds, equations.algebraic, valueIn(equations.parameters, parameters))
  if (rows.undetermined !== undefined)
    return { refusal: `the constraint "0 = …" for ${equations.unknowns[rows.undetermined]} does not hold it with constant coefficients` }
  return { space: spaceOf(series.kinds), lost: form.notes }
} // biome-ignore format: sentences
