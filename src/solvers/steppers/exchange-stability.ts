import type { AdditiveTableau } from './additive-runge-kutta.ts'

/**
 * The largest step for which an additive pair is stable on w' = λw − (A w − B s), s' = A w − B s, for every given λ: transport
 * explicit, exchange implicit (von Neumann). Exchange that is fast slows the transport of the whole, so the bound may lie far above
 * that of λ alone. Found by walking up from a step that is certainly stable to the first that is not.
 * @param modes real and imaginary parts of λ, in turn
 */
export function largestStableStep(
  tableau: AdditiveTableau,
  modes: Float64Array,
  uptake: number,
  release: number,
): number {
  let radius = 0
  for (let k = 0; k < modes.length; k += 2) radius = Math.max(radius, Math.hypot(modes[k] ?? 0, modes[k + 1] ?? 0))
  if (radius === 0) return Number.POSITIVE_INFINITY
  // Per stage: transport and passage, real and imaginary.
  const rates = new Float64Array(4 * tableau.nodes.length)
  let stable = 0
  for (let step = 0.2 / radius; step < 1e3 / radius; step *= 1.06) {
    for (let k = 0; k < modes.length; k += 2) {
      if (amplification(tableau, modes[k] ?? 0, modes[k + 1] ?? 0, uptake, release, step, rates) > 1 + 1e-9)
        return stable
    }
    stable = step
  }
  return stable
}

/** Spectral radius of the step's 2×2 matrix. */
function amplification(
  tableau: AdditiveTableau,
  re: number,
  im: number,
  uptake: number,
  release: number,
  step: number,
  rates: Float64Array,
): number {
  const [a, c] = advance(tableau, re, im, uptake, release, step, 1, 0, rates)
  const [b, d] = advance(tableau, re, im, uptake, release, step, 0, 1, rates)
  // Eigenvalues of [[a, b], [c, d]]: half the trace ± the root of its square less the determinant.
  const tr = [(a[0] + d[0]) / 2, (a[1] + d[1]) / 2] as const
  const ad = [a[0] * d[0] - a[1] * d[1], a[0] * d[1] + a[1] * d[0]] as const
  const bc = [b[0] * c[0] - b[1] * c[1], b[0] * c[1] + b[1] * c[0]] as const
  const x = tr[0] * tr[0] - tr[1] * tr[1] - ad[0] + bc[0]
  const y = 2 * tr[0] * tr[1] - ad[1] + bc[1]
  const size = Math.sqrt(Math.hypot(x, y))
  const angle = Math.atan2(y, x) / 2
  const root = [size * Math.cos(angle), size * Math.sin(angle)] as const
  return Math.max(Math.hypot(tr[0] + root[0], tr[1] + root[1]), Math.hypot(tr[0] - root[0], tr[1] - root[1]))
}

type Complex = readonly [number, number]

function advance(
  tableau: AdditiveTableau,
  re: number,
  im: number,
  uptake: number,
  release: number,
  step: number,
  w: number,
  s: number,
  rates: Float64Array,
): readonly [Complex, Complex] {
  const stages = tableau.nodes.length
  for (let i = 0; i < stages; i++) {
    let wr = w
    let wi = 0
    let sr = s
    let si = 0
    for (let j = 0; j < i; j++) {
      const e = step * (tableau.explicit[i]?.[j] ?? 0)
      const m = step * (tableau.implicit[i]?.[j] ?? 0)
      wr += e * (rates[4 * j] ?? 0) - m * (rates[4 * j + 2] ?? 0)
      wi += e * (rates[4 * j + 1] ?? 0) - m * (rates[4 * j + 3] ?? 0)
      sr += m * (rates[4 * j + 2] ?? 0)
      si += m * (rates[4 * j + 3] ?? 0)
    }
    const g = i === 0 ? 0 : step * tableau.gamma
    const pr = (uptake * wr - release * sr) / (1 + g * (uptake + release))
    const pi = (uptake * wi - release * si) / (1 + g * (uptake + release))
    wr -= g * pr
    wi -= g * pi
    rates[4 * i] = re * wr - im * wi
    rates[4 * i + 1] = re * wi + im * wr
    rates[4 * i + 2] = pr
    rates[4 * i + 3] = pi
  }
  let [wr, wi, sr, si] = [w, 0, s, 0]
  for (let j = 0; j < stages; j++) {
    const b = step * (tableau.weights[j] ?? 0)
    wr += b * ((rates[4 * j] ?? 0) - (rates[4 * j + 2] ?? 0))
    wi += b * ((rates[4 * j + 1] ?? 0) - (rates[4 * j + 3] ?? 0))
    sr += b * (rates[4 * j + 2] ?? 0)
    si += b * (rates[4 * j + 3] ?? 0)
  }
  return [
    [wr, wi],
    [sr, si],
  ]
}
