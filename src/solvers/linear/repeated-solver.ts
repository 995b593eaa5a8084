import { makeArenaView } from '../arena-view.ts'
import type { Pointer, System } from '../system.ts'
import type { ShiftedSolver } from './shifted-solver.ts'

/**
 * Solver of a system of `count` blocks of `n` with the solver of one block: one factorisation serves all. The coupling of a block to the first is left to the iteration
 * (Maly and Petzold, Appl. Numer. Math. 20 (1996) 57), or with `isExact` taken by a difference of the rates along the first's solution.
 */
export function makeRepeatedSolver(
  system: System,
  n: number,
  count: number,
  solver: ShiftedSolver,
  isExact: boolean,
): ShiftedSolver {
  const { kernels, size } = system
  const memory = makeArenaView(kernels)
  const [at, moved, plus, minus] = isExact ? [0, 1, 2, 3].map(() => kernels.reserve(size)) : [0, 0, 0, 0]
  const now = new Float64Array(1)
  let evaluations = 0
  return {
    kind: solver.kind,
    pattern: solver.pattern,
    get counts() {
      return { ...solver.counts, evaluations: solver.counts.evaluations + evaluations }
    },
    linearise(time, state, rates, weights, step) {
      solver.linearise(time, state, rates, weights, step)
      if (!isExact) return
      now[0] = time
      memory().copyWithin(at / 8, state / 8, state / 8 + size)
    },
    factor: (g) => solver.factor(g),
    solve(rightSide) {
      solver.solve(rightSide)
      if (isExact) couple(rightSide)
      for (let k = 1; k < count; k++) solver.solve(rightSide + 8 * n * k)
    },
    factorComplex: (re, im) => solver.factorComplex(re, im),
    solveComplex(rightSide) {
      for (let k = 0; k < count; k++) solver.solveComplex(rightSide + 16 * n * k)
    },
    timeDerivative(time, state, rates, out, step) {
      if (system.isAutonomous) {
        memory().fill(0, out / 8, out / 8 + size)
        return
      }
      const late = time + Math.sign(step) * Math.max(1.5e-8 * Math.abs(time), 1e-6 * Math.abs(step))
      system.rates(late, state, out)
      evaluations++
      const view = memory()
      for (let i = 0; i < size; i++) view[out / 8 + i] = (view[out / 8 + i] - view[rates / 8 + i]) / (late - time)
    },
    jacobian: () => solver.jacobian(),
    setJacobian: (values) => solver.setJacobian(values),
  }

  /** Adds to the other blocks of a right side what the first block's solution x makes there: d(rates of the block)/d(first) x. */
  function couple(rightSide: Pointer): void {
    const view = memory()
    let length = 0
    let reach = 0
    for (let i = 0; i < n; i++) {
      length = Math.max(length, Math.abs(view[rightSide / 8 + i]))
      reach = Math.max(reach, Math.abs(view[at / 8 + i]))
    }
    if (length === 0) return
    // Central: an error of first order in the step would spoil the order of the method.
    const step = (6e-6 * (reach === 0 ? 1 : reach)) / length
    for (const sign of [1, -1]) {
      view.copyWithin(moved / 8, at / 8, at / 8 + size)
      for (let i = 0; i < n; i++) view[moved / 8 + i] += sign * step * view[rightSide / 8 + i]
      system.rates(now[0], moved, sign > 0 ? plus : minus)
      evaluations++
    }
    for (let i = n; i < size; i++) view[rightSide / 8 + i] += (view[plus / 8 + i] - view[minus / 8 + i]) / (2 * step)
  }
}
