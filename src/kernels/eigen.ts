import { denseKernels } from './dense.ts'
import type { Kernels } from './kernels.ts'

/** Eigenvalues of a real matrix, the largest real part first; conjugate pairs stand together, the positive imaginary part first. */
export interface Eigenvalues {
  readonly real: Float64Array
  readonly imaginary: Float64Array
}

/** Iterations for one eigenvalue; two or three are usual. */
const MOST_ITERATIONS = 90

/**
 * The eigenvalues of a small real matrix, n × n row by row (kept): balanced, brought to Hessenberg's form by reflections, then
 * Francis's double-shifted QR iteration (EISPACK's balanc, orthes and hqr; Wilkinson and Reinsch, Handbook for Automatic
 * Computation II, 1971). Undefined where an entry is not finite. (ml-matrix's decomposition does not balance and never returns on
 * some matrices of zeros and ones.)
 */
export function eigenvalues(matrix: ArrayLike<number>, n: number): Eigenvalues | undefined {
  const a = Float64Array.from({ length: n * n }, (_, k) => matrix[k] ?? Number.NaN)
  if (!a.every(Number.isFinite)) return undefined
  balance(a, n)
  reduce(a, n)
  const values = iterate(a, n)
  if (!values) return undefined
  const order = Array.from({ length: n }, (_, i) => i).sort(
    (i, j) =>
      (values.real[j] ?? 0) - (values.real[i] ?? 0) ||
      Math.abs(values.imaginary[j] ?? 0) - Math.abs(values.imaginary[i] ?? 0) ||
      (values.imaginary[j] ?? 0) - (values.imaginary[i] ?? 0),
  )
  return {
    real: Float64Array.from(order, (i) => values.real[i] ?? 0),
    imaginary: Float64Array.from(order, (i) => values.imaginary[i] ?? 0),
  }
}

/** Scales rows and columns by powers of two until their sums are alike: the eigenvalues stay, badly scaled ones become accurate. */
function balance(a: Float64Array, n: number): void {
  for (let isDone = false; !isDone; ) {
    isDone = true
    for (let i = 0; i < n; i++) {
      let column = 0
      let row = 0
      for (let j = 0; j < n; j++) {
        if (j === i) continue
        column += Math.abs(a[j * n + i] ?? 0)
        row += Math.abs(a[i * n + j] ?? 0)
      }
      if (column === 0 || row === 0) continue
      const exponent = Math.round(Math.log2(row / column) / 2)
      const factor = 2 ** exponent
      if (!Number.isFinite(factor) || factor === 0 || column * factor + row / factor >= 0.95 * (column + row)) continue
      isDone = false
      for (let j = 0; j < n; j++) {
        a[i * n + j] = (a[i * n + j] ?? 0) / factor
        a[j * n + i] = (a[j * n + i] ?? 0) * factor
      }
    }
  }
}

/** A ← H A H with a reflection for every column, zeros below the first subdiagonal. */
function reduce(a: Float64Array, n: number): void {
  const v = new Float64Array(n)
  for (let k = 0; k < n - 2; k++) {
    let scale = 0
    for (let i = k + 1; i < n; i++) scale = Math.max(scale, Math.abs(a[i * n + k] ?? 0))
    if (scale === 0) continue
    let sum = 0
    for (let i = k + 1; i < n; i++) {
      const part = (a[i * n + k] ?? 0) / scale
      v[i] = part
      sum += part * part
    }
    const head = v[k + 1] ?? 0
    const length = head > 0 ? -Math.sqrt(sum) : Math.sqrt(sum)
    v[k + 1] = head - length
    const half = sum - head * length
    for (let j = k; j < n; j++) {
      let product = 0
      for (let i = k + 1; i < n; i++) product += (v[i] ?? 0) * (a[i * n + j] ?? 0)
      for (let i = k + 1; i < n; i++) a[i * n + j] = (a[i * n + j] ?? 0) - (product / half) * (v[i] ?? 0)
    }
    for (let i = 0; i < n; i++) {
      let product = 0
      for (let j = k + 1; j < n; j++) product += (v[j] ?? 0) * (a[i * n + j] ?? 0)
      for (let j = k + 1; j < n; j++) a[i * n + j] = (a[i * n + j] ?? 0) - (product / half) * (v[j] ?? 0)
    }
    a[(k + 1) * n + k] = length * scale
    for (let i = k + 2; i < n; i++) a[i * n + k] = 0
  }
}

