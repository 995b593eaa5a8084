import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { unzipSync } from 'fflate'
import { afterAll, expect, test } from 'vitest'
import { readNetcdf3 } from '../../../src/data/read/netcdf3.ts'
import { readNpy } from '../../../src/data/read/numpy.ts'
import { pythonWith } from '../../support/python.ts'
import { call } from './call.ts'

const folder = mkdtempSync(join(tmpdir(), 'isoline-pde-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A wave on a cylinder: periodic along x, closed along y. Exact: u = exp(−(1 + π²) D t) sin x cos πy. */
const heat = {
  isoline: 1,
  problem: {
    id: 'typed-pde',
    equations: ['u_t = D*laplacian(u)'],
    parameters: { D: 0.1 },
    domain: { x: { from: 0, to: '2*pi', points: 16 }, y: { from: 0, to: 1, points: 9 } },
    boundary: { x: 'periodic' },
    initial: { u: 'sin(x)*cos(pi*y)' },
  },
  method: { rtol: 1e-8 },
  time: { to: 1, at: [0, 0.5, 1] },
  observe: { square: 'integral(u^2)' },
}
const exact = (t: number, x: number, y: number) => Math.exp(-(1 + Math.PI ** 2) * 0.1 * t) * Math.sin(x) * Math.cos(Math.PI * y) // biome-ignore format: one thought
const write = (name: string, content: unknown) => writeFileSync(join(folder, name), JSON.stringify(content))
const run = async (name: string, content: unknown) => {
  write(`${name}.json`, content)
  return call(folder, ['run', `${name}.json`, '--out', name, '--json'])
}

test('a run folder: outcome, scalars, frames, exports', async () => {
  const { status, json } = await run('heat', heat)
  expect([status, json.status, json.space, json.backend]).toEqual([0, 'done', 'cosine', 'wasm'])
  const scalars = readFileSync(join(folder, 'heat/scalars.csv'), 'utf8').trim().split('\n')
  expect(scalars[0]).toBe('t,integral.u,square')
  expect(scalars.length).toBe(4)

  const csv = (await call(folder, ['export', 'heat', '--format', 'csv', '--field', 'u', '--time', '0.5'])).stdout
  const rows = csv
    .trim()
    .split('\n')
    .map((row) => row.split(','))
  expect(rows[0]).toEqual(['x', 'y', 'u'])
  expect(rows.length).toBe(1 + 16 * 9)
  for (const [x, y, u] of rows.slice(1).map((row) => row.map(Number)))
    expect(u).toBeCloseTo(exact(0.5, x ?? 0, y ?? 0), 6)
  expect((await call(folder, ['export', 'heat', '--format', 'csv', '--field', 'u', '--time', '0.3'])).stderr).toMatch(/saved times: 0, 0.5, 1/) // biome-ignore format: one call

  expect((await call(folder, ['export', 'heat', '--format', 'npz', '--out', 'heat.npz'])).status).toBe(0)
  const npz = unzipSync(readFileSync(join(folder, 'heat.npz')))
  expect(readNpy(npz['u.npy'] ?? new Uint8Array(), 'u').shape).toEqual([3, 9, 16])

  expect((await call(folder, ['export', 'heat', '--format', 'netcdf', '--field', 'u', '--time', '1', '--out', 'heat.nc'])).status).toBe(0) // biome-ignore format: one call
  const netcdf = readNetcdf3(new Uint8Array(readFileSync(join(folder, 'heat.nc'))))
  expect(netcdf.variables.find(({ name }) => name === 'u')?.dimensions).toEqual(['time', 'y', 'x'])

  expect((await call(folder, ['export', 'heat', '--format', 'vti', '--time', '1', '--out', 'heat.vti'])).status).toBe(0)
  const vti = readFileSync(join(folder, 'heat.vti'), 'utf8')
  expect(vti).toContain('WholeExtent="0 15 0 8 0 0"')
  const data = Buffer.from(/Name="u" format="binary">([^<]*)</.exec(vti)?.[1] ?? '', 'base64')
  expect(data.readUInt32LE(0)).toBe(8 * 16 * 9)
  // x fastest: the fourth value stands at x = 3π/8, y = 0.
  expect(data.readDoubleLE(4 + 8 * 3)).toBeCloseTo(exact(1, (3 * Math.PI) / 8, 0), 6)
})

test('a figure of a box is its field: a map of colours of the shape of the domain', async () => {
  await run('heat', heat)
  expect((await call(folder, ['export', 'heat', '--format', 'svg', '--time', '0.5', '--out', 'heat.svg'])).status).toBe(
    0,
  )
  const svg = readFileSync(join(folder, 'heat.svg'), 'utf8')
  const [width, height] = /<image[^>]*width="([\d.]+)"[^>]*height="([\d.]+)"/.exec(svg)?.slice(1).map(Number) ?? []
  // Cells reach half a spacing beyond the nodes: 16 of 2π/16 along x, 9 of 1/8 along y.
  expect((width ?? 0) / (height ?? 1)).toBeCloseTo((2 * Math.PI) / (9 / 8), 1)
  expect(svg).not.toContain('Concentration')
})

const python = pythonWith('xarray', 'zarr')
test.skipIf(!python)('xarray opens the frames with their dimensions and coordinates', async () => {
  await run('opened', heat)
  const program = `import xarray
frames = xarray.open_zarr(${JSON.stringify(join(folder, 'opened/frames.zarr'))})
print(frames.u.dims, frames.u.shape, float(frames.u.sel(time=0.5, y=0).isel(x=4)))`
  const printed = execFileSync(python ?? '', ['-c', program], { encoding: 'utf8' })
  expect(printed).toContain("('time', 'y', 'x') (3, 9, 16)")
  expect(Number(printed.trim().split(' ').at(-1))).toBeCloseTo(exact(0.5, Math.PI / 2, 0), 6)
})

test('a wrong equation has its column; a plan says what would run', async () => {
  write('wrong.json', { ...heat, problem: { ...heat.problem, equations: ['u_t = D*laplacain(u)'] } })
  const wrong = await call(folder, ['check', 'wrong.json', '--json'])
  expect([wrong.status, wrong.json.ok]).toEqual([2, false])
  expect(wrong.json.errors[0]).toMatchObject({ path: 'problem.equations.0', line: 1, column: 9 })
  expect(wrong.json.errors[0].message).toMatch(/laplacian/)
  write('right.json', heat)
  const { json } = await call(folder, ['check', 'right.json', '--json'])
  expect(json.plan.space).toBe('cosine')
  expect(json.plan.memoryBytes).toBeGreaterThan(1e6)
  const other = await call(folder, ['check', 'right.json', '--set', 'method.space=chebyshev', '--json'])
  expect(other.status).toBe(2)
})

test('new prints an experiment that can be run; list knows the problem and its stepper', async () => {
  const made = await call(folder, ['new', 'typed-pde'])
  write('new.json', JSON.parse(made.stdout))
  const small = ['problem.domain.x.points=32', 'problem.domain.y.points=32', 'time.to=20'].flatMap((one) => [
    '--set',
    one,
  ])
  const { status, json } = await call(folder, ['run', 'new.json', '--json', ...small])
  expect([status, json.status, json.space]).toEqual([0, 'done', 'fourier'])
  expect((await call(folder, ['list', 'problems', '--json'])).json.map(({ id }: { id: string }) => id)).toContain(
    'typed-pde',
  )
  expect((await call(folder, ['list', 'steppers', '--json'])).json.map(({ id }: { id: string }) => id)).toContain(
    'euler-maruyama',
  )
})

test('a sweep over a parameter has a row a value with every observed number', async () => {
  write('swept.json', { ...heat, time: { to: 1, at: [0, 1] } })
  const swept = await call(folder, ['sweep', 'swept.json', '--over', 'D=0:0.2:3', '--out', 'swept', '--json'])
  expect(swept.status).toBe(0)
  expect(readFileSync(join(folder, 'swept/sweep.csv'), 'utf8').trim().split('\n').length).toBe(4)
})

test('initial data come from a file beside the experiment, and stay with the run', async () => {
  writeFileSync(join(folder, 'u0.csv'), 'x,u\n0,1\n1,3\n')
  const document = { isoline: 1, problem: { id: 'typed-pde', equations: ['u_t = 0*u'], domain: { x: { from: 0, to: 1, points: 5 } }, initial: { u: { file: 'u0.csv' } } }, time: { at: [0, 1] } } // biome-ignore format: one line
  expect((await run('filed', document)).status).toBe(0)
  const csv = (await call(folder, ['export', 'filed', '--format', 'csv', '--field', 'u'])).stdout
  expect(
    csv
      .trim()
      .split('\n')
      .slice(1)
      .map((row) => Number(row.split(',')[1])),
  ).toEqual([1, 1.5, 2, 2.5, 3])
  writeFileSync(join(folder, 'u0.csv'), '')
  const empty = await run('empty', document)
  expect(empty.status).toBe(2)
  expect(empty.json.errors[0]).toMatchObject({ path: 'problem.initial.u.file' })
  expect(empty.json.errors[0].message).toMatch(/is empty/)
})
