import fc from 'fast-check'
import { expect, test } from 'vitest'
import { endGesture, type History, makeHistory, recordEdit, redoEdit, undoEdit } from '../../src/views/shell/history.ts'

test('undo and redo walk the same values, whatever the edits', () => {
  // Source: the definition of undo; the list of values written down is the reference.
  fc.assert(
    fc.property(fc.array(fc.integer(), { maxLength: 40 }), (edits) => {
      const values = [0]
      let history: History<number> = makeHistory(0)
      for (const value of edits) {
        history = recordEdit(history, value, `set ${value}`)
        if (values.at(-1) !== value) values.push(value)
      }
      for (let i = values.length - 1; i >= 0; i--) {
        expect(history.present).toBe(values[i])
        history = undoEdit(history)
      }
      expect(history.present).toBe(0)
      for (const value of values.slice(1)) {
        history = redoEdit(history)
        expect(history.present).toBe(value)
      }
      expect(redoEdit(history)).toBe(history)
    }),
  )
})

test('one drag is one step', () => {
  let history = makeHistory(1)
  for (const value of [2, 3, 4]) history = recordEdit(history, value, 'length', 'drag-1')
  history = recordEdit(endGesture(history), 5, 'length', 'drag-1')
  expect(history.past.map((step) => step.value)).toEqual([1, 4])
  expect(undoEdit(undoEdit(history)).present).toBe(1)
})

test('an edit after undo drops what was taken back', () => {
  const history = recordEdit(undoEdit(recordEdit(makeHistory('a'), 'b', 'b')), 'c', 'c')
  expect(history.future).toEqual([])
  expect(undoEdit(history).present).toBe('a')
})
