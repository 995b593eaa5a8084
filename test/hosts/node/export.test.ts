import { execFileSync } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { extractExperiment } from '../../../src/data/embed.ts'
import { readPngChunks } from '../../../src/data/png-chunks.ts'
import { parseExperiment } from '../../../src/experiment/parse.ts'
import { findBrowser, htmlToPdf } from '../../../src/hosts/node/browser-pdf.ts'
import { gasColumnExample } from '../../../src/pde/gas-column/example.ts'
import { call } from './call.ts'

let folder = ''
const at = (name: string) => join(folder, name)

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'isoline-export-'))
  await writeFile(at('btex.isoline.json'), JSON.stringify({ ...gasColumnExample, time: { to: 200, samples: 41 } }))
  await call(folder, ['run', 'btex.isoline.json', '--out', 'exact'])
  const coarse = ['--set', 'method.id=finite-volume', '--set', 'method.cells=60']
  const done = await call(folder, ['run', 'btex.isoline.json', ...coarse, '--out', 'numerical'])
  expect(done.stderr).toContain('done')
}, 120_000)
afterAll(() => rm(folder, { recursive: true, force: true }))

test('csv without a field is every scalar over time, the same doubles as scalars.csv', async () => {
  const { stdout, status } = await call(folder, ['export', 'exact', '--format', 'csv'])
  expect(status).toBe(0)
  const numbers = (text: string) => text.trim().split('\n').slice(1).flatMap((line) => line.split(',').map(Number)) // biome-ignore format: one thought
  expect(stdout.split('\n')[0]).toBe('t,benzene,toluene,ethylbenzene,mp-xylene,o-xylene')
  expect(numbers(stdout)).toEqual(numbers(await readFile(at('exact/scalars.csv'), 'utf8')))
})

test('csv of a field is x,NAME with 17 digits; a time not saved is an error that lists the saved ones', async () => {
  const wrong = await call(folder, ['export', 'numerical', '--format', 'csv', '--field', 'toluene', '--time', '3', '--json']) // biome-ignore format: one call
  expect(wrong.status).toBe(2)
  expect(wrong.json.errors[0].message).toMatch(/t = 3 was not saved; saved times: 0, /)
  const saved = /saved times: 0, ([\d.]+)/.exec(wrong.json.errors[0].message)?.[1] ?? ''
  const { stdout, status } = await call(folder, ['export', 'numerical', '--format', 'csv', '--field', 'toluene', '--time', saved]) // biome-ignore format: one call
  expect(status).toBe(0)
  const lines = stdout.trim().split('\n')
  expect(lines[0]).toBe('x,toluene')
  expect(lines).toHaveLength(61)
  expect(lines[5]).toMatch(/^\d\.\d{16}(e[+-]\d+)?,-?\d\.\d{16}e-\d+$/)
})

test('wrong names are answered with the right ones', async () => {
  const message = async (...args: string[]) =>
    (await call(folder, ['export', ...args, '--json'])).json.errors[0].message
  expect(await message('numerical', '--format', 'csv', '--field', 'tolune')).toContain('did you mean "toluene"?')
  expect(await message('exact', '--format', 'csv', '--field', 'toluene_film')).toContain('method.id=finite-volume')
  expect(await message('exact', '--format', 'cvs')).toContain('did you mean "csv"?')
  expect(await message('exact', '--format', 'svg', '--width', '5')).toContain('20 to 2000 mm')
  expect(await message('btex.isoline.json', '--format', 'csv')).toContain('is a file')
  expect(await message('nowhere', '--format', 'csv')).toContain('nowhere is not a folder')
})

test('svg and png have their size in millimetres and carry the experiment that ran', async () => {
  const size = ['--width', '80mm', '--height', '60', '--dpi', '254']
  for (const format of ['svg', 'png']) {
    const { status, json } = await call(folder, ['export', 'exact', '--format', format, ...size, '--out', `f.${format}`, '--json']) // biome-ignore format: one call
    expect(status).toBe(0)
    expect(json).toMatchObject({ ok: true, format })
    const bytes = new Uint8Array(await readFile(at(`f.${format}`)))
    expect(parseExperiment(extractExperiment(bytes, 'f')?.experiment).problem.id).toBe('gas-column')
    if (format === 'svg') expect(new TextDecoder().decode(bytes)).toContain('width="80mm" height="60mm"')
    else {
      const [header, ...rest] = readPngChunks(bytes)
      const view = new DataView(header!.data.slice().buffer)
      // 254 dpi are 10 dots a millimetre and 10 000 a metre.
      expect([view.getUint32(0), view.getUint32(4)]).toEqual([800, 600])
      const density = rest.find((chunk) => chunk.type === 'pHYs')!
      expect(new DataView(density.data.slice().buffer).getUint32(0)).toBe(10_000)
    }
  }
})

