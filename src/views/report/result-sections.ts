import type { Quantity } from '../../core/field.ts'
import { timeUnitOf } from '../../experiment/resolve.ts'
import type { FitResult, FittedParameter } from '../../fit/fit-result.ts'
import { type ChromatogramRun, chromatogramFigure } from '../plots/chromatogram.ts'
import { correlationFigure } from '../plots/correlation.ts'
import { alignedTexts, intervalText, numberText, sizeText, unitText, valueWithError } from '../plots/number-text.ts'
import { profileFigure } from '../plots/profile.ts'
import { mainFigure, portraitOf, type RunPicture } from '../plots/run-figures.ts'
import type { Drawing } from '../plots/scene.ts'
import { drawingToSvg } from '../plots/scene-svg.ts'
import { type Html, html, raw, section, table } from './html.ts'
import { pathLabel } from './path-label.ts'
import { methodWords, metricOrder, metricWords, partWords } from './quantity-words.ts'
import type { ReportSource } from './source.ts'

/** Width of the text column. */
const widthMillimetres = 160

export function figure(made: Drawing, heightMillimetres: number, caption?: string, width = widthMillimetres): Html {
  const svg = drawingToSvg(made, { widthMillimetres: width, heightMillimetres, theme: 'light', title: false })
  const style =
    width < widthMillimetres ? raw(` style="width: ${Math.round((100 * width) / widthMillimetres)}%"`) : undefined
  return html`<figure${style}>${raw(svg)}<figcaption>${caption ?? made.description}</figcaption></figure>`
}

/** The run as a curve of the chromatogram. */
function runOf({ outcome, scalars, samples }: ReportSource): ChromatogramRun {
  return { name: methodWords(outcome.method), scalars, samples }
}

/** The run as every kind of figure takes it. */
export function pictureOf(source: ReportSource): RunPicture {
  const { experiment, problem, values, scalars, samples, outcome, measured, fit } = source
  return {
    problemId: problem.id,
    values,
    title: experiment.title ?? problem.title,
    name: methodWords(outcome.method),
    scalars,
    samples,
    timeUnit: timeUnitOf(experiment),
    ...(measured ? { measured } : {}),
    ...(fit ? { fitted: fit.series } : {}),
    ...(outcome.events ? { events: outcome.events } : {}),
    ...(outcome.study ? { study: outcome.study } : {}),
  }
}

/** What the run showed, with measurements and fit where there are any. */
export function resultSection(source: ReportSource): Html | undefined {
  if (source.samples.times.length === 0 && !source.outcome.study) return undefined
  const run = pictureOf(source)
  const made = mainFigure(run)
  const portrait = portraitOf(run)
  const profile = source.profile ? profileFigure({ title: '', frames: [source.profile] }) : undefined
  return section(
    'Result',
    figure(made, made.plane ? 120 : made.panels.length > 1 ? 115 : 88),
    portrait ? figure(portrait, 110, undefined, 130) : undefined,
    profile && profile.panels.length > 0 ? figure(profile, 80) : undefined,
  )
}

/** Fitted values with errors, intervals, correlations and how good the fit is. */
export function fitSection(source: ReportSource): Html | undefined {
  const { fit, experiment } = source
  if (!fit) return undefined
  const label = (path: string) => pathLabel(path, experiment)
  const row = (path: string, p: FittedParameter, remark: string) => [
    label(path),
    valueWithError(p.value, p.standardError),
    intervalText(p.interval95, p.standardError),
    unitText(p.unit),
    p.atBound ? `at its ${p.atBound} bound` : remark,
  ]
  const rows = [
    ...Object.entries(fit.parameters).map(([path, p]) => row(path, p, '')),
    ...Object.entries(fit.derived ?? {}).map(([path, p]) => row(path, p, 'derived')),
  ]
  const columns = [{ heading: 'Parameter' }, { heading: 'Value ± standard error', isNumber: true }, { heading: '95 % interval', isNumber: true }, { heading: 'Unit' }, { heading: '' }] // biome-ignore format: one row
  const notes = [
    ...(fit.status === 'converged' ? [] : [`The fit did not converge: ${fit.reason}`]),
    ...fit.flagged.map(
      ({ a, b, correlation }) =>
        `${label(a)} and ${label(b)} cannot be told apart by these data: their correlation is ${numberText(correlation, 4)}.`,
    ),
  ]
  const count = Object.keys(fit.parameters).length
  return section(
    'Fit',
    table(columns, rows),
    notes.length > 0 ? html`${notes.map((note) => html`<p class="note">${note}</p>`)}` : undefined,
    quality(fit),
    fit.notes.length > 0 ? html`<ul class="muted">${fit.notes.map((note) => html`<li>${note}</li>`)}</ul>` : undefined,
    count > 1
      ? html`<h3>Correlations</h3>${figure(correlationFigure({ title: '', fit, label }), 24 + 11 * Math.min(count, 8), undefined, Math.min(160, 75 + 14 * count))}`
      : undefined,
  )
}

