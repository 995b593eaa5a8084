/** Chooses the next step from the error of the last: a PI controller (Gustafsson, ACM TOMS 17 (1991) 533). */
export interface StepControl {
  /** The step to try next. */
  readonly step: number
  /** Error norm of the last accepted step, the controller's memory. */
  readonly memory: number
}

const SAFETY = 0.9

/** After an accepted step with error norm `error` (1 = tolerance); `order` is that of the embedded error, plus one. */
export function afterAccepted(control: StepControl, error: number, order: number): StepControl {
  const bounded = Math.max(error, 1e-6)
  const factor = SAFETY * bounded ** (-0.7 / order) * control.memory ** (0.4 / order)
  return { step: control.step * Math.min(3, Math.max(0.3, factor)), memory: bounded }
}

/** After a rejected one; a norm that is not a number asks for a quarter. */
export function afterRejected(control: StepControl, error: number, order: number): StepControl {
  const factor = Number.isFinite(error) ? Math.max(0.1, SAFETY * error ** (-1 / order)) : 0.25
  return { step: control.step * Math.min(0.7, factor), memory: control.memory }
}
