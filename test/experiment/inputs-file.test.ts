import { expect, test } from 'vitest'
import { sha256 } from '../../src/data/bytes.ts'
import { readMeasurements } from '../../src/data/read/catalogue.ts'
import { withoutOriginals } from '../../src/experiment/inputs.ts'
import { readInputs, writeInputs } from '../../src/experiment/inputs-file.ts'
import { makeMemoryFiles } from '../support/memory-files.ts'

// Latin-1, semicolons, decimal commas, a comment and a second table: nothing that numbers alone would give back.
const text = '# Gerät 7; mit µ\nZeit/min;benzene/mAU\n0,5;1,25\n1,0;\n1,5;3\n\nTime (s);toluene (V)\n0;2\n1;3\n2;4\n'
const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0))

async function readRun3(options = {}) {
  const dataset = await readMeasurements({ name: 'run 3.csv', bytes }, { options })
  return { '../measurements/run 3.csv': { ...dataset, file: '../measurements/run 3.csv', original: bytes } }
}

test('a folder keeps a measurement file byte for byte, and reads it again to the same numbers in all its tables', async () => {
  const inputs = await readRun3({ headerRows: 2 })
  const files = makeMemoryFiles()
  await writeInputs(files, inputs)
  expect(await files.list('inputs/')).toEqual(['inputs/1-run_3.csv'])
  const kept = await files.read('inputs/1-run_3.csv')
  expect(kept).toEqual(bytes)
  const again = await readInputs(files)
  const [dataset] = Object.values(again)
  expect(again).toEqual(inputs)
  expect(dataset?.tables).toHaveLength(2)
  expect(dataset?.tables[0]?.columns[1]?.values).toEqual(Float64Array.of(1.25, Number.NaN, 3))
  expect(await sha256(kept ?? bytes)).toBe(dataset?.sha256)
})

test('a kept file that was changed or is gone is an error that names it and both hashes', async () => {
  const files = makeMemoryFiles()
  await writeInputs(files, await readRun3())
  const changed = Uint8Array.from(bytes)
  changed[40] = (changed[40] ?? 0) ^ 1
  await files.write('inputs/1-run_3.csv', changed)
  const [is, was] = [await sha256(changed), await sha256(bytes)]
  await expect(readInputs(files)).rejects.toThrow(
    `inputs/1-run_3.csv was changed: its SHA-256 is ${is}, recorded is ${was}`,
  )
  await files.remove('inputs/1-run_3.csv')
  await expect(readInputs(files)).rejects.toThrow('inputs/1-run_3.csv is missing from the folder')
})

test('of a table without its file the numbers are kept, empty cells too', async () => {
  const inputs = withoutOriginals(await readRun3())
  const files = makeMemoryFiles()
  await writeInputs(files, inputs)
  expect(await files.list('')).toEqual(['inputs.json'])
  expect(await readInputs(files)).toEqual(inputs)
})
