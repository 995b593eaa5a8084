import { describe, expect, test } from 'vitest'
import { type Equation, parseEquation } from '../../src/expression/equation.ts'
import { ExpressionError } from '../../src/expression/expression-error.ts'
import { type OdeText, readOdeEquations } from '../../src/expression/ode.ts'
import { outlineOde } from '../../src/expression/ode-outline.ts'
import { expressionText } from '../../src/expression/print.ts'

function said(text: Partial<OdeText>) {
  return readOdeEquations({ equations: [], parameters: [], ...text }).errors
}

function system(text: Partial<OdeText>) {
  const { equations, errors } = readOdeEquations({ equations: [], parameters: [], ...text })
  if (!equations) throw new Error(errors.map((error) => error.message).join('\n'))
  return equations
}

describe('one line', () => {
  test.each<[string, Partial<Equation>]>([
    ["x' = -x", { kind: 'derivative', name: 'x', order: 1 }],
    [" x''=-x", { kind: 'derivative', name: 'x', order: 2 }],
    ['x′ = -x', { kind: 'derivative', name: 'x', order: 1 }],
    ['dx/dt = -x', { kind: 'derivative', name: 'x', order: 1 }],
    ['d^2 x / dt^2 = -x', { kind: 'derivative', name: 'x', order: 2 }],
    ['d²theta/dt² = 1', { kind: 'derivative', name: 'theta', order: 2 }],
    ['u_t = laplacian(u)', { kind: 'derivative', name: 'u', order: 1, with: 't' }],
    ['u_tt = u_xx', { kind: 'derivative', name: 'u', order: 2, with: 't' }],
    ['s = x^2', { kind: 'definition', name: 's' }],
    ['s = a == b', { kind: 'definition', name: 's' }],
    ['0 = x - y', { kind: 'constraint' }],
    ['x - y = 0', { kind: 'constraint' }],
  ])('%s', (text, wanted) => expect(parseEquation(text)).toMatchObject(wanted))

  test.each<[string, number, RegExp]>([
    ['', 1, /empty/],
    ["x' -x", 6, /"=" is missing/],
    ["x' == -x", 4, /one "="/],
    ["x' = y = 2", 8, /second "="/],
    ['= 2', 1, /nothing stands left/],
    ["2*x' = y", 1, /alone on the left: write x' = …/],
    ["-x'' = y", 1, /write x'' = …/],
    ['x(t) = 2', 1, /without \(t\)/],
    ['d2x/dt = 2', 1, /do not agree/],
    ['3 = x', 1, /0 = x - 3/],
    ['x + y = z', 1, /0 = x \+ y - \(z\)/],
    ['f(x) = 2', 1, /functions cannot be defined/],
    ["x' = ", 6, /ends/],
    ["x' = 2y", 7, /2\*y/],
    ["x' := 2", 4, /alone, not ":="/],
    ['diff(x, t) = 2', 1, /x' = …/],
    ['dx/dy = 2', 1, /dx\/dt/],
    ['\\dot{x} = 2', 1, /not LaTeX/],
    ["'x = 2", 1, /prime follows/],
    ["x' = if x > 0 then 1", 9, /if\(condition/],
    ["x' = sin^2(x)", 11, /sin\(…\)\^2/],
    ["x' = -x; y' = 2", 13, /second "="/],
  ])('%s is refused', (text, column, message) => {
    let error: unknown
    try {
      parseEquation(text)
    } catch (caught) {
      error = caught
    }
    if (!(error instanceof ExpressionError)) throw new Error('accepted')
    expect(error.message).toMatch(message)
    expect(error.column).toBe(column)
  })
})

describe('systems', () => {
  test('Lorenz, with an event and a definition put out', () => {
    const lorenz = system({
      equations: ["x' = sigma*(y - x)", "y' = x*(rho - z) - y", "z' = x*y - beta*z", 's = x^2 + q', 'q = y^2'],
      parameters: ['sigma', 'rho', 'beta'],
      events: [
        { when: 'z - 27', do: 'record' },
        { when: 'x', do: ['x = -x', 'y = x'] },
      ],
      outputs: { s: 's', speed: 'sqrt(x^2)' },
    })
    expect(lorenz.unknowns).toEqual(['x', 'y', 'z'])
    expect(lorenz.definitions.map((definition) => definition.name)).toEqual(['q', 's'])
    expect(lorenz.algebraic).toEqual([false, false, false])
    expect(lorenz.events[0]?.assignments).toEqual([])
    expect(lorenz.events[1]?.assignments.map((a) => [a.unknown, expressionText(a.value)])).toEqual([
      [0, '-x'],
      [1, 'x'],
    ])
    expect(lorenz.outputs.map((output) => output.name)).toEqual(['s', 'speed'])
  })

  test('second order everywhere: positions first, then velocities', () => {
    const pair = system({ equations: ["x'' = -x", "y'' = -y - x'"] })
    expect(pair.unknowns).toEqual(['x', 'y', "x'", "y'"])
    expect(pair.rates.map(expressionText)).toEqual(["x'", "y'", '-x', "-y - x'"])
  })

  test('mixed orders stand equation by equation', () => {
    const mixed = system({ equations: ["x''' = x''*y", "y' = -y"] })
    expect(mixed.unknowns).toEqual(['x', "x'", "x''", 'y'])
    expect(mixed.rates.map(expressionText)).toEqual(["x'", "x''", "x''*y", '-y'])
  })

  test('an algebraic unknown is the name that has no equation; its rate is the residual', () => {
    // Robertson's problem as a DAE.
    const dae = system({
      equations: ["a' = -0.04*a + 1e4*b*c", "b' = 0.04*a - 1e4*b*c - 3e7*b^2", '0 = a + b + c - 1'],
    })
    expect(dae.unknowns).toEqual(['a', 'b', 'c'])
    expect(dae.algebraic).toEqual([false, false, true])
    expect(expressionText(dae.rates[2]!)).toBe('a + b + c - 1')
  })

  test('constraints are given out so that each contains its unknown, through definitions too', () => {
    const dae = system({ equations: ["x' = u + v", 'w = v^2', '0 = u - x', '0 = w - u'] })
    expect(dae.unknowns).toEqual(['x', 'u', 'v'])
    expect(dae.rates.slice(1).map(expressionText)).toEqual(['u - x', 'w - u'])
  })

  test('u_t is a derivative, v_t a definition where that name is used', () => {
    expect(system({ equations: ['u_t = -u'] }).unknowns).toEqual(['u'])
    const fall = system({ equations: ["v' = 1 - (v/v_t)^2", 'v_t = sqrt(2)'] })
    expect(fall.unknowns).toEqual(['v'])
    expect(fall.definitions.map((definition) => definition.name)).toEqual(['v_t'])
  })
})

describe('what is wrong is said where it stands', () => {
  test.each<[string, Partial<OdeText>, { where: string; index: number | string; column: number }, RegExp]>([
    ['nothing', {}, { where: 'equations', index: 0, column: 1 }, /no equation/],
    ['no derivative', { equations: ['a = 3'] }, { where: 'equations', index: 0, column: 1 }, /no equation has a derivative/],
    ['twice', { equations: ["x' = 1", "x' = 2"] }, { where: 'equations', index: 1, column: 1 }, /twice, in equations 1 and 2/],
    ['orders', { equations: ["x' = 1", "x'' = 2"] }, { where: 'equations', index: 1, column: 1 }, /keep x'' = … alone/],
    ['order 5', { equations: ["x''''' = 1"] }, { where: 'equations', index: 0, column: 1 }, /order 4/],
    ['parameter', { equations: ["x' = g", "g' = 2"], parameters: ['g'] }, { where: 'equations', index: 1, column: 1 }, /"g" is a parameter/],
    ['defined parameter', { equations: ["x' = g", 'g = 2'], parameters: ['g'] }, { where: 'equations', index: 1, column: 1 }, /parameter already/],
    ['both', { equations: ["x' = 1", 'x = 2'] }, { where: 'equations', index: 1, column: 1 }, /both an unknown and a definition/],
    ['reserved', { equations: ["e' = 1"] }, { where: 'equations', index: 0, column: 1 }, /Euler/],
    ['time', { equations: ["t' = 1"] }, { where: 'equations', index: 0, column: 1 }, /"t" is the time/],
    ['function', { equations: ["x' = sin", 'max = 2'] }, { where: 'equations', index: 1, column: 1 }, /"max" is a function/],
    ['reserved parameter', { equations: ["x' = 1"], parameters: ['pi'] }, { where: 'parameters', index: 'pi', column: 1 }, /number π/],
    ['bad parameter', { equations: ["x' = 1"], parameters: ['2a'] }, { where: 'parameters', index: '2a', column: 1 }, /not a name/],
    ['circle', { equations: ["x' = a", 'a = b', 'b = 2*a'] }, { where: 'equations', index: 1, column: 1 }, /a needs b needs a/],
    ['itself', { equations: ["x' = 1", 'a = a + 1'] }, { where: 'equations', index: 1, column: 1 }, /defined by itself/],
    ['unknown name', { equations: ["x' = -k*x"] }, { where: 'equations', index: 0, column: 7 }, /"k" is not known here: give it a value/],
    ['typing error', { equations: ["x' = sgima*x"], parameters: ['sigma'] }, { where: 'equations', index: 0, column: 6 }, /did you mean "sigma"/],
    ['upper case', { equations: ["x' = X"] }, { where: 'equations', index: 0, column: 6 }, /did you mean "x"/],
    ['derivative on the right', { equations: ["x' = 1", "y' = x'"] }, { where: 'equations', index: 1, column: 6 }, /"x'" is not an unknown/],
    ['foreign function', { equations: ["x' = ln(x)"] }, { where: 'equations', index: 0, column: 6 }, /log\(x\)/],
    ['function of ours', { equations: ["x' = tanj(x)"] }, { where: 'equations', index: 0, column: 6 }, /did you mean "tan/],
    ['bare function', { equations: ["x' = sin"] }, { where: 'equations', index: 0, column: 6 }, /write sin\(…\)/],
    ['call of a name', { equations: ["x' = x(2)"] }, { where: 'equations', index: 0, column: 6 }, /write x\*\(…\)/],
    ['delay', { equations: ["x' = x(t - 1)"] }, { where: 'equations', index: 0, column: 6 }, /delay/],
    ['of t', { equations: ["x' = x(t)"] }, { where: 'equations', index: 0, column: 6 }, /without \(t\)/],
    ['not solved for', { equations: ["x'' + x = 0"] }, { where: 'equations', index: 0, column: 1 }, /write x'' = … alone/],
    ['dotted', { equations: ['xdot = -x'] }, { where: 'equations', index: 0, column: 9 }, /x' = … on the left, not xdot/],
    ['machine', { equations: ["__proto__' = 1"] }, { where: 'equations', index: 0, column: 1 }, /kept for the machine/],
    ['if', { equations: ["x' = if(x, 2)"] }, { where: 'equations', index: 0, column: 6 }, /if\(condition, value, otherwise\)/],
    ['no algebraic name', { equations: ["x' = 1", '0 = x'] }, { where: 'equations', index: 1, column: 1 }, /but every name here has/],
    ['two names for one', { equations: ["x' = a + b", '0 = a - b'] }, { where: 'equations', index: 1, column: 1 }, /a and b/],
    ['index 3', { equations: ["x'' = -x*l", "y'' = -y*l - 1", '0 = x^2 + y^2 - 1'] }, { where: 'equations', index: 2, column: 1 }, /index is above 1/],
    ['condition as event', { equations: ["x' = 1"], events: [{ when: 'x >= 2' }] }, { where: 'events', index: 0, column: 1 }, /write x - 2, with "direction": "up"/],
    ['equation as event', { equations: ["x' = 1"], events: [{ when: 'x = 2' }] }, { where: 'events', index: 0, column: 3 }, /write x - \(2\)/],
    ['constant event', { equations: ["x' = k"], parameters: ['k'], events: [{ when: 'k - 1' }] }, { where: 'events', index: 0, column: 1 }, /never happens/],
    ['event on a parameter', { equations: ["x' = k"], parameters: ['k'], events: [{ when: 'x', do: 'k = 2' }] }, { where: 'events', index: 0, column: 1 }, /k' = 0/],
    ['event on a derivative', { equations: ["x' = 1"], events: [{ when: 'x', do: "x' = 2" }] }, { where: 'events', index: 0, column: 1 }, /follows from its equation/],
    ['unknown action', { equations: ["x' = 1"], events: [{ when: 'x', do: 'halt' }] }, { where: 'events', index: 0, column: 1 }, /"do" is "record", "stop"/],
    ['assigned twice', { equations: ["x' = 1"], events: [{ when: 'x', do: ['x = 1', 'x = 2'] }] }, { where: 'events', index: 0, column: 1 }, /assigned twice/],
    ['name in an output', { equations: ["x' = 1"], outputs: { r: '2*y' } }, { where: 'outputs', index: 'r', column: 3 }, /"y" is not known/],
    ['output named as an unknown', { equations: ["x' = 1"], outputs: { x: '2' } }, { where: 'outputs', index: 'x', column: 1 }, /column already/],
  ])('%s', (_, text, place, message) => {
    const found = said(text).find((error) => message.test(error.message))
    expect(found ?? said(text)).toMatchObject(place)
    expect(found!.to).toBeGreaterThan(found!.column)
  }) // biome-ignore format: a table

  test('a line that cannot be read causes no further errors elsewhere', () => {
    expect(said({ equations: ["x' = 2x", "y' = x + y"] })).toHaveLength(1)
    expect(said({ equations: ["2*x' = 3", "y' = x + y"] })).toHaveLength(1)
    expect(said({ equations: ["g' = 1", "y' = g + y"], parameters: ['g'] })).toHaveLength(1)
  })

  test('everything that is wrong is listed, in the order of the lines', () => {
    const errors = said({ equations: ["x' = a*x + b", "y' = sin x", "z' = 3 +"] })
    expect(errors.map((error) => [error.index, error.column])).toEqual([
      [0, 6],
      [0, 12],
      [1, 10],
      [2, 9],
    ])
  })
})

test('an outline of what is typed so far', () => {
  const lines = ["x'' = -k*x - c*x' + s", 'dy/dt = mu*(1 - y^2)*', 's = A*sin(w*t)', 'nonsense', '0 = x - q', 'z']
  expect(outlineOde(lines)).toEqual({
    states: ['x', "x'", 'y'],
    definitions: ['s'],
    others: ['k', 'c', 'A', 'w', 'q'],
  })
})
