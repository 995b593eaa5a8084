import { describe, expect, test } from 'vitest'
import { parseUnit } from '../../src/core/unit.ts'
import { readOdeEquations } from '../../src/expression/ode.ts'
import { parseExpression } from '../../src/expression/parse.ts'
import { checkOdeUnits, checkUnits } from '../../src/expression/units.ts'

const given: Readonly<Record<string, string>> = {
  x: 'm', w: 'cm', v: 'm/s', T: 's', m: 'kg', g: 'm/s^2', n: '1', angle: 'deg', k: 'N/m',
} // biome-ignore format: a table

const unitOf = (name: string) => (Object.hasOwn(given, name) ? parseUnit(given[name] ?? '1') : undefined)

describe('units of expressions', () => {
  // Mechanics; the symbol is written in base units of the SI.
  test.each([
    ['v*T + x', 'm'],
    ['m*g*x', 'kg m^2/s^2'],
    ['m*v^2/2', 'kg m^2/s^2'],
    ['sqrt(k/m)', '1/s'],
    ['x/(v*T)', '1'],
    ['exp(-x/x)', '1'],
    ['if(x > 0, v, 0)', 'm/s'],
    ['max(x, 100*w/10000)', 'm'],
    ['x < 2*x', '1'],
    ['atan2(x, x)', '1'],
    ['n + 2', '1'],
  ])('%s', (text, unit) => {
    const reading = checkUnits(parseExpression(text), unitOf)
    expect(reading.errors).toEqual([])
    expect(reading.unit?.dimension).toEqual(parseUnit(unit.replace(/ /g, '*')).dimension)
  })

  test('a name without unit fits everything, and so does 0', () => {
    expect(checkUnits(parseExpression('x + unknown*T + 0'), unitOf).errors).toEqual([])
    expect(checkUnits(parseExpression('unknown'), unitOf).unit).toBeUndefined()
  })

  test.each<[string, number, RegExp]>([
    ['x + T', 1, /adds m and s/],
    ['1 + (x - v)', 5, /subtracts m\/s from m/],
    ['x + 1', 1, /adds m and a number without unit/],
    ['2*sin(x)', 7, /sin takes a number without unit, but this is in m/],
    ['x < T', 1, /compares m with s/],
    ['2^x', 3, /exponent is a number without unit/],
    ['x^n', 3, /power of m needs a number/],
    ['max(x, T)', 1, /max takes m and s/],
    ['x + w', 1, /adds m and cm: they differ by the factor 100/],
    ['cos(angle)', 5, /multiply by 0\.01745/],
  ])('%s is wrong', (text, column, message) => {
    const [error] = checkUnits(parseExpression(text), unitOf).errors
    expect(error?.message).toMatch(message)
    expect(error?.column).toBe(column)
  })

  test('a number beside it may be the conversion', () => {
    expect(checkUnits(parseExpression('100*x + w'), unitOf).errors).toEqual([])
    expect(checkUnits(parseExpression('x + w/100'), unitOf).errors).toEqual([])
    expect(checkUnits(parseExpression('10*x + w'), unitOf).errors).toHaveLength(1)
  })
})

test('a system: rates against unknowns over time, definitions in their order', () => {
  const read = (lines: readonly string[]) => {
    const { equations } = readOdeEquations({ equations: lines, parameters: ['m', 'k', 'c', 'g'], events: [] })
    return checkOdeUnits(equations!, unitOf, 's')
  }
  const spring = read(["x'' = -k*x/m - c*x' + g", "energy = m*x'^2/2 + k*x^2/2"])
  expect(spring.errors).toEqual([])
  expect(spring.units.get('energy')?.dimension).toEqual(parseUnit('J').dimension)
  const wrong = read(["x'' = -k*x", "energy = m*x' + k*x^2"])
  expect(wrong.errors.map(({ where, index, error }) => `${where} ${index} ${error.message}`)).toEqual([
    'definitions 0 adds m kg/s and m^2 kg/s^2',
    "rates 1 x'' is in m/s^2, its right side in m kg/s^2",
  ])
})
