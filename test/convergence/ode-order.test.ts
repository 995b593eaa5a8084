import { expect, test } from 'vitest'
import { findStepper } from '../../src/solvers/catalogue.ts'
import { plainSystem } from '../support/plain-system.ts'
import { driven, forced, kepler, type SolvedProblem } from './ode-problems.ts'

// Every method shows its order: with steps h and h/2 the error at the end falls by 2^order, and so does that of the dense output
// (largest over ten places of each step) with its own order. Solutions are closed forms (ode-problems.ts).

interface OrderCase {
  readonly id: string
  readonly problems: readonly SolvedProblem[]
  /** Steps of the coarser run. */
  readonly steps: number
  /** The order expected of the solution, give or take. */
  readonly order: number
  /** The order of the error of the dense output: one above its degree of exactness, at most that of the solution. */
  readonly dense: number
  readonly margin?: number
}

const cases: readonly OrderCase[] = [
  { id: 'tsit5', problems: [forced, kepler], steps: 40, order: 5, dense: 5, margin: 0.4 },
  { id: 'dop853', problems: [forced, kepler], steps: 10, order: 8, dense: 8, margin: 0.8 },
  { id: 'rk4', problems: [forced, kepler], steps: 80, order: 4, dense: 4 },
  { id: 'ssprk33', problems: [forced, kepler], steps: 160, order: 3, dense: 3 },
  { id: 'rkc2', problems: [forced, kepler], steps: 160, order: 2, dense: 2 },
  { id: 'verlet', problems: [driven, kepler], steps: 160, order: 2, dense: 2 },
  { id: 'yoshida4', problems: [driven, kepler], steps: 160, order: 4, dense: 4 },
]

const distance = (a: Float64Array, b: Float64Array) => Math.max(...a.map((value, i) => Math.abs(value - b[i])))

/** Errors at the end and of the dense output with that many equal steps. */
function errorsOf(id: string, { problem, from, to, solution }: SolvedProblem, count: number) {
  const { system } = plainSystem(problem)
  const stepper = findStepper(id)
  if (!stepper) throw new Error(id)
  const stepping = stepper.make(system, { rtol: 1e3, atol: 1e3 })
  const out = system.kernels.allocate(system.size).pointer
  const values = (pointer: number) => system.kernels.view(pointer, system.size).slice()
  system.kernels.view(stepping.state, system.size).set(solution(from))
  stepping.start(from)
  const h = (to - from) / count
  let dense = 0
  for (let k = 0; k < count; k++) {
    expect(stepping.attempt(h)).toBeLessThan(1)
    stepping.accept()
    for (let part = 1; part < 10; part++) {
      const time = stepping.previousTime + (part / 10) * h
      stepping.interpolate(time, out)
      dense = Math.max(dense, distance(values(out), solution(time)))
    }
  }
  return { end: distance(values(stepping.state), solution(to)), dense }
}

test.each(cases.flatMap((one) => one.problems.map((problem) => ({ ...one, problem }))))(
  '$id has order $order, dense output $dense ($problem.name)',
  ({ id, problem, steps, order, dense, margin = 0.25 }) => {
    const coarse = errorsOf(id, problem, steps)
    const fine = errorsOf(id, problem, 2 * steps)
    const observed = Math.log2(coarse.end / fine.end)
    const observedDense = Math.log2(coarse.dense / fine.dense)
    expect(observed).toBeGreaterThan(order - margin)
    expect(observed).toBeLessThan(order + 2 * margin + 0.5)
    expect(observedDense).toBeGreaterThan(dense - margin)
    expect(observedDense).toBeLessThan(dense + 2 * margin + 0.5)
  },
)

test.each([
  ['tsit5', 0.2],
  ['dop853', 0.2],
  ['rk4', 0.05],
  ['verlet', 0.02],
  ['yoshida4', 0.05],
  ['rkc2', 0.02],
])('%s runs backwards: there and back again is where it began', (id, h) => {
  const { system } = plainSystem(kepler.problem)
  const stepping = findStepper(id)?.make(system, { rtol: 1e3, atol: 1e3 })
  if (!stepping) throw new Error(id)
  const state = () => system.kernels.view(stepping.state, 4)
  const begin = kepler.solution(0)
  state().set(begin)
  stepping.start(0)
  for (const step of [h, h, h]) if (stepping.attempt(step) <= 1) stepping.accept()
  stepping.start(stepping.time)
  for (const step of [-h, -h, -h]) if (stepping.attempt(step) <= 1) stepping.accept()
  // Local errors of six steps; Verlet and Yoshida are symmetric and come back to rounding.
  expect(distance(state().slice(), begin)).toBeLessThan(id === 'verlet' || id === 'yoshida4' ? 1e-14 : 1e-4)
  expect(stepping.time).toBeCloseTo(0, 14)
})
