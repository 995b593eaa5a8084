import { expect, test } from 'vitest'
import { axisSpacing } from '../../../src/core/domain.ts'
import { makeKernels } from '../../../src/kernels/kernels.ts'
import { gridShape } from '../../../src/solvers/discretisations/finite-difference/finite-difference.ts'
import { makeGridTables } from '../../../src/solvers/discretisations/finite-difference/grid-tables.ts'
import { makeSweep } from '../../../src/solvers/discretisations/finite-difference/sweep.ts'
import type { FieldProblem } from '../../../src/solvers/fields/discretised-fields.ts'
import { derivative, divergence, fieldProblem, laplacian } from '../../support/fields.ts'

const axis = (name: string, points: number, isPeriodic = false) => ({ name, from: 0, to: 1, points, isPeriodic })

function rough(problem: FieldProblem, order: 2 | 4) {
  const kernels = makeKernels()
  const shape = gridShape(problem, order)
  const { equations, domain } = problem
  const sweep = makeSweep(kernels, equations, shape, domain.axes.map(axisSpacing), equations.rates, makeGridTables(domain, order)) // biome-ignore format: one call
  const size = shape.counts.reduce((product, count) => product * count, equations.unknowns.length)
  const state = kernels.reserve(size)
  const view = kernels.view(state, size)
  for (let i = 0; i < size; i++) view[i] = Math.sin(1.3 * i * i) + 0.2
  sweep.setScalar('t', 0.7)
  return { kernels, sweep, size, state, counts: shape.counts }
}

const chain = (axes: Parameters<typeof fieldProblem>[0]['axes'], isRound: boolean) =>
  fieldProblem({
    axes,
    unknowns: ['u', 'v'],
    rates: ['T1 + 0.5*T2 - u*v^2 + x*t', 'T5 + T6 + sin(y)'],
    terms: [
      laplacian('u'),
      laplacian('u^3 - u - 0.01*T0'),
      derivative('u*v', 1, ...axes.slice(1).map(() => 0)),
      derivative('v', ...axes.map((_, i) => Number(i === 0))),
      derivative('v', ...axes.map((_, i) => Number(i === axes.length - 1))),
      divergence(...axes.map((_, i) => (i === 0 ? '(1 + u^2)*T3' : i === axes.length - 1 ? '(2 + u)*T4 - v' : '0'))),
      laplacian('v'),
    ],
    boundary: isRound
      ? []
      : [
          { side: 'x-', value: '1', rightSide: 'y + t' },
          { side: 'y+', value: '1', normal: '2', rightSide: 'x*v' },
          { side: 'y-', unknown: 1, value: '3', rightSide: 'x^2' },
        ],
  })

/**
 * One grid in rows long enough for the loops that read the state itself, one turned so that its rows are short and read from arrays with
 * margins alone: equations that are symmetric in x and y must give the same numbers, whichever way they were computed.
 */
for (const order of [2, 4] as const)
  test(`reading the state itself and reading arrays with margins agree, order ${order}`, () => {
    for (const isRound of [true, false]) {
      const make = (nx: number, ny: number, fixed: string) =>
        rough(
          fieldProblem({
            axes: [axis('x', nx, isRound), axis('y', ny, isRound)],
            rates: ['T1 - u^2'],
            terms: [laplacian('u'), laplacian('u^3 - 0.001*T0')],
            boundary: isRound ? [] : [{ side: fixed, value: '1', rightSide: 't' }],
          }),
          order,
        )
      const [long, short] = [make(71, 17, 'x-'), make(17, 71, 'y-')]
      const from = long.kernels.view(long.state, long.size)
      const to = short.kernels.view(short.state, short.size)
      for (let y = 0; y < 17; y++) for (let x = 0; x < 71; x++) to[x * 17 + y] = from[y * 71 + x]
      const [a, b] = [long.kernels.reserve(long.size), short.kernels.reserve(short.size)]
      long.sweep.run(long.state, a)
      short.sweep.run(short.state, b)
      const [first, second] = [long.kernels.view(a, long.size), short.kernels.view(b, short.size)]
      const size = first.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
      for (let y = 0; y < 17; y++)
        for (let x = 0; x < 71; x++)
          // Sums along x and y are taken in another order: rounding of terms as large as the largest.
          expect(Math.abs(first[y * 71 + x] - second[x * 17 + y])).toBeLessThan(1e-12 * size)
    }
  })

test('slabs computed in parts are the whole to the last bit', () => {
  for (const isRound of [true, false])
    for (const [axes, cuts] of [
      [
        [axis('x', 61, isRound), axis('y', 300, isRound)],
        [0, 1, 7, 140, 297, 300],
      ],
      [
        [axis('x', 50, isRound), axis('y', 21, isRound), axis('z', 40, isRound)],
        [0, 3, 22, 39, 40],
      ],
      [
        [axis('x', 12, isRound), axis('y', 13, isRound), axis('z', 14, isRound)],
        [0, 5, 14],
      ],
    ] as const) {
      const { kernels, sweep, size, state } = rough(chain(axes, isRound), 2)
      const [whole, parts] = [kernels.reserve(size), kernels.reserve(size)]
      sweep.run(state, whole)
      for (let i = 0; i + 1 < cuts.length; i++) sweep.run(state, parts, cuts[i], cuts[i + 1])
      const [a, b] = [kernels.view(whole, size), kernels.view(parts, size)]
      expect(a.every(Number.isFinite)).toBe(true)
      expect(a.every((value, i) => Object.is(value, b[i]))).toBe(true)
    }
})
