// One try of an explicit Runge–Kutta step as a whole, rates included: they are called through the table of functions, so that a step
// of a small system costs one call from outside instead of two a stage.

import { errorNorm, errorNorm853, firstNonFinite, maxNorm } from './norms'
import { stage } from './combine'

// A program: int32 size, stages, number of the rates, 1 where the last stage is the first of the next step (0, 4, 8, 12); pointers of
// the inner state, the terms of the error (0: none) and of the second error, the absolute tolerances (16, 20, 24, 28); float64 rtol
// and atol (32, 40); pointers of the terms of the weights and of the slope at the new point (48, 52); then a record of 16 bytes a
// stage: float64 node, pointers of its terms and of its slope.

@inline function rates(index: u32, time: f64, state: usize, out: usize): void {
  call_indirect<void>(index, time, state, out)
}

/**
 * The slope at `y` is in the first stage's vector. Writes the new solution to `next`, the slopes of all stages, and the slope there
 * where the error is below 1. Gives the error norm; not a number where the new slope is not finite; without error control 0, or
 * not a number.
 */
export function rungeKuttaAttempt(program: usize, time: f64, step: f64, y: usize, next: usize): f64 {
  const n = load<i32>(program), stages = load<i32>(program, 4)
  const index = load<u32>(program, 8)
  const repeats = load<i32>(program, 12) != 0
  const inner = <usize>load<u32>(program, 16)
  for (let i = 1; i < stages; i++) {
    const record = program + 56 + (<usize>i << 4)
    const out = repeats && i == stages - 1 ? next : inner
    stage(n, <usize>load<u32>(record, 8), step, y, out)
    rates(index, time + load<f64>(record) * step, out, <usize>load<u32>(record, 12))
  }
  if (!repeats) stage(n, <usize>load<u32>(program, 48), step, y, next)
  const terms = <usize>load<u32>(program, 20), second = <usize>load<u32>(program, 24)
  if (terms == 0) return firstNonFinite(n, next) < 0 ? 0 : NaN
  const rtol = load<f64>(program, 32), atol = load<f64>(program, 40)
  const atols = <usize>load<u32>(program, 28)
  let norm = second == 0 ? errorNorm(n, terms, step, y, next, rtol, atol, atols) : errorNorm853(n, terms, second, step, y, next, rtol, atol, atols)
  if (norm <= 1 && !repeats) {
    // A new point at which the rates cannot be evaluated is no point to go on from.
    const slope = <usize>load<u32>(program, 52)
    rates(index, time + step, next, slope)
    if (!(maxNorm(n, slope) < Infinity)) norm = NaN
  }
  return norm
}
