import { expect, test } from 'vitest'
import { parseExperiment } from '../../../src/experiment/parse.ts'
import { curveColumn, simulate } from '../../../src/experiment/simulate.ts'
import { figureToSvg } from '../../../src/views/plots/static-svg.ts'
import { sensitivityFigure, sensitivityParameters } from '../../../src/views/studies/sensitivity-figure.ts'

const experiment = parseExperiment({
  isoline: 1,
  problem: {
    id: 'typed-ode',
    equations: ["S' = -beta*S*I/N", "I' = beta*S*I/N - gamma*I", "R' = gamma*I"],
    parameters: { beta: 1.7, gamma: 0.45, N: 763 },
    initial: { S: 'N - 1', I: 1, R: 0 },
  },
  time: { to: 14, samples: 141 },
  study: { type: 'sensitivities', of: ['beta', 'gamma', 'problem.initial.I'] },
})

test('a panel for each unknown, a line for each parameter, scaled by value and largest value', () => {
  const curve = simulate(experiment, {})
  const { study } = curve.report
  if (!study) throw new Error('no study')
  const run = { name: 'run', scalars: curve.scalars, samples: curve }
  const figure = sensitivityFigure(study, run, { title: 'Epidemic', timeUnit: 'd' })
  expect(figure.panels.map(({ y }) => y.label)).toEqual(['S', 'I', 'R'])
  const order = sensitivityParameters(study).map(({ name }) => name)
  expect(new Set(order)).toEqual(new Set(['beta', 'gamma', 'initial.I']))
  const infected = curveColumn(curve, 'I')
  const derivative = curveColumn(curve, 'I.beta')
  const line = figure.panels[1]?.marks.find((mark) => mark.type === 'line' && mark.label === 'beta')
  if (line?.type !== 'line') throw new Error('no line')
  // By the definition: p ∂x/∂p/max|x|.
  expect(line.y[70]).toBeCloseTo((1.7 * (derivative[70] ?? 0)) / Math.max(...infected), 12)
  // The same colour for the same parameter in every panel.
  const colours = figure.panels.map(({ marks }) => marks.flatMap((mark) => (mark.type === 'line' ? [mark.colour] : [])))
  expect(colours[0]).toEqual(colours[2])
  expect(figure.description).toContain(order[0])
  const svg = figureToSvg(figure, { widthMillimetres: 160, heightMillimetres: 120, theme: 'light' })
  expect(svg).toContain('initial.I')
  expect(svg).not.toContain('NaN')
})
