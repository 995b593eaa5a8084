import { RunFailure } from '../core/errors.ts'

/** What is known when a step cannot be taken. */
export interface StuckStep {
  readonly time: number
  readonly step: number
  /** The unknown with the largest error, or the one that is not finite. */
  readonly unknown: string
  readonly value: number
  readonly hasNumbers: boolean
  readonly isStiffMethod: boolean
  readonly isAdaptive: boolean
}

const shown = (value: number) => String(Number(value.toPrecision(6)))

/** The failure of a step that became too small, or of values that are not numbers, with what to try. */
export function stuckStep({
  time,
  step,
  unknown,
  value,
  hasNumbers,
  isStiffMethod,
  isAdaptive,
}: StuckStep): RunFailure {
  const where = `at t = ${shown(time)}`
  if (!isAdaptive)
    return new RunFailure(
      `${unknown} is not a finite number after t = ${shown(time)} with the fixed step ${shown(Math.abs(step))}. Try a smaller step, or a stepper that controls its error (tsit5; radau5 where the system is stiff).`,
    )
  if (!hasNumbers)
    return new RunFailure(
      `${unknown} is not a finite number beyond t = ${shown(time)}, even with a step of ${shown(Math.abs(step))}. Look for a division by zero, a logarithm or a root of a negative number in its equation there, or end the run before; what cannot be negative can be named in method.nonNegative.`,
    )
  const advice = isStiffMethod
    ? 'The solution may have a singularity there: end the run before it, or try a looser tolerance.'
    : 'The solution may have a singularity there: end the run before it. Where the system is stiff, try radau5 or bdf; else a looser tolerance.'
  return new RunFailure(
    `The step became too small ${where}: ${shown(Math.abs(step))} is not enough for ${unknown} (now ${shown(value)}), which has the largest error. ${advice}`,
  )
}

/** The failure of a start from which no step can be made. */
export function badStart(time: number, unknown: string, isState: boolean): RunFailure {
  return new RunFailure(
    isState
      ? `${unknown} is not a finite number at the start, t = ${shown(time)}. Check the initial values.`
      : `The rate of ${unknown} is not a finite number at the start, t = ${shown(time)}. Look for a division by zero, a logarithm or a root of a negative number in its equation.`,
  )
}

/** The failure of a run that would not end. */
export function tooManySteps(time: number, steps: number, isStiffMethod: boolean): RunFailure {
  return new RunFailure(
    `${steps} steps were not enough: the run came to t = ${shown(time)}. ${isStiffMethod ? 'Try a looser tolerance or a shorter time.' : 'Where the system is stiff, try radau5 or bdf; else a looser tolerance or a shorter time.'}`,
  )
}

/** Thrown where steps chatter about a jump of the rates that the solution would follow. */
export class Chattering extends RunFailure {
  readonly time: number
  readonly unknown: string
  constructor(time: number, unknown: string, step: number) {
    super(
      `The rate of ${unknown} jumps to and fro from t = ${shown(time)} on, in steps of ${shown(Math.abs(step))}: the solution is held on a jump of its equation (sign, heaviside, if, a comparison), as dry friction holds a body, and the run cannot pass. Make the jump a steep rise, like tanh(x/1e-6) for sign(x), and take radau5; with "auto" that is done for you.`,
    )
    this.name = 'Chattering'
    this.time = time
    this.unknown = unknown
  }
}

/** The failure of an unknown that is to stay at or above zero while its equation pulls it below. */
export function drivenBelowZero(time: number, unknown: string): RunFailure {
  return new RunFailure(
    `${unknown} is to stay at or above zero, but its equation drives it below at t = ${shown(time)}. Let the rate vanish where ${unknown} is 0, or do not ask for non-negativity.`,
  )
}

/** The failure of events that come faster and faster (Zeno), as of a ball coming to rest. */
export function accumulatingEvents(time: number, event: number, count: number): RunFailure {
  return new RunFailure(
    `Event ${event} happened ${count} times in a row before t = ${shown(time)} at ever shorter intervals: its times accumulate there, like those of a ball coming to rest, and the run cannot pass. Let an event stop the run before, or change what the event does when the motion is slow.`,
  )
}

/** The failure of a run that notes more events than anyone can use. */
export function tooManyEvents(time: number, count: number): RunFailure {
  return new RunFailure(
    `More than ${count} events happened before t = ${shown(time)}. Make the condition rarer, give it a direction, or shorten the run.`,
  )
}
