import { type DispersionExponent, type FluxRatio, makeDispersionExponent } from './flux-ratio.ts'
import type { GasColumnModel, GasComponent } from './model.ts'

/** Mean, variance (s, s²) and area (mol s/m³) of the whole peak at the outlet, closed form. */
export interface Moments {
  readonly area: number
  readonly mean: number
  readonly variance: number
}

/** A complex number written to. */
export interface Complex {
  re: number
  im: number
}

/** One component's outlet in Laplace space, over c0·p̂_L: F(s) = (1 − e^{−s t1})/s · 1/(1 + sτ) · e^{−E(s)}; with t1 = 0 an impulse. */
export interface Transfer {
  readonly moments: Moments
  /** log(F(r)/F(0)) for real r above `lowest`. */
  logarithm(r: number): number
  /** Infimum of the real s where F is finite and computed, negative. */
  readonly lowest: number
  /** F(iω). */
  evaluate(omega: number, out: Complex): void
  /** A bound on |F(iω)|/F(0) that does not oscillate. */
  envelope(omega: number): number
  /** ∂F/∂q over F at iω for the named quantity. */
  logarithmicDerivative(quantity: TransferQuantity, omega: number, out: Complex): void
}

/** What the transfer function can be differentiated by. */
export type TransferQuantity = 'ka' | 'kd' | 'injectorTime' | 'injection' | 'dispersion' | 'holdUp'

/** (1 − e^{−z})/z, 1 at z = 0. */
const rectangle = (z: number) => (Math.abs(z) < 1e-12 ? 1 - z / 2 : -Math.expm1(-z) / z)

