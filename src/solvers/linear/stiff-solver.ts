import { makeArenaView } from '../arena-view.ts'
import type { LinearPart, Pointer, System, SystemSplit } from '../system.ts'
import { makeShiftedSolver } from './make-shifted-solver.ts'

/** Solves with the stiff part of a split system. */
export interface StiffSolver {
  /** The stiff part is linear with constant coefficients: its matrix is made anew after `forget` alone. */
  readonly isConstant: boolean
  /** Takes the Jacobian of the stiff part here; nothing where it is constant and known. */
  linearise(time: number, state: Pointer): void
  /** A constant matrix is taken anew, and is to be factored then: parameters may have changed. */
  forget(): void
  /** Makes ready for g − J; false where that is singular. */
  factor(g: number): boolean
  solve(rightSide: Pointer): void
  readonly counts: { jacobians: number; factorisations: number; solves: number }
}

/** Makes the solver: the problem's own, a division where L is diagonal, else a factorisation that suits the pattern. */
export function makeStiffSolver(system: System, split: SystemSplit): StiffSolver {
  const { linear } = split
  if (!split.solveShifted && linear?.kind === 'diagonal') return makeDiagonalSolver(system, linear)
  const { kernels, size } = system
  const memory = makeArenaView(kernels)
  const jacobian =
    linear?.kind === 'sparse'
      ? { pattern: linear.pattern, evaluate: (_: number, __: Pointer, out: Pointer) => memory().set(linear.values, out / 8) }
      : split.stiffJacobian // biome-ignore format: one thought
  const solver = makeShiftedSolver(
    { kernels, size, rates: split.stiff, jacobian },
    split.solveShifted ? { solveShifted: split.solveShifted } : {},
  )
  const isConstant = linear !== undefined || split.solveShifted !== undefined
  let isLinearised = false
  return {
    isConstant,
    counts: solver.counts,
    linearise(time, state) {
      if (isConstant && isLinearised) return
      isLinearised = true
      // A formula needs neither rates nor weights.
      solver.linearise(time, state, state, state, 0)
    },
    forget() {
      isLinearised = false
    },
    factor: (g) => solver.factor(g),
    solve: (rightSide) => solver.solve(rightSide),
  }
}

function makeDiagonalSolver(system: System, linear: LinearPart & { kind: 'diagonal' }): StiffSolver {
  const { real, imaginary } = linear
  const memory = makeArenaView(system.kernels)
  const counts = { jacobians: 0, factorisations: 0, solves: 0 }
  const inverse = new Float64Array(real.length)
  const inverseImaginary = new Float64Array(imaginary ? real.length : 0)
  return {
    isConstant: true,
    counts,
    linearise() {},
    forget() {},
    factor(g) {
      for (let i = 0; i < real.length; i++) {
        const re = g - real[i]
        const im = imaginary ? -imaginary[i] : 0
        const square = re * re + im * im
        inverse[i] = re / square
        if (imaginary) inverseImaginary[i] = -im / square
      }
      return true
    },
    solve(rightSide) {
      counts.solves++
      const view = memory()
      const at = rightSide / 8
      if (!imaginary) {
        for (let i = 0; i < inverse.length; i++) view[at + i] *= inverse[i]
        return
      }
      for (let i = 0; i < inverse.length; i++) {
        const re = view[at + 2 * i]
        const im = view[at + 2 * i + 1]
        view[at + 2 * i] = re * inverse[i] - im * inverseImaginary[i]
        view[at + 2 * i + 1] = re * inverseImaginary[i] + im * inverse[i]
      }
    },
  }
}
