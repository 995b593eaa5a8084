import { expect, test } from 'vitest'
import type { Experiment } from '../../../src/experiment/experiment.ts'
import { readOdeEquations } from '../../../src/expression/ode.ts'
import { linesOf } from '../../../src/views/editors/lines.ts'
import { withConserved } from '../../../src/views/odes/conserved-runs.ts'
import { equilibriaOf } from '../../../src/views/odes/equilibria-of.ts'
import { firstOdeViews, parseOdeViews } from '../../../src/views/odes/ode-views.ts'
import { planarSection } from '../../../src/views/odes/planar-section.ts'
import {
  actionText,
  addParameters,
  freshParameter,
  missingNames,
  nameTrouble,
  readAction,
  removeParameter,
  renameParameter,
  setParameterDetail,
  statesOf,
  withEquations,
} from '../../../src/views/odes/system-logic.ts'

const lorenz = ["x' = sigma*(y - x)", "y' = x*(rho - z) - y", "z' = x*y - beta*z"]
const experiment: Experiment = {
  isoline: 1,
  problem: {
    id: 'typed-ode',
    equations: lorenz,
    parameters: { sigma: 10, rho: { value: 28, from: 0, to: 60 }, beta: '8/3' },
    initial: { x: 1, y: 'rho/28', z: 1 },
    events: [{ when: 'z - rho', do: ['x = rho', 'y = 0'] }],
  },
  observe: { distance: 'x - rho' },
  fit: { free: { 'problem.parameters.rho': { from: 1, to: 50 } } },
}

test('unknowns come from left sides alone, with their lower derivatives', () => {
  expect(statesOf(["x'' = (", 'y′ = 1', 's = x + y', '0 = w - 1'])).toEqual(['x', "x'", 'y'])
  expect(statesOf(['dx/dt = -y', 'd²y/dt² = x'])).toEqual(['x', 'y', "y'"])
  expect(linesOf('a\n\n  \nb')).toEqual(['a', 'b'])
})

test('names that mean nothing yet are offered in the order of the text; half typed lines do not matter', () => {
  expect(missingNames(lorenz, [])).toEqual(['sigma', 'rho', 'beta'])
  expect(missingNames([...lorenz, 'w = exp(x) + pi*q*t'], ['sigma', 'rho', 'beta'])).toEqual(['q'])
  expect(missingNames(["x' = a*(", "y' = b*y"], [])).toEqual(['b'])
})

test('new unknowns start at 1, velocities at 0; those gone take their values with them, and get them back', () => {
  const typed = withEquations(experiment, ["x' = -x", "w'' = -w"])
  expect(typed.problem.initial).toEqual({ x: 1, w: 1, "w'": 0 })
  const back = withEquations(typed, lorenz, { y: 'rho/28', z: 1 })
  expect(back.problem.initial).toEqual(experiment.problem.initial)
})

test('a parameter is renamed in every text, not inside of other words, and the fit of it goes along', () => {
  const renamed = renameParameter(
    { ...experiment, problem: { ...experiment.problem, equations: [...lorenz, 'rho2 = rho + rho_0'] } },
    'rho',
    'r',
  )
  expect(renamed.problem.equations?.slice(1)).toEqual(["y' = x*(r - z) - y", "z' = x*y - beta*z", 'rho2 = r + rho_0'])
  expect(Object.keys(renamed.problem.parameters ?? {})).toEqual(['sigma', 'r', 'beta'])
  expect(renamed.problem.initial?.y).toBe('r/28')
  expect(renamed.problem.events).toEqual([{ when: 'z - r', do: ['x = r', 'y = 0'] }])
  expect(renamed.observe).toEqual({ distance: 'x - r' })
  expect(Object.keys(renamed.fit?.free ?? {})).toEqual(['problem.parameters.r'])
})

