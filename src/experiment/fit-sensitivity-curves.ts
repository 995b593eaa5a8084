import { RunFailure } from '../core/errors.ts'
import { sensitivityColumn } from './bindings/ode-sensitivities.ts'
import type { Experiment } from './experiment.ts'
import { type CurveSource, documentOf, isActive, timesOf, withValues } from './fit-curves.ts'
import type { FreeVariable } from './fit-free.ts'
import { makeSimulatedCurves } from './fit-simulated-curves.ts'
import type { Inputs } from './inputs.ts'
import { formatPath } from './path.ts'
import { type Curve, simulate } from './simulate.ts'

/** What stands behind the dot in the columns of derivatives to a variable. */
function nameOf({ target, name }: FreeVariable): string {
  return target[1] === 'initial' ? `initial.${name}` : name
}

/**
 * Curves of a typed system with their derivatives from forward sensitivities: one run gives all of them. Where such a run fails and
 * the plain one does not, differences are taken.
 */
export function makeSensitivityCurves(
  experiment: Experiment,
  inputs: Inputs,
  dataset: number,
  times: Float64Array,
  variables: readonly FreeVariable[],
): CurveSource {
  const document = documentOf(experiment, dataset)
  const active = variables.flatMap((variable, j) =>
    isActive(variable, dataset, experiment) ? [{ j, variable, path: formatPath(variable.target) }] : [],
  )
  const isUsed = new Set(active.map(({ variable }) => variable))
  const { time, rows } = timesOf(document, times)
  const of = active.map(({ path }) => path)
  let runs = 0

  const lastTime = time.at?.at(-1)
  const run = (values: ArrayLike<number>, study?: Experiment['study']): Curve => {
    runs++
    const changed = withValues(document, variables, values, (variable) => isUsed.has(variable))
    const curve = simulate({ ...changed, time, ...(study ? { study } : {}) }, inputs)
    const end = curve.times.at(-1)
    if (end !== lastTime)
      throw new RunFailure(`an event stops the run before the last measurement at t = ${lastTime}${end === undefined ? '' : `, after that at t = ${end}`}; leave out what was measured later, or the event`) // biome-ignore format: one sentence
    return curve
  }
  const column = ({ values, scalars }: Curve, at: number) =>
    Float64Array.from(rows, (row) => values[row * scalars.length + at] ?? Number.NaN)
  const fallback = makeSimulatedCurves(experiment, inputs, dataset, times, variables)

  let plain: { readonly key: string; readonly curve: Curve } | undefined
  let varied: { readonly key: string; readonly curve: Curve | undefined } | undefined

  const variedAt = (key: string, values: Float64Array) => {
    if (varied?.key === key) return varied.curve
    let curve: Curve | undefined
    try {
      curve = run(values, { type: 'sensitivities', of })
    } catch (error) {
      if (!(error instanceof RunFailure)) throw error
    }
    varied = { key, curve }
    return curve
  }

  return {
    curve(index, values, wantsDerivatives) {
      const key = active.map(({ j }) => values[j]).join()
      if (plain?.key !== key) plain = { key, curve: run(values) }
      const derivatives = new Map<number, Float64Array>()
      if (wantsDerivatives && active.length > 0) {
        const curve = variedAt(key, values)
        if (!curve) return fallback.curve(index, values, true)
        const quantity = curve.scalars[index]?.name ?? ''
        for (const { j, variable } of active) {
          const name = sensitivityColumn(quantity, nameOf(variable))
          const at = curve.scalars.findIndex((scalar) => scalar.name === name)
          if (at < 0) throw new Error(`the run has no column ${name}`)
          derivatives.set(j, column(curve, at))
        }
      }
      return { values: column(plain.curve, index), derivatives }
    },
    get runs() {
      return runs + (fallback.runs ?? 0)
    },
  }
}
