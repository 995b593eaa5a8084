import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { gasColumn } from '../../experiment/samples.ts'
import { pythonWith } from '../../support/python.ts'
import { call } from './call.ts'

const top = mkdtempSync(join(tmpdir(), 'isoline-strangers-'))
afterAll(() => rmSync(top, { recursive: true, force: true }))
let folder = ''
let count = 0
beforeEach(() => {
  folder = join(top, `case-${++count}`)
  mkdirSync(folder, { recursive: true })
  write('a.isoline.json', gasColumn())
})
const write = (name: string, content: unknown) =>
  writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content))
const read = (name: string) => readFileSync(join(folder, name), 'utf8')
const run = (...args: readonly string[]) => call(folder, ['run', 'a.isoline.json', ...args, '--json'])

describe('--out', () => {
  test.each([
    ['run', ['run', 'a.isoline.json']],
    ['sweep', ['sweep', 'a.isoline.json', '--over', 'length=10:20:2']],
  ])('%s leaves a folder of other files as it was', async (_, args) => {
    mkdirSync(join(folder, 'thesis'))
    write('thesis/experiment.json', 'mine')
    write('thesis/log.jsonl', 'mine too')
    const { status, json } = await call(folder, [...args, '--out', 'thesis', '--json'])
    expect(status).toBe(2)
    expect(json.errors[0].message).toMatch(/holds other files \(experiment\.json, log\.jsonl\).*name a new folder/)
    expect(readdirSync(join(folder, 'thesis')).sort()).toEqual(['experiment.json', 'log.jsonl'])
    expect(read('thesis/experiment.json')).toBe('mine')
  })

  test('an empty folder is taken, an earlier run replaced whole, notes beside it kept', async () => {
    mkdirSync(join(folder, 'r'))
    expect((await run('--out', 'r', '--set', 'method.id=finite-volume', '--set', 'method.cells=32')).status).toBe(0)
    write('r/notes.txt', 'kept')
    expect((await call(folder, ['sweep', 'a.isoline.json', '--over', 'length=10:20:2', '--out', 'r'])).status).toBe(0)
    expect(readdirSync(join(folder, 'r')).sort()).toEqual(
      ['experiment.json', 'log.jsonl', 'notes.txt', 'outcome.json', 'sweep.csv', 'sweep.jsonl'], // biome-ignore format: a list
    )
    expect((await run('--out', 'r')).status).toBe(0)
    expect(readdirSync(join(folder, 'r')).sort()).toEqual(
      ['experiment.json', 'frames.zarr', 'log.jsonl', 'notes.txt', 'outcome.json', 'scalars.csv'], // biome-ignore format: a list
    )
    expect(read('r/notes.txt')).toBe('kept')
  })

  test.each<[string, string, RegExp]>([
    ['nothing', '', /--out is empty/],
    ['a name with a null character', 'a\0b', /not a name this disk takes/],
    ['a name too long for any disk', 'a'.repeat(300), /not a name this disk takes/],
    ['a place below a file', 'a.isoline.json/r', /a file stands where a folder is needed/],
    // Node's own recursive mkdir never ends there (Linux).
    ...(existsSync('/proc/self') ? [['a folder in which none can be made', '/proc/r', /cannot be written|no permission/] as [string, string, RegExp]] : []), // biome-ignore format: one case
  ])('%s: exit 2 and a reason', async (_, out, message) => {
    const { status, json } = await run('--out', out)
    expect(status).toBe(2)
    expect(json.errors[0].message).toMatch(message)
  })

  test('export to a folder that is not there: exit 2', async () => {
    await run('--out', 'r')
    const { status, json } = await call(folder, ['export', 'r', '--format', 'csv', '--out', 'no/such/x.csv', '--json'])
    expect(status).toBe(2)
    expect(json.errors[0].message).toMatch(/there is no folder/)
  })
})

