import { bodiesFamily } from './generated/bodies.ts'
import type { Kernels } from './kernels.ts'

type Gravity = [bodies: number, dimension: number, gravity: number, softeningSquared: number, masses: number]

/**
 * The loops of src/kernels/assembly/bodies/{gravity,series}.ts: what each does and how its arrays lie is said there. Pointers are
 * bytes; numbers in double-double arithmetic are an array of high halves and one of low halves.
 */
export interface BodiesKernels {
  bodiesForces(...args: [...Gravity, positions: number, out: number]): void
  bodiesRates(...args: [...Gravity, state: number, out: number]): void
  bodiesDrift(bodies: number, dimension: number, state: number, out: number): void
  bodiesEnergy(...args: [...Gravity, state: number]): number
  bodiesNearestPair(bodies: number, dimension: number, positions: number): number
  bodiesJacobian(...args: [...Gravity, positions: number, out: number]): void
  bodiesShortestTime(...args: [...Gravity, state: number]): number
  bodiesEnergyDouble(...args: [...Gravity, state: number, low: number, out: number]): void
  bodiesSeriesWork(bodies: number, dimension: number, order: number): number
  bodiesSeries(
    ...args: [...Gravity, order: number, unit: number, state: number, low: number, series: number, work: number]
  ): void
  bodiesSeriesAt(
    bodies: number,
    dimension: number,
    order: number,
    unit: number,
    series: number,
    timeHigh: number,
    timeLow: number,
    state: number,
    low: number,
  ): void
  bodiesSeriesSize(bodies: number, dimension: number, softeningSquared: number, k: number, series: number): number
}

/** The loops over bodies of one instance of the kernels. */
export function bodiesKernels(kernels: Kernels): BodiesKernels {
  return kernels.link(bodiesFamily) as unknown as BodiesKernels
}
