import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { FieldDescription, Frame } from '../../../src/core/field.ts'
import { readZarr } from '../../../src/data/read/zarr.ts'
import type { ByteStore } from '../../../src/data/store.ts'
import { openZarrWriter } from '../../../src/data/write/zarr.ts'
import { makeMemoryFiles } from '../../support/memory-files.ts'
import { pythonWith } from '../../support/python.ts'

const x = { name: 'x', unit: 'm', values: Float64Array.of(0, 0.5, 1.5) }
const y = { name: 'y', unit: 'm', values: Float64Array.of(-1, 2) }
const fields: readonly FieldDescription[] = [
  { name: 'benzene', unit: 'mol/m^3', grid: { axes: [x] } },
  { name: 'm/p-xylene', unit: 'mol/m^3', label: 'm/p-xylene', grid: { axes: [y, x] } },
  { name: 'energy', unit: 'J', grid: { axes: [] } },
]
const sizes = [3, 6, 1]

function frameOf(time: number, seed: number): Frame {
  return {
    time,
    fields: fields.map((field, k) => ({
      ...field,
      values: Float64Array.from({ length: sizes[k] ?? 0 }, (_, i) => Math.sin(seed * 7 + k * 3 + i) * 10 ** (i - 3)),
    })),
  }
}

async function saveToDisk(store: ByteStore): Promise<string> {
  const folder = join(mkdtempSync(join(tmpdir(), 'isoline-zarr-')), 'frames.zarr')
  for (const key of await store.list('')) {
    mkdirSync(dirname(join(folder, key)), { recursive: true })
    writeFileSync(join(folder, key), (await store.read(key)) ?? new Uint8Array())
  }
  return folder
}

test('what is written is read back bit for bit, whatever the compressor and the numbers', async () => {
  const double = fc.double({ noDefaultInfinity: false })
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(double, fc.array(double, { minLength: 10, maxLength: 10 })), { maxLength: 5 }),
      fc.constantFrom(undefined, 'zlib' as const, 'gzip' as const),
      async (rows, compressor) => {
        const store = makeMemoryFiles()
        const writer = await openZarrWriter(store, fields, 's', compressor ? { compressor } : {})
        for (const [time, values] of rows) {
          let at = 0
          const parts = fields.map((field, k) => {
            const size = sizes[k] ?? 0
            at += size
            return { ...field, values: Float64Array.from(values.slice(at - size, at)) }
          })
          await writer.append({ time, fields: parts })
        }
        await writer.flush()
        const folder = await readZarr(store)
        expect([...folder.times]).toEqual(rows.map(([time]) => time))
        for (const [i, [, values]] of rows.entries()) {
          const frame = await folder.frame(i)
          const byName = fields.flatMap((f) => [...(frame.fields.find((g) => g.name === f.name)?.values ?? [])])
          expect(byName).toEqual(values)
        }
      },
    ),
    { numRuns: 60 },
  )
})

test('names, units and grids come back', async () => {
  const store = makeMemoryFiles()
  await (await openZarrWriter(store, fields, 's', { attributes: { title: 'BTEX' } })).flush()
  const folder = await readZarr(store)
  expect(folder.attributes).toEqual({ title: 'BTEX' })
  expect(folder.timeUnit).toBe('s')
  expect(folder.fields.map((f) => [f.name, f.unit, f.grid.axes.map((a) => [a.name, a.unit, [...a.values]])])).toEqual(
    fields.map((f) => [f.name, f.unit, f.grid.axes.map((a) => [a.name, a.unit, [...a.values]])]),
  )
})

test('a writer killed before any single write leaves a folder with every frame of the last flush', async () => {
  // A store that dies at the n-th write, for every n that occurs: the strongest form of kill -9 at a random moment.
  for (let fatal = 0; fatal < 80; fatal++) {
    const store = makeMemoryFiles()
    let writes = 0
    const dying: ByteStore = {
      ...store,
      write: async (key, bytes) => {
        if (writes++ >= fatal) throw new Error('killed')
        await store.write(key, bytes)
      },
    }
    let flushed = -1
    let finished = false
    try {
      const writer = await openZarrWriter(dying, fields, 's')
      flushed = 0
      for (let i = 0; i < 3; i++) {
        await writer.append(frameOf(i, i))
        await writer.flush()
        flushed = i + 1
      }
      finished = true
    } catch {}
    if (flushed >= 0) {
      const folder = await readZarr(store)
      expect(folder.times.length).toBeGreaterThanOrEqual(flushed)
      for (let i = 0; i < folder.times.length; i++) {
        const frame = await folder.frame(i)
        for (const field of frameOf(i, i).fields)
          expect(frame.fields.find((f) => f.name === field.name)?.values).toEqual(field.values)
      }
    }
    if (finished) return
  }
  throw new Error('the loop must reach a fatal write beyond the last one')
})

