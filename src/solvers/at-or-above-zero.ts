import { vectorKernels } from '../kernels/vector.ts'
import { makeArenaView } from './arena-view.ts'
import type { Pointer, System } from './system.ts'

/**
 * The system whose rates are taken with these unknowns at zero where a trial of a step has them below: a root or a power of what cannot
 * be negative keeps its value there. Only trials are concerned; whether a step is taken is the loop's matter.
 * Source: L. F. Shampine, S. Thompson, J. A. Kierzenka, G. D. Byrne, Appl. Math. Comput. 170 (2005) 556.
 */
export function atOrAboveZero(system: System, places: readonly number[]): System {
  const { kernels, size, jacobian, timeDerivative } = system
  const vector = vectorKernels(kernels)
  const arena = makeArenaView(kernels)
  const inside = kernels.reserve(size)

  /** The state itself where none of the unknowns is below zero. */
  function lifted(state: Pointer): Pointer {
    const all = arena()
    let result = state
    for (const place of places) {
      if (all[state / 8 + place] >= 0) continue
      if (result === state) vector.copyVector(size, state, inside)
      result = inside
      all[inside / 8 + place] = 0
    }
    return result
  }

  return {
    ...system,
    rates: (time, state, out) => system.rates(time, lifted(state), out),
    ...(jacobian
      ? {
          jacobian: {
            pattern: jacobian.pattern,
            evaluate(time: number, state: Pointer, out: Pointer) {
              jacobian.evaluate(time, lifted(state), out)
              // The slope of a root at zero: Newton's method goes without it.
              const all = arena()
              const end = out / 8 + jacobian.pattern.columns.length
              for (let k = out / 8; k < end; k++) if (!Number.isFinite(all[k])) all[k] = 0
            },
          },
        }
      : {}),
    ...(timeDerivative
      ? { timeDerivative: (time: number, state: Pointer, out: Pointer) => timeDerivative(time, lifted(state), out) }
      : {}),
  }
}
