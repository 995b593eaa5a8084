import { getPath } from '../../experiment/path.ts'
import type { ParameterDescription } from '../../pde/problem.ts'
import { describeParameter } from '../forms/describe.ts'
import { parseNumberText } from '../forms/experiment-field.tsx'
import { Formula } from '../forms/formula.tsx'
import { readNumberText } from '../forms/number-logic.ts'
import { numberText, unitText } from '../plots/number-text.ts'
import { pathLabel } from '../report/path-label.ts'
import { useDocument, useExperiment, useFit } from './context.tsx'

/** A parameter: what it is, its value, where that comes from, which values it may have, and what a fit found. */
export function ParameterFacts({ path }: { readonly path: string }) {
  const experiment = useExperiment()
  const base = useDocument((state) => state.base)
  const fit = useFit((state) => state.result)
  const description = describeParameter(experiment, path)
  if (!description) return null
  const value = parseNumberText(getPath(experiment, path))
  const original = parseNumberText(getPath(base, path))
  const reading = value === undefined ? undefined : readNumberText(value, description.unit)
  const fitted = fit?.parameters[path]
  const isFree = experiment.fit?.free[path] !== undefined
  const unit = unitText(description.unit)
  const withUnit = (number: number, digits?: number) => `${numberText(number, digits)} ${unit}`.trim()
  const slider = description.slider
  return (
    <section className="section" aria-label={description.label}>
      <h2>{path.startsWith('problem.components.') ? pathLabel(path, experiment) : description.label}</h2>
      {description.symbol ? <Formula latex={description.symbol} display /> : null}
      <p className="muted">{description.help}</p>
      <dl className="facts">
        {reading && Number.isFinite(reading.value) ? (
          <>
            <dt>Value</dt>
            <dd>{withUnit(reading.value, 8)}</dd>
          </>
        ) : null}
        <dt>Source</dt>
        <dd>{sourceOf(value, description)}</dd>
        {original !== undefined && original !== value ? (
          <>
            <dt>As opened</dt>
            <dd>{typeof original === 'number' ? withUnit(original, 8) : original}</dd>
          </>
        ) : null}
        <dt>May be</dt>
        <dd>{rangeOf(description, withUnit)}</dd>
        {slider ? (
          <>
            <dt>Slides</dt>
            <dd>
              {numberText(slider.from)} to {withUnit(slider.to)}
            </dd>
          </>
        ) : null}
        {isFree || fitted ? (
          <>
            <dt>Fit</dt>
            <dd>{isFree ? 'free' : 'fixed now'}</dd>
          </>
        ) : null}
        {fitted ? (
          <>
            <dt>Fitted</dt>
            <dd>
              {numberText(fitted.value, 6)} ± {withUnit(fitted.standardError, 2)}
            </dd>
            <dt>95 % interval</dt>
            <dd>
              {numberText(fitted.interval95[0], 6)} to {withUnit(fitted.interval95[1], 6)}
            </dd>
          </>
        ) : null}
        <dt>In files and for --set</dt>
        <dd className="mono">{path}</dd>
      </dl>
    </section>
  )
}

function sourceOf(value: number | string | undefined, description: ParameterDescription): string {
  if (value === undefined)
    return description.default === undefined ? 'follows from the others' : 'default of the problem'
  return typeof value === 'string' ? `given as ${value}` : 'given in the file'
}

function rangeOf(description: ParameterDescription, withUnit: (number: number) => string): string {
  const { minimum, exclusiveMinimum, maximum, kind } = description
  const low = exclusiveMinimum !== undefined ? `above ${withUnit(exclusiveMinimum)}` : minimum === undefined ? '' : `from ${withUnit(minimum)}` // biome-ignore format: one choice
  const high = maximum === undefined ? '' : `up to ${withUnit(maximum)}`
  return [kind === 'integer' ? 'whole,' : '', low, high].filter(Boolean).join(' ').replace(/,$/, '') || 'any number'
}
