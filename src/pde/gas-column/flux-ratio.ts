import { invertReal, radauMatrix, radauNodes, STAGES, solveComplex } from './radau.ts'

// With dispersion, in Laplace space, (u c − D c')' = −A(s) c, A = s(1 + α ka/(s + kd)), u = u0 û, D = D0 û, û = 1/p̂.
// The ratio y = flux/(u c) obeys, over p̂ = p̂_L + κτ from outlet (τ = 0) to inlet (τ = 1), κ = 1 − p̂_L:
//     dy/dτ = κ y/p̂ − 3 p̂ μ P y (y − 1) + 3 p̂² μ a,   y(0) = 1 (zero gradient),   μ = 2/(3(1 + p̂_L)),
// a = A L/u0, P = u0 L/D0, and the transfer function is c_L/c_in = p̂_L e^{−E}, E = ∫ 3 p̂² μ a/y dτ (Danckwerts inlet).
// From outlet to inlet the equation is stable; its boundary layer at the outlet is 1/(3 p̂_L μ P) thick, hence the graded panels.
// E = a ω/L + C; the correction C is what is computed here, so that nothing cancels when dispersion is weak.

/** Value and derivative of the correction C at a complex a. */
export interface FluxRatio {
  re: number
  im: number
  /** dC/da. */
  slopeRe: number
  slopeIm: number
}

/** The correction C(a) of dispersion to the exponent of the transfer function, and its first coefficients C ≈ c1 a + c2 a². */
export interface DispersionExponent {
  evaluate(aRe: number, aIm: number, out: FluxRatio): void
  readonly c1: number
  readonly c2: number
}

/** Terms of the power series in b = a/P; it converges for |b| < 1/4 and is used where |b| ≤ SMALL. */
const ORDERS = 15
const SMALL = 0.02

/**
 * The correction for a column.
 * @param peclet u0 L/D0
 * @param pressureRatio p̂_L, 1 for constant velocity (closed form)
 */
export function makeDispersionExponent(peclet: number, pressureRatio: number): DispersionExponent {
  if (pressureRatio === 1) return constantVelocity(peclet)
  const column = makeColumn(peclet, pressureRatio)
  const series = correctionSeries(column)
  return {
    c1: series[1]!,
    c2: series[2]! / peclet,
    evaluate(aRe, aIm, out) {
      const bRe = aRe / peclet
      const bIm = aIm / peclet
      if (Math.hypot(bRe, bIm) > SMALL) {
        solveRiccati(column, aRe, aIm, out)
        return
      }
      // Horner for Σ s_k b^k and its derivative; C = P Σ s_k b^k.
      let [re, im, slopeRe, slopeIm] = [0, 0, 0, 0]
      for (let k = ORDERS; k >= 0; k--) {
        ;[slopeRe, slopeIm] = [slopeRe * bRe - slopeIm * bIm + re, slopeRe * bIm + slopeIm * bRe + im]
        ;[re, im] = [re * bRe - im * bIm + series[k]!, re * bIm + im * bRe]
      }
      out.re = peclet * re
      out.im = peclet * im
      out.slopeRe = slopeRe
      out.slopeIm = slopeIm
    },
  }
}

