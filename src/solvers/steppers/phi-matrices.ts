import { exponentialTables, phiAt, writeEnd } from './phi-functions.ts'

/** Room to compute φ₀ … φ₃ of one complex n × n matrix, interleaved, row by row. */
interface PhiWork {
  readonly n: number
  readonly scaled: Float64Array
  readonly phi: readonly Float64Array[]
  readonly products: readonly Float64Array[]
}

function makePhiWork(n: number): PhiWork {
  const take = () => new Float64Array(2 * n * n)
  return { n, scaled: take(), phi: [take(), take(), take(), take()], products: [take(), take(), take(), take()] }
}

/** Terms of the series of a matrix of norm ½: the next is below 1e-17 of the sum. */
const TERMS = 16

/**
 * Writes the tables of a matrix of n × n blocks, entry (i, j) of block k at (i·n + j)·count + k, complex ones interleaved where
 * `isComplex`. Each block by itself: 2 × 2 ones with eigenvalues well apart by divided differences (Higham, Functions of Matrices,
 * 2008, section 1.2.2), others by series and doubling.
 */
export function blockTables(
  view: Float64Array,
  at: number,
  step: number,
  blocks: {
    readonly unknowns: number
    readonly isComplex: boolean
    readonly real: Float64Array
    readonly imaginary?: Float64Array
  },
): void {
  const { unknowns: n, isComplex, real, imaginary } = blocks
  const count = real.length / (n * n)
  const width = isComplex ? 2 : 1
  const length = real.length * width
  const work = makePhiWork(n)
  const matrix = new Float64Array(2 * n * n)
  const tables = exponentialTables
  for (let k = 0; k < count; k++) {
    for (let entry = 0; entry < n * n; entry++) {
      matrix[2 * entry] = step * real[entry * count + k]
      matrix[2 * entry + 1] = imaginary ? step * imaginary[entry * count + k] : 0
    }
    phiMatrices(matrix, work)
    for (let entry = 0; entry < n * n; entry++)
      for (let part = 0; part < width; part++) {
        const [p0, p1, p2, p3] = work.phi
        const from = 2 * entry + part
        const to = at + width * (entry * count + k) + part
        view[to + tables.whole * length] = p0[from]
        writeEnd(view, to, length, step, p1[from], p2[from], p3[from])
      }
    for (let i = 0; i < matrix.length; i++) matrix[i] /= 2
    phiMatrices(matrix, work)
    for (let entry = 0; entry < n * n; entry++)
      for (let part = 0; part < width; part++) {
        const to = at + width * (entry * count + k) + part
        view[to + tables.half * length] = work.phi[0][2 * entry + part]
        view[to + tables.slope * length] = (step / 2) * work.phi[1][2 * entry + part]
      }
  }
}

/** Writes the tables of one real n × n matrix, row by row. */
export function matrixTables(view: Float64Array, at: number, step: number, matrix: Float64Array, n: number): void {
  // A single block whose places are its entries.
  blockTables(view, at, step, { unknowns: n, isComplex: false, real: matrix })
}

const pairPhi = [new Float64Array(8), new Float64Array(8)] as const

