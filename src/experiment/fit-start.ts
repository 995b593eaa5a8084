import { findPeaks, type PeakMoments } from '../fit/peaks.ts'
import { type GasColumnModel, makeGasColumnModel } from '../pde/gas-column/model.ts'
import type { Experiment } from './experiment.ts'
import { documentOf, isActive } from './fit-curves.ts'
import type { FreeVariable } from './fit-free.ts'
import type { Inputs } from './inputs.ts'
import type { MeasuredColumn } from './measured.ts'
import { resolveProblem } from './resolve.ts'

/**
 * Start values of gas column rates read off the measured peaks (spec 1.3, form 3: mean = H(1+αK) + t1/2 + τ, variance = 2αKH/kd + t1²/12 +
 * τ²), for starts whose peaks do not overlap the measured ones: there a sum of squares is flat and points nowhere. Values that no peak
 * speaks of stay as they are.
 */
export function guessFromPeaks(
  experiment: Experiment,
  inputs: Inputs,
  measured: readonly MeasuredColumn[],
  variables: readonly FreeVariable[],
): Float64Array {
  const logs = variables.map((): number[] => [])
  const datasets = [...new Set(measured.map((column) => column.dataset))]
  for (const dataset of datasets) {
    const document = documentOf(experiment, dataset)
    const model = makeGasColumnModel(resolveProblem(document, inputs))
    const own = measured.filter((column) => column.dataset === dataset)
    const found = new Map<number, PeakMoments>()
    for (const column of own) {
      const isUpright = column.scale >= 0
      const peaks = findPeaks(column.x, isUpright ? column.y : column.y.map((value) => -value))
      if (column.of === 'sum') {
        for (const [component, peak] of assignPeaks(model, peaks)) if (!found.has(component)) found.set(component, peak)
      } else {
        const component = model.components.findIndex((c) => c.name === column.of)
        const tallest = peaks.reduce((a: PeakMoments | undefined, b) => (a && a.area >= b.area ? a : b), undefined)
        if (component >= 0 && tallest) found.set(component, tallest)
      }
    }
    for (const [component, peak] of found) {
      const rates = ratesFromPeak(model, component, peak)
      if (!rates) continue
      const isKGiven = Object.hasOwn(document.problem.components?.[component] ?? {}, 'K')
      variables.forEach((variable, j) => {
        if (variable.component !== component || !isActive(variable, dataset, experiment)) return
        const value = rateOf(variable, variables, rates, model, component, isKGiven)
        if (value !== undefined && value > 0 && Number.isFinite(value)) logs[j]?.push(Math.log(value))
      })
    }
  }
  return Float64Array.from(variables, (variable, j) => {
    const own = logs[j] ?? []
    if (own.length === 0) return variable.start
    const value = Math.exp(own.reduce((sum, log) => sum + log, 0) / own.length)
    return Math.min(Math.max(value, variable.lower), variable.upper)
  })
}

interface Rates {
  readonly K: number
  readonly kd: number
}

function ratesFromPeak(model: GasColumnModel, component: number, peak: PeakMoments): Rates | undefined {
  const { holdUp, phaseRatio, injection, injectorTime } = model
  const capacityTerm = (peak.mean - injection / 2 - injectorTime) / holdUp - 1
  if (!(capacityTerm > 0)) return undefined
  const K = capacityTerm / phaseRatio
  const variance = peak.variance - injection ** 2 / 12 - injectorTime ** 2
  const narrow = (peak.mean / 400) ** 2
  const kd = (2 * phaseRatio * K * holdUp) / Math.max(variance, narrow)
  return model.components[component] ? { K, kd } : undefined
}

