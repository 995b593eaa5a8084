import fc from 'fast-check'
import { expect, test } from 'vitest'
import { convertUnit, isSameDimension, parseQuantity, parseUnit, UnitError } from '../../src/core/unit.ts'

// Expected numbers: definitions of the SI Brochure (9th edition) and NIST SP 811, appendix B.
test.each([
  ['0.625 mL/min', 'm^3/s', 0.625e-6 / 60],
  ['15 cm', 'm', 0.15],
  ['401 kPa', 'Pa', 401e3],
  ['80 degC', 'K', 353.15],
  ['-40 degF', 'degC', -40],
  ['3,5 min', 's', 210],
  ['1 atm', 'bar', 1.01325],
  ['1 mmol/L', 'mol/m^3', 1],
  ['2 mM', 'mol/m^3', 2],
  ['90 µm', 'm', 90e-6],
  ['1e-2 m²/s', 'cm^2/s', 100],
  ['5 1/s', 'Hz', 5],
  ['5 s⁻¹', '1/s', 5],
  ['8.314 J/(mol K)', 'kJ/(mol*K)', 8.314e-3],
  ['1 cal/(mol degC)', 'J/(mol K)', 4.184],
  ['150 mAU', 'AU', 0.15],
  ['20 ppb', '1', 20e-9],
  ['47 cm/h', 'm/s', 0.47 / 3600],
  ['7', 'm', 7],
])('%s is %s', (text, unit, expected) => {
  expect(parseQuantity(text, unit)).toBeCloseTo(expected, 12 - Math.ceil(Math.log10(Math.abs(expected) + 1e-300)))
})

test.each([
  ['15 parsec', 'm', /unknown unit "parsec"/],
  ['15 ML', 's', /different quantities/],
  ['1 KPA', 'Pa', /did you mean "kPa"/],
  ['abc', 'm', /not a number with a unit/],
  ['1 m)', 'm', /closes a bracket/],
  ['1 J/(mol K', 'J', /does not close/],
  ['1 m/s', 'm', /different quantities/],
  ['1 constructor', 'm', /unknown unit/],
  ['1 __proto__', 'm', /unknown unit/],
])('%s in %s is refused with the reason', (text, unit, message) => {
  expect(() => parseQuantity(text, unit)).toThrow(UnitError)
  expect(() => parseQuantity(text, unit)).toThrow(message)
})

test('a conversion and back is the identity to rounding, for any pair of the same dimension', () => {
  const groups = [
    ['m', 'cm', 'um', 'in', 'ft', 'km'],
    ['Pa', 'kPa', 'bar', 'atm', 'psi', 'torr', 'mmHg', 'MPa'],
    ['K', 'degC', 'degF', 'mK'],
    ['mol/m^3', 'mmol/L', 'M', 'uM', 'mol/mL'],
    ['m^3/s', 'mL/min', 'uL/h', 'L/d'],
  ]
  fc.assert(
    fc.property(
      fc.constantFrom(...groups),
      fc.nat(9),
      fc.nat(9),
      fc.double({ min: -1e6, max: 1e6, noNaN: true }),
      (group, i, j, value) => {
        const [a = '1', b = '1'] = [group[i % group.length], group[j % group.length]]
        const back = convertUnit(convertUnit(value, a, b), b, a)
        // Temperatures lose what the offset takes: compare on the scale of the larger.
        expect(Math.abs(back - value)).toBeLessThanOrEqual(1e-12 * Math.max(Math.abs(value), 1e3))
      },
    ),
  )
})

test('powers, quotients and brackets give the dimension', () => {
  expect(parseUnit('kg m^2 s^-3 A^-1').dimension).toEqual(parseUnit('V').dimension)
  expect(isSameDimension(parseUnit('J/mol/K'), parseUnit('J/(mol K)'))).toBe(true)
  expect(isSameDimension(parseUnit('1/(s m)'), parseUnit('Hz/m'))).toBe(true)
  expect(isSameDimension(parseUnit('m/s'), parseUnit('m*s'))).toBe(false)
})
