import type { Stepper, Stepping, Tolerances } from '../../src/solvers/stepper.ts'
import type { System } from '../../src/solvers/system.ts'

export interface Driven {
  readonly stepping: Stepping
  readonly steps: number
  readonly rejected: number
  readonly state: Float64Array
  /** The solution at the times asked for, by the method's dense output. */
  readonly samples: Float64Array[]
}

/** Drives a stepper as simply as can be: from `from` to the last of `times`, landing on it; fixed steps of `step` if given. */
export function drive(
  stepper: Stepper,
  system: System,
  initial: ArrayLike<number>,
  times: readonly number[],
  tolerances: Tolerances,
  options: { readonly from?: number; readonly step?: number; readonly most?: number } = {},
): Driven {
  const { from = 0, step: fixed, most = 100_000 } = options
  const stepping = stepper.make(system, tolerances)
  const { kernels, size } = system
  const out = kernels.allocate(size).pointer
  kernels.view(stepping.state, size).set(initial)
  stepping.start(from)
  const end = times.at(-1) ?? from
  const direction = Math.sign(end - from)
  const samples: Float64Array[] = []
  let steps = 0
  let rejected = 0
  let step = fixed === undefined ? stepping.firstStep(direction, Math.abs(end - from)) : direction * fixed
  while ((end - stepping.time) * direction > 1e-12 * Math.abs(end)) {
    if (steps + rejected > most) throw new Error(`more than ${most} steps at t = ${stepping.time}`)
    const left = end - stepping.time
    const now = Math.abs(step) > Math.abs(left) * (1 - 1e-9) ? left : step
    const error = stepping.attempt(now)
    // With fixed steps the error is what is measured: only a step that could not be taken counts.
    if (!(error <= 1) && (fixed === undefined || Number.isNaN(error))) {
      if (fixed !== undefined) throw new Error(`a step of ${now} could not be taken at t = ${stepping.time}`)
      rejected++
      step = stepping.nextStep
      if (!(Math.abs(step) > 1e-15 * Math.abs(stepping.time)))
        throw new Error(`the step collapsed at t = ${stepping.time}`)
      continue
    }
    stepping.accept()
    steps++
    step = fixed === undefined ? stepping.nextStep : direction * fixed
    for (let next = times[samples.length]; next !== undefined; next = times[samples.length]) {
      if ((next - stepping.time) * direction > 1e-15 * Math.abs(next)) break
      stepping.interpolate(next, out)
      samples.push(kernels.view(out, size).slice())
    }
  }
  return { stepping, steps, rejected, samples, state: kernels.view(stepping.state, size).slice() }
}