test('resuming gives the folder an uninterrupted run gives, byte for byte', async () => {
  const whole = makeMemoryFiles()
  const a = await openZarrWriter(whole, fields, 's')
  for (let i = 0; i < 5; i++) await a.append(frameOf(i, i))
  await a.flush()
  const parts = makeMemoryFiles()
  const b = await openZarrWriter(parts, fields, 's')
  for (let i = 0; i < 4; i++) await b.append(frameOf(i, i === 3 ? 99 : i))
  await b.flush()
  const c = await openZarrWriter(parts, fields, 's', { resumeAt: 3 })
  for (let i = 3; i < 5; i++) await c.append(frameOf(i, i))
  await c.flush()
  expect(await parts.list('')).toEqual(await whole.list(''))
  for (const key of await whole.list('')) expect(await parts.read(key), key).toEqual(await whole.read(key))
})

test('a frame that does not fit is refused by name', async () => {
  const writer = await openZarrWriter(makeMemoryFiles(), fields, 's')
  await expect(writer.append({ time: 0, fields: [] })).rejects.toThrow('has no field "benzene"')
})

test('damaged and foreign folders are refused with a reason', async () => {
  const store = makeMemoryFiles()
  await expect(readZarr(store)).rejects.toThrow('not a Zarr folder')
  const writer = await openZarrWriter(store, fields, 's', { compressor: 'zlib' })
  await writer.append(frameOf(0, 1))
  await writer.flush()
  await store.write('benzene/0.0', Uint8Array.of(1, 2, 3))
  const folder = await readZarr(store)
  await expect(folder.frame(0)).rejects.toThrow('benzene/0.0 is damaged')
  await expect(folder.frame(1)).rejects.toThrow('frames 0 to 0')
  await store.write('.zmetadata', new TextEncoder().encode('{'))
  await expect(readZarr(store)).rejects.toThrow('not JSON')
})

const python = pythonWith('xarray', 'zarr')
test.skipIf(!python)(
  'xarray and zarr-python read the same numbers, names and units (needs python3-xarray, python3-zarr)',
  async () => {
    for (const compressor of [undefined, 'zlib', 'gzip'] as const) {
      const store = makeMemoryFiles()
      const writer = await openZarrWriter(store, fields, 's', compressor ? { compressor } : {})
      for (let i = 0; i < 1030; i++) await writer.append(frameOf(i / 4, i))
      await writer.flush()
      const folder = await saveToDisk(store)
      const script = `
import json, sys, xarray, zarr
d = xarray.open_zarr(sys.argv[1])
e = xarray.open_zarr(sys.argv[1], consolidated=False)
assert d.identical(e)
g = zarr.open(sys.argv[1], 'r')
print(json.dumps({'dims': {k: list(v.dims) for k, v in d.data_vars.items()}, 'units': d.benzene.units, 'timeUnits': d.time.units,
  'x': d.x.values.tolist(), 'last': d['m_p-xylene'].isel(time=-1).values.tolist(), 'energy': float(d.energy[1029]),
  'time': float(d.time[1029]), 'shape': list(g['benzene'].shape), 'name': d['m_p-xylene'].isoline_name}))`
      const read = JSON.parse(execFileSync(python ?? '', ['-c', script, folder], { encoding: 'utf8' }))
      const last = frameOf(1029 / 4, 1029)
      const plane = [...(last.fields[1]?.values ?? [])]
      expect(read).toEqual({
        dims: { benzene: ['time', 'x'], 'm_p-xylene': ['time', 'y', 'x'], energy: ['time'] },
        units: 'mol/m^3',
        timeUnits: 's',
        x: [0, 0.5, 1.5],
        last: [plane.slice(0, 3), plane.slice(3)],
        energy: last.fields[2]?.values[0],
        time: 257.25,
        shape: [1030, 3],
        name: 'm/p-xylene',
      })
    }
  },
)
