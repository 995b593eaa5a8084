import type { RunPlan } from './run-plan.ts'

/** Length of one piece of the trial, ms. */
const piece = 8

/**
 * About how many seconds a plan will take on this machine, from a short trial of its first steps: the rate of the later half of
 * the trial, which small first steps and cold code do not spoil, carried on to the end. Undefined where the trial does not get anywhere or
 * fails: the run itself says why.
 * @param clock monotonic milliseconds
 * @param milliseconds how long the trial may take
 */
export function estimateSeconds(plan: RunPlan, clock: () => number, milliseconds = 250): number | undefined {
  const started = clock()
  const { from, to } = plan.time
  try {
    const simulation = plan.makeSimulation({ saveFrames: false })
    const reached: { readonly at: number; readonly time: number }[] = [{ at: clock(), time: from }]
    for (;;) {
      const { time, done } = simulation.advance(piece, clock)
      const at = clock()
      if (done) return (at - started) / 1000
      reached.push({ at, time })
      const isOver = at - started >= milliseconds && reached.length > 3
      if (!isOver) continue
      const middle = reached[Math.floor(reached.length / 2)] ?? { at: started, time: from }
      const rate = (time - middle.time) / (at - middle.at)
      return rate > 0 ? (at - started + (to - time) / rate) / 1000 : undefined
    }
  } catch {
    return undefined
  }
}
