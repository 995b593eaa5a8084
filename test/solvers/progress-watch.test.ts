import { expect, test } from 'vitest'
import { readOdeEquations } from '../../src/expression/ode.ts'
import { makeKernels } from '../../src/kernels/kernels.ts'
import { findStepper } from '../../src/solvers/catalogue.ts'
import { compileSystem } from '../../src/solvers/compile-system.ts'
import { makeIntegration } from '../../src/solvers/integrate.ts'

/** What a run of at most 60000 steps fails with, or where it came to. */
function run(equations: readonly string[], initial: readonly number[], stepper: string, to: number): string {
  const read = readOdeEquations({ equations, parameters: [], events: [], outputs: {} })
  const method = findStepper(stepper)
  if (!read.equations || !method) throw new Error(JSON.stringify(read.errors))
  const kernels = makeKernels()
  const system = compileSystem(kernels, read.equations)
  const integration = makeIntegration({
    system,
    stepper: method,
    tolerances: { rtol: 1e-6, atol: 1e-9 },
    from: 0,
    to,
    unknowns: read.equations.unknowns,
    maximumSteps: 60_000,
  })
  kernels.view(integration.stepping.state, system.size).set(initial)
  try {
    integration.begin(0)
    while (!integration.isDone) integration.advance()
  } catch (error) {
    return String(error)
  }
  return `came to ${integration.time}`
}

/** Robertson's kinetics with something added to the rate of y1. */
const robertson = (more: string) => [`y1' = -0.04*y1 + 1e4*y2*y3${more}`, "y2' = 0.04*y1 - 1e4*y2*y3 - 3e7*y2^2", "y3' = 3e7*y2^2"] // biome-ignore format: one list
const stiff = /60000 steps were not enough.*Where the system is stiff, try radau5/

test.each(['dop853', 'tsit5'])('%s: steps kept short by stiffness are not chattering', (stepper) => {
  expect(run(robertson(''), [1, 0, 0], stepper, 1e4)).toMatch(stiff)
  // Nor where the equations could jump, but do not where the solution is.
  expect(run(robertson(' + 1e-6*(y1 > 0.01)'), [1, 0, 0], stepper, 1e4)).toMatch(stiff)
  expect(run(robertson(' - 1e-6*abs(y1)'), [1, 0, 0], stepper, 1e4)).toMatch(stiff)
})

// Filippov's solutions: relays are held where they switch, the friction at rest where the spring is weaker.
test.each([
  [["x' = if(x < 1, 1, -2)"], [0], 'x'],
  [["x' = v", "v' = -x - 0.5*sign(v)"], [2.2, 0], 'v'],
  [["x' = v", "v' = -x - 0.5*v/abs(v)"], [2.2, 1e-3], 'v'],
  [["x' = 0.5 - floor(x)", "y' = x"], [2.2, 0], 'x'],
  [["x' = -s", "y' = x", 's = heaviside(x) - 0.5'], [2.2, 0], 'x'],
])('%s is held on a jump', (equations, initial, unknown) => {
  for (const stepper of ['tsit5', 'dop853', 'radau5']) {
    expect(run(equations, initial, stepper, 1000)).toMatch(new RegExp(`Chattering: The rate of ${unknown} jumps`))
  }
})