const python = (() => {
  for (const program of ['/usr/bin/python3', 'python3'])
    try {
      execFileSync(program, ['-c', 'import xarray, scipy, numpy'], { stdio: 'ignore' })
      return program
    } catch {}
  return undefined
})()

test.skipIf(!python)(
  'npz and netcdf open in NumPy and xarray with the fields, times and units of the run',
  async () => {
    for (const format of ['npz', 'netcdf'])
      await call(folder, ['export', 'numerical', '--format', format, '--out', `n.${format}`])
    const script = `
import numpy, xarray
a = numpy.load('n.npz'); d = xarray.open_dataset('n.netcdf')
print(a['toluene'].shape == d['toluene'].shape and a['toluene'].shape[1] == 60, bool((a['toluene'] == d['toluene'].values).all()), d['toluene'].attrs['units'], d['x'].attrs['units'])`
    const said = execFileSync(python!, ['-c', script], { cwd: folder, encoding: 'utf8' })
    expect(said.trim()).toBe('True True mol/m^3 m')
  },
)

test.skipIf(!python)('the Python script of an experiment computes the same numbers as the run', async () => {
  const { status } = await call(folder, ['export', 'btex.isoline.json', '--format', 'python', '--out', 's.py'])
  expect(status).toBe(0)
  const rows = (text: string) => text.trim().split('\n').slice(1).map((line) => line.split(',').map(Number)) // biome-ignore format: one thought
  const theirs = rows(execFileSync(python!, ['s.py'], { cwd: folder, encoding: 'utf8' }))
  const ours = rows(await readFile(at('exact/scalars.csv'), 'utf8'))
  const top = Math.max(...ours.flatMap((row) => row.slice(1)))
  expect(theirs).toHaveLength(41)
  // Two independent evaluations of the same Laplace inversion; spec 1.3 form 5 claims about 1e-9 of the peak.
  for (const [i, row] of ours.entries())
    for (const [k, value] of row.entries()) expect(Math.abs((theirs[i]?.[k] ?? Number.NaN) - value)).toBeLessThan(k === 0 ? 1e-9 : 1e-8 * top) // biome-ignore format: one line
})

test('the report of a run folder is one HTML file that carries its experiment', async () => {
  const { status } = await call(folder, ['report', 'numerical', '--out', 'r.html'])
  expect(status).toBe(0)
  const bytes = new Uint8Array(await readFile(at('r.html')))
  expect(extractExperiment(bytes, 'r.html')?.experiment).toMatchObject({ method: { id: 'finite-volume', cells: 60 } })
  const page = new TextDecoder().decode(bytes)
  expect(page).toContain('Mass of benzene')
  expect(page).toContain('node bin/isoline.mjs run r.html')
})

test.skipIf(!findBrowser())(
  'pdf: the report on A4, a figure on a page of its own size, nothing run or fetched',
  async () => {
    const { status } = await call(folder, ['export', 'exact', '--format', 'pdf', '--width', '80', '--height', '60', '--out', 'f.pdf']) // biome-ignore format: one call
    expect(status).toBe(0)
    const figure = (await readFile(at('f.pdf'))).toString('latin1')
    const [, width, height] = /\/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]/.exec(figure) ?? []
    // 80 mm × 60 mm are 226.8 × 170.1 points; Chromium rounds up to pixels.
    expect(Math.abs(Number(width) - 226.8)).toBeLessThan(1)
    expect(Math.abs(Number(height) - 170.1)).toBeLessThan(1)
    const scripted = '<!doctype html><html><head><title>a</title></head><body><p>x</p><script>document.write("<div style=break-before:page>second</div>")</script></body></html>' // biome-ignore format: one text
    const pdf = Buffer.from((await htmlToPdf(scripted)) ?? []).toString('latin1')
    expect(pdf.match(/\/Type\s*\/Page\b/g)).toHaveLength(1)
  },
)

test('without a browser the message says what to do', async () => {
  const before = process.env.ISOLINE_BROWSER
  process.env.ISOLINE_BROWSER = '/nowhere/chromium'
  try {
    const { status, json } = await call(folder, ['export', 'exact', '--format', 'pdf', '--out', 'n.pdf', '--json'])
    expect(status).toBe(2)
    expect(json.errors[0].message).toContain('install chromium')
  } finally {
    if (before === undefined) delete process.env.ISOLINE_BROWSER
    else process.env.ISOLINE_BROWSER = before
  }
})