test('parameters are added with a slider, removed with their fit, and named as the language lets', () => {
  expect(addParameters(experiment, ['k', 'rho']).problem.parameters?.k).toEqual({ value: 1, from: 0, to: 2 })
  expect(addParameters(experiment, ['rho']).problem.parameters?.rho).toEqual({ value: 28, from: 0, to: 60 })
  const removed = removeParameter(experiment, 'rho')
  expect(Object.keys(removed.problem.parameters ?? {})).toEqual(['sigma', 'beta'])
  expect(removed.fit?.free).toEqual({})
  expect(freshParameter(experiment)).toBe('a')
  expect(nameTrouble(experiment, 'x', 'rho')).toContain('unknown')
  expect(nameTrouble(experiment, 'beta', 'rho')).toContain('already')
  expect(nameTrouble(experiment, '2k', 'rho')).toContain('letter')
  expect(nameTrouble(experiment, 'k_2', 'rho')).toBeUndefined()
})

test('the details of a parameter make it long, and an empty text takes them away', () => {
  const long = setParameterDetail(experiment, 'sigma', 'to', '20')
  expect(long.problem.parameters?.sigma).toEqual({ value: 10, to: 20 })
  expect(setParameterDetail(long, 'sigma', 'to', '').problem.parameters?.sigma).toEqual({ value: 10 })
  expect(setParameterDetail(experiment, 'rho', 'unit', '1/s').problem.parameters?.rho).toEqual({ value: 28, from: 0, to: 60, unit: '1/s' }) // biome-ignore format: one call
})

test('what an event does is one text with semicolons', () => {
  expect(actionText({ when: 'x', do: ['x = 0', "x' = -0.9*x'"] })).toBe("x = 0; x' = -0.9*x'")
  expect(readAction("x = 0; x' = -0.9*x'")).toEqual(['x = 0', "x' = -0.9*x'"])
  expect(readAction(' stop ')).toBe('stop')
  expect(readAction('')).toBe('record')
})

test('a section has the rates of its plane, all else fixed', () => {
  const { equations } = readOdeEquations({ equations: [...lorenz, 's = x + 0*y'].toSpliced(1, 1, "y' = s*(rho - z) - y"), parameters: ['sigma', 'rho', 'beta'] }) // biome-ignore format: one call
  if (!equations) throw new Error('the system is right')
  const state = [0, 2, 0]
  const section = { x: 'x', y: 'z', state, parameters: [10, 28, 2], time: 0 }
  const planar = planarSection(equations, section)
  const rates = new Float64Array(2)
  planar?.(3, 5, rates)
  // x' = 10·(2 − 3), z' = 3·2 − 2·5
  expect([...rates]).toEqual([-10, -4])
  expect(planarSection(equations, { ...section, y: 's' })).toBeUndefined()
})

test('settings of a session come back as far as they can be read', () => {
  expect(parseOdeViews(undefined)).toEqual(firstOdeViews)
  expect(parseOdeViews({ portrait: { camera: { azimuth: 'x' }, hasDirections: false } }).portrait).toEqual({ ...firstOdeViews.portrait, hasDirections: false }) // biome-ignore format: one call
})

test('equilibria of a study are marks; other studies have none', () => {
  const node = { state: { x: 0, y: 0 }, kind: 'stable node', isStable: true }
  expect(equilibriaOf({ type: 'equilibria', equilibria: [node, { state: 'none' }] })).toEqual([node])
  expect(equilibriaOf({ type: 'steady', ...node, residual: 1e-14 })).toEqual([node])
  expect(equilibriaOf({ type: 'steady' })).toEqual([])
  expect(equilibriaOf({ type: 'bifurcation' })).toEqual([])
})

test('conserved quantities are columns computed from the saved states', () => {
  const { equations } = readOdeEquations({ equations: ["x'' = -k*x", 'speed = x\''], parameters: ['k'], outputs: { 'invariant energy': 'speed^2/2 + k*x^2/2' } }) // biome-ignore format: one call
  if (!equations) throw new Error('the system is right')
  const ode = { equations, parameters: Float64Array.of(4), initial: new Float64Array(2), units: ['1', '1'], events: [], observed: 0, invariants: ['energy'], initialSlopes: () => new Map<number, number>() } // biome-ignore format: record
  const scalars = ['x', "x'"].map((name) => ({ name, unit: '1' }))
  const run = withConserved({ name: 'r', scalars, samples: { times: Float64Array.of(0, 1), values: Float64Array.of(1, 0, 0, 2) } }, ode) // biome-ignore format: one call
  // 4·1²/2 and 2²/2
  expect([...(run?.samples.values ?? [])]).toEqual([2, 2])
})
