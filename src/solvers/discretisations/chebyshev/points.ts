import { type Dense, denseZeros } from './dense.ts'

/** Points of an interpolation and the weights of its barycentric formula. Berrut and Trefethen, SIAM Rev. 46 (2004) 501. */
export interface Interpolation {
  readonly points: Float64Array
  readonly weights: Float64Array
}

/** Extremes of the Chebyshev polynomial of degree n − 1 between two ends, ascending, both ends in. */
export function chebyshevExtremes(n: number, from: number, to: number): Interpolation {
  const points = Float64Array.from({ length: n }, (_, j) =>
    between(Math.sin((Math.PI * (2 * j - (n - 1))) / (2 * (n - 1))), from, to),
  )
  points[0] = from
  points[n - 1] = to
  const weights = Float64Array.from(
    { length: n },
    (_, j) => (j % 2 === 0 ? 1 : -1) * (j === 0 || j === n - 1 ? 0.5 : 1),
  )
  return { points, weights }
}

/** Zeros of the Chebyshev polynomial of degree n, ascending: all inside. */
export function chebyshevZeros(n: number, from: number, to: number): Float64Array {
  return Float64Array.from({ length: n }, (_, j) => between(Math.sin((Math.PI * (2 * j - n + 1)) / (2 * n)), from, to))
}

const between = (x: number, from: number, to: number) => 0.5 * (from + to) + 0.5 * (to - from) * x

/** The polynomial through any points, scaled so that products neither overflow nor vanish. */
export function polynomialThrough(points: Float64Array): Interpolation {
  const length = points[points.length - 1] - points[0]
  const logarithms = points.map((x, j) => points.reduce((sum, y, k) => (k === j ? sum : sum - Math.log((4 * Math.abs(x - y)) / length)), 0)) // biome-ignore format: one thought
  const largest = logarithms.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY)
  return {
    points,
    weights: logarithms.map((one, j) => ((points.length - 1 - j) % 2 === 0 ? 1 : -1) * Math.exp(one - largest)),
  }
}

/** A rational function through equally spaced points, of order d + 1 and without poles. Floater and Hormann, Numer. Math. 107 (2007) 315. */
export function rationalThrough(points: Float64Array, degree: number): Interpolation {
  const n = points.length - 1
  const d = Math.min(degree, n)
  const choose = (a: number, b: number) => {
    let out = 1
    for (let k = 1; k <= b; k++) out = (out * (a - b + k)) / k
    return out
  }
  const weights = Float64Array.from({ length: n + 1 }, (_, j) => {
    let sum = 0
    for (let i = Math.max(0, j - d); i <= Math.min(j, n - d); i++) sum += choose(d, j - i)
    return (j % 2 === 0 ? 1 : -1) * sum
  })
  return { points, weights }
}

/** Values at other points from those at the points of an interpolation. */
export function interpolationMatrix({ points, weights }: Interpolation, at: Float64Array): Dense {
  const out = denseZeros(at.length, points.length)
  for (const [i, x] of at.entries()) {
    const row = out.values.subarray(i * points.length, (i + 1) * points.length)
    const hit = points.indexOf(x)
    if (hit >= 0) {
      row[hit] = 1
      continue
    }
    let sum = 0
    for (let j = 0; j < points.length; j++) {
      row[j] = weights[j] / (x - points[j])
      sum += row[j]
    }
    for (let j = 0; j < points.length; j++) row[j] /= sum
  }
  return out
}

/**
 * Derivatives at the points of an interpolation: entries off the diagonal by Welfert's recursion, the diagonal such that constants have
 * none. Welfert, SIAM J. Numer. Anal. 34 (1997) 1640; Baltensperger and Trummer, SIAM J. Sci. Comput. 24 (2003) 1465.
 * @returns matrices of orders 0 … `most`
 */
export function derivativeMatrices({ points, weights }: Interpolation, most: number): Dense[] {
  const n = points.length
  const identity = denseZeros(n, n)
  for (let i = 0; i < n; i++) identity.values[i * n + i] = 1
  const out = [identity]
  for (let order = 1; order <= most; order++) {
    const before = out[order - 1].values
    const next = denseZeros(n, n)
    for (let i = 0; i < n; i++) {
      let sum = 0
      for (let j = 0; j < n; j++) {
        if (i === j) continue
        const ratio = weights[j] / weights[i]
        const value = (order / (points[i] - points[j])) * (ratio * before[i * n + i] - before[i * n + j])
        next.values[i * n + j] = value
        sum += value
      }
      next.values[i * n + i] = -sum
    }
    out.push(next)
  }
  return out
}

/** ∫ of the interpolation from one end to the other: Gauss–Legendre points enough for its degree. */
export function quadratureWeights(interpolation: Interpolation, from: number, to: number): Float64Array {
  const count = Math.ceil(interpolation.points.length / 2) + 1
  const { points, weights } = gaussLegendre(count)
  const matrix = interpolationMatrix(
    interpolation,
    points.map((x) => between(x, from, to)),
  )
  const out = new Float64Array(interpolation.points.length)
  for (let q = 0; q < count; q++)
    for (let j = 0; j < out.length; j++) out[j] += 0.5 * (to - from) * weights[q] * matrix.values[q * out.length + j]
  return out
}

/** Zeros of the Legendre polynomial and their weights on −1 … 1, by Newton's method. */
function gaussLegendre(n: number): { readonly points: Float64Array; readonly weights: Float64Array } {
  const points = new Float64Array(n)
  const weights = new Float64Array(n)
  for (let i = 0; i < n; i++) {
    let x = -Math.cos((Math.PI * (i + 0.75)) / (n + 0.5))
    let slope = 1
    for (let iteration = 0; iteration < 60; iteration++) {
      let [before, value] = [1, x]
      for (let k = 2; k <= n; k++) [before, value] = [value, ((2 * k - 1) * x * value - (k - 1) * before) / k]
      slope = (n * (before - x * value)) / (1 - x * x)
      const change = value / slope
      x -= change
      if (Math.abs(change) < 1e-16) break
    }
    points[i] = x
    weights[i] = 2 / ((1 - x * x) * slope * slope)
  }
  return { points, weights }
}
