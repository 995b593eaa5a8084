import { dot } from '../fit/factor.ts'
import type { Experiment } from './experiment.ts'
import { type ComponentCurve, type CurveSource, documentOf, isActive, timesOf, withValues } from './fit-curves.ts'
import type { FreeVariable } from './fit-free.ts'
import type { Inputs } from './inputs.ts'
import { curveColumn, simulate } from './simulate.ts'

/**
 * Part of the curve that a difference should change: the solution's own error of about 1e-6 is then 1e-4 of the derivative, and so is the
 * curvature left out. The step that does so differs by orders between parameters (a temperature, a diffusion coefficient) and is found as we go.
 */
const wantedChange = 1e-2

/**
 * Curves of any problem and method, by running it; derivatives by central differences. Where components do not influence each other only
 * the one that a variable belongs to is computed again.
 */
export function makeSimulatedCurves(
  experiment: Experiment,
  inputs: Inputs,
  dataset: number,
  times: Float64Array,
  variables: readonly FreeVariable[],
): CurveSource {
  const document = documentOf(experiment, dataset)
  const active = variables.map((variable) => isActive(variable, dataset, experiment))
  const components = document.problem.components ?? []
  // A capacity makes the film's places scarce: every component then changes with every other.
  const isCoupled = components.some((component) => Object.hasOwn(component, 'capacity'))
  const { time, rows } = timesOf(document, times)
  let runs = 0

  /** Curves of all components, or of the one asked for alone where it stands for itself. */
  const run = (values: ArrayLike<number>, only: number | undefined): readonly Float64Array[] => {
    const changed = withValues(document, variables, values, (v) => active[variables.indexOf(v)] === true)
    const chosen = only === undefined ? components : components.slice(only, only + 1)
    const problem = components.length > 0 ? { ...changed.problem, components: (changed.problem.components ?? []).filter((_, i) => only === undefined || i === only) } : changed.problem // biome-ignore format: one thought
    runs++
    const curve = simulate({ ...changed, problem, time }, inputs)
    const names =
      chosen.length > 0 ? chosen.map((component) => String(component.name)) : curve.scalars.map((s) => s.name)
    return names.map((name) => {
      const column = curveColumn(curve, name)
      return Float64Array.from(rows, (row) => column[row] ?? Number.NaN)
    })
  }

  const affects = (variable: FreeVariable, index: number) =>
    isCoupled || variable.component === undefined || variable.component === index

  const kept = new Map<number, { key: string; curve: ComponentCurve; hasDerivatives: boolean }>()
  let all: { key: string; curves: readonly Float64Array[] } | undefined

  const valuesOf = (index: number, values: Float64Array): Float64Array => {
    if (!isCoupled && components.length > 0) return run(values, index)[0] ?? new Float64Array()
    const key = values.join()
    if (all?.key !== key) all = { key, curves: run(values, undefined) }
    return all.curves[index] ?? new Float64Array()
  }
  const moved = new Map<string, readonly Float64Array[]>()
  const steps = variables.map((variable) => 1e-4 * (Math.abs(variable.start) || 1e-3))
  const difference = (j: number, index: number, values: Float64Array): Float64Array => {
    const at = values[j] ?? 0
    const side = (offset: number) => {
      const there = values.slice()
      there[j] = at + offset
      if (!isCoupled && components.length > 0) return run(there, index)[0] ?? new Float64Array()
      const key = `${j}:${there.join()}`
      if (!moved.has(key)) {
        // Both sides of every variable are asked for again by the next component.
        if (moved.size > 2 * variables.length) moved.clear()
        moved.set(key, run(there, undefined))
      }
      return moved.get(key)?.[index] ?? new Float64Array()
    }
    const here = valuesOf(index, values)
    for (let attempt = 0; ; attempt++) {
      const step = steps[j] ?? 1e-6
      const canStepDown = at - step >= (variables[j]?.lower ?? Number.NEGATIVE_INFINITY)
      const [high, low] = [side(step), canStepDown ? side(-step) : here]
      const slope = high.map((value, i) => (value - (low[i] ?? 0)) / (canStepDown ? 2 * step : step))
      const change = (step * Math.sqrt(dot(slope, slope))) / Math.sqrt(dot(here, here))
      // A curve of zeros, or one that does not change, tells no step.
      if (!(change > 0) || !Number.isFinite(change)) return slope
      const factor = wantedChange / change
      steps[j] = step * Math.min(Math.max(factor, 0.01), 100)
      if (attempt >= 2 || (factor > 0.2 && factor < 20)) return slope
    }
  }
  return {
    curve(index, values, wantsDerivatives) {
      const own = variables.map((variable, j) => active[j] === true && affects(variable, index))
      const key = values.filter((_, j) => own[j]).join()
      const before = kept.get(index)
      if (before && before.key === key && (before.hasDerivatives || !wantsDerivatives)) return before.curve
      const out = before?.key === key ? before.curve.values : valuesOf(index, values)
      const derivatives = new Map<number, Float64Array>()
      if (wantsDerivatives)
        variables.forEach((_, j) => {
          if (own[j]) derivatives.set(j, difference(j, index, values))
        })
      const curve = { values: out, derivatives }
      kept.set(index, { key, curve, hasDerivatives: wantsDerivatives })
      return curve
    },
    get runs() {
      return runs
    },
  }
}