/** Francis's iteration on a Hessenberg matrix, deflating from the end. */
function iterate(h: Float64Array, n: number): Eigenvalues | undefined {
  const real = new Float64Array(n)
  const imaginary = new Float64Array(n)
  const at = (i: number, j: number) => h[i * n + j] ?? 0
  const norm = h.reduce((sum, value) => sum + Math.abs(value), 0)
  let shift = 0
  let iterations = 0
  for (let last = n - 1; last >= 0; ) {
    // The block that has not fallen apart yet: rows first … last.
    let first = last
    for (; first > 0; first--) {
      const size = Math.abs(at(first - 1, first - 1)) + Math.abs(at(first, first)) || norm
      if (Math.abs(at(first, first - 1)) <= Number.EPSILON * size) {
        h[first * n + first - 1] = 0
        break
      }
    }
    let x = at(last, last)
    if (first === last) {
      real[last] = x + shift
      last--
      iterations = 0
      continue
    }
    let y = at(last - 1, last - 1)
    let w = at(last, last - 1) * at(last - 1, last)
    if (first === last - 1) {
      const p = (y - x) / 2
      const q = p * p + w
      const root = Math.sqrt(Math.abs(q))
      x += shift
      if (q >= 0) {
        const z = p >= 0 ? p + root : p - root
        real[last - 1] = x + z
        real[last] = z === 0 ? x + z : x - w / z
      } else {
        real[last - 1] = x + p
        real[last] = x + p
        imaginary[last - 1] = root
        imaginary[last] = -root
      }
      last -= 2
      iterations = 0
      continue
    }
    if (iterations === MOST_ITERATIONS) return undefined
    iterations++
    if (iterations % 10 === 0) {
      // An unusual shift breaks cycles.
      shift += x
      for (let i = 0; i <= last; i++) h[i * n + i] = at(i, i) - x
      const size = Math.abs(at(last, last - 1)) + Math.abs(at(last - 1, last - 2))
      x = 0.75 * size
      y = x
      w = -0.4375 * size * size
    }
    sweep(h, n, first, last, x, y, w)
  }
  return { real, imaginary }
}

/** One double step with the shifts that have the sum x + y and the product x y − w. */
function sweep(h: Float64Array, n: number, first: number, last: number, x: number, y: number, w: number): void {
  const at = (i: number, j: number) => h[i * n + j] ?? 0
  let [p, q, r] = [0, 0, 0]
  // Two small subdiagonal entries in a row allow a start further down.
  let start = last - 2
  for (; ; start--) {
    const z = at(start, start)
    p = ((x - z) * (y - z) - w) / at(start + 1, start) + at(start, start + 1)
    q = at(start + 1, start + 1) - z - (x - z) - (y - z)
    r = at(start + 2, start + 1)
    const size = Math.abs(p) + Math.abs(q) + Math.abs(r) || 1
    p /= size
    q /= size
    r /= size
    if (start <= first) break
    const u = Math.abs(at(start, start - 1)) * (Math.abs(q) + Math.abs(r))
    const v = Math.abs(p) * (Math.abs(at(start - 1, start - 1)) + Math.abs(z) + Math.abs(at(start + 1, start + 1)))
    if (u <= Number.EPSILON * v) break
  }
  for (let i = start + 2; i <= last; i++) {
    h[i * n + i - 2] = 0
    if (i > start + 2) h[i * n + i - 3] = 0
  }
  for (let k = start; k < last; k++) {
    const isThree = k < last - 1
    let size = 1
    if (k > start) {
      p = at(k, k - 1)
      q = at(k + 1, k - 1)
      r = isThree ? at(k + 2, k - 1) : 0
      size = Math.abs(p) + Math.abs(q) + Math.abs(r)
      if (size === 0) continue
      p /= size
      q /= size
      r /= size
    }
    const s = p < 0 ? -Math.sqrt(p * p + q * q + r * r) : Math.sqrt(p * p + q * q + r * r)
    if (s === 0) continue
    if (k > start) h[k * n + k - 1] = -s * size
    else if (first !== start) h[k * n + k - 1] = -at(k, k - 1)
    p += s
    const [a, b, c] = [p / s, q / s, r / s]
    q /= p
    r /= p
    for (let j = k; j <= last; j++) {
      const sum = at(k, j) + q * at(k + 1, j) + (isThree ? r * at(k + 2, j) : 0)
      if (isThree) h[(k + 2) * n + j] = at(k + 2, j) - sum * c
      h[(k + 1) * n + j] = at(k + 1, j) - sum * b
      h[k * n + j] = at(k, j) - sum * a
    }
    for (let i = first; i <= Math.min(last, k + 3); i++) {
      const sum = a * at(i, k) + b * at(i, k + 1) + (isThree ? c * at(i, k + 2) : 0)
      if (isThree) h[i * n + k + 2] = at(i, k + 2) - sum * r
      h[i * n + k + 1] = at(i, k + 1) - sum * q
      h[i * n + k] = at(i, k) - sum
    }
  }
}

