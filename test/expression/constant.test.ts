import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ExpressionError, parseConstant } from '../../src/expression/constant.ts'
import { errorFunction } from '../../src/expression/functions.ts'

function failure(text: string): ExpressionError {
  try {
    parseConstant(text)
  } catch (error) {
    if (error instanceof ExpressionError) return error
    throw error
  }
  throw new Error(`"${text}" was accepted`)
}

describe('values', () => {
  // Each expected value is the same arithmetic written in JavaScript, or a definition of the contract.
  test.each<[string, number]>([
    ['8/3', 8 / 3],
    ['2*pi', 2 * Math.PI],
    ['-1e3', -1000],
    [' 1 + 2*3 ', 7],
    ['-2^2', -4],
    ['2^-3', 0.125],
    ['2^3^2', 512],
    ['(1+2)*3', 9],
    ['8-3-2', 3],
    ['8/4/2', 1],
    ['-2*-3', 6],
    ['2 - -3', 5],
    ['not 0 + 1', 0],
    ['1 < 2', 1],
    ['1 + 1 >= 2 and 3 == 3', 1],
    ['0 or not 1', 0],
    ['if(2 > 1, 10, 20)', 10],
    ['max(1, 5, 3) + min(4, 2)', 7],
    ['mod(-1, 3)', 2],
    ['atan2(1, 1)*4', Math.PI],
    ['log(e)', 1],
    ['heaviside(0)', 0.5],
    ['.5e1', 5],
  ])('%s', (text, value) => expect(parseConstant(text)).toBeCloseTo(value, 14))

  test('erf agrees with tables: erf(0.5), erf(1), erf(2), erf(3) (Abramowitz and Stegun, table 7.1)', () => {
    expect(errorFunction(0.5)).toBeCloseTo(0.5204998778130465, 15)
    expect(errorFunction(1)).toBeCloseTo(0.8427007929497149, 15)
    expect(errorFunction(2)).toBeCloseTo(0.9953222650189527, 15)
    expect(errorFunction(3)).toBeCloseTo(0.9999779095030014, 15)
    expect(errorFunction(-1)).toBe(-errorFunction(1))
  })
})

describe('errors say where', () => {
  test.each<[string, number, RegExp]>([
    ['2*', 3, /ends/],
    ['2*(3', 5, /"\)" is missing/],
    ['2 3', 3, /left over/],
    ['2*foo', 3, /not known/],
    ['fooo(2)', 1, /not a function/],
    ['sin(1, 2)', 1, /takes 1 argument/],
    ['3 $ 4', 3, /not part/],
    ['1/0', 1, /finite/],
    ['', 1, /ends/],
    ['constructor', 1, /not known/],
    ['toString(1)', 1, /not a function/],
  ])('%s', (text, column, message) => {
    const error = failure(text)
    expect(error.column).toBe(column)
    expect(error.message).toMatch(message)
  })

  test('deep nesting and long texts end in an error, not in a stack overflow', () => {
    expect(failure('('.repeat(900)).message).toMatch(/nested/)
    expect(failure('-'.repeat(900)).message).toMatch(/nested/)
    expect(failure('1'.repeat(2000)).message).toMatch(/longer/)
  })
})

test('any text gives a finite number or an ExpressionError', () => {
  const piece = fc.constantFrom(
    '1',
    '2.5',
    'pi',
    '+',
    '-',
    '*',
    '/',
    '^',
    '(',
    ')',
    'sin',
    ',',
    ' ',
    'not',
    '<',
    'x',
    'if(',
  )
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(piece, { maxLength: 30 }).map((p) => p.join('')),
      ),
      (text) => {
        try {
          expect(Number.isFinite(parseConstant(text))).toBe(true)
        } catch (error) {
          if (!(error instanceof ExpressionError)) throw error
          expect(error.column).toBeGreaterThan(0)
        }
      },
    ),
    { numRuns: 2000, seed: 1 },
  )
})

test('a sum of products of random numbers is what JavaScript gives', () => {
  const number = fc.double({ min: -1e6, max: 1e6, noNaN: true })
  fc.assert(
    fc.property(number, number, number, (a, b, c) => {
      expect(parseConstant(`(${a}) * (${b}) - (${c})`)).toBe(a * b - c)
    }),
    { seed: 2 },
  )
})
