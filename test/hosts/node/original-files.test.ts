import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { sha256 } from '../../../src/data/bytes.ts'
import { extractExperiment } from '../../../src/data/embed.ts'
import { gasColumn } from '../../experiment/samples.ts'
import { call } from './call.ts'

const folder = mkdtempSync(join(tmpdir(), 'isoline-originals-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
// Latin-1 (µ is one byte) with semicolons and decimal commas.
const bytes = Uint8Array.from('Zeit (s);benzene (\xb5mol/m^3)\r\n0;0,5\r\n60;1,5\r\n', (character) =>
  character.charCodeAt(0),
)
const place = (name: string) => join(folder, name)

test('a run folder holds the measurements byte for byte and needs the original no more; its figures carry them', async () => {
  const sum = await sha256(bytes)
  const data = [{ file: 'run3.csv', sha256: sum, columns: { Zeit: 'x', benzene: 'y:benzene' } }]
  writeFileSync(place('run3.csv'), bytes)
  writeFileSync(place('a.json'), JSON.stringify(gasColumn({ data })))
  expect((await call(folder, ['run', 'a.json', '--out', 'one', '--json'])).status).toBe(0)
  expect(new Uint8Array(readFileSync(place('one/inputs/1-run3.csv')))).toEqual(bytes)

  rmSync(place('run3.csv'))
  expect((await call(folder, ['run', 'one/experiment.json', '--out', 'two', '--json'])).status).toBe(0)
  expect(new Uint8Array(readFileSync(place('two/inputs/1-run3.csv')))).toEqual(bytes)
  expect((await call(folder, ['export', 'two', '--format', 'svg', '--out', 'two.svg', '--json'])).status).toBe(0)
  const carried = extractExperiment(new Uint8Array(readFileSync(place('two.svg'))), 'two.svg')
  expect(carried?.files['run3.csv']).toEqual(bytes)
  expect(Object(carried?.experiment).data).toEqual(data)
})

test('a file other than the one recorded is an error that names it and both hashes', async () => {
  const changed = Uint8Array.from(bytes)
  // The 5 of 0,5 becomes a 6.
  changed[changed.indexOf(0x35)] = 0x36
  const [is, was] = [await sha256(changed), await sha256(bytes)]
  const data = [{ file: 'run4.csv', sha256: was, columns: { Zeit: 'x', benzene: 'y:benzene' } }]
  writeFileSync(place('run4.csv'), changed)
  writeFileSync(place('b.json'), JSON.stringify(gasColumn({ data })))
  const { status, json } = await call(folder, ['run', 'b.json', '--json'])
  expect(status).toBe(2)
  expect(json.errors[0].path).toBe('data.0.sha256')
  expect(json.errors[0].message).toContain(
    `"run4.csv" is not the file this experiment was made with: its SHA-256 is ${is}, recorded is ${was}`,
  )
})
