import { expect, test } from 'vitest'
import { parseExperiment } from '../../src/experiment/parse.ts'
import { setPath } from '../../src/experiment/path.ts'
import { makeHistory, recordEdit, undoEdit } from '../../src/views/shell/history.ts'
import { historyToKeep, parseHistory } from '../../src/views/shell/kept-history.ts'

const opened = parseExperiment({
  isoline: 1,
  title: 'One analyte',
  problem: {
    id: 'gas-column',
    parameters: { inletPressure: 4.01e5, outletPressure: 1.013e5, length: 20, radius: 9e-5, film: 1e-6, inletVelocity: 0.41, injection: 4 },
    components: [{ name: 'benzene', ka: 579, kd: 5.299, concentration: 2.732e-6 }],
  },
  time: { to: 200, samples: 41 },
}) // biome-ignore format: a document
const longer = recordEdit(makeHistory(opened), setPath(opened, 'problem.parameters.length', 30), 'Length')
const named = recordEdit(longer, { ...longer.present, title: 'Two' }, 'Name')
const kept = (history: typeof named) => JSON.parse(JSON.stringify(historyToKeep(history)))

test('undo and redo survive the closing of the window; sections that are equal are one object', () => {
  const back = undoEdit(named)
  const { past, future } = kept(back)
  const again = parseHistory(parseExperiment(JSON.parse(JSON.stringify(back.present))), past, future)
  expect(again).toEqual(back)
  // Naming changed no number: views compare sections by identity to see that.
  expect(again.future[0]?.value.problem).toBe(again.present.problem)
  expect(again.past[0]?.value.problem).not.toBe(again.present.problem)
  expect(again.past[0]?.value.time).toBe(again.present.time)
})

test('a damaged step ends the history there, the nearer steps stay', () => {
  const { past } = kept(named)
  const again = parseHistory(named.present, [{ value: { isoline: 1, problem: 7 }, label: 'bad' }, past[1]], 'nonsense')
  expect(again.past.map((step) => step.label)).toEqual(['Name'])
  expect(again.future).toEqual([])
})
