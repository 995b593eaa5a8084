import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ParameterDescription } from '../../src/pde/problem.ts'
import {
  formatNumber,
  nudgeValue,
  readNumberText,
  readTyped,
  slideValue,
  unitChoices,
  writeInUnit,
} from '../../src/views/forms/number-logic.ts'

const pressure: ParameterDescription = {
  name: 'inletPressure',
  label: 'Inlet pressure',
  kind: 'number',
  unit: 'Pa',
  otherUnits: ['kPa', 'bar'],
  required: true,
  exclusiveMinimum: 0,
  help: '',
  group: 'Carrier gas',
  slider: { from: 1e5, to: 1e6, logarithmic: true },
}
const none = (text: string): number => {
  throw new Error(`"${text}" is not a number`)
}

test('digits are in the unit shown; a unit typed is kept in the file', () => {
  // Source: 1 bar = 100 kPa = 1e5 Pa exactly.
  expect(readTyped('4,01', pressure, 'bar', none)).toEqual({ ok: true, text: '4.01 bar', value: 401000 })
  expect(readTyped('401 kPa', pressure, 'Pa', none)).toEqual({ ok: true, text: '401 kPa', value: 401000 })
  expect(readTyped('401000', pressure, 'Pa', none)).toEqual({ ok: true, text: 401000, value: 401000 })
  expect(readNumberText('4.01 bar', 'Pa')).toEqual({ digits: '4.01', unit: 'bar', value: 401000 })
})

test('constant expressions stay as typed', () => {
  expect(readTyped('8/3', { ...pressure, unit: '1' }, '1', () => 8 / 3)).toEqual({
    ok: true,
    text: '8/3',
    value: 8 / 3,
  })
})

test('what cannot be used says why and what to try', () => {
  const message = (typed: string) => {
    const result = readTyped(typed, pressure, 'Pa', none)
    return result.ok ? '' : result.message
  }
  expect(message('')).toBe('Inlet pressure needs a number.')
  expect(message('-3')).toBe('Inlet pressure must be above 0 Pa.')
  expect(message('3 s')).toContain('measure different quantities')
  expect(message('3 Bar')).toContain('did you mean "bar"')
  expect(message('1e999')).toBe('Inlet pressure must be a finite number.')
})

test('changing the unit of writing keeps the value', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 1, max: 1e9, noNaN: true }),
      fc.constantFrom('Pa', 'kPa', 'bar', 'psi'),
      (value, unit) => {
        const read = readNumberText(writeInUnit(value, pressure, unit), 'Pa')
        expect(read.unit).toBe(unit)
        expect(Math.abs(read.value / value - 1)).toBeLessThan(1e-11)
      },
    ),
  )
})

test('sliding crosses the range in 300 pixels and stops at its ends', () => {
  expect(slideValue(1e5, 300, pressure, false)).toBe(1e6)
  expect(slideValue(1e5, 900, pressure, false)).toBe(1e6)
  expect(slideValue(5e6, 10, pressure, false)).toBe(5e6)
  // A tenth of a decade: 10^0.1 to six digits.
  expect(slideValue(1e5, 300, pressure, true)).toBeCloseTo(125893, 0)
})

test('arrow keys step in the second significant digit', () => {
  expect(nudgeValue(0.41, 1, { ...pressure, unit: 'm/s' }, 'normal')).toBe(0.42)
  expect(nudgeValue(0.41, -1, { ...pressure, unit: 'm/s' }, 'fine')).toBe(0.409)
  expect(nudgeValue(401000, 1, pressure, 'coarse')).toBe(501000)
  expect(nudgeValue(200, 1, { ...pressure, kind: 'integer' }, 'fine')).toBe(201)
})

test('only units of the same kind are offered', () => {
  expect(unitChoices({ ...pressure, otherUnits: ['kPa', 'm', 'nonsense'] }, 'bar')).toEqual(['Pa', 'kPa', 'bar'])
})

test('numbers are short but not wrong', () => {
  expect([
    formatNumber(2.732e-6),
    formatNumber(401000),
    formatNumber(0.41),
    formatNumber(1013.25),
    formatNumber(0),
  ]).toEqual(['2.732e-6', '4.01e5', '0.41', '1013.25', '0'])
})
