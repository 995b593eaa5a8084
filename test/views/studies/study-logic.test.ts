import { expect, test } from 'vitest'
import type { Experiment } from '../../../src/experiment/experiment.ts'
import { parseExperiment } from '../../../src/experiment/parse.ts'
import { plan } from '../../../src/experiment/plan.ts'
import { resolveProblem } from '../../../src/experiment/resolve.ts'
import { renameParameter, withEquations } from '../../../src/views/odes/system-logic.ts'
import { describeStudyField, studyFieldsOf } from '../../../src/views/studies/study-fields.ts'
import { boxAround, scanRange, startingAt, withScanned, withStudy, withStudyField } from '../../../src/views/studies/study-logic.ts' // biome-ignore format: one import
import { isSameSystem, timeExperiment } from '../../../src/views/studies/time-experiment.ts'

const lorenz: Experiment = {
  isoline: 1,
  problem: {
    id: 'typed-ode',
    equations: ["x' = sigma*(y - x)", "y' = x*(rho - z) - y", "z' = x*y - beta*z"],
    parameters: { sigma: 10, rho: { value: 28, from: 0, to: 60 }, beta: '8/3' },
    initial: { x: 1, y: 1, z: 1 },
  },
  time: { to: 20, samples: 201 },
}

/** Three rows of x, y, z. */
const seen = {
  scalars: ['x', 'y', 'z'].map((name) => ({ name, unit: '1' })),
  samples: { times: Float64Array.of(0, 1, 2), values: Float64Array.of(-18, -20, 1, 0, 3, 20, 18, 22, 45) },
}
const ground = { ode: resolveProblem(lorenz, {}).ode, seen: [seen] }

test('a box is half wider on each side than what was seen, has zero in it and two figures', () => {
  // z from 1 to 45: 22 more on both sides are −21 and 67; x from −18 to 18: −36 and 36; y from −20 to 22: −41 and 43.
  expect(boxAround(ground)).toEqual({ x: [-36, 36], y: [-41, 43], z: [-21, 67] })
  expect(boxAround({ ...ground, seen: [] })).toBeUndefined()
})

test('every study begins with fields that can be planned', () => {
  const types = ['steady', 'eigenvalues', 'equilibria', 'continuation', 'lyapunov', 'poincare', 'bifurcation', 'work-precision', 'sensitivities'] // biome-ignore format: one list
  for (const type of types) {
    const asked = withStudy(lorenz, type, ground)
    expect(asked.study?.type).toBe(type)
    expect(plan(parseExperiment(asked), {}).experiment.study, type).toMatchObject({ type })
    // Every field that was guessed has a place in the form.
    for (const name of Object.keys(asked.study ?? {}))
      if (name !== 'type') expect(describeStudyField(asked, name), `${type}.${name}`).toBeDefined()
    // Without anything seen as well: then the engine guesses the box.
    expect(() => plan(parseExperiment(withStudy(lorenz, type, { seen: [] })), {})).not.toThrow()
  }
  expect(withStudy(withStudy(lorenz, 'steady', ground), 'time', ground)).toEqual(lorenz)
})

test('a scan takes the range of the slider, without one from zero to twice the value', () => {
  expect(withStudy(lorenz, 'bifurcation', ground).study).toMatchObject({ parameter: 'rho', from: 0, to: 60 })
  expect(scanRange(lorenz, 'sigma')).toEqual({ from: 0, to: 20 })
  const asked = withScanned(withStudy(lorenz, 'continuation', ground), 'sigma')
  expect(asked.study).toMatchObject({ type: 'continuation', parameter: 'sigma', from: 0, to: 20 })
})

test('a driven system is seen once a period', () => {
  const duffing: Experiment = {
    ...lorenz,
    problem: { id: 'typed-ode', equations: ["x'' = x - x^3 + f*cos(omega*t)"], parameters: { f: 1, omega: 1.2 }, initial: { x: 1, "x'": 0 } }, // biome-ignore format: record
  }
  expect(withStudy(duffing, 'poincare', { seen: [] }).study).toEqual({ type: 'poincare', period: '2*pi/1.2' })
  // z between 1 and 45, mean of 1, 20 and 45
  expect(withStudy(lorenz, 'poincare', ground).study).toMatchObject({ section: 'z - 22' })
})

test('a field taken away leaves nothing; renaming and new equations reach the study', () => {
  const asked = withStudyField(withStudy(lorenz, 'bifurcation', ground), 'section', 'z - rho + 1')
  expect(withStudyField(asked, 'section', undefined).study).not.toHaveProperty('section')
  expect(renameParameter(asked, 'rho', 'r').study).toMatchObject({ parameter: 'r', section: 'z - r + 1' })
  const planar = withEquations(withStudy(lorenz, 'equilibria', ground), ["x' = y", "y' = -x"])
  expect(Object.keys(Object(planar.study?.box))).toEqual(['x', 'y'])
})

test('the live picture is of the solution; a system is the same whatever its ranges and times are', () => {
  const asked = withStudy(lorenz, 'equilibria', ground)
  expect(timeExperiment(asked)).toEqual(lorenz)
  expect(timeExperiment(asked)).toBe(timeExperiment(asked))
  expect(timeExperiment(lorenz)).toBe(lorenz)
  const other = { ...lorenz, problem: { ...lorenz.problem, parameters: { beta: '8/3', rho: 28, sigma: 10 } } }
  expect(isSameSystem(lorenz, other)).toBe(true)
  expect(isSameSystem(lorenz, { ...other, problem: { ...other.problem, parameters: { ...other.problem.parameters, rho: 29 } } })).toBe(false) // biome-ignore format: one call
  expect(startingAt(lorenz, { x: 0, z: 27 }).problem.initial).toEqual({ x: 0, y: 1, z: 27 })
})

test('sampling fields follow what stands in the file', () => {
  const names = (study: Record<string, unknown>) =>
    studyFieldsOf({ ...lorenz, study: { type: 'bifurcation', ...study } }).map((field) => field.kind === 'number' ? field.description.name : field.name) // biome-ignore format: one call
  expect(names({})).toContain('extrema')
  expect(names({ section: 'x' })).toEqual(expect.arrayContaining(['section', 'direction']))
  expect(names({ period: 1 })).not.toContain('extrema')
})
