import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { verbs } from '../../../src/hosts/node/cli.ts'
import { gasColumn } from '../../experiment/samples.ts'
import { call } from './call.ts'

const top = mkdtempSync(join(tmpdir(), 'isoline-cli-'))
afterAll(() => rmSync(top, { recursive: true, force: true }))
let folder = ''
let count = 0
beforeEach(() => {
  folder = join(top, `case-${++count}`, 'work')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'a.isoline.json'), JSON.stringify(gasColumn()))
})
const write = (name: string, content: unknown) =>
  writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content))
const read = (name: string) => readFileSync(join(folder, name), 'utf8')

describe('help and wrong use', () => {
  test('every verb is in the help, and explains itself', async () => {
    const help = await call(folder, ['help'])
    expect(help.status).toBe(0)
    for (const verb of verbs) {
      expect(help.stdout).toContain(verb.name)
      const own = await call(folder, ['help', verb.name])
      expect(own.stdout).toMatch(new RegExp(`^isoline ${verb.name}`))
      expect((await verb.load()).command.name).toBe(verb.name)
      expect((await call(folder, [verb.name, '--help'])).stdout).toBe(own.stdout)
    }
  })

  test.each<[string, readonly string[], RegExp]>([
    ['an unknown verb', ['rnu', 'x'], /did you mean "run"/],
    ['a verb of later versions', ['train', 'x'], /later version/],
    ['a missing FILE', ['check'], /FILE is missing/],
    ['one argument too many', ['check', 'a.isoline.json', 'b'], /unexpected argument "b"/],
    ['an unknown option', ['check', 'a.isoline.json', '--fast'], /--fast.*takes --json --set/s],
    ['a file that is not there', ['check', 'b.json'], /no file b\.json/],
    ['a folder for a file', ['check', '.'], /not a file/],
    ['an unknown catalogue', ['list', 'problem'], /did you mean "problems"/],
    ['an unknown problem', ['new', 'gas'], /did you mean "gas-/],
    ['--set that is none', ['check', 'a.isoline.json', '--set', 'length'], /PATH=VALUE/],
    ['--set of an unknown field', ['check', 'a.isoline.json', '--set', 'lenght=3'], /did you mean "length"/],
    ['--resume beside FILE', ['run', 'a.isoline.json', '--resume', '.'], /takes no FILE/],
    ['--resume of no run folder', ['run', '--resume', '.'], /not a run folder/],
    ['--watch with --json', ['run', 'a.isoline.json', '--watch'], /one document/],
  ])('%s: exit 2, one document, the reason on stderr too', async (_, args, message) => {
    const called = await call(folder, [...args, '--json'])
    expect(called.status).toBe(2)
    expect(called.json.ok).toBe(false)
    expect(called.json.errors[0].message).toMatch(message)
    expect(called.stderr).toMatch(message)
  })
})

describe('list, new, schema', () => {
  test.each(['problems', 'methods', 'steppers', 'backends', 'surrogates', 'experiments'])('list %s', async (name) => {
    const { status, json } = await call(folder, ['list', name, '--json'])
    expect(status).toBe(0)
    expect(Array.isArray(json)).toBe(true)
    for (const item of json) expect(item).toMatchObject({ id: expect.any(String), title: expect.any(String) })
    expect((await call(folder, ['list', name])).status).toBe(0)
  })

  test('what new prints is valid', async () => {
    const made = await call(folder, ['new', 'gas-column'])
    write('new.json', made.stdout)
    const checked = await call(folder, ['check', 'new.json', '--json'])
    expect(checked.json).toMatchObject({
      ok: true,
      errors: [],
      plan: { method: expect.any(String), memoryBytes: expect.any(Number) },
    })
  })

  test('schema', async () => {
    expect((await call(folder, ['schema', '--json'])).json).toMatchObject({ required: ['isoline', 'problem'] })
  })
})

describe('check', () => {
  test('says how it would be solved, and why', async () => {
    const { status, json } = await call(folder, ['check', 'a.isoline.json', '--json'])
    expect(status).toBe(0)
    expect(json).toMatchObject({ ok: true, errors: [], plan: { method: 'exact', backend: 'wasm' } })
    expect(json.plan.why.length).toBeGreaterThan(0)
  })

  test('reads standard input', async () => {
    const { status } = await call(folder, ['check', '-', '--json'], { input: JSON.stringify(gasColumn()) })
    expect(status).toBe(0)
  })

  test('every error with its PATH, exit 2', async () => {
    write('bad.json', gasColumn({ tiem: {}, seed: -1 }))
    const { status, json, stderr } = await call(folder, ['check', 'bad.json', '--json'])
    expect(status).toBe(2)
    expect(json.errors.map((e: { path: string }) => e.path).sort()).toEqual(['seed', 'tiem'])
    expect(stderr).toContain('tiem: unknown field "tiem"; did you mean "time"?')
  })

  test('measurements that are not there, or lead out by a link', async () => {
    write('data.json', gasColumn({ data: [{ file: 'm.csv', columns: { t: 'x' } }] }))
    expect((await call(folder, ['check', 'data.json', '--json'])).json.errors[0]).toMatchObject({ path: 'data.0.file' })
    writeFileSync(join(top, 'secret.csv'), 't,y\n0,1\n')
    symlinkSync(join(top, 'secret.csv'), join(folder, 'm.csv'))
    expect((await call(folder, ['check', 'data.json', '--json'])).json.errors[0].message).toMatch(/leads out/)
  })
})

describe('run', () => {
  test('prints the outcome; without --out nothing is written', async () => {
    const { status, json } = await call(folder, ['run', 'a.isoline.json', '--json'])
    expect(status).toBe(0)
    expect(json).toMatchObject({ status: 'done', method: 'exact', seed: 0, versions: { node: process.versions.node } })
    expect(json.metrics['retentionTime.benzene']).toBeGreaterThan(0)
  })

  test('--out keeps everything, --set changes a value, the experiment runs again to the same bytes', async () => {
    const args = [
      '--set',
      'problem.parameters.length=25 m',
      '--set',
      'method.id=finite-volume',
      '--set',
      'method.cells=100',
      '--json',
    ]
    const first = await call(folder, ['run', 'a.isoline.json', '--out', 'r/one', ...args])
    expect(first.json).toMatchObject({ status: 'done', method: 'finite-volume', stepper: 'kencarp4' })
    expect(first.json.errors.exact.benzene).toBeGreaterThan(0)
    expect(JSON.parse(read('r/one/experiment.json')).problem.parameters.length).toBe('25 m')
    expect(JSON.parse(read('r/one/outcome.json'))).toEqual(first.json)
    const second = await call(folder, ['run', 'r/one/experiment.json', '--out', 'r/two', '--json'])
    expect(second.status).toBe(0)
    expect(read('r/two/scalars.csv')).toBe(read('r/one/scalars.csv'))
    expect(read('r/two/experiment.json')).toBe(read('r/one/experiment.json'))
    expect(existsSync(join(folder, 'r/one/frames.zarr/.zmetadata'))).toBe(true)
  })

  test('a stopped run: exit 3, and --resume ends with the bytes of an uninterrupted one', async () => {
    const set = ['--set', 'method.id=finite-volume', '--set', 'method.cells=600']
    const whole = await call(folder, ['run', 'a.isoline.json', '--out', 'whole', ...set])
    expect(whole.status).toBe(0)
    const controller = new AbortController()
    // A terminal is shown every piece of work; the run has some dozens of them and is stopped at the first.
    const stopped = await call(folder, ['run', 'a.isoline.json', '--out', 'part', ...set, '--json'], {
      signal: controller.signal,
      isTerminal: true,
      stderr: () => controller.abort(),
    })
    expect(stopped.status).toBe(3)
    expect(stopped.json.status).toBe('stopped')
    expect(read('part/scalars.csv').length).toBeLessThan(read('whole/scalars.csv').length)
    const resumed = await call(folder, ['run', '--resume', 'part', '--json'])
    expect(resumed).toMatchObject({ status: 0, json: { status: 'done' } })
    expect(read('part/scalars.csv')).toBe(read('whole/scalars.csv'))
    expect((await call(folder, ['run', '--resume', 'part', '--json'])).stderr).toMatch(/done already/)
  })

  test('nothing is run and nothing written for a hostile file', async () => {
    write('bad.json', '{"isoline":1,"problem":{"id":"gas-column","__proto__":{"polluted":true}}}')
    const { status, json } = await call(folder, ['run', 'bad.json', '--out', 'bad', '--json'])
    expect(status).toBe(2)
    expect(json.errors[0].path).toBe('problem.__proto__')
    expect(existsSync(join(folder, 'bad'))).toBe(false)
    expect(Reflect.get({}, 'polluted')).toBeUndefined()
  })

  test('missing measurements are said, and do not matter', async () => {
    write('data.json', gasColumn({ data: [{ file: 'm.csv', columns: { t: 'x' } }] }))
    const { status, stderr } = await call(folder, ['run', 'data.json', '--json'])
    expect(status).toBe(0)
    expect(stderr).toContain('m.csv')
  })

  test('a sweep section makes sweep.csv, one row a point', async () => {
    write(
      'sweep.json',
      gasColumn({
        sweep: {
          over: { length: { from: '10 m', to: '20 m', samples: 3 }, 'problem.components.0.ka': { values: [500, 600] } },
        },
      }),
    )
    const { status } = await call(folder, ['run', 'sweep.json', '--out', 's', '--json'])
    expect(status).toBe(0)
    const lines = read('s/sweep.csv').trim().split('\n')
    expect(lines).toHaveLength(7)
    expect(lines[0]).toMatch(/^problem\.parameters\.length,problem\.components\.0\.ka,.*retentionTime\.benzene/)
    // The last PATH goes fastest.
    expect(lines.slice(1).map((line) => line.split(',').slice(0, 2).map(Number))).toEqual([
      [10, 500],
      [10, 600],
      [15, 500],
      [15, 600],
      [20, 500],
      [20, 600],
    ])
  })
})
