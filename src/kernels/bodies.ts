import { bodiesFamily } from './generated/bodies.ts'
import type { Kernels } from './kernels.ts'

type Gravity = [bodies: number, dimension: number, gravity: number, softeningSquared: number, masses: number]

/** The loops of src/kernels/assembly/bodies/gravity.ts: what each does and how its arrays lie is said there. Pointers are bytes. */
export interface BodiesKernels {
  bodiesForces(...args: [...Gravity, positions: number, out: number]): void
  bodiesRates(...args: [...Gravity, state: number, out: number]): void
  bodiesDrift(bodies: number, dimension: number, state: number, out: number): void
  bodiesEnergy(...args: [...Gravity, state: number]): number
  bodiesJacobian(...args: [...Gravity, positions: number, out: number]): void
}

/** The loops over bodies of one instance of the kernels. */
export function bodiesKernels(kernels: Kernels): BodiesKernels {
  return kernels.link(bodiesFamily) as unknown as BodiesKernels
}
