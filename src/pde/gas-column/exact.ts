import { RunFailure } from '../../core/errors.ts'
import { type Goldstein, makeGoldstein } from '../../kernels/goldstein.ts'
import { makeKernels } from '../../kernels/kernels.ts'
import { makePeakSeries, type PeakSeries } from './fourier.ts'
import type { GasColumnModel, GasComponent } from './model.ts'
import { type Moments, makeTransfer, type Transfer, type TransferQuantity } from './transfer.ts'

/** What an outlet concentration can be differentiated by; `ka` and `kd` each at the other fixed. */
export type GasDerivative = TransferQuantity | 'concentration'

/** The exact solution of the linear gas column. */
export interface ExactGasColumn {
  /** Outlet concentration of a component (index into the model) at the times, mol/m³. */
  outlet(component: number, times: Float64Array, out: Float64Array): void
  /** The same with the derivatives asked for: each array present is filled (mol/m³ per SI unit of the quantity). */
  outletWithDerivatives(
    component: number,
    times: Float64Array,
    out: Float64Array,
    derivatives: Readonly<Partial<Record<GasDerivative, Float64Array>>>,
  ): void
  /** The derivatives that are analytic for this component. */
  derivativesOf(component: number): readonly GasDerivative[]
  /** Mean, variance and area of the whole peak, closed form. */
  moments(component: number): Moments
}

let shared: Goldstein | undefined

/** One instance a thread: its calls keep nothing between them. */
function goldsteinOfThread(): Goldstein {
  shared ??= makeGoldstein(makeKernels())
  return shared
}

const always: readonly GasDerivative[] = ['concentration', 'ka', 'kd', 'injection']

/** With x above this, e^{−x} (the jump of the front) is below rounding and a tailed peak is smooth. */
const SMOOTH = 60
/** Terms of a Fourier series: with dispersion there is no other way, else quadrature is cheaper beyond. */
const MOST_TERMS = 400_000
const FEW_TERMS = 3000

/**
 * The exact solution: Goldstein's J for a rectangular injection without dispersion (spec forms 1 and 2), a positive quadrature or a
 * Fourier series with a tailing injector, the flux-ratio equation in Laplace space with dispersion (form 5).
 * The model must not be competitive: `exactRefusal` says why.
 */