/** Closed form for û = 1: G = 4q e^{P(1−q)/2}/[(1+q)² − (1−q)² e^{−Pq}], q = √(1 + 4a/P), with 1 − q = −4b/(1+q). */
function constantVelocity(peclet: number): DispersionExponent {
  const c2 = -1 / peclet - Math.expm1(-peclet) / peclet ** 2
  return {
    c1: 0,
    c2,
    evaluate(aRe, aIm, out) {
      const bRe = aRe / peclet
      const bIm = aIm / peclet
      // q = √(1 + 4b), Re q ≥ 0.
      const size = Math.hypot(1 + 4 * bRe, 4 * bIm)
      const qRe = Math.sqrt(Math.max(0, (size + 1 + 4 * bRe) / 2))
      const qIm = qRe > 0 ? (2 * bIm) / qRe : Math.sqrt(size)
      // m = (1 − q)/(1 + q) = −4b/(1 + q)²
      const [sRe, sIm] = [(1 + qRe) ** 2 - qIm ** 2, 2 * (1 + qRe) * qIm]
      const s2 = sRe * sRe + sIm * sIm
      const mRe = (-4 * (bRe * sRe + bIm * sIm)) / s2
      const mIm = (-4 * (bIm * sRe - bRe * sIm)) / s2
      // Layer term z = m² e^{−Pq}.
      const decay = Math.exp(-peclet * qRe)
      const [eRe, eIm] = [decay * Math.cos(peclet * qIm), -decay * Math.sin(peclet * qIm)]
      const [m2Re, m2Im] = [mRe * mRe - mIm * mIm, 2 * mRe * mIm]
      const [zRe, zIm] = [m2Re * eRe - m2Im * eIm, m2Re * eIm + m2Im * eRe]
      // log(4q/(1+q)²) = log(1 − m²); C = a m − log(1 − m²) + log(1 − z)
      const ln = (re: number, im: number): [number, number] => [
        0.5 * Math.log1p(-2 * re + re * re + im * im),
        Math.atan2(-im, 1 - re),
      ]
      const [l1Re, l1Im] = ln(m2Re, m2Im)
      const [l2Re, l2Im] = ln(zRe, zIm)
      out.re = aRe * mRe - aIm * mIm - l1Re + l2Re
      out.im = aRe * mIm + aIm * mRe - l1Im + l2Im
      // dm/da = dm/dq · dq/da = −2/(1+q)² · 2/(P q); d(a m)/da = m/q … written out below with complex quotients.
      const divide = (xr: number, xi: number, yr: number, yi: number): [number, number] => {
        const d = yr * yr + yi * yi
        return [(xr * yr + xi * yi) / d, (xi * yr - xr * yi) / d]
      }
      const [dqRe, dqIm] = divide(2 / peclet, 0, qRe, qIm)
      const [ddRe, ddIm] = divide(-2, 0, sRe, sIm)
      const [dmRe, dmIm] = [ddRe * dqRe - ddIm * dqIm, ddRe * dqIm + ddIm * dqRe]
      // −d log(1 − m²) = 2 m dm/(1 − m²); d log(1 − z) = −(2 m dm e − P dq z)/(1 − z)
      const [mdRe, mdIm] = [2 * (mRe * dmRe - mIm * dmIm), 2 * (mRe * dmIm + mIm * dmRe)]
      const [t1Re, t1Im] = divide(mdRe, mdIm, 1 - m2Re, -m2Im)
      const dzRe = mdRe * eRe - mdIm * eIm - peclet * (dqRe * zRe - dqIm * zIm)
      const dzIm = mdRe * eIm + mdIm * eRe - peclet * (dqRe * zIm + dqIm * zRe)
      const [t2Re, t2Im] = divide(dzRe, dzIm, 1 - zRe, -zIm)
      out.slopeRe = mRe + aRe * dmRe - aIm * dmIm + t1Re - t2Re
      out.slopeIm = mIm + aRe * dmIm + aIm * dmRe + t1Im - t2Im
    },
  }
}

/** The panels with p̂ at their stages. */
interface Column {
  readonly peclet: number
  readonly kappa: number
  readonly mu: number
  readonly steps: readonly number[]
  /** p̂ at stage i of panel n: [n·STAGES + i]. */
  readonly pressures: Float64Array
}

function makeColumn(peclet: number, pressureRatio: number): Column {
  const kappa = 1 - pressureRatio
  const mu = 2 / (3 * (1 + pressureRatio))
  const layer = 1 / (3 * pressureRatio * mu * peclet)
  const starts = [0]
  // The layer's share of E falls as 1/P²: only where P is small must it be resolved to the last digit.
  const [share, growth] = peclet > 1e4 ? [0.5, 1.5] : [0.25, 1.2]
  let end = Math.min(1, share * layer, (share * pressureRatio) / kappa)
  while (end < 1) {
    starts.push(end)
    end *= growth
  }
  const steps = starts.map((start, n) => (starts[n + 1] ?? 1) - start)
  const pressures = new Float64Array(steps.length * STAGES)
  starts.forEach((start, n) => {
    radauNodes.forEach((c, i) => {
      pressures[n * STAGES + i] = pressureRatio + kappa * (start + c * steps[n]!)
    })
  })
  return { peclet, kappa, mu, steps, pressures }
}

