import { makeArenaView } from '../arena-view.ts'
import type { Pointer, System } from '../system.ts'
import type { ShiftedSolver } from './shifted-solver.ts'

/** The problem's own way to solve; its J is constant and never formed. */
export function makeGivenSolver(
  system: System,
  solveShifted: (shift: number, rightSide: Pointer) => void,
): ShiftedSolver {
  const memory = makeArenaView(system.kernels)
  const counts = { evaluations: 0, jacobians: 0, factorisations: 0, solves: 0 }
  const shift = new Float64Array(1)
  const refuse = () => {
    throw new Error('a problem with a linear solver of its own takes only real shifts')
  }
  return {
    kind: 'given',
    pattern: { rowStarts: new Int32Array(system.size + 1), columns: new Int32Array() },
    counts,
    linearise() {},
    factor(g) {
      shift[0] = 1 / g
      return true
    },
    solve(rightSide) {
      counts.solves++
      // (g − J) x = b is (I − J/g) x = b/g.
      const view = memory()
      for (let i = 0; i < system.size; i++) view[rightSide / 8 + i] *= shift[0]
      solveShifted(shift[0], rightSide)
    },
    factorComplex: refuse,
    solveComplex: refuse,
    timeDerivative: refuse,
    jacobian: () => new Float64Array(),
    setJacobian() {},
  }
}
