import type { VectorKernels } from '../../kernels/vector.ts'
import type { Pointer, System } from '../system.ts'
import type { ErrorScale } from './error-scale.ts'

/** Where a first step starts: `slope` = f(time, state); two vectors to work in. */
export interface FirstStepStart {
  readonly time: number
  readonly state: Pointer
  readonly slope: Pointer
  readonly inner: Pointer
  readonly innerSlope: Pointer
}

/**
 * A first step for a method of order `order`, signed; evaluates the rates once. Hairer, Nørsett, Wanner I, II.4.
 * @param longest the most it may be, positive
 */
export function firstStepOf(
  system: System,
  vector: VectorKernels,
  { rtol, atol, atols }: ErrorScale,
  order: number,
  { time, state, slope, inner, innerSlope }: FirstStepStart,
  direction: number,
  longest: number,
): number {
  const n = system.size
  const norm = (x: Pointer) => vector.weightedNorm(n, x, state, state, rtol, atol, atols)
  const size = norm(state)
  const speed = norm(slope)
  // Without a scale of its own: a millionth of the way, or of the unit of time.
  const unknown = 1e-6 * Math.min(1, longest)
  const first = Math.min(size < 1e-5 || !(speed >= 1e-5) ? unknown : (0.01 * size) / speed, longest)
  vector.combine2(n, 1, state, direction * first, slope, inner)
  system.rates(time + direction * first, inner, innerSlope)
  vector.axpy(n, -1, slope, innerSlope)
  const bend = norm(innerSlope) / first
  const most = Math.max(speed, bend)
  const second = most <= 1e-15 ? Math.max(unknown, first * 1e-3) : (0.01 / most) ** (1 / (order + 1))
  const step = Math.min(100 * first, second, longest)
  // Where f could not be evaluated ahead, the first guess is divided until the loop finds a step that can be taken.
  return direction * (Number.isFinite(step) ? step : first * 1e-3)
}
