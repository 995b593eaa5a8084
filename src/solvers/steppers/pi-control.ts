import type { Written } from '../stepper.ts'

/** Chooses steps from errors, 1 at the tolerance; allocates nothing. */
export interface PiControl {
  /** The step to try next. */
  readonly next: number
  /** Begins without memory, with this step. */
  reset(step: number): void
  /** After a try of size `step`: sets `next`, for a repeated try where the error is above 1 or not a number. */
  propose(step: number, error: number): void
  /** The last try was taken over. */
  accept(): void
  /** Everything it remembers. */
  save(): Record<string, number>
  load(numbers: Readonly<Record<string, number>>): void
}

const SAFETY = 0.9
/** Errors below count as this in the memory, or one very small error would hold back the step after it. Hairer's dopri5: 1e-4. */
const LEAST_MEMORY = 1e-4
const LEAST_LOGARITHM = Math.log(LEAST_MEMORY)
const SAFETY_LOGARITHM = Math.log(SAFETY)

/**
 * PI control: factor 0.9 ε^(−0.7/p) ε_before^(0.4/p), within limits; no growth right after a rejection.
 * Gustafsson, ACM TOMS 17 (1991) 533; Hairer, Wanner II, IV.2.
 * @param order p: order of the error estimate plus one
 */
export function makePiControl(order: number, shrink = 0.2, grow = 5): PiControl {
  // Numbers that change lie in an array: a captured variable would be boxed anew with every write.
  const now = new Float64Array(3)
  const [MEMORY, ERROR, REJECTED] = [0, 1, 2] as const
  now[MEMORY] = LEAST_LOGARITHM
  const alpha = 0.7 / order
  const beta = 0.4 / order
  const control: Written<PiControl> = {
    next: Number.NaN,
    reset(step) {
      control.next = step
      now[MEMORY] = LEAST_LOGARITHM
      now[REJECTED] = 0
    },
    propose(step, error) {
      if (error <= 1) {
        const logarithm = error > 1e-12 ? Math.log(error) : -27.6
        const factor = Math.exp(SAFETY_LOGARITHM - alpha * logarithm + beta * now[MEMORY])
        const most = now[REJECTED] > 0 ? 1 : grow
        control.next = step * Math.min(most, Math.max(shrink, factor))
        now[ERROR] = Math.max(logarithm, -9.21)
      } else {
        const factor = error < Number.POSITIVE_INFINITY ? SAFETY * error ** (-1 / order) : 0.1
        control.next = step * Math.min(0.9, Math.max(error < Number.POSITIVE_INFINITY ? shrink : 0.1, factor))
        now[REJECTED] = 1
      }
    },
    accept() {
      now[MEMORY] = now[ERROR]
      now[REJECTED] = 0
    },
    save: () => ({ next: control.next, memory: now[MEMORY], error: now[ERROR], afterRejection: now[REJECTED] }),
    load(numbers) {
      control.next = numbers.next ?? 0
      now[MEMORY] = numbers.memory ?? 0
      now[ERROR] = numbers.error ?? 0
      now[REJECTED] = numbers.afterRejection ?? 0
    },
  }
  return control
}
