import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type InputError, InvalidInput } from '../../src/core/errors.ts'
import { parseExperiment } from '../../src/experiment/parse.ts'
import { setPath } from '../../src/experiment/path.ts'
import { plan } from '../../src/experiment/plan.ts'
import { resolveProblem, resolveTime } from '../../src/experiment/resolve.ts'
import { experimentJsonSchema } from '../../src/experiment/schema.ts'
import { problems } from '../../src/pde/catalogue.ts'
import { gasColumn } from './samples.ts'

const root = join(import.meta.dirname, '..', '..')

function errorsOf(work: () => unknown): readonly InputError[] {
  try {
    work()
  } catch (error) {
    if (error instanceof InvalidInput) return error.errors
    throw error
  }
  return []
}
const planErrors = (document: unknown) => errorsOf(() => plan(parseExperiment(document), {}))

describe('what is wrong names the field and the remedy', () => {
  test.each<[string, string, unknown, string, RegExp]>([
    ['unknown field at the top', 'tilte', 'x', 'tilte', /did you mean "title"/],
    ['unknown parameter', 'problem.parameters.lenght', 1, 'problem.parameters.lenght', /did you mean "length"/],
    ['unknown field of a component', 'problem.components.0.Kd', 1, 'problem.components.0.Kd', /did you mean "kd"/],
    ['unknown problem', 'problem.id', 'gas-colum', 'problem.id', /did you mean "gas-column"/],
    ['a problem of a later version', 'problem.id', 'euler', 'problem.id', /not available in this version/],
    ['unknown method', 'method.id', 'exakt', 'method.id', /did you mean "exact"/],
    ['unknown method option', 'method.cels', 4, 'method.cels', /did you mean "cells"/],
    [
      'wrong unit',
      'problem.parameters.length',
      '15 s',
      'problem.parameters.length',
      /"15 s".*different quantities.*in m/,
    ],
    ['unknown unit', 'problem.parameters.inletPressure', '4 kpa', 'problem.parameters.inletPressure', /"kpa"/],
    ['a text that is no number', 'problem.parameters.length', 'long', 'problem.parameters.length', /"long"/],
    [
      'an expression with a mistake',
      'problem.parameters.length',
      '2*(3',
      'problem.parameters.length',
      /"\)" is missing/,
    ],
    ['a switch where a number belongs', 'problem.parameters.length', true, 'problem.parameters.length', /number/],
    ['null', 'problem.parameters.length', null, 'problem.parameters.length', /number/],
    ['out of bounds', 'problem.parameters.length', -1, 'problem.parameters.length', /above 0 m/],
    ['NaN by an expression', 'problem.parameters.length', '0/0', 'problem.parameters.length', /finite/],
    ['infinity by an exponent', 'problem.parameters.length', '1e999 m', 'problem.parameters.length', /finite/],
    ['too many samples', 'time.samples', 1e9, 'time.samples', /1000000/],
    ['one sample', 'time.samples', 1, 'time.samples', /at least 2/],
    ['half a sample', 'time.samples', 10.5, 'time.samples', /whole number/],
    ['times that end before they start', 'time.to', -5, 'time.to', /after time.from/],
    ['a minus seed', 'seed', -1, 'seed', /0/],
    ['title that is a number', 'title', 5, 'title', /text.*5/],
    ['components that are no list', 'problem.components', {}, 'problem.components', /list/],
    ['no components', 'problem.components', [], 'problem.components', /at least one/],
    ['three of ka kd K', 'problem.components.0.K', 100, 'problem.components.0', /exactly two of ka, kd, K.*remove one/],
    [
      'two components of one name',
      'problem.components.1.name',
      'benzene',
      'problem.components.1.name',
      /two components/,
    ],
    [
      'a name that no column can have',
      'problem.components.1.name',
      'a"b',
      'problem.components.1.name',
      /a name cannot have/,
    ],
    ['a name with a meaning', 'problem.components.1.name', 't', 'problem.components.1.name', /meaning/],
    [
      'velocity and flow',
      'problem.parameters.inletFlow',
      '1 mL/min',
      'problem.parameters',
      /exactly one of inletVelocity, inletFlow/,
    ],
    ['a backend that cannot serve', 'method.backend', 'gpu', 'method.backend', /wasm/],
    ['a backend that is none', 'method.backend', 'wasn', 'method.backend', /did you mean "wasm"/],
    [
      'a stepper that cannot serve',
      'method',
      { id: 'exact', stepper: 'rk4' },
      'method.stepper',
      /"rk4" does not serve/,
    ],
    ['a study of later versions', 'study.type', 'steady', 'study.type', /not available/],
    ['observed outputs', 'observe', { p: 'at(u, 1)' }, 'observe', /not available/],
    ['a surrogate', 'surrogate', { id: 'fno' }, 'surrogate', /not available/],
    ['a path out of the folder', 'data', [{ file: '../../x.csv', columns: {} }], 'data.0.file', /folder above/],
    ['an absolute path', 'data', [{ file: '/etc/passwd', columns: {} }], 'data.0.file', /relative/],
    [
      'a role that is none',
      'data',
      [{ file: 'x.csv', columns: { a: { role: 'z' } } }],
      'data.0.columns.a.role',
      /"x" or "y"/,
    ],
    [
      'an unknown field of a column',
      'data',
      [{ file: 'x.csv', columns: { a: { role: 'y', off: 1 } } }],
      'data.0.columns.a.off',
      /"of(fset)?"/,
    ],
  ])('%s', (_, path, value, at, message) => {
    // A PATH of one word would be a parameter's.
    const document = /^\w+$/.test(path) ? gasColumn({ [path]: value }) : setPath(gasColumn(), path, value)
    const errors = planErrors(document)
    const error = errors.find((e) => e.path === at)
    expect(errors.map((e) => e.path)).toContain(at)
    expect(error?.message).toMatch(message)
  })

  test('an expression says the column', () => {
    expect(planErrors(setPath(gasColumn(), 'problem.parameters.length', '2*foo'))[0]).toMatchObject({
      line: 1,
      column: 3,
    })
  })

  test('all errors come at once', () => {
    const wrong = setPath(setPath(gasColumn(), 'problem.parameters.length', '3 s'), 'problem.parameters.film', -1)
    expect(planErrors(wrong).map((e) => e.path)).toEqual(
      expect.arrayContaining(['problem.parameters.length', 'problem.parameters.film']),
    )
  })

  test('what is missing', () => {
    expect(planErrors({})[0]).toMatchObject({ path: 'isoline' })
    expect(planErrors({ isoline: 1 })[0]).toMatchObject({ path: 'problem' })
    expect(planErrors({ isoline: 1, problem: {} })[0]).toMatchObject({ path: 'problem.id' })
    const { parameters: _, ...rest } = gasColumn().problem as Record<string, unknown>
    expect(planErrors(gasColumn({ problem: rest })).map((e) => e.path)).toContain('problem.parameters.length')
    expect(planErrors({ isoline: 2, problem: {} })[0]?.message).toMatch(/newer|Update/)
    expect(planErrors('[1]')[0]?.message).toMatch(/JSON object/)
  })

  test('method exact with a capacity is an error at method.id, auto goes on and says why', () => {
    const competitive = setPath(gasColumn(), 'problem.components.0.capacity', 1)
    const both = setPath(competitive, 'problem.components.1.capacity', 1)
    expect(planErrors(setPath(both, 'method.id', 'exact'))[0]).toMatchObject({
      path: 'method.id',
      message: expect.stringMatching(/Langmuir/),
    })
    const planned = plan(parseExperiment(both), {})
    expect(planned.method).toBe('finite-volume')
    expect(planned.why.join(' ')).toMatch(/not exact: .*Langmuir/)
    expect(planned.isExactKnown).toBe(false)
  })
})

