/** Radau IIA collocation with five stages (order 9, L-stable; Hairer & Wanner, Solving ODEs II, IV.5); the last node is 1. */
export const radauNodes: readonly number[] = [
  0.05710419611451768, 0.2768430136381238, 0.5835904323689168, 0.8602401356562194, 1,
]

/** Count of stages. */
export const STAGES = radauNodes.length

/** A[i·5 + j] = ∫₀^{c_i} l_j: stage values are y + h A f; the last row holds the weights of the quadrature over the panel. */
export const radauMatrix: Float64Array = integrationMatrix(radauNodes)

function integrationMatrix(nodes: readonly number[]): Float64Array {
  const n = nodes.length
  const matrix = new Float64Array(n * n)
  for (let j = 0; j < n; j++) {
    // Coefficients of the Lagrange polynomial l_j, lowest power first.
    let coefficients = [1]
    nodes.forEach((node, k) => {
      if (k === j) return
      const scale = 1 / ((nodes[j] ?? 0) - node)
      const next = new Array<number>(coefficients.length + 1).fill(0)
      coefficients.forEach((c, power) => {
        next[power] = (next[power] ?? 0) - c * node * scale
        next[power + 1] = (next[power + 1] ?? 0) + c * scale
      })
      coefficients = next
    })
    nodes.forEach((node, i) => {
      matrix[i * n + j] = coefficients.reduce((sum, c, power) => sum + (c * node ** (power + 1)) / (power + 1), 0)
    })
  }
  return matrix
}

/**
 * Solves M z = v in place for complex M (n×n) and v, given as separate real and imaginary parts; M is destroyed.
 * Gaussian elimination with partial pivoting: n is 5.
 */
export function solveComplex(
  n: number,
  re: Float64Array,
  im: Float64Array,
  vectorRe: Float64Array,
  vectorIm: Float64Array,
): void {
  const swap = (array: Float64Array, i: number, j: number) => {
    const kept = array[i]!
    array[i] = array[j]!
    array[j] = kept
  }
  for (let column = 0; column < n; column++) {
    let pivot = column
    let largest = -1
    for (let row = column; row < n; row++) {
      const size = Math.abs(re[row * n + column]!) + Math.abs(im[row * n + column]!)
      if (size > largest) {
        largest = size
        pivot = row
      }
    }
    if (pivot !== column) {
      for (let j = 0; j < n; j++) {
        swap(re, pivot * n + j, column * n + j)
        swap(im, pivot * n + j, column * n + j)
      }
      swap(vectorRe, pivot, column)
      swap(vectorIm, pivot, column)
    }
    const pr = re[column * n + column]!
    const pi = im[column * n + column]!
    const size = pr * pr + pi * pi
    for (let row = column + 1; row < n; row++) {
      const ar = re[row * n + column]!
      const ai = im[row * n + column]!
      const fr = (ar * pr + ai * pi) / size
      const fi = (ai * pr - ar * pi) / size
      for (let j = column + 1; j < n; j++) {
        const br = re[column * n + j]!
        const bi = im[column * n + j]!
        re[row * n + j] = re[row * n + j]! - fr * br + fi * bi
        im[row * n + j] = im[row * n + j]! - fr * bi - fi * br
      }
      const vr = vectorRe[column]!
      const vi = vectorIm[column]!
      vectorRe[row] = vectorRe[row]! - fr * vr + fi * vi
      vectorIm[row] = vectorIm[row]! - fr * vi - fi * vr
    }
  }
  for (let row = n - 1; row >= 0; row--) {
    let vr = vectorRe[row]!
    let vi = vectorIm[row]!
    for (let j = row + 1; j < n; j++) {
      vr -= re[row * n + j]! * vectorRe[j]! - im[row * n + j]! * vectorIm[j]!
      vi -= re[row * n + j]! * vectorIm[j]! + im[row * n + j]! * vectorRe[j]!
    }
    const pr = re[row * n + row]!
    const pi = im[row * n + row]!
    const size = pr * pr + pi * pi
    vectorRe[row] = (vr * pr + vi * pi) / size
    vectorIm[row] = (vi * pr - vr * pi) / size
  }
}

/** Inverts the real M (n×n) in place by Gauss–Jordan elimination with partial pivoting; n is 5. */
export function invertReal(n: number, matrix: Float64Array): void {
  const pivots: number[] = []
  for (let column = 0; column < n; column++) {
    let pivot = column
    for (let row = column + 1; row < n; row++)
      if (Math.abs(matrix[row * n + column]!) > Math.abs(matrix[pivot * n + column]!)) pivot = row
    pivots.push(pivot)
    swapRows(n, matrix, pivot, column)
    const scale = 1 / matrix[column * n + column]!
    matrix[column * n + column] = 1
    for (let j = 0; j < n; j++) matrix[column * n + j] = matrix[column * n + j]! * scale
    for (let row = 0; row < n; row++) {
      if (row === column) continue
      const factor = matrix[row * n + column]!
      matrix[row * n + column] = 0
      for (let j = 0; j < n; j++) matrix[row * n + j] = matrix[row * n + j]! - factor * matrix[column * n + j]!
    }
  }
  // Rows were exchanged, so columns of the inverse are, in the opposite order.
  for (let column = n - 1; column >= 0; column--) {
    const pivot = pivots[column]!
    if (pivot === column) continue
    for (let row = 0; row < n; row++) {
      const kept = matrix[row * n + column]!
      matrix[row * n + column] = matrix[row * n + pivot]!
      matrix[row * n + pivot] = kept
    }
  }
}

function swapRows(n: number, matrix: Float64Array, a: number, b: number): void {
  if (a === b) return
  for (let j = 0; j < n; j++) {
    const kept = matrix[a * n + j]!
    matrix[a * n + j] = matrix[b * n + j]!
    matrix[b * n + j] = kept
  }
}