/** s_k of C = P Σ s_k b^k, b = a/P: the Riccati equation order by order, y = 1 + h0 + Σ_{k≥1} y_k b^k. */
function correctionSeries({ peclet, kappa, mu, steps, pressures }: Column): Float64Array {
  const series = new Float64Array(ORDERS + 1)
  const ends = new Float64Array(ORDERS)
  const stages = Array.from({ length: ORDERS }, () => new Float64Array(STAGES))
  const quotients = Array.from({ length: ORDERS }, () => new Float64Array(STAGES))
  const inverse = new Float64Array(STAGES * STAGES)
  const right = new Float64Array(STAGES)
  /** (I − h A diag(slope))⁻¹. */
  const prepare = (h: number, slope: Float64Array) => {
    for (let i = 0; i < STAGES; i++)
      for (let j = 0; j < STAGES; j++)
        inverse[i * STAGES + j] = (i === j ? 1 : 0) - h * radauMatrix[i * STAGES + j]! * slope[j]!
    invertReal(STAGES, inverse)
  }
  /** Solves (I − h A diag(slope)) z = y + h A force. */
  const solve = (h: number, force: Float64Array, start: number, out: Float64Array) => {
    for (let i = 0; i < STAGES; i++) {
      let sum = start
      for (let j = 0; j < STAGES; j++) sum += h * radauMatrix[i * STAGES + j]! * force[j]!
      right[i] = sum
    }
    for (let i = 0; i < STAGES; i++) {
      let sum = 0
      for (let j = 0; j < STAGES; j++) sum += inverse[i * STAGES + j]! * right[j]!
      out[i] = sum
    }
  }
  const [slope, force, old] = [new Float64Array(STAGES), new Float64Array(STAGES), new Float64Array(STAGES)]
  steps.forEach((h, n) => {
    const p = pressures.subarray(n * STAGES, (n + 1) * STAGES)
    const h0 = stages[0]!
    // Newton for h0 from the slow manifold: h' = κ(1+h)/p − 3pμP(1+h)h.
    for (let i = 0; i < STAGES; i++) h0[i] = kappa / (3 * p[i]! * p[i]! * mu * peclet)
    for (let iteration = 0; iteration < 30; iteration++) {
      let change = 0
      for (let i = 0; i < STAGES; i++) {
        const rate = 3 * p[i]! * mu * peclet
        slope[i] = kappa / p[i]! - rate * (1 + 2 * h0[i]!)
        force[i] = (kappa * (1 + h0[i]!)) / p[i]! - rate * (1 + h0[i]!) * h0[i]! - slope[i]! * h0[i]!
      }
      old.set(h0)
      prepare(h, slope)
      solve(h, force, ends[0]!, h0)
      for (let i = 0; i < STAGES; i++)
        change = Math.max(change, Math.abs(h0[i]! - old[i]!) / (1e-300 + Math.abs(h0[i]!)))
      if (change < 1e-13) break
    }
    for (let i = 0; i < STAGES; i++) slope[i] = kappa / p[i]! - 3 * p[i]! * mu * peclet * (1 + 2 * h0[i]!)
    prepare(h, slope)
    for (let k = 1; k < ORDERS; k++) {
      for (let i = 0; i < STAGES; i++) {
        const rate = 3 * p[i]! * mu * peclet
        let products = 0
        for (let j = 1; j < k; j++) products += stages[j]![i]! * stages[k - j]![i]!
        force[i] = (k === 1 ? rate * p[i]! : 0) - rate * products
      }
      solve(h, force, ends[k]!, stages[k]!)
    }
    // 1/y − 1 order by order, integrated with the last row of the matrix.
    for (let i = 0; i < STAGES; i++) {
      const y0 = 1 + h0[i]!
      const weight = h * radauMatrix[(STAGES - 1) * STAGES + i]! * 3 * p[i]! * p[i]! * mu
      for (let k = 0; k < ORDERS; k++) {
        let sum = 0
        for (let j = 1; j <= k; j++) sum += stages[j]![i]! * (j === k ? 1 / y0 : quotients[k - j]![i]!)
        quotients[k]![i] = k === 0 ? 1 / y0 : -sum / y0
        series[k + 1] = series[k + 1]! + weight * (k === 0 ? -h0[i]! / y0 : -sum / y0)
      }
    }
    for (let k = 0; k < ORDERS; k++) ends[k] = stages[k]![STAGES - 1]!
  })
  return series
}