describe('numbers', () => {
  test('units, expressions and decimal commas give the same model', () => {
    const texts = {
      temperature: '80 degC',
      inletPressure: '401 kPa',
      outletPressure: '1.013 bar',
      length: '2000 cm',
      radius: '90 um',
      film: '1e-6',
      inletVelocity: '0,41 m/s',
      injection: '8/2',
    }
    const section = gasColumn().problem as { parameters: object }
    const given = resolveProblem(parseExperiment(gasColumn()), {})
    const other = resolveProblem(parseExperiment(gasColumn({ problem: { ...section, parameters: texts } })), {})
    for (const [name, value] of Object.entries(given.parameters)) {
      const same = other.parameters[name]
      if (typeof value === 'number') expect(same).toBeCloseTo(value, 9)
      else expect(same).toBe(value)
    }
  })

  test('times: samples with both ends, log, at, the default of the problem', () => {
    const times = (time: unknown) => [...resolveTime(parseExperiment(gasColumn({ time })))]
    expect(times({ to: 10, samples: 3 })).toEqual([0, 5, 10])
    expect(times({ from: '1 min', to: '2 min', samples: 2 })).toEqual([60, 120])
    expect(times({ to: 50 })).toHaveLength(101)
    expect(times({ from: 1, to: 100, samples: 3, spacing: 'log' })[1]).toBeCloseTo(10, 12)
    expect(times({ at: [1, '2*3', 8.5] })).toEqual([1, 6, 8.5])
    expect(errorsOf(() => times({ at: [2, 1] }))[0]).toMatchObject({ path: 'time.at.1' })
    expect(errorsOf(() => times({ at: [2], samples: 3 }))[0]).toMatchObject({ path: 'time.samples' })
    expect(errorsOf(() => times({ to: 5, spacing: 'log' }))[0]).toMatchObject({ path: 'time.from' })
  })
})

