import { expect, test } from 'vitest'
import { makeArrayPacker, makeArrayUnpacker, type Packed } from '../../../src/views/plots/packed-arrays.ts'

/** A message as the other end gets it. */
const across = ({ value, transfer }: Packed) => structuredClone(value, { transfer: [...transfer] })

test('arrays come out as they went in, wherever they stand', () => {
  const [pack, unpack] = [makeArrayPacker(), makeArrayUnpacker()]
  const picture = {
    kind: 'figure',
    marks: [{ x: Float64Array.of(1, 2), y: Float64Array.of(3, Number.NaN), label: 'a' }],
    view: { y: [undefined], hidden: new Set(['line a']) },
  }
  expect(unpack(across(pack(picture)))).toEqual(picture)
})

test('an array of the picture before is not sent again, and is forgotten with the first picture without it', () => {
  const [pack, unpack] = [makeArrayPacker(), makeArrayUnpacker()]
  const x = new Float64Array(1000).fill(7)
  const [first, second] = [
    { x, zoom: 1 },
    { x, zoom: 2 },
  ]
  unpack(across(pack(first)))
  const again = pack(second)
  expect(JSON.stringify(again.value).length).toBeLessThan(100)
  expect(unpack(across(again))).toEqual(second)
  unpack(across(pack({ zoom: 3 })))
  // Neither end has it any more: it travels whole.
  expect(unpack(across(pack(first)))).toEqual(first)
})

test('a window on a large buffer travels without the rest of it', () => {
  const pack = makeArrayPacker()
  const window = new Float64Array(100_000).subarray(10, 20)
  expect(pack({ x: window }).transfer.map((buffer) => buffer.byteLength)).toEqual([80])
  // The sender keeps its own.
  expect(window.length).toBe(10)
})

test('shared memory is not copied: the other end sees what is written later', () => {
  const [pack, unpack] = [makeArrayPacker(), makeArrayUnpacker()]
  const shared = new Float64Array(new SharedArrayBuffer(80))
  const packed = pack({ x: shared.subarray(0, 5) })
  expect(packed.transfer).toEqual([])
  const { x } = unpack(across(packed)) as { x: Float64Array }
  shared[4] = 7
  expect([x.length, x[4]]).toEqual([5, 7])
})

test('a function has no way across: what holds one is not plain data', () => {
  // The structured clone of the message says so, not a picture that is silently wrong.
  expect(() => across(makeArrayPacker()({ toX: (value: number) => value }))).toThrow()
})
