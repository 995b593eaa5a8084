/** The tables of ETDRK4 for one linear operator and one step h, one behind the other: their order, each as long as the others. */
export const exponentialTables = {
  /** exp(hL/2), h/2 φ₁(hL/2) */
  half: 0,
  slope: 1,
  /** exp(hL), then h (φ₁ − 3φ₂ + 4φ₃), h (2φ₂ − 4φ₃), h (4φ₃ − φ₂) of hL. */
  whole: 2,
  first: 3,
  middle: 4,
  last: 5,
  count: 6,
} as const

const { half, slope, whole, first, middle, last } = exponentialTables
/** Below this modulus squared φ₃ comes from its series, above it from the exponential; both lose about a digit here. */
const SERIES_BELOW = 4
const TERMS = 28

const inverseFactorials = Float64Array.from({ length: TERMS + 4 }, (_, k) => 1 / factorial(k))

/** out ← real and imaginary parts of e^z, φ₁(z), φ₂(z), φ₃(z); φ_k = (φ_{k−1} − 1/(k−1)!)/z. */
export function phiAt(x: number, y: number, out: Float64Array): void {
  const square = x * x + y * y
  if (square < SERIES_BELOW) {
    // φ₃ = Σ z^j/(j + 3)!, by Horner; then upwards, without cancellation.
    let re = inverseFactorials[TERMS + 3]
    let im = 0
    for (let j = TERMS - 1; j >= 0; j--) {
      const next = re * x - im * y + inverseFactorials[j + 3]
      im = re * y + im * x
      re = next
    }
    for (let k = 3; k > 0; k--) {
      out[2 * k] = re
      out[2 * k + 1] = im
      const next = re * x - im * y + inverseFactorials[k - 1]
      im = re * y + im * x
      re = next
    }
    out[0] = re
    out[1] = im
    return
  }
  const size = Math.exp(x)
  let re = size * Math.cos(y)
  let im = y === 0 ? 0 : size * Math.sin(y)
  out[0] = re
  out[1] = im
  for (let k = 1; k <= 3; k++) {
    re -= inverseFactorials[k - 1]
    const next = (re * x + im * y) / square
    im = (im * x - re * y) / square
    re = next
    out[2 * k] = re
    out[2 * k + 1] = im
  }
}

/**
 * Writes the tables of a diagonal operator, `length` numbers each, from place `at` of `view` on. `imaginary`: coefficients and tables
 * are complex, interleaved. Kassam and Trefethen, SIAM J. Sci. Comput. 26 (2005) 1214; their means over a circle are replaced by series.
 */
export function diagonalTables(
  view: Float64Array,
  at: number,
  length: number,
  step: number,
  real: Float64Array,
  imaginary?: Float64Array,
): void {
  const width = imaginary ? 2 : 1
  const phi = new Float64Array(8)
  const halfPhi = new Float64Array(8)
  for (let k = 0; k < real.length; k++) {
    const place = at + width * k
    if (k > 0 && real[k] === real[k - 1] && !imaginary) {
      // The two parts of a complex coefficient share a real factor.
      for (let table = 0; table < exponentialTables.count; table++)
        view[place + table * length] = view[place - 1 + table * length]
      continue
    }
    const x = step * real[k]
    const y = imaginary ? step * imaginary[k] : 0
    phiAt(x, y, phi)
    phiAt(x / 2, y / 2, halfPhi)
    for (let part = 0; part < width; part++) {
      const to = place + part
      view[to + half * length] = halfPhi[part]
      view[to + slope * length] = (step / 2) * halfPhi[2 + part]
      view[to + whole * length] = phi[part]
      writeEnd(view, to, length, step, phi[2 + part], phi[4 + part], phi[6 + part])
    }
  }
}

/** The weights of the last sum from φ₁, φ₂, φ₃. */
export function writeEnd(
  view: Float64Array,
  to: number,
  length: number,
  step: number,
  phi1: number,
  phi2: number,
  phi3: number,
): void {
  view[to + first * length] = step * (phi1 - 3 * phi2 + 4 * phi3)
  view[to + middle * length] = step * (2 * phi2 - 4 * phi3)
  view[to + last * length] = step * (4 * phi3 - phi2)
}

function factorial(n: number): number {
  let out = 1
  for (let k = 2; k <= n; k++) out *= k
  return out
}