describe('experiment.json', () => {
  test('has the defaults filled in, keeps the form given, plans the same again', () => {
    const document = setPath(gasColumn(), 'problem.parameters.length', '2000 cm')
    const filled = plan(parseExperiment(document), {}).experiment
    expect(filled.problem.parameters?.length).toBe('2000 cm')
    expect(filled.problem.parameters?.injectorTime).toBe(0)
    // The contract's example: variable velocity is the default.
    expect(filled.problem.parameters?.variableVelocity).toBe(true)
    expect(filled.problem.components?.[0]).not.toHaveProperty('K')
    expect(filled.problem.components?.[1]).not.toHaveProperty('ka')
    expect(filled.method).toMatchObject({ id: 'exact' })
    expect(filled).toMatchObject({ time: { from: 0, to: 400, samples: 101 }, study: { type: 'time' }, seed: 0 })
    const again = plan(parseExperiment(JSON.parse(JSON.stringify(filled))), {})
    expect(again.experiment).toEqual(filled)
    expect(again.values).toEqual(plan(parseExperiment(document), {}).values)
  })

  test.each(problems.map((p) => [p.id, p] as const))('the example of %s is valid and planned', (_, problem) => {
    expect(plan(parseExperiment(problem.example), {}).times.length).toBeGreaterThan(1)
  })
})

describe('older files', () => {
  test('a file of version 0 opens and means the same as that of version 1', () => {
    const old = readFileSync(join(import.meta.dirname, 'old', 'version-0.isoline.json'), 'utf8')
    const migrated = parseExperiment(old)
    expect(migrated).toEqual(
      parseExperiment(gasColumn({ method: { id: 'exact' }, time: { from: 0, to: 400, samples: 101 } })),
    )
  })

  test.each([[-1], [1.5], ['1'], [null], [{}]])('%s is no version', (isoline) => {
    expect(errorsOf(() => parseExperiment({ isoline, problem: { id: 'gas-column' } }))[0]).toMatchObject({
      path: 'isoline',
    })
  })
})

test('the published schema is current', () => {
  const published = readFileSync(join(root, 'docs', 'experiment.schema.json'), 'utf8')
  // Made by: node scripts/write-schema.mjs
  expect(JSON.parse(published)).toEqual(JSON.parse(JSON.stringify(experimentJsonSchema())))
})
