import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { typedOdeExample } from '../../../src/pde/typed-ode/example.ts'
import { call } from './call.ts'

const top = mkdtempSync(join(tmpdir(), 'isoline-typed-'))
afterAll(() => rmSync(top, { recursive: true, force: true }))
const folder = join(top, 'work')
mkdirSync(folder)
const write = (name: string, content: unknown) => writeFileSync(join(folder, name), JSON.stringify(content))

test.each(['typed-ode', 'n-body'])('new %s prints an experiment that check accepts', async (id) => {
  const printed = await call(folder, ['new', id, '--json'])
  write('new.json', printed.json)
  const checked = await call(folder, ['check', 'new.json', '--json'])
  expect(checked.status).toBe(0)
  expect(checked.json).toMatchObject({ ok: true, errors: [], plan: { method: 'integrate', backend: 'wasm' } })
})

test('a run folder of a typed system: columns, events, experiment.json that runs again to the same bytes', async () => {
  write('a.json', { ...typedOdeExample, time: { to: 5, samples: 11 }, observe: { r: 'sqrt(x^2 + y^2)' } })
  const ran = await call(folder, ['run', 'a.json', '--out', 'one', '--set', 'rho=30', '--json'])
  expect(ran.status).toBe(0)
  const outcome = JSON.parse(readFileSync(join(folder, 'one/outcome.json'), 'utf8'))
  expect(outcome).toMatchObject({ status: 'done', method: 'integrate', stepper: 'dop853' })
  expect(outcome.events[0]).toMatchObject({ event: 0, state: { z: expect.any(Number) } })
  const kept = JSON.parse(readFileSync(join(folder, 'one/experiment.json'), 'utf8'))
  expect(kept.problem.parameters.rho).toEqual({ ...typedOdeExample.problem.parameters.rho, value: 30 })
  await call(folder, ['run', 'one/experiment.json', '--out', 'two', '--json'])
  const rows = readFileSync(join(folder, 'one/scalars.csv'), 'utf8')
  expect(rows.split('\n')[0]).toBe('t,x,y,z,r')
  expect(readFileSync(join(folder, 'two/scalars.csv'), 'utf8')).toBe(rows)
})

test('a study of sensitivities: columns of derivatives in scalars.csv, what matters most in the outcome, a picture', async () => {
  write('s.json', {
    ...typedOdeExample,
    time: { to: 2, samples: 21 },
    study: { type: 'sensitivities', of: ['rho', 'problem.initial.x'] },
  })
  const ran = await call(folder, ['run', 's.json', '--out', 'sensitive', '--json'])
  expect(ran.status).toBe(0)
  const rows = readFileSync(join(folder, 'sensitive/scalars.csv'), 'utf8').trim().split('\n')
  expect(rows[0]).toBe('t,x,y,z,x.rho,x.initial.x,y.rho,y.initial.x,z.rho,z.initial.x')
  expect(rows).toHaveLength(22)
  const outcome = JSON.parse(readFileSync(join(folder, 'sensitive/outcome.json'), 'utf8'))
  expect(outcome.study).toMatchObject({
    type: 'sensitivities',
    of: [{ path: 'problem.parameters.rho', name: 'rho' }, { path: 'problem.initial.x' }],
  })
  expect(outcome.metrics['sensitivity.rho']).toBeGreaterThan(0)
  expect(outcome.why.join()).toContain('what matters most')
  const drawn = await call(folder, ['export', 'sensitive', '--format', 'svg', '--out', 'sensitive.svg', '--json'])
  expect(drawn.status).toBe(0)
  expect(readFileSync(join(folder, 'sensitive.svg'), 'utf8')).toContain('initial.x')
})

test('a badly typed system: exit 2 and one document with path and column, nothing begun', async () => {
  const { equations } = typedOdeExample.problem
  write('bad.json', { ...typedOdeExample, problem: { ...typedOdeExample.problem, equations: [equations[0], "y' = x*(rho - z", equations[2]] } }) // biome-ignore format: one document
  for (const verb of ['check', 'run']) {
    const called = await call(folder, [verb, 'bad.json', ...(verb === 'run' ? ['--out', 'bad'] : []), '--json'])
    expect(called.status).toBe(2)
    expect(called.json).toMatchObject({ ok: false, errors: [{ path: 'problem.equations.1', column: 16 }] })
    expect(called.json.errors).toHaveLength(1)
  }
  expect(existsSync(join(folder, 'bad', 'outcome.json'))).toBe(false)
})

test('a named stepper that cannot serve: exit 2 with its reason', async () => {
  write('a.json', typedOdeExample)
  const called = await call(folder, [
    'run',
    'a.json',
    '--set',
    'method.stepper=verlet',
    '--set',
    'method.step=0.01',
    '--json',
  ])
  expect(called.status).toBe(2)
  expect(called.json.errors[0]).toMatchObject({ path: 'method.stepper' })
})

test('a sweep compares the metrics of the columns; the script of the system is printed', async () => {
  write('a.json', { ...typedOdeExample, time: { to: 1, samples: 3 } })
  const swept = await call(folder, ['sweep', 'a.json', '--over', 'rho=10:30:3', '--out', 'sweep', '--json'])
  expect(swept.status).toBe(0)
  const table = readFileSync(join(folder, 'sweep/sweep.csv'), 'utf8').split('\n')
  expect(table[0]).toContain('maximum.z')
  expect(table.filter((line) => line !== '')).toHaveLength(4)
  const script = await call(folder, ['export', 'a.json', '--format', 'python'])
  expect(script.stdout).toContain('solve_ivp(rates, (begin, end), u, method="LSODA", jac=jacobian')
})

test('--set of a parameter that nothing has is refused, with the name meant', async () => {
  write('slip.json', typedOdeExample)
  const ran = await call(folder, ['run', 'slip.json', '--out', 'slip', '--set', 'roh=30', '--json'])
  expect(ran.status).toBe(2)
  expect(ran.json.errors[0].message).toMatch(/no parameter "roh".*"rho"/)
})
