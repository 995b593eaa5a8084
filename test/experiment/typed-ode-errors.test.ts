import { expect, test } from 'vitest'
import { InvalidInput } from '../../src/core/errors.ts'
import { noInputs } from '../../src/experiment/inputs.ts'
import { parseExperiment } from '../../src/experiment/parse.ts'
import { plan } from '../../src/experiment/plan.ts'
import { tryResolveProblem } from '../../src/experiment/resolve.ts'

const lorenz = {
  id: 'typed-ode',
  equations: ["x' = sigma*(y - x)", "y' = x*(rho - z) - y", "z' = x*y - beta*z"],
  parameters: { sigma: 10, rho: { value: 28, from: 0, to: 60, unit: '1' }, beta: '8/3' },
  initial: { x: 1, y: 1, z: 1 },
}

type Section = Readonly<Record<string, unknown>>

function errorsOf(problem: Section, rest: Section = {}) {
  try {
    return tryResolveProblem(parseExperiment({ isoline: 1, problem: { ...lorenz, ...problem }, ...rest }), noInputs)
      .errors
  } catch (error) {
    if (error instanceof InvalidInput) return error.errors
    throw error
  }
}

/** Wrong systems: what is changed, and where the one error stands (contract 2: path and column) with words of its message. */
const wrong: readonly (readonly [what: string, problem: Section, path: string, column: number | undefined, words: string])[] = [
  ['an unknown name', { equations: ["x' = sigma*(y - w)", "y' = x*(rho - z) - y", "z' = x*y - beta*z"] }, 'problem.equations.0', 17, 'not known'],
  ['a misspelt parameter', { equations: ["x' = sigmma*(y - x)", "y' = x*(rho - z) - y", "z' = x*y - beta*z"] }, 'problem.equations.0', 6, 'sigma'],
  ['a bracket that is not closed', { equations: ["x' = sigma*(y - x", "y' = x*(rho - z) - y", "z' = x*y - beta*z"] }, 'problem.equations.0', 18, ')'],
  ['an initial value that is missing', { initial: { x: 1, y: 1 } }, 'problem.initial.z', undefined, 'missing'],
  ['an initial value of nothing', { initial: { x: 1, y: 1, z: 1, zz: 0 } }, 'problem.initial.zz', undefined, 'did you mean "z"'],
  ['an initial value of a parameter', { initial: { x: 1, y: 1, z: 1, beta: 0 } }, 'problem.initial.beta', undefined, 'parameter'],
  ['a derivative that has no initial value', { initial: { x: 1, y: 1, z: 1, "x'": 0 } }, `problem.initial["x'"]`, undefined, 'remove'],
  ['an initial value of a name unknown', { initial: { x: 'x0', y: 1, z: 1 } }, 'problem.initial.x', 1, 'not known'],
  ['an initial value over time', { initial: { x: '2*t', y: 1, z: 1 } }, 'problem.initial.x', 3, 'first time'],
  ['an initial value without a value', { initial: { x: '1/(beta - 8/3)', y: 1, z: 1 } }, 'problem.initial.x', undefined, 'finite'],
  ['a parameter named as the file', { parameters: { ...lorenz.parameters, time: 1 } }, 'problem.parameters.time', undefined, 'top'],
  ['a parameter named t', { parameters: { ...lorenz.parameters, t: 1 } }, 'problem.parameters.t', undefined, 'time'],
  ['a parameter named as a function', { parameters: { ...lorenz.parameters, sin: 1 } }, 'problem.parameters.sin', undefined, 'function'],
  ['a parameter that is an unknown', { parameters: { ...lorenz.parameters, x: 1 } }, 'problem.equations.0', 1, 'parameter'],
  ['a parameter without a number', { parameters: { ...lorenz.parameters, beta: 'many' } }, 'problem.parameters.beta', 1, 'not known'],
  ['a parameter without its value', { parameters: { ...lorenz.parameters, beta: { from: 1, to: 2 } } }, 'problem.parameters.beta.value', undefined, 'missing'],
  ['a range the wrong way round', { parameters: { ...lorenz.parameters, beta: { value: 1, from: 2, to: 1 } } }, 'problem.parameters.beta.from', undefined, 'below'],
  ['a unit that is none', { parameters: { ...lorenz.parameters, beta: { value: 1, unit: 'furlong' } } }, 'problem.parameters.beta.unit', undefined, 'unit'],
  ['an unknown field of a parameter', { parameters: { ...lorenz.parameters, beta: { value: 1, form: 2 } } }, 'problem.parameters.beta.form', undefined, 'from'],
  ['an event that cannot be read', { events: [{ when: 'z - ' }] }, 'problem.events.0.when', 5, 'ends'],
  ['an event on a name unknown', { events: [{ when: 'q - 1' }] }, 'problem.events.0.when', 1, 'not known'],
  ['an event that does nothing known', { events: [{ when: 'z', do: 'halt' }] }, 'problem.events.0.do', 1, 'stop'],
  ['an assignment to a parameter', { events: [{ when: 'z', do: ['x = 1', 'rho = 2'] }] }, 'problem.events.0.do.1', 1, 'parameter'],
  ['a direction that is none', { events: [{ when: 'z', direction: 'upwards' }] }, 'problem.events.0.direction', undefined, 'up'],
  ['an invariant that cannot be read', { invariants: { V: 'x + + *' } }, 'problem.invariants.V', 7, ''],
  ['a part without a value', { equations: ["x' = sigma*y + 1/0", "y' = x*(rho - z) - y", "z' = x*y - beta*z"] }, 'problem.equations.0', 16, 'no finite value'],
  ['a logarithm of a negative number', { equations: ["x' = sigma*y*log(1 - 2)", "y' = x*(rho - z) - y", "z' = x*y - beta*z"] }, 'problem.equations.0', 14, 'NaN'],
  ['a character without a width', { equations: ["x' = \u200by*sigma", "y' = x*(rho - z) - y", "z' = x*y - beta*z"] }, 'problem.equations.0', 6, 'U+200B'],
  ['a parameter cut off', { parameters: { ...lorenz.parameters, beta: '8/' } }, 'problem.parameters.beta', 3, 'ends'],
  ['a time that is set', { events: [{ when: 'z - 27', do: 't = 0' }] }, 'problem.events.0.do', 1, 'clock'],
  ['a list of initial values', { initial: [1, 1, 1] }, 'problem.initial', undefined, 'object'],
  ['no equations', { equations: [] }, 'problem.equations', undefined, 'at least'],
  ['a number for an equation', { equations: [1] }, 'problem.equations.0', undefined, 'text'],
] // biome-ignore format: a table

