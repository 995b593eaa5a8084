import { RunFailure } from '../../core/errors.ts'
import type { Complex, Transfer, TransferQuantity } from './transfer.ts'

// A peak is nothing outside a window, so it is its own Fourier series there: c(t) = (1/T) Σ F(iω_k) e^{iω_k (t − t_a)},
// ω_k = 2πk/T, with coefficients that are values of the Laplace transform on the imaginary axis. No abscissa of convergence,
// hence no amplified rounding, and as many terms as the peak has structure: some tens. The window is Chernoff's: for c ≥ 0,
// ∫_t^∞ c dt' ≤ e^{−rt} F(−r) for every r > 0 and ∫_0^t c dt' ≤ e^{rt} F(r).

/** Logarithm of the part of a peak that may lie outside the window. */
const OUTSIDE = 42
const SMALLEST = 1e-18
const MOST_TERMS = 400_000

/** The outlet over c0·p̂_L as a Fourier series. */
export interface PeakSeries {
  readonly from: number
  readonly to: number
  /** Values at the times; zero outside the window. */
  evaluate(times: Float64Array, out: Float64Array): void
  /** The derivative by the quantity. */
  derivative(quantity: TransferQuantity, times: Float64Array, out: Float64Array): void
}

/** The series of a component. @throws RunFailure where the front is too sharp for its record */
export function makePeakSeries(transfer: Transfer, name: string): PeakSeries {
  const { from, to } = peakWindow(transfer)
  const period = 1.02 * (to - from)
  const unit = (2 * Math.PI) / period
  let terms = 1
  while (transfer.envelope(unit * terms) > SMALLEST) {
    terms = terms < 64 ? terms + 1 : Math.ceil(terms * 1.02)
    if (terms > MOST_TERMS)
      throw new RunFailure(
        `the exact solution of ${name}: dispersion leaves a front too sharp for its long tail; set its dispersion to 0 (then the closed form is used) or choose the method finite-volume`,
      )
  }
  const [re, im] = [new Float64Array(terms), new Float64Array(terms)]
  const value: Complex = { re: 0, im: 0 }
  const fill = (change: ((omega: number, value: Complex) => void) | undefined) => {
    for (let k = 0; k < terms; k++) {
      const omega = unit * k
      transfer.evaluate(omega, value)
      change?.(omega, value)
      // The origin of time moves to the window's start.
      const [c, s] = [Math.cos(omega * from), Math.sin(omega * from)]
      const scale = (k === 0 ? 1 : 2) / period
      re[k] = scale * (value.re * c - value.im * s)
      im[k] = scale * (value.re * s + value.im * c)
    }
  }
  const sum = (times: Float64Array, out: Float64Array) => {
    for (let i = 0; i < times.length; i++) {
      const t = times[i]! - from
      out[i] = t > 0 && t < to - from ? horner(re, im, terms, unit * t) : 0
    }
  }
  let current: TransferQuantity | 'value' | undefined
  const factor: Complex = { re: 0, im: 0 }
  return {
    from,
    to,
    evaluate(times, out) {
      if (current !== 'value') fill(undefined)
      current = 'value'
      sum(times, out)
    },
    derivative(quantity, times, out) {
      if (current !== quantity)
        fill((omega, v) => {
          transfer.logarithmicDerivative(quantity, omega, factor)
          ;[v.re, v.im] = [v.re * factor.re - v.im * factor.im, v.re * factor.im + v.im * factor.re]
        })
      current = quantity
      sum(times, out)
    },
  }
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
export function peakWindow(transfer: Transfer): { readonly from: number; readonly to: number } {
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