/** The value of a free rate that moves the peak there, the component's other given rate being free too or not. */
function rateOf(
  variable: FreeVariable,
  variables: readonly FreeVariable[],
  rates: Rates,
  model: GasColumnModel,
  component: number,
  isKGiven: boolean,
): number | undefined {
  const isFree = (name: string) => variables.some((v) => v.component === component && v.name === name)
  const fixed = model.components[component]
  if (!fixed) return undefined
  if (variable.name === 'K') return rates.K
  // A kd that is free alone sets the width where K is given, the retention where ka is.
  if (variable.name === 'kd') return isFree('ka') || isFree('K') || isKGiven ? rates.kd : fixed.ka / rates.K
  if (variable.name === 'ka') return rates.K * (isFree('kd') || isFree('K') ? rates.kd : fixed.kd)
  return undefined
}

/**
 * Which component is which peak of a summed signal: in the order of their retention, so that together they move least (in the logarithm of
 * k′), large peaks are not left over, and areas fit where concentrations tell them. Dynamic programming over the two sorted lists;
 * components that overlap may share a peak.
 */
function assignPeaks(model: GasColumnModel, peaks: readonly PeakMoments[]): ReadonlyMap<number, PeakMoments> {
  const order = [...model.components.keys()].sort(
    (a, b) => (model.components[a]?.K ?? 0) - (model.components[b]?.K ?? 0),
  )
  if (peaks.length === 0 || order.length === 0) return new Map()
  const totalArea = peaks.reduce((sum, peak) => sum + peak.area, 0)
  const totalLoad = model.components.reduce((sum, c) => sum + c.concentration, 0)
  const kOfPeak = peaks.map((peak) => Math.max(peak.mean / model.holdUp - 1, 1e-3))
  const kOfComponent = order.map((i) => model.phaseRatio * (model.components[i]?.K ?? 1))
  // All retention times wrong by one factor (temperature, film, flow) is the commonest error: taken out first.
  const shift =
    order.length === peaks.length
      ? kOfPeak.reduce((sum, k, p) => sum + Math.log(k / (kOfComponent[p] ?? k)), 0) / peaks.length
      : 0
  const cost = (c: number, p: number, isShared: boolean) => {
    const move = Math.log((kOfPeak[p] ?? 1) / (kOfComponent[c] ?? 1)) - shift
    const area = (peaks[p]?.area ?? 0) / totalArea
    const load = (model.components[order[c] ?? 0]?.concentration ?? 0) / totalLoad
    const misfit = Math.log(Math.max(area, 1e-6) / Math.max(load, 1e-6))
    return move * move + 0.25 * Math.min(misfit * misfit, 4) + (isShared ? 1 : 0)
  }
  const skip = (p: number) => 0.1 + (20 * (peaks[p]?.area ?? 0)) / totalArea
  // best[c][p]: components before c placed on peaks up to p, the last of them on p.
  const best = order.map(() => new Float64Array(peaks.length).fill(Number.POSITIVE_INFINITY))
  const from = order.map(() => new Int32Array(peaks.length).fill(-1))
  const skipped = (first: number, last: number) => {
    let sum = 0
    for (let p = first; p < last; p++) sum += skip(p)
    return sum
  }
  for (let c = 0; c < order.length; c++)
    for (let p = 0; p < peaks.length; p++) {
      const row = best[c]
      if (!row) continue
      if (c === 0) row[p] = skipped(0, p) + cost(c, p, false)
      else
        for (let q = 0; q <= p; q++) {
          const total = (best[c - 1]?.[q] ?? 0) + skipped(q + 1, p) + cost(c, p, q === p)
          if (total < (row[p] ?? 0)) {
            row[p] = total
            ;(from[c] ?? new Int32Array())[p] = q
          }
        }
    }
  const last = best.at(-1) ?? new Float64Array()
  let p = [...peaks.keys()].reduce((a, b) =>
    (last[b] ?? 0) + skipped(b + 1, peaks.length) < (last[a] ?? 0) + skipped(a + 1, peaks.length) ? b : a,
  )
  const assigned = new Map<number, PeakMoments>()
  for (let c = order.length - 1; c >= 0; c--) {
    const peak = peaks[p]
    const component = order[c]
    if (peak && component !== undefined) assigned.set(component, peak)
    p = from[c]?.[p] ?? 0
  }
  return assigned
}