export function makeExactGasColumn(model: GasColumnModel): ExactGasColumn {
  const goldstein = goldsteinOfThread()
  const transfers: (Transfer | undefined)[] = model.components.map(() => undefined)
  const transferOf = (index: number): Transfer => {
    const kept = transfers[index] ?? makeTransfer(model, at(index))
    transfers[index] = kept
    return kept
  }
  const series = new Map<number, PeakSeries | undefined>()
  const at = (index: number): GasComponent => {
    const component = model.components[index]
    if (!component) throw new Error(`the column has no component ${index}`)
    return component
  }
  const pulse = (component: GasComponent) => ({
    holdUp: model.holdUp,
    x: model.phaseRatio * component.ka * model.holdUp,
    kd: component.kd,
    injection: model.injection,
  })
  const form = (index: number): 'pulse' | 'tailed' | 'series' => {
    const component = at(index)
    if (component.dispersion > 0) return 'series'
    if (model.injectorTime === 0) return 'pulse'
    // A long injection or tail against a sharp front wants many terms; the quadrature does not mind.
    return pulse(component).x > SMOOTH && seriesOrNone(index) ? 'series' : 'tailed'
  }
  const seriesOrNone = (index: number): PeakSeries | undefined => {
    if (!series.has(index)) {
      const terms = at(index).dispersion > 0 ? MOST_TERMS : FEW_TERMS
      series.set(index, makePeakSeries(model, at(index), terms))
    }
    return series.get(index)
  }
  const seriesOf = (index: number): PeakSeries => {
    const kept = seriesOrNone(index)
    if (kept) return kept
    throw new RunFailure(
      `the exact solution of ${at(index).name}: its front is too sharp against its long tail for the Laplace transform; with its dispersion at 0 the closed form holds, or use the method finite-volume`,
    )
  }
  const scale = (out: Float64Array, factor: number) => {
    for (let i = 0; i < out.length; i++) out[i] = out[i]! * factor
  }
  /** Over c0·p̂_L. */
  const relative = (index: number, times: Float64Array, out: Float64Array) => {
    const component = at(index)
    const kind = form(index)
    if (kind === 'series') seriesOf(index).evaluate(times, out)
    else if (kind === 'tailed') goldstein.tailedPulse(times, out, pulse(component), model.injectorTime)
    else goldstein.pulse(times, out, pulse(component))
  }
  const outlet = (index: number, times: Float64Array, out: Float64Array) => {
    relative(index, times, out)
    scale(out, at(index).concentration * model.pressureRatio)
  }
  /** ∂/∂x and ∂/∂y of J at both edges of the pulse give every derivative of J(x, kdθ) − J(x, kd(θ − t1)). */
  const pulseDerivatives = (
    index: number,
    times: Float64Array,
    derivatives: Readonly<Partial<Record<GasDerivative, Float64Array>>>,
  ) => {
    const component = at(index)
    const { holdUp, x, kd, injection } = pulse(component)
    const [x0, y0, x1, y1] = [1, 2, 3, 4].map(() => new Float64Array(times.length)) as [
      Float64Array,
      Float64Array,
      Float64Array,
      Float64Array,
    ]
    goldstein.edge(times, x0, y0, x, kd, holdUp)
    goldstein.edge(times, x1, y1, x, kd, holdUp + injection)
    const alpha = model.phaseRatio
    for (let i = 0; i < times.length; i++) {
      const theta = times[i]! - holdUp
      const byX = x0[i]! - x1[i]!
      if (derivatives.ka) derivatives.ka[i] = alpha * holdUp * byX
      if (derivatives.kd) derivatives.kd[i] = theta * y0[i]! - (theta - injection) * y1[i]!
      if (derivatives.holdUp) derivatives.holdUp[i] = alpha * component.ka * byX - kd * (y0[i]! - y1[i]!)
      if (derivatives.injection) derivatives.injection[i] = kd * y1[i]!
    }
  }
  const derivativesOf = (index: number): readonly GasDerivative[] => {
    const component = at(index)
    const kind = form(index)
    if (component.dispersion > 0) return [...always, 'injectorTime', 'dispersion']
    if (kind === 'tailed') return [...always, 'injectorTime', 'holdUp']
    // Where the front jumps, smearing it ever so little is not differentiable.
    return pulse(component).x > SMOOTH ? [...always, 'injectorTime', 'dispersion', 'holdUp'] : [...always, 'holdUp']
  }
  /** Central differences of fourth order of the quadrature, whose values are good to 1e-14. */
  const tailedDerivative = (index: number, quantity: TransferQuantity, times: Float64Array, out: Float64Array) => {
    const start = { ...pulse(at(index)), injectorTime: model.injectorTime, ka: at(index).ka }
    const step = 1e-3 * start[quantity === 'dispersion' ? 'holdUp' : quantity]
    const value = new Float64Array(times.length)
    out.fill(0)
    for (const [n, weight] of [
      [-2, 1 / 12],
      [-1, -2 / 3],
      [1, 2 / 3],
      [2, -1 / 12],
    ] as const) {
      const moved = { ...start, [quantity]: start[quantity === 'dispersion' ? 'holdUp' : quantity] + n * step }
      goldstein.tailedPulse(
        times,
        value,
        { ...moved, x: model.phaseRatio * moved.ka * moved.holdUp },
        moved.injectorTime,
      )
      for (let i = 0; i < out.length; i++) out[i] = out[i]! + (weight / step) * value[i]!
    }
  }
  return {
    outlet,
    derivativesOf,
    moments: (index) => transferOf(index).moments,
    outletWithDerivatives(index, times, out, derivatives) {
      const component = at(index)
      const analytic = derivativesOf(index)
      for (const name of Object.keys(derivatives))
        if (!analytic.some((known) => known === name))
          throw new Error(`${component.name}: no analytic derivative by ${name}; there are ${analytic.join(', ')}`)
      relative(index, times, out)
      derivatives.concentration?.set(out)
      const kind = form(index)
      if (kind === 'pulse') pulseDerivatives(index, times, derivatives)
      for (const quantity of analytic) {
        const array = derivatives[quantity]
        if (!array || quantity === 'concentration') continue
        if (kind === 'tailed') tailedDerivative(index, quantity, times, array)
        else if (kind === 'series' || quantity === 'injectorTime' || quantity === 'dispersion')
          seriesOf(index).derivative(quantity, times, array)
      }
      scale(out, component.concentration * model.pressureRatio)
      for (const [name, array] of Object.entries(derivatives))
        if (array)
          scale(array, name === 'concentration' ? model.pressureRatio : component.concentration * model.pressureRatio)
    },
  }
}
