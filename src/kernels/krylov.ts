import { sparseFamily } from './generated/sparse.ts'
import type { Kernels } from './kernels.ts'

/** out ← A vector, or an approximation of A⁻¹ vector. Pointers to `size` float64; the two are never the same. */
export type LinearOperator = (vector: number, out: number) => void

export interface KrylovOptions {
  /** Ends when ‖b − A x‖ ≤ relative ‖b‖ + absolute. */
  readonly relative: number
  readonly absolute?: number
  /** The most products with A. */
  readonly mostIterations: number
  readonly preconditioner?: LinearOperator
}

/** A solver whose memory is taken when it is made; `iterations` and `residual` are those of the last solve. */
export interface KrylovSolver {
  /**
   * Solves A x = b from the guess in `solution`, which takes x. False where the residual is still too large after the most
   * iterations, or where the method broke down (a value not finite; for conjugate gradients a matrix that is not definite).
   */
  solve(operator: LinearOperator, rightSide: number, solution: number, options: KrylovOptions): boolean
  /** Products with A, the one for the residual of a guess that is not zero included. */
  readonly iterations: number
  /** ‖b − A x‖; with left preconditioning that of the preconditioned system. */
  readonly residual: number
}

interface Exports {
  dotProduct(x: number, y: number, n: number): number
  addMultiple(y: number, a: number, x: number, n: number): void
  addToMultiple(y: number, a: number, x: number, n: number): void
  multiple(out: number, a: number, x: number, n: number): void
  difference(out: number, x: number, y: number, n: number): void
  orthogonalise(basis: number, count: number, n: number, column: number): number
  rotateColumn(column: number, j: number, rotations: number, rightSide: number): number
  combineBasis(
    columns: number,
    height: number,
    count: number,
    rightSide: number,
    basis: number,
    n: number,
    out: number,
  ): void
}

export interface GmresOptions {
  readonly size: number
  /** Basis vectors before a restart; default 30. */
  readonly restart?: number
  /** Right: the residual is the true one. Left: that of M⁻¹A x = M⁻¹b. Default right. */
  readonly side?: 'right' | 'left'
}

/**
 * GMRES with restarts, for any matrix (Y. Saad, M. H. Schultz, SIAM J. Sci. Stat. Comput. 7 (1986) 856). Takes
 * (restart + 4) · size float64 and little more.
 */
