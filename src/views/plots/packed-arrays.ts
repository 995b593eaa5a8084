// Arrays of numbers that both ends of a channel know already are sent by their number, not again: a view of 10⁶ points that is dragged
// costs a few hundred bytes a frame.

type Numbers = Float64Array | Float32Array

/** Stands for an array of a picture on its way to the worker. */
interface PackedArray {
  readonly packed: number
  /** Absent where the other end has it from the picture before. */
  readonly values?: Numbers
}

const isPacked = (value: object): value is PackedArray => 'packed' in value && typeof value.packed === 'number'

const isPlain = (value: object) => Object.getPrototypeOf(value) === Object.prototype

/** The value with each typed array, and what `replace` knows, in place of what was there; nothing else is copied twice. */
function mapped(value: unknown, replace: (value: object) => unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  const replaced = replace(value)
  if (replaced !== undefined) return replaced
  if (Array.isArray(value)) return value.map((item) => mapped(item, replace))
  if (!isPlain(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, mapped(item, replace)]))
}

/** A value on its way, with the memory that goes over with it instead of being copied once more. */
export interface Packed {
  readonly value: unknown
  readonly transfer: readonly ArrayBuffer[]
}

/** The sending end, for one canvas: remembers which arrays the picture before had. */
export function makeArrayPacker(): (value: unknown) => Packed {
  let sent = new Map<Numbers, number>()
  let last = 0
  return (value) => {
    const present = new Map<Numbers, number>()
    const transfer: ArrayBuffer[] = []
    /** Shared memory is seen from both ends; of other arrays, which may be windows on something large, a copy goes over. */
    const sendable = (values: Numbers): Numbers => {
      if (!(values.buffer instanceof ArrayBuffer)) return values
      const copy = values instanceof Float32Array ? new Float32Array(values) : new Float64Array(values)
      transfer.push(copy.buffer)
      return copy
    }
    const packed = mapped(value, (item) => {
      if (!(item instanceof Float64Array || item instanceof Float32Array)) return undefined
      const known = present.get(item) ?? sent.get(item)
      const number = known ?? ++last
      present.set(item, number)
      return known === undefined ? { packed: number, values: sendable(item) } : { packed: number }
    })
    sent = present
    return { value: packed, transfer }
  }
}

/** The receiving end, for one canvas: forgets what the newest picture does not have. */
export function makeArrayUnpacker(): (value: unknown) => unknown {
  let kept = new Map<number, Numbers>()
  return (value) => {
    const present = new Map<number, Numbers>()
    const whole = mapped(value, (item) => {
      if (!isPacked(item)) return undefined
      const values = item.values ?? present.get(item.packed) ?? kept.get(item.packed) ?? new Float64Array()
      present.set(item.packed, values)
      return values
    })
    kept = present
    return whole
  }
}