/** C(a) and dC/da where the series does not reach (columns short against D/u): the Riccati equation and its variation by Newton. */
function solveRiccati({ peclet, kappa, mu, steps, pressures }: Column, aRe: number, aIm: number, out: FluxRatio): void {
  const size = STAGES * STAGES
  const [mRe, mIm] = [new Float64Array(size), new Float64Array(size)]
  const [vRe, vIm] = [new Float64Array(STAGES), new Float64Array(STAGES)]
  const [hRe, hIm] = [new Float64Array(STAGES), new Float64Array(STAGES)]
  let [endRe, endIm, dEndRe, dEndIm] = [0, 0, 0, 0]
  out.re = 0
  out.im = 0
  out.slopeRe = 0
  out.slopeIm = 0
  steps.forEach((step, n) => {
    const p = pressures.subarray(n * STAGES, (n + 1) * STAGES)
    hRe.fill(endRe)
    hIm.fill(endIm)
    // h' = f(h) = κ(1+h)/p − r(1+h)h + r p b, r = 3pμP; linearised f + f'(z − h).
    const assemble = (startRe: number, startIm: number, variation: boolean) => {
      for (let i = 0; i < STAGES; i++) {
        vRe[i] = startRe
        vIm[i] = startIm
      }
      for (let j = 0; j < STAGES; j++) {
        const r = 3 * p[j]! * mu * peclet
        const slopeRe = kappa / p[j]! - r * (1 + 2 * hRe[j]!)
        const slopeIm = -2 * r * hIm[j]!
        // f − f' h = κ/p + r h² + 3p²μ a
        const forceRe = variation
          ? 3 * p[j]! ** 2 * mu
          : kappa / p[j]! + r * (hRe[j]! ** 2 - hIm[j]! ** 2) + 3 * p[j]! ** 2 * mu * aRe
        const forceIm = variation ? 0 : 2 * r * hRe[j]! * hIm[j]! + 3 * p[j]! ** 2 * mu * aIm
        for (let i = 0; i < STAGES; i++) {
          const weight = step * radauMatrix[i * STAGES + j]!
          mRe[i * STAGES + j] = (i === j ? 1 : 0) - weight * slopeRe
          mIm[i * STAGES + j] = -weight * slopeIm
          vRe[i] = vRe[i]! + weight * forceRe
          vIm[i] = vIm[i]! + weight * forceIm
        }
      }
      solveComplex(STAGES, mRe, mIm, vRe, vIm)
    }
    for (let iteration = 0; iteration < 40; iteration++) {
      assemble(endRe, endIm, false)
      let change = 0
      let scale = 0
      for (let i = 0; i < STAGES; i++) {
        change = Math.max(change, Math.abs(vRe[i]! - hRe[i]!) + Math.abs(vIm[i]! - hIm[i]!))
        scale = Math.max(scale, Math.abs(vRe[i]!) + Math.abs(vIm[i]!))
      }
      hRe.set(vRe)
      hIm.set(vIm)
      if (change <= 1e-14 * scale) break
    }
    assemble(dEndRe, dEndIm, true)
    for (let i = 0; i < STAGES; i++) {
      const weight = step * radauMatrix[(STAGES - 1) * STAGES + i]! * 3 * p[i]! * p[i]! * mu
      // C = −∫ w a h/(1+h); dC/da = −∫ w [h/(1+h) + a h_a/(1+h)²].
      const [yRe, yIm] = [1 + hRe[i]!, hIm[i]!]
      const d = yRe * yRe + yIm * yIm
      const [iRe, iIm] = [yRe / d, -yIm / d]
      const [gRe, gIm] = [hRe[i]! * iRe - hIm[i]! * iIm, hRe[i]! * iIm + hIm[i]! * iRe]
      const [sRe, sIm] = [iRe * iRe - iIm * iIm, 2 * iRe * iIm]
      const [kRe, kIm] = [vRe[i]! * sRe - vIm[i]! * sIm, vRe[i]! * sIm + vIm[i]! * sRe]
      out.re -= weight * (aRe * gRe - aIm * gIm)
      out.im -= weight * (aRe * gIm + aIm * gRe)
      out.slopeRe -= weight * (gRe + aRe * kRe - aIm * kIm)
      out.slopeIm -= weight * (gIm + aRe * kIm + aIm * kRe)
    }
    ;[endRe, endIm, dEndRe, dEndIm] = [hRe[STAGES - 1]!, hIm[STAGES - 1]!, vRe[STAGES - 1]!, vIm[STAGES - 1]!]
  })
}