/**
 * The eigenvector of an eigenvalue by inverse iteration, interleaved (re, im), of Euclidean length 1 and with its largest entry real
 * and positive. The blocks taken are given back.
 * @param besides eigenvectors of the same eigenvalue that are known: the one given is orthogonal to them
 */
export function eigenvector(
  kernels: Kernels,
  matrix: ArrayLike<number>,
  n: number,
  real: number,
  imaginary: number,
  besides: readonly Float64Array[] = [],
): Float64Array {
  const { factorDenseComplex, solveDenseComplex } = denseKernels(kernels)
  const mark = kernels.mark()
  const a = kernels.allocate(2 * n * n).pointer
  const pivots = kernels.allocate(n).pointer
  const at = kernels.allocate(2 * n).pointer
  let norm = 0
  for (let k = 0; k < n * n; k++) norm = Math.max(norm, Math.abs(matrix[k] ?? 0))
  // Slightly beside the eigenvalue the matrix has an inverse, and it is large just in the direction that is sought.
  for (let beside = Number.EPSILON * (norm || 1); ; beside *= 8) {
    const view = kernels.view(a, 2 * n * n)
    for (let k = 0; k < n * n; k++) {
      const isDiagonal = k % (n + 1) === 0
      view[2 * k] = (matrix[k] ?? 0) - (isDiagonal ? real + beside : 0)
      view[2 * k + 1] = isDiagonal ? -imaginary : 0
    }
    if (factorDenseComplex(a, pivots, n) === 0) break
  }
  const vector = kernels.view(at, 2 * n)
  // Unequal entries: orthogonal to no eigenvector that a person writes down.
  const kind = 2 + besides.length
  for (let i = 0; i < n; i++) vector[2 * i] = 1 + 0.3 * Math.cos(kind * i + 1)
  for (let round = 0; round < 3; round++) {
    solveDenseComplex(a, pivots, n, at)
    for (const one of besides) removePart(vector, one)
    let largest = 0
    for (const value of vector) largest = Math.max(largest, Math.abs(value))
    for (let k = 0; k < 2 * n; k++) vector[k] = (vector[k] ?? 0) / (largest || 1)
  }
  const out = vector.slice()
  kernels.release(mark)
  return normalised(out)
}

/** vector ← vector − one (one, vector), complex and interleaved; `one` is of length 1. */
function removePart(vector: Float64Array, one: Float64Array): void {
  let [re, im] = [0, 0]
  for (let k = 0; k < one.length; k += 2) {
    const [a, b, c, d] = [one[k] ?? 0, one[k + 1] ?? 0, vector[k] ?? 0, vector[k + 1] ?? 0]
    re += a * c + b * d
    im += a * d - b * c
  }
  for (let k = 0; k < one.length; k += 2) {
    const [a, b] = [one[k] ?? 0, one[k + 1] ?? 0]
    vector[k] = (vector[k] ?? 0) - (a * re - b * im)
    vector[k + 1] = (vector[k + 1] ?? 0) - (a * im + b * re)
  }
}

function normalised(vector: Float64Array): Float64Array {
  let sum = 0
  let largest = 0
  let phase: readonly [number, number] = [1, 0]
  for (let i = 0; i < vector.length; i += 2) {
    const [re, im] = [vector[i] ?? 0, vector[i + 1] ?? 0]
    const size = Math.hypot(re, im)
    sum += size * size
    // A little more, so that rounding does not choose between equal entries.
    if (size > largest * (1 + 1e-9)) {
      largest = size
      phase = [re / size, im / size]
    }
  }
  const length = Math.sqrt(sum) || 1
  return vector.map((value, k) => {
    const other = vector[k ^ 1] ?? 0
    return (k % 2 === 0 ? value * phase[0] + other * phase[1] : value * phase[0] - other * phase[1]) / length
  })
}
