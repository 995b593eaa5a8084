import { expect, test } from 'vitest'
import {
  alignedTexts,
  axisText,
  intervalText,
  numberText,
  sizeText,
  tickTexts,
  unitText,
  valueWithError,
} from '../../../src/views/plots/number-text.ts'

test('units are printed as people write them', () => {
  expect(unitText('mol/m^3')).toBe('mol/m³')
  expect(unitText('m^2/s')).toBe('m²/s')
  expect(unitText('degC')).toBe('°C')
  expect(unitText('um')).toBe('µm')
  expect(unitText('1')).toBe('')
})

test('numbers keep their significant digits and have true minus signs', () => {
  expect(numberText(231.5)).toBe('231.5')
  expect(numberText(-0.00123, 3)).toBe('−0.00123')
  expect(numberText(2.732e-6)).toBe('2.732×10⁻⁶')
  expect(numberText(1e-7)).toBe('10⁻⁷')
  expect(numberText(401000, 6)).toBe('401000')
  expect(numberText(448.7, 6, true)).toBe('448.700')
  expect(numberText(0)).toBe('0')
  expect(numberText(Number.NaN)).toBe('–')
  expect(sizeText(1.89e-16)).toBe('1.9×10⁻¹⁶')
})

test('a value is cut where its error begins, two digits of an error that starts with 1 (PDG rounding of errors below 2)', () => {
  expect(valueWithError(2953.4, 4.2)).toBe('2953 ± 4')
  expect(valueWithError(256.7312, 0.0132)).toBe('256.731 ± 0.013')
  expect(valueWithError(2.7321e-6, 3.1e-9)).toBe('(2.732 ± 0.003)×10⁻⁶')
  expect(valueWithError(-5.299, 0.02)).toBe('−5.30 ± 0.02')
  expect(valueWithError(5, Number.NaN)).toBe('5')
})

test('an axis takes the prefix that its unit takes, else a power of ten, else nothing', () => {
  const axis = (unit: string) => ({ label: 'Concentration', unit, scale: 'linear' as const })
  expect(axisText(axis('mol/m^3'), 2.4e-7)).toEqual({ factor: 1e9, unit: 'nmol/m³', title: 'Concentration (nmol/m³)' })
  expect(axisText(axis('mol/m^3'), 3).title).toBe('Concentration (mol/m³)')
  expect(axisText({ ...axis('s'), label: 'Time' }, 800).title).toBe('Time (s)')
  expect(axisText(axis('1/s'), 2e-6).title).toBe('Concentration (10⁻⁶ 1/s)')
  expect(axisText({ label: 'Rate', unit: '1', scale: 'linear' }, 5).title).toBe('Rate')
})

test('ticks of an axis share their decimals', () => {
  expect(tickTexts([0, 0.5, 1])).toEqual(['0.0', '0.5', '1.0'])
  expect(tickTexts([-200, 0, 200])).toEqual(['−200', '0', '200'])
  expect(tickTexts([0, 0.25, 0.5])).toEqual(['0.00', '0.25', '0.50'])
})

test('ends of an interval have the decimals of the error, and one power of ten', () => {
  expect(intervalText([5.2833, 5.4647], 0.046)).toBe('5.28 to 5.46')
  expect(intervalText([586.22, 586.4], 0.045)).toBe('586.22 to 586.40')
  expect(intervalText([-2.2e-7, 4.4e-7], 1.7e-7)).toBe('(−2.2 to 4.4)×10⁻⁷')
  // Without an error there is nothing to tell the decimals by.
  expect(intervalText([1.23456, 2], 0)).toBe('1.2346 to 2')
})

test('numbers of a column have their points under each other', () => {
  expect(alignedTexts([0.961681, 1.20848, 12.5])).toEqual(['0.9617', '1.2085', '12.5000'])
  expect(alignedTexts([1e-7, Number.NaN])).toEqual(['1.00000×10⁻⁷', '–'])
})
