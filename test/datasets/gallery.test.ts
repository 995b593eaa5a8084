import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { galleryCards } from '../../src/views/gallery/catalogue.ts'
import { makeMeasurements, makeThumbnails } from './make.ts'

const folder = (name: string) => join(import.meta.dirname, '../../datasets', name)
const read = (kind: string) =>
  Object.fromEntries(
    readdirSync(folder(kind)).map((name) => [name, new Uint8Array(readFileSync(join(folder(kind), name)))]),
  )

test('the synthetic measurements are what their script makes', () => {
  // Source: the fixed seed of test/datasets/make.ts; numbers are written with six digits, so that no machine differs.
  const made = makeMeasurements()
  expect(Object.keys(made).sort()).toEqual(readdirSync(folder('measurements')).sort())
  for (const [name, text] of Object.entries(made))
    expect(readFileSync(join(folder('measurements'), name), 'utf8'), name).toBe(text)
})

test('every thumbnail is the picture of its experiment', async () => {
  // Source: the experiments themselves, run here. Stale? node scripts/make-datasets.mjs
  const made = await makeThumbnails(read('experiments'), read('measurements'))
  expect(Object.keys(made).sort()).toEqual(readdirSync(folder('thumbnails')).sort())
  for (const [name, svg] of Object.entries(made)) {
    const [kept, wanted] = [shapeOf(readFileSync(join(folder('thumbnails'), name), 'utf8')), shapeOf(svg)]
    expect(kept.text, name).toBe(wanted.text)
    // Math.exp may differ in the last place between engines; a tenth of a unit is a thirtieth of a millimetre.
    for (const [i, number] of wanted.numbers.entries())
      expect(Math.abs(number - (kept.numbers[i] ?? Number.NaN)), name).toBeLessThan(0.11)
  }
})

/** A picture's text without its numbers, and the numbers. */
function shapeOf(svg: string): { readonly text: string; readonly numbers: readonly number[] } {
  const numbers = svg.match(/-?\d+(\.\d+)?/g) ?? []
  return { text: svg.replace(/-?\d+(\.\d+)?/g, '#'), numbers: numbers.map(Number) }
}

test('every experiment is a card with a title, a sentence and two pictures, BTEX first', async () => {
  expect(galleryCards[0]?.title).toBe('Gas column: BTEX')
  expect(galleryCards.map((card) => `${card.id}.isoline.json`).sort()).toEqual(
    readdirSync(folder('experiments')).sort(),
  )
  for (const card of galleryCards) {
    expect(card.sentence.length, card.id).toBeGreaterThan(40)
    for (const theme of ['light', 'dark'])
      expect(existsSync(join(folder('thumbnails'), `${card.id}.${theme}.svg`)), card.id).toBe(true)
    expect((await card.open()).title, card.id).toBe(card.title)
  }
})
