import { expect, test } from 'vitest'
import { spansDecades } from '../../../src/views/plots/decades.ts'

test('times saved by decades are seen by decades, an even spacing is not', () => {
  const log = Array.from({ length: 41 }, (_, i) => 10 ** (-4 + i / 5))
  expect(spansDecades(log)).toBe(true)
  expect(spansDecades([0, ...log])).toBe(true)
  expect(spansDecades(Array.from({ length: 2001 }, (_, i) => i))).toBe(false)
  expect(spansDecades([])).toBe(false)
})
