// Files as instruments and reference libraries wrote them.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { readMeasurements } from '../../../src/data/read/catalogue.ts'
import { describeDataset } from '../../../src/data/read/describe.ts'

const root = resolve(import.meta.dirname, '../../..')
const nist = join(root, 'test/reference/nist')
// Third-party files that are not part of this repository; the tests are skipped by name where they are not at hand.
const instruments = resolve(root, '../shared/reference/instruments')

const read = async (folder: string, name: string) =>
  readMeasurements({ name, bytes: new Uint8Array(readFileSync(join(folder, name))) })

test('NIST StRD files: every observation, y before x, whatever stands above', async () => {
  const names = readdirSync(nist).filter((name) => name.endsWith('.dat'))
  expect(names.length).toBeGreaterThan(20)
  for (const name of names) {
    const text = readFileSync(join(nist, name), 'latin1')
    // The files say themselves how many there are: "250 Observations".
    const count = Number(/(\d+)\s+Observations/.exec(text)?.[1])
    const { tables } = await read(nist, name)
    expect(tables, name).toHaveLength(1)
    const columns = tables[0]?.columns ?? []
    expect(
      columns.map((c) => c.values.length),
      name,
    ).toEqual(columns.map(() => count))
    expect(columns[0]?.name, name).toBe('y')
    expect(
      columns.some((c) => c.values.some(Number.isNaN)),
      name,
    ).toBe(false)
  }
})

/** Curves and, for one of them, points and end of the axis: read off the files by eye (README beside them). */
const expected: readonly (readonly [string, string, number, number, number])[] = [
  ['hplcpy_ecoli_medium_sample.csv', 'csv', 1, 4801, 40],
  ['hplcpy_lactose_mM_3_calibration.csv', 'csv', 1, 601, 17],
  ['gc_alkanes_no_gradient_x3_chromatogram.csv', 'csv', 1, 6001, 2.00014],
  ['agilent_chemstation_dad_utf16.csv', 'csv', 1, 1944, 12.9553333333334],
  ['thermo_chromeleon_decimal_comma.txt', 'csv', 1, 3241, 54],
  ['chromeleon_period.txt', 'csv', 1, 10, 0.15],
  ['appia_waters_empower.arw', 'csv', 1, 6601, 55],
  ['cytiva_akta_unicorn_example.asc', 'csv', 7, 669, 249.613],
  ['cytiva_akta_pulse_47cm_per_h.asc', 'csv', 6, 2064, 48.137],
  ['appia_shimadzu_labsolutions_tab.txt', 'shimadzu-ascii', 7, 2401, 20],
  ['hplcpy_shimadzu_labsolutions_comma.txt', 'shimadzu-ascii', 1, 4801, 40],
  ['andi_agilent_hplc.cdf', 'andi', 1, 4651, 1860.012],
  ['andi_example.cdf', 'andi', 1, 4000, 399.9],
  ['andi_shimadzu_shimadzu.cdf', 'andi', 1, 1080, 539.5],
]
for (const [name, format, curves, points, last] of expected)
  test.skipIf(!existsSync(join(instruments, name)))(`instrument file ${name}`, async () => {
    const document = describeDataset(await read(instruments, name))
    expect(document.format).toBe(format)
    const columns = document.tables.flatMap((table) => table.columns)
    const found = columns.filter((c) => c.role === 'y')
    expect(found).toHaveLength(curves)
    expect(found.some((c) => c.count === points)).toBe(true)
    const ends = columns.filter((c) => c.role === 'x').map((c) => c.last ?? Number.NaN)
    expect(
      ends.some((end) => Math.abs(end - last) < 1e-9 * last),
      `axes end at ${ends}`,
    ).toBe(true)
  })

test.skipIf(!existsSync(instruments))(
  'LabSolutions multiplies intensities: 48.628 mV at the highest peak of detector A',
  async () => {
    // 48628 counts with the multiplier 0.001 of the section's head.
    const document = describeDataset(await read(instruments, 'appia_shimadzu_labsolutions_tab.txt'))
    expect(document.tables[0]?.columns[1]).toMatchObject({ name: 'Detector A-Ch1', unit: 'mV', max: 48.628 })
  },
)

test('binary instrument files are named politely', async () => {
  const bytes = Uint8Array.of(3, 0x31, 0x37, 0x39, 0, 0, 0, 0)
  await expect(readMeasurements({ name: 'FID1A.ch', bytes })).rejects.toThrow('ChemStation binary (.ch, version 179)')
  await expect(readMeasurements({ name: 'a.xlsx', bytes: Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0) })).rejects.toThrow(
    'save the table as CSV',
  )
})