test.each(wrong)('%s is an error at its place', (_, problem, path, column, words) => {
  const errors = errorsOf(problem)
  expect(errors).toHaveLength(1)
  expect(errors[0]).toMatchObject({ path, ...(column === undefined ? {} : { column }) })
  expect(errors[0]?.message).toContain(words)
})

test('a line without a sign of equality', () => {
  const [first] = errorsOf({ equations: ["x' sigma", ...lorenz.equations.slice(1)] })
  expect(first).toMatchObject({ path: 'problem.equations.0', column: 9 })
  expect(first?.message).toContain('"=" is missing')
})

test('no initial values at all: every unknown is named', () => {
  const { initial: _, ...problem } = lorenz
  const errors = tryResolveProblem(parseExperiment({ isoline: 1, problem }), noInputs).errors
  expect(errors.map((error) => error.path)).toEqual(['problem.initial.x', 'problem.initial.y', 'problem.initial.z'])
})

test('several mistakes are told at once, each with its place', () => {
  const errors = errorsOf({ equations: ["x' = sigma*(y - x", "y' = x*(rho - zz) - y", "z' = x*y - bet*z"] })
  expect(errors.map(({ path, column }) => [path, column])).toEqual([
    ['problem.equations.0', 18],
    ['problem.equations.1', 15],
    ['problem.equations.2', 12],
  ])
})

test('observed outputs are checked as the equations are', () => {
  const errors = errorsOf({}, { observe: { r: 'sqrt(x^2 + q^2)', x: 'y' } })
  expect(errors.map(({ path, column }) => [path, column]).sort()).toEqual([
    ['observe.r', 12],
    ['observe.x', 1],
  ])
})

test('units: a parameter is in the unit it is given with, and a text is turned into it', () => {
  // Source: 18 1/h are 18·24 = 432 a day.
  const { values } = tryResolveProblem(
    parseExperiment({
      isoline: 1,
      problem: {
        id: 'typed-ode',
        equations: ["x' = -k*x - l*x"],
        parameters: { k: { value: '18 1/h', unit: '1/d' }, l: '2 1/s' },
        initial: { x: '3 mol/m^3' },
      },
    }),
    noInputs,
  )
  expect(values.parameters.k).toBeCloseTo(432, 9)
  expect(values.parameters.l).toBe(2)
  expect(values.ode?.units).toEqual(['mol/m^3'])
  expect([...(values.ode?.initial ?? [])]).toEqual([3])
})

test('initial values may be expressions of the parameters', () => {
  const { values, errors } = tryResolveProblem(
    parseExperiment({
      isoline: 1,
      problem: { ...lorenz, initial: { x: 'sqrt(beta*(rho - 1))', y: '2*sigma', z: 'rho - 1' } },
    }),
    noInputs,
  )
  expect(errors).toEqual([])
  // Source: the steady roll of Lorenz (1963), √(8/3·27) = √72.
  expect(values.ode?.initial[0]).toBeCloseTo(Math.sqrt(72), 14)
  expect([...(values.ode?.initial ?? [])].slice(1)).toEqual([20, 27])
})

test('one letter is not taken for another, and long names are quoted by their beginning', () => {
  const one = errorsOf({ equations: ["x' = sigma*(q - x)", "y' = x*(rho - z) - y", "z' = x*y - beta*z"] })
  expect(one[0]?.message).not.toMatch(/did you mean/)
  const long = errorsOf({ equations: [`x' = sigma*${'a'.repeat(9000)}`, "y' = x*(rho - z) - y", "z' = x*y - beta*z"] })
  expect(long[0]?.message.length).toBeLessThan(500)
})

test('a fixed step that no run could finish is an error of the file', () => {
  const typed = { isoline: 1, problem: lorenz, method: { stepper: 'rk4', step: 1e-12 }, time: { to: 10 } }
  // 10/1e-12 = 1e13 steps.
  expect(() => plan(parseExperiment(typed), noInputs)).toThrow(/method\.step.*1\.0e\+13 steps/)
})
