import katex from 'katex'
import { describe, expect, test } from 'vitest'
import { parseUnit } from '../../../src/core/unit.ts'
import { findProblem, problems } from '../../../src/pde/catalogue.ts'
import { makeGasColumnModel } from '../../../src/pde/gas-column/model.ts'
import { gasColumn } from '../../../src/pde/gas-column/problem.ts'
import type { ParameterValues, ProblemValues } from '../../../src/pde/problem.ts'

const parameters: ParameterValues = {
  temperature: 353.15,
  inletPressure: 4.01e5,
  outletPressure: 1.013e5,
  length: 20,
  radius: 9e-5,
  film: 1e-6,
  inletVelocity: 0.41,
  injection: 4,
  injectorTime: 0,
  variableVelocity: true,
}
const benzene: ParameterValues = { name: 'benzene', ka: 579, kd: 5.299, concentration: 2.732e-6, dispersion: 0 }
const toluene: ParameterValues = { name: 'toluene', K: 256.73, kd: 11.502, concentration: 2.732e-6, dispersion: 0 }
const values = (
  change: ParameterValues = {},
  components: readonly ParameterValues[] = [benzene, toluene],
): ProblemValues => ({
  parameters: { ...parameters, ...change },
  components,
})
const wrong = (problem: ProblemValues) => gasColumn.check(problem).map(({ path, message }) => `${path}: ${message}`)
const without = (name: string): ProblemValues => ({
  ...values(),
  parameters: Object.fromEntries(Object.entries(parameters).filter(([key]) => key !== name)),
})

describe('catalogue', () => {
  test('every problem is found by its id and is complete', () => {
    expect(problems.length).toBeGreaterThan(0)
    for (const problem of problems) {
      expect(findProblem(problem.id)).toBe(problem)
      const all = [
        ...problem.parameters,
        ...(problem.components?.parameters ?? []),
        ...problem.methods.flatMap((m) => m.options),
      ]
      for (const p of all) {
        expect(() => parseUnit(p.unit), p.name).not.toThrow()
        for (const other of p.otherUnits ?? [])
          expect(parseUnit(other).dimension, `${p.name} ${other}`).toEqual(parseUnit(p.unit).dimension)
        expect(p.help.length, p.name).toBeGreaterThan(10)
        if (p.slider) expect(p.slider.to, p.name).toBeGreaterThan(p.slider.from)
      }
      for (const choice of [...problem.choices, ...(problem.components?.choices ?? [])])
        for (const name of choice.names)
          expect(
            all.some((p) => p.name === name),
            name,
          ).toBe(true)
      expect(problem.example).toHaveProperty(['problem', 'id'], problem.id)
      expect(problem.references.length).toBeGreaterThan(0)
    }
  })
})

describe('gas column', () => {
  test('a good column has no errors', () => {
    expect(wrong(values())).toEqual([])
    expect(wrong(values({ outletPressure: 4.01e5 }))).toEqual([])
  })

  test.each([
    ['outlet above inlet', values({ outletPressure: 5e5 }), /outletPressure.*not be above the inlet pressure/],
    ['no inlet pressure', without('inletPressure'), /inletPressure.*variableVelocity/],
    ['film as thick as the bore', values({ film: 1e-4 }), /film.*thinner/],
    ['no analytes', values({}, []), /components.*empty/],
    ['the same name twice', values({}, [benzene, benzene]), /components\.1\.name.*twice/],
    ['names that differ in capitals', values({}, [benzene, { ...benzene, name: 'Benzene' }]), /capitals/],
    ['a name of the results', values({}, [{ ...benzene, name: 't' }]), /components\.0\.name.*"t"/],
    ['the name of a film field', values({}, [benzene, { ...toluene, name: 'benzene_film' }]), /film/],
    [
      'capacity for one only',
      values({}, [{ ...benzene, capacity: 3 }, toluene]),
      /components\.1\.capacity.*all of them/,
    ],
    ['K = 0 with ka', values({}, [{ name: 'a', K: 0, ka: 1, concentration: 1 }]), /components\.0\.K.*kd/],
    ['ka = 0 with K', values({}, [{ name: 'a', K: 5, ka: 0, concentration: 1 }]), /components\.0\.ka.*kd/],
  ] as const)('%s', (_, problem, message) => {
    const errors = wrong(problem)
    expect(errors).toHaveLength(1)
    expect(errors[0]).toMatch(message)
  })

  test('constant velocity needs no pressures', () => {
    const { inletPressure: _, outletPressure: __, ...rest } = parameters
    const problem = { ...values(), parameters: { ...rest, variableVelocity: false } }
    expect(gasColumn.check(problem)).toEqual([])
    expect(makeGasColumnModel(problem).holdUp).toBeCloseTo(20 / 0.41, 12)
  })

  test('any two of ka, kd, K give the third', () => {
    const rates = (component: ParameterValues) => {
      const c = makeGasColumnModel(values({}, [{ name: 'a', concentration: 1, ...component }])).components[0]
      return [c?.ka, c?.kd, c?.K]
    }
    expect(rates({ ka: 12, kd: 4 })).toEqual([12, 4, 3])
    expect(rates({ ka: 12, K: 3 })).toEqual([12, 4, 3])
    expect(rates({ kd: 4, K: 3 })).toEqual([12, 4, 3])
    expect(rates({ kd: 4, K: 0 })).toEqual([0, 4, 0])
  })

  test('flow gives the velocity: 0.625 mL/min through 90 µm is 0.40935 m/s (reference table, u0)', () => {
    const { inletVelocity: _, ...rest } = parameters
    const model = makeGasColumnModel({ ...values(), parameters: { ...rest, inletFlow: 0.625e-6 / 60 } })
    expect(model.inletVelocity).toBeCloseTo(0.40934913346680896, 14)
    // The table's hold-up time.
    expect(model.holdUp).toBeCloseTo(34.23145217803914, 11)
    expect(model.phaseRatio).toBeCloseTo(0.02222222222222222, 15)
  })

  test('equations: what is shown is what holds, and KaTeX can set it', () => {
    const shown = (problem: ProblemValues) => {
      const lines = gasColumn.equations(problem)
      for (const { latex } of lines) katex.renderToString(latex, { throwOnError: true, strict: 'error' })
      return lines.map((line) => line.latex).join('\n')
    }
    const plain = shown(values())
    expect(plain).toContain('\\hat p_L')
    expect(plain).not.toContain('D_i')
    expect(plain).not.toContain('\\sum')
    expect(shown(values({ variableVelocity: false }))).not.toContain('\\hat p')
    expect(shown(values({}, [{ ...benzene, dispersion: 1e-6 }]))).toContain('D')
    expect(
      shown(
        values({}, [
          { ...benzene, capacity: 1 },
          { ...toluene, capacity: 1 },
        ]),
      ),
    ).toContain('\\sum_j')
    expect(shown(values({ injectorTime: 2 }))).toContain('\\tau_\\mathrm{inj}')
  })
})
