import {
  type LeastSquares,
  type LeastSquaresOptions,
  type LeastSquaresResult,
  leastSquares,
} from '../../src/fit/least-squares.ts'

/** Drives `leastSquares` to its end in one go. */
export function solveLeastSquares(problem: LeastSquares, options: LeastSquaresOptions = {}): LeastSquaresResult {
  const run = leastSquares(problem, options)
  for (;;) {
    const next = run.next()
    if (next.done) return next.value
  }
}
