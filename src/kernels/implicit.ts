import { implicitFamily } from './generated/implicit.ts'
import type { Kernels } from './kernels.ts'

/** The loops of src/kernels/assembly/implicit: what each does and how its arrays lie is said there. Pointers and strides are bytes. */
export interface ImplicitKernels {
  errorWeights(x: number, y: number, rtol: number, atol: number, own: number, out: number, n: number): void
  weightedNorm(x: number, weights: number, n: number): number
  combine(
    out: number,
    start: number,
    mass: number,
    factor: number,
    coefficients: number,
    vectors: number,
    stride: number,
    count: number,
    n: number,
  ): void
  addScaled(out: number, start: number, factor: number, x: number, n: number): void
  scaleTo(out: number, factor: number, x: number, n: number): void
  copyTo(out: number, x: number, n: number): void
  nordsieckPredict(
    from: number,
    state: number,
    to: number,
    stride: number,
    order: number,
    ratio: number,
    correction: number,
    n: number,
  ): void
  nordsieckCorrect(
    from: number,
    to: number,
    stride: number,
    order: number,
    coefficients: number,
    correction: number,
    corrected: number,
    state: number,
    n: number,
  ): void
  nordsieckResidual(
    rates: number,
    shift: number,
    mass: number,
    factor: number,
    slope: number,
    correction: number,
    out: number,
    n: number,
  ): void
  nordsieckUpdate(
    change: number,
    factor: number,
    correction: number,
    predicted: number,
    state: number,
    weights: number,
    n: number,
  ): number
  radauStart(
    ratio: number,
    polynomial: number,
    state: number,
    w: number,
    z: number,
    stages: number,
    stride: number,
    n: number,
  ): void
  radauResidual(
    rates: number,
    w: number,
    stride: number,
    mass: number,
    gamma: number,
    alpha: number,
    beta: number,
    real: number,
    complex: number,
    n: number,
  ): void
  radauUpdate(
    real: number,
    complex: number,
    state: number,
    w: number,
    z: number,
    stages: number,
    stride: number,
    weights: number,
    n: number,
  ): number
  radauPolynomial(z: number, polynomial: number, stride: number, n: number): void
}

/** The loops of implicit integrators on one memory. */
export function implicitKernels(kernels: Kernels): ImplicitKernels {
  return kernels.link(implicitFamily) as unknown as ImplicitKernels
}
