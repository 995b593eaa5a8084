// What is said of typed systems before they are compiled, against the compiled system itself: a stepper is refused for the same reason.
import { expect, test } from 'vitest'
import { type OdeText, readOdeEquations } from '../../src/expression/ode.ts'
import { makeKernels } from '../../src/kernels/kernels.ts'
import { odeSteppers } from '../../src/solvers/catalogue.ts'
import { compileSystem } from '../../src/solvers/compile-system.ts'
import { makeGravitySystem } from '../../src/solvers/discretisations/gravity.ts'
import { gravityFacts } from '../../src/solvers/discretisations/gravity-model.ts'
import { factsOfEquations } from '../../src/solvers/equation-structure.ts'
import { odeStepperDescriptions } from '../../src/solvers/stepper-descriptions.ts'

/** More unknowns than a full exponential takes, each tied to its neighbour. */
const chain = Array.from({ length: 401 }, (_, i) => `x${i}' = -2*x${i} + x${(i + 1) % 401} - x${i}^3`)

const systems: Readonly<Record<string, OdeText>> = {
  lorenz: { equations: ["x' = sigma*(y - x)", "y' = x*(rho - z) - y", "z' = x*y - beta*z"], parameters: ['sigma', 'rho', 'beta'] },
  pendulum: { equations: ["x'' = -sin(x)"], parameters: [] },
  damped: { equations: ["x'' = -sin(x) - k*x'"], parameters: ['k'] },
  'separable only where a term cancels': { equations: ["x' = v + x - x", "v' = -x"], parameters: [] },
  'diagonal linear part': { equations: ["x' = -1000*x + sin(y)", "y' = -y + cos(x)"], parameters: [] },
  'nothing linear': { equations: ["x' = -x^3"], parameters: [] },
  constraint: { equations: ["x' = -x + y", '0 = x + y - 1'], parameters: [] },
  chain: { equations: chain, parameters: [] },
} // biome-ignore format: a table

test.for(Object.entries(systems))('%s: the facts refuse what the compiled system does', ([, text]) => {
  const { equations, errors } = readOdeEquations(text)
  if (!equations) throw new Error(errors.map(({ message }) => message).join('\n'))
  const facts = factsOfEquations(equations)
  const system = compileSystem(makeKernels(), equations)
  for (const { id, refuse } of odeSteppers) expect(refuse(facts), id).toBe(refuse(system))
  expect(facts.hasJacobian).toBe(system.jacobian !== undefined)
})

test('the systems tell all reasons apart', () => {
  // Without this the test above could compare undefined with undefined.
  const reasons = Object.values(systems).flatMap((text) => {
    const { equations } = readOdeEquations(text)
    const facts = equations && factsOfEquations(equations)
    return facts ? odeStepperDescriptions.flatMap(({ refuse }) => refuse(facts) ?? []) : []
  })
  for (const word of [
    'positions and momenta',
    'full matrix',
    'constant L',
    'algebraic constraints',
    'non-stiff part',
    'power series',
  ])
    expect(
      reasons.some((reason) => reason.includes(word)),
      word,
    ).toBe(true)
  const { equations } = readOdeEquations(systems.pendulum ?? { equations: [], parameters: [] })
  expect(equations && factsOfEquations(equations).separable).toEqual({ positions: 1 })
})

test('bodies: the facts of a model refuse what its system does, at 64 bodies and beyond', () => {
  for (const count of [2, 64, 65]) {
    const model = { dimension: 2 as const, gravity: 1, softening: 0, masses: new Float64Array(count).fill(1) }
    const system = makeGravitySystem(makeKernels(), model)
    for (const { id, refuse } of odeSteppers) expect(refuse(gravityFacts(model)), id).toBe(refuse(system))
    expect(gravityFacts(model).size).toBe(system.size)
  }
})

test('every stepper described is there, in the same order', () => {
  expect(odeSteppers.map(({ id }) => id)).toEqual(odeStepperDescriptions.map(({ id }) => id))
})
