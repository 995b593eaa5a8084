import { expect, test } from 'vitest'
import { giveInstead, missingSentence } from '../../src/views/forms/choice-logic.ts'

const rates = { names: ['ka', 'kd', 'K'], count: 2, because: 'K = ka/kd' }
const inlet = { names: ['inletVelocity', 'inletFlow'], count: 1, because: 'flow = velocity × cross-section' }

test('exactly two of ka, kd, K stay given', () => {
  const component = { name: 'benzene', ka: 579, kd: 5.299 }
  expect(giveInstead(rates, component, 'K', 109.3)).toEqual({ name: 'benzene', kd: 5.299, K: 109.3 })
  expect(giveInstead(rates, { name: 'b', kd: 1, K: 2 }, 'ka', 3)).toEqual({ name: 'b', kd: 1, ka: 3 })
  expect(giveInstead(rates, { name: 'b', ka: 1, K: 2 }, 'kd', 3)).toEqual({ name: 'b', ka: 1, kd: 3 })
  expect(giveInstead(rates, component, 'ka', 600)).toEqual({ name: 'benzene', ka: 600, kd: 5.299 })
})

test('one of velocity and flow', () => {
  expect(giveInstead<number | string>(inlet, { inletVelocity: 0.41 }, 'inletFlow', '0.6 mL/min')).toEqual({
    inletFlow: '0.6 mL/min',
  })
})

test('what is missing or too much is said', () => {
  expect(missingSentence(rates, { kd: 1, K: 2 })).toBeUndefined()
  expect(missingSentence(rates, { kd: 1 })).toBe('Give 2 of ka, kd, K; only 1 is given (K = ka/kd).')
  expect(missingSentence(rates, { ka: 1, kd: 1, K: 1 })).toBe('Give 2 of ka, kd, K, not 3: K = ka/kd.')
})
