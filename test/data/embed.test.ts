import fc from 'fast-check'
import { expect, test } from 'vitest'
import { embedInHtml, embedInPng, embedInSvg, extractExperiment, makePayload } from '../../src/data/embed.ts'
import { crc32, readPngChunks, setPngResolution } from '../../src/data/png-chunks.ts'

const encode = (text: string) => new TextEncoder().encode(text)
// One transparent pixel; the well-known smallest PNG.
const png = Uint8Array.from(
  atob('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='),
  (c) => c.charCodeAt(0),
)
const svg = '<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg" aria-label="a > b"><title>x</title></svg>'
const html = '<!doctype html><html><body><p>Report</p></body></html>'
const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes)
type Embed = (bytes: Uint8Array, payload: string) => Uint8Array
const carriers: readonly (readonly [string, Uint8Array, Embed])[] = [
  ['a.png', png, embedInPng],
  ['a.svg', encode(svg), (bytes, payload) => encode(embedInSvg(decode(bytes), payload))],
  ['a.html', encode(html), (bytes, payload) => encode(embedInHtml(decode(bytes), payload))],
]

test('CRC-32 of "123456789" is the check value of the catalogue of CRC algorithms', () => {
  expect(crc32(encode('123456789'))).toBe(0xcbf43926)
})

test('any experiment and any bytes come out of every carrier as they went in', () => {
  const json = fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)))
  const files = fc.dictionary(fc.string({ unit: 'grapheme' }), fc.uint8Array({ maxLength: 300 }), { maxKeys: 3 })
  fc.assert(
    fc.property(json, files, fc.constantFrom(...carriers), (experiment, data, [name, bytes, embed]) => {
      const once = embed(bytes, makePayload({ old: true }).text)
      const twice = embed(once, makePayload(experiment, data).text)
      const found = extractExperiment(twice, name)
      expect(found?.experiment).toEqual(experiment)
      expect(Object.keys(found?.files ?? {}).sort()).toEqual(Object.keys(data).sort())
      for (const [file, content] of Object.entries(data)) expect([...(found?.files[file] ?? [])]).toEqual([...content])
    }),
    { numRuns: 300 },
  )
})

test('hostile texts cannot leave their place', () => {
  const title = '</script><script>alert(1)</script></metadata><svg onload="x">&amp;]]>\u2028\ud800\u0000"\'￾'
  const payload = makePayload({ title }).text
  expect(payload).toMatch(/^[\x20-\x7e]*$/)
  expect(payload).not.toMatch(/[<>&]/)
  const page = embedInHtml(html, payload)
  expect(page.match(/<script/g)).toHaveLength(1)
  for (const [name, bytes, embed] of carriers)
    expect(extractExperiment(embed(bytes, payload), name)?.experiment).toEqual({ title })
})

test('prototype pollution stays a property', () => {
  const text = '{"experiment":{"__proto__":{"polluted":1}},"files":{"__proto__":"AAAA"}}'
  const found = extractExperiment(encode(embedInSvg(svg, text)), 'a.svg')
  expect(Object.hasOwn(found?.files ?? {}, '__proto__')).toBe(true)
  expect(({} as { polluted?: number }).polluted).toBeUndefined()
})

test('files that carry nothing give undefined; damaged ones say so', () => {
  for (const [name, bytes] of carriers) expect(extractExperiment(bytes, name)).toBeUndefined()
  expect(extractExperiment(encode('t,y\n1,2\n'), 'a.csv')).toBeUndefined()
  expect(() => extractExperiment(encode(embedInSvg(svg, '{"experiment":')), 'a.svg')).toThrow(
    '"a.svg" carries an experiment that is damaged',
  )
  expect(() => extractExperiment(encode(embedInSvg(svg, '[]')), 'a.svg')).toThrow('damaged')
  expect(() => extractExperiment(encode(embedInSvg(svg, '{"experiment":{},"files":{"a":"%%"}}')), 'a.svg')).toThrow(
    'damaged',
  )
  const broken = embedInPng(png, makePayload({ a: 1 }).text)
  broken[70] = (broken[70] ?? 0) ^ 1
  expect(() => extractExperiment(broken, 'a.png')).toThrow('checksum')
  expect(() => extractExperiment(broken.slice(0, 60), 'a.png')).toThrow('ends in the middle')
})

test('an SVG saved again by a drawing program is still understood', () => {
  const carried = embedInSvg(svg, makePayload({ title: 'a "quoted" title' }).text)
  const rewritten = carried.replace(
    /<metadata id="isoline-experiment">([\s\S]*)<\/metadata>/,
    (_, text: string) => `<metadata\n  class="x"\n id='isoline-experiment' >${text.replace(/"/g, '&quot;')}</metadata>`,
  )
  expect(rewritten).toContain('&quot;')
  expect(extractExperiment(encode(rewritten), 'a.svg')?.experiment).toEqual({ title: 'a "quoted" title' })
})

test('data above 1 MB stay out and are named', () => {
  const small = new Uint8Array(400_000)
  const { text, left } = makePayload({}, { 'a.csv': small, 'b.csv': new Uint8Array(700_000), 'c.csv': small })
  expect(left).toEqual(['b.csv'])
  expect(Object.keys(JSON.parse(text).files)).toEqual(['a.csv', 'c.csv'])
})

test('300 dots an inch are 11811 pixels a metre, once', () => {
  // PNG specification, 11.3.4.3: pixels per unit, unit 1 = metre; 300/0.0254 = 11811.02.
  const set = setPngResolution(setPngResolution(png, 72), 300)
  const found = readPngChunks(set).filter((chunk) => chunk.type === 'pHYs')
  expect(found.map((chunk) => [...chunk.data])).toEqual([[0, 0, 0x2e, 0x23, 0, 0, 0x2e, 0x23, 1]])
  expect(() => setPngResolution(png, 0)).toThrow('dots per inch')
})
