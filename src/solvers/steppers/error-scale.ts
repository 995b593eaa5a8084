import type { Tolerances } from '../stepper.ts'
import type { Pointer, System } from '../system.ts'

/** Tolerances as the vector kernels take them: `atols` is a pointer, 0 where `atol` holds for all. */
export interface ErrorScale {
  readonly rtol: number
  readonly atol: number
  readonly atols: Pointer
}

/** Puts the tolerances into the system's arena. */
export function makeErrorScale(system: System, { rtol, atol }: Tolerances): ErrorScale {
  if (typeof atol === 'number') return { rtol, atol, atols: 0 }
  const block = system.kernels.allocate(system.size)
  block.view.set(atol)
  return { rtol, atol: 0, atols: block.pointer }
}
