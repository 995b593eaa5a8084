/** The functions of ETDRK4 for one linear operator and one step h: exp(hL), exp(hL/2), and the weights, h included. */
export interface ExponentialWeights {
  readonly whole: Float64Array
  readonly half: Float64Array
  /** h/2 φ₁(hL/2) */
  readonly slope: Float64Array
  /** h (φ₁ − 3φ₂ + 4φ₃), h (2φ₂ − 4φ₃), h (4φ₃ − φ₂) of hL. */
  readonly first: Float64Array
  readonly middle: Float64Array
  readonly last: Float64Array
}

/** Room for the weights of a step of ETDRK4. */
export function makeWeights(length: number): ExponentialWeights {
  const take = () => new Float64Array(length)
  return { whole: take(), half: take(), slope: take(), first: take(), middle: take(), last: take() }
}

const POINTS = 32

/**
 * Fills the weights of a diagonal operator: means over a circle of radius 1 around each hλ, which avoids the cancellation of the
 * formulas near 0. `imaginary`: coefficients and weights are complex, interleaved in the weights.
 * Kassam and Trefethen, SIAM J. Sci. Comput. 26 (2005) 1214, section 3.
 */
export function diagonalWeights(
  out: ExponentialWeights,
  step: number,
  real: Float64Array,
  imaginary?: Float64Array,
): void {
  const width = imaginary ? 2 : 1
  const sums = new Float64Array(8)
  for (let k = 0; k < real.length; k++) {
    const x = step * real[k]
    const y = imaginary ? step * imaginary[k] : 0
    sums.fill(0)
    for (let p = 0; p < POINTS; p++) {
      const angle = (2 * Math.PI * (p + 0.5)) / POINTS
      addPoint(sums, x + Math.cos(angle), y + Math.sin(angle))
    }
    for (let part = 0; part < width; part++) {
      const at = width * k + part
      out.slope[at] = (step * sums[part]) / POINTS
      out.first[at] = (step * sums[2 + part]) / POINTS
      out.middle[at] = (2 * step * sums[4 + part]) / POINTS
      out.last[at] = (step * sums[6 + part]) / POINTS
    }
    out.whole[width * k] = Math.exp(x) * Math.cos(y)
    out.half[width * k] = Math.exp(x / 2) * Math.cos(y / 2)
    if (!imaginary) continue
    out.whole[2 * k + 1] = Math.exp(x) * Math.sin(y)
    out.half[2 * k + 1] = Math.exp(x / 2) * Math.sin(y / 2)
  }
}

/** Adds (e^{z/2} − 1)/z and the three quotients by z³ at one point of the circle. */
function addPoint(sums: Float64Array, x: number, y: number): void {
  const size = x * x + y * y
  const [ir, ii] = [x / size, -y / size]
  const er = Math.exp(x) * Math.cos(y)
  const ei = Math.exp(x) * Math.sin(y)
  const hr = Math.exp(x / 2) * Math.cos(y / 2) - 1
  const hi = Math.exp(x / 2) * Math.sin(y / 2)
  sums[0] += hr * ir - hi * ii
  sums[1] += hr * ii + hi * ir
  // z² and 1/z³.
  const [sr, si] = [x * x - y * y, 2 * x * y]
  const [jr, ji] = [ir * ir - ii * ii, 2 * ir * ii]
  const [cr, ci] = [jr * ir - ji * ii, jr * ii + ji * ir]
  const add = (at: number, ar: number, ai: number, br: number, bi: number) => {
    // a + e^z b
    const nr = ar + er * br - ei * bi
    const ni = ai + er * bi + ei * br
    sums[at] += nr * cr - ni * ci
    sums[at + 1] += nr * ci + ni * cr
  }
  add(2, -4 - x, -y, 4 - 3 * x + sr, -3 * y + si)
  add(4, 2 + x, y, x - 2, y)
  add(6, -4 - 3 * x - sr, -3 * y - si, 4 - x, -y)
}

const TERMS = 18

/**
 * Fills the weights of a full matrix, row by row: Taylor series of φ₀ … φ₃ at hL/2^s, then doubling:
 * φ_k(2z) = 2^(−k) (φ₀ φ_k + Σ φ_j/(k − j)!). Skaflestad and Wright, Appl. Numer. Math. 59 (2009) 783.
 */
export function matrixWeights(out: ExponentialWeights, step: number, matrix: Float64Array, n: number): void {
  const whole = phiFunctions(matrix, step, n)
  const half = phiFunctions(matrix, step / 2, n)
  for (let i = 0; i < n * n; i++) {
    const [phi1, phi2, phi3] = [whole[1][i], whole[2][i], whole[3][i]]
    out.whole[i] = whole[0][i]
    out.half[i] = half[0][i]
    out.slope[i] = (step / 2) * half[1][i]
    out.first[i] = step * (phi1 - 3 * phi2 + 4 * phi3)
    out.middle[i] = step * (2 * phi2 - 4 * phi3)
    out.last[i] = step * (4 * phi3 - phi2)
  }
}

function phiFunctions(matrix: Float64Array, step: number, n: number): Float64Array[] {
  let norm = 0
  for (let i = 0; i < n; i++) {
    let sum = 0
    for (let j = 0; j < n; j++) sum += Math.abs(step * matrix[i * n + j])
    norm = Math.max(norm, sum)
  }
  const doublings = Math.max(0, Math.ceil(Math.log2(norm / 0.5)))
  const scaled = matrix.map((value) => (value * step) / 2 ** doublings)
  const phi = [0, 1, 2, 3].map(() => new Float64Array(n * n))
  // Σ A^m / (m + k)!, by Horner from the last term.
  for (let k = 0; k < 4; k++) {
    let sum = identity(n, 1 / factorial(TERMS + k))
    for (let m = TERMS - 1; m >= 0; m--) {
      sum = product(scaled, sum, n)
      for (let i = 0; i < n; i++) sum[i * n + i] += 1 / factorial(m + k)
    }
    phi[k].set(sum)
  }
  for (let d = 0; d < doublings; d++) {
    const [p0, p1, p2, p3] = phi.map((one) => product(phi[0], one, n))
    for (let i = 0; i < n * n; i++) {
      const [f1, f2, f3] = [phi[1][i], phi[2][i], phi[3][i]]
      p1[i] = (p1[i] + f1) / 2
      p2[i] = (p2[i] + f1 + f2) / 4
      p3[i] = (p3[i] + f1 / 2 + f2 + f3) / 8
    }
    for (const [k, one] of [p0, p1, p2, p3].entries()) phi[k].set(one)
  }
  return phi
}

function identity(n: number, value: number): Float64Array {
  const out = new Float64Array(n * n)
  for (let i = 0; i < n; i++) out[i * n + i] = value
  return out
}

function factorial(n: number): number {
  let out = 1
  for (let k = 2; k <= n; k++) out *= k
  return out
}

function product(a: Float64Array, b: Float64Array, n: number): Float64Array {
  const out = new Float64Array(n * n)
  for (let i = 0; i < n; i++)
    for (let k = 0; k < n; k++) {
      const factor = a[i * n + k]
      if (factor === 0) continue
      for (let j = 0; j < n; j++) out[i * n + j] += factor * b[k * n + j]
    }
  return out
}