export function makeGmres(kernels: Kernels, { size, restart = 30, side = 'right' }: GmresOptions): KrylovSolver {
  const blas = kernels.link(sparseFamily) as unknown as Exports
  const { dotProduct, addMultiple, multiple, difference, orthogonalise, rotateColumn, combineBasis } = blas
  const basis = kernels.allocate((restart + 1) * size).pointer
  const held = kernels.allocate(size).pointer
  const other = kernels.allocate(size).pointer
  // A column has the coefficients, the length and the same again as scratch of the orthogonalisation.
  const height = 2 * restart + 4
  const columns = kernels.allocate(restart * height).pointer
  const rotations = kernels.allocate(2 * restart).pointer
  const right = kernels.allocate(restart + 1)
  const isLeft = side === 'left'
  const at = (j: number) => basis + 8 * size * j
  let iterations = 0
  let residual = 0

  /** First basis vector ← the residual, not scaled; its norm. */
  const begin = (operator: LinearOperator, b: number, x: number, inverse: LinearOperator | undefined): number => {
    if (dotProduct(x, x, size) === 0) multiple(isLeft && inverse ? held : at(0), 1, b, size)
    else {
      operator(x, other)
      iterations++
      difference(isLeft && inverse ? held : at(0), b, other, size)
    }
    if (isLeft && inverse) inverse(held, at(0))
    return Math.sqrt(dotProduct(at(0), at(0), size))
  }

  const solver = {
    get iterations() {
      return iterations
    },
    get residual() {
      return residual
    },
    solve(operator: LinearOperator, b: number, x: number, options: KrylovOptions): boolean {
      const { relative, absolute = 0, mostIterations, preconditioner: inverse } = options
      iterations = 0
      let norm: number
      if (isLeft && inverse) {
        inverse(b, other)
        norm = Math.sqrt(dotProduct(other, other, size))
      } else norm = Math.sqrt(dotProduct(b, b, size))
      const goal = relative * norm + absolute
      for (;;) {
        residual = begin(operator, b, x, inverse)
        if (residual <= goal) return true
        if (!Number.isFinite(residual) || iterations >= mostIterations) return false
        multiple(at(0), 1 / residual, at(0), size)
        // The right side of the small problem; the others are written by the rotations.
        multiple(right.pointer, 0, right.pointer, restart + 1)
        setFirst(residual)
        let count = 0
        let isExhausted = false
        while (count < restart && iterations < mostIterations) {
          if (inverse && !isLeft) {
            inverse(at(count), held)
            operator(held, at(count + 1))
          } else if (inverse) {
            operator(at(count), held)
            inverse(held, at(count + 1))
          } else operator(at(count), at(count + 1))
          iterations++
          const column = columns + 8 * height * count
          const length = orthogonalise(basis, count + 1, size, column)
          if (!Number.isFinite(length)) return false
          residual = rotateColumn(column, count, rotations, right.pointer)
          count++
          isExhausted = length === 0
          if (residual <= goal || isExhausted) break
        }
        combineBasis(columns, height, count, right.pointer, basis, size, other)
        if (inverse && !isLeft) {
          inverse(other, held)
          addMultiple(x, 1, held, size)
        } else addMultiple(x, 1, other, size)
        if (residual <= goal) return true
        if (isExhausted) return false
      }
    },
  }
  /** Writes one number without a view: 0 · 0 + value. */
  function setFirst(value: number): void {
    addMultiple(right.pointer, value, one.pointer, 1)
  }
  const one = kernels.allocate(1)
  one.view[0] = 1
  return solver
}

/** Conjugate gradients, for symmetric positive definite matrices and preconditioners (Hestenes, Stiefel, 1952). Takes 4 · size float64. */
export function makeConjugateGradients(kernels: Kernels, { size }: { readonly size: number }): KrylovSolver {
  const { dotProduct, addMultiple, addToMultiple, multiple, difference } = kernels.link(
    sparseFamily,
  ) as unknown as Exports
  const [rest, direction, image, better] = [0, 1, 2, 3].map(() => kernels.allocate(size).pointer) as [
    number,
    number,
    number,
    number,
  ]
  let iterations = 0
  let residual = 0
  return {
    get iterations() {
      return iterations
    },
    get residual() {
      return residual
    },
    solve(operator, b, x, { relative, absolute = 0, mostIterations, preconditioner }) {
      iterations = 0
      const goal = relative * Math.sqrt(dotProduct(b, b, size)) + absolute
      if (dotProduct(x, x, size) === 0) multiple(rest, 1, b, size)
      else {
        operator(x, image)
        iterations++
        difference(rest, b, image, size)
      }
      residual = Math.sqrt(dotProduct(rest, rest, size))
      let former = 0
      for (let isFirst = true; ; isFirst = false) {
        if (residual <= goal) return true
        if (!Number.isFinite(residual) || iterations >= mostIterations) return false
        if (preconditioner) preconditioner(rest, better)
        const now = preconditioner ? dotProduct(rest, better, size) : residual * residual
        if (isFirst) multiple(direction, 1, preconditioner ? better : rest, size)
        else addToMultiple(direction, now / former, preconditioner ? better : rest, size)
        operator(direction, image)
        iterations++
        const curvature = dotProduct(direction, image, size)
        if (!(curvature > 0 && now > 0)) return false
        addMultiple(x, now / curvature, direction, size)
        addMultiple(rest, -now / curvature, image, size)
        former = now
        residual = Math.sqrt(dotProduct(rest, rest, size))
      }
    },
  }
}