function quality(fit: FitResult): Html | undefined {
  const points = fit.series.reduce((sum, series) => sum + series.x.length, 0)
  // Without standard deviations of the data χ² is a sum of squares in their unit and says nothing by itself.
  const isWeighted = Math.abs(fit.reducedChiSquare / fit.residualStd ** 2 - 1) > 1e-3
  const rows = [
    ['Points, degrees of freedom', `${points}, ${fit.degreesOfFreedom}`],
    [
      'Standard deviation of the residuals',
      `${numberText(fit.residualStd, 4)} ${unitText(fit.series[0]?.unit ?? '')}`.trim(),
    ],
    ['R²', fit.r2.toFixed(6)],
    ['Reduced χ²', isWeighted ? numberText(fit.reducedChiSquare, 4) : ''],
    ['Iterations, evaluations of the model', `${fit.iterations}, ${fit.evaluations}`],
    ['Ended', fit.reason],
  ]
  return table(
    [{ heading: '' }, { heading: '' }],
    rows.filter(([, value]) => value !== ''),
  )
}

/** How far to trust it: difference from the exact solution, error estimates, conserved quantities. */
export function checksSection(source: ReportSource): Html | undefined {
  const { outcome, exact } = source
  const errors = (values: Readonly<Record<string, number>> | undefined, heading: string) =>
    table([{ heading: '' }, { heading, isNumber: true }], Object.entries(values ?? {}).map(([name, value]) => [name, sizeText(value)])) // biome-ignore format: one call
  const invariants = table(
    [
      { heading: 'Conserved quantity' },
      { heading: 'First', isNumber: true },
      { heading: 'Last', isNumber: true },
      { heading: 'Drift', isNumber: true },
    ],
    Object.entries(outcome.invariants).map(([name, i]) => [
      partWords(name),
      numberText(i.first, 8),
      numberText(i.last, 8),
      sizeText(i.drift),
    ]),
  )
  const run = runOf(source)
  const compared = exact && source.samples.times.length > 0 ? chromatogramFigure({ title: '', runs: [{ ...run, name: 'exact', samples: { times: source.samples.times, values: exact } }, run] }, { error: { run: 1, reference: 0 } }) : undefined // biome-ignore format: one call
  return section(
    'Checks',
    errors(outcome.errors.exact, 'Largest difference from the exact solution, relative to the peak'),
    errors(outcome.errors.estimate, 'Estimated error, relative to the peak'),
    invariants,
    compared ? figure(compared, 96) : undefined,
  )
}

/** Named results: a row a component, a column a quantity. */
export function metricsSection({ outcome, scalars }: ReportSource): Html | undefined {
  const names = scalars.map((scalar: Quantity) => scalar.name)
  const entries = Object.entries(outcome.metrics)
  const split = (key: string) => {
    const of = names.find((name) => key.endsWith(`.${name}`))
    return of === undefined ? undefined : { quantity: key.slice(0, -of.length - 1), of }
  }
  const quantities = metricOrder([...new Set(entries.flatMap(([key]) => split(key)?.quantity ?? []))])
  const heading = (quantity: string) => {
    const { label, unit } = metricWords(quantity, scalars[0]?.unit ?? '')
    return unit ? `${label} (${unit})` : label
  }
  const texts = new Map(
    quantities.map((quantity) => [quantity, alignedTexts(names.map((name) => outcome.metrics[`${quantity}.${name}`] ?? Number.NaN))]), // biome-ignore format: one call
  )
  const rows = names
    .filter((name) => quantities.some((quantity) => outcome.metrics[`${quantity}.${name}`] !== undefined))
    .map((name) => [name, ...quantities.map((quantity) => texts.get(quantity)?.[names.indexOf(name)] ?? '')])
  const rest = entries.filter(([key]) => !split(key)).map(([key, value]) => [heading(key), numberText(value, 6)])
  return section(
    'Numbers',
    table(
      [{ heading: 'Component' }, ...quantities.map((quantity) => ({ heading: heading(quantity), isNumber: true }))],
      rows,
    ),
    table([{ heading: '' }, { heading: '', isNumber: true }], rest),
  )
}
