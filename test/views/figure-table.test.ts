import { expect, test } from 'vitest'
import { figureTable } from '../../src/views/export/figure-table.ts'
import type { Figure } from '../../src/views/plots/figure.ts'

const f = (...values: number[]) => Float64Array.from(values)
const axis = (label: string, unit: string) => ({ label, unit, scale: 'linear' as const })

test('curves over the same times share them; others stand beside with their own; numbers in full', () => {
  const figure: Figure = {
    title: '',
    description: '',
    x: axis('Time', 's'),
    panels: [
      {
        y: axis('Concentration', 'mol/m^3'),
        weight: 1,
        marks: [
          { type: 'line', x: f(0, 1, 2), y: f(0.1, 0.2, 0.3), label: 'benzene', colour: 0 },
          { type: 'line', x: f(0, 1, 2), y: f(1e-9, Number.NaN, 3), label: 'to\tluene', colour: 1 },
          { type: 'points', x: f(0.5, 1.5), y: f(4, 5), sigma: f(1, 2), label: 'measured', colour: 0 },
          { type: 'rule', axis: 'y', at: 0, label: '', colour: 'muted' },
        ],
      },
    ],
  }
  expect(figureTable(figure).split('\n')).toEqual([
    [
      'Time (s)',
      'benzene, Concentration (mol/m³)',
      'to luene, Concentration (mol/m³)',
      'Time (s)',
      'measured, Concentration (mol/m³)',
      'measured, standard deviation (mol/m³)',
    ].join('\t'),
    '0\t0.1\t1e-9\t0.5\t4\t1',
    '1\t0.2\t\t1.5\t5\t2',
    '2\t0.3\t3\t\t\t',
    '',
  ])
})

test('a map is a table with x along the top and y down the side', () => {
  const figure: Figure = {
    title: '',
    description: '',
    x: axis('Position', 'm'),
    panels: [
      {
        y: axis('Time', 's'),
        weight: 1,
        marks: [{ type: 'heat', x: f(0, 1), y: f(10, 20), values: f(1, 2, 3, 4), label: 'c', unit: '1', colours: 'sequential' }], // biome-ignore format: one mark
      },
    ],
  }
  expect(figureTable(figure)).toBe('Time (s) \\ Position (m)\t0\t1\n10\t1\t2\n20\t3\t4\n')
})
