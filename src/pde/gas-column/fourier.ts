import type { GasColumnModel, GasComponent } from './model.ts'
import { type Complex, makeTransfer, type Transfer, type TransferQuantity } from './transfer.ts'

// A peak is nothing outside a window, so it is its own Fourier series there: c(t) = (1/T) Σ F(iω_k) e^{iω_k (t − t_a)},
// ω_k = 2πk/T, with coefficients that are values of the Laplace transform on the imaginary axis. No abscissa of convergence,
// hence no amplified rounding, and as many terms as the peak has structure: some tens. The window is Chernoff's: for c ≥ 0,
// ∫_t^∞ c dt' ≤ e^{−rt} F(−r) for every r > 0 and ∫_0^t c dt' ≤ e^{rt} F(r).

/** Logarithm of the part of a peak that may lie outside the window. */
const OUTSIDE = 42
const SMALLEST = 1e-18

/** The outlet over c0·p̂_L as a Fourier series. */
export interface PeakSeries {
  readonly terms: number
  /** Values at the times; zero outside the window. */
  evaluate(times: Float64Array, out: Float64Array): void
  /** The derivative by the quantity. */
  derivative(quantity: TransferQuantity, times: Float64Array, out: Float64Array): void
}

/**
 * The series of a component. Where the injection is long against the column's own spreading, the series is that of one front, and
 * the pulse is a front less a later one: the window need not hold the injection.
 * @returns undefined where a front is so sharp against its tail that too many terms would be needed
 */
export function makePeakSeries(
  model: GasColumnModel,
  component: GasComponent,
  mostTerms: number,
): PeakSeries | undefined {
  const { injection } = model
  let transfer = makeTransfer(model, component)
  let window = peakWindow(transfer)
  const isLong = window.to - window.from < 1.5 * injection
  if (isLong) {
    transfer = makeTransfer({ ...model, injection: 0 }, component)
    window = peakWindow(transfer)
  }
  const { from, to } = window
  const period = 1.02 * (to - from)
  const unit = (2 * Math.PI) / period
  const rule = isLong ? 1e-17 : SMALLEST
  let terms = 1
  while (transfer.envelope(unit * terms) > rule) {
    terms = terms < 64 ? terms + 1 : Math.ceil(terms * 1.02)
    if (terms > mostTerms) return undefined
  }
  const [re, im] = [new Float64Array(terms), new Float64Array(terms)]
  let [slope, start, total] = [0, 0, 0]
  let current: TransferQuantity | 'value' | undefined
  const value: Complex = { re: 0, im: 0 }
  const factor: Complex = { re: 0, im: 0 }
  const fill = (wanted: TransferQuantity | 'value') => {
    if (wanted === current) return
    current = wanted
    for (let k = 0; k < terms; k++) {
      const omega = unit * k
      transfer.evaluate(omega, value)
      if (wanted !== 'value') {
        transfer.logarithmicDerivative(wanted, omega, factor)
        multiply(value, factor)
      }
      // The origin of time moves to the window's start.
      const scale = (k === 0 ? 1 : 2) / period
      factor.re = scale * Math.cos(omega * from)
      factor.im = scale * Math.sin(omega * from)
      multiply(value, factor)
      // A front is the integral of the response to an impulse: a ramp and the terms over iω.
      re[k] = isLong ? (k === 0 ? 0 : value.im / omega) : value.re
      im[k] = isLong ? (k === 0 ? 0 : -value.re / omega) : value.im
      if (k === 0) slope = isLong ? value.re : 0
    }
    start = isLong ? horner(re, im, terms, 0) : 0
    total = isLong && wanted === 'value' ? 1 : 0
  }
  const at = (t: number) => {
    if (t <= from) return 0
    if (t >= to) return total
    return horner(re, im, terms, unit * (t - from)) + slope * (t - from) - start
  }
  return {
    terms,
    evaluate(times, out) {
      fill('value')
      for (let i = 0; i < times.length; i++) out[i] = isLong ? at(times[i]!) - at(times[i]! - injection) : at(times[i]!)
    },
    derivative(quantity, times, out) {
      if (quantity === 'injection' && isLong) {
        // What leaves at t1 later: the response to an impulse, the slope of the front.
        fill('value')
        const impulse = makePeakSeries({ ...model, injection: 1e-6 * (to - from) }, component, mostTerms)
        impulse?.evaluate(
          times.map((t) => t - injection),
          out,
        )
        for (let i = 0; i < out.length; i++) out[i] = out[i]! / (1e-6 * (to - from))
        return
      }
      fill(quantity)
      for (let i = 0; i < times.length; i++) out[i] = isLong ? at(times[i]!) - at(times[i]! - injection) : at(times[i]!)
    },
  }
}

/** a ← a b. */
function multiply(a: Complex, b: Complex): void {
  const re = a.re * b.re - a.im * b.im
  a.im = a.re * b.im + a.im * b.re
  a.re = re
}

/** Re Σ c_k e^{ikφ} by Horner's rule on the unit circle. */
function horner(re: Float64Array, im: Float64Array, terms: number, phase: number): number {
  const [c, s] = [Math.cos(phase), Math.sin(phase)]
  let [x, y] = [re[terms - 1]!, im[terms - 1]!]
  for (let k = terms - 2; k >= 0; k--) {
    const next = x * c - y * s + re[k]!
    y = x * s + y * c + im[k]!
    x = next
  }
  return x
}

/** The narrowest window over a grid of r that holds all but e^{−42} of the peak on either side. */
function peakWindow(transfer: Transfer): { readonly from: number; readonly to: number } {
  const deviation = Math.sqrt(transfer.moments.variance)
  let from = 0
  let to = Number.POSITIVE_INFINITY
  for (let i = 0; i <= 70; i++) {
    const r = (0.01 / deviation) * 10 ** (i / 20)
    from = Math.max(from, (-transfer.logarithm(r) - OUTSIDE) / r)
  }
  for (let i = 0; i <= 70; i++) {
    const r = Math.min((0.01 / deviation) * 10 ** (i / 20), -0.999 * transfer.lowest * (1 - 0.5 ** (i / 4 + 1)))
    to = Math.min(to, (transfer.logarithm(-r) + OUTSIDE) / r)
  }
  return { from, to }
}