describe('names as chemists write them', () => {
  const names = ['1,2-dichlorobenzene', 'm/p-xylene', 'm_p-xylene', "benzo[a]pyrene (2,2')", 'α-pinene', '甲苯', '0']
  const components = names.map((name, i) => ({ name, K: 100 + 20 * i, kd: 5, concentration: 1e-6 }))

  test('come through every file and format', async () => {
    const document = gasColumn({ title: 'Gemisch für Köln, 2 µg', time: { to: 300, samples: 31 } })
    write('n.json', { ...document, problem: { ...Object(document.problem), components } })
    expect((await call(folder, ['run', 'n.json', '--out', 'n', '--json'])).status).toBe(0)
    const row = (await call(folder, ['export', 'n', '--format', 'csv', '--field', names[0] ?? '', '--time', '2 min']))
      .stdout
    expect(row).toMatch(/^t,"1,2-dichlorobenzene"\n120\.0+,[\d.e-]+\n$/)
    const unsaved = await call(folder, ['export', 'n', '--format', 'csv', '--field', '甲苯', '--time', '121', '--json'])
    expect(unsaved.json.errors[0].message).toMatch(/t = 121 was not saved; saved times: 0, 10, 20/)
    for (const format of ['npz', 'netcdf', 'svg', 'python'])
      expect((await call(folder, ['export', 'n', '--format', format, '--out', `n.${format}`])).status).toBe(0)
    const python = pythonWith('numpy', 'xarray', 'zarr', 'scipy')
    if (!python) return void console.warn('SKIPPED: no Python with numpy, xarray, zarr and scipy')
    const script = `
import csv, io, json, subprocess, sys, numpy, xarray
z = xarray.open_zarr('n/frames.zarr')
c = xarray.open_dataset('n.netcdf', engine='scipy')
rows = list(csv.reader(open('n/scalars.csv')))
own = list(csv.reader(io.StringIO(subprocess.run([sys.executable, 'n.python'], capture_output=True, text=True).stdout)))
last = [float(v) for v in rows[13]]
print(json.dumps({'csv': rows[0], 'python': own[0], 'zarr': sorted(z[v].long_name for v in z.data_vars), 'title': z.title,
  'shape': sorted(set(z[v].shape for v in z.data_vars)), 'units': sorted(set(z[v].units for v in z.data_vars)),
  'same': all(last[1 + i] == [float(z[v][12]) for v in z.data_vars if z[v].long_name == n][0] for i, n in enumerate(rows[0][1:])),
  'close': all(abs(float(a) - b) < 1e-14 for a, b in zip(own[13], last)),
  'netcdf': sorted(c[v].long_name for v in c.data_vars), 'npz': len(numpy.load('n.npz').files)}))`
    const seen = JSON.parse(execFileSync(python, ['-c', script], { cwd: folder, encoding: 'utf8' }))
    const sorted = [...names].sort()
    expect({ ...seen, zarr: seen.zarr.sort(), netcdf: seen.netcdf.sort() }).toEqual({
      csv: ['t', ...names],
      python: ['t', ...names],
      zarr: sorted,
      title: 'Gemisch für Köln, 2 µg',
      shape: [[31]],
      units: ['mol/m^3'],
      same: true,
      close: true,
      netcdf: sorted,
      npz: names.length + 1,
    })
  }, 60_000)

  test.each([
    ['a"b', /has the character "\\""/],
    ['a:b', /has the character ":"/],
    ['a\u200bb', /U\+200B/],
    ['\u202eabc', /U\+202E/],
    ['a\nb', /U\+000A/],
    ['__proto__', /a meaning of its own in programs/],
    [' a', /a blank/],
    ['a'.repeat(61), /61 characters; 60/],
  ])('%j is refused with the character that is wrong', async (name, message) => {
    const document = gasColumn()
    write('n.json', { ...document, problem: { ...Object(document.problem), components: [{ ...components[0], name }] } })
    const { status, json } = await call(folder, ['check', 'n.json', '--json'])
    expect(status).toBe(2)
    expect(json.errors[0]).toMatchObject({ path: 'problem.components.0.name', message: expect.stringMatching(message) })
  })
})

describe('check looks at what a fit or a sweep would stumble over', () => {
  test.each<[string, Readonly<Record<string, unknown>>, string, RegExp]>([
    [
      'a sweep over what is not given',
      { sweep: { over: { 'problem.components.0.K': { from: 1, to: 2 } } } },
      'sweep.over["problem.components.0.K"]',
      /no number at this PATH/,
    ],
    [
      'a fit of what is not given',
      { fit: { free: { 'problem.components.0.K': {} } } },
      'fit.free["problem.components.0.K"]',
      /not given/,
    ],
    [
      'a role that is none',
      { data: [{ file: 'a.csv', columns: { t: 'z' } }] },
      'data.0.columns.t',
      /"z" is not a role/,
    ],
    ['a stepper that is none', { method: { stepper: 'tsti5' } }, 'method.stepper', /did you mean "tsit5"/],
    ['an expression with a unit', { time: { to: '2*5 min' } }, 'time.to', /an expression has no unit of its own/],
  ])('%s', async (_, more, path, message) => {
    write('c.json', gasColumn(more))
    const { status, json } = await call(folder, ['check', 'c.json', '--json'])
    expect(status).toBe(2)
    expect(json.errors[0]).toMatchObject({ path, message: expect.stringMatching(message) })
  })
})

test('the folder of a sweep says where its numbers are, and is drawn and reported', async () => {
  await call(folder, ['sweep', 'a.isoline.json', '--over', 'length=10:20:2', '--out', 's'])
  const svg = await call(folder, ['export', 's', '--format', 'svg', '--field', 'retentionTime.benzene'])
  expect(svg.stdout).toContain('Retention time of benzene (s) over Length (m)')
  expect((await call(folder, ['report', 's', '--out', 'sweep.html'])).status).toBe(0)
  expect(read('sweep.html')).toContain('<h2>Sweep</h2>')
  for (const verb of [
    ['export', 's', '--format', 'csv'],
    ['export', 's', '--format', 'npz'],
  ]) {
    const { status, json } = await call(folder, [...verb, '--json'])
    expect(status).toBe(2)
    expect(json.errors[0].message).toMatch(/s\/sweep\.csv/)
  }
})
