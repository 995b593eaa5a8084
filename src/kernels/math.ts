import { mathFamily } from './generated/math.ts'
import type { Kernels } from './kernels.ts'

/** The scalar functions of src/kernels/assembly/math. */
export interface MathKernels {
  exp(x: number): number
  log(x: number): number
  sin(x: number): number
  cos(x: number): number
  tan(x: number): number
  asin(x: number): number
  acos(x: number): number
  atan(x: number): number
  atan2(y: number, x: number): number
  sinh(x: number): number
  cosh(x: number): number
  tanh(x: number): number
  erf(x: number): number
  pow(x: number, y: number): number
}

/** The functions of one instance of the kernels; a compiled system imports them as `math`. */
export function mathKernels(kernels: Kernels): MathKernels {
  return kernels.link(mathFamily) as unknown as MathKernels
}
