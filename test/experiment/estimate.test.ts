import { expect, test } from 'vitest'
import { estimateSeconds } from '../../src/experiment/estimate.ts'
import { parseExperiment } from '../../src/experiment/parse.ts'
import { planRun, type RunPlan } from '../../src/experiment/run-plan.ts'

const planned = planRun(
  parseExperiment({
    isoline: 1,
    problem: {
      id: 'gas-column',
      parameters: { inletPressure: 4.01e5, outletPressure: 1.013e5, length: 20, radius: 9e-5, film: 1e-6, inletVelocity: 0.41, injection: 4 },
      components: [{ name: 'benzene', ka: 579, kd: 5.299, concentration: 2.732e-6 }],
    },
    method: { id: 'finite-volume', cells: 50 },
    time: { to: 1000, samples: 11 },
  }),
  {},
) // biome-ignore format: a document

/** The plan with a simulation that takes 8 ms a piece and advances by `steps` in turn, then by the last of them. */
function paced(steps: readonly number[], clock: { now: number }): RunPlan {
  return {
    ...planned,
    makeSimulation: (options) => {
      let [time, turn] = [0, 0]
      return {
        ...planned.makeSimulation(options),
        advance: () => {
          clock.now += 8
          time = Math.min(1000, time + (steps[Math.min(turn, steps.length - 1)] ?? 0))
          turn++
          return { time, done: time >= 1000 }
        },
      }
    },
  }
}

test('small first steps do not spoil the estimate; a run shorter than the trial is timed whole', () => {
  const clock = { now: 0 }
  // 64 ms of trial: 3 small pieces, then 10 s a piece. Reached 50 s; 950 s more at 10 s in 8 ms take 0.76 s.
  const seconds = estimateSeconds(paced([0, 0, 0, 10], clock), () => clock.now, 60)
  expect(seconds).toBeCloseTo(0.064 + 0.76, 9)
  // Ten pieces of 8 ms would be the trial; the run ends after two.
  expect(estimateSeconds(paced([500], clock), () => clock.now, 60)).toBeCloseTo(0.016, 9)
})

test('a run that gets nowhere or fails has no estimate', () => {
  const clock = { now: 0 }
  expect(estimateSeconds(paced([0], clock), () => clock.now, 60)).toBeUndefined()
  const failing = {
    ...planned,
    makeSimulation: () => {
      throw new Error('no')
    },
  }
  expect(estimateSeconds(failing, () => clock.now, 60)).toBeUndefined()
})