/** The transfer function of a component; linear isotherm. */
export function makeTransfer(model: GasColumnModel, component: GasComponent): Transfer {
  const { phaseRatio, injection, injectorTime, holdUp, length, inletVelocity, pressureRatio } = model
  const { ka, kd, K, dispersion } = component
  const transit = length / inletVelocity
  const peclet = dispersion > 0 ? (inletVelocity * length) / dispersion : Number.POSITIVE_INFINITY
  const exponent: DispersionExponent | undefined =
    dispersion > 0 ? makeDispersionExponent(peclet, pressureRatio) : undefined
  const slow = phaseRatio * K
  const correction: FluxRatio = { re: 0, im: 0, slopeRe: 0, slopeIm: 0 }

  // A(s) = s(1 + α ka/(s + kd)).
  const storage = (s: number) => s * (1 + (ka > 0 ? (phaseRatio * ka) / (s + kd) : 0))
  const storageImaginary = (omega: number, out: Complex) => {
    const d = kd * kd + omega * omega
    const factor = ka > 0 ? (phaseRatio * ka) / d : 0
    out.re = factor * omega * omega
    out.im = omega * (1 + factor * kd)
  }
  const a: Complex = { re: 0, im: 0 }

  const rise = transit * (1 + slow)
  const bend = (-2 * transit * slow) / kd
  const first = holdUp / transit + (exponent?.c1 ?? 0)
  const moments: Moments = {
    area: component.concentration * pressureRatio * injection,
    mean: first * rise + injection / 2 + injectorTime,
    variance:
      -(first * (ka > 0 ? bend : 0) + 2 * (exponent?.c2 ?? 0) * rise * rise) + injection ** 2 / 12 + injectorTime ** 2,
  }

  // E is finite for 1 + 4a/P > 0; a stays well inside.
  let lowest = -1e300
  if (ka > 0) lowest = Math.max(lowest, -kd)
  if (injectorTime > 0) lowest = Math.max(lowest, -1 / injectorTime)
  if (exponent) {
    let [low, high] = [Math.max(lowest, -peclet / transit), 0]
    for (let i = 0; i < 60; i++) {
      const middle = 0.5 * (low + high)
      if (storage(middle) * transit > -0.15 * peclet) high = middle
      else low = middle
    }
    lowest = high
  }

  const derivatives: Record<TransferQuantity, (omega: number, out: Complex) => void> = {
    holdUp(omega, out) {
      storageImaginary(omega, out)
      out.re = -out.re
      out.im = -out.im
    },
    injectorTime(omega, out) {
      const d = 1 + (omega * injectorTime) ** 2
      out.re = (-omega * omega * injectorTime) / d
      out.im = -omega / d
    },
    // F' = e^{−s t1} s/(1 − e^{−s t1}) F
    injection(omega, out) {
      const z = omega * injection
      if (omega === 0) {
        out.re = 1 / injection
        out.im = 0
        return
      }
      // iω/(e^{iz} − 1) = (ω/2)(cot(z/2) − i)
      out.re = (0.5 * omega) / Math.tan(z / 2)
      out.im = -0.5 * omega
    },
    ka(omega, out) {
      // ∂A/∂ka = s α/(s + kd)
      const d = kd * kd + omega * omega
      chain((phaseRatio * omega * omega) / d, (phaseRatio * omega * kd) / d, omega, out)
    },
    kd(omega, out) {
      // ∂A/∂kd = −s α ka/(s + kd)²
      const d = (kd * kd + omega * omega) ** 2
      const scale = (-phaseRatio * ka) / d
      chain(scale * 2 * kd * omega * omega, scale * omega * (kd * kd - omega * omega), omega, out)
    },
    dispersion(omega, out) {
      // ∂C/∂D = −(P/D) ∂C/∂P: P alone is differenced, fourth order; C itself is small, so nothing is lost. At D = 0: C/D of a small D.
      storageImaginary(omega, a)
      out.re = 0
      out.im = 0
      for (const { exponent: neighbour, weight } of neighbours()) {
        neighbour.evaluate(a.re * transit, a.im * transit, correction)
        out.re += weight * correction.re
        out.im += weight * correction.im
      }
    },
  }
  const STEP = 1e-3
  const VANISHING = 1e10
  let kept: readonly { readonly exponent: DispersionExponent; readonly weight: number }[] | undefined
  const neighbours = () => {
    if (!kept && dispersion > 0)
      kept = [1 / 12, -2 / 3, 2 / 3, -1 / 12].map((weight, i) => ({
        exponent: makeDispersionExponent(peclet * (1 + [-2, -1, 1, 2][i]! * STEP), pressureRatio),
        weight: weight / (STEP * dispersion),
      }))
    kept ??= [
      {
        exponent: makeDispersionExponent(VANISHING, pressureRatio),
        weight: -VANISHING / (inletVelocity * length),
      },
    ]
    return kept
  }
  /** −(∂E/∂A)·(∂A/∂q). */
  const chain = (re: number, im: number, omega: number, out: Complex) => {
    let [slopeRe, slopeIm] = [holdUp, 0]
    if (exponent) {
      storageImaginary(omega, a)
      exponent.evaluate(a.re * transit, a.im * transit, correction)
      slopeRe += correction.slopeRe * transit
      slopeIm = correction.slopeIm * transit
    }
    out.re = -(slopeRe * re - slopeIm * im)
    out.im = -(slopeRe * im + slopeIm * re)
  }

  const exponentAt = (omega: number, out: Complex) => {
    storageImaginary(omega, a)
    out.re = -a.re * holdUp
    out.im = -a.im * holdUp
    if (exponent) {
      exponent.evaluate(a.re * transit, a.im * transit, correction)
      out.re -= correction.re
      out.im -= correction.im
    }
  }
  const power: Complex = { re: 0, im: 0 }
  return {
    moments,
    lowest,
    logarithm(r) {
      const s = storage(r)
      let e = s * holdUp
      if (exponent) {
        exponent.evaluate(s * transit, 0, correction)
        e += correction.re
      }
      return -e + Math.log(rectangle(r * injection)) - Math.log1p(r * injectorTime)
    },
    evaluate(omega, out) {
      exponentAt(omega, power)
      const size = Math.exp(power.re)
      // (1 − e^{−iωt1})/(iω) = t1 sinc(ωt1/2) e^{−iωt1/2}
      const half = 0.5 * omega * injection
      const rect = injection === 0 ? 1 : injection * (half === 0 ? 1 : Math.sin(half) / half)
      const phase = power.im - half
      const d = 1 + (omega * injectorTime) ** 2
      const [re, im] = [size * rect * Math.cos(phase), size * rect * Math.sin(phase)]
      out.re = (re + im * omega * injectorTime) / d
      out.im = (im - re * omega * injectorTime) / d
    },
    envelope(omega) {
      exponentAt(omega, power)
      return (Math.exp(power.re) * Math.min(1, 2 / (omega * injection))) / Math.hypot(1, omega * injectorTime)
    },
    logarithmicDerivative: (quantity, omega, out) => derivatives[quantity](omega, out),
  }
}