function phiMatrices(matrix: Float64Array, work: PhiWork): void {
  const { n } = work
  let norm = 0
  for (let i = 0; i < n; i++) {
    let sum = 0
    for (let j = 0; j < n; j++) sum += Math.hypot(matrix[2 * (i * n + j)], matrix[2 * (i * n + j) + 1])
    norm = Math.max(norm, sum)
  }
  if (n === 2 && norm > 1 && pairOfEigenvalues(matrix, work)) return
  const doublings = norm > 0.5 ? Math.ceil(Math.log2(norm / 0.5)) : 0
  const { scaled, phi, products } = work
  for (let i = 0; i < matrix.length; i++) scaled[i] = matrix[i] / 2 ** doublings
  // φ₃ = Σ A^j/(j + 3)! by Horner, then φ₂ = A φ₃ + 1/2, φ₁ = A φ₂ + 1, φ₀ = A φ₁ + 1.
  let inverse = 1
  for (let j = 2; j <= TERMS + 3; j++) inverse /= j
  setIdentity(phi[3], n, inverse)
  for (let j = TERMS - 1; j >= 0; j--) {
    inverse *= j + 4
    multiply(scaled, phi[3], products[3], n)
    phi[3].set(products[3])
    addIdentity(phi[3], n, inverse)
  }
  for (let k = 2; k >= 0; k--) {
    multiply(scaled, phi[k + 1], phi[k], n)
    addIdentity(phi[k], n, k === 2 ? 0.5 : 1)
  }
  // φ_k(2z) = 2^(−k) (φ₀ φ_k + Σ φ_j/(k − j)!). Skaflestad and Wright, Appl. Numer. Math. 59 (2009) 783.
  for (let d = 0; d < doublings; d++) {
    for (let k = 0; k < 4; k++) multiply(phi[0], phi[k], products[k], n)
    const [, f1, f2, f3] = phi
    for (let i = 0; i < matrix.length; i++) {
      const [a1, a2, a3] = [f1[i], f2[i], f3[i]]
      f1[i] = (products[1][i] + a1) / 2
      f2[i] = (products[2][i] + a1 + a2) / 4
      f3[i] = (products[3][i] + a1 / 2 + a2 + a3) / 8
    }
    phi[0].set(products[0])
  }
}

/** f(A) = f(λ₁) + f[λ₁, λ₂] (A − λ₁); false where the eigenvalues are too close for the difference. */
function pairOfEigenvalues(matrix: Float64Array, { phi }: PhiWork): boolean {
  const [ar, ai, br, bi, cr, ci, dr, di] = matrix
  const [mr, mi] = [(ar + dr) / 2, (ai + di) / 2]
  const [hr, hi] = [(ar - dr) / 2, (ai - di) / 2]
  // (λ₁ − λ₂)²/4 = h² + b c.
  const qr = hr * hr - hi * hi + br * cr - bi * ci
  const qi = 2 * hr * hi + br * ci + bi * cr
  const size = Math.hypot(qr, qi)
  if (size < 0.1) return false
  let sr = Math.sqrt((size + Math.abs(qr)) / 2)
  let si = qi / (2 * sr)
  if (qr < 0) [sr, si] = [Math.abs(si), qi < 0 ? -sr : sr]
  const [one, two] = pairPhi
  phiAt(mr + sr, mi + si, one)
  phiAt(mr - sr, mi - si, two)
  const square = sr * sr + si * si
  for (let k = 0; k < 4; k++) {
    // The mean and half the difference over s: f = mean + (A − m) difference/s.
    const [pr, pi] = [(one[2 * k] + two[2 * k]) / 2, (one[2 * k + 1] + two[2 * k + 1]) / 2]
    const [er, ei] = [(one[2 * k] - two[2 * k]) / 2, (one[2 * k + 1] - two[2 * k + 1]) / 2]
    const [gr, gi] = [(er * sr + ei * si) / square, (ei * sr - er * si) / square]
    const out = phi[k]
    out[0] = pr + hr * gr - hi * gi
    out[1] = pi + hr * gi + hi * gr
    out[2] = br * gr - bi * gi
    out[3] = br * gi + bi * gr
    out[4] = cr * gr - ci * gi
    out[5] = cr * gi + ci * gr
    out[6] = pr - hr * gr + hi * gi
    out[7] = pi - hr * gi - hi * gr
  }
  return true
}

function setIdentity(out: Float64Array, n: number, value: number): void {
  out.fill(0)
  addIdentity(out, n, value)
}

function addIdentity(out: Float64Array, n: number, value: number): void {
  for (let i = 0; i < n; i++) out[2 * (i * n + i)] += value
}

/** out ← a b, complex; out is neither. */
function multiply(a: Float64Array, b: Float64Array, out: Float64Array, n: number): void {
  out.fill(0)
  for (let i = 0; i < n; i++)
    for (let k = 0; k < n; k++) {
      const re = a[2 * (i * n + k)]
      const im = a[2 * (i * n + k) + 1]
      if (re === 0 && im === 0) continue
      for (let j = 0; j < n; j++) {
        const from = 2 * (k * n + j)
        const to = 2 * (i * n + j)
        out[to] += re * b[from] - im * b[from + 1]
        out[to + 1] += re * b[from + 1] + im * b[from]
      }
    }
}
