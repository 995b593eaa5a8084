import { type GasDerivative, makeExactGasColumn } from '../pde/gas-column/exact.ts'
import { type GasColumnModel, type GasComponent, makeGasColumnModel } from '../pde/gas-column/model.ts'
import type { Experiment } from './experiment.ts'
import { type ComponentCurve, type CurveSource, documentOf, isActive, withValues } from './fit-curves.ts'
import type { FreeVariable } from './fit-free.ts'
import type { Inputs } from './inputs.ts'
import { resolveProblem } from './resolve.ts'

/** Set straight into the model; others go through the document. */
const direct = ['ka', 'kd', 'K', 'concentration', 'dispersion', 'injectorTime']

/**
 * Curves of the exact gas column with its analytic derivatives to rates, concentration, tailing and dispersion where it has them, and central
 * differences of the exact curve to the others (film, velocity, …).
 */
export function makeExactCurves(
  experiment: Experiment,
  inputs: Inputs,
  dataset: number,
  times: Float64Array,
  variables: readonly FreeVariable[],
): CurveSource {
  const document = documentOf(experiment, dataset)
  const active = variables.map((variable) => isActive(variable, dataset, experiment))
  const isOther = variables.map((variable, j) => active[j] === true && !direct.includes(variable.name))
  const baseAt = (values: ArrayLike<number>) =>
    makeGasColumnModel(resolveProblem(withValues(document, variables, values, (v) => isOther[variables.indexOf(v)] === true), inputs)) // biome-ignore format: one call
  const starts = Float64Array.from(variables, (variable) => variable.start)
  let baseKey = ''
  let base: GasColumnModel | undefined
  const baseFor = (values: Float64Array) => {
    const key = values.filter((_, j) => isOther[j]).join()
    if (!base || key !== baseKey) {
      base = baseAt(values)
      baseKey = key
    }
    return base
  }
  baseFor(starts)

  const componentAt = (start: GasComponent, index: number, values: Float64Array): GasComponent => {
    let { ka, kd, K, concentration, dispersion } = start
    variables.forEach((variable, j) => {
      if (!active[j] || variable.component !== index) return
      const value = values[j] ?? 0
      if (variable.name === 'concentration') concentration = value
      else if (variable.name === 'ka') ka = value
      else if (variable.name === 'kd') kd = value
      else if (variable.name === 'K') K = value
      else if (variable.name === 'dispersion') dispersion = value
    })
    const form = formOf(document, index)
    if (form === 'ka kd') K = ka / kd
    else if (form === 'K kd') ka = K * kd
    else kd = ka / K
    return { ...start, ka, kd, K, concentration, dispersion }
  }

  const injector = variables.findIndex((variable, j) => active[j] && variable.name === 'injectorTime')
  const modelAt = (start: GasColumnModel, index: number, values: Float64Array): GasColumnModel => {
    const component = start.components[index]
    if (!component) throw new Error(`component ${index} is absent`)
    const injectorTime = injector >= 0 ? (values[injector] ?? 0) : start.injectorTime
    return { ...start, injectorTime, components: [componentAt(component, index, values)] }
  }

  // The same arrays again at every evaluation.
  const arrays = new Map<string, Float64Array>()
  const scratchOf = (index: number) => (name: string) => {
    const key = `${index} ${name}`
    const array = arrays.get(key) ?? new Float64Array(times.length)
    arrays.set(key, array)
    return array
  }
  const kept = new Map<number, { key: string; hasDerivatives: boolean; curve: ComponentCurve }>()
  return {
    curve(index, values, wantsDerivatives) {
      const own = variables.map((v, j) => active[j] && (v.component === undefined || v.component === index))
      const key = values.filter((_, j) => own[j]).join()
      const before = kept.get(index)
      if (before && before.key === key && (before.hasDerivatives || !wantsDerivatives)) return before.curve
      const model = modelAt(baseFor(values), index, values)
      const scratch = scratchOf(index)
      const out = scratch('values')
      const derivatives = new Map<number, Float64Array>()
      if (!wantsDerivatives) makeExactGasColumn(model).outlet(0, times, out)
      else {
        const exact = makeExactGasColumn(model)
        const known = exact.derivativesOf(0)
        const wanted = new Set(variables.flatMap((v, j) => (own[j] ? neededFor(v.name) : [])))
        const raw: Partial<Record<GasDerivative, Float64Array>> = {}
        for (const name of known) if (wanted.has(name)) raw[name] = scratch(name)
        exact.outletWithDerivatives(0, times, out, raw)
        variables.forEach((variable, j) => {
          if (!own[j]) return
          const isAnalytic = !isOther[j] && neededFor(variable.name).every((name) => raw[name])
          derivatives.set(
            j,
            isAnalytic
              ? chain(variable.name, formOf(document, index), model.components[0], raw)
              : differences(j, values, index),
          )
        })
      }
      const curve = { values: out, derivatives }
      kept.set(index, { key, hasDerivatives: wantsDerivatives, curve })
      return curve
    },
  }

  function differences(j: number, values: Float64Array, index: number): Float64Array {
    const at = values[j] ?? 0
    const step = 1e-5 * (Math.abs(at) || 1e-3)
    const side = (offset: number) => {
      const moved = values.slice()
      moved[j] = at + offset
      const out = new Float64Array(times.length)
      makeExactGasColumn(modelAt(baseAt(moved), index, moved)).outlet(0, times, out)
      return out
    }
    const [high, low] = [side(step), at - step >= (variables[j]?.lower ?? 0) ? side(-step) : undefined]
    if (low) return high.map((value, i) => (value - (low[i] ?? 0)) / (2 * step))
    const middle = side(0)
    return high.map((value, i) => (value - (middle[i] ?? 0)) / step)
  }
}

type Form = 'ka kd' | 'K kd' | 'ka K'

/** Which two of ka, kd and K the file gives: the third follows, so a derivative holds the other one of these constant. */
function formOf(document: Experiment, index: number): Form {
  const component = document.problem.components?.[index] ?? {}
  if (!Object.hasOwn(component, 'K')) return 'ka kd'
  return Object.hasOwn(component, 'kd') ? 'K kd' : 'ka K'
}

/** The derivatives of the exact solution that one of ours is made of. */
function neededFor(name: string): readonly GasDerivative[] {
  if (name === 'ka' || name === 'kd' || name === 'K') return ['ka', 'kd']
  return name === 'concentration' || name === 'injectorTime' || name === 'dispersion' ? [name] : []
}

/** From ∂/∂ka and ∂/∂kd to the derivative to a given one of ka, kd, K with the other given one constant. */
function chain(
  name: string,
  form: Form,
  component: GasComponent | undefined,
  raw: Partial<Record<GasDerivative, Float64Array>>,
): Float64Array {
  const none = new Float64Array()
  if (name === 'concentration' || name === 'injectorTime' || name === 'dispersion') return raw[name] ?? none
  const [ka, kd] = [raw.ka ?? none, raw.kd ?? none]
  if (!component) return none
  const combine = (a: number, b: number) => {
    const out = new Float64Array(ka.length)
    for (let i = 0; i < out.length; i++) out[i] = a * (ka[i] ?? 0) + b * (kd[i] ?? 0)
    return out
  }
  if (form === 'ka kd') return name === 'ka' ? ka : kd
  if (form === 'K kd') return name === 'K' ? combine(component.kd, 0) : combine(component.K, 1)
  return name === 'ka' ? combine(1, 1 / component.K) : combine(0, -component.ka / component.K ** 2)
}
